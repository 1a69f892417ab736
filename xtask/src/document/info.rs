//! The Info, License and Tag Objects (sections 4.8.2, 4.8.4 and 4.8.22 of version 3.1.1), and how
//! events without a tag are grouped: `x-webhook-groups`.

use serde_json::Value;

use super::fields::{Fields, Reader};
use crate::diagnostic::{Code, Diagnostic, closest};
use crate::place::Location;

/// What the document is about.
#[derive(Debug, Clone, Default)]
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

/// What the document says of the crate that is made of it: `x-crate`.
#[derive(Debug, Clone, Default)]
pub struct Package {
    /// The object; the document's root if there is none.
    pub location: Location,
    /// The name.
    pub name: Option<String>,
    /// The version.
    pub version: Option<String>,
    /// The licence, as an SPDX expression.
    pub license: Option<String>,
    /// The path of the licence's text from the crate's folder.
    pub license_file: Option<String>,
    /// A URL.
    pub repository: Option<String>,
    /// Words by which it is found.
    pub keywords: Option<Vec<String>>,
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

const PACKAGE: &str = "x-crate";

const PACKAGE_KEYS: &[&str] = &[
    "name",
    "version",
    "license",
    "license-file",
    "repository",
    "keywords",
];

const TAG_KEYS: &[&str] = &[
    "name",
    "summary",
    "description",
    "externalDocs",
    "parent",
    "kind",
];

pub(super) fn read_info(reader: &mut Reader, document: &Fields) -> Info {
    let info = Info {
        location: document.location.clone(),
        ..Info::default()
    };
    if document.get("info").is_none() {
        reader.off_spec(
            &document.location,
            "the document has no `info`",
            "add `info` with a `title` and a `version`; the crate is named after the title",
        );
        return info;
    }
    let Some(fields) = reader.described(document, "info", "an Info Object") else {
        return info;
    };
    reader.unknown_keys(&fields, INFO_KEYS);
    for key in ["title", "version"] {
        if fields.any(key).is_none() {
            reader.off_spec(
                &fields.location,
                format!("`info` has no `{key}`"),
                format!("add `{key}`; the specification requires it"),
            );
        }
    }
    Info {
        title: reader.prose(&fields, "title").unwrap_or_default(),
        version: reader.prose(&fields, "version").unwrap_or_default(),
        summary: reader.prose(&fields, "summary"),
        description: reader.prose(&fields, "description"),
        terms_of_service: reader.prose(&fields, "termsOfService"),
        license: read_license(reader, &fields),
        location: fields.location,
    }
}

fn read_license(reader: &mut Reader, info: &Fields) -> Option<License> {
    let fields = reader.described(info, "license", "a License Object")?;
    reader.unknown_keys(&fields, LICENSE_KEYS);
    Some(License {
        name: reader.prose(&fields, "name")?,
        identifier: reader.prose(&fields, "identifier"),
        url: reader.prose(&fields, "url"),
        location: fields.location,
    })
}

pub(super) fn read_package(reader: &mut Reader, document: &Fields) -> Package {
    let none = Package {
        location: document.location.clone(),
        ..Package::default()
    };
    if document.get(PACKAGE).is_none() {
        return none;
    }
    let place = document.location.child(PACKAGE);
    let Some(fields) = reader.object(&place, "what is said of the crate") else {
        return none;
    };
    reader.unknown_keys(&fields, PACKAGE_KEYS);
    Package {
        name: reader.string(&fields, "name"),
        version: reader.string(&fields, "version"),
        license: reader.string(&fields, "license"),
        license_file: reader.string(&fields, "license-file"),
        repository: reader.string(&fields, "repository"),
        keywords: (fields.get("keywords").is_some()).then(|| reader.strings(&fields, "keywords")),
        location: fields.location,
    }
}

pub(super) fn read_tags(reader: &mut Reader, document: &Fields) -> Vec<Tag> {
    let mut tags = Vec::new();
    let Some(items) = reader.listed(document, "tags", "Tag Objects") else {
        return tags;
    };
    for (location, value) in items {
        // A bare name, as operations have it.
        if let Value::String(name) = value {
            reader.off_spec(
                &location,
                "a tag is declared by its name alone",
                format!("write an object: `{{ name: {name} }}`"),
            );
            tags.push(Tag {
                location,
                name: name.clone(),
                description: None,
            });
            continue;
        }
        let Some(fields) = reader.described_at(&location, "a Tag Object") else {
            continue;
        };
        reader.unknown_keys(&fields, TAG_KEYS);
        match reader.prose(&fields, "name") {
            Some(name) => tags.push(Tag {
                location: fields.location.clone(),
                name,
                description: reader.prose(&fields, "description"),
            }),
            None => reader.off_spec(
                &location,
                "the tag has no `name`, so nothing can refer to it",
                "add `name`; the specification requires it",
            ),
        }
    }
    tags
}

const GROUPS: &str = "x-webhook-groups";

/// How events without a tag are grouped, where the document says it: whatever their number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grouping {
    /// All of them are one group.
    Together,
    /// By the part of their names that they share with others.
    ByName,
}

const GROUPINGS: [(&str, Grouping); 2] = [
    ("together", Grouping::Together),
    ("by-name", Grouping::ByName),
];

pub(super) fn read_grouping(reader: &mut Reader, document: &Fields) -> Option<Grouping> {
    document.get(GROUPS)?;
    let text = reader.string(document, GROUPS)?;
    let found = GROUPINGS.iter().find(|(value, _)| *value == text);
    if found.is_none() {
        let help = match closest(&text, GROUPINGS.iter().map(|(value, _)| *value)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write `together` or `by-name`".to_owned(),
        };
        reader.complain(
            Diagnostic::new(
                Code::InvalidValue,
                format!("`{text}` is no value of `{GROUPS}`"),
            )
            .at(document.location.child(GROUPS), "not one of those allowed")
            .help(help),
        );
    }
    found.map(|(_, grouping)| *grouping)
}
