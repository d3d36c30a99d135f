//! The conversation on one connection (RFC 5804, 2): greeting, STARTTLS, sign-in, scripts.

use super::code::Code;
use super::codec::{Decoder, End, Response, Status, Token};
use super::command::{Command, ScriptName};
use super::error::{Error, Refusal, Result, not_understood};
use crate::imap::{self, Credentials, Endpoint, Fence, Security, Stream, TlsRoots};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use secrecy::ExposeSecret as _;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::timeout;
use zeroize::Zeroizing;

/// Octets that a command may bring, over all lines and literals: some capabilities, or a line for each script.
const MAX_ANSWER: usize = 64 * 1024;
/// Octets that GETSCRIPT may bring besides: the largest script that servers take, unless their host says otherwise (Pigeonhole).
const MAX_SCRIPT: usize = 1024 * 1024;

/// A script of the owner's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    /// What it is called.
    pub name: ScriptName,
    /// Whether it is the one that runs over what is delivered (RFC 5804, 1.4); at most one is.
    pub is_active: bool,
}

/// What a server says it can do (RFC 5804, 1.7).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Capabilities {
    /// The extensions of Sieve, in lower case.
    extensions: Vec<String>,
    /// The mechanisms of the sign-in, in capitals.
    mechanisms: Vec<String>,
    starttls: bool,
    /// Whether it is a server of RFC 5804, and not of the drafts before it: it knows CHECKSCRIPT.
    is_of_the_rfc: bool,
}

impl Capabilities {
    /// Tells whether a script may require this extension, by its name in lower case.
    pub fn has(&self, extension: &str) -> bool {
        self.extensions.iter().any(|known| known == extension)
    }

    fn read(lines: Vec<Vec<Token>>) -> Self {
        let mut found = Self::default();
        for line in lines {
            let mut texts = line.iter().filter_map(|token| match token {
                Token::Text(text) => Some(String::from_utf8_lossy(text).into_owned()),
                _ => None,
            });
            let (name, value) = (texts.next().unwrap_or_default(), texts.next().unwrap_or_default());
            match name.to_ascii_uppercase().as_str() {
                "SIEVE" => found.extensions = value.split_whitespace().map(str::to_ascii_lowercase).collect(),
                "SASL" => found.mechanisms = value.split_whitespace().map(str::to_ascii_uppercase).collect(),
                "STARTTLS" => found.starttls = true,
                "VERSION" => found.is_of_the_rfc = true,
                _ => {}
            }
        }
        found
    }
}

/// A signed-in connection. After any error but a refusal it is broken, and stays so.
#[derive(Debug)]
pub struct Client {
    line: Line,
    capabilities: Capabilities,
    /// Counts this connection among those of the server.
    _slot: Option<OwnedSemaphorePermit>,
}

/// What a command brought before its OK, and the code of that.
#[derive(Debug)]
struct Answer {
    lines: Vec<Vec<Token>>,
    code: Option<Code>,
}

/// Octets in and out, one command at a time.
#[derive(Debug)]
struct Line {
    stream: Stream,
    decoder: Decoder,
    answer: Duration,
    /// Half-way through an answer: nobody knows what comes next.
    is_broken: bool,
    /// Until when something may be sent, where that is bounded.
    fence: Option<Fence>,
}

impl Client {
    /// Sends from now on only while this holds.
    pub fn bound_by(mut self, fence: Option<Fence>) -> Self {
        self.line.fence = fence;
        self
    }

    /// Connects and signs in (AUTHENTICATE PLAIN, RFC 5804, 2.1 and RFC 4616); each answer may take so long.
    ///
    /// # Errors
    /// [`Error::SignInRefused`] when the server refuses the credentials; [`Error::Line`] when there is no conversation, or none that
    /// may carry a password.
    pub(super) async fn open(
        endpoint: &Endpoint,
        trust: &TlsRoots,
        credentials: &Credentials,
        answer: Duration,
    ) -> Result<Self> {
        let tcp: Stream = Box::new(imap::tcp(endpoint).await?);
        let tls = |stream| async { imap::tls(stream, endpoint, trust.config(endpoint)?).await };
        let (mut line, before) = match endpoint.security {
            Security::Plain => Line::greeted(tcp, answer).await?,
            Security::Tls => Line::greeted(tls(tcp).await?, answer).await?,
            Security::StartTls => {
                let (mut line, capabilities) = Line::greeted(tcp, answer).await?;
                if !capabilities.starttls {
                    return Err(imap::Error::Tls("the server does not offer STARTTLS".into()).into());
                }
                match line.ask(Command::new("STARTTLS")).await {
                    Err(Error::Refused(refusal)) => return Err(imap::Error::Tls(refusal.to_string()).into()),
                    answer => answer?,
                };
                // What was said before TLS must not count after it.
                if !line.decoder.is_empty() {
                    return Err(imap::Error::Tls("text injected before TLS".into()).into());
                }
                // The server tells its capabilities anew, unasked (RFC 5804, 2.2).
                Line::greeted(tls(line.stream).await?, answer).await?
            }
        };
        if !before.mechanisms.iter().any(|mechanism| mechanism == "PLAIN") {
            return Err(imap::Error::Tls("the server does not allow sign-in on this connection".into()).into());
        }
        line.sign_in(credentials).await?;
        // What scripts may require is told for each owner apart.
        let capabilities = Capabilities::read(line.ask(Command::new("CAPABILITY")).await?.lines);
        Ok(Self { line, capabilities, _slot: None })
    }

    pub(super) fn counted(self, slot: OwnedSemaphorePermit) -> Self {
        Self { _slot: Some(slot), ..self }
    }

    /// Returns what the server can do for this owner.
    pub fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    /// Lists the owner's scripts (LISTSCRIPTS, RFC 5804, 2.7).
    ///
    /// # Errors
    /// When the list did not come whole: that is never "no scripts".
    pub async fn scripts(&mut self) -> Result<Vec<Script>> {
        let Answer { lines, .. } = self.line.ask(Command::new("LISTSCRIPTS")).await?;
        let mut scripts = Vec::new();
        for line in lines {
            let (name, is_active) = match line.as_slice() {
                [Token::Text(name)] => (name, false),
                [Token::Text(name), Token::Word(word)] if word.eq_ignore_ascii_case("ACTIVE") => (name, true),
                _ => return Err(not_understood("a list of scripts")),
            };
            let name = std::str::from_utf8(name).ok().and_then(ScriptName::parse);
            scripts.push(Script { name: name.ok_or(not_understood("the name of a script"))?, is_active });
        }
        match scripts.iter().filter(|script| script.is_active).count() {
            0 | 1 => Ok(scripts),
            _ => Err(not_understood("more than one active script")),
        }
    }

    /// Fetches a script (GETSCRIPT, RFC 5804, 2.9); `None` where there is none of that name.
    ///
    /// # Errors
    /// When it did not come whole.
    pub async fn script(&mut self, name: &ScriptName) -> Result<Option<Vec<u8>>> {
        let lines = match self.line.ask(Command::new("GETSCRIPT").string(name.as_str())).await {
            Err(Error::Refused(Refusal { code: Some(Code::NonExistent), .. })) => return Ok(None),
            answer => answer?.lines,
        };
        let mut lines = lines.into_iter();
        match (lines.next().as_deref(), lines.next()) {
            (Some([Token::Text(text)]), None) => Ok(Some(text.clone())),
            _ => Err(not_understood("a script")),
        }
    }

    /// Asks whether there is room for a script of so many octets (HAVESPACE, RFC 5804, 2.5).
    ///
    /// # Errors
    /// [`Error::Refused`] with [`Code::Quota`] where there is none.
    pub async fn have_space(&mut self, name: &ScriptName, octets: usize) -> Result<()> {
        self.line.does(Command::new("HAVESPACE").string(name.as_str()).number(octets)).await?;
        Ok(())
    }

    /// Asks whether the server could run a script (CHECKSCRIPT, RFC 5804, 2.12), and returns the code of its yes:
    /// [`Code::Warnings`] where something is odd about it. Servers that are older than the command are not asked.
    ///
    /// # Errors
    /// [`Error::Refused`] where it could not.
    pub async fn check(&mut self, text: &str) -> Result<Option<Code>> {
        if !self.capabilities.is_of_the_rfc {
            return Ok(None);
        }
        self.line.does(Command::new("CHECKSCRIPT").literal(text)).await
    }

    /// Writes a script, over one of the same name if there is one (PUTSCRIPT, RFC 5804, 2.6).
    ///
    /// # Errors
    /// [`Error::Refused`] when the server does not take it: then nothing has changed.
    pub async fn put(&mut self, name: &ScriptName, text: &str) -> Result<()> {
        self.line.does(Command::new("PUTSCRIPT").string(name.as_str()).literal(text)).await?;
        Ok(())
    }

    /// Makes a script the active one, and the one before it inactive; `None` makes none active (SETACTIVE, RFC 5804, 2.8).
    ///
    /// # Errors
    /// [`Error::Refused`] when the server does not do it: then nothing has changed.
    pub async fn activate(&mut self, name: Option<&ScriptName>) -> Result<()> {
        self.line.does(Command::new("SETACTIVE").string(name.map_or("", ScriptName::as_str))).await?;
        Ok(())
    }

    /// Deletes a script that is not active (DELETESCRIPT, RFC 5804, 2.10).
    ///
    /// # Errors
    /// [`Error::Refused`] with [`Code::Active`] for the active one, or [`Code::NonExistent`].
    pub async fn delete(&mut self, name: &ScriptName) -> Result<()> {
        self.line.does(Command::new("DELETESCRIPT").string(name.as_str())).await?;
        Ok(())
    }

    /// Says goodbye (LOGOUT, RFC 5804, 2.3), and waits for no answer.
    pub async fn log_out(mut self) {
        if !self.line.is_broken {
            let _ = timeout(self.line.answer, self.line.send(Command::new("LOGOUT"))).await;
        }
    }
}

impl Line {
    /// Waits until the server has told its capabilities, at the beginning and after TLS.
    async fn greeted(stream: Stream, answer: Duration) -> Result<(Self, Capabilities)> {
        let mut line = Self { stream, decoder: Decoder::default(), answer, is_broken: false, fence: None };
        let told = line.answer_to("greeting").await?.lines;
        Ok((line, Capabilities::read(told)))
    }

    async fn sign_in(&mut self, credentials: &Credentials) -> Result<()> {
        let (user, password) = (credentials.user.as_str(), credentials.password.expose_secret());
        // RFC 4616, 2: NUL stands between the two.
        if [user, password].iter().any(|text| text.contains('\0')) {
            return Err(Error::SignInRefused(Refusal { command: "AUTHENTICATE", code: None }));
        }
        let initial = Zeroizing::new(format!("\0{user}\0{password}"));
        let encoded = Zeroizing::new(STANDARD.encode(initial.as_bytes()));
        match self.does(Command::new("AUTHENTICATE").string("PLAIN").string(&encoded)).await {
            Err(Error::Refused(refusal)) => Err(Error::SignInRefused(refusal)),
            answer => answer.map(|_| ()),
        }
    }

    /// Sends a command that brings nothing but its end, and returns the code of that.
    async fn does(&mut self, command: Command) -> Result<Option<Code>> {
        let Answer { lines, code } = self.ask(command).await?;
        if lines.is_empty() { Ok(code) } else { Err(not_understood("an answer nobody asked for")) }
    }

    /// Sends a command and takes what it brings; NO is an error.
    async fn ask(&mut self, command: Command) -> Result<Answer> {
        if self.is_broken {
            return Err(imap::Error::Closed.into());
        }
        let name = command.name;
        self.is_broken = true;
        timeout(self.answer, self.send(command)).await.map_err(|_| imap::Error::Timeout(name))??;
        self.answer_to(name).await
    }

    async fn send(&mut self, command: Command) -> Result<()> {
        if self.fence.as_ref().is_some_and(|fence| !fence.holds()) {
            return Err(imap::Error::TurnLost.into());
        }
        self.stream.write_all(&command.finished()).await?;
        Ok(self.stream.flush().await?)
    }

    async fn answer_to(&mut self, command: &'static str) -> Result<Answer> {
        self.is_broken = true;
        self.decoder.allow(if command == "GETSCRIPT" { MAX_ANSWER + MAX_SCRIPT } else { MAX_ANSWER });
        let reading = timeout(self.answer, self.read_to_the_end());
        let (lines, End { status, code }) = reading.await.map_err(|_| imap::Error::Timeout(command))??;
        match status {
            Status::Ok => {
                self.is_broken = false;
                Ok(Answer { lines, code })
            }
            Status::No => {
                self.is_broken = false;
                Err(Error::Refused(Refusal { command, code }))
            }
            Status::Bye if code == Some(Code::TryLater) => Err(imap::Error::Busy.into()),
            Status::Bye => Err(imap::Error::Bye(code.map(|code| code.to_string()).unwrap_or_default()).into()),
        }
    }

    async fn read_to_the_end(&mut self) -> Result<(Vec<Vec<Token>>, End)> {
        let mut lines = Vec::new();
        loop {
            match self.decoder.next()? {
                Some(Response::Data(line)) => lines.push(line),
                Some(Response::End(end)) => return Ok((lines, end)),
                None => {
                    if self.stream.read_buf(&mut self.decoder.octets).await? == 0 {
                        return Err(imap::Error::Closed.into());
                    }
                }
            }
        }
    }
}
