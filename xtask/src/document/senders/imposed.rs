//! Security that the command line says in place of the document.
//!
//! In: a description of a signature, or a whole security scheme, and its name. Out: the one scheme
//! that every webhook asks for, as if the document had declared it.

use serde_json::Value;

use super::super::fields::Reader;
use super::super::security::{
    SecurityScheme, SecuritySchemeKind, SignatureDescription, read_scheme,
};
use crate::place::Location;

/// What holds for all webhooks, whatever the document says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImposedSignature {
    /// The name of the scheme.
    pub name: String,
    /// What it is.
    pub kind: ImposedKind,
}

/// What is imposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImposedKind {
    /// A preset of this name, or a verifier of the team's own.
    Word(String),
    /// What a file says: a description in the words of `x-signature`, or a security scheme.
    File(Location),
    /// A file that could not be read, which was said.
    Unreadable,
}

impl ImposedSignature {
    /// The scheme; `root` is the document.
    pub(in crate::document) fn scheme(
        &self,
        reader: &mut Reader,
        root: &Location,
    ) -> Option<SecurityScheme> {
        let (location, value) = match &self.kind {
            ImposedKind::Unreadable => return None,
            ImposedKind::Word(word) => (root.clone(), Value::String(word.clone())),
            ImposedKind::File(file) => {
                let value = reader.resolver.value(file);
                if value.get("type").is_some() {
                    return read_scheme(reader, file, &self.name);
                }
                (file.clone(), value.clone())
            }
        };
        Some(described(location, value, None))
    }
}

/// A scheme that is nothing but a signature.
pub(super) fn described(
    location: Location,
    value: Value,
    extension: Option<&'static str>,
) -> SecurityScheme {
    SecurityScheme {
        location: location.clone(),
        description: None,
        kind: SecuritySchemeKind::Signature,
        signature: Some(SignatureDescription {
            location,
            value,
            extension,
        }),
        extensions: serde_json::Map::new(),
    }
}
