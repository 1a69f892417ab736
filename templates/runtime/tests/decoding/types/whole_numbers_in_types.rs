//! Integers in any notation, wherever a type has one: read to the digit, in the first read.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt::{Debug, Write};

use crate::stand_in::{Severity, Tally};
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};
use webhook_runtime::generated::union::{JsonKind, integers, kind, raw_json, variant};
use webhook_runtime::generated::{Whole, whole_number};
use webhook_runtime::{DecodeError, Strictness, decode_payload};

/// The same number in notations that JSON has.
const ONE: [&str; 6] = ["1", "1.0", "1e0", "10E-1", "0.1e+1", "1.000"];

thread_local! {
    static READS: Cell<usize> = const { Cell::new(0) };
}

/// Counts how often it is read.
#[derive(Debug, PartialEq)]
struct Counted;

impl<'de> Deserialize<'de> for Counted {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        READS.set(READS.get() + 1);
        bool::deserialize(deserializer).map(|_| Self)
    }
}

/// Everything that may be made of integers.
#[derive(Debug, PartialEq, Deserialize)]
struct Sheet {
    counted: Counted,
    #[serde(with = "whole_number")]
    plain: i64,
    #[serde(with = "whole_number")]
    natural: u64,
    #[serde(default, with = "whole_number")]
    optional: Option<i64>,
    #[serde(with = "whole_number")]
    list_with_holes: Vec<Option<i64>>,
    #[serde(with = "whole_number")]
    list: Vec<i64>,
    #[serde(with = "whole_number")]
    map: BTreeMap<String, i64>,
    #[serde(with = "whole_number")]
    lists_by_name: BTreeMap<String, Vec<i64>>,
    #[serde(with = "whole_number")]
    maps_with_holes: Vec<BTreeMap<String, Option<u64>>>,
    severity: Severity,
    union: Amount,
    tally: Tally,
}

/// A union told by JSON types.
#[derive(Debug, PartialEq)]
enum Amount {
    Integer(i64),
    List(Vec<i64>),
    Unknown(Value),
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = raw_json(deserializer)?;
        let decoded = match kind(&json) {
            JsonKind::Integer => integers(&json).map(Self::Integer),
            JsonKind::Array => integers(&json).map(Self::List),
            _ => variant(&json).map(Self::Unknown),
        };
        decoded.map_err(D::Error::custom)
    }
}

fn sheet(one: &str, union: &str) -> String {
    format!(
        r#"{{"counted":true,"plain":{one},"natural":{one},"optional":{one},"list_with_holes":[null,{one}],"list":[{one},{one}],
            "map":{{"a":{one}}},"lists_by_name":{{"a":[{one}]}},"maps_with_holes":[{{"a":{one},"b":null}}],
            "severity":-{one},"union":{union},"tally":{{"total":{one},"b":{one}}}}}"#
    )
}

fn strictly<T: DeserializeOwned>(body: &str) -> Result<T, DecodeError> {
    decode_payload(body.as_bytes(), Strictness::Strict).map(|decoded| decoded.value)
}

#[test]
fn they_are_read_wherever_they_stand_and_in_the_first_read() {
    for one in ONE {
        READS.set(0);
        let read: Sheet = strictly(&sheet(one, one)).expect(one);
        assert_eq!(READS.get(), 1, "{one}");
        let expected = Sheet {
            counted: Counted,
            plain: 1,
            natural: 1,
            optional: Some(1),
            list_with_holes: vec![None, Some(1)],
            list: vec![1, 1],
            map: BTreeMap::from([("a".into(), 1)]),
            lists_by_name: BTreeMap::from([("a".into(), vec![1])]),
            maps_with_holes: vec![BTreeMap::from([("a".into(), Some(1)), ("b".into(), None)])],
            severity: Severity::Minus1,
            union: Amount::Integer(1),
            tally: Tally {
                total: 1,
                further: BTreeMap::from([("b".into(), 1)]),
            },
        };
        assert_eq!(read, expected, "{one}");
        let read: Sheet = strictly(&sheet(one, &format!("[{one}]"))).expect(one);
        assert_eq!(read.union, Amount::List(vec![1]));
    }
}

#[test]
fn a_member_that_may_be_absent_may_be_so() {
    let body = sheet("1", "1").replace(r#""optional":1,"#, "");
    let read: Sheet = strictly(&body).unwrap();
    assert_eq!(read.optional, None);
}

#[test]
fn they_are_exact_to_the_digit() {
    for (number, integer) in [
        ("9007199254740993.0", 9_007_199_254_740_993),
        ("-9007199254740993.000", -9_007_199_254_740_993),
        ("9007199254740993e0", 9_007_199_254_740_993),
        ("1e18", 1_000_000_000_000_000_000),
        ("-9223372036854775808.0", i64::MIN),
        ("9.223372036854775807e18", i64::MAX),
        ("-0", 0),
        ("-0.0", 0),
        ("-0e5", 0),
    ] {
        let read = strictly::<Whole<Vec<i64>>>(&format!("[{number}]"));
        assert_eq!(read, Ok(Whole(vec![integer])), "{number}");
        let read = strictly::<Tally>(&format!(r#"{{"total":0,"x":{number}}}"#)).unwrap();
        assert_eq!(read.further["x"], integer, "{number}");
    }
    for (number, natural) in [
        ("18446744073709551615.0", u64::MAX),
        ("1.8446744073709551615e19", u64::MAX),
        ("-0", 0),
        ("-0.0", 0),
    ] {
        let read = strictly::<Whole<u64>>(number);
        assert_eq!(read, Ok(Whole(natural)), "{number}");
    }
}

#[test]
fn what_is_no_integer_is_told_by_its_kind_at_its_place() {
    for (json, reason) in [
        ("1.5", "invalid type: number, expected an integer"),
        (
            "1.00000000000000000001",
            "invalid type: number, expected an integer",
        ),
        ("1e20", "invalid type: number, expected an integer"),
        (
            "123456789012345678901",
            "invalid type: number, expected an integer",
        ),
        (
            "9223372036854775808",
            "out of range: integer, expected an integer",
        ),
        (
            "9223372036854775808.0",
            "out of range: integer, expected an integer",
        ),
        ("\"1\"", "invalid type: string, expected an integer"),
        ("null", "invalid type: null, expected an integer"),
        ("true", "invalid type: boolean, expected an integer"),
        ("[1]", "invalid type: array, expected an integer"),
        ("{}", "invalid type: object, expected an integer"),
    ] {
        let expected = |pointer: &str| DecodeError::Payload {
            pointer: pointer.to_owned(),
            reason: reason.to_owned(),
        };
        let error = strictly::<Whole<i64>>(json).unwrap_err();
        assert_eq!(error, expected(""), "{json}");
        let error = strictly::<Whole<BTreeMap<String, Vec<i64>>>>(&format!(
            r#"{{"a":[1.0],"b/c":[1,{json}]}}"#
        ));
        assert_eq!(error.unwrap_err(), expected("/b~1c/1"), "{json}");
        let error = strictly::<Tally>(&format!(r#"{{"total":1.0,"x":{json}}}"#));
        assert_eq!(error.unwrap_err(), expected("/x"), "{json}");
    }
    for json in ["-1", "-1.0"] {
        let error = strictly::<Whole<u64>>(json).unwrap_err();
        assert!(
            error
                .to_string()
                .ends_with("out of range: integer, expected an integer that is not negative"),
            "{error}"
        );
    }
    for json in ["1", "[]"] {
        let error = strictly::<Whole<BTreeMap<String, i64>>>(json).unwrap_err();
        assert!(
            error.to_string().ends_with(", expected an object"),
            "{error}"
        );
    }
    let error = strictly::<Whole<Vec<i64>>>("{}").unwrap_err();
    assert!(
        error.to_string().ends_with(", expected an array"),
        "{error}"
    );
}

#[test]
fn an_unlisted_number_of_an_enum_is_exact_too() {
    for (number, digits) in [
        ("9007199254740993.0", "9007199254740993"),
        ("5.0", "5.0"),
        ("2.50", "2.5"),
        ("18446744073709551615", "18446744073709551615"),
    ] {
        let read = strictly::<Severity>(number);
        assert_eq!(read, Ok(Severity::Unknown(digits.to_owned())), "{number}");
    }
}

/// Reads a text as every way into `serde_json` reads it, and holds that they agree.
fn agreed<T: DeserializeOwned + PartialEq + Debug>(text: &str) -> T {
    let from_str: T = serde_json::from_str(text).expect(text);
    let value: Value = serde_json::from_str(text).unwrap();
    let from_value: T = serde_json::from_value(value).expect(text);
    let from_reader: T = serde_json::from_reader(text.as_bytes()).expect(text);
    assert_eq!((&from_value, &from_reader), (&from_str, &from_str));
    assert_eq!(strictly::<T>(text).as_ref(), Ok(&from_str));
    from_str
}

#[test]
fn other_ways_into_the_types_read_them_too() {
    for one in ONE {
        let union = format!("[{one}]");
        assert_eq!(agreed::<Sheet>(&sheet(one, &union)).plain, 1);
    }
    assert_eq!(agreed::<Whole<i64>>("-9007199254740991.0").0, 1 - (1 << 53));
    // Beyond that, an `f64` may be another integer than was written.
    for number in ["9007199254740993.0", "1e18", "1.5", "\"1\"", "null"] {
        let value: Value = serde_json::from_str(number).unwrap();
        serde_json::from_value::<Whole<i64>>(value).unwrap_err();
    }
    serde_json::from_value::<Whole<u64>>(json!(-1.0)).unwrap_err();
}

#[test]
fn they_are_written_as_plain_integers() {
    #[derive(Serialize)]
    struct Written {
        #[serde(with = "whole_number")]
        numbers: Vec<Option<u64>>,
    }
    let numbers = vec![Some(u64::MAX), None];
    let written = serde_json::to_value(Written { numbers }).unwrap();
    assert_eq!(written, json!({"numbers": [u64::MAX, null]}));
}

#[test]
fn a_thousand_in_a_map_are_read_at_once() {
    #[derive(Debug, Deserialize)]
    struct Totals {
        #[serde(rename = "counted")]
        _counted: Counted,
        #[serde(with = "whole_number")]
        totals: BTreeMap<String, i64>,
    }
    let mut body = r#"{"counted":true,"totals":{"#.to_owned();
    for index in 0..1_000 {
        write!(body, r#""k{index}":1.0,"#).unwrap();
    }
    body.pop();
    body.push_str("}}");
    READS.set(0);
    let decoded = decode_payload::<Totals>(body.as_bytes(), Strictness::Tolerant).unwrap();
    assert_eq!(READS.get(), 1);
    assert!(decoded.defects.is_empty());
    let totals = decoded.value.totals;
    assert!(totals.len() == 1_000 && totals.values().all(|total| *total == 1));
}
