//! From raw bytes to the handler's method: the right one, once, with the bytes as they came.

use std::sync::{Arc, Barrier};
use std::thread;

use bytes::Bytes;
use rebilly_kyc_webhooks::types::KycDocumentEvent;
use rebilly_kyc_webhooks::{
    DecodeError, Delivery, DispatchError, Dispatcher, EventName, FallbackHandler, HandlerError,
    KycDocumentsHandler, KycRequestsHandler, RawDelivery, Strictness, Undecodable,
};
use serde_json::Value;
use tests::receiving::{Call, Recorder, block_on, json, sample, samples};

/// Bodies that strict decoding refuses: the name where one can be read, and the text of the error.
const UNDECODABLE: [(&[u8], Option<&str>, &str); 10] = [
    (
        b"",
        None,
        "not JSON: EOF while parsing a value at line 1 column 0",
    ),
    (
        b" \n",
        None,
        "not JSON: EOF while parsing a value at line 2 column 0",
    ),
    (
        b"{\"eventType\":\"kyc-document-created\",}",
        Some("kyc-document-created"),
        "not JSON: key must be a string at line 1 column 37",
    ),
    (
        b"{\"eventType\":\"\xff\"}",
        None,
        "not UTF-8: no character starts at byte 14",
    ),
    (
        b"[]",
        None,
        "not an event: the body is an array, expected an object",
    ),
    (
        b"{\"eventType\":\"something-new\"",
        Some("something-new"),
        "not JSON: EOF while parsing an object at line 1 column 28",
    ),
    (b"{}", None, "no event name: `/eventType` is missing"),
    (
        b"{\"eventType\":\"\"}",
        None,
        "no event name: `/eventType` is an empty string",
    ),
    (
        b"{\"eventType\":{}}",
        None,
        "no event name: `/eventType` is an object, expected a string or an integer",
    ),
    (
        b"{ \"eventType\" : \"kyc-document-created\",\"fileId\":1 }\n",
        Some("kyc-document-created"),
        "unexpected payload: `/fileId` does not fit: invalid type: integer, expected a string",
    ),
];

/// The bodies that a tolerant dispatcher cannot decode either: all but the last, whose value can be
/// left out.
fn undecodable_anyhow() -> &'static [(&'static [u8], Option<&'static str>, &'static str)] {
    UNDECODABLE.split_last().unwrap().1
}

/// A dispatcher that hands everything to one recorder.
pub fn recording(recorder: &Arc<Recorder>) -> Dispatcher {
    Dispatcher::new()
        .kyc_requests(Arc::clone(recorder))
        .kyc_documents(Arc::clone(recorder))
        .fallback(Arc::clone(recorder))
}

fn dispatch(dispatcher: &Dispatcher, body: &[u8]) -> Result<(), DispatchError> {
    block_on(dispatcher.dispatch(Bytes::copy_from_slice(body)))
}

/// The only call that a body leads to.
pub fn only_call(dispatcher: &Dispatcher, recorder: &Recorder, body: &[u8]) -> Call {
    dispatch(dispatcher, body).unwrap();
    let [call] = <[Call; 1]>::try_from(recorder.take()).expect("one call");
    assert_eq!(call.body, body);
    call
}

#[test]
fn an_example_reaches_its_own_method_once_with_its_payload_and_its_bytes() {
    let recorder = Arc::new(Recorder::default());
    let dispatcher = recording(&recorder);
    for sample in samples() {
        let call = only_call(&dispatcher, &recorder, &sample.body);
        assert_eq!(
            call.method,
            sample.webhook.replace('-', "_"),
            "{}",
            sample.name()
        );
        assert_eq!(call.event.as_deref(), Some(sample.webhook.as_str()));
        assert!(call.defects.is_empty(), "{:?}", call.defects);
        assert!(json::dropped(&sample.json(), &call.payload).is_empty());
        assert!(json::dropped(&call.payload, &sample.json()).is_empty());
    }
}

#[test]
fn a_name_known_from_elsewhere_chooses_the_method_and_wins_over_the_body() {
    let recorder = Arc::new(Recorder::default());
    let dispatcher = recording(&recorder);
    let body = &sample("kyc-document-rejected.full").body;
    for (name, method) in [
        (EventName::KycDocumentArchived, "kyc_document_archived"),
        (EventName::from("kyc-later"), "unknown_event"),
    ] {
        let text = name.to_string();
        block_on(dispatcher.dispatch_as(name, body.clone())).unwrap();
        let [call] = <[Call; 1]>::try_from(recorder.take()).expect("one call");
        assert_eq!((call.method, call.event), (method, Some(text)));
        assert_eq!(call.body, body);
    }
}

#[test]
fn an_unknown_event_reaches_its_method_with_the_bytes_as_they_came() {
    let recorder = Arc::new(Recorder::default());
    let dispatcher = recording(&recorder);
    for (body, name) in [
        (
            "{\n\t\"eventType\" : \"kyc-later\",\r\n \"n\": 1.0e0, \"n\":2}  ",
            "kyc-later",
        ),
        (
            r#"{"x":"\ud800","deep":[[[1e400]]],"eventType":"aml-ch\u0065ck"}"#,
            "aml-check",
        ),
        (r#"{"eventType":-12.0}"#, "-12"),
        (
            r#"{"eventType":"KYC-DOCUMENT-CREATED"}"#,
            "KYC-DOCUMENT-CREATED",
        ),
    ] {
        let call = only_call(&dispatcher, &recorder, body.as_bytes());
        assert_eq!(
            (call.method, call.event.as_deref()),
            ("unknown_event", Some(name))
        );
    }
}

#[test]
fn a_body_that_cannot_be_decoded_reaches_undecodable_with_the_bytes_as_they_came() {
    let recorder = Arc::new(Recorder::default());
    let tolerant = recording(&recorder);
    let strict = recording(&recorder).strictness(Strictness::Strict);
    for (dispatcher, bodies) in [
        (&strict, &UNDECODABLE[..]),
        (&tolerant, undecodable_anyhow()),
    ] {
        for (body, event, error) in bodies {
            let call = only_call(dispatcher, &recorder, body);
            assert_eq!(call.method, "undecodable");
            assert_eq!(call.event.as_deref(), *event, "{error}");
            assert_eq!(call.error.as_deref(), Some(*error));
        }
    }
}

#[test]
fn a_value_that_does_not_fit_is_left_out_and_the_rest_reaches_its_method() {
    let recorder = Arc::new(Recorder::default());
    let (body, event, _) = UNDECODABLE[UNDECODABLE.len() - 1];
    let call = only_call(&recording(&recorder), &recorder, body);
    assert_eq!(call.method, "kyc_document_created");
    assert_eq!(call.event.as_deref(), event);
    assert_eq!(call.defects, ["/fileId"]);
    assert_eq!(
        call.payload,
        serde_json::json!({"eventType": "kyc-document-created"})
    );
}

/// A fallback handler that leaves everything as the trait has it.
struct Defaults;

impl FallbackHandler<rebilly_kyc_webhooks::Event> for Defaults {}
impl KycRequestsHandler for Defaults {}
impl KycDocumentsHandler for Defaults {}

#[test]
fn by_default_what_cannot_be_decoded_is_an_error_of_the_dispatch() {
    let strict = |dispatcher: Dispatcher| dispatcher.strictness(Strictness::Strict);
    let defaults = || Dispatcher::default().fallback(Arc::new(Defaults));
    for (dispatcher, bodies) in [
        (strict(Dispatcher::new()), &UNDECODABLE[..]),
        (strict(defaults()), &UNDECODABLE[..]),
        (Dispatcher::new(), undecodable_anyhow()),
        (defaults(), undecodable_anyhow()),
    ] {
        for (body, _, text) in bodies {
            match dispatch(&dispatcher, body) {
                Err(DispatchError::Undecodable(error)) => assert_eq!(error.to_string(), *text),
                other => panic!("{text}: {other:?}"),
            }
        }
    }
}

#[test]
fn the_text_of_a_dispatch_error_says_both_what_happened_and_why() {
    let error = dispatch(&Dispatcher::new(), b"[]").unwrap_err();
    assert_eq!(
        error.to_string(),
        "undecodable delivery: not an event: the body is an array, expected an object"
    );
    let source = std::error::Error::source(&error).unwrap();
    assert!(source.downcast_ref::<DecodeError>().is_some());
}

#[test]
fn by_default_events_that_nobody_takes_are_accepted() {
    for dispatcher in [Dispatcher::new(), {
        let defaults = Arc::new(Defaults);
        Dispatcher::new()
            .kyc_requests(Arc::clone(&defaults))
            .kyc_documents(Arc::clone(&defaults))
            .fallback(defaults)
    }] {
        for sample in samples() {
            dispatch(&dispatcher, &sample.body).unwrap();
        }
        dispatch(&dispatcher, b"{\"eventType\":\"kyc-later\"}").unwrap();
    }
}

#[test]
fn an_error_of_any_method_is_an_error_of_the_dispatch() {
    let recorder = Arc::new(Recorder::failing("out of order"));
    let dispatcher = recording(&recorder);
    let bodies = samples().iter().map(|sample| sample.body.as_slice());
    for body in bodies.chain([&b"{\"eventType\":\"kyc-later\"}"[..], b"[]"]) {
        match dispatch(&dispatcher, body) {
            Err(DispatchError::Handler(error)) => assert_eq!(error.to_string(), "out of order"),
            other => panic!("{other:?}"),
        }
        assert_eq!(recorder.take().len(), 1);
    }
    let error = dispatch(&dispatcher, b"[]").unwrap_err();
    assert_eq!(error.to_string(), "the handler failed: out of order");
}

#[test]
fn a_group_without_a_handler_goes_to_the_fallback() {
    let recorder = Arc::new(Recorder::default());
    let requests_only = Dispatcher::new()
        .kyc_requests(Arc::clone(&recorder))
        .fallback(Arc::clone(&recorder));
    for sample in samples() {
        let call = only_call(&requests_only, &recorder, &sample.body);
        let expected = if sample.webhook.starts_with("kyc-request-") {
            sample.webhook.replace('-', "_")
        } else {
            "FallbackHandler::unhandled".to_owned()
        };
        assert_eq!(call.method, expected);
        assert_eq!(call.event.as_deref(), Some(sample.webhook.as_str()));
        assert!(json::dropped(&sample.json(), &call.payload).is_empty());
    }
}

/// Takes one event; whatever else its group sends goes where the trait sends it.
struct RejectedOnly(Arc<Recorder>);

impl KycDocumentsHandler for RejectedOnly {
    async fn kyc_document_rejected(
        &self,
        delivery: Delivery<KycDocumentEvent>,
    ) -> Result<(), HandlerError> {
        self.0.kyc_document_rejected(delivery).await
    }

    async fn unhandled(&self, delivery: Delivery<KycDocumentEvent>) -> Result<(), HandlerError> {
        KycDocumentsHandler::unhandled(&*self.0, delivery).await
    }
}

#[test]
fn a_method_that_is_not_overridden_goes_to_unhandled_of_its_own_trait() {
    let recorder = Arc::new(Recorder::default());
    let dispatcher = Dispatcher::new()
        .kyc_documents(Arc::new(RejectedOnly(Arc::clone(&recorder))))
        .fallback(Arc::clone(&recorder));
    for sample in samples()
        .iter()
        .filter(|sample| sample.webhook.starts_with("kyc-document-"))
    {
        let call = only_call(&dispatcher, &recorder, &sample.body);
        let expected = match sample.webhook.as_str() {
            "kyc-document-rejected" => "kyc_document_rejected",
            _ => "KycDocumentsHandler::unhandled",
        };
        assert_eq!(call.method, expected);
        assert_eq!(call.event.as_deref(), Some(sample.webhook.as_str()));
        assert!(json::dropped(&sample.json(), &call.payload).is_empty());
    }
}

#[test]
fn a_later_handler_of_a_group_takes_the_place_of_an_earlier_one() {
    let (earlier, later) = (Arc::new(Recorder::default()), Arc::new(Recorder::default()));
    let dispatcher = Dispatcher::new()
        .kyc_requests(Arc::clone(&earlier))
        .kyc_requests(Arc::clone(&later));
    dispatch(&dispatcher, &sample("kyc-request-attempted.minimal").body).unwrap();
    assert_eq!((earlier.take().len(), later.take().len()), (0, 1));
}

#[test]
fn one_value_serves_several_groups_and_clones_share_it() {
    let recorder = Arc::new(Recorder::default());
    let dispatcher = recording(&recorder);
    let clone = dispatcher.clone();
    dispatch(&clone, &sample("kyc-request-attempted.minimal").body).unwrap();
    dispatch(&dispatcher, &sample("kyc-document-rejected.minimal").body).unwrap();
    let methods: Vec<&str> = recorder.take().iter().map(|call| call.method).collect();
    assert_eq!(methods, ["kyc_request_attempted", "kyc_document_rejected"]);
    drop((dispatcher, clone));
    assert_eq!(Arc::strong_count(&recorder), 1);
}

#[test]
fn dispatchers_and_their_futures_cross_threads() {
    fn sendable<T: Send>(value: T) -> T {
        value
    }
    fn shared<T: Send + Sync + Clone + 'static>(_: &T) {}
    let recorder = Arc::new(Recorder::default());
    let dispatcher = recording(&recorder);
    shared(&dispatcher);
    let start = Arc::new(Barrier::new(samples().len()));
    let threads: Vec<_> = samples()
        .iter()
        .map(|sample| {
            let (dispatcher, start) = (dispatcher.clone(), Arc::clone(&start));
            thread::spawn(move || {
                let future = sendable(async move { dispatcher.dispatch(&sample.body[..]).await });
                start.wait();
                block_on(future)
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap().unwrap();
    }
    let mut reached: Vec<&str> = recorder.take().iter().map(|call| call.method).collect();
    reached.sort_unstable();
    let mut expected: Vec<String> = samples()
        .iter()
        .map(|s| s.webhook.replace('-', "_"))
        .collect();
    expected.sort_unstable();
    assert_eq!(reached, expected);
}

#[test]
fn a_future_that_is_never_polled_calls_nobody() {
    let recorder = Arc::new(Recorder::default());
    drop(recording(&recorder).dispatch(Bytes::from_static(b"[]")));
    assert!(recorder.take().is_empty());
}

#[test]
fn what_a_handler_is_given_shows_neither_payload_nor_body() {
    let body = Bytes::from_static(b"{\"eventType\":\"kyc-later\",\"name\":\"Jane\"}");
    let raw = RawDelivery::new("kyc-later", (), body.clone());
    let typed = Delivery::new("kyc-later", Value::from("Jane"), body.clone());
    let error = rebilly_kyc_webhooks::decode(b"[]").unwrap_err();
    let undecodable = Undecodable::new(None, error, body);
    for shown in [
        format!("{raw:?}"),
        format!("{typed:#?}"),
        format!("{undecodable:?}"),
    ] {
        assert!(
            !shown.contains("Jane") && shown.contains("body_length: 39"),
            "{shown}"
        );
    }
    let dispatcher = format!("{:?}", Dispatcher::new().kyc_documents(Arc::new(Defaults)));
    assert_eq!(
        dispatcher,
        "Dispatcher { kyc_requests: false, kyc_documents: true, strictness: Tolerant, .. }"
    );
}
