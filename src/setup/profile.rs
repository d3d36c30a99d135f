//! `GET /setup/apple.mobileconfig`: a file that sets up Mail on an iPhone, iPad or Mac (com.apple.mail.managed).
//!
//! No password is in it: the device asks for it.

use super::page::{self, MAX_ADDRESS};
use super::protocol::Protocol;
use super::{signature, xml};
use crate::config::{ServerAddress, SigningFiles};
use crate::mail::Security;
use crate::web::{self, Disposition, Error, Query, Visit, disposition};
use askama::Template;
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse as _;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use std::time::Duration;
use tokio::sync::Semaphore;

/// Files that are signed, or wait for it, at once.
static SIGNED: Semaphore = Semaphore::const_new(32);
/// After this it may be tried again, where there are more.
const SOON: Duration = Duration::from_secs(2);

#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct ProfileQuery {
    address: String,
    protocol: Protocol,
}

#[derive(Template)]
#[template(path = "setup/apple_mobileconfig.xml")]
struct Profile<'a> {
    identifier: String,
    uuid: String,
    account_uuid: String,
    brand: String,
    description: String,
    address: String,
    login: String,
    kind: &'static str,
    incoming: &'a ServerAddress,
    outgoing: &'a ServerAddress,
}

/// Sends the file; 404 where mail cannot be collected in this way, 422 and the page that asks for an address that is none of ours.
pub async fn show(visit: Visit, Query(ProfileQuery { address: typed, protocol }): Query<ProfileQuery>) -> web::Result {
    let address = match visit.served(&typed) {
        Some(address) if xml::is_text(&typed) => address,
        _ => {
            let typed = typed.get(..MAX_ADDRESS).unwrap_or(&typed);
            return page::refuse(&visit, typed, "/setup".to_owned(), protocol);
        }
    };
    let config = visit.state.config();
    let server = config.server_for(address.domain()).ok_or(Error::NotFound)?;
    let (Some(incoming), Some(outgoing)) = (protocol.incoming(server), server.smtp.as_ref()) else {
        return Err(Error::NotFound);
    };
    let brand = xml::allowed(&config.brand.name);
    // What is in here alone decides: who installs it again replaces what was there.
    let said = [address.to_string(), incoming.host.clone(), protocol.slug().to_owned()].join("\n");
    let site = config.web.public_url.host();
    let labels: Vec<&str> = site.split('.').rev().filter(|label| !label.is_empty()).collect();
    let words = [("address", address.to_string().into()), ("brand", brand.as_str().into())];
    let profile = Profile {
        identifier: format!("{}.mail.{}", labels.join("."), short_digest(&said)),
        uuid: uuid(&format!("profile\n{said}")),
        account_uuid: uuid(&format!("account\n{said}")),
        description: xml::allowed(&visit.locale.with("setup-profile-description", &words)),
        brand: brand.clone(),
        login: server.login.of(&address),
        kind: match protocol {
            Protocol::Imap => "EmailTypeIMAP",
            Protocol::Pop => "EmailTypePOP",
        },
        address: address.to_string(),
        incoming,
        outgoing,
    };
    let file = profile.render().map_err(|error| Error::Internal(error.into()))?.into_bytes();
    let file = match config.setup.signing.clone() {
        Some(files) => {
            let _place = SIGNED.try_acquire().map_err(|_| Error::TooManyRequests(SOON))?;
            signed(file, files).await
        }
        None => file,
    };
    let kind = HeaderValue::from_static("application/x-apple-aspen-config");
    let name = disposition(Disposition::Attachment, Some(&format!("{brand}.mobileconfig")), "mail.mobileconfig");
    Ok(([(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, name)], file).into_response())
}

/// Signs the file. A certificate that was spoilt since the start stops nobody: devices take the file without a signature, too.
async fn signed(file: Vec<u8>, files: SigningFiles) -> Vec<u8> {
    let plain = file.clone();
    let work = tokio::task::spawn_blocking(move || {
        let pair = files.read()?;
        signature::sign(&file, &pair).map_err(|error| error.to_string())
    });
    let signed = work.await.map_err(|error| error.to_string()).and_then(|signed| signed);
    signed.unwrap_or_else(|error| {
        tracing::error!("a profile could not be signed: setup.certificate, setup.key: {error}");
        plain
    })
}

fn short_digest(text: &str) -> String {
    Sha256::digest(text).iter().take(8).fold(String::new(), |mut hex, octet| {
        let _ = write!(hex, "{octet:02x}");
        hex
    })
}

/// Makes a UUID of a text, the same each time (RFC 9562, 5.8).
fn uuid(text: &str) -> String {
    let mut octets = [0; 16];
    octets.iter_mut().zip(Sha256::digest(text)).for_each(|(octet, digest)| *octet = digest);
    let number = u128::from_be_bytes(octets);
    let number = number & !(0xf << 76) | 8 << 76;
    let number = number & !(0b11 << 62) | 0b10 << 62;
    let hex = format!("{number:032X}");
    let cut = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    [cut(0, 8), cut(8, 12), cut(12, 16), cut(16, 20), cut(20, 32)].join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_is_of_the_version_for_digests_and_follows_from_the_text() {
        let one = uuid("anna@example.net");
        let groups: Vec<usize> = one.split('-').map(str::len).collect();
        assert_eq!(groups, [8, 4, 4, 4, 12], "{one}");
        assert_eq!(one.chars().nth(14), Some('8'), "{one}");
        assert!(one.chars().nth(19).is_some_and(|c| "89AB".contains(c)), "{one}");
        assert_eq!(one, uuid("anna@example.net"));
        assert_ne!(one, uuid("ben@example.net"));
    }
}
