//! The version that a document says: the key `openapi`, and `swagger` of versions that have no
//! webhooks.

use serde_json::Value;

use super::fields::{Fields, Reader};
use crate::diagnostic::{Code, Diagnostic, Place};

/// The versions that are read, in any patch.
const READ: [&str; 3] = ["3.0", "3.1", "3.2"];

/// The minor version that later ones are read as.
const LATEST: u32 = 2;

const HELP: &str = "versions 3.0 to 3.2 are read; convert the document to 3.1, where webhooks stand under `webhooks`";

/// The version, if it is one that is read. A number is taken as it is written.
pub(super) fn read_version(reader: &mut Reader, fields: &Fields) -> Option<String> {
    let Some(value) = fields.get("openapi") else {
        let (place, message) = if let Some(swagger) = fields.get("swagger") {
            let version = swagger
                .as_str()
                .map_or_else(|| swagger.to_string(), str::to_owned);
            let message = format!("this is a document of Swagger {version}, which has no webhooks");
            (Place::from(fields.location.child("swagger")), message)
        } else {
            let message = "the document does not say its version: `openapi` is missing".to_owned();
            (Place::from(&fields.location), message)
        };
        let diagnostic = Diagnostic::new(Code::UnsupportedVersion, message);
        let help = if fields.get("swagger").is_some() {
            HELP
        } else {
            "start the document with `openapi: 3.1.0`"
        };
        reader.complain(diagnostic.at(place, "").help(help));
        return None;
    };
    let place = fields.location.child("openapi");
    let version = match value {
        Value::String(_) | Value::Number(_) => reader.string_at(&place, value)?,
        _ => {
            reader.wrong_type(&place, value, "a text such as `3.1.0`");
            return None;
        }
    };
    let mut parts = version.trim().split('.');
    let minor = format!(
        "{}.{}",
        parts.next().unwrap_or_default(),
        parts.next().unwrap_or_default()
    );
    let later = minor
        .strip_prefix("3.")
        .and_then(|minor| minor.parse::<u32>().ok());
    if later.is_some_and(|minor| minor > LATEST) {
        reader.off_spec(
            place,
            format!("OpenAPI version `{version}` is read as 3.{LATEST}"),
            format!("what is new since then is not known here; say `openapi: 3.{LATEST}.0` if nothing of it is used"),
        );
        return Some(version);
    }
    if !READ.contains(&minor.as_str()) {
        let message = format!("OpenAPI version `{version}` is not supported");
        let diagnostic = Diagnostic::new(Code::UnsupportedVersion, message);
        reader.complain(diagnostic.at(place, "this version").help(HELP));
        return None;
    }
    // Whatever stands behind a hyphen is a release on the way to that version (Semantic Versioning
    // 2.0.0, item 9).
    let patch = version.trim().split('-').next().unwrap_or_default();
    let mut patch = patch.split('.').skip(2);
    let is_number = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    if !patch.next().is_none_or(is_number) || patch.next().is_some() {
        reader.off_spec(
            place,
            format!("OpenAPI version `{version}` is read as {minor}"),
            format!("write a version in numbers, such as `openapi: {minor}.0`"),
        );
    }
    Some(version)
}
