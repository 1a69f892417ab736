//! Deliveries that are made from types, where the spec shows none: what they decode into has no
//! defect.

use std::fs;
use std::path::Path;

use rebilly_kyc_webhooks::{Event, decode};
use tests::receiving::spec_folder;
use xtask::diagnostic::Diagnostics;
use xtask::document::{ReadOptions, read_document};
use xtask::lower::{LowerOptions, lower};
use xtask::model::Model;
use xtask::resolve::Resolver;
use xtask::sample::sample;
use xtask::source::Sources;

/// The model of a document.
pub fn model(spec: &Path) -> Model {
    let mut diagnostics = Diagnostics::new();
    let sources = Sources::read(spec, &mut diagnostics);
    let resolver = Resolver::new(&sources);
    let document = read_document(&resolver, ReadOptions::default(), &mut diagnostics).unwrap();
    let model = lower(
        &document,
        &resolver,
        &LowerOptions::default(),
        &mut diagnostics,
    );
    assert!(
        !diagnostics.has_errors(),
        "{}",
        diagnostics.render(&sources, false)
    );
    model
}

/// The shipped spec's model, its examples forgotten.
fn without_examples() -> Model {
    let mut model = model(&spec_folder().join("openapi.yaml"));
    for group in &mut model.groups {
        for event in &mut group.events {
            assert!(!event.samples.is_empty());
            event.samples.clear();
        }
    }
    model
}

#[test]
fn they_are_deliveries_in_order() {
    let model = without_examples();
    for event in model.events() {
        for minimal in [false, true] {
            let name = &event.name.wire;
            let text = sample(&model, &Sources::default(), name, minimal).unwrap();
            let decoded = decode(text.as_bytes()).unwrap();
            assert_eq!(decoded.defects, [], "{text}");
            assert!(!matches!(decoded.value, Event::Unknown { .. }), "{name}");
            assert_eq!(decoded.value.name().to_string(), *name);
        }
    }
}

#[test]
fn the_minimal_one_is_shorter() {
    let model = without_examples();
    for event in model.events() {
        let full = sample(&model, &Sources::default(), &event.name.wire, false).unwrap();
        let minimal = sample(&model, &Sources::default(), &event.name.wire, true).unwrap();
        assert!(minimal.len() < full.len(), "{minimal}");
    }
}

#[test]
fn shown_ones_are_the_files_of_the_spec() {
    let spec = spec_folder();
    let document = spec.join("openapi.yaml");
    let model = model(&document);
    let sources = Sources::read(&document, &mut Diagnostics::new());
    let text = sample(&model, &sources, "kyc-document-rejected", true).unwrap();
    let shown: serde_json::Value = serde_json::from_str(&text).unwrap();
    let file = fs::read(spec.join("examples/kyc-document-rejected.minimal.json")).unwrap();
    assert_eq!(
        shown,
        serde_json::from_slice::<serde_json::Value>(&file).unwrap()
    );
}
