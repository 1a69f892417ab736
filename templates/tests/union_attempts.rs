//! Unions whose variants are tried: which of those that fit is taken.

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use templates::runtime::union::{closest, known, variant};

fn raw(json: &str) -> Box<RawValue> {
    RawValue::from_string(json.to_owned()).unwrap()
}

/// A union whose variants nothing tells apart: every member of each may be absent.
#[derive(Debug, PartialEq)]
enum Loose {
    Person {
        name: Option<String>,
    },
    Company {
        name: Option<String>,
        vat: Option<u8>,
    },
    Other(Value),
}

fn loose(json: &str) -> Loose {
    #[derive(Deserialize)]
    struct Named {
        name: Option<String>,
        vat: Option<u8>,
    }
    let json = raw(json);
    let fitting = closest(
        &json,
        [
            (&["name"], &[], |json| {
                variant(json).map(|Named { name, .. }| Loose::Person { name })
            }),
            (&["name", "vat"], &[], |json| {
                variant(json).map(|Named { name, vat }| Loose::Company { name, vat })
            }),
        ],
    );
    fitting.unwrap_or_else(|_| Loose::Other(serde_json::from_str(json.get()).unwrap()))
}

#[test]
fn the_variant_that_knows_most_members_wins() {
    let vat = Some(7);
    let name = || Some("a".to_owned());
    assert_eq!(loose(r#"{"vat":7}"#), Loose::Company { name: None, vat });
    let both = r#"{"x":0,"vat":7,"name":"a"}"#;
    assert_eq!(loose(both), Loose::Company { name: name(), vat });
}

#[test]
fn of_variants_that_know_as_many_members_the_first_wins() {
    let name = Some("a".to_owned());
    assert_eq!(loose(r#"{"name":"a"}"#), Loose::Person { name });
    assert_eq!(loose("{}"), Loose::Person { name: None });
}

#[test]
fn what_fits_no_variant_is_left_to_the_caller() {
    let json = r#"{"vat":"none","name":1}"#;
    assert_eq!(
        loose(json),
        Loose::Other(serde_json::from_str(json).unwrap())
    );
    assert_eq!(loose("[1]"), Loose::Other(serde_json::json!([1])));
}

#[derive(Debug, PartialEq, Deserialize)]
struct Tagged {
    #[serde(rename = "is")]
    tag: Option<Value>,
    at: Option<Value>,
}

/// The variant that a body is, of two that know the same members and of which each has constants of its own.
fn tagged(json: &str) -> &'static str {
    fn is(json: &RawValue) -> Result<(), templates::runtime::mismatch::Mismatch> {
        variant::<Tagged>(json).map(drop)
    }
    let json = raw(json);
    let fitting = closest(
        &json,
        [
            (
                &["is", "at"],
                &[(&["is"], &["1", "on"]), (&["at", "home"], &["true"])],
                |json| is(json).map(|()| "first"),
            ),
            (&["is", "at"], &[(&["is"], &["2"])], |json| {
                is(json).map(|()| "second")
            }),
        ],
    );
    fitting.unwrap_or("none")
}

#[test]
fn a_variant_whose_constants_are_contradicted_does_not_fit() {
    assert_eq!(tagged(r#"{"is":"on"}"#), "first");
    assert_eq!(tagged(r#"{"is":1}"#), "first");
    assert_eq!(tagged(r#"{"is":2}"#), "second");
    assert_eq!(tagged(r#"{"is":2.0}"#), "second");
    assert_eq!(tagged(r#"{"at":{"home":false}}"#), "second");
    assert_eq!(tagged(r#"{"at":{"home":true}}"#), "first");
    // What is not there contradicts nothing.
    assert_eq!(tagged(r#"{"is":null,"at":{}}"#), "first");
    assert_eq!(tagged(r#"{"is":[1]}"#), "none");
    assert_eq!(tagged(r#"{"is":2,"at":{"home":true}}"#), "second");
    assert_eq!(tagged("[]"), "none");
}

#[test]
fn of_variants_that_know_as_many_members_the_one_whose_constants_are_there_wins() {
    let fitting = |json: &str| {
        let json = raw(json);
        closest(
            &json,
            [
                (&["is"], &[(&["at"], &["home"])], |json| {
                    variant::<Value>(json).map(|_| "first")
                }),
                (&["is"], &[(&["is"], &["on"])], |json| {
                    variant::<Value>(json).map(|_| "second")
                }),
            ],
        )
        .unwrap_or("none")
    };
    assert_eq!(fitting(r#"{"is":"on"}"#), "second");
    assert_eq!(fitting(r#"{"is":"on","at":"home"}"#), "first");
    assert_eq!(fitting("{}"), "first");
}

#[test]
fn what_a_union_inside_does_not_know_does_not_fit() {
    let is_known: fn(&Value) -> bool = Value::is_number;
    assert_eq!(*known(&raw("1"), is_known).unwrap(), Value::from(1));
    assert!(known(&raw("{}"), is_known).is_err());
    assert!(known::<u8>(&raw("{}"), |_| true).is_err());
}
