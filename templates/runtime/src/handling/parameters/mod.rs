//! Parameters of a request's URL: what the texts in a query or a path stand for.

#[cfg(feature = "forms")]
pub(crate) mod object;
pub(crate) mod path;
pub(crate) mod query;
pub(crate) mod value;
