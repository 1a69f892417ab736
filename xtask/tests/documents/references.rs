//! What references lead to, and what is said of them.

use serde_json::{Value, json};

use super::made::Made;

/// What is made of a document with one webhook, whose operation has these parts.
fn made(operation: &Value, components: &Value) -> Made {
    Made::of(&json!({
        "openapi": "3.1.0",
        "info": { "title": "References", "version": "1" },
        "webhooks": { "changed": { "post": operation } },
        "components": components,
    }))
}

/// An operation whose body has this schema.
fn of_schema(schema: &Value) -> Value {
    json!({ "requestBody": { "content": { "application/json": { "schema": schema } } } })
}

#[test]
fn a_reference_leads_to_any_schema_inside_another() {
    let payload = |reference: &str| {
        let components = json!({ "schemas": { "A": {
            "type": "object",
            "properties": {
                "schema": { "oneOf": [{ "type": "integer" }, { "type": "boolean" }] },
                "tags": { "type": "array", "items": { "type": "string" } },
                "bar": { "$ref": format!("#/components/schemas/A/{reference}") },
            },
            "x-parts": { "foo": { "type": "string" } },
        } } });
        made(
            &of_schema(&json!({ "$ref": "#/components/schemas/A" })),
            &components,
        )
    };
    for (reference, field) in [
        ("properties/tags", "pub bar: Option<Vec<String>>"),
        ("properties/tags/items", "pub bar: Option<String>"),
        ("properties/schema/oneOf/0", "pub bar: Option<i64>"),
    ] {
        let made = payload(reference);
        assert_eq!(made.said, "", "{reference}");
        assert!(made.types().contains(field), "{field}: {}", made.types());
    }
    let stray = payload("x-parts/foo");
    assert!(
        stray
            .said
            .contains("a `$ref` leads into the middle of something"),
        "{}",
        stray.said
    );
    assert!(
        stray.types().contains("pub bar: Option<String>"),
        "{}",
        stray.types()
    );
}

#[test]
fn what_stands_beside_the_reference_of_a_parameter_is_ignored() {
    let mut operation = of_schema(&json!({ "type": "object" }));
    operation["parameters"] = json!([{ "$ref": "#/components/parameters/A", "required": true }]);
    let parameters = json!({
        "A": { "$ref": "#/components/parameters/B", "schema": { "type": "integer" } },
        "B": { "name": "X-Sent-By", "in": "header", "schema": { "type": "string" } },
    });
    let made = made(&operation, &json!({ "parameters": parameters }));
    for key in ["required", "schema"] {
        let warning = format!("`{key}` stands beside a `$ref`, where it is ignored");
        assert!(made.said.contains(&warning), "{}", made.said);
    }
    assert!(made.said.contains("2 warnings"), "{}", made.said);
    let headers = made.file("src/headers.rs");
    assert!(
        headers.contains("pub x_sent_by: Option<String>"),
        "{headers}"
    );
}

#[test]
fn a_media_type_of_3_2_has_a_description() {
    let made = Made::of(&json!({
        "openapi": "3.2.0",
        "info": { "title": "References", "version": "1" },
        "webhooks": { "changed": { "post": { "requestBody": { "content": {
            "application/json": { "description": "About it.", "schema": { "type": "object" } },
        } } } } },
    }));
    assert_eq!(made.said, "");
}
