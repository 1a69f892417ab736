//! Requests of tests: where they name their event, and where credentials stand in them.

#![cfg(all(feature = "jwt", feature = "testing"))]

use http::Request;
use http_body_util::Full;
use webhook_runtime::security::{ApiKeyPlace, Scheme};
use webhook_runtime::testing::{
    Credential, NamedIn, RequestError, Sample, SampleRequest, Shown, ShownScheme,
};

/// Schemes of each kind that no signature is made for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Header,
    Query,
    Cookie,
    Basic,
    Bearer,
    Jwt,
    Own,
}

impl Scheme for Kind {
    fn name(self) -> &'static str {
        "Kind"
    }
}

impl ShownScheme for Kind {
    fn shown(self) -> Shown {
        match self {
            Self::Header => Shown::ApiKey(ApiKeyPlace::Header("X-Key")),
            Self::Query => Shown::ApiKey(ApiKeyPlace::Query("api key")),
            Self::Cookie => Shown::ApiKey(ApiKeyPlace::Cookie("key")),
            Self::Basic => Shown::Basic,
            Self::Bearer => Shown::Bearer,
            Self::Jwt => Shown::Jwt,
            Self::Own => Shown::Own,
        }
    }
}

fn sample(named: NamedIn) -> Sample {
    Sample {
        event: "order.placed",
        example: None,
        method: "PUT",
        content_type: Some("application/json"),
        named,
        body: "{}",
    }
}

fn built(request: SampleRequest) -> Request<Full<bytes::Bytes>> {
    request.build().unwrap()
}

fn header<'r>(request: &'r Request<Full<bytes::Bytes>>, name: &str) -> Option<&'r str> {
    request.headers().get(name)?.to_str().ok()
}

#[test]
fn the_event_is_named_where_the_specification_says() {
    let of_place = |named| built(sample(named).request().to("/hooks?tenant=1"));
    let in_body = of_place(NamedIn::Body);
    assert_eq!(in_body.uri(), "/hooks?tenant=1");
    assert_eq!(in_body.method(), "PUT");
    assert_eq!(header(&in_body, "content-type"), Some("application/json"));
    let in_header = of_place(NamedIn::Header("X-Event", "order.placed"));
    assert_eq!(header(&in_header, "x-event"), Some("order.placed"));
    let in_query = of_place(NamedIn::Query("the event", "order placed"));
    assert_eq!(in_query.uri(), "/hooks?tenant=1&the%20event=order%20placed");
    let in_path = of_place(NamedIn::Path("order/placed"));
    assert_eq!(in_path.uri(), "/hooks/order%2Fplaced?tenant=1");
    let at_root = built(sample(NamedIn::Path("placed")).request());
    assert_eq!(at_root.uri(), "/placed");
}

#[test]
fn each_credential_stands_in_its_place() {
    let shown = |kind: Kind, credential: Credential| {
        let request = sample(NamedIn::Body).request();
        built(request.with_credential(kind, credential))
    };
    let new = Credential::new;
    let value = |request: &Request<_>, name| header(request, name).map(str::to_owned);
    let one = shown(Kind::Header, new("a key"));
    assert_eq!(value(&one, "x-key").as_deref(), Some("a key"));
    let one = shown(Kind::Query, new("a&b"));
    assert_eq!(one.uri(), "/?api%20key=a%26b");
    let one = shown(Kind::Basic, Credential::basic("user", "pass"));
    let authorization = value(&one, "authorization");
    assert_eq!(authorization.as_deref(), Some("Basic dXNlcjpwYXNz"));
    let one = shown(Kind::Bearer, new("token"));
    let authorization = value(&one, "authorization");
    assert_eq!(authorization.as_deref(), Some("Bearer token"));
    let one = shown(Kind::Jwt, Credential::token("a.b.c"));
    let authorization = value(&one, "authorization");
    assert_eq!(authorization.as_deref(), Some("Bearer a.b.c"));
    let request = sample(NamedIn::Body)
        .request()
        .with_header("Cookie", "a=b")
        .with_credential(Kind::Cookie, "c");
    assert_eq!(header(&built(request), "cookie"), Some("a=b; key=c"));
}

#[test]
fn what_cannot_stand_in_a_request_is_an_error() {
    let request = || sample(NamedIn::Body).request();
    let own = request().with_credential(Kind::Own, "secret").build();
    assert_eq!(own.unwrap_err(), RequestError::NotDescribed("Kind"));
    let twice = request().with_credential(Kind::Header, "a");
    let twice = twice.with_credential(Kind::Header, "b").build();
    assert_eq!(
        twice.unwrap_err(),
        RequestError::Occupied("X-Key".to_owned())
    );
    let lines = request().with_header("X-A", "a\nb").build();
    assert!(matches!(lines, Err(RequestError::Malformed(_))));
    let of_form = Sample {
        content_type: Some("application/x-www-form-urlencoded"),
        ..sample(NamedIn::Body)
    };
    let payload = of_form.request().with_payload(&1).build();
    assert!(matches!(payload, Err(RequestError::Payload(_))));
}
