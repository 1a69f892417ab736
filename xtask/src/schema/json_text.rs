//! JSON within strings.
//!
//! In: what all schemas of a place say together. Out: the schemas of the JSON that a string there
//! holds, be it in Base64. Source: JSON Schema 2020-12, Validation §8: `contentSchema` counts where
//! `contentMediaType` says that the text is JSON.

use serde_json::Value;

use super::Schemas;
use super::conjunction::{Conjunct, Conjunction};
use super::view::View;

/// The ways of coding a text that are read; of the first three, the text is as it is.
const READ: [&str; 5] = ["7bit", "8bit", "binary", "base64", "base64url"];

impl<'a> Schemas<'a> {
    /// The schemas of the JSON that is the text of a string; `None` where nothing says that it is.
    pub fn json_text(&self, view: &View<'a>) -> Option<Conjunction> {
        let is_json = view.text("contentMediaType").is_some_and(is_json);
        let is_read = |encoding: &str| READ.iter().any(|read| encoding.eq_ignore_ascii_case(read));
        let types = view.types();
        let is_text = types.is_none_or(|types| types.contains(&"string"));
        if !is_json || !is_text || !view.text("contentEncoding").is_none_or(is_read) {
            return None;
        }
        let parts = view.parts.iter();
        let described = parts.filter(|part| part.get("contentSchema").is_some());
        let schemas: Vec<(&Value, Conjunct)> = described
            .filter_map(|part| {
                let schema = Conjunct::whole(part.location.child("contentSchema"));
                Some((part.get("contentSchema")?, schema))
            })
            .collect();
        let any = !schemas.is_empty();
        // `true` admits any JSON.
        let objects = schemas.into_iter().filter(|(schema, _)| schema.is_object());
        any.then(|| objects.map(|(_, schema)| schema).collect())
    }
}

/// Whether a media type is one that JSON goes by (RFC 6839, section 3.1).
fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default();
    let essence = essence.trim().to_ascii_lowercase();
    matches!(essence.as_str(), "application/json" | "text/json") || essence.ends_with("+json")
}
