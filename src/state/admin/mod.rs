//! Who is let in to `/admin`: a password, perhaps a code, few tries, and a session that ends soon.

mod gate;
mod password;
mod totp;

pub use gate::{AdminGate, AdminSession, NotLetIn};
pub use password::hash_password;
