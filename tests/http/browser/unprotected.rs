//! That the check can fail: mail without protection makes each of its traps go off.

use super::fixture::Fixture;
use super::single_protection::SingleProtection;
use super::{corpus, nothing, say};

/// What is done without any protection, and what has to be noticed.
const NOTICED: &[(&str, &str)] = &[
    ("<script>alert(1)</script>", ": alert"),
    ("<script>let quiet = 1</script>", "script-src-elem inline"),
    ("<img src=x: onerror=alert(1)>", ": alert"),
    ("<img src=x: onerror='quiet = 1'>", "script-src-attr inline"),
    ("<svg onload=confirm(1)>", ": confirm"),
    ("<iframe src='javascript:parent.prompt(1)'></iframe>", ": prompt"),
    ("<script>nobody()</script>", "nobody is not defined"),
    ("<img src=http://trap.example/p.gif>", "GET /p.gif"),
    ("<img src=https://trap.example/p.gif>", "TLS for trap.example"),
    ("<img src=http://localhost/l.gif>", "GET /l.gif"),
    ("<img src=http://127.0.0.1:8099/n.gif>", "GET /n.gif"),
    ("<img src=http://[::1]/v6.gif>", "GET /v6.gif"),
    ("<img src=http://198.51.100.7:8080/a.gif>", "GET /a.gif"),
    ("<link rel=stylesheet href=http://trap.example/s.css>", "GET /s.css"),
    ("<p style='background:url(http://trap.example/b.gif)'>x", "GET /b.gif"),
    ("<style>@font-face{font-family:f;src:url(http://trap.example/f)}p{font-family:f}</style><p>x", "GET /f"),
    ("<link rel=preconnect href=https://trap.example>", "TLS for trap.example"),
    ("<script>fetch('http://trap.example/x')</script>", "GET /x"),
    ("<script>new WebSocket('ws://trap.example/w')</script>", "GET /w"),
    ("<meta http-equiv=refresh content='0;url=http://trap.example/m'>", "went elsewhere"),
    ("<form action=http://trap.example/f id=f></form><script>f.submit()</script>", "form-action"),
    ("<script>top.location='http://trap.example/t'</script>", "the page became http://trap.example/t"),
    ("<a id=a href=http://trap.example/ target=_top>x</a><script>a.click()</script>", "the page became"),
    // Last, for the window stays.
    ("<a id=a href=http://trap.example/ target=_blank>x</a><script>a.click()</script>", "2 windows are open"),
];

#[test]
#[ignore = "needs Chromium: bin/check browser"]
fn mail_without_protection_makes_each_trap_go_off() {
    let alone = SingleProtection::start();
    nothing(&alone.without_anything("<p>Hello <img src=data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=>"));
    let dialog = alone.without_a_listener("<script>alert(1)</script>");
    assert!(dialog.iter().any(|what| what.contains("unexpected alert open")), "{dialog:?}");

    let own = corpus::own();
    let loud = own.iter().filter(|(_, payload)| !alone.without_anything(payload).is_empty()).count();
    // The others wait for a click, only paint, or are for browsers of another time.
    assert!(loud >= 60, "{loud} of {} do something", own.len());
    for (html, noticed) in NOTICED {
        let what = alone.without_anything(html);
        assert!(what.iter().any(|what| what.contains(noticed)), "{html}: no {noticed:?} in {what:?}");
    }
    say(format!(
        "browser: without protection {loud} of our {} payloads do something by themselves, and {} traps of {} go off",
        own.len(),
        NOTICED.len() + 1,
        NOTICED.len() + 1
    ));
}

#[test]
#[ignore = "needs Chromium: bin/check browser"]
fn what_the_frame_has_to_refuse_is_heard_on_the_console() {
    let real = Fixture::set(vec![("nothing".to_owned(), "<p>Hello".to_owned())]).real();
    let alone = SingleProtection::start();
    assert_eq!(alone.refused(&real, "<p style='color:red'>Hello"), [""; 0]);
    for (html, said) in [
        ("<script>quiet = 1</script>", "Blocked script execution"),
        ("<img src=x onerror='quiet = 1'>", "Content Security Policy"),
        ("<img src=http://trap.example/p.gif>", "Content Security Policy"),
        ("<p style='background:url(http://trap.example/b.gif)'>x", "Content Security Policy"),
        ("<iframe src=http://trap.example/></iframe>", "Content Security Policy"),
        ("<base href=http://trap.example/>", "Content Security Policy"),
        ("<meta http-equiv=refresh content='0;url=http://trap.example/m'>", "sandboxed"),
    ] {
        let console = alone.refused(&real, html);
        assert!(console.iter().any(|line| line.contains(said)), "{html}: no {said:?} in {console:?}");
    }
}
