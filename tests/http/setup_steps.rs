//! The ways to set up a mail program: the right one first, each with its steps, and the reader's own settings in them.

use reqwest::Method;
use support::client::{Answer, between};
use support::host::closed_port;
use support::launcher::{Launcher, TestApp};

const SERVERS: &str = "pop = { host = \"pop.example.org\", port = 995 }\n\
    smtp = { host = \"smtp.example.org\", port = 587, security = \"starttls\" }\n\
    [[server]]\ndomains = [\"other.example\"]\nlogin = \"local-part\"\nimap = { host = \"imap.other.example\" }\n";
const PROGRAMS: [&str; 8] =
    ["iphone", "apple-mail", "outlook", "outlook-classic", "thunderbird", "gmail", "samsung-email", "other"];
const ANNA: &str = "address=anna%40example.org";
const BEN: &str = "address=ben%40other.example";

fn app() -> TestApp {
    let settings = [("WEB__PUBLIC_URL", "https://webmail.example.org")];
    Launcher::before(closed_port()).with(&settings).configured(SERVERS).start()
}

fn seen_from(app: &TestApp, user_agent: &str, query: &str) -> Answer {
    let answer = app.stranger().send(Method::GET, &format!("/setup?{query}"), &[("user-agent", user_agent)], &[]);
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer
}

/// Returns the programs that the page names, in their order.
fn programs(page: &Answer) -> Vec<String> {
    let links = page.links().into_iter().filter_map(|link| link.strip_prefix("/setup/").map(str::to_owned));
    let slugs = links.map(|link| link.split('?').next().unwrap().to_owned());
    slugs.filter(|slug| slug != "apple.mobileconfig").collect()
}

#[test]
fn the_way_that_fits_the_visitors_device_comes_first_and_all_others_after_it() {
    let app = app();
    for (user_agent, heading, first) in [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X)", "On this iPhone", &["iphone"][..]),
        ("Mozilla/5.0 (iPad; CPU OS 16_7 like Mac OS X)", "On this iPad", &["iphone"]),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)", "On this Mac or iPad", &["apple-mail", "iphone"]),
        ("Mozilla/5.0 (Linux; Android 10; K)", "On this Android phone or tablet", &["gmail", "samsung-email"]),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64)",
            "On this Windows computer",
            &["outlook", "outlook-classic", "thunderbird"],
        ),
        ("Mozilla/5.0 (X11; Linux x86_64)", "On this Linux computer", &["thunderbird"]),
        ("curl/8.5.0", "What do you read your mail with?", &["outlook"]),
    ] {
        let page = seen_from(&app, user_agent, ANNA);
        let listed = programs(&page);
        assert_eq!(listed[..first.len()], *first, "{user_agent}");
        assert_eq!(listed.len(), PROGRAMS.len(), "{user_agent}: each once");
        assert!(PROGRAMS.iter().all(|program| listed.iter().any(|listed| listed == program)), "{listed:?}");
        let sections = page.body.split("<h2").nth(1).unwrap();
        assert!(sections.contains(heading), "{user_agent}: {sections}");
        let file = "/setup/apple.mobileconfig?protocol=imap&#38;address=anna%40example.org";
        let is_apples = ["iPhone", "iPad", "Mac"].iter().any(|word| heading.ends_with(word));
        assert_eq!(page.links_to(file), is_apples, "{user_agent}");
        let is_computer = !["iPhone", "iPad", "Android"].iter().any(|word| user_agent.contains(word));
        assert_eq!(page.body.contains("class=\"qr\""), is_computer, "{user_agent}");
    }
    let told = |user_agent| {
        between(&seen_from(&app, user_agent, ANNA).body, "class=\"card quick\"", "</div>").unwrap().to_owned()
    };
    for (user_agent, words) in [("Macintosh", [true, true]), ("iPhone", [false, true])] {
        let quick = told(user_agent);
        assert_eq!(
            ["Device Management”. On older Macs", "Profile Downloaded"].map(|word| quick.contains(word)),
            words,
            "{quick}"
        );
        assert_eq!(quick.contains("<h4>On a Mac</h4>"), words[0], "{quick}");
    }
    let iphone = "iPhone";
    let ben = seen_from(&app, iphone, BEN);
    assert!(!ben.body.contains("mobileconfig"), "a file without a way to send mail would be refused");
    let nobody = seen_from(&app, iphone, "");
    assert!(
        !nobody.body.contains("mobileconfig") && nobody.body.contains("id=\"address\""),
        "whose mail is asked first"
    );
}

#[test]
fn the_picture_leads_a_phone_to_the_same_page() {
    let app = app();
    let label = |query: &str| {
        let page = seen_from(&app, "Windows NT", query);
        let label = between(&page.body, "aria-label=\"A picture", "\"").unwrap();
        label.chars().filter(|c| !('\u{2066}'..='\u{2069}').contains(c)).collect::<String>()
    };
    assert!(label(ANNA).ends_with("https://webmail.example.org/setup?address=anna%40example.org"), "{}", label(ANNA));
    assert!(label("").ends_with("https://webmail.example.org/setup"));
    let here = Launcher::before(closed_port()).start();
    let page = here.stranger().page("/setup");
    assert!(!page.body.contains("class=\"qr\""), "no phone comes to a server that only this machine sees");
}

#[test]
fn each_program_has_steps_with_the_readers_own_settings() {
    let app = app();
    for program in PROGRAMS {
        let page = app.stranger().page(&format!("/setup/{program}?{ANNA}"));
        let steps = between(&page.body, "<ol class=\"steps\">", "</ol>").unwrap();
        assert!(steps.matches("<li><p>").count() >= 5 && steps.contains("<figure class=\"win\">"), "{program}");
        for value in ["127.0.0.1", "smtp.example.org", "anna@example.org"] {
            assert!(steps.contains(&format!("<bdi>{value}</bdi>")), "{program}: {value}");
        }
        assert!(!steps.contains("pop.example.org") && !steps.contains("setup-"), "{program}: {steps}");
        assert!(page.links_to(&format!("/setup/{program}?protocol=pop&#38;{ANNA}")), "{program}: {:?}", page.links());
        assert!(page.links_to(&format!("/login/help?{ANNA}")) && page.links_to(&format!("/setup?{ANNA}")), "{program}");
        for link in page.links().iter().filter(|link| link.starts_with("/help") || link.starts_with("/setup")) {
            assert!(matches!(app.stranger().get(link).status, 200 | 303), "{program}: {link}");
        }

        let pop = app.stranger().page(&format!("/setup/{program}?{ANNA}&protocol=pop"));
        let steps = between(&pop.body, "<ol class=\"steps\">", "</ol>").unwrap();
        assert!(steps.contains("<bdi>pop.example.org</bdi>") && !steps.contains("127.0.0.1"), "{program}");
        assert!(pop.links_to(&format!("/help/leave-on-server?{ANNA}")), "{program}");
        let called = if ["thunderbird", "gmail", "samsung-email"].contains(&program) { "POP3" } else { "POP" };
        let chosen = steps.split("<b>").skip(1).filter_map(|rest| rest.split_once("</b>"));
        let mut words = chosen.flat_map(|(choice, _)| choice.split(|c: char| !c.is_ascii_alphanumeric()));
        let is_chosen = words.any(|word| word == called);
        assert!(is_chosen || steps.contains(&format!("<bdi>{called}</bdi>")), "{program} says {called}: {steps}");

        let ben = app.stranger().page(&format!("/setup/{program}?{BEN}&protocol=pop"));
        assert!(ben.body.contains("<bdi>imap.other.example</bdi>"), "{program}: there is no POP");
        assert!(!ben.body.contains("protocol=pop") && ben.body.contains("<bdi>ben</bdi>"), "{program}");
        assert!(ben.text().contains("(please ask your provider for this)"), "{program}: nor a known way to send");

        let nobody = app.stranger().page(&format!("/setup/{program}"));
        assert!(
            nobody.body.contains("id=\"address\"") && nobody.text().contains("your full e-mail address"),
            "{program}"
        );
        assert!(!nobody.body.contains("<details"), "{program}: what has to be asked is not folded");
        let field = between(&page.body, "<details", "</details>").unwrap();
        assert!(
            field.contains("Another address") && field.contains("value=\"anna@example.org\""),
            "{program}: {field}"
        );
        for (query, protocol) in [("address=ben", ""), ("protocol=pop&address=ben", "pop")] {
            let typed = app.stranger().get(&format!("/setup/{program}?{query}"));
            assert_eq!(typed.status, 422, "{program}");
            assert!(typed.text().contains("Please type your full e-mail address"), "{}", typed.text());
            assert_eq!(asks(&typed), (format!("/setup/{program}"), protocol.to_owned()), "back to what was asked for");
        }
        let kept = [("", ""), ("?protocol=pop", "pop"), (&format!("?protocol=pop&{ANNA}"), "pop")];
        for (query, protocol) in kept {
            let page = app.stranger().page(&format!("/setup/{program}{query}"));
            assert_eq!(asks(&page), (format!("/setup/{program}"), protocol.to_owned()), "{program}{query}");
        }
    }
}

/// Returns where the form for an address leads, and which kind of account it carries along.
fn asks(page: &Answer) -> (String, String) {
    let form = between(&page.body, "<form class=\"search apart\"", "</form>").unwrap();
    assert!(form.contains("name=\"address\""), "{form}");
    let protocol = between(form, "type=\"hidden\" name=\"protocol\" value=\"", "\"").unwrap_or_default();
    (between(form, "action=\"", "\"").unwrap().to_owned(), protocol.to_owned())
}

#[test]
fn whoever_wants_pop_is_led_to_the_steps_for_it() {
    let app = app();
    let page = app.stranger().page(&format!("/setup?{ANNA}"));
    assert!(page.links_to(&format!("/setup?protocol=pop&#38;{ANNA}")), "from the card about POP: {:?}", page.links());
    for query in [format!("protocol=pop&{ANNA}"), format!("{ANNA}&protocol=POP"), "protocol=pop".to_owned()] {
        let page = seen_from(&app, "Macintosh", &query);
        let links = page.links();
        let steps: Vec<_> = links.iter().filter(|link| link.starts_with("/setup/")).collect();
        let has_file = usize::from(query.contains("address"));
        assert_eq!(steps.len(), PROGRAMS.len() + has_file, "{steps:?}");
        assert!(steps.iter().all(|link| link.contains("?protocol=pop")), "{steps:?}");
        assert_eq!(asks(&page), ("/setup".to_owned(), "pop".to_owned()));
        let back = if has_file == 1 { format!("/setup?{ANNA}") } else { "/setup".to_owned() };
        assert!(page.links_to(&back), "and back to IMAP: {links:?}");
    }
    let steps = app.stranger().page(&format!("/setup/gmail?{ANNA}&protocol=pop"));
    assert!(steps.links_to(&format!("/setup?protocol=pop&#38;{ANNA}")), "{:?}", steps.links());
    let ben = app.stranger().page(&format!("/setup?{BEN}&protocol=pop"));
    assert!(!ben.body.contains("protocol=pop"), "there is no POP: {}", ben.body);
}

#[test]
fn what_pop_needs_otherwise_stands_in_the_steps_for_pop_alone() {
    let app = app();
    let steps = |program: &str, protocol: &str| {
        let page = app.stranger().page(&format!("/setup/{program}?{ANNA}&protocol={protocol}"));
        between(&page.body, "<ol class=\"steps\">", "</ol>").unwrap().to_owned()
    };
    for (program, words) in [
        ("apple-mail", "Hold down the Option key"),
        ("other", "Look for POP before you finish"),
        ("outlook", "We do not know if it is the same with POP"),
        ("gmail", "for some days if it lets you choose"),
    ] {
        let found = ["imap", "pop"].map(|protocol| steps(program, protocol).contains(words));
        assert_eq!(found, [false, true], "{program}: {words}");
    }
    for protocol in ["imap", "pop"] {
        let steps = steps("outlook", protocol);
        let place = |words: &str| steps.find(words).unwrap();
        assert!(place("computers at Microsoft") < place("Type your password."), "{protocol}: {steps}");
    }
}

#[test]
fn classic_outlook_is_corrected_only_where_the_user_name_is_no_address() {
    let app = app();
    let corrected = |query: &str| {
        let page = app.stranger().page(&format!("/setup/outlook-classic{query}"));
        page.text().contains("Outlook took your address for the user name")
    };
    assert_eq!(
        ["", "?address=anna%40example.org", "?address=ben%40other.example"].map(corrected),
        [false, false, true]
    );
}

#[test]
fn settings_for_any_domain_have_no_empty_heading() {
    let settings = [("SERVER__0__DOMAINS", "[\"*\"]")];
    let app = Launcher::before(closed_port()).with(&settings).start();
    let page = app.stranger().page("/setup");
    assert!(!page.body.contains("<h3><bdi>") && page.body.contains("class=\"settings\""), "{}", page.body);
}

#[test]
fn an_iphone_and_a_mac_have_their_file_on_their_page_too() {
    let app = app();
    for program in PROGRAMS {
        let page = app.stranger().page(&format!("/setup/{program}?{ANNA}&protocol=pop"));
        let file = "/setup/apple.mobileconfig?protocol=pop&#38;address=anna%40example.org";
        assert_eq!(page.links_to(file), ["iphone", "apple-mail"].contains(&program), "{program}");
    }
}

#[test]
fn a_link_of_old_leads_to_the_nearest_program() {
    let app = app();
    let leads = |path: &str| {
        let answer = app.stranger().get(path);
        assert_eq!(answer.status, 303, "{path}");
        answer.location().to_owned()
    };
    assert_eq!(leads("/setup/android"), "/setup/gmail");
    assert_eq!(leads(&format!("/setup/windows-mail?{ANNA}")), format!("/setup/outlook?{ANNA}"));
    assert_eq!(leads(&format!("/setup/android?{ANNA}&protocol=pop")), format!("/setup/gmail?protocol=pop&{ANNA}"));
    let harm = "%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E";
    let page = app.stranger().get(&leads(&format!("/setup/android?address={harm}")));
    assert!(page.status == 422 && !page.body.contains("<script>"), "{}", page.body);
    assert_eq!(leads(&format!("/setup/android?address={}", "x".repeat(3000))), "/setup/gmail");
    assert_eq!(app.stranger().get("/setup/no-such-program").status, 404);
}
