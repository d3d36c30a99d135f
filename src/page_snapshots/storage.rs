//! Where the room went.

use super::{draw, fixtures, layout, seal, uid_validity};
use crate::mail::{
    Amount, FrequentSender, LargeMessage, Mailbox, MailboxName, Person, QuotaResource, QuotaUse, Storage, Survey,
    UidSet,
};
use crate::storage::StoragePage;
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
        mailboxes,
    }
}

fn page(survey: Survey) -> StoragePage {
    let seals =
        survey.mailboxes.iter().map(|mailbox| ((mailbox.name.wire().to_vec(), uid_validity()), seal())).collect();
    StoragePage { layout: layout("storage"), survey, quota_names: BTreeMap::new(), seals, going: BTreeMap::new() }
}

#[test]
fn storage_is_drawn() {
    let html = draw("storage", &page(survey(1_000_000_000)));
    assert!(html.contains("name=\"uids\" value=\"1:20,50:60\"") && html.contains("(frees 24 MB)"), "{html}");
    draw("storage-tight", &page(survey(1_940_000_000)));
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
