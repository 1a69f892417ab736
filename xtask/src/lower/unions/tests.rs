//! Union tests of alternatives that are written here.

use serde_json::{Value, json};

use super::discriminator::{Names, values_of};
use super::{Alternative, test_of};
use crate::diagnostic::Code;
use crate::model::{MemberTest, Outcome, TagTest, UnionTest};
use crate::schema::base_of;
use crate::test_document::ask;

/// The test of a union, in words, and the codes of what is said about it.
fn told_apart(union: Value) -> (String, Vec<Code>) {
    ask(&union, |schemas, place| {
        let view = schemas.view_at(place);
        let [union] = schemas.unions(&view) else {
            panic!("not one union");
        };
        let found = schemas.choices(union, &base_of(&view, union));
        let choices = found.choices.into_iter();
        let alternatives: Vec<_> = choices.map(|one| Alternative::new(one, schemas)).collect();
        let (test, findings) = test_of(schemas, &view, union, &alternatives, place);
        let codes = findings.diagnostics.iter().map(|one| one.code);
        (in_words(&test), codes.collect())
    })
}

fn in_words(test: &UnionTest) -> String {
    let outcome = |outcome: &Outcome| match outcome {
        Outcome::One(variant) => variant.to_string(),
        Outcome::Further(test) => format!("({})", in_words(test)),
    };
    let words: Vec<String> = match test {
        UnionTest::Tag(tag) => return tag_in_words(tag, outcome),
        UnionTest::Kind(kinds) => {
            let kinds = kinds.iter();
            kinds
                .map(|(kind, of)| format!("{kind:?} {}", outcome(of)))
                .collect()
        }
        UnionTest::Members(tests) => tests.iter().map(members_in_words).collect(),
        UnionTest::Attempt(attempts) => {
            let attempts = attempts.iter();
            attempts.map(|one| format!("try {}", one.variant)).collect()
        }
    };
    words.join(", ")
}

fn tag_in_words(tag: &TagTest, outcome: impl Fn(&Outcome) -> String) -> String {
    let arms = tag.arms.iter();
    let mut words: Vec<String> = arms
        .map(|arm| format!("{} {}", arm.values.join("|"), outcome(&arm.outcome)))
        .collect();
    words.extend(
        tag.otherwise
            .iter()
            .map(|test| format!("else {}", members_in_words(test))),
    );
    words.extend(
        tag.absent
            .iter()
            .map(|test| format!("absent ({})", in_words(test))),
    );
    format!("{}: {}", tag.path.join("/"), words.join(", "))
}

fn members_in_words(test: &MemberTest) -> String {
    let null = test.named.iter().map(|name| format!("{name}?"));
    let members: Vec<String> = test.present.iter().cloned().chain(null).collect();
    format!("[{}] {}", members.join(" "), test.variant)
}

/// An object with required members of these schemas.
fn object(members: Value) -> Value {
    let names: Vec<String> = members.as_object().unwrap().keys().cloned().collect();
    json!({ "type": "object", "properties": members, "required": names })
}

#[test]
fn constants_at_one_member_are_a_tag() {
    let union = json!({ "oneOf": [
        object(json!({ "kind": { "const": "card" }, "number": { "type": "string" } })),
        object(json!({ "kind": { "enum": ["bank", "sepa"] } })),
    ]});
    let tag = "kind: card 0, bank|sepa 1";
    assert_eq!(told_apart(union), (tag.to_owned(), vec![]));
}

#[test]
fn a_tag_may_stand_in_a_required_member() {
    let data = |kind: &str| object(json!({ "data": object(json!({ "kind": { "const": kind } })) }));
    let union = json!({ "oneOf": [data("card"), data("bank")] });
    assert_eq!(told_apart(union).0, "data/kind: card 0, bank 1");
}

#[test]
fn a_shared_value_is_the_more_specific_alternatives() {
    let kind = |values: Value| object(json!({ "kind": { "enum": values } }));
    let union = json!({ "oneOf": [kind(json!(["a", "b"])), kind(json!(["a"]))] });
    assert_eq!(told_apart(union), ("kind: a 1, b 0".to_owned(), vec![]));
}

#[test]
fn what_lacks_an_optional_tag_is_tried_with_a_warning() {
    let kind =
        |kind: &str| json!({ "type": "object", "properties": { "kind": { "const": kind } } });
    let union = json!({ "oneOf": [kind("a"), kind("b")] });
    let words = "kind: a 0, b 1, absent (try 0, try 1)".to_owned();
    assert_eq!(told_apart(union), (words, vec![Code::AmbiguousUnion]));
}

#[test]
fn json_types_come_before_members() {
    let union = json!({ "oneOf": [
        { "type": "string" },
        object(json!({ "a": { "type": "string" } })),
        object(json!({ "b": { "type": "string" } })),
    ]});
    assert_eq!(told_apart(union).0, "String 0, Object ([a] 1, [b] 2)");
}

#[test]
fn one_alternative_may_have_no_member_of_its_own() {
    let text = json!({ "type": "string" });
    let union = json!({ "oneOf": [
        object(json!({ "id": text })),
        object(json!({ "id": text, "more": { "type": ["string", "null"] } })),
    ]});
    assert_eq!(told_apart(union), ("[more?] 1, [] 0".to_owned(), vec![]));
}

#[test]
fn alternatives_that_nothing_tells_apart_are_tried() {
    let object = json!({ "type": "object", "properties": { "a": { "type": "string" } } });
    let other = json!({ "type": "object", "properties": { "b": { "type": "string" } } });
    let (words, codes) = told_apart(json!({ "oneOf": [object, other] }));
    assert_eq!(words, "try 0, try 1");
    assert_eq!(codes, [Code::AmbiguousUnion]);
}

#[test]
fn a_value_that_may_be_several_alternatives_at_once_is_a_warning() {
    let text = json!({ "type": "string" });
    let alternatives = [object(json!({ "a": text })), object(json!({ "b": text }))];
    let (words, codes) = told_apart(json!({ "anyOf": alternatives }));
    assert_eq!(
        (words.as_str(), codes),
        ("[a] 0, [b] 1", vec![Code::AmbiguousUnion])
    );
    assert!(told_apart(json!({ "oneOf": alternatives })).1.is_empty());
}

#[test]
fn a_discriminator_comes_first_and_a_default_takes_what_it_does_not_list() {
    let schema = |name: &str| format!("#/$defs/{name}");
    let text = json!({ "kind": { "type": "string" }, "id": { "type": "string" } });
    let union = json!({
        "oneOf": [{ "$ref": schema("Card") }, { "$ref": schema("Any") }],
        "discriminator": {
            "propertyName": "kind",
            "mapping": { "card": schema("Card"), "cash": schema("None") },
            "defaultMapping": schema("Any"),
        },
        "$defs": { "Card": object(text.clone()), "Any": object(text) },
    });
    let (words, codes) = told_apart(union);
    // The mapping leaves an alternative out, so names of components may be sent too.
    assert_eq!(words, "kind: card|Card 0, else [id] 1");
    assert_eq!(codes, [Code::DanglingReference]);
}

#[test]
fn a_discriminator_that_no_alternative_has_is_left_out() {
    let union = json!({
        "oneOf": [{ "type": "string" }, object(json!({ "kind": { "type": "string" } }))],
        "discriminator": { "propertyName": "knd" },
    });
    let (words, codes) = told_apart(union);
    assert_eq!(
        (words.as_str(), codes),
        ("String 0, Object 1", vec![Code::OffSpec])
    );
}

/// An alternative by the values of the mapping, the values that it lists, and its name.
fn names(mapped: &[&str], listed: &[&str], component: &str) -> Names {
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    Names {
        mapped: texts(mapped),
        listed: texts(listed),
        kind: None,
        component: Some(component.to_owned()),
        is_base: false,
    }
}

#[test]
fn values_of_a_discriminator_are_mapped_else_listed_else_names() {
    let all = [
        names(&["card"], &[], "Card"),
        names(&[], &["bank"], "Bank"),
        names(&[], &[], "Cash"),
    ];
    // The mapping leaves `Cash` to its name, so `Card` may be sent by its name too.
    assert_eq!(
        values_of(&all),
        [vec!["card", "Card"], vec!["bank"], vec!["Cash"]]
    );
}

#[test]
fn lists_that_alternatives_share_do_not_name_one() {
    let all = [
        names(&[], &["a", "b"], "One"),
        names(&[], &["a", "b"], "Other"),
    ];
    assert_eq!(values_of(&all), [["One"], ["Other"]]);
}

#[test]
fn the_base_has_what_no_other_takes() {
    let base = Names {
        is_base: true,
        ..names(&[], &["cat", "dog", "fish"], "Pet")
    };
    let all = [
        names(&[], &["cat"], "Cat"),
        names(&["dog"], &[], "Dog"),
        base,
    ];
    assert_eq!(values_of(&all), [vec!["cat"], vec!["dog"], vec!["fish"]]);
}
