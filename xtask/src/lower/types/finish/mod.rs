//! What is done to the types when all of them are known.

mod loops;
mod presence;
mod shared;
mod wide;

pub(crate) use loops::refuse_loops;
pub(crate) use presence::require_nothing;
pub(crate) use shared::share_members;
pub(crate) use wide::open_wide_objects;
