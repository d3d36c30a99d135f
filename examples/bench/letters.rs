//! HTML mail: what making a newsletter safe costs, and what mail costs that was written to cost much.

use super::browser::{Browser, Coding};
use super::rig::Rig;
use super::table::{Times, alone, by_turns, head, met, ms, said, timed};
use std::time::{Duration, Instant};
use support::process;

const WARM_UP: usize = 10;
const ROUNDS: usize = 60;
/// Milliseconds that the body of a newsletter may take beyond its fetch.
const BODY_TARGET: f64 = 25.0;
/// Milliseconds for the page, and for the body, of a message written to cost much.
const BOMB_TARGET: f64 = 1000.0;
/// Megabytes such a message may add.
const BOMB_MEMORY: f64 = 64.0;

/// A newsletter of 200 kB: its body against the raw fetch of the same octets.
pub fn letter(rig: &mut Rig) -> Result<(), String> {
    let address = rig.guest(1)?;
    let html = newsletter();
    let uid = rig.dovecot.try_deliver_many(&address, &[of("INBOX", &alternative(&html))])?.pop().unwrap_or(1);
    let (mut browser, mut raw) = (rig.browser(&address)?, rig.raw(&address)?);
    let path = path(&mut raw, uid)?;
    let (page, body) = (path.clone(), format!("{path}/body"));
    let safe = browser.text(&body)?;
    let mut other = browser.again()?;
    let times = by_turns(
        WARM_UP,
        ROUNDS,
        &mut [
            &mut |_| timed(|| browser.get(&body, Coding::Plain)),
            &mut |_| timed(|| other.get(&page, Coding::Plain)),
            &mut |_| {
                timed(|| {
                    let head = "UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER] BODYSTRUCTURE";
                    raw.ask(&["NOOP".to_owned(), format!("UID FETCH {uid} ({head})")])?;
                    raw.ask(&[format!("UID FETCH {uid} (UID BODY.PEEK[2]<0.524288>)")]).map(<[u8]>::len)
                })
            },
        ],
    )?;
    let [body, page, raw] = <[Times; 3]>::try_from(times).map_err(|_| "three things are measured")?;
    let title = format!(
        "letter: HTML of {} kB, {} kB when safe; its stylesheet has 120 rules",
        html.len() / 1000,
        safe.len() / 1000
    );
    head(&title);
    alone("raw: UID FETCH of headers and structure, then of the HTML", &raw);
    let beyond = ms(body.median()) - ms(raw.median());
    let figure = format!("{:.2} ms, {beyond:.2} beyond the fetch", ms(body.median()));
    said("the body, not compressed", &figure, &format!("<= {BODY_TARGET}: {}", met(beyond <= BODY_TARGET)));
    said("its page, not compressed", &format!("{:.2} ms", ms(page.median())), "");
    Ok(())
}

/// Mail written to cost much: time of page and body, and what Postern's memory grows by.
pub fn bombs(rig: &mut Rig) -> Result<(), String> {
    let address = rig.guest(1)?;
    let bombs = hostile();
    let mails: Vec<_> = bombs.iter().map(|(_, mail)| of("INBOX", mail)).collect();
    let uids = rig.dovecot.try_deliver_many(&address, &mails)?;
    let (mut browser, mut raw) = (rig.browser(&address)?, rig.raw(&address)?);
    let id = rig.postern()?.id();
    head("bombs: a message written to cost much, its page as HTML and its body, each opened once");
    browser.get("/inbox", Coding::Plain)?;
    let idle = process::memory(id)?.now;
    for ((name, mail), uid) in bombs.iter().zip(uids) {
        let path = path(&mut raw, uid)?;
        let (page, text) = once(&mut browser, &format!("{path}?view=formatted"))?;
        let framed = text.contains("<iframe");
        let body = if framed { once(&mut browser, &format!("{path}/body"))?.0 } else { Duration::ZERO };
        let slowest = ms(page.max(body));
        let shown = if framed { "framed" } else { "as text" };
        let figure = format!("{:.0} ms page, {:.0} ms body, {shown}", ms(page), ms(body));
        let target = format!("<= {BOMB_TARGET}: {}", met(slowest <= BOMB_TARGET));
        said(&format!("{name}, {} kB", mail.len() / 1000), &figure, &target);
    }
    let most = process::memory(id)?.most;
    let grown = most.saturating_sub(idle) as f64 / 1024.0;
    said(
        "memory above idle, at the most",
        &format!("{grown:.1} MB"),
        &format!("<= {BOMB_MEMORY}: {}", met(grown <= BOMB_MEMORY)),
    );
    Ok(())
}

fn once(browser: &mut Browser, path: &str) -> Result<(Duration, String), String> {
    let start = Instant::now();
    let text = browser.text(path)?;
    Ok((start.elapsed(), text))
}

fn of(mailbox: &str, mail: &str) -> support::dovecot::Delivery {
    support::dovecot::Delivery::new(mailbox, mail)
}

/// Finds the path of a message of the Inbox, and leaves that open.
fn path(raw: &mut super::raw::Raw, uid: u32) -> Result<String, String> {
    let opened = raw.told(&["EXAMINE INBOX"])?;
    let epoch = opened.split_once("[UIDVALIDITY ").and_then(|(_, rest)| rest.split(']').next()).ok_or("no epoch")?;
    Ok(format!("/inbox/{epoch}-{uid}"))
}

const HEAD: &str = "From: Shop <news@shop.example>\r\nTo: anna@example.org\r\nSubject: News\r\nMIME-Version: 1.0\r\n";

fn html(body: &str) -> String {
    format!("{HEAD}Content-Type: text/html; charset=utf-8\r\n\r\n{}\r\n", folded(body))
}

fn alternative(body: &str) -> String {
    format!(
        "{HEAD}Content-Type: multipart/alternative; boundary=\"==a\"\r\n\r\n--==a\r\nContent-Type: text/plain\r\n\r\nNews.\r\n\
         --==a\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{}\r\n--==a--\r\n",
        folded(body)
    )
}

/// Breaks lines behind tags, as servers want lines of less than 1,000 octets.
fn folded(body: &str) -> String {
    body.replace("><", ">\r\n<")
}

/// Writes a newsletter as shops send them: tables in tables, a stylesheet, classes and styles on most elements.
fn newsletter() -> String {
    let rules: String = (0..120)
        .map(|n| {
            format!(
                ".c{n}{{color:#3{}3;padding:{}px;font-family:Arial,sans-serif}} .t{n} td a{{font-weight:bold}}",
                n % 10,
                n % 20
            )
        })
        .collect();
    let mut out = format!(
        "<html><head><style>{rules}@media(max-width:600px){{.c1{{width:100%}}}}</style></head><body bgcolor=\"#f0f0f0\">"
    );
    let mut n = 0;
    while out.len() < 200_000 {
        n += 1;
        let class = n % 120;
        out.push_str(&format!(
            "<table class=\"t{class}\" width=\"600\" cellpadding=\"0\" cellspacing=\"0\" align=\"center\" style=\"border-collapse:collapse;background-color:#ffffff\">\
             <tr><td class=\"c{class}\" style=\"font-size:14px;line-height:20px;color:#333333\"><a href=\"https://click.shop.example/t/{n}?u=abcdef0123456789&amp;l=4711\" style=\"color:#0a58ca;text-decoration:none\">\
             <img src=\"https://img.shop.example/p/{n}.jpg\" width=\"280\" height=\"180\" alt=\"Product {n}\" style=\"display:block;border:0\"></a></td>\
             <td class=\"c{class}\" valign=\"top\"><p style=\"margin:0 0 8px 0\"><b>Product {n}</b>, made of wool from the hills, in eleven colours and all sizes.</p>\
             <span style=\"font-size:18px;color:#c00\">{n}.90</span> &nbsp; <a href=\"https://click.shop.example/b/{n}\">Buy it now</a></td></tr></table>"
        ));
    }
    out + "</body></html>"
}

/// Writes what is known to hurt programs that show mail.
fn hostile() -> Vec<(&'static str, String)> {
    let numbered =
        |begin: &str, n: usize, end: &str| (0..n).map(|i| format!("{begin}{i}{end}")).collect::<Vec<_>>().concat();
    let parts = "--==b\r\nContent-Type: text/html\r\n\r\n<p>x\r\n".repeat(10_000);
    let levels: String =
        (0..10_000).map(|n| format!("Content-Type: multipart/mixed; boundary=\"b{n}\"\r\n\r\n--b{n}\r\n")).collect();
    let messages = "Content-Type: message/rfc822\r\n\r\n".repeat(10_000);
    let all =
        "margin:0;padding:0;color:red;width:1px;height:1px;font-size:9px;border:0;float:left;clear:both;opacity:1";
    vec![
        ("nested formatting elements", html(&format!("{}{}", numbered("<b ", 6000, ">"), "x</b>".repeat(6000)))),
        ("formatting in blocks", html(&numbered("<div><i ", 15_000, ">x</div>"))),
        ("50,000 nested blocks", html(&"<div>".repeat(50_000))),
        ("60,000 attributes", html(&format!("<a {}>", numbered(" x", 60_000, "")))),
        ("moved out of a table", html(&format!("<table>{}", "x<b>y</b>".repeat(18_000)))),
        ("a stylesheet for everything", html(&format!("<style>*{{{all}}}</style>{}", "<p>x".repeat(19_000)))),
        ("a stylesheet of a megabyte", html(&format!("<style>{}</style><p>x", "p{color:red}".repeat(87_000)))),
        (
            "3,000 rules",
            html(&format!(
                "<style>{}</style>{}",
                numbered("p a b i.c", 3000, "{color:red}"),
                "<p><a><b><i>x".repeat(8000)
            )),
        ),
        (
            "a long style in each paragraph",
            html(&format!("<p><b style=\"{}\">{}", "color:red;".repeat(800), "<p>x".repeat(12_000))),
        ),
        (
            "paragraphs in buttons",
            html(&format!("<p><b lang=\"{}\">{}", "x".repeat(9000), "<button><p>x</p></button>".repeat(12_000))),
        ),
        ("text of half a megabyte", html(&"word ".repeat(104_000))),
        ("10,000 parts", format!("{HEAD}Content-Type: multipart/mixed; boundary=\"==b\"\r\n\r\n{parts}--==b--\r\n")),
        ("10,000 levels", format!("{HEAD}{levels}\r\nx\r\n")),
        ("10,000 messages inside one another", format!("{HEAD}{messages}{HEAD}\r\nx\r\n")),
        ("a header line of a megabyte", format!("{HEAD}X-Spam-Report: {}\r\n\r\nx\r\n", "word ".repeat(200_000))),
        ("a subject of a megabyte", format!("Subject: {}\r\n\r\nx\r\n", "word ".repeat(200_000))),
    ]
}
