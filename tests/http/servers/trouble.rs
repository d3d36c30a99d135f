//! Mailboxes deleted and made anew, and mailboxes with odd names.

use super::suite::Fixture;
use support::client::{choice, texts};
use support::independent_client::{append, look, make_anew, remove};

pub fn anew_shows_the_new_mail(fixture: &Fixture) {
    fixture.put("Spam", &["old1", "old2", "old3"]);
    let before = fixture.anna.page("/spam");
    assert!(before.text().contains("Letter old3"));
    assert!(make_anew(fixture.host, "Spam"));
    fixture.put("Spam", &["new1", "new2", "new3"]);
    // As many messages as before; Postern's connection still has the old mailbox open.
    let after = fixture.anna.page("/spam");
    let text = after.text();
    assert!(text.contains("Letter new3") && !text.contains("Letter old"), "{text}");
    assert_ne!(before.hidden("uid_validity"), after.hidden("uid_validity"));
    let amount = fixture.anna.page("/").text();
    assert!(amount.contains("Spam 3 messages"), "{amount}");
}

pub fn anew_stops_every_form_drawn_before(fixture: &Fixture) {
    for (slug, mailbox, verbs) in [("spam", "Spam", ["rescue", "delete"]), ("trash", "Trash", ["restore", "delete"])] {
        let uids = fixture.put(mailbox, &["old1", "old2", "old3"]);
        let (list, question) = (fixture.anna.page(&format!("/{slug}")), fixture.anna.page(&format!("/{slug}/empty")));
        let uid_validity = list.hidden("uid_validity");
        let message = format!("/{slug}/{uid_validity}-{}", uids[0]);
        fixture.anna.page(&message);
        if !make_anew(fixture.host, mailbox) {
            // Courier 5.0 deletes no Trash.
            assert_eq!(mailbox, "Trash");
            continue;
        }
        fixture.put(mailbox, &["new1", "new2", "new3"]);
        let before = look(fixture.host, mailbox);
        for verb in verbs {
            let answer = fixture.anna.post(&format!("/{slug}/{verb}"), &choice(&uid_validity, &texts(&uids)));
            assert_eq!(answer.status, 409, "{slug}/{verb}: {} {}", answer.location(), answer.text());
            assert!(answer.links_to(&format!("/{slug}")), "the page leads back: {}", answer.text());
        }
        let answer = fixture.anna.empty(&format!("/{slug}/empty"), &question);
        assert_eq!(answer.status, 409, "{slug}/empty: {}", answer.text());
        let stale = fixture.anna.get(&message);
        assert!([404, 409].contains(&stale.status), "an old link never opens a new message: {}", stale.text());
        assert_eq!(look(fixture.host, mailbox), before);
        assert_eq!(fixture.names(mailbox), ["new1", "new2", "new3"]);
        assert!(fixture.names("INBOX").is_empty());
        assert!(fixture.anna.page(&format!("/{slug}")).text().contains("Letter new1"));
    }
}

pub fn odd_names(fixture: &Fixture) {
    let names =
        ["Rechnungen Müller & Söhne", "日本語 😀", "a  b", "Deep/one/two/three/four", "A&B", "say \"hi\" there"];
    let taken: Vec<_> =
        names.into_iter().filter(|name| append(fixture.host, name, &["odd1", "odd2"]).is_ok()).collect();
    // Cyrus 3.6 refuses the quotes, Courier 5.0 what lies beyond 16 bits.
    assert!(taken.len() >= 5, "{taken:?}");
    let overview = fixture.anna.page("/").text();
    for name in &taken {
        // The page leaves out what stands before every name, and makes one space of two, as a browser does.
        let shown = name.replace('/', &fixture.host.delimiter.to_string());
        let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(overview.contains(&format!("{shown} 2 messages")), "{shown}: {overview}");
    }
    taken.iter().for_each(|name| remove(fixture.host, name));
    let overview = fixture.anna.page("/").text();
    assert!(!overview.contains("Müller"), "{overview}");
}
