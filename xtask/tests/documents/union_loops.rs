//! Documents whose unions lead back to themselves: codegen cuts the loops or says that nothing is
//! left, and no crate can loop.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::{Map, Value, json};
use xtask::codegen::{CodegenOptions, CodegenReport, Exit, codegen};
use xtask::output::Mode;

const COMPONENTS: usize = 6;

fn reference() -> impl Strategy<Value = Value> {
    (0..COMPONENTS).prop_map(|index| json!({ "$ref": format!("#/components/schemas/S{index}") }))
}

/// Something that another schema can be one of.
fn alternative() -> impl Strategy<Value = Value> {
    prop_oneof![
        6 => reference(),
        1 => Just(json!({ "type": "string" })),
        1 => Just(json!({ "type": "integer" })),
        1 => Just(json!({ "type": "null" })),
        1 => reference().prop_map(|inner| json!({ "type": "array", "items": inner })),
        1 => reference().prop_map(|inner| json!({ "type": "object", "properties": { "in": inner } })),
        1 => prop::collection::vec(reference(), 1..3).prop_map(|several| json!({ "anyOf": several })),
        1 => reference().prop_map(|base| json!({ "allOf": [base] })),
    ]
}

/// Schemas that lead to one another in every way that takes no member and no item.
fn schema() -> impl Strategy<Value = Value> {
    let several = || prop::collection::vec(alternative(), 1..4);
    prop_oneof![
        4 => several().prop_map(|several| json!({ "oneOf": several })),
        4 => several().prop_map(|several| json!({ "anyOf": several })),
        2 => reference().prop_map(|base| json!({ "allOf": [base] })),
        1 => reference().prop_map(|base| json!({ "allOf": [base], "nullable": true })),
        1 => reference().prop_map(|base| json!({ "allOf": [base, { "type": "object" }] })),
        2 => several().prop_map(|several| json!({
            "type": "object", "properties": { "kind": { "type": "string" } }, "oneOf": several,
            "discriminator": { "propertyName": "kind" },
        })),
        2 => reference().prop_map(|target| json!({
            "type": "object", "properties": { "kind": { "type": "string" } },
            "discriminator": { "propertyName": "kind", "mapping": { "a": target["$ref"] } },
        })),
    ]
}

fn generate(schemas: &[Value]) -> CodegenReport {
    let components: Map<String, Value> = schemas
        .iter()
        .enumerate()
        .map(|(index, schema)| (format!("S{index}"), schema.clone()))
        .collect();
    let properties: Map<String, Value> = components
        .keys()
        .map(|name| {
            let reference = format!("#/components/schemas/{name}");
            (name.clone(), json!({ "$ref": reference }))
        })
        .collect();
    let body = json!({ "type": "object", "properties": properties });
    let content = json!({ "application/json": { "schema": body } });
    let document = json!({
        "openapi": "3.1.0",
        "info": { "title": "Loops", "version": "1" },
        "webhooks": { "event": { "post": { "requestBody": { "content": content } } } },
        "components": { "schemas": components },
    });
    let home = tempfile::tempdir().unwrap();
    let spec = home.path().join("openapi.json");
    std::fs::write(&spec, document.to_string()).unwrap();
    codegen(&CodegenOptions {
        mode: Mode::Check,
        ..CodegenOptions::new(spec, home.path().join("out"))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    // Every loop that is left in the model is reported as a fault of the generator.
    #[test]
    fn no_union_leads_back_to_itself(schemas in prop::collection::vec(schema(), COMPONENTS)) {
        let ran = generate(&schemas);
        prop_assert!(!ran.diagnostics.contains("fault of the generator"), "{}", ran.diagnostics);
        if ran.exit == Exit::Failed {
            prop_assert!(ran.diagnostics.contains("error[cyclic-reference]"), "{}", ran.diagnostics);
        }
    }
}

#[test]
fn an_alternative_that_leads_back_is_left_out_with_a_warning() {
    let ran = generate(&[
        json!({ "anyOf": [{ "$ref": "#/components/schemas/S1" }, { "type": "string" }] }),
        json!({ "oneOf": [{ "$ref": "#/components/schemas/S0" }, { "type": "integer" }] }),
    ]);
    assert_eq!(ran.exit, Exit::Drift, "{}", ran.diagnostics);
    let warning = "warning[off-spec]: an alternative of a union leads back to the union (2 times)";
    assert!(ran.diagnostics.contains(warning), "{}", ran.diagnostics);
    assert_eq!(ran.diagnostics.matches("here too").count(), 1);
    assert!(
        ran.diagnostics.ends_with("\n1 warning\n"),
        "{}",
        ran.diagnostics
    );
    assert!(
        !ran.diagnostics.contains("ambiguous-union"),
        "{}",
        ran.diagnostics
    );
}

#[test]
fn a_union_of_nothing_but_itself_is_an_error() {
    let ran = generate(&[
        json!({ "oneOf": [{ "$ref": "#/components/schemas/S1" }] }),
        json!({ "oneOf": [{ "$ref": "#/components/schemas/S0" }] }),
    ]);
    assert_eq!(ran.exit, Exit::Failed, "{}", ran.stdout);
    let error = "error[cyclic-reference]: every alternative of this union leads back to it";
    assert!(ran.diagnostics.contains(error), "{}", ran.diagnostics);
}

#[test]
fn alternatives_that_share_a_json_type_with_others_are_told_apart_in_finite_time() {
    let ran = generate(&[json!({ "oneOf": [
        { "type": ["array", "object"] },
        { "type": "object", "properties": { "a": { "type": "string" } } },
    ] })]);
    assert_eq!(ran.exit, Exit::Drift, "{}", ran.diagnostics);
}
