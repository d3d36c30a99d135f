//! What to press and to type in each program, step by step. Menus as they are in the programs of today.

use super::drawing::Value::{
    Address, Host, Kind, Login, Name, Password, Port, Security, SmtpHost, SmtpPort, SmtpSecurity, Version, Word,
};
use super::drawing::{Facts, Step, Value};
use super::program::Program;
use super::protocol::Protocol;

/// The two servers with all that can be asked of them.
const BOTH: [(&str, Value); 8] = [
    ("setup-ui-incoming", Host),
    ("setup-ui-incoming-port", Port),
    ("setup-ui-incoming-security", Security),
    ("setup-ui-outgoing", SmtpHost),
    ("setup-ui-outgoing-port", SmtpPort),
    ("setup-ui-outgoing-security", SmtpSecurity),
    ("setup-ui-user", Login),
    ("setup-ui-password", Password),
];

/// Returns the steps of a program.
pub(super) fn steps(program: Program, facts: &Facts<'_>) -> Vec<Step> {
    let mut steps = match program {
        Program::Iphone => iphone(facts),
        Program::AppleMail => apple_mail(facts),
        Program::Outlook => outlook(facts),
        Program::OutlookClassic => outlook_classic(facts),
        Program::Thunderbird => thunderbird(facts),
        Program::Gmail => gmail(facts),
        Program::SamsungEmail => samsung_email(facts),
        Program::Other => other(facts),
    };
    if facts.protocol == Protocol::Pop {
        steps.push(facts.step("setup-step-keep-copies"));
    }
    steps
}

fn iphone(facts: &Facts<'_>) -> Vec<Step> {
    vec![
        facts.step("setup-iphone-open"),
        facts.others("setup-iphone-other", "setup-ui-add-account", "setup-ui-other"),
        facts.drawn(
            "setup-iphone-account",
            "setup-ui-new-account",
            &[("setup-ui-name", Name), ("setup-ui-email", Address), ("setup-ui-password", Password)],
            "setup-ui-next",
        ),
        facts.drawn(
            "setup-iphone-servers",
            "setup-ui-new-account",
            &[
                ("setup-ui-kind", Kind),
                ("setup-ui-incoming-host-name", Host),
                ("setup-ui-user", Login),
                ("setup-ui-password", Password),
                ("setup-ui-outgoing-host-name", SmtpHost),
                ("setup-ui-user", Login),
                ("setup-ui-password", Password),
            ],
            "setup-ui-next",
        ),
        facts.step("setup-iphone-save"),
    ]
}

fn apple_mail(facts: &Facts<'_>) -> Vec<Step> {
    vec![
        facts.step("setup-mac-open"),
        facts.others("setup-mac-other", "setup-ui-mac-provider", "setup-ui-mac-other"),
        facts.drawn(
            facts.for_kind("setup-mac-account-pop", "setup-mac-account"),
            "setup-ui-mac-account",
            &[("setup-ui-name", Name), ("setup-ui-email-address", Address), ("setup-ui-password", Password)],
            "setup-ui-sign-in",
        ),
        facts.drawn(
            facts.for_kind("setup-mac-servers-pop", "setup-mac-servers"),
            "setup-ui-mac-account",
            &[
                ("setup-ui-email-address", Address),
                ("setup-ui-user", Login),
                ("setup-ui-password", Password),
                ("setup-ui-account-type", Kind),
                ("setup-ui-incoming-mail-server", Host),
                ("setup-ui-outgoing-mail-server", SmtpHost),
            ],
            "setup-ui-sign-in",
        ),
        facts.step("setup-mac-done"),
    ]
}

fn outlook(facts: &Facts<'_>) -> Vec<Step> {
    vec![
        facts.step("setup-outlook-open"),
        facts.drawn(
            "setup-outlook-address",
            "setup-ui-outlook-add",
            &[("setup-ui-email", Address)],
            "setup-ui-continue",
        ),
        facts.kinds("setup-outlook-kind", "setup-ui-outlook-provider", "setup-ui-kind-plain"),
        facts.step(facts.for_kind("setup-outlook-cloud-pop", "setup-outlook-cloud")),
        facts.drawn("setup-outlook-servers", "setup-ui-outlook-sync", &BOTH, "setup-ui-continue"),
        facts.step("setup-outlook-done"),
    ]
}

fn outlook_classic(facts: &Facts<'_>) -> Vec<Step> {
    let server = [
        ("setup-ui-incoming", Host),
        ("setup-ui-incoming-port", Port),
        ("setup-ui-incoming-encryption", Security),
        ("setup-ui-outgoing", SmtpHost),
        ("setup-ui-outgoing-port", SmtpPort),
        ("setup-ui-outgoing-encryption", SmtpSecurity),
    ];
    let mut steps = vec![
        facts.step("setup-classic-open"),
        facts.drawn(
            "setup-classic-address",
            "setup-ui-outlook",
            &[("setup-ui-email-address", Address), ("setup-ui-advanced-options", Word("setup-ui-classic-manual"))],
            "setup-ui-connect",
        ),
        facts.kinds("setup-classic-kind", "setup-ui-classic-advanced", "setup-ui-kind-plain"),
        facts.drawn("setup-classic-servers", "setup-ui-classic-settings", &server, "setup-ui-next"),
        facts.drawn(
            "setup-classic-password",
            "setup-ui-classic-settings",
            &[("setup-ui-password", Password)],
            "setup-ui-connect",
        ),
    ];
    if facts.has_own_login {
        // It takes the address for the user name and asks for no other.
        steps.push(facts.drawn(
            "setup-classic-user",
            "setup-ui-classic-settings",
            &[("setup-ui-user", Login)],
            "setup-ui-next",
        ));
    }
    steps.push(facts.step("setup-classic-done"));
    steps
}

fn thunderbird(facts: &Facts<'_>) -> Vec<Step> {
    vec![
        facts.step("setup-thunderbird-open"),
        facts.drawn(
            "setup-thunderbird-address",
            "setup-ui-thunderbird-add",
            &[("setup-ui-full-name", Name), ("setup-ui-email-address", Address)],
            "setup-ui-continue",
        ),
        facts.kinds("setup-thunderbird-found", "setup-ui-thunderbird-found", "setup-ui-kind-version"),
        facts.drawn(
            "setup-thunderbird-manual",
            "setup-ui-thunderbird-manual",
            &[
                ("setup-ui-protocol", Version),
                ("setup-ui-incoming-hostname", Host),
                ("setup-ui-incoming-port", Port),
                ("setup-ui-incoming-connection", Security),
                ("setup-ui-outgoing-hostname", SmtpHost),
                ("setup-ui-outgoing-port", SmtpPort),
                ("setup-ui-outgoing-connection", SmtpSecurity),
                ("setup-ui-authentication", Word("setup-ui-normal-password")),
                ("setup-ui-username", Login),
            ],
            "setup-ui-continue",
        ),
        facts.step("setup-thunderbird-done"),
    ]
}

fn gmail(facts: &Facts<'_>) -> Vec<Step> {
    vec![
        facts.step("setup-gmail-open"),
        facts.others("setup-gmail-other", "setup-ui-gmail-set-up", "setup-ui-other"),
        facts.drawn("setup-gmail-address", "setup-ui-gmail-add", &[("setup-ui-gmail-enter", Address)], "setup-ui-next"),
        facts.kinds("setup-gmail-kind", "setup-ui-gmail-kind", "setup-ui-kind-gmail"),
        facts.drawn(
            "setup-gmail-incoming",
            "setup-ui-gmail-incoming",
            &[
                ("setup-ui-username", Login),
                ("setup-ui-password", Password),
                ("setup-ui-server", Host),
                ("setup-ui-port", Port),
                ("setup-ui-security-type", Security),
            ],
            "setup-ui-next",
        ),
        facts.drawn(
            "setup-gmail-outgoing",
            "setup-ui-gmail-outgoing",
            &[
                ("setup-ui-username", Login),
                ("setup-ui-password", Password),
                ("setup-ui-smtp-server", SmtpHost),
                ("setup-ui-port", SmtpPort),
                ("setup-ui-security-type", SmtpSecurity),
            ],
            "setup-ui-next",
        ),
        facts.step("setup-gmail-done"),
    ]
}

fn samsung_email(facts: &Facts<'_>) -> Vec<Step> {
    vec![
        facts.step("setup-samsung-open"),
        facts.others("setup-samsung-other", "setup-ui-samsung-set-up", "setup-ui-other"),
        facts.drawn(
            "setup-samsung-address",
            "setup-ui-samsung-add",
            &[("setup-ui-email-address", Address), ("setup-ui-password", Password)],
            "setup-ui-samsung-manual",
        ),
        facts.kinds("setup-samsung-kind", "setup-ui-samsung-kind", "setup-ui-kind-samsung"),
        facts.drawn(
            "setup-samsung-servers",
            "setup-ui-samsung-servers",
            &[
                ("setup-ui-imap-server", Host),
                ("setup-ui-security-type", Security),
                ("setup-ui-port", Port),
                ("setup-ui-username", Login),
                ("setup-ui-smtp-server", SmtpHost),
                ("setup-ui-security-type", SmtpSecurity),
                ("setup-ui-port", SmtpPort),
                ("setup-ui-username", Login),
            ],
            "setup-ui-sign-in",
        ),
        facts.step("setup-samsung-done"),
    ]
}

fn other(facts: &Facts<'_>) -> Vec<Step> {
    vec![
        facts.step("setup-other-open"),
        facts.drawn(
            facts.for_kind("setup-other-account-pop", "setup-other-account"),
            "setup-ui-new-account",
            &[("setup-ui-name", Name), ("setup-ui-email-address", Address), ("setup-ui-password", Password)],
            "setup-ui-next",
        ),
        facts.kinds("setup-other-kind", "setup-ui-account-type", "setup-ui-kind-plain"),
        facts.drawn("setup-other-servers", "setup-ui-servers", &BOTH, "setup-ui-next"),
        facts.step("setup-other-done"),
    ]
}
