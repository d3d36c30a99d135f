//! The pages of those who look after the site.

use super::{HOSTILE, draw, layout, seal};
use crate::admin::{AdminErrorPage, DoorPage, Frame};

fn frame(is_signed_in: bool) -> Frame {
    let layout = layout("");
    Frame {
        l: layout.l,
        brand: layout.brand,
        seal: is_signed_in.then(seal),
        css: layout.css,
        js: layout.js,
        icons: layout.icons,
        favicon: layout.favicon,
    }
}

#[test]
fn the_door_of_the_admin_pages_is_drawn() {
    let page = |asks_for_code, problem: Option<&str>| DoorPage {
        frame: frame(false),
        asks_for_code,
        problem: problem.map(str::to_owned),
    };
    assert!(!draw("admin-door", &page(false, None)).contains("name=\"code\""));
    let problem = frame(false).l.t("admin-wrong");
    assert!(draw("admin-door-wrong", &page(true, Some(&problem))).contains("one-time-code"));
    let (title, text) = ("Something went wrong here".to_owned(), HOSTILE.to_owned());
    draw("admin-error", &AdminErrorPage { frame: frame(true), title, text });
}
