//! What every request may ask for: configuration, store, languages, articles, mail servers, limits. Knows no feature and no page.

mod admin;
mod app_state;
mod assets;
mod failures;
mod limiter;
mod pictures;
mod request_limits;
mod shelf;
mod sign_in_tries;
mod signing_key;
mod store_pulse;
mod tries;
mod votes;

pub use admin::{AdminGate, AdminSession, NotLetIn, hash_password};
pub use app_state::{AppState, mail_server};
pub use assets::{Asset, Assets};
pub use failures::Failures;
pub use limiter::{Limiter, RateDecision};
pub use pictures::{Allowed, AllowedPictures, PicturePermissions};
pub use request_limits::{RequestLimits, RequestPermit};
pub use shelf::{Draft, SaveError, Shelf};
pub use sign_in_tries::{Declined, SignInTries, SignInTry};
pub use signing_key::SigningKey;
pub use store_pulse::StorePulse;
pub use votes::{Ballot, CastError, Votes};
