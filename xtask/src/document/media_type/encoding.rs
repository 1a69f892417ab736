//! The Encoding Object (section 4.8.15 of version 3.1.1).

use super::super::fields::{Fields, Reader};
use super::MediaKind;
use crate::place::Location;

/// How one field of a form, or one part, is written.
#[derive(Debug, Clone)]
pub struct Encoding {
    /// The object, `$ref` followed.
    pub location: Location,
    /// The property that it is about.
    pub property: String,
    /// The media types that it may be written in, where the document says so.
    pub content_type: Option<String>,
    /// How an array or an object is written as text, where the document says so.
    pub style: Option<String>,
    /// Whether each item of an array is a field of its own, where the document says so.
    pub explode: Option<bool>,
    /// What it says, extensions aside, in order.
    pub keys: Vec<String>,
}

impl Encoding {
    /// Whether it is written as JSON.
    #[must_use]
    pub fn is_json(&self) -> bool {
        let media_types = self.content_type.as_deref().unwrap_or_default().split(',');
        let is_json = |name: &str| !name.contains('*') && MediaKind::of(name) == MediaKind::Json;
        media_types.map(str::trim).any(is_json)
    }
}

const KEYS: &[&str] = &[
    "contentType",
    "headers",
    "style",
    "explode",
    "allowReserved",
    "encoding",
    "prefixEncoding",
    "itemEncoding",
];

/// The objects under `encoding`, in order.
pub(super) fn read_encodings(reader: &mut Reader, media_type: &Fields) -> Vec<Encoding> {
    let Some(entries) = reader.described(media_type, "encoding", "a map of Encoding Objects")
    else {
        return Vec::new();
    };
    let mut encodings = Vec::new();
    for (property, _) in entries.entries() {
        let location = entries.location.child(property);
        let Some(fields) = reader.described_at(&location, "an Encoding Object") else {
            continue;
        };
        reader.unknown_keys(&fields, KEYS);
        let keys = fields.entries().map(|(key, _)| key.clone());
        encodings.push(Encoding {
            property: property.clone(),
            content_type: reader.annotation(&fields, "contentType"),
            style: reader.annotation(&fields, "style"),
            explode: reader.boolean(&fields, "explode"),
            keys: keys.filter(|key| KEYS.contains(&key.as_str())).collect(),
            location: fields.location,
        });
    }
    encodings
}
