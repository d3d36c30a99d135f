//! Of real messages, how many would be shown with a warning: hardly one that somebody wanted, and many times that of spam.

use super::{Caution, cautions};
use crate::mail::content::text::{Flow, Text};
use crate::mail::content::{html, mime};
use crate::mail::{Address, Links};
use mail_parser::MessageParser;
use std::collections::BTreeMap;
use support::corpus;

/// Of a thousand good messages.
const MOST: usize = 10;
/// How much more often spam has one.
const TIMES: usize = 5;

fn kind(caution: &Caution) -> &'static str {
    match caution {
        Caution::NameSaysOther { .. } => "the name says another address",
        Caution::SeveralSenders { .. } => "several senders",
        Caution::StrangeLetters { .. } => "strange letters in the sender",
        Caution::LooksLikeYours { .. } => "the sender looks like the owner",
        Caution::RepliesElsewhere { .. } => "answers go elsewhere",
        Caution::LinkLooksLike { .. } => "a link looks like owner or sender",
        Caution::LinkLetters { .. } => "strange letters in a link",
        Caution::LinkSaysOther { .. } => "a link says another host",
    }
}

/// Warns of a message as its page would, with all of it looked at; who it was sent to is the owner.
fn warnings(source: &[u8]) -> Vec<Caution> {
    let head = mime::head(source);
    let to = head.to.iter().find_map(|person| Address::parse(person.address.as_deref()?).ok());
    let owner = to.unwrap_or_else(|| Address::parse("anna@example.net").unwrap());
    let bodies = std::panic::catch_unwind(|| {
        let message = MessageParser::default().parse(source)?;
        let own = message.parts.iter().filter(|part| part.is_text() || part.is_text_html());
        let read = |part: &mail_parser::MessagePart<'_>| Some((part.is_text_html(), part.text_contents()?.to_owned()));
        Some(own.filter_map(read).collect::<Vec<_>>())
    });
    let bodies = bodies.ok().flatten().unwrap_or_default();
    let (html, plain): (Vec<_>, Vec<_>) = bodies.into_iter().partition(|(is_html, _)| *is_html);
    let html: Vec<String> = html.into_iter().map(|(_, text)| text).collect();
    let mut leads = html::summarize(&html.join("\n")).map(|(look, _)| look.leads).unwrap_or_default();
    let plain: Vec<_> = plain.into_iter().map(|(_, text)| (text, Flow::Fixed)).collect();
    leads.add(&Text::read(&plain, Links::Live).leads);
    cautions(&head, &owner, &leads)
}

/// Counts the messages with a warning, all of them and by kind, and says what they are.
fn count(name: &str, sources: &[(String, &[u8])]) -> (usize, usize) {
    let (mut warned, mut kinds) = (0, BTreeMap::<&str, usize>::new());
    for (path, source) in sources {
        let found = warnings(source);
        warned += usize::from(!found.is_empty());
        let mut of_message: Vec<&str> = found.iter().map(kind).collect();
        of_message.sort_unstable();
        of_message.dedup();
        of_message.into_iter().for_each(|kind| *kinds.entry(kind).or_default() += 1);
        if !found.is_empty() {
            corpus::say(&format!("{name} {path}: {found:?}"));
        }
    }
    corpus::say(&format!("{name}: {warned} of {} messages with a warning; {kinds:#?}", sources.len()));
    (warned, sources.len())
}

#[test]
fn hardly_a_message_that_somebody_wanted_is_warned_of_and_many_times_that_of_spam() {
    let Some(files) = corpus::files("mail/*/msg/*") else { return };
    let folder = |word: &str| -> Vec<(String, &[u8])> {
        let named = files.iter().filter_map(|(path, source)| {
            let folder = path.iter().rev().nth(2)?.to_str()?;
            let file = path.file_name()?.to_str()?;
            folder.contains(word).then(|| (format!("{folder}/{file}"), source.as_slice()))
        });
        named.collect()
    };
    let (good, spam) = (folder("ham"), folder("spam"));
    if good.is_empty() || spam.is_empty() {
        corpus::say("the corpus holds no folders of wanted mail (*ham*) and of spam (*spam*): no warnings are counted");
        return;
    }
    let (warned, all) = count("wanted", &good);
    let (told, of_spam) = count("spam", &spam);
    assert!(warned * 1000 <= all * MOST, "{warned} of {all} messages that somebody wanted");
    assert!(told * all >= warned * of_spam * TIMES, "{told} of {of_spam} of spam, {warned} of {all} wanted");
}
