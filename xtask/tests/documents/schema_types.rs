//! What codegen makes of single schemas: the types of the payloads and the warnings.

use serde_json::{Value, json};
use xtask::codegen::{CodegenOptions, codegen};
use xtask::output::Mode;
use xtask::report::ReportFormat;

use super::made::Made as Crate;

/// What one run gave.
struct Made {
    /// The module of the payload types, each run of white space written as one space.
    types: String,
    warnings: String,
    document: Value,
}

impl Made {
    /// Whether the report counts a keyword among those of a list.
    fn counts(&self, list: &str, keyword: &str) -> bool {
        let report = self.report();
        let uses = report["keywords"][list].as_array().unwrap();
        uses.iter().any(|used| used["keyword"] == keyword)
    }

    fn report(&self) -> Value {
        let home = tempfile::tempdir().unwrap();
        let spec = home.path().join("openapi.json");
        std::fs::write(&spec, self.document.to_string()).unwrap();
        // A check reports as well, and writes nothing.
        let ran = codegen(&CodegenOptions {
            report: Some(ReportFormat::Json),
            mode: Mode::Check,
            ..CodegenOptions::new(spec, home.path().join("out"))
        });
        serde_json::from_str(&ran.stdout).unwrap()
    }
}

/// Runs codegen on a document with one webhook, whose payload has this schema.
fn made(payload: &Value, components: &Value) -> Made {
    let content = json!({ "application/json": { "schema": payload } });
    let document = json!({
        "openapi": "3.1.0",
        "info": { "title": "Schemas", "version": "1" },
        "webhooks": { "changed": { "post": { "requestBody": { "content": content } } } },
        "components": { "schemas": components },
    });
    let made = Crate::of(&document);
    Made {
        types: made
            .types()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" "),
        warnings: made.said,
        document,
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
    let subtrees = "pub sub: Option<BTreeMap<String, TreeValue>>";
    assert!(made.types.contains(subtrees), "{}", made.types);
    assert!(made.types.contains("(Vec<PartsItem>)"), "{}", made.types);
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
            .contains("this schema becomes plain JSON inside itself")
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
fn one_pattern_types_what_fits_with_a_warning_where_others_may_come() {
    let pattern = |pattern: &str, further: &Value| {
        made(
            &json!({ "type": "object", "properties": { "map": {
                "type": "object",
                "patternProperties": { pattern: { "type": "boolean" } },
                "additionalProperties": further,
            } } }),
            &json!({}),
        )
    };
    let open = pattern("^x-", &Value::Null);
    let warning = "the names of members are not held against the pattern";
    assert!(open.warnings.contains(warning), "{}", open.warnings);
    assert!(open.warnings.contains("/properties/map/patternProperties"));
    let told = pattern("^x-", &json!(true));
    assert_eq!(told.warnings, "");
    for made in [open, told] {
        let map = "pub map: Option<BTreeMap<String, ChangedMapMember>>";
        assert!(made.types.contains(map), "{}", made.types);
        assert!(made.types.contains("Typed(bool),"), "{}", made.types);
    }
    let every = pattern("^.*$", &json!({}));
    assert_eq!(every.warnings, "");
    let map = "pub map: Option<BTreeMap<String, bool>>";
    assert!(every.types.contains(map), "{}", every.types);
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
        made.types.contains(r#"members(json, ["kind"])"#),
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

#[test]
fn a_member_that_only_conditions_name_is_an_optional_field() {
    let payload = json!({
        "type": "object",
        "required": ["kind", "reason"],
        "unevaluatedProperties": false,
        "properties": { "kind": { "type": "string" } },
        "if": { "properties": { "kind": { "const": "lost" }, "asked": { "type": "string" } } },
        "then": { "required": ["reason"], "properties": {
            "kind": { "type": "integer" },
            "reason": { "type": "string" },
        } },
        "else": { "allOf": [{ "$ref": "#/components/schemas/Found" }] },
        "dependentSchemas": { "kind": { "properties": { "sort": { "type": "integer" } } } },
    });
    let components = json!({
        "Found": { "type": "object", "required": ["place"], "properties": { "place": { "type": "string" } } },
    });
    let made = made(&payload, &components);
    for field in [
        "pub kind: String,",
        "pub reason: Option<String>,",
        "pub place: Option<String>,",
        "pub sort: Option<i64>,",
    ] {
        assert!(made.types.contains(field), "{field}: {}", made.types);
    }
    // What is asked binds no value: where it does not hold, the value is another.
    assert!(
        made.types.contains("pub asked: Option<Value>,"),
        "{}",
        made.types
    );
    assert_eq!(made.warnings, "");
    for keyword in ["then", "else", "dependentSchemas"] {
        assert!(made.counts("honoured", keyword), "{keyword}");
        assert!(!made.counts("not_expressed", keyword), "{keyword}");
    }
    assert!(made.counts("not_expressed", "if"));
}

#[test]
fn a_member_that_is_only_asked_for_is_plain_json_and_one_that_is_described_too_is_not() {
    let payload = json!({
        "type": "object",
        "unevaluatedProperties": false,
        "properties": { "kind": { "type": "string" } },
        "if": { "$ref": "#/components/schemas/Asked", "anyOf": [
            { "properties": { "level": { "const": 1 } } },
            { "not": { "required": ["none"] } },
        ] },
        "then": { "$ref": "#/components/schemas/Asked" },
    });
    let components = json!({
        "Asked": { "properties": { "kind": { "const": "lost" }, "since": { "type": "integer" } } },
    });
    let made = made(&payload, &components);
    for field in [
        "pub kind: Option<String>,",
        "pub since: Option<i64>,",
        "pub level: Option<Value>,",
    ] {
        assert!(made.types.contains(field), "{field}: {}", made.types);
    }
    assert!(!made.types.contains("Always"), "{}", made.types);
    assert!(!made.types.contains("pub none"), "{}", made.types);
    assert!(made.counts("not_expressed", "const"));
    assert!(made.counts("not_expressed", "if"));
}

#[test]
fn a_condition_that_leads_back_to_its_schema_ends() {
    let payload = json!({ "$ref": "#/components/schemas/Node" });
    let components = json!({ "Node": {
        "type": "object",
        "unevaluatedProperties": false,
        "properties": { "name": { "type": "string" } },
        "if": { "required": ["name"] },
        "then": { "$ref": "#/components/schemas/Node" },
        "else": { "properties": { "next": { "$ref": "#/components/schemas/Node" } } },
    } });
    let made = made(&payload, &components);
    assert!(
        made.types.contains("pub next: Option<Box<Node>>,"),
        "{}",
        made.types
    );
    assert!(made.counts("not_expressed", "then"));
}

#[test]
fn conditions_that_disagree_on_a_member_leave_it_as_json_and_say_so() {
    let payload = json!({
        "type": "object",
        "if": { "required": ["a"] },
        "then": { "properties": { "a": { "type": "object", "properties": { "b": {} } }, "c": { "const": "x" } } },
        "else": { "properties": { "a": { "type": "boolean" }, "c": { "enum": ["y", "z"] } } },
    });
    let made = made(&payload, &json!({}));
    assert!(
        made.types.contains("pub a: Option<Value>,"),
        "{}",
        made.types
    );
    assert!(
        made.warnings
            .contains("schemas of which only one may hold disagree on it"),
        "{}",
        made.warnings
    );
    // Lists of values do not disagree: the member has one of all of them.
    for value in ["\"x\"", "\"y\"", "\"z\""] {
        assert!(made.types.contains(value), "{value}: {}", made.types);
    }
}

#[test]
fn several_unions_of_objects_at_once_are_one_object() {
    let alternatives = |one: &str, other: &str| {
        json!([
            { "type": "object", "required": [one], "properties": { one: { "type": "string" } } },
            { "type": "object", "required": [other], "properties": { other: { "type": "string" } } },
        ])
    };
    let payload = json!({
        "type": "object",
        "properties": { "shared": { "type": "string" } },
        "oneOf": alternatives("a", "b"),
        "anyOf": alternatives("c", "d"),
    });
    let made = made(&payload, &json!({}));
    for field in ["shared", "a", "b", "c", "d"] {
        let field = format!("pub {field}: Option<String>,");
        assert!(made.types.contains(&field), "{field}: {}", made.types);
    }
    assert!(
        made.warnings
            .contains("several `oneOf`/`anyOf` hold at once")
    );
    assert!(made.counts("not_expressed", "oneOf"));
}

#[test]
fn several_unions_at_once_with_other_than_objects_are_plain_json() {
    let payload = json!({ "type": "object", "properties": {
        "scalar": {
            "oneOf": [{ "type": "object", "properties": { "a": {} } }, { "type": "string" }],
            "anyOf": [{ "type": "object", "properties": { "b": {} } }, { "type": "string" }],
        },
        "open": {
            "oneOf": [{ "type": "object", "properties": { "a": {} } }, { "type": "object", "properties": { "b": {} } }],
            "anyOf": [
                { "type": "object", "properties": { "c": {} } },
                { "type": "object", "properties": { "d": {} }, "additionalProperties": { "type": "integer" } },
            ],
        },
    } });
    let made = made(&payload, &json!({}));
    for field in ["pub scalar: Option<Value>,", "pub open: Option<Value>,"] {
        assert!(made.types.contains(field), "{field}: {}", made.types);
    }
    let twice = "several `oneOf`/`anyOf` hold at once (2 times)";
    assert!(made.warnings.contains(twice), "{}", made.warnings);
}

#[test]
fn alternatives_that_only_ask_for_members_are_no_union() {
    let payload = json!({
        "type": "object",
        "properties": { "a": { "type": "string" }, "b": { "type": "string" } },
        "anyOf": [{ "required": ["a"] }, { "required": ["b"] }],
    });
    let made = made(&payload, &json!({}));
    assert!(
        made.types.contains("pub a: Option<String>, "),
        "{}",
        made.types
    );
    assert!(made.counts("not_expressed", "anyOf"));
    assert_eq!(made.warnings, "");
}

#[test]
fn lists_that_are_too_deep_for_the_compiler_hold_plain_json() {
    let nested = |depth: usize| {
        let text = json!({ "type": "string" });
        (0..depth).fold(text, |items, _| json!({ "type": "array", "items": items }))
    };
    let payload =
        json!({ "type": "object", "properties": { "few": nested(16), "many": nested(45) } });
    let made = made(&payload, &json!({}));
    let lists = |depth, inner| format!("{}{inner}{}", "Vec<".repeat(depth), ">".repeat(depth));
    // Every seventeenth list around another is kept as it came, so that what is outside has a type
    // again.
    for field in [
        format!("pubfew:Option<{}>", lists(16, "String")),
        format!("pubmany:Option<{}>", lists(45 - 2 * 17, "Value")),
    ] {
        // Long types are broken over lines.
        let types = made.types.replace([' ', ','], "");
        assert!(types.contains(&field), "{field}: {types}");
    }
    let twice =
        "it holds 16 lists and maps inside one another, with no object in between (2 times)";
    assert!(made.warnings.contains(twice), "{}", made.warnings);
    assert!(made.counts("not_expressed", "items"));
}

#[test]
fn bounds_that_only_an_unsigned_integer_keeps_make_one() {
    let up_to =
        |least: i64, most: u64| json!({ "type": "integer", "minimum": least, "maximum": most });
    let payload = json!({ "type": "object", "properties": {
        "large": up_to(0, u64::MAX),
        "small": up_to(0, 100),
        "signed": up_to(-1, u64::MAX),
    } });
    let types = made(&payload, &json!({})).types;
    assert!(types.contains("large: Option<u64>"), "{types}");
    assert!(types.contains("small: Option<i64>"), "{types}");
    assert!(types.contains("signed: Option<i64>"), "{types}");
}

#[test]
fn a_required_member_that_nothing_describes_is_counted() {
    let payload = |required: Value| json!({ "type": "object", "required": required, "properties": { "a": {} } });
    assert!(made(&payload(json!(["a"])), &json!({})).counts("honoured", "required"));
    assert!(made(&payload(json!(["a", "b"])), &json!({})).counts("not_expressed", "required"));
}

#[test]
fn what_a_base_declares_is_named_after_the_base() {
    let base = json!({ "type": "object", "properties": { "origin": { "type": "object", "properties": { "ip": { "type": "string" } } } } });
    let payload = json!({ "allOf": [{ "$ref": "#/components/schemas/Base" }, { "type": "object", "properties": { "own": { "type": "string" } } }] });
    let types = made(&payload, &json!({ "Base": base })).types;
    assert!(types.contains("pub struct BaseOrigin"), "{types}");
}

#[test]
fn a_word_for_a_number_or_a_text_leaves_the_value_as_it_came() {
    let payload = json!({ "type": "object", "properties": {
        "amount": { "type": "decimal", "example": "12.50" },
        "sent": { "type": "Timestamp" },
        "price": { "type": "float" },
    } });
    let made = made(&payload, &json!({}));
    for field in [
        "pub amount: Option<Value>,",
        "pub sent: Option<Value>,",
        "pub price: Option<f64>,",
    ] {
        assert!(made.types.contains(field), "{field}: {}", made.types);
    }
    let either = "write `type: number` or `type: string`, whichever is sent";
    assert!(made.warnings.contains(either), "{}", made.warnings);
    assert!(made.counts("not_expressed", "type"));
}

#[test]
fn a_type_that_is_assumed_is_in_the_report() {
    let payload = json!({ "type": "object", "properties": {
        "told": { "type": "object", "properties": { "a": {} } },
        "untold": { "properties": { "a": {} } },
    } });
    let made = made(&payload, &json!({}));
    assert_eq!(made.warnings, "");
    let report = made.report();
    let places = report["assumed_types"].as_array().unwrap();
    let [place] = places.as_slice() else {
        panic!("{places:?}");
    };
    let pointer = place["pointer"].as_str().unwrap();
    assert!(pointer.ends_with("/properties/untold"), "{pointer}");
}
