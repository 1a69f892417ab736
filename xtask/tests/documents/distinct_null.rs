//! Members of which absence and `null` are told apart: where it is asked for, and what comes of it.

use serde_json::{Value, json};
use xtask::codegen::{CodegenOptions, codegen_in_memory};

use super::made::Made;

const KEY: &str = "x-webhook-distinct-null";

/// What is made of a document with these members at its root, whose one body is this schema.
fn made(root: &Value, schema: &Value) -> Made {
    Made::of(&document(root, schema))
}

fn document(root: &Value, schema: &Value) -> Value {
    let mut document = json!({
        "openapi": "3.1.0",
        "info": { "title": "Changes", "version": "1" },
        "webhooks": { "changed": { "post": { "requestBody": { "content": {
            "application/json": { "schema": schema },
        } } } } },
    });
    for (name, value) in root.as_object().unwrap() {
        document[name] = value.clone();
    }
    document
}

fn object(members: &Value) -> Value {
    json!({ "type": "object", "properties": members })
}

/// The type of each field of a type.
fn fields(made: &Made, name: &str) -> Vec<String> {
    let types = made.types();
    let (_, body) = types.split_once(&format!("pub struct {name} {{")).unwrap();
    let (body, _) = body.split_once("\n}").unwrap();
    let fields = body
        .lines()
        .filter_map(|line| line.trim().strip_prefix("pub "));
    fields
        .map(|field| field.trim_end_matches(',').to_owned())
        .collect()
}

#[test]
fn without_the_extension_there_are_two_states() {
    let schema = object(&json!({ "name": { "type": ["string", "null"] } }));
    assert_eq!(
        fields(&made(&json!({}), &schema), "ChangedPayload"),
        ["name: Option<String>"]
    );
}

#[test]
fn what_stands_nearest_counts() {
    let text = || json!({ "type": ["string", "null"] });
    let mut on = text();
    on[KEY] = json!(true);
    let mut off = text();
    off[KEY] = json!(false);
    let inner = |says: Option<bool>| {
        let mut inner = object(&json!({ "on": on, "off": off, "none": text() }));
        if let Some(says) = says {
            inner[KEY] = json!(says);
        }
        inner
    };
    for (root, says, none) in [
        (json!({}), None, "Option"),
        (json!({}), Some(true), "Nullable"),
        (json!({ KEY: true }), None, "Nullable"),
        (json!({ KEY: true }), Some(false), "Option"),
        (json!({ KEY: false }), Some(true), "Nullable"),
    ] {
        let members = json!({ "inner": inner(says), "outer": text() });
        let made = made(&root, &object(&members));
        let expected = ["on: Nullable", "off: Option", &format!("none: {none}")]
            .map(|field| format!("{field}<String>"));
        assert_eq!(fields(&made, "ChangedInner"), expected, "{root} {says:?}");
        assert!(!made.said.contains(KEY), "{}", made.said);
    }
}

#[test]
fn it_counts_at_the_schema_that_a_member_refers_to() {
    let root = json!({ "components": { "schemas": {
        "Note": { "type": ["string", "null"], KEY: true },
        "Plain": { "type": ["string", "null"] },
    } } });
    let schema = object(&json!({
        "note": { "$ref": "#/components/schemas/Note" },
        "off": { "$ref": "#/components/schemas/Note", KEY: false },
        "plain": { "$ref": "#/components/schemas/Plain" },
        "on": { "$ref": "#/components/schemas/Plain", KEY: true },
    }));
    let types = ["Nullable", "Option", "Option", "Nullable"];
    let names = ["note", "off", "plain", "on"];
    let expected = names
        .iter()
        .zip(types)
        .map(|(name, held)| format!("{name}: {held}<String>"));
    let made = made(&root, &schema);
    assert_eq!(
        fields(&made, "ChangedPayload"),
        expected.collect::<Vec<_>>()
    );
}

#[test]
fn schemas_that_are_alike_differ_where_it_is_asked_around_one_of_them() {
    let address = || object(&json!({ "city": { "type": ["string", "null"] } }));
    let mut previous = object(&json!({ "address": address() }));
    previous[KEY] = json!(true);
    let current = object(&json!({ "address": address() }));
    let made = made(
        &json!({}),
        &object(&json!({ "current": current, "previous": previous })),
    );
    assert_eq!(
        fields(&made, "ChangedCurrentAddress"),
        ["city: Option<String>"]
    );
    assert_eq!(
        fields(&made, "ChangedPreviousAddress"),
        ["city: Nullable<String>"]
    );
}

#[test]
fn where_it_changes_nothing_there_is_a_warning() {
    let schema = json!({
        "type": "object",
        "required": ["must"],
        "properties": {
            "must": { "type": ["string", "null"], KEY: true },
            "text": { "type": "string", KEY: true },
            "inner": { "type": "object", KEY: true, "properties": { "a": { "type": "string" } } },
            "off": { "type": "string", KEY: false },
        },
    });
    let made = made(&json!({ KEY: true }), &schema);
    let said = &made.said;
    assert!(said.starts_with("warning[likely-slip]"), "{said}");
    assert!(said.contains("changes nothing here (4 times)"), "{said}");
    assert!(said.ends_with("\n1 warning\n"), "{said}");
}

#[test]
fn a_value_that_is_neither_true_nor_false_is_told() {
    let schema = object(&json!({ "name": { "type": ["string", "null"], KEY: "yes" } }));
    let made = made(&json!({ KEY: 1 }), &schema);
    assert_eq!(
        made.said.matches("warning[off-spec]").count(),
        2,
        "{}",
        made.said
    );
    assert_eq!(fields(&made, "ChangedPayload"), ["name: Option<String>"]);
    let near = object(&json!({ "name": { "type": "string", "x-webhook-distinct-nul": true } }));
    let near = self::made(&json!({}), &near);
    assert!(near.said.contains(KEY), "{}", near.said);
}

#[test]
fn a_type_of_the_document_gives_way() {
    let root = json!({ "components": { "schemas": {
        "Nullable": { "type": "object", "properties": { "a": { "type": ["string", "null"] } } },
    } } });
    let schema = object(&json!({ "it": { "$ref": "#/components/schemas/Nullable" } }));
    assert_eq!(
        fields(&made(&root, &schema), "Nullable"),
        ["a: Option<String>"]
    );
    let mut asked = root;
    asked[KEY] = json!(true);
    let made = made(&asked, &schema);
    assert_eq!(fields(&made, "NullableType"), ["a: Nullable<String>"]);
}

#[test]
fn the_command_line_asks_for_the_whole_document() {
    let home = tempfile::tempdir().unwrap();
    let spec = home.path().join("openapi.json");
    let off = json!({ "type": ["string", "null"], KEY: false });
    let schema = object(&json!({ "name": { "type": ["string", "null"] }, "off": off }));
    std::fs::write(&spec, document(&json!({}), &schema).to_string()).unwrap();
    let options = CodegenOptions {
        distinct_null: true,
        ..CodegenOptions::new(spec, home.path().join("out"))
    };
    let (tree, said) = codegen_in_memory(&options);
    let tree = tree.unwrap_or_else(|| panic!("{said}"));
    let types = tree.get("src/types/webhooks.rs").unwrap();
    assert!(types.contains("pub name: Nullable<String>"), "{types}");
    assert!(types.contains("pub off: Option<String>"), "{types}");
    assert!(tree.get("src/runtime/types/nullable.rs").is_some());
}
