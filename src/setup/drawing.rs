//! Small drawings of the windows of mail programs, with the reader's own settings in them (`templates/setup/drawing.html`).

use super::protocol::Protocol;
use crate::config::ServerAddress;
use crate::i18n::{Arg, Locale};

/// Providers that mail programs name.
const KNOWN: [&str; 2] = ["Google", "Yahoo"];

/// Something to do, and what it looks like.
pub(crate) struct Step {
    pub(crate) text: String,
    pub(crate) drawing: Option<Drawing>,
}

/// A window: its title, what is to be filled in, what is to be chosen, and the button to press.
#[derive(Default)]
pub(crate) struct Drawing {
    pub(crate) title: String,
    pub(crate) fields: Vec<Field>,
    /// What can be chosen, and whether it is to be.
    pub(crate) choices: Vec<(String, bool)>,
    pub(crate) button: Option<String>,
}

/// A field of a window.
pub(crate) struct Field {
    pub(crate) label: String,
    pub(crate) value: String,
    /// Whether it is to be typed letter by letter; else it only says what belongs there.
    pub(crate) is_literal: bool,
}

/// What belongs into a field.
#[derive(Debug, Clone, Copy)]
pub(super) enum Value {
    Name,
    Address,
    Password,
    Login,
    /// Of the server that mail is collected from.
    Host,
    Port,
    Security,
    /// Of the server that mail is sent through.
    SmtpHost,
    SmtpPort,
    SmtpSecurity,
    /// The kind of the account: IMAP or POP.
    Kind,
    /// The same with its version: IMAP or POP3.
    Version,
    /// What a program calls the use of a password.
    Word(&'static str),
}

/// What is known of the reader's mailbox.
pub(super) struct Facts<'a> {
    pub(super) l: &'a Locale,
    pub(super) brand: &'a str,
    pub(super) address: Option<String>,
    pub(super) login: String,
    /// Whether the user name is another than the address, whoever's that is.
    pub(super) has_own_login: bool,
    pub(super) protocol: Protocol,
    pub(super) incoming: &'a ServerAddress,
    pub(super) smtp: Option<&'a ServerAddress>,
}

impl Facts<'_> {
    /// Says something to do; the sentence may name the brand, the address and the kind of the account.
    pub(super) fn step(&self, key: &str) -> Step {
        let args: [(&str, Arg); 4] = [
            ("brand", self.brand.into()),
            ("address", self.field(Value::Address).0.into()),
            ("kind", self.protocol.name().into()),
            ("version", self.protocol.name_with_version().into()),
        ];
        Step { text: self.l.with(key, &args), drawing: None }
    }

    /// The same with a window, and the button to press in it.
    pub(super) fn drawn(&self, key: &str, title: &str, fields: &[(&str, Value)], button: &str) -> Step {
        let field = |(label, value): &(&str, Value)| {
            let (value, is_literal) = self.field(*value);
            Field { label: self.l.t(label), value, is_literal }
        };
        let fields = fields.iter().map(field).collect();
        let button = (!button.is_empty()).then(|| self.l.t(button));
        let drawing = Drawing { title: self.l.t(title), fields, choices: Vec::new(), button };
        Step { drawing: Some(drawing), ..self.step(key) }
    }

    /// The same with a window in which the kind of the account is to be chosen; `word` is what a kind is called there.
    pub(super) fn kinds(&self, key: &str, title: &str, word: &str) -> Step {
        let choice = |protocol: Protocol| {
            let args = [("kind", protocol.name().into()), ("version", protocol.name_with_version().into())];
            (self.l.with(word, &args), protocol == self.protocol)
        };
        self.choosing(key, title, [Protocol::Imap, Protocol::Pop].map(choice).to_vec())
    }

    /// The same with a window in which "Other" is to be chosen, below the providers that the program knows.
    pub(super) fn others(&self, key: &str, title: &str, word: &str) -> Step {
        let known = KNOWN.map(|name| (name.to_owned(), false));
        self.choosing(key, title, known.into_iter().chain([(self.l.t(word), true)]).collect())
    }

    fn choosing(&self, key: &str, title: &str, choices: Vec<(String, bool)>) -> Step {
        Step { drawing: Some(Drawing { title: self.l.t(title), choices, ..Drawing::default() }), ..self.step(key) }
    }

    /// Returns one of two keys: for POP, or for IMAP.
    pub(super) fn for_kind<'a>(&self, pop: &'a str, imap: &'a str) -> &'a str {
        if self.protocol == Protocol::Pop { pop } else { imap }
    }

    fn field(&self, value: Value) -> (String, bool) {
        let of = |server: Option<&ServerAddress>, fact: fn(&ServerAddress) -> String| match server {
            Some(server) => (fact(server), true),
            None => (self.l.t("help-setting-unknown"), false),
        };
        let host = |server: &ServerAddress| server.host.clone();
        let port = |server: &ServerAddress| server.port.to_string();
        let security = |server: &ServerAddress| server.security.word().to_owned();
        match value {
            Value::Name => (self.l.t("setup-value-name"), false),
            Value::Password => (self.l.t("setup-value-password"), false),
            Value::Address => match &self.address {
                Some(address) => (address.clone(), true),
                None => (self.l.t("help-login-address"), false),
            },
            Value::Login => (self.login.clone(), self.address.is_some()),
            Value::Host => of(Some(self.incoming), host),
            Value::Port => of(Some(self.incoming), port),
            Value::Security => of(Some(self.incoming), security),
            Value::SmtpHost => of(self.smtp, host),
            Value::SmtpPort => of(self.smtp, port),
            Value::SmtpSecurity => of(self.smtp, security),
            Value::Kind => (self.protocol.name().to_owned(), true),
            Value::Version => (self.protocol.name_with_version().to_owned(), true),
            Value::Word(key) => (self.l.t(key), false),
        }
    }
}
