//! Unions, as generated code decodes them: the right variant, and one pointer through all of them.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_json::value::RawValue;
use webhook_runtime::generated::open_object::OpenObject;
use webhook_runtime::generated::union::{
    JsonKind, boolean, has_members, integer, kind, member_at, members, raw_json, text, variant,
};
use webhook_runtime::{DecodeError, Strictness};

/// Decodes a body that must fit as a whole.
fn strictly<T: DeserializeOwned>(body: &[u8]) -> Result<T, DecodeError> {
    webhook_runtime::decode_payload(body, Strictness::Strict).map(|decoded| decoded.value)
}

/// A union told by a string tag, one variant of which holds more unions.
#[derive(Debug, PartialEq)]
enum Node {
    Leaf(Leaf),
    Branch(Branch),
    Unknown(Value),
}

#[derive(Debug, PartialEq, Deserialize)]
struct Leaf {
    weight: u8,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Branch {
    #[serde(default)]
    items: Vec<BTreeMap<String, Node>>,
    child: Option<Box<Node>>,
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = raw_json(deserializer)?;
        let [tag] = members(&json, ["type"]);
        let decoded = match text(tag).as_deref() {
            Some("leaf") => variant(&json).map(Self::Leaf),
            Some("branch") => variant(&json).map(Self::Branch),
            _ => variant(&json).map(Self::Unknown),
        };
        decoded.map_err(D::Error::custom)
    }
}

fn raw(json: &str) -> Box<RawValue> {
    serde_json::from_str(json).unwrap()
}

/// The place and the reason of a node that does not fit.
fn mismatch(body: &str) -> (String, String) {
    match strictly::<Vec<Node>>(body.as_bytes()) {
        Err(DecodeError::Payload { pointer, reason }) => (pointer, reason),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_tag_chooses_the_variant_wherever_it_stands() {
    for body in [
        r#"{"type":"leaf","weight":1}"#,
        r#"{"weight":1,"type":"leaf"}"#,
        " {\n\"weight\":1,\"type\" :\t\"leaf\" }",
    ] {
        assert_eq!(
            strictly::<Node>(body.as_bytes()).unwrap(),
            Node::Leaf(Leaf { weight: 1 })
        );
    }
}

#[test]
fn every_way_into_serde_json_gives_the_same() {
    let body = r#"{"type":"branch","child":{"type":"leaf","weight":3}}"#;
    let expected: Node = serde_json::from_str(body).unwrap();
    assert!(matches!(&expected, Node::Branch(branch) if branch.child.is_some()));
    assert_eq!(
        serde_json::from_slice::<Node>(body.as_bytes()).unwrap(),
        expected
    );
    assert_eq!(
        serde_json::from_reader::<_, Node>(body.as_bytes()).unwrap(),
        expected
    );
    let value: Value = serde_json::from_str(body).unwrap();
    assert_eq!(serde_json::from_value::<Node>(value).unwrap(), expected);
}

#[test]
fn an_escaped_tag_is_the_tag_it_stands_for() {
    let body = r#"{"\u0074ype":"\u006ceaf","weight":1}"#;
    assert_eq!(
        strictly::<Node>(body.as_bytes()).unwrap(),
        Node::Leaf(Leaf { weight: 1 })
    );
}

#[test]
fn what_no_variant_claims_is_kept_as_its_json() {
    for body in [
        r#"{"type":"twig","x":[1,{"y":null}]}"#,
        r#"{"type":7}"#,
        "{}",
        "[1]",
        "null",
        "\"leaf\"",
        "-1.5",
    ] {
        let value: Value = serde_json::from_str(body).unwrap();
        assert_eq!(
            strictly::<Node>(body.as_bytes()).unwrap(),
            Node::Unknown(value)
        );
    }
}

#[test]
fn nested_unions_give_one_pointer() {
    let body = r#"[{"type":"twig"},
        {"type":"branch","items":[{},{"a/b":{"type":"branch","child":
            {"type":"branch","items":[{"~\"é\n":{"type":"leaf","weight":"heavy"}}]}}}]}]"#;
    let (pointer, reason) = mismatch(body);
    assert_eq!(pointer, "/1/items/1/a~1b/child/items/0/~0\"é\n/weight");
    assert_eq!(
        reason,
        "invalid type: string, expected an integer that is not negative"
    );
}

#[test]
fn a_missing_member_of_a_variant_is_told_at_the_union() {
    let (pointer, reason) = mismatch(r#"[{"type":"leaf"}]"#);
    assert_eq!(
        (pointer.as_str(), reason.as_str()),
        ("/0", "missing field `weight`")
    );
}

#[test]
fn a_repeated_tag_is_told_by_the_first() {
    let body = r#"{"type":"leaf","type":"branch","weight":1}"#;
    assert_eq!(
        strictly::<Node>(body.as_bytes()).unwrap(),
        Node::Leaf(Leaf { weight: 1 })
    );
}

#[test]
fn a_repeated_member_of_a_variant_is_told_at_its_place() {
    let (pointer, reason) = mismatch(r#"[{"type":"leaf","weight":1,"weight":2}]"#);
    assert_eq!(
        (pointer.as_str(), reason.as_str()),
        ("/0/weight", "given more than once")
    );
}

#[test]
fn a_union_on_its_own_tells_the_place_without_the_value() {
    let body = r#"{"type":"branch","child":{"type":"leaf","weight":"heavy"}}"#;
    let message = serde_json::from_str::<Node>(body).unwrap_err().to_string();
    assert!(
        message.starts_with(
            r#"at "/child/weight": invalid type: string, expected an integer that is not negative"#
        ),
        "{message}"
    );
}

#[test]
fn a_value_that_looks_like_a_place_does_not_move_the_pointer() {
    let body = r#"[{"type":"leaf","weight":"at \"/lie\": lie"}]"#;
    assert_eq!(
        mismatch(body),
        (
            "/0/weight".into(),
            "invalid type: string, expected an integer that is not negative".into()
        )
    );
}

#[test]
fn a_failed_union_leaves_the_next_decode_as_it_was() {
    let bad = r#"[{"type":"branch","child":{"type":"leaf"}}]"#;
    assert_eq!(mismatch(bad), mismatch(bad));
}

/// A chain of branches, the innermost holding `end`.
fn chain(length: usize, end: &str) -> String {
    format!(
        "{}{end}{}",
        r#"{"type":"branch","child":"#.repeat(length),
        "}".repeat(length)
    )
}

#[test]
fn a_deep_chain_is_read() {
    assert!(strictly::<Node>(chain(126, r#"{"type":"leaf","weight":1}"#).as_bytes()).is_ok());
}

#[test]
fn a_failure_deep_in_unions_is_found_without_repeating_the_work_at_each_level() {
    let body = format!("[{}]", chain(100, r#"{"type":"leaf","weight":false}"#));
    let start = Instant::now();
    let (pointer, _) = mismatch(&body);
    assert_eq!(pointer, format!("/0{}/weight", "/child".repeat(100)));
    // Doubling at each level would take longer than the universe has been around.
    assert!(start.elapsed() < Duration::from_secs(60));
}

#[test]
fn a_chain_too_deep_is_an_error_not_a_crash() {
    for length in [127, 50_000] {
        let (pointer, reason) = mismatch(&format!(
            "[{}]",
            chain(length, r#"{"type":"leaf","weight":1}"#)
        ));
        assert_eq!(
            (pointer.as_str(), reason.as_str()),
            ("/0", "nested more than 127 levels deep")
        );
    }
}

#[test]
fn brackets_in_strings_are_no_nesting() {
    let body = format!(r#"{{"type":"twig","note":"\\\"{}"}}"#, "[{".repeat(500));
    assert!(matches!(strictly(body.as_bytes()), Ok(Node::Unknown(_))));
}

#[test]
fn many_brackets_side_by_side_are_no_nesting() {
    let body = format!(r#"{{"type":"twig","list":[{}[]]}}"#, "[],".repeat(500));
    assert!(matches!(strictly(body.as_bytes()), Ok(Node::Unknown(_))));
}

#[test]
fn members_come_in_the_order_of_the_names() {
    let json = raw(r#"{"b": [1, 2] ,"x":{"a":0},"a":"t"}"#);
    let found = members(&json, ["a", "b", "c"]).map(|member| member.map(RawValue::get));
    assert_eq!(found, [Some(r#""t""#), Some("[1, 2]"), None]);
}

#[test]
fn json_that_is_no_object_has_no_members() {
    for json in ["null", "true", "12", "\"type\"", "[\"type\"]"] {
        assert!(
            members(&raw(json), ["type"]).iter().all(Option::is_none),
            "{json}"
        );
    }
}

#[test]
fn a_member_that_is_null_counts_as_absent() {
    let json = raw(r#"{"a":null,"b":"null"}"#);
    let [null, other] = members(&json, ["a", "b"]);
    assert_eq!(null.map(kind), None);
    assert_eq!(other.map(kind), Some(JsonKind::String));
}

#[test]
fn a_text_tag_is_its_string() {
    for (json, expected) in [
        (r#""""#, ""),
        (r#""a b""#, "a b"),
        (r#""\"\\\/é""#, "\"\\/é"),
        (r#""\ud83d\ude00""#, "😀"),
    ] {
        assert_eq!(text(Some(&raw(json))).as_deref(), Some(expected));
    }
}

#[test]
fn what_is_no_string_is_no_text_tag() {
    for json in ["null", "1", "{}", r#"["a"]"#, r#""\ud800""#] {
        assert_eq!(text(Some(&raw(json))), None, "{json}");
    }
    assert_eq!(text(None), None);
}

#[test]
fn an_integer_tag_is_its_number() {
    let numbers = [
        ("0", 0),
        ("-7", -7),
        ("4.0", 4),
        ("4.000", 4),
        ("40e-1", 4),
        ("-0", 0),
        ("9007199254740993.0", 9_007_199_254_740_993),
        ("-9223372036854775808", i64::MIN),
    ];
    for (json, expected) in numbers {
        assert_eq!(integer(Some(&raw(json))), Some(expected), "{json}");
    }
}

#[test]
fn what_is_no_i64_is_no_integer_tag() {
    for json in ["4.5", "9223372036854775808", "\"4\"", "null", "[4]", "true"] {
        assert_eq!(integer(Some(&raw(json))), None, "{json}");
    }
    assert_eq!(integer(None), None);
}

#[test]
fn a_boolean_tag_is_its_truth_value() {
    assert_eq!(boolean(Some(&raw(" true "))), Some(true));
    assert_eq!(boolean(Some(&raw("false"))), Some(false));
    assert_eq!(boolean(Some(&raw("\"true\""))), None);
    assert_eq!(boolean(None), None);
}

#[test]
fn a_kind_is_told_for_every_json_value() {
    let kinds = [
        (" null", JsonKind::Null),
        ("true", JsonKind::Boolean),
        ("false", JsonKind::Boolean),
        ("-12", JsonKind::Integer),
        ("123456789012345678901234567890", JsonKind::Integer),
        ("1.0", JsonKind::Integer),
        ("1E2", JsonKind::Integer),
        ("-0.00", JsonKind::Integer),
        ("1.5", JsonKind::Number),
        ("1e-2", JsonKind::Number),
        ("1e30", JsonKind::Number),
        ("\"1\"", JsonKind::String),
        ("[]", JsonKind::Array),
        ("{}", JsonKind::Object),
    ];
    for (json, expected) in kinds {
        assert_eq!(kind(&raw(json)), expected, "{json}");
    }
}

/// A struct whose additional properties are unions.
#[derive(Debug, Deserialize)]
#[serde(remote = "Self")]
struct Garden {
    root: Node,
    #[serde(skip)]
    others: BTreeMap<String, Node>,
}

impl<'de> Deserialize<'de> for Garden {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut others = BTreeMap::new();
        let garden = Self::deserialize(OpenObject::new(deserializer, &mut others))?;
        Ok(Self { others, ..garden })
    }
}

#[test]
fn unions_among_additional_members_are_read() {
    let body = r#"{"a":{"type":"leaf","weight":1},"root":{},"b":[null]}"#;
    let garden: Garden = strictly(body.as_bytes()).unwrap();
    assert_eq!(garden.root, Node::Unknown(serde_json::json!({})));
    assert_eq!(garden.others["a"], Node::Leaf(Leaf { weight: 1 }));
    assert_eq!(garden.others["b"], Node::Unknown(serde_json::json!([null])));
}

#[test]
fn the_pointer_leads_into_additional_members() {
    let body = r#"[{"root":{},"a/b":{"type":"branch","child":{"type":"leaf","weight":"x"}}}]"#;
    let error = strictly::<Vec<Garden>>(body.as_bytes()).unwrap_err();
    let expected = "unexpected payload: `/0/a~1b/child/weight` does not fit: invalid type: string, expected an integer that is not negative";
    assert_eq!(error.to_string(), expected);
}

#[test]
fn a_member_further_down_is_found_by_the_names_that_lead_to_it() {
    let json = raw(r#"{"a":{"b":{"c":1}},"n":null}"#);
    let found = |path: &[&str]| member_at(&json, path).map(RawValue::get);
    assert_eq!(found(&["a", "b", "c"]), Some("1"));
    assert_eq!(found(&[]), Some(json.get()));
    assert_eq!(found(&["a", "x", "c"]), None);
    assert_eq!(found(&["a", "b", "c", "d"]), None);
    assert_eq!(found(&["n"]), None);
}

#[test]
fn members_are_there_whether_null_or_not() {
    let json = raw(r#"{"a":null,"b":1}"#);
    assert!(has_members(&json, &["b", "a"]));
    assert!(!has_members(&json, &["a", "c"]));
    assert!(!has_members(&raw("[null]"), &["a"]));
}
