//! Types that admit every body which its schema calls valid.

use serde_json::{Value, json};

use super::made::Made;

/// What is made of a document of this version with one webhook, whose payload has this schema.
fn of_version(version: &str, payload: &Value) -> Made {
    let content = json!({ "application/json": { "schema": payload } });
    let webhooks = json!({ "changed": { "post": { "requestBody": { "content": content } } } });
    let key = if version.starts_with("3.0") {
        "x-webhooks"
    } else {
        "webhooks"
    };
    let document = json!({
        "openapi": version,
        "info": { "title": "Valid bodies", "version": "1" },
        "paths": {},
        key: webhooks,
    });
    Made::of(&document)
}

fn made(payload: &Value) -> Made {
    of_version("3.1.0", payload)
}

/// Asserts that a text stands among the types.
#[track_caller]
fn assert_has(made: &Made, expected: &str) {
    let types = made.types();
    assert!(types.contains(expected), "{expected}: {types}");
}

#[test]
fn a_number_keeps_its_fraction_whatever_its_format() {
    let made = made(&json!({ "type": "object", "properties": {
        "a": { "type": "number", "format": "integer" },
        "b": { "type": "number", "format": "int64" },
        "c": { "type": ["number", "null"], "format": "integer" },
        "d": { "type": "integer", "format": "integer" },
    } }));
    for field in [
        "a: Option<f64>",
        "b: Option<f64>",
        "c: Option<f64>",
        "d: Option<i64>",
    ] {
        assert_has(&made, field);
    }
}

#[test]
fn a_required_member_that_is_read_only_may_be_missing_from_a_request_of_3_0() {
    let payload = json!({
        "type": "object",
        "required": ["id", "berth"],
        "properties": {
            "id": { "allOf": [{ "type": "string", "readOnly": true }] },
            "berth": { "type": "integer" },
        },
    });
    let older = of_version("3.0.3", &payload);
    assert_has(&older, "pub id: Option<String>");
    assert_has(&older, "pub berth: i64");
    // Since 3.1 the keyword only annotates.
    assert_has(&made(&payload), "pub id: String");
}

#[test]
fn a_required_member_with_a_default_may_be_missing() {
    let made = made(&json!({
        "type": "object",
        "required": ["currency", "amount"],
        "properties": {
            "currency": { "type": "string", "default": "EUR" },
            "amount": { "type": "integer" },
        },
    }));
    assert_has(&made, "pub currency: Option<String>");
    assert_has(&made, "pub amount: i64");
}

#[test]
fn a_member_that_only_required_names_is_a_field_of_any_json() {
    let payload = json!({
        "type": "object",
        "required": ["amount", "shipment", "amuont"],
        "properties": { "amount": { "type": "string" } },
    });
    let made = made(&payload);
    assert_has(&made, "pub shipment: Option<Value>");
    assert!(
        made.said.contains("read as any JSON, which may be missing"),
        "{}",
        made.said
    );
    // A name that is nearly a known one is a slip, and no member.
    assert!(!made.types().contains("amuont"), "{}", made.types());
    assert!(
        made.said.contains("did you mean `amount`?"),
        "{}",
        made.said
    );
}

#[test]
fn a_flag_that_tells_alternatives_apart_leaves_no_arm_for_other_values() {
    let flexible = |flag: bool| {
        json!({ "type": "object", "required": ["name"], "properties": {
            "name": { "type": "string" },
            "trial": { "type": "boolean", "enum": [flag] },
        } })
    };
    let made = made(&json!({ "oneOf": [
        { "type": "object", "required": ["id"], "properties": { "id": { "type": "string" } } },
        flexible(true),
        flexible(false),
    ] }));
    assert_has(&made, "Some(true)");
    assert!(!made.types().contains("Some(_)"), "{}", made.types());
    // Nothing asks for the member by which other values would be known.
    assert!(
        !made.types().contains(r#""trial", "id""#),
        "{}",
        made.types()
    );
}

#[test]
fn alternatives_that_hold_at_once_are_told_of_though_further_members_are_forbidden() {
    let alternative =
        |name: &str| json!({ "properties": { name: { "type": "string" } }, "required": [name] });
    let payload = |further: &str| {
        json!({
            "type": "object",
            "properties": { "foo": { "type": "string" } },
            "anyOf": [alternative("bar"), alternative("baz")],
            further: false,
        })
    };
    let warning = "a value may be several of these alternatives at once";
    assert!(
        made(&payload("unevaluatedProperties"))
            .said
            .contains(warning)
    );
    assert!(
        !made(&payload("additionalProperties"))
            .said
            .contains(warning)
    );
}

#[test]
fn a_member_whose_type_holds_under_a_condition_is_any_json() {
    let text = json!({ "type": "string" });
    let payload = json!({
        "type": "object",
        "properties": { "kind": { "type": "string" } },
        "if": { "properties": { "kind": { "const": "a" } }, "required": ["kind"] },
        "then": { "properties": { "only_here": { "type": "integer" }, "either_way": text } },
        "else": {
            "properties": { "either_way": text },
            "if": { "required": ["other"] },
            "then": { "properties": { "inside": text, "one_of_two": text } },
            "else": { "properties": { "inside": text } },
        },
        "dependentSchemas": {
            "kind": { "properties": { "beside": { "type": "integer" } } },
            "itself": { "properties": { "itself": { "type": "integer" } } },
        },
    });
    let open = made(&payload);
    for name in ["only_here", "inside", "one_of_two", "beside"] {
        assert_has(&open, &format!("pub {name}: Option<Value>"));
    }
    assert_has(&open, "pub either_way: Option<String>");
    assert_has(&open, "pub itself: Option<i64>");
    // Where nothing else may come, the condition must hold for a value that has the member.
    let mut closed = payload;
    closed["unevaluatedProperties"] = json!(false);
    let closed = made(&closed);
    assert_has(&closed, "pub only_here: Option<i64>");
    assert_has(&closed, "pub beside: Option<i64>");
}

#[test]
fn a_required_member_whose_type_is_assumed_may_be_missing() {
    let parts = json!({ "properties": { "a": { "type": "string" } } });
    let object = json!({ "type": "object", "properties": { "a": { "type": "string" } } });
    let made = made(&json!({
        "type": "object",
        "required": ["untyped", "list", "typed"],
        "properties": {
            "untyped": parts,
            "list": { "items": { "type": "string" } },
            "typed": object,
        },
    }));
    // A text is valid there, and taken out as a defect.
    assert_has(&made, "pub untyped: Option<ChangedUntyped>");
    assert_has(&made, "pub list: Option<Vec<String>>");
    assert_has(&made, "pub typed: ChangedTyped");
}
