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

#[test]
fn a_dynamic_reference_with_one_target_is_a_reference_like_any_other() {
    let list = |definitions: &Value| json!({ "type": "array", "items": { "$dynamicRef": "#item" }, "$defs": definitions });
    let one = json!({ "foo": { "$dynamicAnchor": "item", "type": "string" } });
    let plain = json!({ "foo": { "$anchor": "item", "type": "string" } });
    for definitions in [&one, &plain] {
        let payload = of_schema(&json!({ "type": "object", "properties": {
            "list": { "$ref": "#/components/schemas/L" },
        } }));
        let made = made(&payload, &json!({ "schemas": { "L": list(definitions) } }));
        assert_eq!(made.said, "");
        assert!(
            made.types().contains("pub list: Option<Vec<String>>"),
            "{}",
            made.types()
        );
    }
    let two = json!({ "schemas": { "L": list(&one), "M": list(&one) } });
    let made = made(
        &of_schema(&json!({ "$ref": "#/components/schemas/L" })),
        &two,
    );
    assert!(
        made.said.contains("leads to different schemas"),
        "{}",
        made.said
    );
}

/// A document whose payload has this `$id`, and a member of the schema in another file.
fn below(id: &str, reference: &str) -> String {
    let payload = json!({ "$id": id, "type": "object", "properties": {
        "p": { "$ref": reference },
        "q": { "type": "object", "properties": { "r": { "$ref": reference } } },
    } });
    let document = json!({
        "openapi": "3.1.0",
        "info": { "title": "References", "version": "1" },
        "webhooks": { "changed": { "post": of_schema(&payload) } },
    });
    document.to_string()
}

#[test]
fn a_reference_below_an_id_is_seen_from_that() {
    let text = r#"{ "type": "string" }"#;
    for (id, reference, file) in [
        ("./nested/", "./ex.json", "nested/ex.json"),
        ("nested/all.json", "ex.json", "nested/ex.json"),
        ("nested/deep/", "../ex.json", "nested/ex.json"),
        // Written for its own sake.
        ("./nested/", "./ex.json", "ex.json"),
        ("https://example.com/schemas/", "ex.json", "ex.json"),
    ] {
        let made = Made::try_of(&below(id, reference), &[(file, text)]);
        let made = made.unwrap_or_else(|said| panic!("{id} {reference}: {said}"));
        assert_eq!(made.said, "", "{id} {reference}");
        assert!(
            made.types().contains("pub p: Option<String>"),
            "{}",
            made.types()
        );
        assert!(
            made.types().contains("pub r: Option<String>"),
            "{}",
            made.types()
        );
    }
}

#[test]
fn what_an_id_elsewhere_makes_of_a_reference_is_not_fetched() {
    let made = Made::try_of(&below("https://example.com/schemas/", "address.json"), &[]);
    let made = made.unwrap_or_else(|said| panic!("{said}"));
    assert!(
        made.said.contains("warning[remote-reference]"),
        "{}",
        made.said
    );
    assert!(
        made.types().contains("pub p: Option<Value>"),
        "{}",
        made.types()
    );
    let missing = Made::try_of(&below("./nested/", "address.json"), &[]).err();
    let missing = missing.unwrap_or_default();
    assert!(missing.contains("error[dangling-reference]"), "{missing}");
}
