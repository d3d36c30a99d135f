//! Numbers that are none, or too large, at every place where a server says a number.

use crate::dialogues::*;
use postern::mail::Error;

const ODD: [&str; 14] = [
    "-1",
    "0",
    "+5",
    "4294967295",
    "4294967296",
    "9223372036854775807",
    "18446744073709551615",
    "18446744073709551616",
    "99999999999999999999999999999999",
    "1.5",
    "00000000007",
    "NIL",
    "()",
    "\\xd9\\xa1",
];

/// Finds the runs of digits in what the server says behind the sign-in: line, first and last octet.
fn numbers(script: &str) -> Vec<(usize, usize, usize)> {
    let lines = script.lines().enumerate().filter(|(_, line)| line.trim_start().starts_with("S: "));
    lines
        .skip(2)
        .flat_map(|(at, line)| {
            let digits: Vec<usize> =
                line.bytes().enumerate().filter(|(_, b)| b.is_ascii_digit()).map(|(column, _)| column).collect();
            let runs = digits.chunk_by(|a, b| a + 1 == *b).map(|run| (at, run[0], run[run.len() - 1]));
            runs.collect::<Vec<_>>()
        })
        .collect()
}

#[tokio::test]
async fn no_number_panics_or_makes_postern_touch_another_message() {
    for Dialogue { name, verb, script } in dialogues() {
        let plays =
            numbers(&script).into_iter().flat_map(|place| ODD.map(|odd| (place, odd))).map(|((at, from, to), odd)| {
                let line = script.lines().nth(at).unwrap();
                let line = [line.get(..from).unwrap(), odd, line.get(to + 1..).unwrap()].concat();
                // Where the number was a literal's size, the server waits for us as we wait for it.
                let script = without_line(&disturbed(&script, at, &line, false), at + 1);
                async move { (line, play(verb, &[script, "S: * BYE\nS! close".to_owned()]).await) }
            });
        for (line, (ended, heard)) in all(plays).await {
            no_panic(&ended, &line);
            only_the_chosen(&heard, &line);
            if let Ended::Done(outcome) = &ended {
                let sum = u64::from(outcome.done) + u64::from(outcome.missing) + u64::from(outcome.left);
                assert_eq!(u64::from(outcome.asked), sum + u64::from(outcome.unknown), "{name}, {line}: {outcome:?}");
            }
            if let Ended::Failed(error) = &ended {
                let told = matches!(
                    error,
                    Error::Unreachable(_) | Error::MailboxChanged | Error::Refused(_) | Error::Gone | Error::Unknown(_)
                );
                assert!(told, "{name}, {line}: {error:?}");
            }
        }
    }
}

fn without_line(script: &str, at: usize) -> String {
    script.lines().enumerate().filter(|(n, _)| *n != at).map(|(_, line)| format!("{line}\n")).collect()
}

#[tokio::test]
async fn the_octets_of_messages_that_claim_to_be_endless_are_added_without_a_panic() {
    let dialogue = dialogues().into_iter().find(|dialogue| dialogue.name == "delete").unwrap();
    let script = dialogue.script.replace("RFC822.SIZE 100", "RFC822.SIZE 9223372036854775807");
    let Ended::Done(outcome) = play(Verb::Delete, &[script]).await.0 else { panic!("not done") };
    assert_eq!((outcome.done, outcome.bytes), (2, u64::MAX - 1));
    let script = dialogue.script.replace("RFC822.SIZE 100", "RFC822.SIZE 18446744073709551615");
    let Ended::Done(outcome) = play(Verb::Delete, &[script]).await.0 else { panic!("not done") };
    assert_eq!((outcome.done, outcome.bytes), (2, 0), "no such number in IMAP (RFC 9051, 9: number64)");
}
