//! The state of telling the alternatives of one union apart.
//!
//! In: the schemas of the document. Out: what was found on the way. The questions themselves are in the modules beside this one.

use crate::lower::account::Findings;
use crate::schema::Schemas;

/// The questions to a value of a union, while they are put together.
pub(super) struct Asking<'s, 'a> {
    pub schemas: &'s Schemas<'a>,
    pub findings: Findings,
}
