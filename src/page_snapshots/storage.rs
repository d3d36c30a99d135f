//! Where the room went.

use super::{draw, fixtures, layout, seal, uid_validity};
use crate::mail::{
    Amount, Due, Epoch, FrequentSender, LargeMessage, Mailbox, MailboxName, OldMailFound, Person, QuotaResource,
    QuotaUse, Role, Storage, Survey, UidSet,
};
use crate::retention::{Forecast, LastRun, Rule};
use crate::storage::{CleanPage, CleanPreview, OldMailPage, OldMailPreview, StoragePage};
use crate::web::Folder;
use std::collections::BTreeMap;

fn quota(root: &str, resource: QuotaResource, used: u64, limit: u64) -> QuotaUse {
    QuotaUse { root: root.to_owned(), resource, amount: Storage { used, limit } }
}

fn survey(used: u64) -> Survey {
    let mut mailboxes = fixtures::mailboxes();
    for number in 0..34_u32 {
        let name = MailboxName::encode(&format!("Projects/Äußerst lange Namen/{}", 2026 - number));
        mailboxes.push(Mailbox {
            name,
            role: None,
            messages: Some(number),
            unseen: None,
            size: Some(u64::from(number) * 90_000),
        });
    }
    mailboxes.sort_by_key(|mailbox| std::cmp::Reverse(mailbox.size));
    let large = |(row, number): (crate::mail::Summary, u64)| LargeMessage {
        mailbox: mailboxes[usize::try_from(number).unwrap() % 4].clone(),
        uid_validity: uid_validity(),
        uid: row.uid,
        octets: (24 << 20) / (number + 1),
        row: (number != 7).then_some(row),
    };
    let sender = |number: u64| FrequentSender {
        mailbox: mailboxes[1].clone(),
        uid_validity: uid_validity(),
        from: (number != 3).then(|| Person {
            name: Some("Newsletter".to_owned()),
            address: Some(format!("news-{number}@a-rather-long-domain-name-for-a-shop.example")),
        }),
        uids: "1:20,50:60".parse().unwrap(),
        amount: Amount { count: 31, octets: 9_000_000 / (number + 1) },
    };
    Survey {
        quota: vec![quota("User quota", QuotaResource::Storage, used, 2_000_000_000)],
        largest: fixtures::spam(20).into_iter().zip(0..).map(large).collect(),
        ages: [(412, 40_000_000), (3000, 180_000_000), (0, 0)].map(|(count, octets)| Amount { count, octets }),
        senders: (0..10).map(sender).collect(),
        newest_only: Some(5000),
        counted: 23_412,
        messages: 23_412,
        is_counting: false,
        epochs: Vec::new(),
        mailboxes,
    }
}

fn page(survey: Survey) -> StoragePage {
    let seals =
        survey.mailboxes.iter().map(|mailbox| ((mailbox.name.wire().to_vec(), uid_validity()), seal())).collect();
    StoragePage {
        layout: layout("storage"),
        survey,
        forecast: None,
        quota_names: BTreeMap::new(),
        seals,
        going: BTreeMap::new(),
    }
}

#[test]
fn storage_is_drawn() {
    let html = draw("storage", &page(survey(1_000_000_000)));
    assert!(html.contains("name=\"uids\" value=\"1:20,50:60\"") && html.contains("(frees 24 MB)"), "{html}");
    let mut tight = page(survey(1_940_000_000));
    tight.forecast = Some(Forecast { days: 12, soonest: 9, latest: Some(17) });
    assert!(draw("storage-tight", &tight).contains("full in about 12 days. It may be 9 days, or 17 days."));
    tight.forecast = Some(Forecast { days: 100, soonest: 40, latest: None });
    assert!(draw("storage-slow", &tight).contains("full in about 3 months. It may be 40 days, or much longer."));
    let mut full = survey(2_050_000_000);
    full.quota.push(quota("User quota", QuotaResource::Messages, 40_000, 40_000));
    full.quota.push(quota("Hosting of <b>example</b>", QuotaResource::Storage, 3_000_000_000, 9_000_000_000));
    let mut full = page(full);
    full.quota_names = BTreeMap::from([("User quota".to_owned(), "The mail of this address".to_owned())]);
    let going: UidSet = full.survey.largest.iter().map(|large| large.uid).take(2).collect();
    full.going = full.survey.mailboxes.iter().map(|mailbox| (mailbox.name.wire().to_vec(), going.clone())).collect();
    draw("storage-full", &full);
    let mut early = survey(1_000_000_000);
    early.mailboxes.iter_mut().for_each(|mailbox| mailbox.size = None);
    (early.is_counting, early.counted, early.senders, early.largest) = (true, 4000, Vec::new(), Vec::new());
    let html = draw("storage-counting", &page(early));
    assert!(html.contains("4,000 of 23,412") && html.contains("http-equiv=\"refresh\""), "{html}");
    assert!(!html.contains("0 kB"), "what is not known is not nothing");
    let empty = Survey { mailboxes: fixtures::mailboxes(), ..Survey::default() };
    draw("storage-unknown", &page(empty));
}

#[test]
fn keeping_folders_clean_is_drawn() {
    let last = |taken, runs| Some(LastRun { at: 1_790_000_000, taken, octets: 30_000_000, runs, stopped: false });
    let rules = [(None, None), (Some(30), last(412, false)), (Some(7), last(0, false)), (Some(90), last(3, true))];
    let rules = rules.map(|(days, last)| [Role::Spam, Role::Trash].map(|role| Rule::new(role, days, last)));
    let page = |rules: &[Rule; 2], preview| CleanPage {
        layout: layout("storage"),
        rules: rules.to_vec(),
        expires: Vec::new(),
        at_night: true,
        preview,
    };
    for (rules, name) in rules.iter().zip(["clean-off", "clean-on", "clean-nothing", "clean-runs"]) {
        draw(name, &page(rules, None));
    }
    let due = |count: u64| Due {
        epoch: Epoch {
            role: Role::Spam,
            mailbox: MailboxName::encode("Spam"),
            uid_validity: uid_validity(),
            uid_next: 90_413,
        },
        uids: UidSet::default(),
        amount: Amount { count, octets: count * 90_000 },
        oldest: fixtures::hostile(u32::try_from(count.min(10)).unwrap()),
        by_save_date: count > 0,
    };
    let preview = |count| {
        let token = "1790000000.412.AAAAAAAAAAAAAAAAAAAAAA".to_owned();
        Some(CleanPreview { folder: Folder::Spam, days: 30, due: due(count), token, grace: 10 })
    };
    let html = draw("clean-preview", &page(&rules[0], preview(412)));
    assert!(
        html.contains("name=\"preview\" value=\"1790000000.412.")
            && html.contains("Switch on, and delete 412 messages now")
    );
    draw("clean-preview-nothing", &page(&rules[0], preview(0)));
    let mut expiring = page(&rules[0], None);
    expiring.expires = vec![(Role::Spam, 30)];
    draw("clean-expires", &expiring);
}

#[test]
fn old_mail_is_drawn() {
    let found = |count: u64| OldMailFound {
        uid_validity: uid_validity(),
        uids: "1:412".parse().unwrap(),
        amount: Amount { count, octets: count * 60_000 },
        oldest: fixtures::spam(10),
    };
    let preview = |days, only_read, count| {
        let uids = if count == 0 { UidSet::default() } else { "1:412".parse().unwrap() };
        Some(OldMailPreview { days, only_read, found: found(count), uids, seal: seal() })
    };
    let page = |preview| OldMailPage { layout: layout("storage"), ages: [2412, 412, 0].map(found).into(), preview };
    draw("old-mail", &page(None));
    let html = draw("old-mail-preview", &page(preview(90, true, 2412)));
    assert!(html.contains("name=\"uids\" value=\"1:412\"") && html.contains("the first 412 of them"), "{html}");
    draw("old-mail-nothing", &page(preview(0, true, 0)));
}
