//! Holds the plan of the house: which room may know which, and what stands in no room.
//!
//! `app -> features -> web -> { i18n, jobs -> { mail -> imap, store } }`; everything below an arrow may be used, except
//! that a feature never sees `imap` and never another feature.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what is wrong by failing")]

#[path = "house/rules.rs"]
mod rules;
#[path = "house/source.rs"]
mod source;

use rules::broken_by;
use source::Source;
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
    assert!(!files.is_empty());
    files.sort();
    let mut broken = Vec::new();
    for file in files {
        let name = file.strip_prefix(&src).unwrap().to_string_lossy().replace('\\', "/");
        broken.extend(broken_by(&Source::read(&name, &std::fs::read_to_string(&file).unwrap())));
    }
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

/// Returns what is wrong with a made-up file.
fn broken(file: &str, text: &str) -> Vec<String> {
    broken_by(&Source::read(file, text))
}

#[track_caller]
fn refused(file: &str, text: &str, why: &str) {
    let broken = broken(file, text);
    assert_eq!(broken.len(), 1, "{file}: {text}: {broken:?}");
    assert!(broken.iter().all(|line| line.contains(why)), "{why} in {broken:?}");
}

#[track_caller]
fn fine(file: &str, text: &str) {
    assert_eq!(broken(file, text), [""; 0], "{file}: {text}");
}

#[test]
fn imap_store_and_i18n_know_nobody() {
    for room in ["imap", "store", "i18n"] {
        for other in ["mail", "web", "config", "app", "jobs", "help"] {
            refused(&format!("{room}/x.rs"), &format!("use crate::{other}::Thing;"), &format!("{room} -> {other}"));
        }
        fine(&format!("{room}/x.rs"), &format!("use crate::{room}::Own; use super::Other; use std::fmt;"));
    }
    refused("store/votes.rs", "use crate::imap::Uid;", "store -> imap");
}

#[test]
fn mail_knows_imap_alone_and_jobs_know_mail_and_store_alone() {
    fine("mail/x.rs", "use crate::imap::{self, Uid};");
    refused("mail/x.rs", "use crate::store::Sessions;", "mail -> store");
    fine("jobs/x.rs", "use crate::mail::Outcome; use crate::store::jobs;");
    refused("jobs/x.rs", "use crate::imap::Uid;", "jobs -> imap");
    refused("jobs/x.rs", "use crate::web::Flash;", "jobs -> web");
}

#[test]
fn the_toolbox_knows_no_feature_and_no_imap() {
    fine("web/x.rs", "use crate::{app::App, i18n::Locale, mail, store, jobs, config};");
    refused("web/x.rs", "use crate::help::Articles;", "web -> help");
    refused("web/x.rs", "use crate::imap::Uid;", "web -> imap");
}

#[test]
fn features_know_neither_each_other_nor_imap() {
    fine(
        "cleanup/spam.rs",
        "use crate::{app, config, i18n, jobs, mail, store, web}; use crate::cleanup::mailbox::Box;",
    );
    for feature in rules::FEATURES {
        let other = if feature == "help" { "setup" } else { "help" };
        refused(&format!("{feature}/x.rs"), &format!("use crate::{other}::X;"), &format!("{feature} -> {other}"));
        refused(&format!("{feature}/x.rs"), "use crate::imap::Uid;", &format!("{feature} -> imap"));
    }
}

#[test]
fn the_configuration_knows_values_of_mail_and_imap_alone() {
    fine("config.rs", "use crate::imap::Security; use crate::mail::LoginName;");
    refused("config.rs", "use crate::web::Tone;", "config -> web");
}

#[test]
fn the_application_and_main_may_know_everybody() {
    fine("app.rs", "use crate::{help, web, imap, mail, config};");
    fine("main.rs", "use postern::app::App; use crate::whatever::X;");
    fine("lib.rs", "pub mod imap; pub mod help;");
}

#[test]
fn a_room_that_is_not_in_the_plan_is_noticed() {
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
        "use crate::imap::Uid; fn f() -> crate::web::Result { todo() }",
        "fn f(x: &postern::web::Flash) {}",
        "use ::postern::web::Flash;",
        "use super::super::web::Flash;",
        "use super::super::{imap, web};",
        "macro_rules! m { () => { $crate::web::page() } }",
        "use r#crate::imap; use crate::r#web;",
    ] {
        refused("mail/x.rs", text, "mail -> web");
    }
    refused("mail/mod.rs", "use super::web::Flash;", "mail -> web");
    refused("mail/a/b.rs", "use super::super::super::web::Flash;", "mail -> web");
    refused("mail/a/mod.rs", "use super::super::web::Flash;", "mail -> web");
}

#[test]
fn comments_texts_and_own_modules_are_no_arrows() {
    fine("mail/x.rs", "// use crate::web::Flash;\n/* crate::web /* nested */ crate::web */ fn f() {}");
    fine("mail/x.rs", "/// See [`crate::web::Flash`].\nfn f() {}");
    fine("mail/x.rs", r##"const X: &str = "crate::web"; const Y: &str = r#"a " crate::web"#; const Z: char = '"';"##);
    fine("mail/x.rs", "use super::web::Flash; use self::web::X; mod web {}");
    fine("mail/x.rs", "fn f<'a>(x: &'a str) -> &'a str { x } // 'a crate::web");
    fine("mail/x.rs", "mod tests { use super::*; use super::super::Role; }");
    refused("mail/x.rs", "const X: char = '\\''; use crate::web::Flash;", "mail -> web");
}

#[test]
fn a_line_number_leads_to_the_arrow() {
    let broken = broken("mail/x.rs", "//! One.\n\nuse crate::{\n    imap,\n    web,\n};\n");
    assert!(broken.iter().all(|line| line.starts_with("src/mail/x.rs:5: ")), "{broken:?}");
}

#[test]
fn a_file_is_short() {
    fine("mail/x.rs", &"\n".repeat(399));
    refused("mail/x.rs", &"\n".repeat(400), "under 400 lines");
    refused("mail/x.rs", &"// a\n".repeat(5000), "under 400 lines");
}

#[test]
fn nothing_is_left_to_do() {
    refused("mail/x.rs", "fn f() { todo!() }", "todo!");
    refused("mail/x.rs", "fn f() { unimplemented ! (\"later\") }", "unimplemented!");
    fine("mail/x.rs", "// todo!()\nconst X: &str = \"todo!()\"; fn todo() {}");
}

#[test]
fn wire_text_is_written_in_imap_alone() {
    for text in ["UID STORE 1 +FLAGS (x)", "FETCH ", "BODY.PEEK[HEADER]", "a UID EXPUNGE", "EXAMINE \\\"x\\\""] {
        refused("mail/x.rs", &format!("const X: &str = \"{text}\";"), "wire text");
        refused("help/x.rs", &format!("const X: &[u8] = br#\"{text}\"#;"), "wire text");
        fine("imap/x.rs", &format!("const X: &str = \"{text}\";"));
    }
    fine("store/x.rs", "const X: &str = \"SELECT x FROM fetched WHERE uid = $1\";");
    fine("mail/x.rs", "// UID STORE\nconst X: &str = \"Fetch mail, store it\";");
}

#[test]
fn a_test_may_speak_with_a_server_that_is_written_out() {
    let tests = "#[cfg(test)]\nmod tests {\n const X: &str = \"C: UID STORE\";\n}\n";
    fine("mail/x.rs", tests);
    fine("mail/x_tests.rs", "const X: &str = \"C: UID STORE\";");
    refused("mail/x.rs", &format!("{tests}const X: &str = \"UID STORE\";"), "wire text");
    refused("mail/x.rs", "#[cfg(test)]\nmod tests;\nconst X: &str = \"UID STORE\";", "wire text");
}
