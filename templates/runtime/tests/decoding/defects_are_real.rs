//! Bodies with many defects, made at random: what is listed is wrong, and everything else is
//! decoded.
//!
//! Such bodies are read part by part, so this holds that no part is taken for something that the
//! whole is not.

use std::collections::{BTreeMap, BTreeSet};

use crate::stand_in::{PaymentMethod, Remarks, Severity, Tally};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value, json};
use webhook_runtime::generated::object::Object;
use webhook_runtime::generated::union::{member_at, members, raw_json, text, variant, variant_by};
use webhook_runtime::generated::union_attempts::closest;
use webhook_runtime::generated::whole_number;
use webhook_runtime::{Decoded, Strictness, Timestamp, decode_payload};

/// A payload with what generated types have.
#[derive(Debug, PartialEq, Deserialize, Serialize)]
struct Event {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<Timestamp>,
    #[serde(default, with = "whole_number")]
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lines: Option<Vec<Line>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by_name: Option<BTreeMap<String, Line>>,
    #[serde(default, with = "whole_number")]
    #[serde(skip_serializing_if = "Option::is_none")]
    scores: Option<BTreeMap<String, Vec<i64>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parts: Option<Vec<Part>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<Part>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tally: Option<Tally>,
    #[serde(skip_serializing_if = "Option::is_none")]
    remarks: Option<Remarks>,
}

#[derive(Debug, PartialEq, Deserialize, Serialize)]
#[serde(remote = "Self")]
struct Line {
    sku: String,
    method: PaymentMethod,
    #[serde(default, with = "whole_number")]
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    severity: Option<Severity>,
    #[serde(skip_serializing_if = "Option::is_none")]
    notes: Option<Vec<String>>,
}

/// A union: told by a tag, by a tag one level below, by a member that is there, or by trying.
#[derive(Debug, PartialEq)]
enum Part {
    Wheel(Box<Wheel>),
    Frame(Box<Frame>),
    Bundle(Box<Bundle>),
    Loose(Box<Line>),
    Unknown(Value),
}

#[derive(Debug, PartialEq, Deserialize, Serialize)]
#[serde(remote = "Self")]
struct Wheel {
    kind: String,
    spokes: BTreeMap<String, u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    made: Option<Timestamp>,
}

#[derive(Debug, PartialEq, Deserialize, Serialize)]
#[serde(remote = "Self")]
struct Frame {
    meta: Meta,
    #[serde(with = "whole_number")]
    lengths: Vec<i64>,
}

#[derive(Debug, PartialEq, Deserialize, Serialize)]
#[serde(remote = "Self")]
struct Meta {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default, with = "whole_number")]
    #[serde(skip_serializing_if = "Option::is_none")]
    weight: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    labels: Option<BTreeMap<String, String>>,
}

#[derive(Debug, PartialEq, Deserialize, Serialize)]
#[serde(remote = "Self")]
struct Bundle {
    inside: Vec<Part>,
    #[serde(skip_serializing_if = "Option::is_none")]
    named: Option<BTreeMap<String, Part>>,
}

macro_rules! objects {
    ($($name:ident),+) => {$(
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::deserialize(Object(deserializer))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                Self::serialize(self, serializer)
            }
        }
    )+};
}

objects!(Line, Wheel, Frame, Meta, Bundle);

impl<'de> Deserialize<'de> for Part {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = raw_json(deserializer)?;
        let [kind, inside] = members(&json, ["kind", "inside"]);
        let below = member_at(&json, &["meta", "type"]);
        let decoded = match (text(kind).as_deref(), text(below).as_deref()) {
            (Some("wheel"), _) => variant(&json).map(Self::Wheel),
            (_, Some("frame")) => variant(&json).map(Self::Frame),
            _ if inside.is_some() => variant_by(&json, &["inside"]).map(Self::Bundle),
            _ => closest(
                &json,
                [(&["sku", "amount"], &[], |json| {
                    variant(json).map(Self::Loose)
                })],
            )
            .or_else(|_| variant(&json).map(Self::Unknown)),
        };
        decoded.map_err(D::Error::custom)
    }
}

impl Serialize for Part {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Wheel(value) => value.serialize(serializer),
            Self::Frame(value) => value.serialize(serializer),
            Self::Bundle(value) => value.serialize(serializer),
            Self::Loose(value) => value.serialize(serializer),
            Self::Unknown(value) => value.serialize(serializer),
        }
    }
}

/// A body in order in which much can be wrong.
fn body() -> Value {
    let time = "2026-01-01T00:00:00Z";
    let line = json!({"sku": "a", "method": "cash", "amount": 1, "severity": 4, "notes": ["x", "y", "z", "w"]});
    let by_name = |value: &Value| {
        let names = (0..10).map(|index| (format!("n{index}/~"), value.clone()));
        Value::from(names.collect::<Map<_, _>>())
    };
    let wheel = json!({"spokes": by_name(&json!(7)), "made": time, "kind": "wheel"});
    let frame = json!({"lengths": [1, 2, 3, 4, 5, 6], "meta": {"labels": by_name(&json!("l")), "weight": 3, "type": "frame"}});
    let bundle =
        json!({"named": by_name(&wheel), "inside": [wheel, frame, line, {"other": [1, 2]}]});
    let parts = [&wheel, &frame, &bundle, &line, &frame, &wheel, &bundle];
    json!({
        "count": 1,
        "lines": vec![line.clone(); 12],
        "by_name": by_name(&line),
        "scores": by_name(&json!([1, 2, 3, 4, 5, 6, 7, 8])),
        "parts": parts,
        "part": bundle,
        "tally": {"a": 1, "b": 2, "c": 3, "d": 4, "e": 5, "total": 6},
        "remarks": {"author": "x", "y": [1, 2]},
        "time": time,
        "id": "e1",
    })
}

/// A fixed sequence of numbers that look arbitrary (the 64-bit `SplitMix` generator).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % (bound as u64)).unwrap()
    }
}

/// The places of all values that are inside another.
fn places(value: &Value, at: &str, all: &mut Vec<String>) {
    let inside: Vec<(String, &Value)> = match value {
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| (name.replace('~', "~0").replace('/', "~1"), value))
            .collect(),
        Value::Array(elements) => {
            let elements = elements.iter().enumerate();
            elements
                .map(|(index, value)| (index.to_string(), value))
                .collect()
        }
        _ => Vec::new(),
    };
    for (token, value) in inside {
        let place = format!("{at}/{token}");
        all.push(place.clone());
        places(value, &place, all);
    }
}

/// Puts other values in many places of a body, most of them small.
fn mutated(numbers: &mut Numbers, mut body: Value, all: &[String]) -> Value {
    let replacements = [
        json!(null),
        json!(true),
        json!(-1),
        json!(0.5),
        json!(300),
        json!(""),
        json!("2026"),
        json!({}),
        json!([{"x": 1}]),
    ];
    for _ in 0..=numbers.below(60) {
        let Some(value) = body.pointer_mut(&all[numbers.below(all.len())]) else {
            continue;
        };
        let is_large = value.as_array().is_some_and(|list| list.len() > 1)
            || value.as_object().is_some_and(|object| object.len() > 1);
        if !is_large || numbers.below(20) == 0 {
            *value = replacements[numbers.below(replacements.len())].clone();
        }
    }
    body
}

/// A value without what is at these places.
fn without(value: &Value, at: &str, gone: &BTreeSet<String>) -> Value {
    let left = |token: &str, value: &Value| {
        let place = format!("{at}/{token}");
        (!gone.contains(&place)).then(|| without(value, &place, gone))
    };
    match value {
        Value::Object(members) => {
            let members = members.iter().filter_map(|(name, value)| {
                let token = name.replace('~', "~0").replace('/', "~1");
                Some((name.clone(), left(&token, value)?))
            });
            Value::from(members.collect::<Map<_, _>>())
        }
        Value::Array(elements) => {
            let elements = elements.iter().enumerate();
            elements
                .filter_map(|(index, value)| left(&index.to_string(), value))
                .collect()
        }
        plain => plain.clone(),
    }
}

fn strictly(body: &Value) -> Option<Event> {
    let decoded = decode_payload(body.to_string().as_bytes(), Strictness::Strict);
    decoded.ok().map(|decoded: Decoded<Event>| decoded.value)
}

#[test]
fn each_defect_alone_keeps_the_body_from_being_read_and_nothing_else_does() {
    let mut numbers = Numbers(5);
    let (mut listed, mut bodies) = (0, 0);
    let mut all = Vec::new();
    places(&body(), "", &mut all);
    for _ in 0..40 {
        let body = mutated(&mut numbers, body(), &all);
        let decoded = decode_payload::<Event>(body.to_string().as_bytes(), Strictness::Tolerant);
        let Ok(Decoded { value, defects, .. }) = decoded else {
            continue;
        };
        // An empty list that is read as an empty object is still there.
        let emptied = |place: &str| body.pointer(place) == Some(&json!([]));
        let removed: BTreeSet<String> = defects.iter().map(|one| one.removed.to_string()).collect();
        let all_listed = defects.unlisted() == 0 && !removed.iter().any(|place| emptied(place));
        if !all_listed {
            continue;
        }
        let left = without(&body, "", &removed);
        assert_eq!(strictly(&left).as_ref(), Some(&value), "{body}");
        for place in &removed {
            let mut others = removed.clone();
            others.remove(place);
            let with_this = without(&body, "", &others);
            assert_eq!(strictly(&with_this), None, "{place} of {body}");
        }
        listed += defects.len();
        bodies += 1;
    }
    // It has shown something: many bodies were read part by part.
    assert!(bodies > 20 && listed > 8 * bodies, "{listed} in {bodies}");
}
