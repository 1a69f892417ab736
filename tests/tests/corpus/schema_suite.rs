//! The public test suite of JSON Schema 2020-12: a document of its schemas, each the body of a
//! webhook, gives a crate that decodes every instance which its schema calls valid. What says no
//! type is the one member of a body, and required there: a body of which only `properties` are said
//! is an object, and others are not decoded.
//!
//! The folder with the suite's files for this draft (`tests/draft2020-12`, which the source
//! distribution of the Python package `jsonschema` has under `json/`) is named by
//! `JSON_SCHEMA_SUITE`; without it nothing is tested, and the test says so.

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};
use tests::golden::{RUNTIME_CRATE, say, target_folder, workspace, write_workspace};
use xtask::codegen::{CodegenOptions, Exit, codegen, codegen_in_memory};
use xtask::runtime_choice::RuntimeChoice;

use crate::inspection::{build_inspect, lines_of};

const SUITE: &str = "JSON_SCHEMA_SUITE";

/// The crate that is made.
const CRATE: &str = "json-schema-suite";

/// The files about integers beyond 64 bits, which cannot be decoded where they are required.
const LARGE: [&str; 2] = ["optional-bignum", "optional-float-overflow"];

/// A schema of the suite, with its instances.
#[derive(Deserialize)]
struct Group {
    description: String,
    schema: Value,
    tests: Vec<Instance>,
}

#[derive(Deserialize)]
struct Instance {
    description: String,
    data: Box<RawValue>,
    valid: bool,
}

/// A schema as a webhook.
struct Webhook {
    /// The file of the suite.
    file: String,
    name: String,
    group: Group,
}

impl Webhook {
    /// Whether the schema is that of a member.
    fn is_member(&self) -> bool {
        self.group.schema.get("type").is_none()
    }
}

/// What became of the valid instances of one file.
#[derive(Default)]
struct Row {
    schemas: usize,
    typed: usize,
    defects: usize,
    undecodable: usize,
}

#[test]
fn no_valid_instance_is_undecodable() {
    let Some(suite) = env::var_os(SUITE).filter(|path| !path.is_empty()) else {
        say(&format!(
            "schema suite: SKIPPED, since {SUITE} names no folder"
        ));
        return;
    };
    let webhooks = webhooks(&workspace().join(suite));
    assert!(
        !webhooks.is_empty(),
        "{SUITE} names a folder without schemas"
    );
    let home = target_folder().join("golden/schema-suite");
    let specs = home.join("specs");
    fs::create_dir_all(&specs).unwrap();
    let mut rows: BTreeMap<&str, Row> = BTreeMap::new();
    let mut faults = Vec::new();
    let mut accepted = Vec::new();
    for webhook in &webhooks {
        let row = rows.entry(&webhook.file).or_default();
        row.schemas += 1;
        let spec = write_document(&specs, "one.json", &[webhook]);
        let (tree, said) = codegen_in_memory(&options(&spec, &home));
        match tree {
            Some(_) => accepted.push(webhook),
            None => faults.push(format!("{}: {said}", webhook.name)),
        }
    }
    let spec = write_document(&specs, "openapi.json", &accepted);
    let report = codegen(&options(&spec, &home.join("crates").join(CRATE)));
    assert_eq!(report.exit, Exit::Agreed, "{}", report.diagnostics);
    let crates = home.join("crates");
    write_workspace(&crates, &[CRATE.to_owned()]).unwrap();
    let program = build_inspect(&crates, CRATE).unwrap();
    let bodies = home.join("bodies");
    fs::create_dir_all(&bodies).unwrap();
    let mut untyped = Vec::new();
    for webhook in accepted {
        let row = rows.entry(&webhook.file).or_default();
        let valid = webhook.group.tests.iter().filter(|one| one.valid);
        let (files, valid): (Vec<PathBuf>, Vec<&Instance>) = valid
            .enumerate()
            .map(|(index, instance)| {
                let file = bodies.join(format!("{}-{index}.json", webhook.name));
                let data = instance.data.get();
                let body = match webhook.is_member() {
                    true => format!(r#"{{"value":{data}}}"#),
                    false => data.to_owned(),
                };
                fs::write(&file, body).unwrap();
                (file, instance)
            })
            .unzip();
        let lines = lines_of(&program, Some(&webhook.name), &files);
        for (instance, line) in valid.into_iter().zip(lines) {
            let line = line.unwrap_or_default();
            let outcome = line["outcome"].as_str().unwrap_or("lost");
            let told = format!(
                "{outcome}: {}: {} / {}: {}",
                webhook.name, webhook.group.description, instance.description, line
            );
            match outcome {
                "typed" => row.typed += 1,
                "defects" => {
                    row.defects += 1;
                    untyped.push(told);
                }
                _ => {
                    row.undecodable += 1;
                    let is_large = LARGE.contains(&webhook.file.as_str());
                    let told_by = if is_large { &mut untyped } else { &mut faults };
                    told_by.push(told);
                }
            }
        }
    }
    say(&table(&rows));
    say(&untyped.join("\n"));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Every schema of the suite's files, what is optional included.
fn webhooks(suite: &Path) -> Vec<Webhook> {
    let own = json_files(suite).into_iter().map(|path| ("", path));
    let optional = json_files(&suite.join("optional")).into_iter();
    let files = own.chain(optional.map(|path| ("optional-", path)));
    let mut webhooks = Vec::new();
    for (prefix, path) in files {
        let file = path.file_stem().unwrap().to_string_lossy();
        let file = format!("{prefix}{file}");
        let groups: Vec<Group> = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        webhooks.extend(
            groups
                .into_iter()
                .enumerate()
                .map(|(index, group)| Webhook {
                    name: format!("{file}.{index}"),
                    file: file.clone(),
                    group,
                }),
        );
    }
    webhooks
}

fn json_files(folder: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(folder).into_iter().flatten();
    let files = files.map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = files
        .filter(|path| path.extension() == Some(OsStr::new("json")))
        .collect();
    files.sort();
    files
}

fn options(spec: &Path, out: &Path) -> CodegenOptions {
    CodegenOptions {
        crate_name: Some(CRATE.to_owned()),
        runtime: RuntimeChoice::parse(RUNTIME_CRATE).unwrap_or(RuntimeChoice::Copy),
        ..CodegenOptions::new(spec, out)
    }
}

/// Writes a document with these webhooks. Each schema is a file of its own, whose references are its
/// own too.
fn write_document(specs: &Path, name: &str, webhooks: &[&Webhook]) -> PathBuf {
    let mut operations = Map::new();
    for webhook in webhooks {
        let schema = match &webhook.group.schema {
            object @ Value::Object(_) => {
                let file = format!("{}.json", webhook.name);
                fs::write(specs.join(&file), object.to_string()).unwrap();
                json!({ "$ref": file })
            }
            other => other.clone(),
        };
        let schema = match webhook.is_member() {
            true => json!({
                "type": "object", "required": ["value"], "properties": { "value": schema },
            }),
            false => schema,
        };
        let content = json!({ "application/json": { "schema": schema } });
        let operation = json!({ "requestBody": { "required": true, "content": content } });
        operations.insert(webhook.name.clone(), json!({ "post": operation }));
    }
    let document = json!({
        "openapi": "3.1.0",
        "info": { "title": "JSON Schema suite", "version": "1.0.0" },
        "x-webhook-event": { "header": "Schema" },
        "webhooks": operations,
    });
    let path = specs.join(name);
    fs::write(&path, document.to_string()).unwrap();
    path
}

/// The rows, one line for each file.
fn table(rows: &BTreeMap<&str, Row>) -> String {
    let width = rows.keys().map(|name| name.len()).max().unwrap_or(0);
    let mut lines = vec![format!(
        "{:width$} {:>7} {:>5} {:>7} {:>11}",
        "file", "schemas", "typed", "defects", "undecodable"
    )];
    for (name, row) in rows {
        let Row {
            schemas,
            typed,
            defects,
            undecodable,
        } = row;
        lines.push(format!(
            "{name:width$} {schemas:>7} {typed:>5} {defects:>7} {undecodable:>11}"
        ));
    }
    lines.join("\n")
}
