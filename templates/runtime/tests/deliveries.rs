//! Deliveries and the errors of handling them.

use std::error::Error;

use bytes::Bytes;
use webhook_runtime::{DecodeError, Delivery, DispatchError, HandlerError, JsonKind, RawDelivery};

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
    use webhook_runtime::Arrival;
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
        Arrival::by_request(now, request, ReplySlot::default(), DeliveryTrace::default())
    };
    assert_eq!(Arrival::now().content_type(), None);
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
