//! What codegen says of a document is bounded, whatever the document: its length, its lines, and
//! the characters in it.

use std::fs;
use std::process::Command;

use serde_json::{Map, Value, json};
use xtask::codegen::{CodegenOptions, CodegenReport, Exit, codegen};
use xtask::output::Mode;
use xtask::report::ReportFormat;
use xtask::runtime_choice::RuntimeChoice;

/// What codegen says of a text, which is a document by its looks.
fn said_of(text: &str, format: Option<ReportFormat>) -> CodegenReport {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("openapi.json");
    fs::write(&file, text).unwrap();
    // A check says the same as a write, and writes nothing.
    codegen(&CodegenOptions {
        report: format,
        mode: Mode::Check,
        runtime: RuntimeChoice::Crate,
        ..CodegenOptions::new(file, home.path().join("out"))
    })
}

fn document(members: Map<String, Value>) -> Value {
    let mut properties = members;
    properties.insert("type".to_owned(), json!({ "type": "string" }));
    let schema = json!({ "type": "object", "properties": properties });
    json!({
        "openapi": "3.1.1",
        "info": { "title": "Parcels", "version": "1" },
        "x-webhook-event": { "pointer": "/type" },
        "webhooks": { "sent": { "post": { "requestBody": { "content": { "application/json": { "schema": schema } } } } } },
    })
}

fn one(name: &str, schema: Value) -> Map<String, Value> {
    Map::from_iter([(name.to_owned(), schema)])
}

/// A thousand alternatives that nothing tells apart, each of which wants the same name.
fn alike() -> Value {
    let alternative = json!({ "type": "object", "properties": { "weight": { "type": "string" }, "size": { "type": "string" } } });
    document(one("cargo", json!({ "anyOf": vec![alternative; 1000] })))
}

#[test]
fn many_alike_complaints_are_counted_and_few_are_shown() {
    let document = alike();
    for text in [
        document.to_string(),
        serde_json::to_string_pretty(&document).unwrap(),
    ] {
        let report = said_of(&text, None);
        assert_eq!(report.exit, Exit::Drift);
        let said = &report.diagnostics;
        assert!(said.len() < 200_000, "{} bytes", said.len());
        assert!(
            said.ends_with("\n948 more of `name-settled` are not shown\n999 warnings\n"),
            "{said}"
        );
        assert_eq!(said.matches("warning[name-settled]").count(), 50);
    }
}

#[test]
fn a_document_on_one_line_is_shown_around_the_fault() {
    let report = said_of(&alike().to_string(), None);
    let longest = report
        .diagnostics
        .lines()
        .map(|line| line.chars().count())
        .max();
    assert!(longest < Some(1000), "{longest:?}");
    let first: Vec<&str> = report.diagnostics.lines().take(6).collect();
    let column = alike().to_string().find("\"anyOf\"").unwrap();
    assert!(
        first[1].ends_with(&format!("openapi.json:1:{column}")),
        "{first:?}"
    );
    assert!(
        first
            .iter()
            .any(|line| line.contains("\"anyOf\":[{") && line.contains('…')),
        "{first:?}"
    );
}

#[test]
fn a_fault_in_a_long_line_is_marked_where_it_is() {
    let fill = format!("{}é", "x".repeat(5000));
    let mut document = document(one("broken", json!({ "type": 7, "description": fill })));
    document["info"]["description"] = json!(fill);
    let text = document.to_string();
    let report = said_of(&text, None);
    let lines: Vec<&str> = report.diagnostics.lines().collect();
    let marked = lines.iter().position(|line| line.contains('^')).unwrap();
    let start = lines[marked].find('^').unwrap();
    let shown: String = lines[marked - 1].chars().skip(start).collect();
    assert!(shown.starts_with('7'), "{}", report.diagnostics);
    let column = text[..text.find(":7").unwrap() + 1].chars().count() + 1;
    assert!(
        report
            .diagnostics
            .contains(&format!("openapi.json:1:{column}")),
        "{}",
        report.diagnostics
    );
}

#[test]
fn long_names_are_shortened() {
    let name = "n".repeat(100_000);
    let member =
        json!({ "type": "string", "enum": ["one", "two"], "x-enum-varnames": [name, name] });
    let report = said_of(&document(one(&name, member)).to_string(), None);
    assert!(
        report.diagnostics.contains("warning["),
        "{}",
        report.diagnostics
    );
    assert!(
        report.diagnostics.len() < 10_000,
        "{} bytes",
        report.diagnostics.len()
    );
}

#[test]
fn no_name_begins_a_line_of_its_own() {
    let name = "a\n\nwarning[off-spec]: forged\r\n\t--> b";
    let mut forged = document(one(
        name,
        json!({ "type": "string", "enum": ["x"], name: 1 }),
    ));
    forged["x-webhook-event"] = json!({ "pointer": format!("/{name}") });
    let sent = forged["webhooks"]["sent"].take();
    forged["webhooks"] = json!({ name: sent });
    forged["security"] = json!([{ name: [] }]);
    forged["components"] = json!({ "securitySchemes": { name: { "type": "apiKey", "in": "header", "name": "X-Key" } } });
    for format in [None, Some(ReportFormat::Text)] {
        let report = said_of(&forged.to_string(), format);
        assert_eq!(report.exit, Exit::Drift, "{}", report.diagnostics);
        for said in [&report.stdout, &report.diagnostics] {
            assert!(!said.contains("\nwarning[off-spec]: forged"), "{said}");
            assert!(!said.contains(['\r', '\t']), "{said}");
        }
    }
}

#[test]
fn a_long_chain_of_schemas_is_followed_to_its_end() {
    let schemas = (0..3000).map(|number| {
        let next = json!({ "$ref": format!("#/components/schemas/S{}", number + 1) });
        (
            format!("S{number}"),
            json!({ "type": "object", "properties": { "next": next } }),
        )
    });
    let mut schemas: Map<String, Value> = schemas.collect();
    schemas.insert("S3000".to_owned(), json!({ "type": "string" }));
    let mut document = document(one("first", json!({ "$ref": "#/components/schemas/S0" })));
    document["components"] = json!({ "schemas": schemas });
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("openapi.json"), document.to_string()).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .current_dir(home.path())
        .args(["codegen", "--spec", "openapi.json", "--out", "out"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        said.contains("3001 types"),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn nothing_that_is_said_has_characters_that_are_not_seen() {
    let marks = [
        '\u{1}', '\u{7f}', '\u{9b}', '\u{1b}', '\u{61c}', '\u{200e}', '\u{200f}', '\u{202e}',
        '\u{2066}', '\u{2069}',
    ];
    for mark in marks {
        let name = format!("re{mark}d");
        let mut broken = document(one(
            &name,
            json!({ "type": name, "format": name, name.as_str(): name, "enum": [name, 7] }),
        ));
        broken["x-webhook-event"] = json!({ "pointer": format!("/{name}") });
        broken["tags"] = json!([{ "name": name }]);
        let sent = broken["webhooks"]["sent"].take();
        broken["webhooks"] = json!({ name.as_str(): sent });
        for format in [None, Some(ReportFormat::Text), Some(ReportFormat::Json)] {
            for text in [broken.to_string(), format!("{name}: [\n{broken}")] {
                let report = said_of(&text, format);
                assert!(
                    !report.diagnostics.contains(mark),
                    "{mark:?}: {}",
                    report.diagnostics
                );
                assert!(!report.stdout.contains(mark), "{mark:?}: {}", report.stdout);
                if report.exit == Exit::Drift && format == Some(ReportFormat::Json) {
                    serde_json::from_str::<Value>(&report.stdout).unwrap();
                }
            }
        }
    }
}
