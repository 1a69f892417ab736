//! Integers that are written with a fraction or an exponent: JSON knows one kind of number, so they
//! are no defects.

use std::fmt::Write;

use serde::Deserialize;
use serde_json::json;
use webhook_runtime::generated::whole_number;
use webhook_runtime::{DecodeError, Strictness, decode_payload};

use crate::defects::order::{Order, Payment, listed, order, pointers};

#[test]
fn a_whole_number_is_an_integer_however_it_is_written() {
    for (number, integer) in [
        ("12.0", 12),
        ("1e2", 100),
        ("-1.50E+1", -15),
        ("1200e-2", 12),
        ("-0.0", 0),
        ("9007199254740993.0", 9_007_199_254_740_993),
        ("-9223372036854775808.0", i64::MIN),
    ] {
        let body = format!(r#"{{"lines":[],"count":{number}}}"#);
        for strictness in [Strictness::Tolerant, Strictness::Strict] {
            let decoded = decode_payload::<Order>(body.as_bytes(), strictness).unwrap();
            assert_eq!(decoded.value.count, Some(integer), "{number}");
            assert_eq!(decoded.defects, [], "{number}");
        }
    }
}

#[test]
fn it_may_stand_anywhere() {
    let body = r#"{"lines":[{"sku":"a","amount":1.0},{"sku":"b","amount":2e1}],"payment":{"method":"cash","clerk":3.0,
        "office":{"method":"cash","clerk":40e-1}},"prices":{"a":1.0},"fields":{"a":1.0}}"#;
    let decoded = decode_payload::<Order>(body.as_bytes(), Strictness::Strict).unwrap();
    let Order {
        lines,
        payment,
        fields,
        ..
    } = decoded.value;
    let amounts: Vec<_> = lines.unwrap().iter().map(|line| line.amount).collect();
    assert_eq!(amounts, [Some(1), Some(20)]);
    let Some(Payment::Cash(cash)) = payment else {
        panic!("{payment:?}");
    };
    assert_eq!(cash.clerk, Some(3));
    assert!(matches!(cash.office.as_deref(), Some(Payment::Cash(cash)) if cash.clerk == Some(4)));
    // Where no integer is asked for, nothing is rewritten.
    assert_eq!(fields.unwrap()["a"], json!(1.0));
}

#[test]
fn another_number_is_a_defect_still() {
    let decoded =
        order(r#"{"count":1.5,"lines":[{"sku":"a","amount":1e19},{"sku":"b","amount":2.0}]}"#);
    let wrong = "invalid type: number, expected an integer";
    assert_eq!(
        listed(&decoded),
        [
            ("/count", wrong, &json!(1.5), "/count"),
            (
                "/lines/0/amount",
                "out of range: integer, expected an integer",
                &json!(1e19),
                "/lines/0/amount"
            ),
        ]
    );
    assert_eq!(decoded.value.lines.unwrap()[1].amount, Some(2));
    let strictly = decode_payload::<Order>(br#"{"count":1.5}"#, Strictness::Strict);
    assert_eq!(
        strictly.unwrap_err(),
        DecodeError::Payload {
            pointer: "/count".to_owned(),
            reason: wrong.to_owned()
        }
    );
}

#[test]
fn beside_defects_it_is_read_all_the_same() {
    let decoded = order(r#"{"count":2.0,"severity":"x","createdTime":1}"#);
    assert_eq!(decoded.value.count, Some(2));
    assert_eq!(pointers(&decoded), ["/severity", "/createdTime"]);
}

#[test]
fn what_is_not_negative_may_be_written_so_too() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Page {
        #[serde(default, with = "whole_number")]
        number: Option<u64>,
    }
    let page = |number: &str, strictness| {
        decode_payload::<Page>(format!(r#"{{"number":{number}}}"#).as_bytes(), strictness)
    };
    let decoded = page("18446744073709551615.0", Strictness::Strict).unwrap();
    assert_eq!(decoded.value.number, Some(u64::MAX));
    let decoded = page("-3.0", Strictness::Tolerant).unwrap();
    assert_eq!(decoded.value.number, None);
    assert_eq!(
        decoded.defects[0].reason,
        "out of range: integer, expected an integer that is not negative"
    );
    assert_eq!(decoded.defects[0].value, json!(-3.0));
}

#[test]
fn thousands_of_them_in_a_list_are_read_in_time() {
    let mut body = r#"{"lines":["#.to_owned();
    for index in 0..5000 {
        write!(body, r#"{{"sku":"{index}","amount":{index}.0}},"#).unwrap();
    }
    body.pop();
    body.push_str("]}");
    let decoded = order(&body);
    assert_eq!(decoded.defects, []);
    let amounts = decoded.value.lines.unwrap();
    assert!(
        (0..)
            .zip(&amounts)
            .all(|(index, line)| line.amount == Some(index))
    );
    assert_eq!(amounts.len(), 5000);
}
