//! Decode with defects on bodies that nobody sends by mistake: bounded work, no panic, nothing made
//! up.

use std::cell::Cell;
use std::collections::BTreeMap;

use crate::stand_in::PaymentMethod;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};
use webhook_runtime::generated::union::{members, raw_json, text, variant};
use webhook_runtime::generated::{WORK, WORK_PER_BYTE, WORK_PER_READ};
use webhook_runtime::{DecodeError, Decoded, Strictness, Timestamp, decode_payload};

thread_local! {
    static READS: Cell<usize> = const { Cell::new(0) };
}

/// Counts how often it is read, as the first member of a body: once for each attempt.
#[derive(Debug)]
struct Counted;

impl<'de> Deserialize<'de> for Counted {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        READS.set(READS.get() + 1);
        bool::deserialize(deserializer).map(|_| Self)
    }
}

#[derive(Debug, Deserialize)]
struct Report {
    #[serde(rename = "counted")]
    _counted: Counted,
    #[serde(default)]
    readings: Vec<i64>,
    #[serde(default)]
    rows: Vec<Vec<Row>>,
    #[serde(default)]
    totals: BTreeMap<String, i64>,
}

#[derive(Debug, Deserialize)]
struct Row {
    id: String,
    amount: Option<i64>,
}

/// Decodes, and counts the reads.
fn counted(body: &str) -> (Result<Decoded<Report>, DecodeError>, usize) {
    READS.set(0);
    let decoded = decode_payload(body.as_bytes(), Strictness::Tolerant);
    (decoded, READS.get())
}

#[test]
fn a_body_in_order_is_read_once() {
    let (decoded, reads) = counted(r#"{"counted":true,"readings":[1,2]}"#);
    assert_eq!((decoded.unwrap().defects.len(), reads), (0, 1));
}

#[test]
fn one_defect_costs_three_reads() {
    let (decoded, reads) = counted(r#"{"counted":true,"readings":[1,"2"]}"#);
    assert_eq!((decoded.unwrap().defects.len(), reads), (1, 3));
}

#[test]
fn elements_of_a_wrong_type_are_told_by_the_first() {
    let body = format!(
        r#"{{"counted":true,"readings":[{}7]}}"#,
        "\"x\",".repeat(10_000)
    );
    let (decoded, reads) = counted(&body);
    let decoded = decoded.unwrap();
    assert_eq!(decoded.value.readings, [7]);
    assert_eq!(decoded.defects.total(), 10_000);
    assert_eq!(decoded.defects[127].pointer, "/readings/127");
    assert_eq!(reads, 3);
}

#[test]
fn fractions_among_integers_are_told_by_the_first() {
    let body = format!(
        r#"{{"counted":true,"readings":[{}7]}}"#,
        "1,2.5,".repeat(2_000)
    );
    let (decoded, reads) = counted(&body);
    let decoded = decoded.unwrap();
    assert_eq!(decoded.value.readings.len(), 2_001);
    assert_eq!(decoded.defects.total(), 2_000);
    assert_eq!(decoded.defects[1].pointer, "/readings/3");
    assert_eq!(reads, 3);
}

#[test]
fn elements_that_are_wrong_in_themselves_cost_a_read_each() {
    let body = format!(
        r#"{{"counted":true,"readings":[{}7]}}"#,
        "9223372036854775808,".repeat(2_000)
    );
    let (decoded, reads) = counted(&body);
    let decoded = decoded.unwrap();
    assert_eq!(decoded.value.readings, [7]);
    assert_eq!(decoded.defects.total(), 2_000);
    // The strict one, one for each defect, the last part and the whole.
    assert!(reads <= 2_003, "{reads}");
}

#[test]
fn good_elements_between_bad_ones_are_kept() {
    let elements: Vec<String> = (0..3_000)
        .map(|index| {
            if index % 3 == 0 {
                format!("\"{index}\"")
            } else {
                index.to_string()
            }
        })
        .collect();
    let body = format!(r#"{{"counted":true,"readings":[{}]}}"#, elements.join(","));
    let (decoded, reads) = counted(&body);
    let decoded = decoded.unwrap();
    let kept: Vec<i64> = (0..3_000).filter(|index| index % 3 != 0).collect();
    assert_eq!(decoded.value.readings, kept);
    assert_eq!(decoded.defects.total(), 1_000);
    let places = decoded.defects.iter().map(|defect| &defect.pointer);
    let mut places = places.enumerate();
    assert!(places.all(|(index, place)| *place == format!("/readings/{}", index * 3)));
    assert!(reads < 10, "{reads}");
}

#[test]
fn lists_in_lists_are_read_part_by_part_too() {
    let rows = r#"{"id":"a","amount":"1"},{"id":2},"#.repeat(50);
    let list = format!("[{rows}{{\"id\":\"z\"}}],");
    let body = format!(r#"{{"counted":true,"rows":[{}[]]}}"#, list.repeat(50));
    let (decoded, reads) = counted(&body);
    let decoded = decoded.unwrap();
    assert_eq!(decoded.defects.total(), 5_000);
    assert_eq!(decoded.value.rows.len(), 51);
    let whole = |rows: &[Row]| rows.len() == 51 && rows.iter().all(|row| row.amount.is_none());
    assert!(decoded.value.rows.iter().take(50).all(|rows| whole(rows)));
    assert!(
        decoded
            .value
            .rows
            .iter()
            .flatten()
            .all(|row| row.id == "a" || row.id == "z")
    );
    assert_eq!(decoded.defects[127].pointer, "/rows/1/27/id");
    assert_eq!(decoded.defects[127].removed, "/rows/1/27");
    assert!(reads < 11_000, "{reads}");
}

/// Entries of a map of integers that are strings, with a comma after each.
fn bad_entries(count: usize) -> String {
    let entries: Vec<String> = (0..count)
        .map(|index| format!(r#""k{index}":"x","#))
        .collect();
    entries.concat()
}

#[test]
fn thousands_of_bad_map_entries_are_left_out() {
    let entries = bad_entries(4_000);
    let (decoded, reads) = counted(&format!(
        r#"{{"counted":true,"totals":{{{entries}"ok":1}}}}"#
    ));
    let decoded = decoded.unwrap();
    assert_eq!(decoded.defects.total(), 4_000);
    assert_eq!(decoded.value.totals, BTreeMap::from([("ok".into(), 1)]));
    // One that finds what the parts of the body cannot do without.
    assert!(reads <= 4_004, "{reads}");
}

#[test]
fn what_would_cost_too_much_is_given_up() {
    // An object that has members twice is not read part by part.
    let entries = bad_entries(4_000);
    let body = format!(r#"{{"counted":true,"totals":{{{entries}{entries}"ok":1}}}}"#);
    let (decoded, reads) = counted(&body);
    let expected = DecodeError::Payload {
        pointer: "/totals/k0".into(),
        reason: "given more than once".into(),
    };
    assert_eq!(decoded.unwrap_err(), expected);
    // What was taken out so far made the texts shorter, by far less than half.
    let bound = (WORK + WORK_PER_BYTE * body.len()) / (body.len() / 2 + WORK_PER_READ);
    assert!(reads <= bound, "{reads} of {bound}");
}

thread_local! {
    static BYTES: Cell<usize> = const { Cell::new(0) };
}

/// A union in itself, which counts how much it reads.
#[derive(Debug)]
enum Shop {
    Branch {
        _clerk: Option<i64>,
        _office: Option<Box<Shop>>,
        _notes: Option<Vec<String>>,
    },
}

impl<'de> Deserialize<'de> for Shop {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Branch {
            clerk: Option<i64>,
            office: Option<Box<Shop>>,
            notes: Option<Vec<String>>,
        }
        let json = raw_json(deserializer)?;
        BYTES.set(BYTES.get() + json.get().len());
        let branch = variant(&json).map_err(D::Error::custom)?;
        let Branch {
            clerk,
            office,
            notes,
        } = branch;
        Ok(Self::Branch {
            _clerk: clerk,
            _office: office,
            _notes: notes,
        })
    }
}

#[test]
fn unions_in_unions_are_counted_as_often_as_they_are_read() {
    let office = r#"{"clerk":"","office":"#;
    for (levels, length) in [(30, 10_000), (100, 10_000), (100, 200_000), (3, 200_000)] {
        let notes = vec!["0"; length / levels].join(",");
        let shop =
            |inside: &str| format!("{}{inside}{}", office.repeat(levels), "}".repeat(levels));
        let one = shop(&format!(r#"{{"notes":[{notes}]}}"#));
        let many = vec![shop("null"); length / 22 / levels].join(",");
        for body in [format!("[{one}]"), format!("[{many}]")] {
            BYTES.set(0);
            let decoded = decode_payload::<Vec<Shop>>(body.as_bytes(), Strictness::Tolerant);
            // Each of the two reads that are made in any case reads every union twice, a plain read
            // first.
            let most = WORK + WORK_PER_BYTE * body.len() + 4 * levels * body.len();
            assert!(
                BYTES.get() <= most,
                "{} for {} bytes",
                BYTES.get(),
                body.len()
            );
            drop(decoded);
        }
    }
}

/// A payload with everything that generated types have.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Event {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    created_time: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    documents: Option<Vec<Document>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fields: Option<Map<String, Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scores: Option<BTreeMap<String, i64>>,
}

#[derive(Debug)]
enum Document {
    Identity(Box<Identity>),
    Bundle(Box<Bundle>),
    Unknown(Value),
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Identity {
    document_type: PaymentMethod,
    file_ids: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires: Option<Timestamp>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Bundle {
    document_type: String,
    documents: Vec<Document>,
}

impl<'de> Deserialize<'de> for Document {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = raw_json(deserializer)?;
        let [document_type] = members(&json, ["documentType"]);
        let decoded = match text(document_type).as_deref() {
            Some("identity") => variant(&json).map(Self::Identity),
            Some("bundle") => variant(&json).map(Self::Bundle),
            _ => variant(&json).map(Self::Unknown),
        };
        decoded.map_err(D::Error::custom)
    }
}

impl Serialize for Document {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Identity(value) => value.serialize(serializer),
            Self::Bundle(value) => value.serialize(serializer),
            Self::Unknown(value) => value.serialize(serializer),
        }
    }
}

const BODY: &str = r#"{"id":"e1","createdTime":"2026-01-01T00:00:00Z","count":3,"documents":[{"documentType":"identity","fileIds":["a","b"],"expires":"2030-01-01T00:00:00+02:00"},{"documentType":"bundle","documents":[{"documentType":"identity","fileIds":[]},{"documentType":"letter","pages":[1,{"x":null}]}]}],"fields":{"a/b":[1,2.5,"x"],"~":{"deep":[[[]]]}},"scores":{"p":1,"q":-2}}"#;

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

/// What stands in for a value.
const REPLACEMENTS: [&str; 12] = [
    "null",
    "true",
    "-1",
    "1e999",
    "123456789012345678901234567890",
    "0.5",
    "\"\"",
    "\"2026\"",
    "[]",
    "{}",
    "[[\"x\"],{}]",
    "{\"documentType\":\"identity\"}",
];

/// Every value of a JSON text, as a pointer.
fn places(value: &Value, at: &str, all: &mut Vec<String>) {
    all.push(at.to_owned());
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                let name = name.replace('~', "~0").replace('/', "~1");
                places(value, &format!("{at}/{name}"), all);
            }
        }
        Value::Array(elements) => {
            for (index, value) in elements.iter().enumerate() {
                places(value, &format!("{at}/{index}"), all);
            }
        }
        _ => {}
    }
}

/// Replaces or removes some values. Numbers that `Value` cannot hold stand in as marked strings
/// until the end.
fn mutated(numbers: &mut Numbers) -> String {
    let mut body: Value = serde_json::from_str(BODY).unwrap();
    for _ in 0..=numbers.below(4) {
        let mut all = Vec::new();
        places(&body, "", &mut all);
        let place = &all[numbers.below(all.len())];
        let replacement = REPLACEMENTS[numbers.below(REPLACEMENTS.len())];
        let value = serde_json::from_str(replacement)
            .unwrap_or_else(|_| Value::from(format!("raw:{replacement}")));
        match place.rsplit_once('/') {
            Some((parent, name)) if numbers.below(3) == 0 => {
                let name = name.replace("~1", "/").replace("~0", "~");
                match body.pointer_mut(parent) {
                    Some(Value::Object(members)) => drop(members.remove(&name)),
                    Some(Value::Array(elements)) => drop(elements.remove(name.parse().unwrap())),
                    other => panic!("{other:?}"),
                }
            }
            _ => *body.pointer_mut(place).unwrap() = value,
        }
    }
    body.to_string().replace("\"raw:1e999\"", "1e999")
}

/// Whether everything in `part` is in `whole`: members by name, elements in order.
fn is_part(part: &Value, whole: &Value) -> bool {
    match (part, whole) {
        (Value::Object(part), Value::Object(whole)) => part
            .iter()
            .all(|(name, part)| whole.get(name).is_some_and(|whole| is_part(part, whole))),
        (Value::Array(part), Value::Array(whole)) => {
            let mut whole = whole.iter();
            part.iter()
                .all(|part| whole.any(|whole| is_part(part, whole)))
        }
        _ => part == whole,
    }
}

/// Decodes, and checks what must hold of every body. Gives the number of defects, if it was
/// decoded.
fn checked<T: DeserializeOwned + Serialize>(body: &str) -> Option<usize> {
    let decoded = decode_payload::<T>(body.as_bytes(), Strictness::Tolerant);
    let strict = decode_payload::<T>(body.as_bytes(), Strictness::Strict);
    let decoded = match decoded {
        Ok(decoded) => decoded,
        Err(error) => {
            assert!(strict.is_err(), "{body}");
            assert!(!error.to_string().is_empty());
            return None;
        }
    };
    assert_eq!(strict.is_ok(), decoded.defects.is_empty(), "{body}");
    let readable = body.replace("1e999", "\"1e999\"");
    let whole: Value = serde_json::from_str(&readable).unwrap();
    let part = serde_json::to_value(&decoded.value).unwrap();
    assert!(is_part(&part, &whole), "{part} is not in {body}");
    for defect in &decoded.defects {
        let found = whole.pointer(&defect.pointer.to_string());
        // A value with a number that `Value` cannot hold, and one that takes more than there is
        // room for, is given as its text.
        let value = match &defect.value {
            Value::String(json) if found != Some(&defect.value) => {
                serde_json::from_str(&json.replace("1e999", "\"1e999\"")).unwrap()
            }
            value => value.clone(),
        };
        assert_eq!(
            found.unwrap_or(&Value::Null),
            &value,
            "{defect:?} of {body}"
        );
        assert!(
            found.is_some() || defect.reason.starts_with("missing field"),
            "{defect:?} of {body}"
        );
        assert!(defect.pointer.is_within(&defect.removed), "{defect:?}");
    }
    Some(decoded.defects.len())
}

#[test]
fn whatever_is_decoded_is_part_of_the_body() {
    assert_eq!(checked::<Event>(BODY), Some(0));
    let mut numbers = Numbers(7);
    let (mut in_order, mut with_defects, mut undecodable) = (0, 0, 0);
    for _ in 0..4_000 {
        match checked::<Event>(&mutated(&mut numbers)) {
            Some(0) => in_order += 1,
            Some(_) => with_defects += 1,
            None => undecodable += 1,
        }
    }
    // The loop reached all three outcomes, so it has shown something.
    assert!(in_order > 100 && with_defects > 1_000 && undecodable > 100);
}

#[test]
fn bytes_that_are_no_body_never_panic() {
    let mut numbers = Numbers(11);
    for _ in 0..4_000 {
        let mut body = BODY.as_bytes().to_vec();
        for _ in 0..=numbers.below(3) {
            let at = numbers.below(body.len());
            body[at] = br#"{}[]",:0e\u-"#[numbers.below(12)];
        }
        let _ = decode_payload::<Event>(&body, Strictness::Tolerant);
    }
}
