//! What codegen makes of single schemas: the types of the payloads and the warnings.

use serde_json::{Value, json};
use xtask::codegen::{CodegenOptions, Exit, codegen};
use xtask::report::ReportFormat;

/// What one run gave.
struct Made {
    /// The module of the payload types, each run of white space written as one space.
    types: String,
    warnings: String,
    report: Value,
}

impl Made {
    /// Whether the report counts a keyword among those of a list.
    fn counts(&self, list: &str, keyword: &str) -> bool {
        let uses = self.report["keywords"][list].as_array().unwrap();
        uses.iter().any(|used| used["keyword"] == keyword)
    }
}

/// Runs codegen on a document with one webhook, whose payload has this schema.
fn made(payload: &Value, components: &Value) -> Made {
    let home = tempfile::tempdir().unwrap();
    let spec = home.path().join("openapi.json");
    let content = json!({ "application/json": { "schema": payload } });
    let document = json!({
        "openapi": "3.1.0",
        "info": { "title": "Schemas", "version": "1" },
        "webhooks": { "changed": { "post": { "requestBody": { "content": content } } } },
        "components": { "schemas": components },
    });
    std::fs::write(&spec, document.to_string()).unwrap();
    let out = home.path().join("out");
    let ran = codegen(&CodegenOptions {
        report: Some(ReportFormat::Json),
        ..CodegenOptions::new(spec, &out)
    });
    assert!(ran.exit != Exit::Failed, "{}", ran.diagnostics);
    let types = std::fs::read_to_string(out.join("src/types/webhooks.rs")).unwrap();
    Made {
        types: types.split_whitespace().collect::<Vec<_>>().join(" "),
        warnings: ran.diagnostics,
        report: serde_json::from_str(&ran.stdout).unwrap(),
    }
}

#[test]
fn a_list_inside_what_it_lists_keeps_its_type() {
    let payload = json!({ "type": "object", "properties": {
        "comments": { "$ref": "#/components/schemas/Comments" },
        "tree": { "$ref": "#/components/schemas/Tree" },
        "parts": { "$ref": "#/components/schemas/Parts" },
    } });
    let components = json!({
        "Comments": { "type": "array", "items": { "$ref": "#/components/schemas/Comment" } },
        "Comment": { "type": "object", "properties": {
            "text": { "type": "string" },
            "replies": { "$ref": "#/components/schemas/Comments" },
        } },
        "Tree": { "type": "object", "additionalProperties": { "type": "object", "properties": {
            "value": { "type": "integer" },
            "sub": { "$ref": "#/components/schemas/Tree" },
        } } },
        "Parts": { "type": "array", "items": { "oneOf": [
            { "type": "string" },
            { "$ref": "#/components/schemas/Parts" },
        ] } },
    });
    let made = made(&payload, &components);
    assert_eq!(made.warnings, "");
    assert!(
        made.types.contains("replies: Option<Vec<Comment>>"),
        "{}",
        made.types
    );
    let subtrees = "pub sub: Option<BTreeMap<String, ChangedPayloadTreeValue>>";
    assert!(made.types.contains(subtrees), "{}", made.types);
    assert!(
        made.types.contains("(Vec<ChangedPayloadPartsItem>)"),
        "{}",
        made.types
    );
}

#[test]
fn a_list_of_nothing_but_itself_is_plain_json() {
    let payload = json!({ "type": "object", "properties": {
        "endless": { "$ref": "#/components/schemas/Endless" },
    } });
    let components = json!({
        "Endless": { "type": "array", "items": { "$ref": "#/components/schemas/Endless" } },
    });
    let made = made(&payload, &components);
    assert!(
        made.warnings
            .contains("it contains itself without an object in between")
    );
    assert!(
        made.types.contains("pub endless: Option<Vec<Value>>"),
        "{}",
        made.types
    );
}

#[test]
fn members_that_follow_a_pattern_stand_beside_those_that_are_listed() {
    let payload = json!({
        "type": "object",
        "required": ["id"],
        "properties": { "id": { "type": "string" }, "at": { "type": "string", "format": "date-time" } },
        "patternProperties": { "^x-": { "type": "integer" } },
        "additionalProperties": false,
    });
    let made = made(&payload, &json!({}));
    assert_eq!(made.warnings, "");
    assert!(made.types.contains("pub id: String"), "{}", made.types);
    assert!(
        made.types.contains("pub at: Option<Timestamp>"),
        "{}",
        made.types
    );
    let rest = "pub additional_properties: BTreeMap<String, i64>";
    assert!(made.types.contains(rest), "{}", made.types);
    assert!(made.counts("honoured", "patternProperties"));
}

#[test]
fn one_pattern_is_the_type_of_a_map_with_a_warning_where_others_may_come() {
    let payload = json!({ "type": "object", "properties": {
        "map": { "type": "object", "patternProperties": { "^x-": { "type": "boolean" } } },
    } });
    let made = made(&payload, &json!({}));
    let map = "pub map: Option<BTreeMap<String, bool>>";
    assert!(made.types.contains(map), "{}", made.types);
    assert!(
        made.warnings.contains("are read as if they did"),
        "{}",
        made.warnings
    );
    assert!(made.warnings.contains("/properties/map/patternProperties"));
}

#[test]
fn several_patterns_leave_the_listed_members_their_types() {
    let payload = json!({
        "type": "object",
        "properties": { "id": { "type": "string" } },
        "patternProperties": { "^a": { "type": "integer" }, "^b": { "type": "string" } },
    });
    let made = made(&payload, &json!({}));
    assert!(
        made.types.contains("pub id: Option<String>"),
        "{}",
        made.types
    );
    let rest = "pub additional_properties: Map<String, Value>";
    assert!(made.types.contains(rest), "{}", made.types);
    assert!(
        made.warnings
            .contains("members that are not listed become plain JSON")
    );
    assert!(made.counts("not_expressed", "patternProperties"));
}

/// A payload of two alternatives with constant tags, and this discriminator.
fn discriminated(discriminator: &Value) -> Made {
    let payload = json!({
        "oneOf": [
            { "$ref": "#/components/schemas/Letter" },
            { "$ref": "#/components/schemas/Parcel" },
        ],
        "discriminator": discriminator,
    });
    let components = json!({
        "Letter": { "type": "object", "required": ["kind"], "properties": { "kind": { "const": "letter" } } },
        "Parcel": { "type": "object", "required": ["kind"], "properties": { "kind": { "const": "parcel" } } },
    });
    made(&payload, &components)
}

#[test]
fn a_discriminator_that_names_no_member_is_left_out() {
    for discriminator in [json!("kind"), json!({}), json!({ "propertyName": 1 })] {
        let made = discriminated(&discriminator);
        let warning = "a `discriminator` is an object with a `propertyName`";
        assert!(made.warnings.contains(warning), "{}", made.warnings);
        assert!(made.warnings.contains("/schema/discriminator"));
        assert!(made.counts("not_expressed", "discriminator"));
        assert!(
            made.types.contains(r#"Some("parcel") =>"#),
            "{}",
            made.types
        );
    }
}

#[test]
fn a_discriminator_of_a_member_that_no_alternative_has_is_left_out() {
    let made = discriminated(&json!({ "propertyName": "king" }));
    let warning = "no alternative of the union has the member `king`";
    assert!(made.warnings.contains(warning), "{}", made.warnings);
    assert!(made.warnings.contains("/schema/discriminator/propertyName"));
    assert!(made.counts("not_expressed", "discriminator"));
    assert!(
        made.types.contains(r#"members(&json, ["kind"])"#),
        "{}",
        made.types
    );
}

#[test]
fn an_entry_of_a_mapping_that_names_no_alternative_is_left_out() {
    let mapping = json!({ "letter": "Letter", "box": "Parcel", "tube": "Tube", "bag": 1 });
    let made = discriminated(&json!({ "propertyName": "kind", "mapping": mapping }));
    for entry in ["tube", "bag"] {
        let place = format!("/schema/discriminator/mapping/{entry}");
        assert!(made.warnings.contains(&place), "{}", made.warnings);
    }
    assert!(made.warnings.contains("2 warnings"), "{}", made.warnings);
    assert!(made.types.contains(r#"Some("box") =>"#), "{}", made.types);
}

#[test]
fn names_of_values_count_only_if_there_is_one_for_each() {
    let names = |names: &[&str]| {
        let payload = json!({ "type": "object", "properties": {
            "size": { "enum": [null, "s", "l"], "x-enum-varnames": names },
        } });
        made(&payload, &json!({}))
    };
    for fitting in [&["Small", "Large"][..], &["None", "Small", "Large"]] {
        let made = names(fitting);
        assert_eq!(made.warnings, "");
        assert!(made.types.contains("Small"), "{}", made.types);
        assert!(made.types.contains("Large"), "{}", made.types);
        assert!(made.counts("honoured", "x-enum-varnames"));
    }
    let made = names(&["Small"]);
    assert!(!made.types.contains("Small"), "{}", made.types);
    assert!(
        made.warnings
            .contains("the names of an `enum` are as many as its values")
    );
    assert!(made.warnings.contains("/properties/size/x-enum-varnames"));
    assert!(made.counts("not_expressed", "x-enum-varnames"));
}
