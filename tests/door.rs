//! The door: who comes in, what is refused, and what every answer says to the browser.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test says what is wrong by failing")]

#[path = "door/banning.rs"]
mod banning;
#[path = "door/connections.rs"]
mod connections;
#[path = "door/hostile.rs"]
mod hostile;
#[path = "door/limits.rs"]
mod limits;
#[path = "door/program.rs"]
mod program;
#[path = "door/refused.rs"]
mod refused;
#[path = "door/secrets.rs"]
mod secrets;
#[path = "door/shared.rs"]
mod shared;
#[path = "door/signing_in.rs"]
mod signing_in;
#[path = "door/site.rs"]
mod site;
#[path = "door/tools.rs"]
mod tools;
#[path = "door/weight.rs"]
mod weight;
#[path = "door/wire.rs"]
mod wire;

#[path = "support/dovecot/mod.rs"]
#[allow(unused_imports, reason = "no mail is delivered here")]
mod dovecot;
#[path = "support/forms.rs"]
mod forms;
