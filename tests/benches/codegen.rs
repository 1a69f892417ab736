//! Generating: codegen of the shipped spec beside the least that anyone does who prints its output,
//! and codegen of a large document beside that of a small one.
//!
//! The baseline of the spec is `syn` and `prettyplease` over the files that come out. A document of
//! ten times the size is held against ten runs of the small one: above 1 it is worse than linear.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};
use tempfile::TempDir;
use tests::comparison::Bench;
use tests::golden::{generate, read_tree, workspace};
use xtask::outcome::Exit;
use xtask::output::Mode;

/// How many members, values, kilobytes or webhooks the small document has.
const SMALL: usize = 500;
const TIMES: usize = 10;

fn main() {
    shipped_spec();
    let bench = Bench::new("growth", "ten of a tenth");
    growth(&bench, "webhooks", webhooks);
    growth(&bench, "members of a type", members);
    growth(&bench, "values of an enum", values);
    growth(&bench, "kilobytes of a description", description);
}

fn shipped_spec() {
    let bench = Bench::new("codegen", "syn and prettyplease alone");
    let spec = workspace().join("spec/openapi.yaml");
    let home = tempfile::tempdir().expect("a folder");
    let out = home.path().join("crate");
    made(&spec, &out, Mode::Write);
    let sources = sources(&out);
    bench.compare(
        "the shipped spec",
        || {
            sources
                .iter()
                .map(|source| printed(source))
                .collect::<Vec<_>>()
        },
        || made(&spec, &out, Mode::Check),
    );
}

fn made(spec: &Path, out: &Path, mode: Mode) {
    let report = generate(spec, out, mode);
    assert!(report.exit == Exit::Agreed, "{}", report.diagnostics);
}

/// The Rust files of a crate.
fn sources(out: &Path) -> Vec<String> {
    let files = read_tree(out).expect("the crate").into_iter();
    files
        .filter(|(path, _)| path.ends_with(".rs"))
        .map(|(_, text)| text)
        .collect()
}

fn printed(source: &str) -> String {
    prettyplease::unparse(&syn::parse_file(source).expect("a generated file"))
}

/// A document of ten times the size beside ten small ones.
fn growth(bench: &Bench, case: &str, document: fn(usize) -> Value) {
    let (small, large) = (
        Document::new(document(SMALL)),
        Document::new(document(SMALL * TIMES)),
    );
    bench.compare(
        case,
        || (0..TIMES).for_each(|_| small.generate()),
        || large.generate(),
    );
}

/// A document in a folder of its own.
struct Document {
    home: TempDir,
    spec: PathBuf,
}

impl Document {
    fn new(document: Value) -> Self {
        let home = tempfile::tempdir().expect("a folder for the document");
        let spec = home.path().join("openapi.json");
        fs::write(&spec, document.to_string()).expect("a document");
        Self { home, spec }
    }

    fn generate(&self) {
        made(&self.spec, &self.home.path().join("out"), Mode::Write);
    }
}

fn document(webhooks: Value) -> Value {
    json!({
        "openapi": "3.1.1",
        "info": { "title": "Large", "version": "1" },
        "x-webhook-event": { "pointer": "/type" },
        "webhooks": webhooks,
    })
}

fn webhook(payload: &Value) -> Value {
    json!({ "post": { "requestBody": { "content": { "application/json": { "schema": payload } } } } })
}

/// One webhook whose payload has members beside the event's name.
fn object(members: impl Iterator<Item = (String, Value)>) -> Value {
    let mut properties: Map<String, Value> = members.collect();
    properties.insert("type".to_owned(), json!({ "type": "string" }));
    document(json!({ "sent": webhook(&json!({ "type": "object", "properties": properties })) }))
}

fn webhooks(count: usize) -> Value {
    let webhooks: Map<String, Value> = (0..count)
        .map(|number| {
            let payload = json!({
                "type": "object",
                "required": ["type", "id"],
                "properties": {
                    "type": { "const": format!("thing{number}.changed") },
                    "id": { "type": "string" },
                    "state": { "enum": ["open", format!("closed-{number}")] },
                    "size": { "type": "integer" },
                },
            });
            (format!("thing{number}.changed"), webhook(&payload))
        })
        .collect();
    document(Value::Object(webhooks))
}

fn members(count: usize) -> Value {
    object((0..count).map(|number| (format!("member{number}"), json!({ "type": "string" }))))
}

fn values(count: usize) -> Value {
    let values: Vec<String> = (0..count).map(|number| format!("value-{number}")).collect();
    object(
        [(
            "listed".to_owned(),
            json!({ "type": "string", "enum": values }),
        )]
        .into_iter(),
    )
}

fn description(kilobytes: usize) -> Value {
    let mut text = String::new();
    for number in 0..kilobytes * 1000 / 16 {
        write!(text, "Word {number:>9}. ").expect("a text");
    }
    let mut document = object([].into_iter());
    document["info"]["description"] = json!(text);
    document
}
