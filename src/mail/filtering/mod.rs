//! The spam filter, switched on: whether the mail server files what the filter has marked into Spam. `script` is what the server is
//! given to run, `place` the folder it files into, `found` what stands on the server now, `switch` how that is turned, beside rules
//! of the owner's own, which nobody touches.

pub(in crate::mail) mod error;
pub(in crate::mail) mod found;
pub(in crate::mail) mod place;
pub(in crate::mail) mod script;
pub(in crate::mail) mod switch;
