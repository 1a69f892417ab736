//! Bodies of usual length in which some dozens of values do not fit: all are listed, and the rest
//! is decoded.

use std::fmt::Write;

use serde::de::{Error as _, IgnoredAny};
use serde::{Deserialize, Deserializer};
use webhook_runtime::Decoded;
use webhook_runtime::generated::union::{members, raw_json, text, variant};

use crate::defects::order::{Order, decode};

/// A union as a body.
#[derive(Debug)]
enum Notice {
    Order(Box<Order>),
    Unknown,
}

impl<'de> Deserialize<'de> for Notice {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = raw_json(deserializer)?;
        let [kind] = members(&json, ["kind"]);
        let decoded = match text(kind).as_deref() {
            Some("order") => variant(&json).map(Self::Order),
            _ => variant(&json).map(|IgnoredAny| Self::Unknown),
        };
        decoded.map_err(D::Error::custom)
    }
}

/// An order of about this length, in which so many values do not fit, a third each in its lines,
/// its totals and its payments.
fn body(length: usize, wrong: usize) -> String {
    let each = length / 3;
    let third = |item: &dyn Fn(usize, bool) -> String, size: usize| {
        let count = (each / size).max(wrong / 3 + 1);
        let step = count / (wrong / 3);
        let items =
            (0..count).map(|index| item(index, index % step == 0 && index / step < wrong / 3));
        items.collect::<Vec<_>>().join(",")
    };
    let lines = third(
        &|index, is_wrong| {
            let amount = if is_wrong { "\"1\"" } else { "1" };
            format!(r#"{{"sku":"{index:05}","amount":{amount}}}"#)
        },
        28,
    );
    let totals = third(
        &|index, is_wrong| {
            format!(
                r#""t{index:05}":{}"#,
                if is_wrong { "null" } else { "10000" }
            )
        },
        15,
    );
    let payments = third(
        &|_, is_wrong| {
            let clerk = if is_wrong { "[]" } else { "12" };
            format!(r#"{{"clerk":{clerk},"method":"cash"}}"#)
        },
        30,
    );
    let mut body =
        r#"{"customer":{"id":"c","address":{"city":"x","geo":{"lat":1,"lon":2}}},"#.to_owned();
    write!(
        body,
        r#""lines":[{lines}],"totals":{{{totals}}},"payments":[{payments}],"kind":"order"}}"#
    )
    .unwrap();
    body
}

fn hold(order: &Order, found: (usize, usize), wrong: usize, body: &str) {
    assert_eq!(found, (wrong, 0), "{} bytes", body.len());
    let (lines, payments) = (
        order.lines.as_ref().unwrap(),
        order.payments.as_ref().unwrap(),
    );
    let count = |text: &str| body.matches(text).count();
    assert_eq!(lines.len(), count("sku"));
    assert_eq!(payments.len(), count("method"));
    assert_eq!(order.totals.as_ref().unwrap().len(), count(":10000"));
    assert!(order.customer.is_some());
}

#[test]
fn dozens_of_defects_in_a_body_of_usual_length_are_listed() {
    for (length, wrong) in [
        (1_000, 12),
        (1_000, 24),
        (3_000, 36),
        (10_000, 60),
        (20_000, 6),
        (20_000, 90),
    ] {
        let body = body(length, wrong);
        let Decoded { value, defects, .. } = decode::<Order>(&body);
        hold(&value, (defects.len(), defects.unlisted()), wrong, &body);
    }
}

#[test]
fn so_they_are_in_a_union() {
    for (length, wrong) in [
        (1_000, 12),
        (1_000, 24),
        (3_000, 36),
        (10_000, 60),
        (20_000, 6),
        (20_000, 90),
    ] {
        let body = body(length, wrong);
        let Decoded { value, defects, .. } = decode::<Notice>(&body);
        let Notice::Order(order) = value else {
            panic!("{value:?}");
        };
        hold(&order, (defects.len(), defects.unlisted()), wrong, &body);
    }
}
