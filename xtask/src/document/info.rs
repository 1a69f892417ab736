//! The Info, License and Tag Objects (sections 4.8.2, 4.8.4 and 4.8.22 of version 3.1.1).

use super::fields::{Fields, Reader};
use crate::source::Location;

/// What the document is about.
#[derive(Debug, Clone)]
pub struct Info {
    /// The object; the document's root if there is none.
    pub location: Location,
    /// The name of the API; empty if missing, which was complained about.
    pub title: String,
    /// The version of the API; empty if missing, which was complained about.
    pub version: String,
    /// One line.
    pub summary: Option<String>,
    /// Prose in `CommonMark`.
    pub description: Option<String>,
    /// A URL.
    pub terms_of_service: Option<String>,
    /// Under which licence the API may be used.
    pub license: Option<License>,
}

/// A licence.
#[derive(Debug, Clone)]
pub struct License {
    /// The object.
    pub location: Location,
    /// Its name.
    pub name: String,
    /// Its SPDX expression.
    pub identifier: Option<String>,
    /// Where its text is.
    pub url: Option<String>,
}

/// A group of operations.
#[derive(Debug, Clone)]
pub struct Tag {
    /// The object.
    pub location: Location,
    /// The name by which operations refer to it.
    pub name: String,
    /// Prose in `CommonMark`.
    pub description: Option<String>,
}

const INFO_KEYS: &[&str] = &[
    "title",
    "summary",
    "description",
    "termsOfService",
    "contact",
    "license",
    "version",
];

const LICENSE_KEYS: &[&str] = &["name", "identifier", "url"];

const TAG_KEYS: &[&str] = &[
    "name",
    "summary",
    "description",
    "externalDocs",
    "parent",
    "kind",
];

pub(super) fn read_info<'r>(reader: &mut Reader<'r, '_>, document: &Fields<'r>) -> Info {
    let mut info = Info {
        location: document.location.clone(),
        title: String::new(),
        version: String::new(),
        summary: None,
        description: None,
        terms_of_service: None,
        license: None,
    };
    if document.get("info").is_none() {
        reader.missing(&document.location, "info", "the document");
        return info;
    }
    let Some(fields) = reader.child_object(document, "info", "an Info Object") else {
        return info;
    };
    reader.unknown_keys(&fields, INFO_KEYS);
    let owner = "`info`";
    info.title = reader
        .required_string(&fields, "title", owner)
        .unwrap_or_default();
    info.version = reader
        .required_string(&fields, "version", owner)
        .unwrap_or_default();
    info.summary = reader.string(&fields, "summary");
    info.description = reader.string(&fields, "description");
    info.terms_of_service = reader.string(&fields, "termsOfService");
    info.license = read_license(reader, &fields);
    info.location = fields.location;
    info
}

fn read_license<'r>(reader: &mut Reader<'r, '_>, info: &Fields<'r>) -> Option<License> {
    let fields = reader.child_object(info, "license", "a License Object")?;
    reader.unknown_keys(&fields, LICENSE_KEYS);
    Some(License {
        name: reader.required_string(&fields, "name", "the licence")?,
        identifier: reader.string(&fields, "identifier"),
        url: reader.string(&fields, "url"),
        location: fields.location,
    })
}

pub(super) fn read_tags<'r>(reader: &mut Reader<'r, '_>, document: &Fields<'r>) -> Vec<Tag> {
    let items = reader.items(document, "tags", "Tag Objects");
    let mut tags = Vec::new();
    for (location, _) in items.into_iter().flatten() {
        let Some(fields) = reader.object(&location, "a Tag Object") else {
            continue;
        };
        reader.unknown_keys(&fields, TAG_KEYS);
        if let Some(name) = reader.required_string(&fields, "name", "the tag") {
            tags.push(Tag {
                location,
                name,
                description: reader.string(&fields, "description"),
            });
        }
    }
    tags
}
