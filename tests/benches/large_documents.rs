//! Large documents: what codegen takes for a document and for one of twice the size, in the same
//! run.
//!
//! A time that more than doubles from one size to the next is not linear. `text` is a long
//! description, of which a comment shows the beginning.

use std::fs;

use divan::Bencher;
use serde_json::{Map, Value, json};
use tests::golden::generate;
use xtask::output::Mode;

/// How many members, values or kilobytes.
const SIZES: [usize; 4] = [2_000, 4_000, 8_000, 16_000];

fn main() {
    divan::main();
}

/// Generates a crate of a document whose payload has one member beside the event's name.
fn codegen(bencher: Bencher, payload: Value) {
    let home = tempfile::tempdir().expect("a folder for the document");
    let spec = home.path().join("openapi.json");
    let document = json!({
        "openapi": "3.1.1",
        "info": { "title": "Large", "version": "1" },
        "x-webhook-event": { "pointer": "/type" },
        "webhooks": { "sent": { "post": { "requestBody": { "content": { "application/json": { "schema": payload } } } } } },
    });
    fs::write(&spec, document.to_string()).expect("a document");
    bencher.bench(|| generate(&spec, &home.path().join("out"), Mode::Write));
}

fn object(members: impl Iterator<Item = (String, Value)>) -> Value {
    let mut properties: Map<String, Value> = members.collect();
    properties.insert("type".to_owned(), json!({ "type": "string" }));
    json!({ "type": "object", "properties": properties })
}

#[divan::bench(args = SIZES, sample_count = 5)]
fn members(bencher: Bencher, size: usize) {
    let text = json!({ "type": "string" });
    codegen(
        bencher,
        object((0..size).map(|number| (format!("member{number}"), text.clone()))),
    );
}

#[divan::bench(args = SIZES, sample_count = 5)]
fn values(bencher: Bencher, size: usize) {
    let values: Vec<String> = (0..size).map(|number| format!("value-{number}")).collect();
    let member = (
        "listed".to_owned(),
        json!({ "type": "string", "enum": values }),
    );
    codegen(bencher, object([member].into_iter()));
}

#[divan::bench(args = SIZES, sample_count = 5)]
fn text(bencher: Bencher, size: usize) {
    let mut payload = object([].into_iter());
    payload["description"] = json!("Some words. ".repeat(size * 1000 / 12));
    codegen(bencher, payload);
}
