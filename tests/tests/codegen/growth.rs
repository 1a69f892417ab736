//! What is generated grows with what the webhooks reach, and no faster: with each step of a
//! document's size, the lines of its types grow by as much as with the step before.

use std::fs;

use serde_json::{Value, json};
use tempfile::TempDir;
use tests::golden::{generate, read_tree};
use xtask::codegen::Exit;
use xtask::output::Mode;

/// How much more than the last step a step may add, in percent. Longer names make longer lines,
/// which take another line now and then.
const LEEWAY: usize = 25;

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// An object that a tag tells from others, with a member that no other has.
fn tagged(index: usize) -> Value {
    let (tag, own) = (format!("t{index}"), format!("own_{index}"));
    json!({
        "type": "object",
        "required": ["type"],
        "properties": {"type": {"const": tag}, "id": {"type": "string"}, own: {"type": "integer"}},
    })
}

fn webhook(schema: &Value) -> Value {
    json!({"post": {"requestBody": {"content": {"application/json": {"schema": schema}}}}})
}

fn document(
    webhooks: impl Iterator<Item = Value>,
    schemas: impl Iterator<Item = (String, Value)>,
) -> Value {
    let webhooks = webhooks.enumerate();
    let webhooks = webhooks.map(|(index, schema)| (format!("event-{index}"), webhook(&schema)));
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Growth", "version": "1.0.0"},
        "webhooks": webhooks.collect::<serde_json::Map<_, _>>(),
        "components": {"schemas": schemas.collect::<serde_json::Map<_, _>>()},
    })
}

/// How many lines the types of a document take.
fn lines(document: &Value) -> usize {
    let home = TempDir::new().unwrap();
    let (spec, out) = (home.path().join("openapi.json"), home.path().join("out"));
    fs::write(&spec, document.to_string()).unwrap();
    let report = generate(&spec, &out, Mode::Write);
    assert_eq!(report.exit, Exit::Agreed, "{}", report.diagnostics);
    let types = read_tree(&out.join("src/types")).unwrap();
    types.values().map(|text| text.lines().count()).sum()
}

/// Generates documents of three sizes, each larger by the same step.
fn assert_linear(sizes: [usize; 3], document: impl Fn(usize) -> Value) {
    let [one, two, three] = sizes.map(|size| lines(&document(size)));
    assert!(one < two && two < three, "{one}, {two}, {three} lines");
    let most = (two - one) * (100 + LEEWAY) / 100;
    assert!(three - two <= most, "{one}, {two}, {three} lines");
}

#[test]
fn schemas_of_their_own() {
    assert_linear([20, 40, 60], |size| {
        document((0..size).map(tagged), std::iter::empty())
    });
}

#[test]
fn a_union_that_many_webhooks_send() {
    assert_linear([20, 40, 60], |size| {
        let name = |index| format!("Part{index}");
        let parts: Vec<Value> = (0..size).map(|index| reference(&name(index))).collect();
        let mapping = (0..size).map(|index| (format!("t{index}"), json!(name(index))));
        let mapping: serde_json::Map<_, _> = mapping.collect();
        let union =
            json!({"oneOf": parts, "discriminator": {"propertyName": "type", "mapping": mapping}});
        let schemas = (0..size).map(|index| (name(index), tagged(index)));
        let envelope = |index| {
            let name = format!("seen_{index}");
            json!({"type": "object", "properties": {"part": reference("Any"), name: {"type": "string"}}})
        };
        let schemas = schemas.chain([("Any".to_owned(), union)]);
        document((0..size).map(envelope), schemas)
    });
}

#[test]
fn schemas_that_build_upon_one() {
    assert_linear([20, 40, 60], |size| {
        let child = |index| json!({"allOf": [reference("Base"), tagged(index)]});
        let schemas = (0..size).map(|index| (format!("Child{index}"), child(index)));
        let base = json!({
            "type": "object",
            "discriminator": {"propertyName": "type"},
            "required": ["type"],
            "properties": {"type": {"type": "string"}, "at": {"type": "string", "format": "date-time"}},
        });
        let webhooks = std::iter::repeat_n(reference("Base"), size);
        document(webhooks, schemas.chain([("Base".to_owned(), base)]))
    });
}

/// Each union stands alone and beside a member in the one around it, so that the ways through all
/// of them double at every level. From the eighth level on, no more of them become types at one
/// level than at the next.
#[test]
fn unions_that_double_at_every_level() {
    assert_linear([8, 10, 12], |size| {
        let name = |level| format!("Level{level}");
        let union = |level| {
            let (inner, own) = (reference(&name(level + 1)), format!("own_{level}"));
            let more = json!({"required": [own], "properties": {own.as_str(): {"type": "string"}}});
            json!({"oneOf": [inner, {"allOf": [inner, more]}]})
        };
        let schemas = (0..size).map(|level| (name(level), union(level)));
        let webhooks = std::iter::once(reference(&name(0)));
        document(webhooks, schemas.chain([(name(size), tagged(0))]))
    });
}
