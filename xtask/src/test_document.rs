//! A document that is written in a test.
//!
//! In: JSON. Out: what is asked about it.

use std::fs;

use serde_json::Value;

use crate::diagnostic::Diagnostics;
use crate::place::Location;
use crate::resolve::Resolver;
use crate::schema::Schemas;
use crate::source::{FileRules, Sources};

/// Asks a question about a document, given the place of its root.
pub(crate) fn ask<R>(document: &Value, question: impl FnOnce(&Schemas<'_>, &Location) -> R) -> R {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("openapi.json");
    fs::write(&path, document.to_string()).unwrap();
    let sources = Sources::read_by(&path, &FileRules::default(), &mut Diagnostics::new());
    let resolver = Resolver::new(&sources);
    let root = Location::root(sources.root().unwrap());
    question(&Schemas::new(&resolver), &root)
}
