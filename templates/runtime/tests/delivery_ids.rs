//! Where deliveries are numbered, and what a handler is given of that.
#![cfg(feature = "receiver")]

use bytes::Bytes;
use http::Request;
use webhook_runtime::generated::{DeliveryIdPlace, delivery_id};
use webhook_runtime::{Arrival, Delivery};

const HEADER: DeliveryIdPlace = DeliveryIdPlace::Header(&["X-Delivery", "X-Id"]);
const ONE: DeliveryIdPlace = DeliveryIdPlace::Body(&["/event/id"]);
const SEVERAL: DeliveryIdPlace = DeliveryIdPlace::Body(&["/a~1b", "/items/0"]);

fn id(
    places: &[DeliveryIdPlace],
    target: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Option<String> {
    let mut request = Request::post(target);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let (head, ()) = request.body(()).unwrap().into_parts();
    delivery_id(places, &head, body.as_bytes())
}

#[test]
fn the_first_place_that_is_there_counts() {
    let places = [HEADER, DeliveryIdPlace::Query("delivery"), ONE];
    let body = r#"{"event":{"id":17}}"#;
    let all = [("x-id", "second"), ("x-delivery", " first ")];
    let read = |target, headers: &[_], body| id(&places, target, headers, body);
    assert_eq!(read("/?delivery=q", &all, body).as_deref(), Some("first"));
    assert_eq!(
        read("/?delivery=q", &all[..1], body).as_deref(),
        Some("second")
    );
    let empty = [("x-delivery", "")];
    assert_eq!(
        read("/?delivery=a%20b", &empty, body).as_deref(),
        Some("a b")
    );
    assert_eq!(read("/?delivery=", &[], body).as_deref(), Some("17"));
    for body in [
        "",
        "{",
        "[]",
        r#"{"event":{"id":null}}"#,
        r#"{"event":{"id":""}}"#,
    ] {
        assert_eq!(read("/", &[], body), None, "{body}");
    }
    assert_eq!(id(&[], "/", &all, body), None);
}

#[test]
fn members_that_number_a_delivery_together_are_all_there_and_are_not_mixed_up() {
    let read = |body| id(&[SEVERAL], "/", &[], body);
    let one = read(r#"{"a/b":"x","items":["y"]}"#);
    assert_eq!(one.as_deref(), Some(r#"["x","y"]"#));
    let other = read(r#"{"a/b":"x\",\"y","items":[""]}"#);
    assert_eq!(other, None);
    let other = read(r#"{"a/b":"x\",\"y","items":["z"]}"#);
    assert_ne!(other, read(r#"{"a/b":"x","items":["y\",\"z"]}"#));
}

#[test]
fn a_form_is_looked_into_by_its_fields() {
    let form = [(
        "content-type",
        "application/x-www-form-urlencoded; charset=utf-8",
    )];
    let read = |body| id(&[ONE], "/", &form, body);
    assert_eq!(
        read("event=%7B%22id%22:%22a+b%22%7D").as_deref(),
        Some("a b")
    );
    assert_eq!(read("other=1"), None);
    let field = [DeliveryIdPlace::Body(&["/MessageSid"])];
    let read = id(&field, "/", &form, "Body=1&MessageSid=SM7");
    assert_eq!(read.as_deref(), Some("SM7"));
}

#[test]
fn a_handler_is_given_the_id_with_the_delivery() {
    let arrival: Arrival = Arrival::now().with_delivery_id("7");
    let delivery: Delivery<()> =
        Delivery::new("sent", (), Bytes::new()).with_arrival(arrival.clone());
    assert_eq!(delivery.id(), Some("7"));
    assert_ne!(arrival, arrival.clone().with_delivery_id("8"));
    assert_eq!(Arrival::<String>::now().delivery_id(), None);
}
