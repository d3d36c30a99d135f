//! Opens the conversation: greeting, capabilities, STARTTLS, sign-in.
//!
//! async-imap speaks the sign-in (AUTHENTICATE PLAIN where offered, for passwords beyond ASCII; else LOGIN) on our stream.
//! What the server answered is judged by our own reader, from a recording: async-imap gives response codes as text only,
//! and gives up at a line it does not know; then our reader goes on where it stopped.

use super::connect::{self, Stream, TlsRoots};
use super::count;
use super::exchange::{Exchange, Reply};
use crate::imap::codec::{Command, Response, Status};
use crate::imap::types::{Capabilities, Credentials, Endpoint, Error, Refusal, ResponseCode, Result, Security};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures_util::FutureExt as _;
use secrecy::ExposeSecret as _;
use std::net::IpAddr;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt as _, ReadBuf};
use tokio::time::timeout;
use zeroize::Zeroizing;

/// How long the greeting may take.
const GREETING: Duration = Duration::from_secs(15);
/// How long a command before sign-in may take.
const COMMAND: Duration = Duration::from_secs(15);
/// How long sign-in may take; servers delay wrong passwords by some seconds.
const SIGN_IN: Duration = Duration::from_secs(30);
/// Octets of the server's answer to the sign-in that are looked at.
const MAX_RECORDING: usize = 64 * 1024;
/// Opening brackets that async-imap is shown in one line: imap-proto 0.17 reads nested ones by recursion, without a bound.
const MAX_BRACKETS: usize = 32;

/// Connects and hears the greeting, without signing in: is the server there? Returns what it can do before a sign-in.
///
/// # Errors
/// When there is no conversation.
pub(crate) async fn greet(endpoint: &Endpoint, trust: &TlsRoots, answer: Duration) -> Result<Capabilities> {
    let (mut exchange, capabilities) = begin(endpoint, trust, answer).await?;
    // It is polite, and no more is wanted of it.
    let _ = exchange.run(Command::new("LOGOUT"), &capabilities, Duration::from_secs(1)).await;
    Ok(capabilities)
}

/// Connects and hears the greeting; returns what the server can do before a sign-in.
///
/// # Errors
/// When there is no conversation, or none that can be trusted.
pub(crate) async fn begin(endpoint: &Endpoint, trust: &TlsRoots, answer: Duration) -> Result<(Exchange, Capabilities)> {
    let tcp = Box::new(connect::tcp(endpoint).await?);
    let tls = |stream| async { connect::tls(stream, endpoint, trust.config(endpoint)?).await };
    match endpoint.security {
        Security::Plain => hear_greeting(tcp, answer).await,
        Security::Tls => hear_greeting(tls(tcp).await?, answer).await,
        Security::StartTls => {
            let (mut exchange, capabilities) = hear_greeting(tcp, answer).await?;
            if !capabilities.has("STARTTLS") {
                return Err(Error::Tls("the server does not offer STARTTLS".into()));
            }
            match exchange.run(Command::new("STARTTLS"), &capabilities, COMMAND).await {
                Err(Error::Refused(refusal)) => return Err(Error::Tls(refusal.to_string())),
                answer => answer?,
            };
            let mut exchange = Exchange::new(tls(exchange.into_stream()?).await?, answer);
            let capabilities = ask_capabilities(&mut exchange).await?;
            Ok((exchange, capabilities))
        }
    }
}

async fn hear_greeting(stream: Stream, answer: Duration) -> Result<(Exchange, Capabilities)> {
    let mut exchange = Exchange::new(stream, answer);
    let code = match exchange.greeting(GREETING).await? {
        Response::Status { status: Status::Ok, code, .. } => code,
        Response::Status { status: Status::Bye, code, text } => return Err(bye_error(code, text)),
        // Somebody is signed in already, and it is not the person who asked.
        Response::Status { status: Status::Preauth, .. } => return Err(Error::Protocol("PREAUTH")),
        _ => return Err(Error::Protocol("not an IMAP greeting")),
    };
    match code {
        Some(ResponseCode::Capability(capabilities)) => Ok((exchange, capabilities)),
        _ => {
            let capabilities = ask_capabilities(&mut exchange).await?;
            Ok((exchange, capabilities))
        }
    }
}

async fn ask_capabilities(exchange: &mut Exchange) -> Result<Capabilities> {
    let reply = exchange.run(Command::new("CAPABILITY"), &Capabilities::default(), COMMAND).await?;
    Ok(told_capabilities(reply).unwrap_or_default())
}

fn told_capabilities(reply: Reply) -> Option<Capabilities> {
    let untagged = reply.untagged.into_iter().rev().find_map(|response| match response {
        Response::Capability(capabilities) => Some(capabilities),
        _ => None,
    });
    match reply.code {
        Some(ResponseCode::Capability(capabilities)) => Some(capabilities),
        _ => untagged,
    }
}

/// Tells the server for whom a connection is, where it takes that (ID, RFC 2971), before the sign-in: Dovecot then logs, counts and limits
/// by this address (`x-originating-ip`), if it trusts ours (`login_trusted_networks`). A server that refuses goes on without.
///
/// # Errors
/// When the conversation ends.
pub(crate) async fn introduce(exchange: &mut Exchange, before: &Capabilities, client: IpAddr) -> Result<()> {
    if !before.has("ID") {
        return Ok(());
    }
    let told = format!(" (\"name\" \"Postern\" \"x-originating-ip\" \"{}\")", client.to_canonical());
    match exchange.run(Command::new("ID").checked(&told)?, before, COMMAND).await {
        Ok(_) | Err(Error::Refused(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Signs in; returns what the server can do then.
///
/// # Errors
/// [`Error::SignInRefused`] when the server refuses the credentials, with its response code; others when the conversation ends.
pub(crate) async fn sign_in(
    exchange: &mut Exchange,
    before: &Capabilities,
    credentials: &Credentials,
) -> Result<Capabilities> {
    let (user, password) = (credentials.user.as_str(), credentials.password.expose_secret());
    // No string of AUTHENTICATE PLAIN or LOGIN can hold these (RFC 4616, 2; RFC 9051, 9: CHAR8).
    if [user, password].iter().any(|text| text.contains(['\0', '\r', '\n'])) {
        let text = "a character that cannot be sent".to_owned();
        return Err(Error::SignInRefused(Refusal {
            command: "sign-in",
            bad: false,
            code: Some(ResponseCode::AuthenticationFailed),
            text,
        }));
    }
    if before.has("LOGINDISABLED") && !before.has("AUTH=PLAIN") {
        return Err(Error::Tls("the server does not allow sign-in on this connection".into()));
    }
    let began = Instant::now();
    let reply = timeout(exchange.scaled(SIGN_IN), speak(exchange, before, user, password)).await;
    let reply = reply.map_err(|_| Error::Timeout("sign-in")).flatten();
    count::ended("sign-in", began, reply.as_ref());
    match told_capabilities(reply?) {
        Some(capabilities) if !capabilities.is_empty() => Ok(capabilities),
        _ => ask_capabilities(exchange).await,
    }
}

async fn speak(exchange: &mut Exchange, before: &Capabilities, user: &str, password: &str) -> Result<Reply> {
    let said = Arc::new(AtomicBool::new(!before.has("AUTH=PLAIN")));
    let mut recording = Recording::of(exchange.stream(), said.clone());
    let client = async_imap::Client::new(&mut recording);
    // Its verdict is not used: see the head of this file. imap-proto 0.17 panics at `* OK [ALERT]é`.
    let unsaid = if before.has("AUTH=PLAIN") {
        let initial = Zeroizing::new(format!("\0{user}\0{password}"));
        let plain = Plain { initial: initial.clone(), said: said.clone() };
        let _ = AssertUnwindSafe(client.authenticate("PLAIN", plain)).catch_unwind().await;
        (!said.load(Ordering::SeqCst)).then_some(initial)
    } else {
        let _ = AssertUnwindSafe(client.login(user, password)).catch_unwind().await;
        None
    };
    let octets = std::mem::take(&mut recording.octets);
    judge(exchange, &octets, unsaid).await
}

/// Reads the server's verdict from the recording, and from the stream where async-imap gave up before the end.
async fn judge(exchange: &mut Exchange, octets: &[u8], mut unsaid: Option<Zeroizing<String>>) -> Result<Reply> {
    let mut reply = Reply::default();
    let mut recorded = exchange.absorb(octets)?.into_iter();
    let mut bye = None;
    loop {
        let response = match recorded.next() {
            Some(response) => response,
            None => match (exchange.next_response().await, bye.take()) {
                (Ok(response), farewell) => {
                    bye = farewell;
                    response
                }
                (Err(_), Some((code, text))) => return Err(bye_error(code, text)),
                (Err(error), None) => return Err(error),
            },
        };
        match response {
            Response::Tagged { status: Status::Ok, code, .. } => {
                reply.code = code;
                return Ok(reply);
            }
            Response::Tagged { status, code, text, .. } => {
                let code = if is_full(code.as_ref(), &text) { Some(ResponseCode::Limit) } else { code };
                return Err(Error::SignInRefused(Refusal {
                    command: "sign-in",
                    bad: status == Status::Bad,
                    code,
                    text,
                }));
            }
            // A refusal may follow, and says more.
            Response::Status { status: Status::Bye, code, text } => bye = Some((code, text)),
            Response::Continue => {
                if let Some(initial) = unsaid.take() {
                    let line = Zeroizing::new(format!("{}\r\n", STANDARD.encode(initial.as_bytes())));
                    exchange.stream().write_all(line.as_bytes()).await?;
                    exchange.stream().flush().await?;
                }
            }
            Response::Capability(_) => reply.untagged.push(response),
            _ => {}
        }
    }
}

/// Says what a goodbye before the end of the sign-in means: a refusal where the server is full for now, else an end.
fn bye_error(code: Option<ResponseCode>, text: String) -> Error {
    let code = if is_full(code.as_ref(), &text) { Some(ResponseCode::Limit) } else { code };
    match code {
        Some(ResponseCode::Unavailable | ResponseCode::Limit | ResponseCode::InUse) => {
            Error::SignInRefused(Refusal { command: "sign-in", bad: false, code, text })
        }
        _ => Error::Bye(text),
    }
}

/// Tells whether a server that gives no code for it has too many connections; it has not looked at the password then.
///
/// Dovecot before 2.3 "Maximum number of connections from user+IP exceeded", Courier "maximum connection limit reached", Cyrus
/// "Too many open connections", Gmail "[ALERT] Too many simultaneous connections. (Failure)".
fn is_full(code: Option<&ResponseCode>, text: &str) -> bool {
    if !matches!(code, None | Some(ResponseCode::Other(_) | ResponseCode::Capability(_) | ResponseCode::Unavailable)) {
        return false;
    }
    let text = text.to_ascii_lowercase().replace("(failure)", "");
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    // "Too many failed attempts, closing connection" is about passwords.
    has(&["too many", "maximum", "limit", "exceeded"])
        && has(&["connection", "session"])
        && !has(&["attempt", "fail", "password", "credential", "auth", "invalid"])
}

/// Answers AUTHENTICATE PLAIN (RFC 4616, 2), and notes that it did.
struct Plain {
    initial: Zeroizing<String>,
    said: Arc<AtomicBool>,
}

impl async_imap::Authenticator for Plain {
    type Response = Zeroizing<String>;

    fn process(&mut self, _challenge: &[u8]) -> Self::Response {
        self.said.store(true, Ordering::SeqCst);
        self.initial.clone()
    }
}

/// Keeps a copy of what the server says.
#[derive(Debug)]
struct Recording<'a> {
    stream: &'a mut Stream,
    octets: Vec<u8>,
    /// Whether the password has been sent, or needs no `+` before it.
    said: Arc<AtomicBool>,
    /// Whether a line begins with the next octet.
    begins: bool,
    /// Opening brackets in the line that is being read.
    brackets: usize,
}

impl<'a> Recording<'a> {
    fn of(stream: &'a mut Stream, said: Arc<AtomicBool>) -> Self {
        Self { stream, octets: Vec::new(), said, begins: true, brackets: 0 }
    }

    /// Tells whether async-imap may see what came; our own reader sees it in any case.
    ///
    /// async-imap 0.12 overlooks the `+` behind an untagged line: Dovecot sends "* OK Waiting for authentication process to
    /// respond.." when it is slow.
    fn is_understood(&mut self, new: &[u8]) -> bool {
        for &octet in new {
            let untagged = self.begins && octet == b'*';
            self.begins = octet == b'\n';
            match octet {
                b'\n' => self.brackets = 0,
                b'(' => self.brackets += 1,
                _ => {}
            }
            if self.brackets > MAX_BRACKETS || (untagged && !self.said.load(Ordering::SeqCst)) {
                return false;
            }
        }
        true
    }
}

impl AsyncRead for Recording<'_> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<std::io::Result<()>> {
        // Whatever was read is recorded, or our reader would go on in the middle of a line.
        if self.octets.len() > MAX_RECORDING {
            return Poll::Ready(Err(std::io::Error::other("too long an answer to the sign-in")));
        }
        let before = buf.filled().len();
        let polled = Pin::new(&mut *self.stream).poll_read(cx, buf);
        let new = buf.filled().get(before..).unwrap_or_default();
        self.octets.extend_from_slice(new);
        if !self.is_understood(new) {
            buf.set_filled(before);
            return Poll::Ready(Err(std::io::Error::other("not for this reader")));
        }
        polled
    }
}

impl AsyncWrite for Recording<'_> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<std::io::Result<usize>> {
        Pin::new(&mut *self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut *self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut *self.stream).poll_shutdown(cx)
    }
}
