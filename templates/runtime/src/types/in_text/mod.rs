//! JSON that stands in a string, as it is or in Base64.
//!
//! In: the text of a member. Out: the value that the JSON in it stands for, and the same text again
//! when it is written. Nothing here knows what the value is.

pub(crate) mod base64_json;
pub(crate) mod json_text;
pub(crate) mod text_within;
