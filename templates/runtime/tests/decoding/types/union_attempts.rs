//! Unions whose variants are tried: which of those that fit is taken.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;
use webhook_runtime::generated::union::{raw_json, variant};
use webhook_runtime::generated::union_attempts::{closest, known};

fn raw(json: &str) -> Box<RawValue> {
    RawValue::from_string(json.to_owned()).unwrap()
}

/// A union whose variants nothing tells apart: every member of each may be absent.
#[derive(Debug, PartialEq, Serialize)]
#[serde(untagged)]
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
fn of_variants_that_know_as_many_members_the_one_that_keeps_what_is_in_them_wins() {
    #[derive(Debug, PartialEq, Deserialize, Serialize)]
    struct Within<T> {
        of: Vec<T>,
    }
    #[derive(Debug, PartialEq, Deserialize, Serialize)]
    struct Left {
        l: Option<u8>,
    }
    #[derive(Debug, PartialEq, Deserialize, Serialize)]
    struct Right {
        r: Option<u8>,
    }
    #[derive(Debug, PartialEq, Serialize)]
    #[serde(untagged)]
    enum Side {
        Left(Within<Left>),
        Right(Within<Right>),
    }
    let side = |json: &str| {
        let json = raw(json);
        closest(
            &json,
            [
                (&["of"], &[], |json| variant(json).map(Side::Left)),
                (&["of"], &[], |json| variant(json).map(Side::Right)),
            ],
        )
        .unwrap()
    };
    assert!(matches!(side(r#"{"of":[{"l":1}]}"#), Side::Left(_)));
    assert!(matches!(
        side(r#"{"of":[{"x":0},{"r":1}]}"#),
        Side::Right(_)
    ));
    assert!(matches!(side(r#"{"of":[{"x":0}]}"#), Side::Left(_)));
}

/// A union inside itself, of which no variant fits a member that is read after what is inside.
#[derive(Debug, PartialEq, Serialize)]
#[serde(untagged)]
enum Nested {
    Counted { inner: Box<Nested>, x: u8 },
    Named { inner: Box<Nested>, x: String },
    Other(Value),
}

impl<'de> Deserialize<'de> for Nested {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Level<T> {
            inner: Box<Nested>,
            x: T,
        }
        let json = raw_json(deserializer)?;
        let fitting = closest(
            &json,
            [
                (&["inner", "x"], &[], |json| {
                    variant(json).map(|Level { inner, x }| Self::Counted { inner, x })
                }),
                (&["inner", "x"], &[], |json| {
                    variant(json).map(|Level { inner, x }| Self::Named { inner, x })
                }),
            ],
        );
        Ok(fitting.unwrap_or_else(|_| Self::Other(serde_json::from_str(json.get()).unwrap())))
    }
}

fn nested(levels: usize, x: &str) -> String {
    let inner = |json: String, _| format!(r#"{{"inner":{json},"x":{x}}}"#);
    (0..levels).fold("0".to_owned(), inner)
}

#[test]
fn unions_inside_one_another_are_not_read_without_end() {
    // Were every variant of every level tried, no test would live to see the end of this.
    let hostile = nested(100, "true");
    let read: Nested = serde_json::from_str(&hostile).unwrap();
    assert!(matches!(read, Nested::Other(_)));
    let plain: Nested = serde_json::from_str(&nested(3, r#""a""#)).unwrap();
    assert!(
        matches!(&plain, Nested::Named { inner, .. } if matches!(**inner, Nested::Named { .. }))
    );
    assert_eq!(serde_json::to_string(&plain).unwrap(), nested(3, r#""a""#));
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

/// The variant that a body is, of two that know the same members and of which each has constants of
/// its own.
fn tagged(json: &str) -> &'static str {
    fn is(json: &RawValue) -> Result<(), webhook_runtime::generated::Mismatch> {
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
