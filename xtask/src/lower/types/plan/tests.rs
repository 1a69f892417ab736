//! Plans for schemas that are written here.

use serde_json::{Value, json};

use super::{Plan, Planned, Presence, plan, plan_conditional};
use crate::diagnostic::Code;
use crate::model::Shape;
use crate::schema::Conjunct;
use crate::test_document::ask;

/// The plan for a schema in words, and the codes of what is said about it.
fn planned(schema: Value) -> (String, Vec<Code>) {
    ask(&schema, |schemas, place| {
        let planned = plan(schemas, &vec![Conjunct::whole(place.clone())]);
        let said = planned.before.diagnostics.iter().map(|one| one.code);
        (in_words(&planned), said.collect())
    })
}

fn in_words(planned: &Planned<'_>) -> String {
    let words = match &planned.plan {
        Plan::Json => "JSON".to_owned(),
        Plan::Scalar(shape) => format!("{shape:?}"),
        Plan::List(items) => format!("list of {}", items.len()),
        Plan::Tuple(tuple) => format!("{} positions", tuple.positions.len()),
        Plan::JsonText(schemas, _) => format!("text of JSON of {}", schemas.len()),
        Plan::Map(None) => "map".to_owned(),
        Plan::Map(Some(others)) if others.schema.is_none() => "map of JSON".to_owned(),
        Plan::Map(Some(_)) => "map of a schema".to_owned(),
        Plan::Same(schemas) => {
            let places = schemas.iter().map(|one| one.location.pointer.to_string());
            format!("same as {}", places.collect::<Vec<_>>().join(" & "))
        }
        Plan::Enum(plan) => {
            let values = plan.values.iter().map(|one| one.text.as_str());
            format!(
                "{:?} out of {}",
                plan.kind,
                values.collect::<Vec<_>>().join("|")
            )
        }
        Plan::Object(plan) => {
            let members = plan.members.iter().map(|one| match one.presence {
                Presence::Required => one.wire.to_owned(),
                Presence::Optional => format!("{}?", one.wire),
                Presence::Conditional => format!("{} sometimes", one.wire),
                Presence::Unsettled => format!("{} unsettled", one.wire),
                Presence::Asked => format!("{} asked", one.wire),
                Presence::Undescribed => format!("{} undescribed", one.wire),
            });
            format!("object of {}", members.collect::<Vec<_>>().join(", "))
        }
        Plan::Union(plan) => format!("union of {}", plan.alternatives.len()),
        Plan::Kinds(kinds) => {
            let kinds = kinds
                .iter()
                .map(|(kind, plan)| format!("{kind:?}: {}", in_words(plan)));
            kinds.collect::<Vec<_>>().join(" or ")
        }
    };
    words + if planned.nullable { " or null" } else { "" }
}

/// What a schema becomes about which nothing is said.
fn plainly(schema: Value) -> String {
    let (words, codes) = planned(schema);
    assert_eq!(codes, []);
    words
}

#[test]
fn scalars_follow_type_format_and_bounds() {
    let scalar = |shape: Shape| format!("{shape:?}");
    let cases = [
        (
            json!({ "type": "string", "format": "date-time" }),
            Shape::DateTime,
        ),
        (json!({ "type": "string", "format": "uri" }), Shape::Text),
        (
            json!({ "type": "integer", "format": "uint64" }),
            Shape::UnsignedInteger,
        ),
        (
            json!({ "type": "integer", "minimum": 0, "maximum": u64::MAX }),
            Shape::UnsignedInteger,
        ),
        (
            json!({ "type": "integer", "minimum": 0, "maximum": 9 }),
            Shape::Integer,
        ),
        (
            json!({ "type": "number", "format": "integer" }),
            Shape::Number,
        ),
        (json!({ "type": ["integer", "number"] }), Shape::Number),
        (json!({ "enum": [1.5, 2] }), Shape::Number),
    ];
    for (schema, shape) in cases {
        assert_eq!(plainly(schema.clone()), scalar(shape), "{schema}");
    }
}

#[test]
fn what_may_be_null_says_so() {
    assert_eq!(
        plainly(json!({ "type": ["string", "null"] })),
        "Text or null"
    );
    assert_eq!(
        plainly(json!({ "enum": ["a", null] })),
        "Text out of a or null"
    );
    let either = json!({ "oneOf": [{ "type": "boolean" }, { "type": "null" }] });
    assert_eq!(plainly(either), "same as /oneOf/0 or null");
}

#[test]
fn several_types_are_planned_one_by_one() {
    let schema = json!({ "type": ["string", "array"], "items": { "type": "string" } });
    assert_eq!(plainly(schema), "String: Text or Array: list of 1");
}

#[test]
fn members_are_required_optional_or_conditional() {
    let schema = json!({
        "properties": { "a": {}, "b": {} },
        "required": ["b"],
        "if": { "properties": { "d": { "const": 1 } } },
        "then": { "properties": { "c": { "type": "string" } } },
    });
    assert_eq!(plainly(schema), "object of a?, b, c unsettled, d asked");
}

#[test]
fn an_object_without_listed_members_is_a_map() {
    assert_eq!(plainly(json!({ "type": "object" })), "map");
    let open = json!({ "type": "object", "additionalProperties": true });
    assert_eq!(plainly(open), "map of JSON");
    let typed = json!({ "additionalProperties": { "type": "string" } });
    assert_eq!(plainly(typed), "map of a schema");
    let patterns = json!({ "patternProperties": { "^a": { "type": "string" }, "^b": {} } });
    assert_eq!(
        planned(patterns),
        ("map of JSON".to_owned(), vec![Code::UnsupportedSchema])
    );
}

#[test]
fn alternatives_that_list_values_are_one_enum() {
    let values = json!({ "oneOf": [{ "const": "a" }, { "enum": ["b", "c"] }] });
    assert_eq!(plainly(values), "Text out of a|b|c");
    let open = json!({ "anyOf": [{ "type": "string" }, { "enum": ["b", "c"] }] });
    assert_eq!(plainly(open), "same as /anyOf/1");
    let numbers = json!({ "oneOf": [{ "type": "integer" }, { "type": "number" }] });
    assert_eq!(plainly(numbers), "Number");
}

#[test]
fn equal_scalars_are_one_alternative() {
    let object = json!({ "type": "object", "properties": { "a": { "type": "string" } } });
    let texts = [
        json!({ "type": "string" }),
        json!({ "type": "string", "format": "uri" }),
    ];
    let schema = json!({ "oneOf": [texts[0], object, texts[1]] });
    assert_eq!(plainly(schema), "union of 2");
}

#[test]
fn several_unions_at_once_make_their_members_optional() {
    let alternative =
        |name: &str| json!({ "type": "object", "properties": { name: { "type": "string" } } });
    let schema = json!({
        "oneOf": [alternative("a"), alternative("b")],
        "anyOf": [alternative("c"), alternative("d")],
    });
    let words = "object of a sometimes, b sometimes, c sometimes, d sometimes".to_owned();
    assert_eq!(planned(schema), (words, vec![Code::UnsupportedSchema]));
}

#[test]
fn what_no_type_fits_is_json_with_a_warning() {
    let cases = [
        json!({ "type": "string", "enum": ["a", {}] }),
        json!({ "allOf": [{ "type": "string" }, { "type": "boolean" }] }),
        json!({ "enum": ["a", 1] }),
    ];
    for schema in cases {
        let expected = ("JSON".to_owned(), vec![Code::UnsupportedSchema]);
        assert_eq!(planned(schema.clone()), expected, "{schema}");
    }
}

#[test]
fn a_union_of_nothing_but_itself_is_an_error() {
    let schema = json!({ "oneOf": [{ "$ref": "#" }, { "$ref": "#" }] });
    let (words, codes) = planned(schema);
    assert_eq!(words, "JSON");
    assert!(codes.contains(&Code::CyclicReference), "{codes:?}");
}

#[test]
fn a_member_under_several_conditions_is_what_all_of_them_say() {
    let schema =
        json!({ "same": [{ "const": "a" }, { "const": "b" }], "other": { "type": "array" } });
    ask(&schema, |schemas, root| {
        let same = ["0", "1"].map(|index| root.child("same").child(index));
        let both = |places: &[_]| {
            let places = places.iter().cloned();
            let alternatives: Vec<_> = places.map(|place| vec![Conjunct::whole(place)]).collect();
            plan_conditional(schemas, &same, &alternatives)
        };
        assert_eq!(in_words(&both(&same)), "Text out of a|b");
        let disagreeing = both(&[same[0].clone(), root.child("other")]);
        assert_eq!(in_words(&disagreeing), "JSON");
        assert_eq!(disagreeing.before.diagnostics.len(), 1);
    });
}
