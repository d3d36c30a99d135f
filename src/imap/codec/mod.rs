//! From octets to responses, and from commands to octets: `framer` cuts the stream, `tokens` a response, `response` says what it
//! means; `command` is the only place where wire text is built. No input or output of its own, no recursion, a limit on everything.

mod body_structure;
mod command;
mod framer;
mod response;
mod response_code;
mod tokens;
mod values;

pub(super) use command::Command;
#[cfg(fuzzing)]
pub(super) use framer::Frame;
pub(super) use framer::{Framed, Framer, KEEP};
pub(super) use response::{Response, Status};
pub(super) use values::FoundRange;
