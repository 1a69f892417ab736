//! What is no handshake, and what a handshake does not give away.

use std::net::TcpListener;
use std::sync::Arc;

use serde_json::json;
use webhook_runtime::receiver::BuildError;

use crate::stand_in::{Inbox, Listening, SECRET, built};

#[test]
fn a_request_whose_conditions_do_not_hold_is_a_delivery_like_any_other() {
    for (name, line, headers, body, status) in [
        (
            "meta",
            "GET /hooks?hub.mode=unsubscribe&hub.challenge=1",
            "X: 1",
            "",
            405,
        ),
        ("meta", "GET /hooks?hub.mode=subscribe", "X: 1", "", 405),
        (
            "meta",
            "GET /hooks?hub.mode=subscribe&hub.challenge=1&hub.challenge=2",
            "X: 1",
            "",
            405,
        ),
        (
            "meta",
            "POST /hooks?hub.mode=subscribe&hub.challenge=1",
            "X: 1",
            "{}",
            401,
        ),
        (
            "cloudevents",
            "OPTIONS /hooks",
            "Origin: a.example",
            "",
            405,
        ),
        (
            "cloudevents",
            "OPTIONS /hooks",
            "WebHook-Request-Origin:",
            "",
            405,
        ),
        ("trello", "GET /hooks", "X: 1", "", 405),
        (
            "microsoft-graph",
            "POST /hooks?validationToken=",
            "X: 1",
            "{}",
            401,
        ),
        (
            "slack",
            "POST /hooks",
            "X: 1",
            r#"{"type":"url_verification"}"#,
            401,
        ),
        // Two events, of which the second would be lost.
        (
            "event-grid",
            "POST /hooks",
            "X: 1",
            r#"[{"eventType":"Microsoft.EventGrid.SubscriptionValidationEvent","data":{"validationCode":"c"}},{"eventType":"Paid"}]"#,
            401,
        ),
        ("event-grid", "POST /hooks", "X: 1", "not JSON", 401),
    ] {
        let listening = Listening::with(&json!(name));
        let answer = listening.ask(line, &[headers], body);
        assert_eq!(answer.status, status, "{name} {line}: {answer:?}");
        assert_eq!(listening.inbox.take(), [], "{name}");
    }
}

#[test]
fn a_signed_delivery_beside_an_unsigned_handshake_reaches_its_handler() {
    let listening = Listening::with(&json!("event-grid"));
    let body = r#"{"kind":"moved"}"#;
    let signature = listening.signature(body);
    assert_eq!(
        listening.ask("POST /hooks", &[&signature], body).status,
        204
    );
    assert_eq!(listening.ask("POST /hooks", &[], body).status, 401);
    assert_eq!(listening.inbox.take().len(), 1);
}

#[test]
fn a_hostile_challenge_is_repeated_as_text_or_not_at_all() {
    let html = "GET /hooks?challenge=%3Cscript%3Ealert(1)%3C/script%3E";
    let long = format!("GET /hooks?challenge={}", "a".repeat(4097));
    let longest = format!("GET /hooks?challenge={}", "a".repeat(4096));
    for (line, status) in [
        (html, 200),
        (longest.as_str(), 200),
        (long.as_str(), 400),
        ("GET /hooks?challenge=a%0D%0ASet-Cookie:%20b", 400),
        ("GET /hooks?challenge=a%00b", 400),
    ] {
        let answer = Listening::with(&json!("dropbox")).ask(line, &[], "");
        assert_eq!(answer.status, status, "{line}");
        let expected = if status == 200 {
            "text/plain"
        } else {
            "application/problem+json"
        };
        assert_eq!(answer.header("content-type"), Some(expected));
        assert_eq!(answer.header("set-cookie"), None);
        if status == 200 {
            assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        }
    }
    // Not UTF-8, so it is no text that could be there.
    let answer = Listening::with(&json!("dropbox")).ask("GET /hooks?challenge=%FF", &[], "");
    assert_eq!(answer.status, 405);
    let in_json = Listening::with(&json!("strava"));
    let line =
        "GET /hooks?hub.mode=subscribe&hub.verify_token=another&hub.challenge=%22%7D%3Cb%3E%5C";
    assert_eq!(
        in_json.ask(line, &[], "").body,
        r#"{"hub.challenge":"\"}<b>\\"}"#
    );
}

#[test]
fn a_header_repeats_no_text_that_a_header_cannot_hold() {
    let listening = Listening::with(&json!({
        "method": "GET", "when": { "query:a": true }, "signed": false,
        "answer": { "headers": { "X-Echo": "<{query:a}>" } }
    }));
    let answer = listening.ask("GET /hooks?a=b%20c", &[], "");
    assert_eq!(
        (answer.status, answer.header("x-echo")),
        (200, Some("<b c>"))
    );
    for a in ["a%0D%0AX-Other:%20b", "a%09b", "%C3%A9"] {
        let answer = listening.ask(&format!("GET /hooks?a={a}"), &[], "");
        assert_eq!(answer.status, 400, "{a}");
        assert_eq!(answer.header("x-other"), None);
    }
}

#[test]
fn nobody_is_given_the_signature_of_a_body() {
    let listening = Listening::with(&json!("x"));
    for token in [
        "%7B%22kind%22:%22moved%22%7D",
        "kind=moved",
        "a%20b",
        "=",
        "v0:1:b",
    ] {
        let answer = listening.ask(&format!("GET /hooks?crc_token={token}"), &[], "");
        assert_eq!(answer.status, 400, "{token}");
        assert!(!answer.body.contains("sha256="), "{answer:?}");
    }
}

#[test]
fn the_answer_of_a_handshake_is_the_signature_of_no_delivery() {
    let listening = Listening::with(&json!("x"));
    // Whoever asks is given the HMAC of a token.
    for token in ["1", "true", "moved=", "a.b/c"] {
        let signature = listening.signature(token);
        let answer = listening.ask("POST /hooks", &[&signature], token);
        assert_eq!(answer.status, 401, "{token}");
    }
    let body = r#"{"kind":"moved"}"#;
    let signature = listening.signature(body);
    assert_eq!(
        listening.ask("POST /hooks", &[&signature], body).status,
        204
    );
    assert_eq!(listening.inbox.take().len(), 1);
}

#[test]
fn a_token_in_a_handshake_is_neither_missing_nor_near() {
    let listening = Listening::with(&json!("meta"));
    for token in [
        "",
        "&hub.verify_token=",
        "&hub.verify_token=anothe",
        "&hub.verify_token=another&hub.verify_token=another",
    ] {
        let line = format!("GET /hooks?hub.mode=subscribe&hub.challenge=1{token}");
        let answer = listening.ask(&line, &[], "");
        assert_eq!(answer.status, 403, "{token}");
        assert!(!answer.body.contains("another"), "{answer:?}");
    }
}

#[test]
fn a_receiver_is_not_built_without_what_its_handshakes_need() {
    let inbox = Arc::new(Inbox::default());
    let no_token = BuildError::NoHandshakeToken { handshake: "meta" };
    assert_eq!(
        built(&inbox, Some(SECRET), &[]).err(),
        Some(no_token.clone())
    );
    assert_eq!(
        built(&inbox, Some(SECRET), &["a", ""]).err(),
        Some(no_token.clone())
    );
    let no_key = BuildError::NoHandshakeKey {
        handshake: "zoom",
        scheme: "S",
    };
    assert_eq!(built(&inbox, None, &["a"]).err(), Some(no_key.clone()));
    assert!(built(&inbox, Some(SECRET), &["a"]).is_ok());
    assert_eq!(
        no_token.to_string(),
        "nothing would tell who sent the handshake meta: give the token that its sender was told, as in `.handshake_token(\"…\")`; it must not be empty"
    );
    assert_eq!(
        no_key.to_string(),
        "the handshake zoom is answered with a key of S: give the receiver the credentials of S"
    );
}

/// The handler decides whether to confirm; the receiver calls no address that a request brings.
#[test]
fn a_subscription_confirmation_of_sns_is_an_event() {
    let subscribe = TcpListener::bind("127.0.0.1:0").unwrap();
    subscribe.set_nonblocking(true).unwrap();
    let url = format!(
        "http://{}/?Action=ConfirmSubscription",
        subscribe.local_addr().unwrap()
    );
    let body = json!({ "Type": "SubscriptionConfirmation", "Token": "t", "SubscribeURL": url });
    let body = body.to_string();
    let listening = Listening::with(&json!([]));
    let signature = listening.signature(&body);
    let headers = [
        signature.as_str(),
        "x-amz-sns-message-type: SubscriptionConfirmation",
        "Content-Type: text/plain; charset=UTF-8",
    ];
    assert_eq!(listening.ask("POST /hooks", &headers, &body).status, 204);
    let came = listening.inbox.take();
    assert_eq!(came, [("SubscriptionConfirmation".to_owned(), body.into())]);
    let called = subscribe.accept().map(|_| ());
    assert_eq!(called.unwrap_err().kind(), std::io::ErrorKind::WouldBlock);
}
