//! How deeply bodies may nest, as codegen settles it: by the types alone, generously, and only
//! where it must.

use serde_json::{Map, Value, json};

use super::made::Made as Crate;

/// The events and the types of a crate.
struct Made {
    said: String,
    events: String,
    types: String,
}

impl Made {
    /// A document with one event, whose body has this schema, and these components.
    fn of(body: &Value, schemas: impl IntoIterator<Item = (String, Value)>) -> Self {
        let content = json!({ "application/json": { "schema": body } });
        let made = Crate::of(&json!({
            "openapi": "3.1.1",
            "info": { "title": "Nesting", "version": "1.0.0" },
            "x-webhook-event": { "pointer": "/type" },
            "webhooks": { "nested": { "post": { "requestBody": { "content": content } } } },
            "components": { "schemas": schemas.into_iter().collect::<Map<_, _>>() },
        }));
        Self {
            events: made.file("src/event.rs").to_owned(),
            types: made.types().to_owned(),
            said: made.said,
        }
    }

    /// How deeply the event's body may nest, if that is checked.
    fn bound(&self) -> Option<usize> {
        let (_, behind) = self.events.split_once("nested_at_most(")?;
        let (bound, _) = behind.split_once(',')?;
        Some(bound.parse().unwrap())
    }

    /// How many structs are read by the code that serde derives, and how many have their members
    /// gathered on the heap.
    fn structs(&self) -> (usize, usize) {
        let count = |call: &str| self.types.matches(call).count();
        (count("\njson_object!("), count("\nheap_object!("))
    }
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// An object of so many texts, and these members.
fn wide(texts: usize, members: &[(&str, Value)]) -> Value {
    let texts = (0..texts).map(|index| (format!("text{index}"), json!({ "type": "string" })));
    let members = members
        .iter()
        .map(|(name, schema)| ((*name).to_owned(), schema.clone()));
    json!({ "type": "object", "properties": texts.chain(members).collect::<Map<_, _>>() })
}

fn body(member: Value) -> Value {
    json!({
        "type": "object",
        "required": ["type"],
        "properties": { "type": { "type": "string" }, "value": member },
    })
}

/// Objects of so many texts that hold others of their kind in one way.
fn recursive(texts: usize, way: &str) -> Made {
    let node = reference("Node");
    let (schema, others) = match way {
        "child" => (wide(texts, &[("child", node)]), Vec::new()),
        "list" => (
            wide(
                texts,
                &[("children", json!({ "type": "array", "items": node }))],
            ),
            Vec::new(),
        ),
        "map" => (
            wide(
                texts,
                &[(
                    "byName",
                    json!({ "type": "object", "additionalProperties": node }),
                )],
            ),
            Vec::new(),
        ),
        "others" => {
            let mut schema = wide(texts, &[]);
            schema["additionalProperties"] = node;
            (schema, Vec::new())
        }
        "union" => {
            let union = json!({ "oneOf": [node, { "type": "string" }] });
            (
                wide(texts, &[("either", reference("Either"))]),
                vec![("Either".to_owned(), union)],
            )
        }
        "attempt" => {
            let union = json!({ "anyOf": [node, wide(texts, &[("other", reference("Guess"))])] });
            (
                wide(texts, &[("guess", reference("Guess"))]),
                vec![("Guess".to_owned(), union)],
            )
        }
        "mutual" => (
            wide(texts, &[("other", reference("Other"))]),
            vec![("Other".to_owned(), wide(texts, &[("node", node)]))],
        ),
        other => panic!("{other}"),
    };
    let schemas = others.into_iter().chain([("Node".to_owned(), schema)]);
    Made::of(&body(reference("Node")), schemas)
}

const WAYS: [&str; 7] = [
    "child", "list", "map", "others", "union", "attempt", "mutual",
];

#[test]
fn real_documents_may_nest_as_deeply_as_json_is_read() {
    for way in WAYS {
        for texts in [10, 60, 150, 400] {
            let bound = recursive(texts, way).bound().unwrap();
            let least = if way == "attempt" { 85 } else { 120 };
            assert!((least..=127).contains(&bound), "{way}, {texts}: {bound}");
        }
    }
}

#[test]
fn the_wider_the_types_the_less_they_may_nest() {
    for way in WAYS {
        let bounds = [10, 400, 1_000].map(|texts| recursive(texts, way).bound().unwrap());
        assert!(
            bounds.is_sorted_by(|wide, wider| wide >= wider),
            "{way}: {bounds:?}"
        );
        assert!(bounds[2] >= 40, "{way}: {bounds:?}");
    }
}

/// A union of so many objects, told apart by a tag, each of which holds it.
fn union_of(variants: usize) -> Made {
    let objects = (0..variants).map(|index| {
        let tag = json!({ "const": format!("kind{index}") });
        let mut object = wide(1, &[("kind", tag), ("inner", reference("Choice"))]);
        object["required"] = json!(["kind"]);
        (format!("Object{index}"), object)
    });
    let references: Vec<Value> = (0..variants)
        .map(|index| reference(&format!("Object{index}")))
        .collect();
    let choice = ("Choice".to_owned(), json!({ "oneOf": references }));
    Made::of(&body(reference("Choice")), objects.chain([choice]))
}

#[test]
fn unions_of_many_variants_nest_less_as_comparing_them_takes_the_stack_too() {
    assert!(union_of(60).bound() >= Some(120));
    // Comparing two values takes some 16 bytes for each variant at each level.
    let bound = union_of(600).bound().unwrap();
    assert!((20..=80).contains(&bound), "{bound}");
}

#[test]
fn types_that_hold_none_of_their_kind_are_read_as_before() {
    let schemas = [
        ("Inner".to_owned(), wide(10, &[])),
        (
            "Outer".to_owned(),
            wide(
                60,
                &[
                    ("inner", reference("Inner")),
                    (
                        "list",
                        json!({ "type": "array", "items": reference("Inner") }),
                    ),
                    ("any", json!({})),
                ],
            ),
        ),
    ];
    let made = Made::of(&body(reference("Outer")), schemas);
    assert_eq!(made.bound(), None);
    assert_eq!(made.structs(), (3, 0));
    assert!(!made.events.contains("TooDeep"), "{}", made.events);
}

#[test]
fn an_event_that_leads_to_such_types_is_checked_and_another_is_not() {
    let made = recursive(10, "child");
    // The body itself holds none of its kind.
    assert_eq!(made.structs(), (1, 1));
    assert!(made.events.contains("[`DecodeError::TooDeep`]"));
    let strict = made.events.split_once("pub fn decode_as(").unwrap().1;
    assert_eq!(strict.matches("nested_at_most(").count(), 1);
    assert!(strict.contains("EventName::Unknown(name) => {\n            decode_event(body,"));
}

/// Objects of so many texts in one another, so deep.
fn chain(deep: usize, texts: usize, around: fn(Value) -> Value) -> Made {
    let schemas = (0..deep).map(|level| {
        let inner = reference(&format!("Level{}", level + 1));
        let members = [("inner", around(inner))];
        let members = if level + 1 < deep { &members[..] } else { &[] };
        (format!("Level{level}"), wide(texts, members))
    });
    Made::of(&body(reference("Level0")), schemas)
}

#[test]
fn types_that_nest_deeply_spare_the_stack_and_are_read_to_the_end() {
    let made = chain(60, 400, |inner| inner);
    assert_eq!(made.bound(), None);
    assert_eq!(made.structs(), (0, 61));
    // No struct gets huge by those in it.
    assert!(made.types.contains("Option<Box<Level"), "none is boxed");
    let made = chain(60, 10, |inner| json!({ "type": "array", "items": inner }));
    assert_eq!(made.bound(), None);
    let made = chain(8, 10, |inner| inner);
    assert_eq!((made.bound(), made.structs()), (None, (9, 0)));
}

#[test]
fn an_object_that_does_not_fit_on_a_stack_is_a_map() {
    let made = Made::of(
        &body(reference("Vast")),
        [("Vast".to_owned(), wide(5_000, &[]))],
    );
    assert_eq!(made.bound(), None);
    assert!(made.types.contains("pub value: Option<Map<String, Value>>"));
    let warning = "this schema becomes a map of plain JSON: a struct of 5000 members takes more of the stack than a thread has";
    assert!(made.said.contains(warning), "{}", made.said);
    let made = Made::of(
        &body(reference("Wide")),
        [("Wide".to_owned(), wide(3_900, &[]))],
    );
    assert_eq!((made.bound(), made.structs()), (None, (0, 2)));
    assert_eq!(made.said, "");
}

#[test]
fn the_readme_says_how_deeply_each_event_may_nest() {
    let content = |schema: &Value| json!({ "post": { "requestBody": { "content": { "application/json": { "schema": schema } } } } });
    let made = Crate::of(&json!({
        "openapi": "3.1.1",
        "info": { "title": "Nesting", "version": "1.0.0" },
        "x-webhook-event": { "header": "X-Event" },
        "webhooks": {
            "one": content(&reference("Node")),
            "flat": content(&wide(3, &[])),
            "two": content(&json!({ "type": "array", "items": reference("Node") })),
        },
        "components": { "schemas": { "Node": wide(3, &[("child", reference("Node"))]) } },
    }));
    let readme = made.file("README.md");
    assert!(readme.contains("\n## Nesting\n"), "{readme}");
    assert!(readme.contains("\n| `one`, `two` | 127 |\n"), "{readme}");
}

#[test]
fn which_of_two_unions_is_met_first_does_not_change_how_deeply_they_nest() {
    let list = json!({ "type": "array", "items": reference("Inner") });
    let outer = json!({ "oneOf": [list, { "type": "string" }] });
    let inner = json!({ "oneOf": [reference("Outer"), { "type": "boolean" }] });
    let of = |first: &str| {
        let both = [("Outer", outer.clone()), ("Inner", inner.clone())];
        let both = both.map(|(name, schema)| (name.to_owned(), schema));
        Made::of(&body(reference(first)), both).bound().unwrap()
    };
    // Between them is nothing that would be a level.
    assert_eq!(of("Outer"), of("Inner"));
}
