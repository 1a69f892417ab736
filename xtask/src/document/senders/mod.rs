//! Who may deliver, beside what the security of the document says of its API.
//!
//! In: the document's root and its webhooks, read. Out: schemes that the command line or the
//! extensions of other tools say, and a warning where webhooks have nothing but the API's own.

mod foreign;
mod imposed;
mod inherited;

pub(super) use foreign::{Foreign, read_foreign};
pub use imposed::{ImposedKind, ImposedSignature};
pub(super) use inherited::warn_of_inherited;
