//! Mailboxes deleted and made anew, and mailboxes with odd names.

use super::suite::Scene;
use support::client::{choice, emptying, pairs, texts};
use support::independent_client::{append, make_anew, remove};

pub fn anew_shows_the_new_mail(scene: &Scene) {
    scene.put("Spam", &["old1", "old2", "old3"]);
    let before = scene.anna.page("/spam");
    assert!(before.text().contains("Letter old3"));
    make_anew(scene.host, "Spam");
    scene.put("Spam", &["new1", "new2", "new3"]);
    // As many messages as before; Postern's connection still has the old mailbox open.
    let after = scene.anna.page("/spam");
    let text = after.text();
    assert!(text.contains("Letter new3") && !text.contains("Letter old"), "{text}");
    assert_ne!(before.hidden("uid_validity"), after.hidden("uid_validity"));
    let amount = scene.anna.page("/").text();
    assert!(amount.contains("Spam 3 messages"), "{amount}");
}

pub fn anew_is_not_touched(scene: &Scene) {
    let uids = scene.put("Spam", &["old1", "old2", "old3"]);
    let (list, question) = (scene.anna.page("/spam"), scene.anna.page("/spam/empty"));
    make_anew(scene.host, "Spam");
    scene.put("Spam", &["new1", "new2", "new3"]);
    let (epoch, chosen) = (list.hidden("uid_validity"), texts(&uids));
    for path in ["/spam/delete", "/spam/rescue"] {
        let answer = scene.anna.post(path, &choice(&epoch, &chosen));
        assert_eq!(answer.status, 409, "{path}: {} {}", answer.location(), answer.text());
    }
    let answer = scene.anna.post("/spam/empty", &pairs(&emptying(&question)));
    assert_eq!(answer.status, 409, "{}", answer.text());
    assert_eq!(scene.names("Spam"), ["new1", "new2", "new3"]);
    assert!(scene.names("INBOX").is_empty());
    let stale = scene.anna.get(&format!("/spam/{epoch}-{}", uids[0]));
    assert!([404, 409].contains(&stale.status), "an old link never opens a new message: {}", stale.status);
    assert!(scene.anna.page("/spam").text().contains("Letter new1"));
}

pub fn odd_names(scene: &Scene) {
    let names =
        ["Rechnungen Müller & Söhne", "日本語 😀", "a  b", "Deep/one/two/three/four", "A&B", "say \"hi\" there"];
    let taken: Vec<_> = names.into_iter().filter(|name| append(scene.host, name, &["odd1", "odd2"]).is_ok()).collect();
    // Cyrus 3.6 refuses the quotes, Courier 5.0 what lies beyond 16 bits.
    assert!(taken.len() >= 5, "{taken:?}");
    let overview = scene.anna.page("/").text();
    for name in &taken {
        // The page leaves out what stands before every name, and makes one space of two, as a browser does.
        let shown = name.replace('/', &scene.host.delimiter.to_string());
        let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(overview.contains(&format!("{shown} 2 messages")), "{shown}: {overview}");
    }
    taken.iter().for_each(|name| remove(scene.host, name));
    let overview = scene.anna.page("/").text();
    assert!(!overview.contains("Müller"), "{overview}");
}
