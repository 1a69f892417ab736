//! What a body is written in, and what is read from it besides a JSON payload: forms, parts, raw
//! bytes, the event's name.

pub(crate) mod content_type;
#[cfg(feature = "forms")]
pub(crate) mod form;
pub(crate) mod form_field;
pub(crate) mod form_json;
pub(crate) mod form_names;
pub(crate) mod form_tree;
pub(crate) mod member;
pub(crate) mod multipart;
pub(crate) mod part_contents;
pub(crate) mod raw_body;
