//! People and their mail.

use super::{HOSTILE, uid_validity};
use crate::imap::MailboxName;
use crate::mail::{
    Answer, Attachment, Caution, Event, Explanation, Filter, Flow, Formatted, Forwarded, Hit, HtmlSummary, Limit,
    Links, Listing, Mailbox, Message, Method, Moment, Neighbours, Person, Reach, Reason, Role, Summary, Text, TextKind,
    Told, Uid, Verdict,
};
use jiff::{SignedDuration, Timestamp};

const SPAM: [(&str, &str, &str); 10] = [
    ("Apotheke24 Team", "news@mailing.apotheke-rabatt.example", "Nur heute: 80 % auf alles, was Sie brauchen"),
    ("Dr. Hannelore Weiß", "praxis@dr-weiss.example", "Ihr Termin am Donnerstag"),
    (
        "PayPaI Service",
        "no-reply@account-verify-7731.example.top",
        "Your account has been limited! Confirm within 24 hours",
    ),
    (
        "Lottery Commission",
        "winner@intl-lotto.example",
        "CONGRATULATIONS!!! You have been selected as the winner of $2,500,000.00 USD in our annual e-mail draw",
    ),
    ("Stadtbücherei", "ausleihe@buecherei.example", "Vorbestellung liegt bereit: Der Zauberberg"),
    ("", "x9f2kq@bulk.example", "Re: Re: Re: invoice 88213"),
    (
        "Chess Club Westend",
        "board@chess-westend.example",
        "Minutes of the annual meeting, with the new dates for the autumn tournament",
    ),
    ("日本のお得な情報", "info@otoku.example", "【重要】お客様のアカウントについてのお知らせ"),
    (
        "Crypto Insider Daily Newsletter for Serious Investors",
        "daily.newsletter.for.serious.investors@mailer-0091.crypto-insider.example",
        "This coin will 100x",
    ),
    ("Maria", "maria@familie.example", "Photos from Sunday"),
];

fn ago(hours: i64) -> Option<Timestamp> {
    Timestamp::now().checked_sub(SignedDuration::from_hours(hours)).ok()
}

fn summary(n: u32) -> Summary {
    let (name, address, subject) = SPAM[n as usize % SPAM.len()];
    let hours = i64::from(n * n * 7 / 2 + 2);
    Summary {
        uid: Uid::new(90_412 - n).unwrap(),
        from: Some(Person {
            name: Some(name.to_owned()).filter(|name| !name.is_empty()),
            address: Some(address.to_owned()),
        }),
        to: Some(Person { name: None, address: Some("anna.lindqvist@example.net".to_owned()) }),
        subject: Some(subject.to_owned()).filter(|_| n % 17 != 13),
        date: ago(hours),
        internal_date: ago(hours).filter(|_| n % 19 != 18),
        size: 3_100 + u64::from(n) * u64::from(n) * 9_777,
        seen: n % 3 == 1,
        marked_deleted: n % 29 == 28,
        verdict: None,
        wrapped: false,
    }
}

pub fn mail(count: u32) -> Vec<Summary> {
    (0..count).map(summary).collect()
}

pub fn spam(count: u32) -> Vec<Summary> {
    let score = |n: u32| [18.4, 5.3, 24.9, 41.0, 5.1, 12.2, 6.8, 15.0, 9.7, 5.0][n as usize % 10];
    let judged = |n| Summary {
        verdict: Some(Verdict { score: Some(score(n)), limit: Some(Limit::Spam(5.0)), first: Some(Reason::Learned) }),
        ..summary(n)
    };
    (0..count).map(judged).collect()
}

pub fn hostile(count: u32) -> Vec<Summary> {
    let long = format!("{HOSTILE}{}", "long".repeat(200));
    let person = Some(Person { name: Some(long.clone()), address: Some(format!("{long}@evil.example")) });
    let evil = |n| Summary {
        from: if n % 5 == 4 { None } else { person.clone() },
        subject: Some(long.clone()).filter(|_| n % 7 != 6),
        date: None,
        internal_date: None,
        size: u64::MAX,
        verdict: Some(Verdict { score: Some(f32::NAN), limit: Some(Limit::Spam(-1e30)), first: None })
            .filter(|_| n % 2 == 0),
        ..summary(n)
    };
    (0..count).map(evil).collect()
}

fn told(rule: &str, reason: Reason) -> Told {
    Told { rule: rule.to_owned(), reason: Some(reason), sentence: Some(reason.key()), text: String::new() }
}

fn hit(name: &str, points: f32, text: &str) -> Hit {
    Hit { name: name.to_owned(), points: Some(points), text: text.to_owned() }
}

fn mailbox(name: &str, role: Option<Role>, messages: u32, size: u64) -> Mailbox {
    Mailbox {
        name: MailboxName::encode(name),
        role,
        messages: Some(messages),
        unseen: Some(messages / 2),
        size: Some(size),
    }
}

pub fn mailboxes() -> Vec<Mailbox> {
    vec![
        mailbox("INBOX", Some(Role::Inbox), 0, 0),
        mailbox("INBOX.Spam", Some(Role::Spam), 412, 38_400_000),
        mailbox("INBOX.Trash", Some(Role::Trash), 3412, 1_214_000_000),
        mailbox("INBOX.Sent", Some(Role::Sent), 88, 9_400_000),
        mailbox("INBOX.Entwürfe", Some(Role::Drafts), 1, 2_000),
        mailbox("INBOX.Bilder von der Reise nach Spitzbergen <b>2024</b>", None, 64, 310_000_000),
        Mailbox { messages: None, size: None, ..mailbox("Old mail", None, 0, 0) },
    ]
}

pub fn listing(role: Role, rows: Vec<Summary>, total: u32) -> Listing {
    Listing {
        mailbox: mailbox("INBOX.Spam", Some(role), total, 38_400_000),
        uid_validity: uid_validity(),
        rows,
        page: 1,
        pages: 1,
        total,
        reach: Reach::Whole,
    }
}

fn message(role: Role, summary: Summary, text: &str) -> Message {
    let links = if role == Role::Spam { Links::Dead } else { Links::Live };
    Message {
        mailbox: mailbox("INBOX", Some(role), 5, 100_000),
        uid_validity: uid_validity(),
        to: summary.to.clone().into_iter().collect(),
        summary,
        cautions: Vec::new(),
        other_spelling: None,
        others_in_inbox: None,
        neighbours: Neighbours::default(),
        cc: Vec::new(),
        date_as_sent: Some("Tue, 03 Mar 2026 08:14:55 +0100 (CET)".to_owned()),
        text: Text::read(&[(text.to_owned(), Flow::Fixed)], links),
        text_kind: TextKind::Plain,
        text_cut: false,
        formatted: Formatted::Absent,
        attachments: Vec::new(),
        forwarded: Vec::new(),
        events: Vec::new(),
        explanation: Explanation {
            filter: Some(Filter::SpamAssassin),
            trusted: true,
            reasons: vec![
                told("BAYES_99", Reason::Learned),
                told("URIBL_BLACK", Reason::LinkListed),
                Told {
                    reason: None,
                    sentence: None,
                    text: "Speaks of <b>boats</b>".to_owned(),
                    ..told("OURS", Reason::Test)
                },
            ],
            in_favour: vec![told("DKIM_VALID", Reason::Signed)],
            hits: vec![hit("BAYES_99", 3.5, ""), hit("URIBL_BLACK", 1.7, "on a list"), hit("DKIM_VALID", -0.1, "")],
            spam: Some(true),
            fields: vec![("x-spam-status".to_owned(), "Yes, score=18.4 required=5.0 tests=BAYES_99".to_owned())],
        },
        authentication_results: Vec::new(),
        one_author: true,
    }
}

pub fn newsletter(role: Role) -> Message {
    let look = HtmlSummary {
        pictures: 14,
        picture_hosts: vec!["img.shop.example".to_owned(), "t.counter.example".to_owned()],
        links: 22,
        link_hosts: vec!["click.shop.example".to_owned(), "shop.example".to_owned()],
        ..HtmlSummary::default()
    };
    let says_other =
        Caution::LinkSaysOther { says: "www.bank.example".to_owned(), leads: "click.shop.example".to_owned() };
    Message { formatted: Formatted::Ready(look), cautions: vec![says_other], ..unwrapped(invoice(role)) }
}

/// The same message, as if no filter had wrapped it.
pub fn unwrapped(message: Message) -> Message {
    Message { summary: Summary { wrapped: false, ..message.summary }, ..message }
}

pub fn invoice(role: Role) -> Message {
    let text = "Guten Tag Frau Lindqvist,\n\nIhr Termin ist am Donnerstag um 10:15 Uhr. Bitte bringen Sie die Versichertenkarte mit.\n\n    Praxis Dr. Weiß\n    Lange Straße 8\n\nhttps://dr-weiss.example/termine?ref=aVeryLongReferenceThatNeverEndsAndHasNoPlaceToBreakItAnywhere0123456789\n";
    let row = Summary { wrapped: true, ..spam(2).remove(1) };
    Message {
        text_kind: TextKind::FromHtml,
        attachments: vec![
            Attachment {
                name: Some("Anfahrt.pdf".to_owned()),
                media_type: "application/pdf".to_owned(),
                size: 214_000,
                section: "2".to_owned(),
            },
            Attachment { name: None, media_type: "image/png".to_owned(), size: 3_400, section: "3".to_owned() },
        ],
        ..message(role, row, text)
    }
}

/// A long answer with quotes and links, from somebody whose Inbox is full of letters.
pub fn answer() -> Message {
    let mut quote: String =
        (1..=30).map(|n| format!(">> Line {n} of what Ben wrote before, long enough to fill the line.\n")).collect();
    quote.push_str("> Shall we go?\n>>> deeper\n>>>> and deeper\n>>>>>> and deeper still\n");
    let text = format!(
        "Hello Anna,\n\nyes, on Sunday. The way is here: https://maps.example.org/way?from=Westend&to=lake#a-very-long-fragment-that-has-no-place-to-break-it-anywhere\n\nSee https://p\u{430}ypal.example/login or mailto:maria@familie.example.\n\n> How was it?\n> And the dog?\n\nLovely! He swam.\n\nOn Friday Ben wrote:\n{quote}\n-- \nMaria\nLange Straße 8"
    );
    Message {
        others_in_inbox: Some(23),
        explanation: Explanation::default(),
        ..message(Role::Inbox, summary(9), &text)
    }
}

/// Everything that can be odd about a sender.
pub fn odd_sender(role: Role) -> Message {
    let mut odd =
        message(role, spam(3).remove(2), "Dear customer,\n\nconfirm here: https://account-verify.example.top/now\n");
    odd.other_spelling = Some("no-reply@xn--accunt-verify-l2h.example.top".to_owned());
    odd.others_in_inbox = Some(0);
    odd.cautions = vec![
        Caution::NameSaysOther {
            said: "service@bank.example".to_owned(),
            address: "no-reply@account-verify-7731.example.top".to_owned(),
        },
        Caution::StrangeLetters { shown: "p\u{430}ypal.example".to_owned(), wire: "xn--pypal-4ve.example".to_owned() },
        Caution::LooksLikeYours { wire: "examp1e.net".to_owned(), yours: "example.net".to_owned() },
        Caution::SeveralSenders { others: vec!["b@example.com".to_owned(), "c@example.com".to_owned()] },
        Caution::RepliesElsewhere { address: "collect@somewhere-else.example".to_owned() },
        Caution::LinkLooksLike { wire: "www.examp1e.net".to_owned(), other: "example.net".to_owned() },
        Caution::LinkLetters { shown: "p\u{430}ypal.example".to_owned(), wire: "xn--pypal-4ve.example".to_owned() },
    ];
    odd
}

/// What a filter, or a stranger in its name, may write.
fn foreign() -> Explanation {
    Explanation {
        filter: None,
        trusted: false,
        reasons: vec![Told { reason: None, sentence: None, text: HOSTILE.to_owned(), ..told(HOSTILE, Reason::Test) }],
        in_favour: Vec::new(),
        hits: vec![hit("A_RULE_OF_THE_HOST", f32::NAN, HOSTILE)],
        spam: None,
        fields: vec![("x-spam-<b>".to_owned(), HOSTILE.repeat(20))],
    }
}

pub fn letter() -> Message {
    let mut letter = message(
        Role::Inbox,
        summary(9),
        "Hi Mum,\n\nthe photos from Sunday are attached.\n\n> How was it?\nLovely!\n\nMaria\n",
    );
    letter.cc = vec![
        Person { name: Some("Björn Lindqvist".to_owned()), address: Some("bjorn@example.org".to_owned()) },
        Person { name: None, address: Some("oma@familie.example".to_owned()) },
    ];
    letter.summary.seen = false;
    letter.attachments = vec![Attachment {
        name: Some("sunday-lake-with-everybody-in-it-and-the-dog-too-IMG_20260301_141559_HDR.jpeg".to_owned()),
        media_type: "image/jpeg".to_owned(),
        size: 4_800_000,
        section: "2".to_owned(),
    }];
    letter
}

pub fn hostile_message() -> Message {
    let mut evil = message(Role::Spam, hostile(1).remove(0), &format!("{HOSTILE}\n</div></main>{}", "x".repeat(3000)));
    evil.date_as_sent = Some(HOSTILE.to_owned());
    evil.explanation = foreign();
    evil.attachments = vec![Attachment {
        name: Some(HOSTILE.to_owned()),
        media_type: HOSTILE.to_owned(),
        size: u64::MAX,
        section: "2".to_owned(),
    }];
    evil.cautions = vec![
        Caution::NameSaysOther { said: HOSTILE.to_owned(), address: HOSTILE.repeat(9) },
        Caution::SeveralSenders { others: vec![HOSTILE.to_owned(); 5] },
        Caution::RepliesElsewhere { address: HOSTILE.to_owned() },
        Caution::LinkSaysOther { says: HOSTILE.to_owned(), leads: HOSTILE.to_owned() },
    ];
    let hostile = || Some(HOSTILE.to_owned());
    let evil_file = |media_type: &str| Attachment {
        name: Some(format!("{HOSTILE}.pdf.exe")),
        media_type: media_type.to_owned(),
        size: 9,
        section: "3".to_owned(),
    };
    evil.events = vec![Event {
        method: Method::Reply,
        summary: hostile(),
        starts: Some(Moment::Local { at: jiff::civil::date(2026, 3, 1).at(8, 0, 0, 0), zone: hostile() }),
        ends: Some(Moment::Instant(Timestamp::UNIX_EPOCH)),
        recurs: true,
        location: hostile(),
        organizer: hostile(),
        answer: Some((HOSTILE.to_owned(), Answer::Declined)),
        description: hostile(),
    }];
    evil.forwarded = vec![Forwarded {
        section: "3".to_owned(),
        from: Some(Person { name: hostile(), address: hostile() }),
        to: vec![Person { name: hostile(), address: None }],
        date: Some(Timestamp::UNIX_EPOCH),
        subject: hostile(),
        text: Text::read(&[(HOSTILE.to_owned(), Flow::Fixed)], Links::Dead),
        text_cut: true,
        attachments: vec![evil_file("message/rfc822"), evil_file(HOSTILE)],
    }];
    evil.other_spelling = Some(HOSTILE.to_owned());
    evil.text_cut = true;
    evil
}

pub fn nothing() -> Message {
    let blank = Summary { from: None, subject: None, to: None, ..summary(2) };
    Message { text_kind: TextKind::Nothing, date_as_sent: None, ..message(Role::Inbox, blank, "") }
}
