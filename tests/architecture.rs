//! Holds the plan of the house: which room may know which, no circle of files, what stands in no room, and what a dependency may be.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test says what is wrong by failing")]

#[path = "architecture/dependencies.rs"]
mod dependencies;
#[path = "architecture/rules.rs"]
mod rules;
#[path = "architecture/source.rs"]
mod source;

use dependencies::Policy;
use source::Source;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

#[test]
fn every_file_keeps_to_the_plan_of_the_house() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&src, &mut files);
    files.sort();
    let sources: Vec<Source> = files
        .iter()
        .map(|file| {
            let name = file.strip_prefix(&src).unwrap().to_string_lossy().replace('\\', "/");
            Source::read(&name, &std::fs::read_to_string(file).unwrap())
        })
        .collect();
    assert!(sources.len() > 100);
    let mut broken: Vec<String> = sources.iter().flat_map(rules::broken_by).collect();
    broken.extend(rules::circles(&sources));
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

#[test]
fn every_crate_in_the_tree_has_an_allowed_licence_and_none_is_banned() {
    let policy = Policy::read(include_str!("../deny.toml"));
    let crates = dependencies::crates();
    assert!(crates.len() > 200, "{}", crates.len());
    let refused =
        crates.iter().filter_map(|(name, licence, source)| policy.refuses(name, licence.as_deref(), source.as_deref()));
    assert_eq!(refused.collect::<Vec<_>>(), [""; 0], "deny.toml says what is allowed");
    let sources: BTreeSet<_> = crates.iter().filter_map(|(_, _, source)| source.as_deref()).collect();
    assert_eq!(sources.len(), 1, "all of them come from one registry: {sources:?}");
}

#[test]
fn a_licence_is_met_by_one_of_a_choice_and_by_all_of_a_sum() {
    let policy = Policy::read(include_str!("../deny.toml"));
    let io = Some("registry+https://example.net/index");
    for licence in [
        "MIT",
        "MIT/Apache-2.0",
        "Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT",
        "(MIT OR GPL-3.0) AND Unicode-3.0",
        "MIT OR Apache-2.0 OR LGPL-2.1-or-later",
        "GPL-2.0-only OR (MIT AND ISC)",
    ] {
        assert_eq!(policy.refuses("x", Some(licence), io), None, "{licence}");
    }
    for licence in ["GPL-3.0", "MIT AND GPL-3.0", "(MIT OR ISC) AND AGPL-3.0", "Apache-2.0 WITH X", "", "MIT MIT"] {
        assert!(policy.refuses("x", Some(licence), io).is_some(), "{licence}");
    }
    assert!(policy.refuses("x", None, io).is_some());
    for banned in ["openssl", "openssl-sys", "native-tls", "aws-lc-rs"] {
        assert!(policy.refuses(banned, Some("MIT"), io).is_some(), "{banned}");
    }
    assert!(policy.refuses("x", Some("MIT"), Some("git+https://example.net/x")).is_some());
    assert_eq!(policy.refuses("postern", Some("MIT"), None), None);
}

#[track_caller]
fn refused(file: &str, text: &str, why: &str) {
    let broken = rules::broken_by(&Source::read(file, text));
    assert!(broken.len() == 1 && broken[0].contains(why), "{file}: {text}: {why} in {broken:?}");
}

#[track_caller]
fn fine(file: &str, text: &str) {
    assert_eq!(rules::broken_by(&Source::read(file, text)), [""; 0], "{file}: {text}");
}

/// Returns the circles of made-up files.
fn circles(files: &[(&str, &str)]) -> Vec<String> {
    rules::circles(&files.iter().map(|(file, text)| Source::read(file, text)).collect::<Vec<_>>())
}

#[test]
fn the_rooms_know_only_those_below_them() {
    for (room, below) in rules::BELOW {
        for (other, _) in rules::BELOW.iter().filter(|(other, _)| *other != room) {
            let (file, text) = (format!("{room}/x.rs"), format!("use crate::{other}::Thing;"));
            match below.contains(other) || *other == rules::FIGURES {
                true => fine(&file, &text),
                false => refused(&file, &text, &format!("{room} -> {other}")),
            }
        }
        fine(&format!("{room}/x.rs"), &format!("use crate::{room}::Own; use super::Other; use std::fmt;"));
        refused(&format!("{room}/x.rs"), "use crate::site;", &format!("{room} -> site"));
    }
    for (upper, lower) in [("state", "web"), ("state", "help"), ("web", "imap"), ("mail", "store"), ("jobs", "imap")] {
        refused(&format!("{upper}/x.rs"), &format!("use crate::{lower}::X;"), &format!("{upper} -> {lower}"));
    }
}

#[test]
fn every_room_counts_and_one_names_what_is_counted() {
    let text = "use prometheus_client::metrics::counter::Counter;";
    fine("figures/series.rs", text);
    refused("web/x.rs", text, "series");
    refused("site/watch.rs", "fn f() { prometheus_client::registry::Registry::default(); }", "series");
    refused("figures/x.rs", "use crate::imap::Error;", "figures -> imap");
}

#[test]
fn features_know_neither_each_other_nor_imap() {
    for feature in rules::FEATURES {
        let other = if feature == "help" { "setup" } else { "help" };
        refused(&format!("{feature}/x.rs"), &format!("use crate::{other}::X;"), &format!("{feature} -> {other}"));
        refused(&format!("{feature}/x.rs"), "use crate::imap::Uid;", &format!("{feature} -> imap"));
        fine(&format!("{feature}/x.rs"), "use crate::{articles, config, i18n, jobs, mail, state, store, web};");
    }
}

#[test]
fn what_gathers_the_house_may_know_everybody_and_a_room_nobody_planned_is_noticed() {
    fine("site.rs", "use crate::{help, web, imap, mail, config};");
    fine("main.rs", "use postern::state::AppState; use crate::whatever::X;");
    fine("lib.rs", "pub mod imap; pub mod help;");
    refused("utils/strings.rs", "fn x() {}", "utils is no room of the plan");
    refused("mail/x.rs", "use crate::utils::x;", "mail -> utils");
}

#[test]
fn no_way_of_writing_a_path_hides_an_arrow() {
    for text in [
        "use crate::web::Flash;",
        "pub(crate) use crate::web::Flash;",
        "use crate::{\n    imap::{self, Uid},\n    web::{Flash, Tone},\n};",
        "use crate::{imap, web};",
        "use crate :: web :: Flash;",
        "use crate::{imap as i, web as w};",
        "use crate::imap::Uid; fn f() -> crate::web::Result { x() }",
        "fn f(x: &postern::web::Flash) {}",
        "use ::postern::web::Flash;",
        "use super::super::web::Flash;",
        "use super::super::{imap, web};",
        "macro_rules! m { () => { $crate::web::page() } }",
        "fn f() { println!(\"{}\", crate::web::page()) }",
        "use crate::r#web;",
    ] {
        refused("mail/x.rs", text, "mail -> web");
    }
    refused("mail/mod.rs", "use super::web::Flash;", "mail -> web");
    refused("mail/a/b.rs", "use super::super::super::web::Flash;", "mail -> web");
    refused("mail/a/mod.rs", "use super::super::web::Flash;", "mail -> web");
    refused("mail/x.rs", "//! One.\n\nuse crate::{\n    imap,\n    web,\n};\n", "src/mail/x.rs:5: ");
}

#[test]
fn comments_texts_and_own_modules_are_no_arrows() {
    fine("mail/x.rs", "// use crate::web::Flash;\n/* crate::web /* nested */ crate::web */ fn f() {}");
    fine("mail/x.rs", "/// See [`crate::web::Flash`].\nfn f() {}");
    fine("mail/x.rs", r##"const X: &str = "crate::web"; const Y: &str = r#"a " crate::web"#; const Z: char = '"';"##);
    fine("mail/x.rs", "use super::web::Flash; use self::web::X; mod web {}");
    fine("mail/x.rs", "fn f<'a>(x: &'a str) -> &'a str { x } // 'a crate::web");
    refused("mail/x.rs", "const X: char = '\\''; use crate::web::Flash;", "mail -> web");
}

#[test]
fn a_circle_of_files_is_refused_however_it_is_closed() {
    let straight =
        [("a/mod.rs", "mod x; mod y; pub use x::X;"), ("a/x.rs", "use super::y::Y;"), ("a/y.rs", "struct Y;")];
    assert_eq!(circles(&straight), [""; 0]);
    for closed in ["use super::x::X;", "use crate::a::X;", "use super::X;", "fn f() { crate::a::x::X::new() }"] {
        let files = [straight[0], straight[1], ("a/y.rs", closed)];
        let broken = circles(&files);
        assert!(broken.len() == 1 && broken[0].contains("a/x.rs -> a/y.rs -> a/x.rs"), "{closed}: {broken:?}");
    }
    // What a folder's own file says is known to those within, or the other way round, not both.
    let used = [("a/mod.rs", "mod x; pub use x::X; pub struct A(X);"), ("a/x.rs", "use super::A;")];
    assert_eq!(circles(&used).len(), 1);
    let only_passed_on = [("a/mod.rs", "mod x; pub use x::X; pub struct A;"), ("a/x.rs", "use super::A;")];
    assert_eq!(circles(&only_passed_on), [""; 0]);
    let upward =
        [("mail/types/x.rs", "use crate::mail::lists::y::Y;"), ("mail/lists/y.rs", "use crate::mail::types::z::Z;")];
    assert_eq!(circles(&upward), ["src/mail/types/x.rs -> src/mail/lists/y.rs leads up"]);
    let in_tests = [("a/x.rs", "use super::y::Y;"), ("a/y.rs", "#[cfg(test)]\nmod tests { use crate::a::x::X; }")];
    assert_eq!(circles(&in_tests), [""; 0]);
}

#[test]
fn a_file_is_short_and_nothing_is_left_to_do() {
    fine("mail/x.rs", &"\n".repeat(399));
    refused("mail/x.rs", &"\n".repeat(400), "under 400 lines");
    refused("mail/x.rs", "fn f() { todo!() }", "todo!");
    refused("mail/x.rs", "fn f() { unimplemented ! (\"later\") }", "unimplemented!");
    fine("mail/x.rs", "// todo!()\nconst X: &str = \"todo!()\"; fn todo() {}");
}

#[test]
fn wire_text_is_written_in_imap_alone_except_by_servers_that_are_written_out() {
    for text in ["UID STORE 1 +FLAGS (x)", "FETCH ", "BODY.PEEK[HEADER]", "a UID EXPUNGE", "EXAMINE \\\"x\\\""] {
        refused("mail/x.rs", &format!("const X: &str = \"{text}\";"), "wire text");
        refused("mail/x.rs", &format!("fn f() {{ say!(\"{text}\") }}"), "wire text");
        fine("imap/x.rs", &format!("const X: &str = \"{text}\";"));
    }
    refused("help/x.rs", "const X: &[u8] = br#\"UID COPY\"#;", "wire text");
    fine("store/x.rs", "const X: &str = \"SELECT x FROM fetched WHERE uid = $1\";");
    fine("mail/x.rs", "/// UID STORE\nconst X: &str = \"Fetch mail, store it\";");
    let tests = "#[cfg(test)]\nmod tests {\n const X: &str = \"C: UID STORE\";\n}\n";
    fine("mail/x.rs", tests);
    fine("mail/x_tests.rs", "const X: &str = \"C: UID STORE\";");
    refused("mail/x.rs", &format!("{tests}const X: &str = \"UID STORE\";"), "wire text");
    refused("mail/x.rs", "#[cfg(test)]\nmod tests;\nconst X: &str = \"UID STORE\";", "wire text");
}
