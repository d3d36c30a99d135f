//! The spam filter's switch beside rules that a real Pigeonhole does not show, cannot run beside others, or that somebody has
//! renamed; and when what it was switched on for has changed since.

use crate::spam_filter::{
    PATH, THEIRS, app, letter, marked, press, says, sieve, turn, turned, with_scripts, with_theirs,
};
use support::dovecot::{Dovecot, Namespace, Options, RawImap, Scripts};
use support::host::ANNA;
use support::independent_client::names;
use support::launcher::{Launcher, Log, TestApp};
use support::wait::until;

fn ours(scripts: &mut Scripts) -> String {
    String::from_utf8(scripts.get("postern")).unwrap()
}

#[test]
fn an_active_script_that_no_list_shows_is_found_included_and_active_again_afterwards() {
    // Once on an account without scripts, once where an older script has the name that the server gives it.
    for older in [None, Some("discard;")] {
        let dovecot = with_scripts("");
        let mut theirs = dovecot.scripts(ANNA);
        if let Some(older) = older {
            theirs.put("dovecot.orig", older);
        }
        dovecot.lay_active(ANNA, THEIRS);
        let app = app(&dovecot);
        let anna = app.anna();
        dovecot.arrives(ANNA, &letter("work-before", ""));
        let page = turned(&anna, "yes");
        assert!(page.text().contains("“dovecot.orig”, stay as they are"), "{}", page.text());
        dovecot.arrives(ANNA, &letter("work-on", ""));
        dovecot.arrives(ANNA, &marked("on"));
        turned(&anna, "no");
        assert_eq!(theirs.list(), ["*dovecot.orig"]);
        assert_eq!(theirs.get("dovecot.orig"), THEIRS.as_bytes());
        dovecot.arrives(ANNA, &letter("work-off", ""));
        assert_eq!(names(&dovecot, "Work"), ["work-before", "work-on", "work-off"], "{older:?}");
        assert_eq!(names(&dovecot, "Spam"), ["on"], "{older:?}");
    }
}

#[test]
fn a_hidden_script_that_cannot_run_beside_ours_is_put_back_and_ours_goes() {
    let dovecot = with_scripts("");
    dovecot.lay_active(ANNA, "require \"no-such-extension\";");
    let app = app(&dovecot);
    let answer = turn(&app.anna(), "yes");
    assert_eq!(answer.status, 409, "{}", answer.text());
    assert_eq!(dovecot.scripts(ANNA).list(), ["dovecot.orig"], "it could not be run before, either");
}

#[test]
fn rules_of_the_provider_that_cannot_be_included_are_not_switched_off() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("default.sieve");
    std::fs::write(&file, "require \"fileinto\"; fileinto \"Trash\";").unwrap();
    std::fs::set_permissions(folder.path(), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let at = file.display();
    let dovecot = with_scripts(&format!("plugin {{\n  sieve_default = {at}\n  sieve_default_name = provider\n}}\n"));
    let mut scripts = dovecot.scripts(ANNA);
    assert_eq!(scripts.list(), ["*provider"]);
    let app = app(&dovecot);
    let answer = turn(&app.anna(), "yes");
    assert_eq!(answer.status, 409, "{}", answer.text());
    assert!(answer.text().contains("cannot run beside"), "{}", answer.text());
    assert_eq!(scripts.list(), ["*provider"], "nothing was written");
}

#[test]
fn what_the_switch_was_turned_on_for_has_changed_and_a_button_brings_it_up_to_date() {
    let (dovecot, mut theirs) = with_theirs();
    let first = app(&dovecot);
    turned(&first.anna(), "yes");
    let before = ours(&mut theirs);

    // The host names the filter: another mark.
    let named = format!("{}[spam]\ntrust = [\"dspam\"]\n", sieve(dovecot.sieve_port()));
    let app = TestApp::configured(&dovecot, &named);
    let anna = app.anna();
    says(&anna, "On, but out of date");
    assert_eq!(ours(&mut theirs), before, "looking changes nothing");
    assert!(anna.page(PATH).text().contains("Bring up to date"));
    let page = turned(&anna, "yes");
    assert!(page.text().contains("On. Your mail server puts marked mail into Spam."), "{}", page.text());
    assert!(ours(&mut theirs).contains("X-DSPAM-Result") && ours(&mut theirs).contains("\"theirs\""));
    assert_eq!(theirs.list(), ["*postern", "theirs"]);
    dovecot.arrives(ANNA, &letter("dspam", "X-DSPAM-Result: Spam\r\n"));
    dovecot.arrives(ANNA, &letter("work", ""));
    assert_eq!((names(&dovecot, "Spam"), names(&dovecot, "Work")), (vec!["dspam".into()], vec!["work".into()]));

    // The host pins another folder; and it can be switched off as it is.
    assert!(dovecot.imap(ANNA).command("CREATE Other").unwrap().ok());
    let pinned = format!("roles = {{ spam = \"Other\" }}\n{named}");
    let app = TestApp::configured(&dovecot, &pinned);
    let anna = app.anna();
    says(&anna, "On, but out of date");
    turned(&anna, "no");
    assert_eq!(theirs.list(), ["*theirs"]);
    turned(&anna, "yes");
    assert!(ours(&mut theirs).contains("\"Other\""));
}

#[test]
fn a_script_of_ours_that_was_renamed_is_told_by_its_name_and_left_alone() {
    let (dovecot, mut theirs) = with_theirs();
    let app = app(&dovecot);
    let anna = app.anna();
    let page = turned(&anna, "yes");
    theirs.rename("postern", "spam rules");
    says(&anna, "Another program has changed what we wrote");
    says(&anna, "delete the rules called “spam rules”");
    says(&anna, "“theirs”");
    for on in ["yes", "no"] {
        assert_eq!(press(&anna, &page, on).status, 409);
    }
    assert_eq!(theirs.list(), ["*spam rules", "theirs"]);
    // The way out that the page tells.
    theirs.activate("theirs");
    theirs.delete("spam rules");
    turned(&anna, "yes");
    assert_eq!(theirs.list(), ["*postern", "theirs"]);
}

#[test]
fn of_a_changed_script_it_is_told_which_rules_it_names_or_that_nobody_knows() {
    let (dovecot, mut theirs) = with_theirs();
    let app = app(&dovecot);
    let anna = app.anna();
    turned(&anna, "yes");
    let edited = ours(&mut theirs) + "# mine now\r\n";
    theirs.put("postern", &edited);
    says(&anna, "Your own rules, “theirs”, are still named");
    theirs.put("postern", "keep;");
    says(&anna, "cannot tell which of your own rules");
    theirs.put("other", "keep;");
    theirs.activate("other");
    says(&anna, "Your own rules, “other”, are active.");
    assert!(!anna.page(PATH).text().contains("no other active rules"));
}

#[test]
fn without_a_spam_folder_the_script_makes_one_with_the_usual_name() {
    for namespace in [Namespace::Plain, Namespace::InboxPrefixDot] {
        let mailboxes = vec![("Trash".to_owned(), Some("\\Trash"))];
        let dovecot = Dovecot::start(Options { sieve: true, mailboxes, namespace, ..Options::default() });
        let app = app(&dovecot);
        let anna = app.anna();
        turned(&anna, "yes");
        says(&anna, "On. Your mail server puts marked mail into Spam.");
        dovecot.arrives(ANNA, &marked("on"));
        assert_eq!(names(&dovecot, "Spam"), ["on"]);
        says(&anna, "On. Your mail server puts marked mail into Spam.");
    }
}

#[test]
fn without_a_spam_folder_that_could_be_made_there_is_no_button_and_the_page_says_why() {
    let dovecot = with_scripts(
        "plugin {\n  sieve_extensions = -mailbox\n}\nnamespace inbox {\n  mailbox Spam {\n    auto = no\n  }\n}\n",
    );
    assert!(dovecot.imap(ANNA).command("CREATE Spam").unwrap().ok());
    let app = app(&dovecot);
    let anna = app.anna();
    let before = anna.page(PATH);
    assert!(dovecot.imap(ANNA).command("DELETE Spam").unwrap().ok());
    anna.page("/");
    let page = anna.page(PATH);
    assert!(page.text().contains("you have no Spam folder"), "{}", page.text());
    assert!(!page.body.contains("name=\"on\""), "{}", page.text());
    let answer = press(&anna, &before, "yes");
    assert!(answer.status == 404 && answer.text().contains("You have no Spam folder"), "{}", answer.text());
    assert_eq!(dovecot.scripts(ANNA).list(), [""; 0]);
}

#[test]
fn after_a_change_of_the_password_the_page_asks_to_sign_in_again() {
    let mut dovecot = with_scripts("");
    let app = app(&dovecot);
    let anna = app.anna();
    anna.page(PATH);
    let old = dovecot.password(ANNA).to_owned();
    dovecot.change_password(ANNA, "quite another horse");
    // Dovecot reads its list once a second.
    let opens = || RawImap::connect("127.0.0.1", dovecot.imap_port()).unwrap().login(ANNA, &old).unwrap().ok();
    until("the old password opens nothing", || !opens());
    let answer = anna.get(PATH);
    assert_eq!(answer.status, 401, "{}", answer.text());
    assert!(answer.text().contains("Please sign in again"), "{}", answer.text());
}

#[test]
fn no_word_of_the_owners_rules_reaches_the_log() {
    let dovecot = with_scripts("");
    dovecot.lay_active(ANNA, "require \"xyzzy-secret-rule\";");
    let log = Log::default();
    let app = Launcher::before(&dovecot).configured(&sieve(dovecot.sieve_port())).overheard(&log).start();
    assert_eq!(turn(&app.anna(), "yes").status, 409);
    let mut theirs = dovecot.scripts(ANNA);
    theirs.put("xyzzy-circle", "require \"include\";\r\ninclude :optional \"postern\";\r\n");
    theirs.activate("xyzzy-circle");
    assert_eq!(turn(&app.anna(), "yes").status, 403);
    let told = log.text();
    assert!(told.contains("SETACTIVE refused"), "{told}");
    assert!(!told.contains("xyzzy"), "{told}");
}

#[test]
fn the_providers_own_words_are_shown_as_they_are() {
    let dovecot = with_scripts("");
    let words = "Call <us> & ask for \\\"Spam\\\".\\nWe help.";
    let spam = format!(
        "spam = {{ text = \"{words}\", sieve = {{ port = {}, security = \"plain\" }} }}\n",
        dovecot.sieve_port()
    );
    for configured in [spam, format!("spam = {{ text = \"{words}\" }}\n")] {
        let app = TestApp::configured(&dovecot, &configured);
        let page = app.anna().page(PATH);
        assert!(page.body.contains("Call &#60;us&#62; &#38; ask for &#34;Spam&#34;.\nWe help."), "{}", page.body);
    }
}
