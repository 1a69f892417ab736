//! What a body is written in, and what is read from it besides a JSON payload: forms, parts, raw
//! bytes, the event's name.

pub(crate) mod content_type;
#[cfg(feature = "forms")]
pub(crate) mod form;
#[cfg(any(feature = "forms", feature = "multipart"))]
pub(crate) mod form_field;
#[cfg(any(feature = "forms", feature = "multipart"))]
pub(crate) mod form_json;
#[cfg(any(feature = "forms", feature = "multipart"))]
pub(crate) mod form_names;
#[cfg(any(feature = "forms", feature = "multipart"))]
pub(crate) mod form_tree;
pub(crate) mod member;
#[cfg(feature = "multipart")]
pub(crate) mod multipart;
#[cfg(feature = "multipart")]
pub(crate) mod part_contents;
#[cfg(any(feature = "multipart", all(feature = "forms", feature = "hmac")))]
pub(crate) mod parts;
pub(crate) mod raw_body;
