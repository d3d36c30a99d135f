//! Signing in, and why it fails.

use super::others::{stranger, way};
use super::{HOSTILE, draw};
use crate::articles::Guide;
use crate::i18n::Locales;
use crate::login::{DoctorPage, Finding, LoginPage, Problem};

/// A moment on 29 November 2026.
const NOW: i64 = 1_796_000_000;

fn form(address: &str, problem: Option<Problem>) -> LoginPage {
    let (layout, address, next) = (stranger("login"), address.to_owned(), "/spam".to_owned());
    LoginPage { layout, address, next, problem, ended: None, served: None, now: NOW }
}

#[test]
fn signing_in_is_drawn() {
    let html = draw("login", &form("", None));
    assert!(html.contains("href=\"/login/help?next=%2Fspam\""));
    let ended = "You were signed out. That happens after 60 minutes without a click. Please sign in again.".to_owned();
    draw("login-ended", &LoginPage { ended: Some(ended), ..form("anna@example.net", None) });
    let problem = Problem {
        title: "Address and password do not match".to_owned(),
        text: "The mail server did not accept them. Mind capital letters, and try the password your mail program uses."
            .to_owned(),
        more: vec!["All letters of the password were capitals. Is Caps Lock on?".to_owned()],
        meant: vec![way("/login?address=anna.lindqvist%40example.net", "anna.lindqvist@example.net")],
        guide: Guide::PASSWORD,
        support: Some("https://example.net/support".to_owned()),
    };
    let html = draw("login-problem", &form("anna.lindqvist@exampel.net", Some(problem.clone())));
    assert!(html.contains(&format!("href=\"{}\"", Guide::PASSWORD)));
    let hostile = Problem {
        title: HOSTILE.to_owned(),
        text: HOSTILE.to_owned(),
        more: vec![HOSTILE.to_owned()],
        meant: vec![way("/login", HOSTILE)],
        ..problem
    };
    draw("login-hostile", &form(HOSTILE, Some(hostile)));
}

#[test]
fn the_sign_in_doctor_is_drawn() {
    let l = Locales::load().unwrap().choose("en");
    let finding =
        |is_fine, text: &str, guide| Finding { is_fine, text: text.to_owned(), meant: vec![], guide, class: "" };
    let page = |address: &str, findings: Vec<Finding>| DoctorPage {
        layout: stranger("login"),
        address: address.to_owned(),
        served: None,
        next: "/spam".to_owned(),
        findings: findings.into_iter().chain(Finding::of_cookies(&l)).collect(),
        clock: "Sunday 29 November 2026, 14:05".to_owned(),
        now: NOW,
    };
    draw(
        "doctor",
        &page(
            "anna.lindqvist@example.net",
            vec![
                finding(true, &l.with("doctor-address", &[("domain", "example.net".into())]), Guide::ADDRESS),
                finding(
                    false,
                    "The mail server has not answered since Sunday 29 November 2026, 13:40. We asked it last on Sunday 29 November 2026, 14:05.",
                    Guide::SERVER_AWAY,
                ),
                finding(true, &l.t("doctor-tries-left"), Guide::TOO_MANY_TRIES),
            ],
        ),
    );
    let meant = vec![way("/login/help?address=anna%40example.net", "anna@example.net")];
    let slip = Finding { meant, ..finding(false, "We do not look after mail for exampel.net", Guide::ADDRESS) };
    draw("doctor-slip", &page("anna@exampel.net", vec![slip]));
    let hostile = Finding { meant: vec![way("/login/help", HOSTILE)], ..finding(false, HOSTILE, Guide::ADDRESS) };
    draw("doctor-hostile", &page(HOSTILE, vec![hostile]));
}
