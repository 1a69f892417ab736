//! How many defects are listed, and how they show themselves.

use serde::Deserialize;
use serde_json::json;
use webhook_runtime::{DecodeError, Decoded, Defects, Strictness, decode_payload};

use crate::defects::order::{Order, decode, order};

/// An order with so many lines whose amounts are no integers, each in another way.
fn lines(count: usize) -> String {
    let lines: Vec<String> = (0..count)
        .map(|index| format!(r#"{{"sku":"{index}","amount":{index}.5}}"#))
        .collect();
    format!(r#"{{"count":1,"lines":[{}]}}"#, lines.join(","))
}

#[test]
fn more_than_are_listed_are_left_out_all_the_same_and_counted() {
    let decoded = order(&lines(1_000));
    let Order { count, lines, .. } = &decoded.value;
    assert_eq!(*count, Some(1));
    let lines = lines.as_deref().unwrap();
    assert_eq!(lines.len(), 1_000);
    assert!(lines.iter().all(|line| line.amount.is_none()));
    let defects = &decoded.defects;
    assert_eq!(defects.len(), Defects::MOST);
    assert_eq!(defects.unlisted(), 1_000 - Defects::MOST);
    assert_eq!(defects.total(), 1_000);
    assert_eq!(defects[127].pointer, "/lines/127/amount");
    assert_eq!(defects[127].value, json!(127.5));
}

#[test]
fn the_texts_say_how_many_more_there_are() {
    let few = order(r#"{"count":"x","lines":5}"#).defects;
    assert_eq!(
        few.to_string(),
        "`/count`: invalid type: string, expected an integer; `/lines`: invalid type: integer, expected an array"
    );
    assert!(!format!("{few:?}").contains("more"));
    let many = order(&lines(200)).defects;
    assert!(many.to_string().ends_with("; and 72 more"), "{many}");
    assert!(format!("{many:?}").ends_with("and 72 more]"), "{many:?}");
}

#[test]
fn a_dozen_is_listed_even_of_a_short_body() {
    let decoded = order(&lines(12));
    assert_eq!((decoded.defects.len(), decoded.defects.unlisted()), (12, 0));
}

#[test]
fn the_first_is_listed_however_much_it_takes() {
    let name = "k~/".repeat(100_000);
    let decoded = order(&format!(r#"{{"prices":{{"{name}":"x"}},"lines":5}}"#));
    assert_eq!(decoded.defects.total(), 2);
    let first = &decoded.defects[0];
    assert_eq!(first.pointer.tokens(), ["prices", name.as_str()]);
    assert_eq!(first.pointer.to_string().len(), 500_008);
    // A line in a log has the beginning of it and the end.
    let said = first.to_string();
    assert!(said.starts_with("`/prices/k~0~1k~0~1k"), "{said}");
    assert!(said.contains('…') && said.len() < 500, "{said}");
    assert!(format!("{first:?}").len() < 1_000);
}

#[test]
fn a_long_value_is_kept_by_its_beginning() {
    let long = "é".repeat(2_000);
    let decoded = order(&format!(r#"{{"count":"{long}","lines":"{long}x"}}"#));
    for defect in &decoded.defects {
        let kept = defect.value.as_str().unwrap();
        assert!(kept.starts_with("\"éé") && kept.ends_with("é…"), "{kept}");
        assert!(kept.len() <= Defects::MOST_OF_A_VALUE + '…'.len_utf8());
    }
    let short = "é".repeat(400);
    let decoded = order(&format!(r#"{{"count":"{short}"}}"#));
    assert_eq!(decoded.defects[0].value, json!(short));
}

#[test]
fn what_an_unlisted_defect_takes_with_it_makes_a_body_undecodable_too() {
    #[derive(Debug, Deserialize)]
    struct Survey {
        #[serde(rename = "answers")]
        _answers: Vec<u8>,
        #[serde(rename = "author")]
        _author: Author,
    }
    #[derive(Debug, Deserialize)]
    struct Author {
        #[serde(rename = "name")]
        _name: String,
    }
    let error = |count| {
        let answers = vec!["0.5"; count].join(",");
        let body = format!(r#"{{"answers":[{answers}],"author":{{"name":7}}}}"#);
        decode_payload::<Survey>(body.as_bytes(), Strictness::Tolerant).unwrap_err()
    };
    let payload = |pointer: &str, reason: &str| DecodeError::Payload {
        pointer: pointer.into(),
        reason: reason.into(),
    };
    let wrong = "invalid type: integer, expected a string";
    assert_eq!(error(10), payload("/author/name", wrong));
    let around = "something in it does not fit that it cannot do without";
    assert_eq!(error(1_000), payload("/author", around));
}

#[test]
fn pointers_are_compared_taken_apart_and_written() {
    let decoded: Decoded<Order> = decode(r#"{"customer":{"id":"c","address":7,"a/b":1}}"#);
    let defect = &decoded.defects[0];
    assert_eq!(defect.pointer, "/customer/address");
    assert_eq!(defect.pointer, "/customer/address".to_owned());
    assert_ne!(defect.pointer, "/customer");
    assert_eq!(defect.pointer.tokens(), ["customer", "address"]);
    assert_eq!(defect.pointer.parent(), Some(&defect.removed));
    assert!(defect.pointer.is_within(&defect.removed));
    assert!(!defect.removed.is_within(&defect.pointer));
    assert_eq!(format!("{:?}", defect.removed), r#""/customer""#);
    let written = serde_json::to_value(&defect.pointer).unwrap();
    assert_eq!(written, json!("/customer/address"));
    let decoded: Decoded<Order> = decode(r#"{"prices":{"a/b~":[]}}"#);
    assert_eq!(decoded.defects[0].pointer, "/prices/a~1b~0");
    assert_eq!(decoded.defects[0].pointer.tokens(), ["prices", "a/b~"]);
}

#[test]
fn a_list_of_ones_own_has_nothing_unlisted() {
    let decoded = order(r#"{"count":"x"}"#);
    let own = Defects::from(decoded.defects.iter().cloned().collect::<Vec<_>>());
    assert_eq!(own, decoded.defects);
    assert_eq!(own.total(), 1);
    assert_eq!(own.into_iter().count(), 1);
}
