//! What a decode takes at its peak: no more than 40 times the length of the body, whatever is wrong
//! in it.
//!
//! The types are those whose values take little more than their JSON. What the value itself takes
//! is the matter of its type.

use std::alloc::System;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use peakmem_alloc::{INSTRUMENTED_SYSTEM, PeakMemAlloc, PeakMemAllocTrait};
use serde::de::{DeserializeOwned, Error as _, IgnoredAny};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use webhook_runtime::generated::object::Object;
use webhook_runtime::generated::union::{members, raw_json, text, variant};
use webhook_runtime::generated::union_attempts::closest;
use webhook_runtime::generated::{FormField, decode_form, open_object, whole_number};
use webhook_runtime::{Strictness, Timestamp, decode_payload};

#[global_allocator]
static HEAP: &PeakMemAlloc<System> = &INSTRUMENTED_SYSTEM;

/// How many times the length of a body its decode may take.
const MOST: usize = 40;

/// One measurement at a time, since all threads share the heap.
static ALONE: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Lengths of bodies.
const LENGTHS: [usize; 4] = [1 << 10, 3_000, 20_000, 200_000];

const MIB: usize = 1 << 20;

#[derive(Deserialize, Serialize)]
#[serde(remote = "Self")]
struct Everything {
    price: Option<f64>,
    #[serde(default, with = "whole_number")]
    numbers: Option<Vec<i64>>,
    texts: Option<Vec<String>>,
    times: Option<Vec<Timestamp>>,
    #[serde(default, with = "whole_number")]
    lists: Option<Vec<Vec<i64>>>,
    #[serde(default, with = "whole_number")]
    totals: Option<BTreeMap<String, i64>>,
    #[serde(default, with = "whole_number")]
    maps: Option<BTreeMap<String, BTreeMap<String, i64>>>,
    #[serde(default, with = "whole_number")]
    maps_of_lists: Option<BTreeMap<String, Vec<i64>>>,
    lines: Option<Vec<Line>>,
    tree: Option<Tree>,
    payment: Option<Payment>,
    payments: Option<Vec<Payment>>,
    loose: Option<Vec<Loose>>,
    tally: Option<Tally>,
    must: Option<Line>,
}

/// An object with further members.
#[derive(Deserialize, Serialize)]
#[serde(remote = "Self")]
struct Tally {
    #[serde(with = "whole_number")]
    total: i64,
    #[serde(flatten, skip_deserializing)]
    further: BTreeMap<String, i64>,
}

open_object!(Tally, Whole(further));

#[derive(Deserialize, Serialize)]
#[serde(remote = "Self")]
struct Line {
    sku: String,
    #[serde(default, with = "whole_number")]
    amount: Option<i64>,
}

/// Objects in objects.
#[derive(Deserialize, Serialize)]
#[serde(remote = "Self")]
struct Tree {
    #[serde(default, with = "whole_number")]
    name: Option<i64>,
    a_rather_long_name_of_a_member: Option<Box<Tree>>,
    #[serde(default, with = "whole_number")]
    numbers: Option<Vec<i64>>,
}

/// A union that a tag tells.
enum Payment {
    Cash(Box<Cash>),
    Unknown(Value),
}

#[derive(Deserialize, Serialize)]
#[serde(remote = "Self")]
struct Cash {
    method: String,
    #[serde(default, with = "whole_number")]
    clerk: Option<i64>,
    office: Option<Payment>,
    notes: Option<Vec<String>>,
    price: Option<f64>,
}

impl<'de> Deserialize<'de> for Payment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = raw_json(deserializer)?;
        let [method] = members(&json, ["method"]);
        let decoded = match text(method).as_deref() {
            Some("cash") => variant(&json).map(Self::Cash),
            _ => variant(&json).map(Self::Unknown),
        };
        decoded.map_err(D::Error::custom)
    }
}

impl Serialize for Payment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Cash(value) => value.serialize(serializer),
            Self::Unknown(value) => value.serialize(serializer),
        }
    }
}

/// A union whose variants are tried.
#[derive(Serialize)]
#[serde(untagged)]
enum Loose {
    One(Box<Few<i64>>),
    Two(Box<Few<f64>>),
    Three(Box<Few<String>>),
}

#[derive(Deserialize, Serialize)]
struct Few<T> {
    a: Option<i64>,
    b: Option<Vec<T>>,
}

impl<'de> Deserialize<'de> for Loose {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = raw_json(deserializer)?;
        let fitting = closest(
            &json,
            [
                (&["a", "b"], &[], |json| variant(json).map(Self::One)),
                (&["a", "b"], &[], |json| variant(json).map(Self::Two)),
                (&["a", "b"], &[], |json| variant(json).map(Self::Three)),
            ],
        );
        fitting.map_err(D::Error::custom)
    }
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

objects!(Everything, Line, Tree, Cash);

/// A form with a list of integers.
#[derive(Deserialize, Serialize)]
struct Form {
    #[serde(default, with = "whole_number")]
    numbers: Option<Vec<i64>>,
}

/// As many items between two texts as a body of this length has room for.
fn filled(length: usize, before: &str, item: impl Fn(usize) -> String, after: &str) -> String {
    let mut body = before.to_owned();
    for index in 0.. {
        let item = item(index);
        if index > 0 && body.len() + item.len() + after.len() >= length {
            break;
        }
        if index > 0 {
            body.push(',');
        }
        body.push_str(&item);
    }
    body + after
}

fn list(length: usize, member: &str, item: &str) -> String {
    filled(
        length,
        &format!(r#"{{"{member}":["#),
        |_| item.to_owned(),
        "]}",
    )
}

fn hold<T: DeserializeOwned>(body: &str) {
    let decode = || decode_payload::<T>(body.as_bytes(), Strictness::Tolerant);
    hold_of(body, decode);
}

/// Decodes, and holds what that takes against the length of the body.
fn hold_of<R>(body: &str, decode: impl FnOnce() -> R) {
    HEAP.reset_peak_memory();
    let decoded = decode();
    let peak = HEAP.get_peak_memory();
    drop(decoded);
    let shown: String = body.chars().take(80).collect();
    let (length, most) = (body.len(), MOST * body.len());
    assert!(peak <= most, "{peak} bytes for {length}: {shown}");
}

#[test]
fn many_small_values_that_do_not_fit() {
    let _alone = alone();
    for length in LENGTHS {
        for (member, item) in [
            ("numbers", "\"\""),
            ("numbers", "{}"),
            ("numbers", "0.5"),
            ("texts", "0"),
            ("times", "\"\""),
            ("lists", "[\"\"]"),
            ("lists", "[\"\",0]"),
            ("lists", "0"),
            ("lines", "{}"),
            ("lines", r#"{"sku":1}"#),
            ("lines", r#"{"sku":"","amount":""}"#),
            ("payments", r#"{"method":"cash","clerk":""}"#),
            ("loose", r#"{"a":"","b":[0]}"#),
        ] {
            hold::<Everything>(&list(length, member, item));
        }
        let totals = filled(
            length,
            r#"{"totals":{"#,
            |index| format!(r#""{index}":"""#),
            "}}",
        );
        hold::<Everything>(&totals);
        let further = filled(
            length,
            r#"{"tally":{"total":1,"#,
            |index| format!(r#""{index}":"""#),
            "}}",
        );
        hold::<Everything>(&further);
        let repeated = filled(length, "{", |_| r#""price":1"#.to_owned(), "}");
        hold::<Everything>(&repeated);
        let undecodable = filled(
            length,
            r#"{"numbers":["#,
            |_| "\"\"".to_owned(),
            r#"],"must":{}}"#,
        );
        hold::<Everything>(&undecodable);
        hold::<Line>(&undecodable);
    }
}

#[test]
fn values_that_do_not_fit_below_long_names() {
    let _alone = alone();
    for length in LENGTHS {
        let name = "k".repeat(length / 2);
        let escaped = r"~\u0001/".repeat(length / 20);
        for name in [&name, &escaped] {
            let map = filled(
                length,
                &format!(r#"{{"maps":{{"{name}":{{"#),
                |index| format!(r#""{index}":"""#),
                "}}}",
            );
            hold::<Everything>(&map);
            let list = filled(
                length,
                &format!(r#"{{"maps_of_lists":{{"{name}":["#),
                |_| "0.5".to_owned(),
                "]}}",
            );
            hold::<Everything>(&list);
        }
        let names = filled(
            length,
            r#"{"totals":{"#,
            |index| format!(r#""{}{index}":"""#, "k".repeat(100)),
            "}}",
        );
        hold::<Everything>(&names);
    }
}

#[test]
fn values_that_do_not_fit_at_every_depth() {
    let _alone = alone();
    for length in LENGTHS {
        let levels = (length / 100).min(100);
        let level = r#"{"name":"","a_rather_long_name_of_a_member":"#;
        let (before, after) = (level.repeat(levels), "}".repeat(levels));
        let body = filled(
            length,
            &format!(r#"{{"tree":{before}{{"numbers":["#),
            |_| "0.5".to_owned(),
            &format!("]}}{after}}}"),
        );
        hold::<Everything>(&body);
        let each = filled(
            length / levels,
            r#"{"numbers":["#,
            |_| "\"\"".to_owned(),
            "]",
        );
        let before = format!(r#"{each},"a_rather_long_name_of_a_member":"#).repeat(levels);
        hold::<Everything>(&format!(r#"{{"tree":{before}{{}}{after}}}"#));
    }
}

#[test]
fn large_values_that_do_not_fit() {
    let _alone = alone();
    for length in LENGTHS {
        for (member, item) in [
            ("price", "0"),
            ("price", "[0]"),
            ("totals", "{}"),
            ("lines", r#"{"a":{"b":[]}}"#),
        ] {
            hold::<Everything>(
                &list(length, member, item)
                    .replacen(":[", ":[[", 1)
                    .replacen("]}", "]]}", 1),
            );
        }
        let object = filled(length, r#"{"lines":{"#, |_| r#""":0"#.to_owned(), "}}");
        hold::<Everything>(&object);
        // What serde says of a text is longer than the text if there is much to escape in it.
        let escaped = filled(length, r#"{"price":""#, |_| "\u{7f}".repeat(50), r#""}"#);
        hold::<Everything>(&escaped);
        let office = r#"{"method":"cash","office":"#;
        let inside = filled(
            length,
            &format!(
                r#"{{"payment":{}{{"method":"cash","price":""#,
                office.repeat(8)
            ),
            |_| "\u{7f}".repeat(50),
            &format!(r#""}}{}}}"#, "}".repeat(8)),
        );
        hold::<Everything>(&inside);
        // The same large value, several times.
        let large = list(length / 8, "a", "0");
        let times = [
            r#""price":"#,
            r#""numbers":"#,
            r#""texts":"#,
            r#""payments":"#,
            r#""times":"#,
            r#""lines":"#,
        ];
        let members: Vec<String> = times.iter().map(|name| format!("{name}{large}")).collect();
        hold::<Everything>(&format!("{{{}}}", members.join(",")));
    }
}

#[test]
fn values_that_do_not_fit_inside_unions() {
    let _alone = alone();
    for length in LENGTHS {
        let office = r#"{"method":"cash","clerk":"","office":"#;
        let levels = (length / 100).min(20);
        let (before, after) = (office.repeat(levels), "}".repeat(levels));
        let deep = filled(
            length,
            &format!(r#"{{"payment":{before}{{"method":"cash","notes":["#),
            |_| "0".to_owned(),
            &format!("]}}{after}}}"),
        );
        hold::<Everything>(&deep);
        let in_order = deep
            .replace(r#""clerk":"","#, "")
            .replace("[0,", "[\"\",")
            .replace(",0", ",\"\"")
            .replace(",0", ",\"\"");
        hold::<Everything>(&in_order);
        let tried = filled(
            length,
            r#"{"loose":[{"a":1,"b":["#,
            |_| "0".to_owned(),
            "]}]}",
        );
        hold::<Everything>(&tried);
        hold::<Everything>(&list(length, "loose", r#"{"a":1,"b":[0,0,0,0]}"#));
    }
}

#[test]
fn forms_whose_texts_do_not_fit() {
    let _alone = alone();
    let fields = [FormField::number("numbers").list()];
    let commas = [FormField::number("numbers").separated_by(',')];
    for length in LENGTHS {
        for (body, fields) in [
            ("numbers=x&".repeat(length / 10), fields),
            ("n=1&".repeat(length / 4), fields),
            (format!("numbers={}", "x,".repeat(length / 2)), commas),
        ] {
            let decode = || decode_form::<Form>(body.as_bytes(), &fields, Strictness::Tolerant);
            hold_of(&body, decode);
        }
    }
}

#[test]
fn a_body_of_a_mebibyte() {
    let _alone = alone();
    let name = "k".repeat(MIB / 2);
    hold::<Everything>(&list(MIB, "numbers", "\"\""));
    hold::<Everything>(&list(MIB, "texts", "0"));
    hold::<Everything>(&list(MIB, "price", "0"));
    hold::<Everything>(&filled(
        MIB,
        &format!(r#"{{"maps":{{"{name}":{{"#),
        |index| format!(r#""{index}":"""#),
        "}}}",
    ));
}

#[test]
fn values_that_no_type_can_hold() {
    let _alone = alone();
    for length in LENGTHS {
        for (member, item) in [
            ("texts", r#""\ud800""#),
            ("lines", r#"{"sku":"\ud800"}"#),
            ("lines", r#"{"\ud800":0,"sku":""}"#),
            ("payments", r#"{"method":"cash","notes":["\ud800"]}"#),
            (
                "payments",
                r#"{"method":"cash","\ud800":1e400,"price":1e400}"#,
            ),
        ] {
            hold::<Everything>(&list(length, member, item));
        }
        for item in [r#""\ud800":1"#, r#""\udfff":{}"#] {
            hold::<Everything>(&filled(length, r#"{"totals":{"#, |_| item.to_owned(), "}}"));
        }
        hold::<Everything>(&format!(r#"{{"price":{}}}"#, "9".repeat(length)));
        hold::<f64>(&"9".repeat(length));
        let half = r"\ud800".repeat(length / 6);
        hold::<Line>(&format!(r#"{{"sku":"{half}"}}"#));
        hold::<Everything>(&format!(r#"{{"totals":{{"{half}":1}}}}"#));
    }
}

/// Decodes, within the bounds of memory and time: so many times what it takes to look at the JSON.
fn hold_in_time<T: DeserializeOwned>(body: &str) {
    let begun = Instant::now();
    let looked_at: Result<IgnoredAny, _> = serde_json::from_str(body);
    assert!(looked_at.is_ok());
    let least = begun.elapsed() + Duration::from_millis(20);
    let begun = Instant::now();
    hold::<T>(body);
    let (took, most) = (begun.elapsed(), 200 * least);
    let shown: String = body.chars().take(80).collect();
    assert!(took <= most, "{took:?} and at most {most:?}: {shown}");
}

#[test]
fn a_million_members_and_a_million_digits() {
    let _alone = alone();
    let million = 1_000_000;
    let members = |member: &dyn Fn(usize) -> String| {
        let members: Vec<String> = (0..million).map(member).collect();
        members.join(",")
    };
    let known = members(&|index| format!(r#""{index}":1"#));
    hold_in_time::<Everything>(&format!("{{{known}}}"));
    hold_in_time::<Everything>(&format!(r#"{{"totals":{{{known}}}}}"#));
    let wrong = members(&|index| format!(r#""{index}":"""#));
    hold_in_time::<Everything>(&format!(r#"{{"totals":{{{wrong}}}}}"#));
    let halves = members(&|_| r#""\ud800":1"#.to_owned());
    hold_in_time::<Everything>(&format!(r#"{{"totals":{{{halves}}},"lines":[{{}}]}}"#));
    let repeated = members(&|_| r#""price":1"#.to_owned());
    hold_in_time::<Everything>(&format!("{{{repeated}}}"));
    let digits = "7".repeat(million);
    for number in [
        digits.clone(),
        format!("-0.{digits}"),
        format!("{digits}e-{million}"),
        format!("1e{digits}"),
        format!("{digits}.{digits}E-{digits}"),
    ] {
        hold_in_time::<Everything>(&format!(r#"{{"price":{number}}}"#));
        hold_in_time::<Everything>(&format!(r#"{{"numbers":[{number},1]}}"#));
        hold_in_time::<Everything>(&format!(
            r#"{{"payment":{{"method":"cash","clerk":{number}}}}}"#
        ));
    }
    let halves = r"\ud800".repeat(million);
    hold_in_time::<Line>(&format!(r#"{{"sku":"{halves}"}}"#));
    hold_in_time::<Everything>(&format!(r#"{{"{halves}":1}}"#));
}
