//! Arrays whose elements differ by position: which become tuples, which lists, and what is said.

use serde_json::{Value, json};

use super::made::Made;

/// What is made of a document whose one body has this member, and the schemas.
fn made(member: &Value, schemas: &Value) -> Made {
    Made::of(&json!({
        "openapi": "3.1.0",
        "info": { "title": "Tuples", "version": "1" },
        "webhooks": { "sent": { "post": { "requestBody": { "content": { "application/json": {
            "schema": { "type": "object", "properties": { "it": member } },
        } } } } } },
        "components": { "schemas": schemas },
    }))
}

/// The type of the member, and the positions of the tuple where it is one.
fn became(member: &Value) -> String {
    let made = made(member, &json!({}));
    let types = made.types();
    let (_, field) = types.split_once("pub it: Option<").unwrap();
    let (field, _) = field.split_once(">,\n").unwrap();
    match types.split_once(&format!("pub struct {field}(")) {
        Some((_, positions)) => {
            let (positions, _) = positions.split_once(");").unwrap();
            let lines = positions.lines().map(str::trim);
            let lines = lines.filter(|line| !line.starts_with("///"));
            let text = lines.collect::<Vec<_>>().join(" ").replace("pub ", "");
            text.trim().trim_end_matches(',').to_owned()
        }
        None => field.to_owned(),
    }
}

fn array(more: &Value) -> Value {
    let prefix = json!([{ "type": "integer" }, { "type": "string" }]);
    let mut array = json!({ "type": "array", "prefixItems": prefix });
    for (keyword, value) in more.as_object().unwrap() {
        array[keyword] = value.clone();
    }
    array
}

#[test]
fn a_closed_end_makes_a_tuple() {
    for closed in [
        json!({ "items": false }),
        json!({ "maxItems": 2 }),
        json!({ "unevaluatedItems": false }),
        json!({ "maxItems": 2, "items": { "type": "boolean" } }),
        json!({ "allOf": [{ "items": false }] }),
    ] {
        assert_eq!(
            became(&array(&closed)),
            "Option<i64>, Option<String>",
            "{closed}"
        );
    }
    let exact = json!({ "minItems": 2, "maxItems": 2 });
    assert_eq!(became(&array(&exact)), "i64, String");
    let one = json!({ "minItems": 1, "items": false });
    assert_eq!(became(&array(&one)), "i64, Option<String>");
    let longer = json!({ "minItems": 5, "items": false });
    assert_eq!(became(&array(&longer)), "i64, String");
    let shorter = json!({ "minItems": 1, "maxItems": 1 });
    assert_eq!(became(&array(&shorter)), "Vec<i64>");
    let never = json!({ "prefixItems": [{ "type": "integer" }, { "type": "string" }, false] });
    assert_eq!(became(&array(&never)), "Option<i64>, Option<String>");
    let mut untyped = array(&json!({ "items": false }));
    untyped.as_object_mut().unwrap().remove("type");
    assert_eq!(became(&untyped), "Option<i64>, Option<String>");
}

#[test]
fn an_open_end_stays_json_and_is_counted() {
    for open in [
        json!({}),
        json!({ "items": { "type": "integer" } }),
        json!({ "minItems": 2 }),
    ] {
        let made = made(&array(&open), &json!({}));
        assert!(
            made.types().contains("pub it: Option<Vec<Value>>"),
            "{open}"
        );
        assert!(
            made.said.contains("there may be others behind them"),
            "{}",
            made.said
        );
    }
}

#[test]
fn an_end_that_other_schemas_may_open_is_not_closed() {
    for open in [
        json!({ "unevaluatedItems": false, "contains": { "type": "integer" } }),
        json!({ "unevaluatedItems": false, "allOf": [{ "unevaluatedItems": true }] }),
        json!({ "unevaluatedItems": false, "if": { "prefixItems": [true, true, true] } }),
    ] {
        let types = made(&array(&open), &json!({}));
        assert!(
            types.types().contains("pub it: Option<Vec<Value>>"),
            "{open}"
        );
    }
}

#[test]
fn positions_of_one_type_make_a_list() {
    let alike = |prefix: Value, items: Value| {
        became(&json!({ "type": "array", "prefixItems": prefix, "items": items }))
    };
    let number = || json!({ "type": "number" });
    let said = json!({ "type": "number", "description": "Latitude.", "minimum": -90 });
    assert_eq!(alike(json!([number(), said]), json!(false)), "Vec<f64>");
    assert_eq!(alike(json!([number()]), number()), "Vec<f64>");
    let pair = json!({ "type": "array", "prefixItems": [number(), number()], "items": false });
    assert_eq!(alike(json!([pair, pair]), json!(false)), "Vec<Vec<f64>>");
    assert_eq!(alike(json!([true, {}]), json!(false)), "Vec<Value>");
    let or_null = json!({ "type": ["number", "null"] });
    assert_eq!(
        alike(json!([number(), or_null]), json!(false)),
        "Option<f64>, Option<f64>"
    );
    let date = json!({ "type": "string", "format": "date-time" });
    let text = json!({ "type": "string" });
    assert_eq!(
        alike(json!([date, text]), json!(false)),
        "Option<Timestamp>, Option<String>"
    );
}

#[test]
fn positions_may_be_references_and_hold_anything() {
    let schemas = json!({
        "Node": {
            "type": "array", "minItems": 1, "items": false,
            "prefixItems": [{ "type": "string" }, { "$ref": "#/components/schemas/Node" }],
        },
        "Point": { "type": "object", "properties": { "x": { "type": "number" } } },
        "Points": {
            "type": "array", "items": false,
            "prefixItems": [
                { "$ref": "#/components/schemas/Point" },
                { "$ref": "#/components/schemas/Point", "description": "The end." },
            ],
        },
    });
    let member = array(&json!({ "items": false, "minItems": 5, "prefixItems": [
        { "$ref": "#/components/schemas/Node", "description": "The root." },
        { "$ref": "#/components/schemas/Points" },
        { "type": "object", "properties": { "a": { "type": "string" } } },
        { "type": "object", "additionalProperties": { "type": "integer" } },
        { "oneOf": [{ "type": "string" }, { "type": "integer" }] },
    ] }));
    let made = made(&member, &schemas);
    let types = made.types();
    for said in [
        "pub struct SentIt(\n    /// The root.\n    pub Node,",
        "pub Vec<Point>,",
        "pub SentItItem3,",
        "pub BTreeMap<String, i64>,",
        "pub SentItItem5,",
        "pub struct Node(pub String, pub Option<Box<Node>>);",
    ] {
        assert!(types.contains(said), "{said}: {types}");
    }
    assert_eq!(made.said, "");
}

#[test]
fn schemas_of_positions_are_checked_as_others_are() {
    let prefix = |prefix: Value| json!({ "type": "array", "items": false, "prefixItems": prefix });
    let document = |member: Value| {
        json!({
            "openapi": "3.1.0",
            "info": { "title": "Tuples", "version": "1" },
            "webhooks": { "sent": { "post": { "requestBody": { "content": { "application/json": {
                "schema": { "type": "object", "properties": { "it": member } },
            } } } } } },
        })
        .to_string()
    };
    let of = |member: Value| Made::try_of(&document(member), &[]);
    let dangling = of(prefix(json!([{ "$ref": "#/components/schemas/Gone" }, {}])));
    assert!(
        dangling
            .err()
            .unwrap()
            .contains("error[dangling-reference]")
    );
    let text = of(prefix(json!(["string", {}])));
    assert!(text.err().unwrap().contains("stands where a schema should"));
    let misspelt = of(prefix(json!([{ "type": "strin" }, { "type": "integer" }])));
    assert!(
        misspelt
            .unwrap_or_else(|said| panic!("{said}"))
            .said
            .contains("no type `strin`")
    );
    let mut refused = prefix(json!([{ "type": "string" }, { "type": "integer" }]));
    refused["example"] = json!([1, 2]);
    let refused = of(refused).unwrap_or_else(|said| panic!("{said}"));
    assert!(
        refused.said.contains("warning[refused-value]"),
        "{}",
        refused.said
    );
}

#[test]
fn examples_are_held_against_positions() {
    let entry = array(&json!({ "items": false, "minItems": 1 }));
    let schema = json!({ "type": "object", "required": ["must"], "properties": {
        "it": entry.clone(), "must": entry,
    } });
    let said = |example: Value| {
        let made = Made::of(&json!({
            "openapi": "3.1.0",
            "info": { "title": "Tuples", "version": "1" },
            "webhooks": { "sent": { "post": { "requestBody": { "content": { "application/json": {
                "schema": schema, "example": example,
            } } } } } },
        }));
        made.said
    };
    assert_eq!(said(json!({ "it": [1, "a"], "must": [1] })), "");
    for (example, words) in [
        (
            json!({ "it": ["a", "a"], "must": [1] }),
            "typed with a defect",
        ),
        (
            json!({ "it": [1, "a", 2], "must": [1] }),
            "behind the last position",
        ),
        (json!({ "must": ["a"] }), "cannot be decoded"),
        (json!({ "must": [] }), "must be an array of its positions"),
        (json!({ "must": {} }), "must be an array of its positions"),
    ] {
        let said = said(example);
        assert!(said.contains("warning[unfit-example]"), "{said}");
        assert!(said.contains(words), "{said}");
    }
}
