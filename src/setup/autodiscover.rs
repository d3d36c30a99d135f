//! What Outlook asks (Microsoft's "POX" Autodiscover), and the pointer to it for programs that ask in JSON.
//!
//! No sign-in, and the same answer for a mailbox that is there and for one that is not.

use super::question::Question;
use super::xml;
use crate::config::ServerAddress;
use crate::mail::{Address, Security};
use crate::state::AppState;
use askama::Template;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use jiff::Timestamp;

/// Where Outlook asks.
pub const PATH: &str = "/autodiscover/autodiscover.xml";
/// Where programs ask for that place.
pub const POINTER_PATH: &str = "/autodiscover/autodiscover.json";

/// What an answer for Outlook is called; programs of today write https, others http.
const SCHEMA: &str = "autodiscover/outlook/responseschema";

#[derive(Template)]
#[template(path = "setup/autodiscover.xml")]
struct Settings<'a> {
    address: String,
    login: String,
    /// The preferred one first. All stand in one account: of several, Outlook takes one alone.
    services: Vec<Service<'a>>,
}

struct Service<'a> {
    protocol: &'static str,
    address: &'a ServerAddress,
    ssl: &'static str,
    /// What decides in newer versions, instead of `ssl`.
    encryption: &'static str,
}

impl<'a> Service<'a> {
    fn of(protocol: &'static str, address: &'a ServerAddress) -> Self {
        let (ssl, encryption) = match address.security {
            Security::Tls => ("on", "SSL"),
            Security::StartTls => ("on", "TLS"),
            Security::Plain => ("off", "None"),
        };
        Self { protocol, address, ssl, encryption }
    }
}

#[derive(Template)]
#[template(path = "setup/autodiscover_error.xml")]
struct Refusal {
    time: String,
    code: u16,
    message: &'static str,
}

/// Answers Outlook: 200 with error 600 for what is no question, 601 for one of another kind, 404 for a domain not served.
pub async fn answer(State(state): State<AppState>, body: Bytes) -> Response {
    let Some(question) = Question::read(&body) else { return refuse(600, "Invalid Request") };
    if !question.schema.is_empty() && !question.schema.to_ascii_lowercase().contains(SCHEMA) {
        return refuse(601, "The requested schema version is not supported");
    }
    let address = match Address::parse(&question.address) {
        Ok(address) if xml::is_text(&question.address) => address,
        _ => return refuse(600, "Invalid Request"),
    };
    let Some(server) = state.config().server_for(address.domain()) else {
        return (StatusCode::NOT_FOUND, "there is no mail of this domain here\n").into_response();
    };
    let mut services = vec![Service::of("IMAP", server.public_imap())];
    services.extend(server.pop.iter().map(|address| Service::of("POP3", address)));
    services.extend(server.smtp.iter().map(|address| Service::of("SMTP", address)));
    xml::answer(&Settings { login: server.login.of(&address), address: address.to_string(), services })
}

/// Asks for a question: this place is no page.
pub async fn refuse_reading() -> Response {
    refuse(600, "Invalid Request")
}

fn refuse(code: u16, message: &'static str) -> Response {
    xml::answer(&Refusal { time: Timestamp::now().strftime("%H:%M:%S.%f").to_string(), code, message })
}

/// Tells where [`answer`] is.
pub async fn point(State(state): State<AppState>, RawQuery(query): RawQuery) -> Response {
    let mut protocol = None;
    let mut address = None;
    for (name, value) in url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
        match name.to_ascii_lowercase().as_str() {
            "protocol" => protocol = Some(value.into_owned()),
            "email" => address = Some(value.into_owned()),
            _ => {}
        }
    }
    pointer(&state, protocol.as_deref(), address.as_deref())
}

/// The same, for an address in the path.
pub async fn point_for(
    State(state): State<AppState>,
    crate::web::Path(address): crate::web::Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let query = query.unwrap_or_default();
    let mut pairs = url::form_urlencoded::parse(query.as_bytes());
    let protocol = pairs.find(|(name, _)| name.eq_ignore_ascii_case("protocol")).map(|(_, value)| value);
    pointer(&state, protocol.as_deref(), Some(&address))
}

fn pointer(state: &AppState, protocol: Option<&str>, address: Option<&str>) -> Response {
    let refuse = |status: StatusCode, code: &str, message: &str| {
        (status, Json(serde_json::json!({ "ErrorCode": code, "ErrorMessage": message }))).into_response()
    };
    match protocol {
        Some(protocol) if protocol.eq_ignore_ascii_case("AutodiscoverV1") => {}
        Some(_) => {
            let message = "The protocol is not supported. Supported: AutodiscoverV1";
            return refuse(StatusCode::BAD_REQUEST, "InvalidProtocol", message);
        }
        None => {
            let message = "A valid value must be provided for the query parameter 'Protocol'";
            return refuse(StatusCode::BAD_REQUEST, "MandatoryParameterMissing", message);
        }
    }
    match address.map(Address::parse) {
        Some(Err(_)) => return refuse(StatusCode::UNPROCESSABLE_ENTITY, "InvalidUserId", "This is not an address"),
        Some(Ok(address)) if state.config().server_for(address.domain()).is_none() => {
            return refuse(StatusCode::NOT_FOUND, "UserNotFound", "There is no mail of this domain here");
        }
        _ => {}
    }
    let url = format!("{}{PATH}", state.config().web.public_url.origin());
    Json(serde_json::json!({ "Protocol": "AutodiscoverV1", "Url": url })).into_response()
}
