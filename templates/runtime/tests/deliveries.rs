//! Deliveries and the errors of handling them.

use std::error::Error;

use bytes::Bytes;
use webhook_runtime::{
    Arrival, DecodeError, Delivery, DispatchError, HandlerError, JsonKind, RawDelivery, Undecodable,
};

fn delivery() -> Delivery<&'static str> {
    Delivery::new("kyc", "passport", Bytes::from_static(b"\"passport\""))
}

#[test]
fn debug_shows_neither_payload_nor_body() {
    assert_eq!(
        format!("{:?}", delivery()),
        r#"Delivery { event: "kyc", defects: [], body_length: 10, .. }"#
    );
}

#[test]
fn debug_asks_nothing_of_the_payload() {
    struct Opaque;
    let text = format!("{:?}", delivery().map(|_| Opaque));
    assert!(text.starts_with("Delivery"), "{text}");
}

#[test]
fn map_changes_the_payload_alone() {
    let mapped = delivery().map(str::len);
    assert_eq!(mapped.payload, 8);
    assert_eq!(
        (mapped.event, mapped.body),
        (delivery().event, delivery().body)
    );
}

#[test]
fn a_raw_delivery_has_no_payload() {
    let raw: RawDelivery = delivery().map(|_| ());
    let expected = Delivery::new("kyc", (), Bytes::from_static(b"\"passport\""));
    assert_eq!(raw.clone(), expected.with_arrival(raw.arrival));
}

#[test]
fn names_of_a_specification_become_texts_and_nothing_else_changes() {
    #[derive(Debug, Clone, Copy)]
    struct Paid;
    impl AsRef<str> for Paid {
        fn as_ref(&self) -> &'static str {
            "paid"
        }
    }

    let mut arrival = Arrival::now().with_delivery_id("7");
    arrival.schemes = vec![Paid];
    arrival.keys = vec![(Paid, "2026".to_owned())];
    let body = Bytes::from_static(b"8");
    let typed = Delivery::<_, Paid, Paid>::new(Paid, 8, body.clone()).with_arrival(arrival.clone());
    let texts = typed.into_texts();
    assert_eq!((texts.event.as_str(), texts.payload), ("paid", 8));
    assert_eq!(
        (texts.body, texts.arrival.schemes.as_slice()),
        (body.clone(), &["paid".to_owned()][..])
    );
    assert_eq!(texts.arrival.keys, [("paid".to_owned(), "2026".to_owned())]);
    assert_eq!(texts.arrival.delivery_id(), Some("7"));

    let error = DecodeError::NotAnObject {
        found: JsonKind::Array,
    };
    let undecodable = Undecodable::new(Some(Paid), error, body).with_arrival(arrival);
    let texts = undecodable.into_texts();
    assert_eq!(texts.event.as_deref(), Some("paid"));
    assert_eq!(texts.arrival.schemes, ["paid"]);
}

#[test]
fn an_undecodable_delivery_names_the_decode_error() {
    let decode = DecodeError::NotAnObject {
        found: JsonKind::Array,
    };
    let error = DispatchError::from(decode.clone());
    assert_eq!(error.to_string(), format!("undecodable delivery: {decode}"));
    assert_eq!(error.source().unwrap().to_string(), decode.to_string());
}

#[test]
fn a_failed_handler_is_the_source() {
    let error = DispatchError::Handler(HandlerError::from("no disk"));
    assert_eq!(error.to_string(), "the handler failed: no disk");
    assert_eq!(error.source().unwrap().to_string(), "no disk");
}

#[test]
fn a_dispatch_error_can_leave_a_handler() {
    fn fails() -> Result<(), HandlerError> {
        Err(DispatchError::Handler("inner".into()))?;
        Ok(())
    }
    assert_eq!(
        fails().unwrap_err().to_string(),
        "the handler failed: inner"
    );
}

#[test]
fn a_media_type_is_read_without_its_parameters_whatever_the_case() {
    use webhook_runtime::generated::essence;

    for text in [
        "text/xml",
        "Text/XML; charset=utf-8",
        " text/xml ;q=1;x=\"a;b\"",
    ] {
        assert_eq!(essence(text), "text/xml");
    }
    assert_eq!(essence(""), "");
}

#[cfg(feature = "receiver")]
#[test]
fn what_an_arrival_is_said_to_be_written_in_goes_before_its_header() {
    use http::{HeaderMap, HeaderValue, Method, Uri, Version, header::CONTENT_TYPE};
    use webhook_runtime::receiver::{ArrivedRequest, DeliveryTrace, ReplySlot};

    let arrived = |content_type: Option<&'static str>| {
        let headers = content_type.map(|text| (CONTENT_TYPE, HeaderValue::from_static(text)));
        let headers: HeaderMap = headers.into_iter().collect();
        let now = std::time::SystemTime::UNIX_EPOCH;
        let request = ArrivedRequest {
            method: Method::POST,
            uri: Uri::from_static("/hooks?tenant=a%20b&tenant=c&empty"),
            version: Version::HTTP_11,
            headers,
            schemes: Vec::new(),
            keys: Vec::new(),
        };
        Arrival::<String>::by_request(now, request, ReplySlot::default(), DeliveryTrace::default())
    };
    assert_eq!(Arrival::<String>::now().content_type(), None);
    let arrival = arrived(Some("text/xml; charset=utf-8"));
    assert_eq!(arrival.content_type(), Some("text/xml; charset=utf-8"));
    let arrival = arrival.with_content_type("application/json");
    assert_eq!(arrival.content_type(), Some("application/json"));
    assert_ne!(arrived(None), arrived(None).with_content_type("text/xml"));
    let query = |name: &str| arrived(None).query(name);
    assert_eq!(query("tenant").as_deref(), Some("a b"));
    assert_eq!(query("empty").as_deref(), Some(""));
    assert_eq!(query("other"), None);
}
