//! `/admin`: who is let in, what is shown, and how articles are changed.

mod articles;
mod door;
mod standing;

use hmac::{Hmac, KeyInit as _, Mac as _};
use std::sync::LazyLock;
use support::client::{Browser, Site};
use support::host::closed_port;
use support::launcher::{Launcher, TestApp};

const PASSWORD: &str = "correct horse battery";

/// One that takes no time: tries that are counted come back with time. What `hash-password` prints has a test of its own.
static HASH: LazyLock<String> = LazyLock::new(|| {
    let params = argon2::Params::new(8, 1, 1, None).unwrap();
    let argon2 = argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params);
    argon2::PasswordHasher::hash_password(&argon2, PASSWORD.as_bytes()).unwrap().to_string()
});

/// Adds the sign-in to a configuration, on a free port, and returns that port.
fn with_admin(launcher: Launcher, more: &str) -> (Launcher, u16) {
    let port = closed_port();
    let listen = format!("127.0.0.1:{port}");
    let section = format!("[admin]\npassword_hash = \"{}\"\n{more}\n", *HASH);
    (launcher.configured(&section).with(&[("WEB__ADMIN_LISTEN", &listen)]), port)
}

/// Names the pages on a port of their own.
fn pages_at(port: u16) -> Site {
    Site::at(&format!("http://127.0.0.1:{port}"), "")
}

/// Starts a site without a mail server.
fn start() -> (TestApp, Site) {
    let (launcher, port) = with_admin(Launcher::before(closed_port()), "");
    (launcher.start(), pages_at(port))
}

/// Signs in.
fn signed_in(pages: &Site) -> Browser {
    let browser = pages.browser();
    let answer = browser.post_as_it_is("/admin/login", &[("password", PASSWORD)]);
    assert_eq!((answer.status, answer.location()), (303, "/admin"), "{}", answer.text());
    browser
}

/// Makes the code of the step that is so many steps from now, as an app does (RFC 6238).
fn code(secret: &[u8], steps: i64) -> String {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    let step = i64::try_from(now / 30).unwrap() + steps;
    let mut mac = Hmac::<sha1::Sha1>::new_from_slice(secret).unwrap();
    mac.update(&step.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let at = usize::from(digest[19] & 15);
    let word = u32::from_be_bytes(digest[at..at + 4].try_into().unwrap()) & 0x7fff_ffff;
    format!("{:06}", word % 1_000_000)
}
