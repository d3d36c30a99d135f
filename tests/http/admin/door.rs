//! Who is let in.

use super::{HASH, PASSWORD, code, pages_at, signed_in, start, with_admin};
use reqwest::Method;
use std::io::Write as _;
use std::process::Stdio;
use support::host::closed_port;
use support::launcher::{Launcher, command};

const SECRET: &[u8] = b"12345678901234567890";

#[test]
fn without_a_password_there_are_no_admin_pages_and_they_are_on_the_main_port_only_if_said() {
    let port = closed_port();
    let listen = format!("127.0.0.1:{port}");
    let app = Launcher::before(closed_port()).with(&[("WEB__ADMIN_LISTEN", &listen)]).start();
    for site in [&*app, &pages_at(port)] {
        for path in ["/admin", "/admin/login"] {
            assert_eq!(site.browser().get(path).status, 404, "{path}");
        }
        assert_eq!(site.browser().post_as_it_is("/admin/login", &[("password", "x")]).status, 404);
    }
    let (app, pages) = start();
    assert_eq!(app.browser().get("/admin").status, 404);
    assert_eq!(app.browser().post_as_it_is("/admin/login", &[("password", PASSWORD)]).status, 404);
    assert_eq!(pages.browser().get("/admin").location(), "/admin/login");
    assert_eq!(pages.browser().page("/healthz").body, "ok\n");
    let css = pages.browser().page("/admin/login");
    let css = css.body.split("href=\"/static/").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(pages.browser().get(&format!("/static/{css}")).status, 200);
    for path in ["/", "/help", "/login", "/spam", "/admin/nothing"] {
        assert_eq!(pages.browser().get(path).status, 404, "{path}");
    }
    let (launcher, port) = with_admin(Launcher::before(closed_port()), "public = true");
    let app = launcher.start();
    assert_eq!(signed_in(&app).page("/admin").status, 200);
    assert_eq!(signed_in(&pages_at(port)).page("/admin").status, 200);
}

#[test]
fn what_hash_password_prints_opens_the_door() {
    let folder = tempfile::tempdir().unwrap();
    let hashed = |password: &str| {
        let mut program = command(folder.path(), &[])
            .arg("hash-password")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        program.stdin.take().unwrap().write_all(format!("{password}\n").as_bytes()).unwrap();
        program.wait_with_output().unwrap()
    };
    let output = hashed(PASSWORD);
    let line = String::from_utf8(output.stdout).unwrap();
    assert!(
        line.starts_with("password_hash = \"$argon2id$v=19$m=65536,t=3,p=4$") && !line.contains(PASSWORD),
        "{line}"
    );
    let port = closed_port();
    let listen = format!("127.0.0.1:{port}");
    let launcher = Launcher::before(closed_port()).configured(&format!("[admin]\n{line}"));
    let _app = launcher.with(&[("WEB__ADMIN_LISTEN", &listen)]).start();
    signed_in(&pages_at(port)).page("/admin");
    let short = hashed("short");
    assert!(short.status.code() == Some(2) && short.stdout.is_empty(), "{short:?}");
}

#[test]
fn a_wrong_password_and_a_wrong_code_are_told_alike_and_a_code_opens_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("totp.secret");
    std::fs::write(&file, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\n").unwrap();
    let more = format!("totp_file = {:?}", file.display().to_string());
    let (launcher, port) = with_admin(Launcher::before(closed_port()), &more);
    let _app = launcher.start();
    let pages = pages_at(port);
    let typed = |password: &str, code: &str| {
        pages.browser().post_as_it_is("/admin/login", &[("password", password), ("code", code)])
    };
    assert!(pages.browser().page("/admin/login").body.contains("name=\"code\""));
    let now = code(SECRET, 0);
    let (password, digits, none) = (typed("wrong", &now), typed(PASSWORD, "000000"), typed(PASSWORD, ""));
    for answer in [&password, &digits, &none] {
        assert_eq!((answer.status, answer.cookie("admin")), (401, None));
        assert_eq!(answer.text(), password.text());
    }
    let right = typed(PASSWORD, &now);
    assert_eq!(right.status, 303, "{}", right.text());
    let again = typed(PASSWORD, &now);
    assert_eq!((again.status, again.text()), (401, password.text()), "the code was used");
    assert_eq!(typed(PASSWORD, &code(SECRET, 1)).status, 303, "the next one is another");
}

#[test]
fn who_guesses_has_to_wait_and_the_right_password_does_not_help_then() {
    let (_app, pages) = start();
    let typed =
        |from: &str, password: &str| pages.browser_from(from).post_as_it_is("/admin/login", &[("password", password)]);
    let first = typed("203.0.113.1", "x");
    assert_eq!(first.status, 401);
    let last = (0..20).map(|_| typed("203.0.113.1", "x")).find(|answer| answer.status != 401).unwrap();
    assert_eq!(last.status, 429, "{}", last.text());
    assert!(last.header("retry-after").parse::<u32>().unwrap() > 1 && last.text().contains("Please wait"));
    assert_eq!(typed("203.0.113.1", PASSWORD).status, 429);
    assert_eq!(typed("203.0.113.2", PASSWORD).status, 303, "others may");
    assert!((2..40).any(|n| typed(&format!("203.0.113.{n}"), "x").status == 429 && n < 30), "in all, too");
}

#[test]
fn a_session_is_a_strict_cookie_and_ends_with_the_button() {
    let (_app, pages) = start();
    let answer = pages.browser().post_as_it_is("/admin/login", &[("password", PASSWORD)]);
    let set = answer.set_cookie("admin").unwrap();
    assert!(set.contains("; HttpOnly; SameSite=Strict; Path=/") && !set.contains("Max-Age"), "{set}");
    let cookie = answer.cookie("admin").unwrap();
    let page = pages.get("/admin", &cookie);
    assert_eq!(page.status, 200);
    for odd in ["admin=", "admin=AAAA", &format!("admin={}", "A".repeat(43)), &cookie.replace("admin=", "sid=")] {
        assert_eq!(pages.get("/admin", odd).location(), "/admin/login", "{odd}");
    }
    assert_eq!(pages.post("/admin/logout", &cookie, &[("seal", "x")]).status, 409);
    assert_eq!(pages.post("/admin/logout", &cookie, &[]).status, 422);
    let other = signed_in(&pages).page("/admin").hidden("seal");
    assert_eq!(pages.post("/admin/logout", &cookie, &[("seal", &other)]).status, 409, "another session's");
    assert_eq!(pages.get("/admin", &cookie).status, 200);
    let out = pages.post("/admin/logout", &cookie, &[("seal", &page.hidden("seal"))]);
    assert_eq!((out.status, out.location()), (303, "/admin/login"));
    assert_eq!(pages.get("/admin", &cookie).location(), "/admin/login");
    assert_eq!(pages.post("/admin/logout", &cookie, &[("seal", &page.hidden("seal"))]).status, 401);
}

#[test]
fn a_form_that_is_not_known_to_come_from_the_very_host_is_refused() {
    let (app, pages) = start();
    let typed = |headers: &[(&str, &str)]| {
        pages.stranger().send(Method::POST, "/admin/login", headers, &[("password", PASSWORD)]).status
    };
    let (own, main) = (pages.origin(), app.origin());
    assert_eq!(typed(&[]), 403);
    assert_eq!(typed(&[("origin", &main)]), 403, "another port is another place");
    assert_eq!(typed(&[("origin", "https://evil.example")]), 403);
    assert_eq!(typed(&[("origin", &own), ("sec-fetch-site", "cross-site")]), 403);
    assert_eq!(typed(&[("origin", &own)]), 303);
    assert_eq!(typed(&[("sec-fetch-site", "same-origin")]), 303);
    // Behind a proxy with TLS the browser says https, and gets a cookie of it.
    let https = own.replace("http://", "https://");
    let answer = pages.stranger().send(Method::POST, "/admin/login", &[("origin", &https)], &[("password", PASSWORD)]);
    let set = answer.set_cookie("__Host-admin").unwrap();
    assert!(set.contains("; Secure"), "{set}");
    assert_eq!(pages.get("/admin", &answer.cookie("__Host-admin").unwrap()).status, 200);
}

#[test]
fn neither_log_nor_database_holds_what_opens_the_door() {
    let (launcher, port) = with_admin(Launcher::before(closed_port()), "");
    let log = support::launcher::Log::default();
    let mut app = launcher.overheard(&log).start();
    let pages = pages_at(port);
    let cookie = pages.post("/admin/login", "", &[("password", PASSWORD)]).cookie("admin").unwrap();
    assert_eq!(pages.post("/admin/login", "", &[("password", "wrong horse battery")]).status, 401);
    assert_eq!(pages.get("/admin", &cookie).status, 200);
    app.stop();
    let text = log.text();
    let held = cookie.trim_start_matches("admin=");
    for secret in [PASSWORD, "wrong horse battery", held, &HASH] {
        assert!(!text.contains(secret), "{secret}");
    }
    assert!(text.contains("sign-in refused kind=admin"));
    let octets: Vec<u8> = std::fs::read_dir(app.database_files())
        .unwrap()
        .filter_map(|file| std::fs::read(file.unwrap().path()).ok())
        .flatten()
        .collect();
    assert!(!octets.windows(held.len()).any(|part| part == held.as_bytes()));
}

#[test]
fn a_name_that_is_not_ours_leads_nowhere_though_it_leads_to_this_machine() {
    let (launcher, port) = with_admin(Launcher::before(closed_port()), "hosts = [\"admin.example.net\"]");
    let _app = launcher.start();
    let browser = pages_at(port).browser();
    for (host, get, post) in [
        (format!("evil.example:{port}"), 403, 403),
        (format!("localhost:{port}"), 200, 303),
        ("admin.example.net".to_owned(), 200, 303),
    ] {
        let origin = format!("http://{host}");
        let asked = |method, fields: &[(&str, &str)]| {
            let headers = [("host", host.as_str()), ("origin", origin.as_str())];
            browser.send(method, "/admin/login", &headers, fields).status
        };
        assert_eq!(asked(Method::POST, &[("password", PASSWORD)]), post, "{host}");
        assert_eq!(
            pages_at(port).browser().send(Method::GET, "/admin/login", &[("host", &host)], &[]).status,
            get,
            "{host}"
        );
    }
}
