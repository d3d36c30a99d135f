//! The cascade against what browsers make of the same.

use super::super::styles;
use super::*;

fn styled(css: &str, html: &str, class: &str) -> String {
    let tree = Tree::read(html).unwrap();
    let cascade = Cascade::of(styles::rules(css), &tree);
    let mut open = vec![0];
    while let Some(id) = open.pop() {
        if let Data::Element { attributes, .. } = &tree.node(id).unwrap().data {
            let value = |name: &str| Some(&*attributes.iter().find(|one| &*one.name.local == name)?.value);
            if value("class").is_some_and(|classes| classes.split(' ').any(|one| one == class)) {
                return cascade.style(id, value("style").unwrap_or_default());
            }
        }
        open.extend(tree.children(id));
    }
    panic!("no {class} in {html}");
}

#[test]
fn a_selector_finds_what_it_says() {
    let html =
        "<body><div id=d class='a b'><table><tr><td class=c><p class=x><b>1</b></p></td></tr></table></div></body>";
    for (selector, finds) in [
        (".x", true),
        ("p.x", true),
        ("P.x", true),
        (".X", false),
        ("*", true),
        ("* .x", true),
        ("td p", true),
        ("td>p", true),
        ("tr > p", false),
        ("tr > td > p", true),
        ("div p", true),
        ("div > p", false),
        ("#d p", true),
        ("#d.a.b .c .x", true),
        ("#d.a.z .x", false),
        ("div table > tr .x", false),
        ("div table > tbody .x", true),
        ("body .x", true),
        ("html body .x", true),
        ("html > body p", true),
        ("html .x", true),
        (".b .a .x", false),
        ("b", false),
        // These are no selectors.
        ("> p", false),
        ("p >", false),
        ("div > > p", false),
        ("..x", false),
        (".", false),
        ("#", false),
        ("p*", false),
        ("", false),
    ] {
        let found = styled(&format!("{selector}{{color:red}}"), html, "x");
        assert_eq!(found == "color:red", finds, "{selector}: {found:?}");
    }
}

#[test]
fn the_heavier_rule_counts_then_the_later_and_the_elements_own_style_over_both() {
    let html = "<div id=i><p class='x y' style='margin:0'>";
    for (css, wanted) in [
        ("p{color:red} p{color:blue}", "color:blue;margin:0"),
        (".x{color:red} p{color:blue}", "color:red;margin:0"),
        ("#i p{color:red} .x.y{color:blue}", "color:red;margin:0"),
        (".y.x{color:red} .x{color:blue}", "color:red;margin:0"),
        ("p{margin:1px;color:red}", "color:red;margin:0"),
        ("p{margin:1px !important}", "margin:1px !important"),
        ("p{color:red !important} .x{color:blue}", "margin:0;color:red !important"),
        ("p{margin-top:1px} .x{margin:2px}", "margin-top:1px;margin:0"),
        (".x, .y, p{color:red}", "color:red;margin:0"),
        ("p{position:fixed}", "margin:0"),
    ] {
        assert_eq!(styled(css, html, "x"), wanted, "{css}");
    }
}

#[test]
fn what_costs_too_much_ends() {
    let deep = format!("<div class=z><div>{}<p class=x>", "<div class=a>".repeat(200));
    // Each `.a` may be any of two hundred, and it is always the wrong one: between them and `.z` stands another.
    let tree = Tree::read(&deep).unwrap();
    let cascade = Cascade::of(styles::rules(".z > .a .a .a .a .x{color:red}"), &tree);
    for id in 0..1000 {
        cascade.style(id, "");
    }
    assert!(cascade.is_too_much() && cascade.steps.get() < 2 * MAX_STEPS, "{}", cascade.steps.get());
}
