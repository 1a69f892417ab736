//! JSON that a document has within JSON, or within the fields of forms.

use serde_json::{Value, json};
use xtask::codegen::{CodegenOptions, codegen};
use xtask::output::Mode;
use xtask::report::ReportFormat;

use super::made::Made;

/// What is made of a document with these webhooks, each a name, a media type and what is said of it.
fn made(root: &Value, webhooks: &[(&str, &str, Value)]) -> Made {
    Made::of(&document(root, webhooks))
}

fn document(root: &Value, webhooks: &[(&str, &str, Value)]) -> Value {
    let webhooks = webhooks.iter().map(|(name, media_type, said)| {
        let content = json!({ *media_type: said });
        let operation =
            json!({ "post": { "requestBody": { "required": true, "content": content } } });
        ((*name).to_owned(), operation)
    });
    let mut document = json!({
        "openapi": "3.1.0",
        "info": { "title": "Within", "version": "1" },
        "webhooks": webhooks.collect::<serde_json::Map<String, Value>>(),
    });
    for (name, value) in root.as_object().unwrap() {
        document[name] = value.clone();
    }
    document
}

/// The report of a document with these webhooks.
fn report(webhooks: &[(&str, &str, Value)]) -> Value {
    let home = tempfile::tempdir().unwrap();
    let spec = home.path().join("openapi.json");
    std::fs::write(&spec, document(&json!({}), webhooks).to_string()).unwrap();
    // A check reports as well, and writes nothing.
    let ran = codegen(&CodegenOptions {
        report: Some(ReportFormat::Json),
        mode: Mode::Check,
        ..CodegenOptions::new(spec, home.path().join("out"))
    });
    serde_json::from_str(&ran.stdout).unwrap()
}

/// A notification whose message is JSON of an event.
fn notification(event: &str) -> (&str, &'static str, Value) {
    let inner = json!({ "type": "object", "required": ["type"], "properties": {
        "type": { "const": event }, "id": { "type": "string" },
    } });
    let schema = json!({ "type": "object", "required": ["Message"], "properties": {
        "Message": { "type": "string", "contentMediaType": "application/json", "contentSchema": inner },
    } });
    (event, "application/json", json!({ "schema": schema }))
}

/// A form of which one field is JSON of an event.
fn button(event: &str) -> (&str, &'static str, Value) {
    let inner = json!({ "type": "object", "required": ["type"], "properties": {
        "type": { "const": event }, "users": { "type": "array", "items": { "type": "object" } },
    } });
    let schema = json!({ "type": "object", "required": ["payload"], "properties": {
        "payload": inner,
    } });
    let said = json!({
        "schema": schema, "encoding": { "payload": { "contentType": "application/json" } },
    });
    (event, "application/x-www-form-urlencoded", said)
}

#[track_caller]
fn assert_has(text: &str, expected: &str) {
    assert!(text.contains(expected), "{expected}: {text}");
}

#[test]
fn a_string_with_a_content_schema_is_typed_and_never_required() {
    let made = made(&json!({}), &[notification("placed")]);
    assert_eq!(made.said, "");
    let types = made.types();
    assert_has(types, "pub message: Option<JsonText<PlacedMessage>>,");
    assert_has(types, "pub struct PlacedMessage");
    // Without a media type, in another, or coded, the schema says nothing.
    for other in [
        json!({}),
        json!({ "contentMediaType": "application/xml" }),
        json!({ "contentMediaType": "application/json", "contentEncoding": "base32" }),
    ] {
        let mut said = notification("placed").2;
        let message = &mut said["schema"]["properties"]["Message"];
        message.as_object_mut().unwrap().remove("contentMediaType");
        for (keyword, value) in other.as_object().unwrap() {
            message[keyword] = value.clone();
        }
        let made = self::made(&json!({}), &[("placed", "application/json", said)]);
        assert_has(made.types(), "pub message: String,");
    }
}

#[test]
fn a_string_in_base64_is_typed_and_named_in_as_well() {
    for (coding, name) in [
        ("base64", "Base64Json"),
        ("base64url", "Base64UrlJson"),
        ("BASE64", "Base64Json"),
        ("8bit", "JsonText"),
    ] {
        let webhooks = ["placed", "lost"].map(|event| {
            let (name, media_type, mut said) = notification(event);
            said["schema"]["properties"]["Message"]["contentEncoding"] = json!(coding);
            (name, media_type, said)
        });
        let made = made(&json!({}), &webhooks);
        assert_eq!(made.said, "");
        let types = made.types();
        assert_has(types, &format!("use crate::runtime::{name};"));
        assert_has(
            types,
            &format!("pub message: Option<{name}<PlacedMessage>>,"),
        );
        let named = r#"member_text(body, &["Message", "type"])"#;
        assert_has(made.file("src/event.rs"), named);
        // The example is coded as its field is.
        let samples = made.file("src/testing.rs");
        assert_eq!(samples.contains(r#""eyJ"#), name != "JsonText", "{samples}");
    }
}

#[test]
fn places_that_name_events_lead_through_strings_and_fields() {
    for (webhooks, place) in [
        (
            [notification("placed"), notification("lost")],
            "/Message/type",
        ),
        ([button("placed"), button("lost")], "/payload/type"),
    ] {
        // The document says it, and its bodies say it.
        let said = json!({ "x-webhook-event": { "pointer": place } });
        for root in [said, json!({})] {
            let made = made(&root, &webhooks);
            assert_eq!(made.said, "");
            let tokens: Vec<String> = place
                .split('/')
                .skip(1)
                .map(|token| format!("\"{token}\""))
                .collect();
            assert_has(
                made.file("src/event.rs"),
                &format!("member_text(body, &[{}])", tokens.join(", ")),
            );
        }
        // A place that is not there is said to be none.
        let other = place.replace("type", "kind");
        let root = json!({ "x-webhook-event": { "pointer": other } });
        let made = made(&root, &webhooks);
        assert_has(&made.said, &format!("no body has `{other}`"));
    }
    let made = made(&json!({}), &[button("placed"), button("lost")]);
    assert_has(
        made.file("src/event.rs"),
        "form_text_at(body, &[\"payload\", \"type\"])",
    );
}

#[test]
fn events_are_called_what_their_forms_say() {
    let webhooks = [("first", button("placed")), ("second", button("lost"))];
    let webhooks = webhooks.map(|(name, (_, media_type, said))| (name, media_type, said));
    let root = json!({ "x-webhook-event": { "pointer": "/payload/type" } });
    let made = made(&root, &webhooks);
    assert_eq!(made.said, "");
    assert_has(made.file("src/event.rs"), "\"placed\" => Self::First");
}

#[test]
fn types_that_hold_themselves_have_a_bounded_list_of_fields() {
    let node = json!({ "type": "object", "properties": {
        "size": { "type": "integer" },
        "left": { "$ref": "#/components/schemas/Node" },
        "right": { "$ref": "#/components/schemas/Node" },
        "all": { "type": "array", "items": { "$ref": "#/components/schemas/Node" } },
    } });
    let root = json!({ "components": { "schemas": { "Node": node } } });
    let schema = json!({ "$ref": "#/components/schemas/Node" });
    let said = json!({ "schema": schema });
    let made = made(
        &root,
        &[("grown", "application/x-www-form-urlencoded", said)],
    );
    let event = made.file("src/event.rs");
    assert_has(event, "nested_at_most(");
    assert_has(event, "decode_form_by(");
    let fields = event.matches("FormField::").count();
    assert!((10..700).contains(&fields), "{fields}");
}

#[test]
fn what_is_honoured_is_in_the_report() {
    let keywords = |report: &Value, fate: &str| -> Vec<String> {
        let uses = report["keywords"][fate].as_array().unwrap().iter();
        uses.map(|one| one["keyword"].as_str().unwrap().to_owned())
            .collect()
    };
    let found = report(&[notification("placed"), button("pressed")]);
    let honoured = keywords(&found, "honoured");
    for keyword in ["contentMediaType", "contentSchema", "contentType"] {
        assert!(
            honoured.iter().any(|one| one == keyword),
            "{keyword}: {honoured:?}"
        );
    }
    assert_eq!(keywords(&found, "not_expressed"), [""; 0]);
    let deep = json!({ "type": "object", "properties": {
        "rack": { "type": "object", "properties": { "size": { "type": "integer" } } },
        "flat": { "type": "object", "properties": { "size": { "type": "integer" } } },
    } });
    let said = json!({ "schema": deep, "encoding": {
        "rack": { "style": "deepObject", "explode": true }, "flat": { "style": "form" },
    } });
    let found = report(&[("moved", "application/x-www-form-urlencoded", said)]);
    assert_eq!(keywords(&found, "not_expressed"), ["style"]);
    assert!(keywords(&found, "honoured").contains(&"explode".to_owned()));
}

#[test]
fn a_required_integer_of_any_size_is_told_of() {
    let schema = json!({ "type": "object", "required": ["any", "long", "few"], "properties": {
        "any": { "type": "integer" },
        "long": { "type": "integer", "format": "int64" },
        "few": { "type": "integer", "maximum": 9 },
        "spare": { "type": "integer" },
    } });
    let said = json!({ "schema": schema });
    let webhooks = [("counted", "application/json", said)];
    let made = made(&json!({}), &webhooks);
    let told = "An integer beyond 64 bits cannot be decoded here.";
    assert_eq!(made.types().matches(told).count(), 1, "{}", made.types());
    let report = report(&webhooks);
    let places = report["any_integers"].as_array().unwrap();
    assert_eq!(places.len(), 1, "{places:?}");
    let pointer = places[0]["pointer"].as_str().unwrap();
    assert!(pointer.ends_with("/properties/any/type"), "{pointer}");
}
