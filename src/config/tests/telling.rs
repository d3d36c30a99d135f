//! How mistakes are told: all of them, each in one line, each at its place.

use super::*;

#[test]
fn there_must_be_a_server() {
    for (text, place, found) in [
        ("", "postern.toml", "nothing"),
        ("server = []", "postern.toml:1", "an empty list"),
        ("\n[server]\ndomains = []", "postern.toml:2", "a table"),
    ] {
        let expected =
            format!("{place}: server: found {found}; allowed: at least one [[server]] with domains and imap");
        assert_eq!(load_with(text, &[]).unwrap_err(), [expected]);
    }
}

#[test]
fn all_mistakes_are_told_at_once_in_the_order_of_the_file_and_the_environment_last() {
    let text = r#"[brand]
name = 5
[[server]]
domains = ["example.net"]
imap = { host = "mail.example.net", port = "abc" }

[[server]]
domains = ["example.net"]
imap = { host = "mail.example.org", security = "plain" }
[web]
listen = "here"
"#;
    let mistakes =
        load_with(text, &[("POSTERN__STORE__URL", "mysql://x"), ("POSTERN__SESSION__IDLE", "5")]).unwrap_err();
    let places: Vec<String> =
        mistakes.iter().map(|line| line.split(": ").take(2).collect::<Vec<_>>().join(": ")).collect();
    let expected = [
        "postern.toml:2: brand.name",
        "postern.toml:5: server[0].imap.port",
        "postern.toml:8: server[1].domains[0]",
        "postern.toml:9: server[1].imap.security",
        "postern.toml:11: web.listen",
        "POSTERN__STORE__URL: store.url",
        "POSTERN__SESSION__IDLE: session.idle",
    ];
    assert_eq!(places, expected, "{mistakes:#?}");
    assert_eq!(mistakes[1], "postern.toml:5: server[0].imap.port: found \"abc\"; allowed: a number from 1 to 65535");
}

#[test]
fn what_is_missing_in_a_server_is_told_at_its_own_line() {
    let text = format!("{SMALL}\n[[server]]\ndomains = [\"a.org\"]\n[[server]]\nimap.host = \"h\"\n");
    let mistakes = load_with(&text, &[]).unwrap_err();
    assert!(mistakes[0].starts_with("postern.toml:7: server[1].imap: found nothing"), "{mistakes:?}");
    assert!(mistakes[1].starts_with("postern.toml:9: server[2].domains: found nothing"), "{mistakes:?}");
}

#[test]
fn broken_toml_is_told_line_by_line() {
    let mistakes = load_with("[web]\nlisten = \n[brand]\nname = \"a\"\nname = \"b\"\n", &[]).unwrap_err();
    assert_eq!(mistakes.len(), 2, "{mistakes:?}");
    assert!(mistakes[0].starts_with("postern.toml:2: found what is not TOML: "), "{mistakes:?}");
    assert!(mistakes[1].starts_with("postern.toml:5: found what is not TOML: duplicate key"), "{mistakes:?}");
}

#[test]
fn a_mistake_is_one_line_whatever_is_found() {
    let mistake = mistake_of(&format!("[store]\nurl = \"a\\nb{}\"", "x".repeat(200)));
    assert!(mistake.contains(r#"found "a\nbxx"#) && mistake.contains("x\"...; allowed"), "{mistake}");
    let mistake = mistake_of("[brand]\n\"a\\nb\" = 1");
    assert!(mistake.contains(r#": brand."a\nb": found an unknown key"#), "{mistake}");
}
