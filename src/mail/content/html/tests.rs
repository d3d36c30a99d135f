//! Hostile HTML through all sieves, and what comes out read again, strictly.

use super::{HtmlSummary, Links, Pictures, SafeHtml, proof, summarize};
use crate::mail::content::leads::Claim;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use support::corpus;

/// Far more than anything should need, and still no minute.
const LONG: Duration = Duration::from_secs(20);

fn no_pictures() -> Arc<BTreeMap<String, String>> {
    Arc::default()
}

fn safe(html: &str, pictures: Pictures, links: Links, own: &Arc<BTreeMap<String, String>>) -> Option<String> {
    super::safe(html, pictures, links, own, |leads| leads.claims.iter().map(Claim::pair).collect())
        .map(|safe| safe.html)
}

fn shown(html: &str) -> String {
    safe(html, Pictures::Own, Links::Live, &no_pictures()).unwrap()
}

/// Everything that must hold for any input.
fn check(payload: &str) {
    assert_eq!(proof::faults(payload), [""; 0], "{payload:?}");
}

fn claims(look: &HtmlSummary) -> Vec<(String, String)> {
    look.leads.claims.iter().map(Claim::pair).collect()
}

#[test]
fn a_newsletter_keeps_its_look() {
    let html = "<html><head><title>T</title><style>.a{color:red;position:fixed} td.b > p{padding:1px}</style></head>\
                <body bgcolor='#eeeeee'><table width=600 cellpadding=0><tr><td class=b><p class=a style='margin:0'>Hi</p>\
                <img src='https://t.example/x.gif' width=10 height=20 alt='Logo'></td></tr></table></body></html>";
    let out = shown(html);
    for wanted in [
        "background-color:#eeeeee",
        "<table width=\"600\" cellpadding=\"0\">",
        "color:red",
        "padding:1px",
        "margin:0",
        "alt=\"Logo\"",
    ] {
        assert!(out.contains(wanted), "{wanted} in {out}");
    }
    for gone in ["t.example", "position", "class", "<style", "T<"] {
        assert!(!out.contains(gone), "{gone} in {out}");
    }
}

#[test]
fn pictures_from_elsewhere_are_counted_and_shown_only_when_asked_for() {
    let html = "<img src=https://a.example/1.gif><img src=//b.example/2.gif><img src='http://a.example/3.gif'>\
                <table background='https://c.example/x.png'></table><img src='/local.gif'><img src=file:///etc/passwd>";
    let own = safe(html, Pictures::Own, Links::Live, &no_pictures()).unwrap();
    assert!(!own.contains("src"), "{own}");
    let (look, _) = summarize(html).unwrap();
    assert_eq!(
        (look.pictures, look.picture_hosts),
        (4, vec!["a.example".into(), "b.example".into(), "c.example".into()])
    );
    let all = safe(html, Pictures::Remote, Links::Live, &no_pictures()).unwrap();
    for wanted in ["https://a.example/1.gif", "https://b.example/2.gif", "http://a.example/3.gif"] {
        assert!(all.contains(wanted), "{all}");
    }
    assert!(!all.contains("local") && !all.contains("passwd") && !all.contains("c.example"), "{all}");
}

#[test]
fn pictures_of_the_message_itself_are_shown() {
    let own = BTreeMap::from([("logo@x".to_owned(), "data:image/png;base64,AAAA".to_owned())]);
    let bad = BTreeMap::from([("logo@x".to_owned(), "data:image/svg+xml;base64,AAAA".to_owned())]);
    let html = "<img src='cid:logo@x'><img src='CID:logo%40x'><img src='cid:other'>";
    let out = safe(html, Pictures::Own, Links::Live, &Arc::new(own)).unwrap();
    assert_eq!(out.matches("src=\"data:image/png;base64,AAAA\"").count(), 2, "{out}");
    assert!(!safe(html, Pictures::Own, Links::Live, &Arc::new(bad)).unwrap().contains("svg"));
}

#[test]
fn a_link_whose_text_names_another_host_is_marked() {
    let html = "<a href='https://evil.example/x'>www.bank.com</a> <a href='https://www.shop.example'>shop.example</a> \
                <a href='https://evil.example/y'><b>https://bank<i>.com/</i></b></a> <a href='https://x.example/'>Click</a>";
    let out = safe(html, Pictures::Own, Links::Live, &no_pictures()).unwrap();
    assert_eq!(out.matches("\u{26a0} evil.example").count(), 2, "{out}");
    assert_eq!(out.matches('\u{26a0}').count(), 2, "{out}");
    let (look, _) = summarize(html).unwrap();
    assert_eq!(
        claims(&look),
        [("www.bank.com".into(), "evil.example".into()), ("bank.com".into(), "evil.example".into())]
    );
    assert_eq!(look.link_hosts, ["evil.example", "www.shop.example", "x.example"]);
    assert_eq!(look.links, 4);
    let dead = safe(html, Pictures::Own, Links::Dead, &no_pictures()).unwrap();
    assert!(!dead.contains("href") && dead.contains("x.example"), "{dead}");
}

#[test]
fn a_link_that_nobody_warns_of_says_its_host_without_a_sign() {
    let html = "<a href='https://one.example'>bank.com</a> <a href='https://two.example'>bank.com</a> \
                <a href='https://one.example/2'>bank.com</a>";
    let told = [("bank.com".to_owned(), "two.example".to_owned())];
    let out = super::safe(html, Pictures::Own, Links::Live, &no_pictures(), |_| told.to_vec()).unwrap().html;
    assert!(out.matches(">one.example<").count() == 2 && out.contains(">\u{26a0} two.example<"), "{out}");
    assert_eq!(out.matches('\u{26a0}').count(), 1, "{out}");
}

#[test]
fn a_link_says_where_it_leads_and_through_whom_whatever_the_mail_says() {
    let html = "<a title='bank.example' href='https://evil.example/x'>Click</a> \
                <a href='https://l.facebook.com/l.php?u=https%3A%2F%2Fshop.example%2Fsale'>shop.example</a> \
                <a href='https://l.facebook.com/l.php?u=https%3A%2F%2Fevil.example%2F'>facebook.com</a> \
                <a title='x'>no link</a><a href='tel:+49'>call</a>";
    let out = shown(html);
    for wanted in [
        "title=\"evil.example\"",
        "title=\"l.facebook.com \u{2192} shop.example\"",
        "href=\"https://l.facebook.com/l.php?u",
    ] {
        assert!(out.contains(wanted), "{wanted} in {out}");
    }
    assert!(!out.contains("bank.example") && !out.contains("title=\"x\""), "{out}");
    let (look, _) = summarize(html).unwrap();
    assert_eq!(look.link_hosts, ["evil.example", "shop.example"]);
    assert_eq!(claims(&look), [("facebook.com".into(), "evil.example".into())]);
}

#[test]
fn only_a_mail_that_sets_colours_needs_its_own_paper() {
    for (html, wanted) in [
        ("<h1>Hi</h1><p style='margin:0;border:1px solid red'>x</p><a href='https://x.example'>bank.com</a>", false),
        ("<p style='background:none;color:inherit'>x", false),
        ("<p style='color:#333'>x", true),
        ("<table bgcolor=white><tr><td>x</table>", true),
        ("<font color=red>x</font>", true),
        ("<body text=black>x", true),
        ("<style>p{background-color:#fff}</style><p>x", true),
        ("<style>.unused{color:red}</style><p>x", false),
    ] {
        let SafeHtml { has_colours, .. } =
            super::safe(html, Pictures::Own, Links::Live, &no_pictures(), |_| Vec::new()).unwrap();
        assert_eq!(has_colours, wanted, "{html}");
    }
}

#[test]
fn a_link_that_is_never_closed_is_marked_too() {
    let out = shown("<table><tr><td><a href='https://evil.example/'>bank.com<td>x</table><p>y");
    assert!(out.contains("\u{26a0} evil.example"), "{out}");
}

#[test]
fn hostile_html_comes_out_within_the_lists() {
    for payload in [
        "<script>alert(1)</script><p onclick=alert(1)>x",
        "<svg><animate attributeName=href values=javascript:alert(1)></svg>",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
        "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
        "<template><img src=x onerror=alert(1)></template>",
        "<a href=\"java&#9;script:alert(1)\">x</a><a href='data:text/html,<script>alert(1)</script>'>x</a>",
        "<p style=\"background:url(javascript:alert(1));color:red\">x<p style='color:red\\;background:url(//x)'>",
        "<style>@import 'https://x.example';p{background:url(//x.example)}</style><p>x",
        "<style>p{color:red</style><p>x<style></p>{}}<img src=x onerror=1>",
        "<body background=https://x.example onload=alert(1)><base href=https://x.example/>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe><object data=x></object><embed src=x>",
        "<meta http-equiv=refresh content='0;url=https://x.example'><link rel=stylesheet href=https://x.example>",
        "<form action=https://x.example><input name=x><button formaction=javascript:alert(1)>x</button></form>",
        "<xmp><img src=x onerror=alert(1)></xmp><plaintext><img src=x onerror=alert(1)>",
        "<img src=\"x` `<script>alert(1)</script>\"` `><img src='data:image/svg+xml;base64,AAAA'>",
        "<div id=x class=y name=z slot=s is=i part=p nonce=n contenteditable autofocus tabindex=1>x</div>",
        "<table><a href=https://x.example>1<a href=https://y.example>2<table><a>",
        "<font face=\"'><img src=x onerror=alert(1)>\" color=\"red;background:url(x)\">x</font>",
        "<p title=\"&quot;><img src=x onerror=alert(1)>\">x\0y</p>",
        "<select><option><img src=x onerror=alert(1)></select><marquee onstart=alert(1)>x</marquee>",
        "<a href=https://a.example><b>1<p>2</b>3</a>4</p><b><i>5</b>6</i>",
        "<td style='--x:url(//x);color:var(--x)' background=//x.example>x",
        "]]><![CDATA[<img src=x onerror=alert(1)>]]><!--><img src=x onerror=alert(1)>-->",
    ] {
        check(payload);
    }
}

#[test]
fn bombs_are_refused_and_not_endured() {
    let numbered =
        |begin: &str, n: usize, end: &str| (0..n).map(|i| format!("{begin}{i}{end}")).collect::<Vec<_>>().concat();
    for (name, bomb) in [
        ("formatting", format!("{}{}", numbered("<b ", 5000, ">"), "x</b>".repeat(5000))),
        ("formatting in blocks", numbered("<div><i ", 4000, ">x</div>")),
        ("formatting in tables", numbered("<b ", 4000, "><table><td></b></td></table><p>")),
        ("blocks", "<div>".repeat(50_000)),
        ("attributes", format!("<a {}>", numbered(" x", 60_000, ""))),
        ("attributes without blanks", format!("<a {}>", numbered("x", 60_000, "=''"))),
        ("pieces", "<p>x".repeat(60_000)),
        ("octets", "x".repeat(600_000)),
        ("depth by moving", "<table><tr><td>".repeat(200)),
        (
            "a long style in each paragraph",
            format!("<p><b style='{}'>{}", "color:red;".repeat(800), "<p>x".repeat(9000)),
        ),
        (
            "a long address in each",
            format!("<p><a href='https://x.example/{}'>{}", "x".repeat(9000), "<p>x".repeat(9000)),
        ),
    ] {
        assert_eq!(summarize(&bomb), None, "{name}");
    }
}

#[test]
fn what_grows_only_when_a_button_is_left_out_is_refused() {
    for element in ["button", "marquee"] {
        let long = "x".repeat(9000);
        let bomb = format!("<p><b lang='{long}'>{}", format!("<{element}><p>x</p></{element}>").repeat(4000));
        let grown = safe(&bomb, Pictures::Own, Links::Live, &no_pictures()).map_or(0, |out| out.len());
        assert_eq!(grown, 0, "{element}");
    }
}

#[test]
fn one_picture_named_many_times_is_shown_as_often_as_there_is_room() {
    let own = BTreeMap::from([("a".to_owned(), format!("data:image/png;base64,{}", "A".repeat(1_000_000)))]);
    let out = safe(&"<img src=cid:a>".repeat(2000), Pictures::Own, Links::Live, &Arc::new(own)).unwrap();
    assert!((10_000_000..17_000_000).contains(&out.len()), "{}", out.len());
}

#[test]
fn odd_mail_that_costs_little_is_read() {
    for (name, mail) in [
        ("foster parents", format!("<table>{}", "x<b>y</b>".repeat(10_000))),
        ("attributes of the body", "<body x1><body x2>".repeat(5000)),
        ("ends", "</p></b></table>".repeat(9_000)),
        ("comments", "<!--".repeat(100_000)),
        ("brackets", "<".repeat(100_000)),
        ("a picture", format!("<img src='data:image/png;base64,{}'>", "AAA/".repeat(9_000))),
        ("style", format!("<p style='{}'>x", "color:red;".repeat(40_000))),
    ] {
        assert!(summarize(&mail).is_some(), "{name}");
        check(&mail);
    }
}

#[test]
fn a_stylesheet_for_everything_is_left_out_of_a_large_mail() {
    let rules: String = (0..3000).map(|i| format!("p.c{i} a, p{{color:red;margin:0}}")).collect();
    let mail = format!("<style>{rules}</style>{}", "<p>x</p>".repeat(10_000));
    let out = shown(&mail);
    assert!(out.len() < 200_000 && !out.contains("margin"), "{}", out.len());
}

#[test]
fn every_payload_of_the_corpus_comes_out_within_the_lists() {
    let Some(files) = corpus::files("html/*") else { return };
    let (mut count, mut slowest) = (0_u32, Duration::ZERO);
    for file in files.iter().filter(|(path, _)| path.extension().is_some_and(|end| end == "json")) {
        let list: Vec<serde_json::Value> = serde_json::from_slice(file.1).unwrap();
        for payload in list.iter().filter_map(|one| one.get("payload")?.as_str()) {
            slowest = slowest.max(timed(payload));
            count += 1;
        }
    }
    corpus::say(&format!("{count} payloads, each six times through; the slowest took {slowest:?}"));
    assert!(count > 1000);
}

/// Each HTML part, and each message as a whole, as if all of it were HTML.
#[test]
fn every_message_of_the_corpus_comes_out_within_the_lists() {
    let Some(files) = corpus::files("mail/*/msg/*") else { return };
    let (mut parts, mut slowest) = (0_u32, Duration::ZERO);
    for source in files.values() {
        slowest = slowest.max(timed(&String::from_utf8_lossy(source)));
        let message = std::panic::catch_unwind(|| {
            let message = mail_parser::MessageParser::default().parse(source)?;
            let html = message.html_bodies().filter_map(|part| Some(part.text_contents()?.to_owned()));
            Some(html.collect::<Vec<_>>())
        });
        for html in message.ok().flatten().unwrap_or_default() {
            slowest = slowest.max(timed(&html));
            parts += 1;
        }
    }
    let messages = files.len();
    corpus::say(&format!("{messages} messages and {parts} parts of them; the slowest took {slowest:?}"));
    assert!(messages > 100 && parts > 100, "{messages} messages, {parts} parts");
}

/// Checks one, within the time that six ways through the sieves may take in a test build.
fn timed(html: &str) -> Duration {
    let begun = Instant::now();
    check(html);
    let took = begun.elapsed();
    assert!(took < LONG, "{took:?}: {html:.200}");
    took
}

#[test]
fn nothing_is_nothing() {
    assert_eq!(summarize(""), Some((HtmlSummary { empty: true, ..HtmlSummary::default() }, String::new())));
    assert!(!summarize("<img src=https://x.example/>").unwrap().0.empty);
}
