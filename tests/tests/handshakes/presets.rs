//! Every preset: the vendor's request and the answer that it waits for.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use xtask::send::{Credential, HandshakePlay, play_handshake};

use crate::stand_in::{Answer, Listening, SECRET, TOKEN};

const PRESETS: &str = include_str!("../../../xtask/src/lower/security/handshake/presets.yaml");

fn presets() -> BTreeMap<String, Value> {
    serde_yaml::from_str(PRESETS).unwrap()
}

/// As `cargo xtask send --handshake` plays it.
fn played(listening: &Listening, path: &str, auth: &str, token: &str) -> Vec<String> {
    let credential = Credential::parse(&listening.model, auth).unwrap();
    let url = listening.url(path);
    let play = HandshakePlay {
        url: &url,
        origin: None,
        credentials: &[credential],
        token: Some(token),
    };
    play_handshake(&listening.model, listening.handshake(), play).unwrap()
}

#[test]
fn every_preset_is_answered_as_it_says_at_every_path_and_no_handler_is_called() {
    for name in presets().keys() {
        let listening = Listening::with(&json!(name));
        let auth = format!("S={SECRET}");
        for path in ["/hooks", "/hooks/moved"] {
            let wrong = played(&listening, path, &auth, TOKEN);
            assert_eq!(wrong, [""; 0], "{name} at {path}");
        }
        assert_eq!(listening.inbox.take(), [], "{name}");
    }
}

#[test]
fn a_preset_that_is_signed_or_has_a_token_is_not_answered_without() {
    for (name, fields) in presets() {
        let listening = Listening::with(&json!(name));
        if fields["signed"] == true {
            let wrong = played(&listening, "/hooks", "S=another secret", TOKEN);
            assert!(wrong[0].contains("the status is 401"), "{name}: {wrong:?}");
        }
        if fields.get("verify").is_some() {
            let auth = format!("S={SECRET}");
            let wrong = played(&listening, "/hooks", &auth, "a stranger's");
            assert!(wrong[0].contains("the status is 403"), "{name}: {wrong:?}");
        }
        assert_eq!(listening.inbox.take(), [], "{name}");
    }
}

/// A preset; the first line, headers and body of the request; media type and body of the answer.
type Unsigned<'e> = (&'e str, &'e str, &'e [&'e str], &'e str, &'e str, &'e str);

/// A preset; further headers and body of the request; status, media type and body of the answer.
type Signed<'e> = (&'e str, &'e [&'e str], &'e str, u16, &'e str, &'e str);

#[test]
fn the_vendors_own_requests_are_answered_word_for_word() {
    let graph = "POST /hooks?validationToken=Validation%3A+client%20%C3%A9";
    let grid = json!([{
        "id": "2d1781af", "topic": "/subscriptions/x", "subject": "",
        "data": { "validationCode": "512d38b6", "validationUrl": "https://rp.eventgrid.azure.net/x" },
        "eventType": "Microsoft.EventGrid.SubscriptionValidationEvent",
        "eventTime": "2018-01-25T22:12:19.4556811Z", "dataVersion": "1"
    }]);
    let grid = grid.to_string();
    let meta = "GET /hooks?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=the+team%27s%20own";
    let unsigned: [Unsigned<'_>; 10] = [
        ("meta", meta, &[], "", "text/plain", "1158201444"),
        (
            "strava",
            meta,
            &[],
            "",
            "application/json",
            r#"{"hub.challenge":"1158201444"}"#,
        ),
        (
            "microsoft-graph",
            graph,
            &["Content-Type: text/plain; charset=utf-8"],
            "",
            "text/plain",
            "Validation: client é",
        ),
        (
            "event-grid",
            "POST /hooks",
            &["Content-Type: application/json; charset=utf-8"],
            &grid,
            "application/json",
            r#"{"validationResponse":"512d38b6"}"#,
        ),
        (
            "okta",
            "GET /hooks",
            &["x-okta-verification-challenge: a \"b\""],
            "",
            "application/json",
            r#"{"verification":"a \"b\""}"#,
        ),
        (
            "dropbox",
            "GET /hooks?challenge=abc",
            &[],
            "",
            "text/plain",
            "abc",
        ),
        // HMAC-SHA256 of "challenge" with the secret, by another implementation.
        (
            "x",
            "GET /hooks?crc_token=challenge",
            &[],
            "",
            "application/json",
            r#"{"response_token":"sha256=0jpPLBC9p1GM1EnfyxZeVIq5i3jYajzjrd0vrJeyg5A="}"#,
        ),
        ("trello", "HEAD /hooks", &[], "", "", ""),
        ("mandrill", "HEAD /hooks/moved", &[], "", "", ""),
        (
            "bitbucket",
            "POST /hooks",
            &["X-Event-Key: diagnostics:ping"],
            r#"{"test":true}"#,
            "",
            "",
        ),
    ];
    for (name, line, headers, body, media_type, expected) in unsigned {
        let answer = Listening::with(&json!(name)).ask(line, headers, body);
        check(name, &answer, 200, media_type, expected);
    }
    let zoom = r#"{"event":"endpoint.url_validation","payload":{"plainToken":"challenge"},"event_ts":1654503849680}"#;
    let zoomed = r#"{"plainToken":"challenge","encryptedToken":"d23a4f2c10bda7518cd449dfcb165e548ab98b78d86a3ce3addd2fac97b28390"}"#;
    let signed: [Signed<'_>; 6] = [
        (
            "slack",
            &[],
            r#"{"token":"t","type":"url_verification","challenge":"3eZbrw1aB"}"#,
            200,
            "text/plain",
            "3eZbrw1aB",
        ),
        ("zoom", &[], zoom, 200, "application/json", zoomed),
        (
            "twitch",
            &["Twitch-Eventsub-Message-Type: webhook_callback_verification"],
            r#"{"challenge":"pogchamp-kappa"}"#,
            200,
            "text/plain",
            "pogchamp-kappa",
        ),
        (
            "discord",
            &[],
            r#"{"id":"7","type":1}"#,
            200,
            "application/json",
            r#"{"type":1}"#,
        ),
        (
            "discord-events",
            &[],
            r#"{"version":1,"type":0}"#,
            204,
            "application/json",
            "",
        ),
        (
            "xero",
            &[],
            r#"{"events":[],"firstEventSequence":0,"lastEventSequence":0,"entropy":"S0m3"}"#,
            200,
            "",
            "",
        ),
    ];
    for (name, headers, body, status, media_type, expected) in signed {
        let listening = Listening::with(&json!(name));
        let signature = listening.signature(body);
        let headers = [
            &[signature.as_str(), "Content-Type: application/json"],
            headers,
        ]
        .concat();
        let answer = listening.ask("POST /hooks", &headers, body);
        check(name, &answer, status, media_type, expected);
    }
}

fn check(name: &str, answer: &Answer, status: u16, media_type: &str, body: &str) {
    assert_eq!(answer.status, status, "{name}: {answer:?}");
    assert_eq!(
        answer.header("content-type").unwrap_or_default(),
        media_type,
        "{name}"
    );
    assert_eq!(
        answer.header("x-content-type-options"),
        Some("nosniff"),
        "{name}"
    );
    assert_eq!(answer.body, body, "{name}");
}

#[test]
fn the_abuse_protection_of_cloudevents_is_answered_in_headers() {
    let listening = Listening::with(&json!("cloudevents"));
    let headers = [
        "WebHook-Request-Origin: eventemitter.example.com",
        "WebHook-Request-Rate: 120",
    ];
    let answer = listening.ask("OPTIONS /hooks", &headers, "");
    check("cloudevents", &answer, 200, "", "");
    let allowed = answer.header("webhook-allowed-origin");
    assert_eq!(allowed, Some("eventemitter.example.com"));
    assert_eq!(answer.header("webhook-allowed-rate"), Some("*"));
    assert_eq!(answer.header("allow"), Some("POST"));
}

#[test]
fn several_handshakes_stand_beside_one_another_and_beside_deliveries() {
    let listening = Listening::with(&json!(["slack", "microsoft-graph", "meta", "trello"]));
    let graph = listening.ask("POST /hooks?validationToken=abc", &[], "");
    assert_eq!((graph.status, graph.body.as_str()), (200, "abc"));
    assert_eq!(listening.ask("HEAD /hooks", &[], "").status, 200);
    let body = r#"{"kind":"moved","type":"url_verification"}"#;
    let signature = listening.signature(body);
    let answer = listening.ask("POST /hooks", &[&signature], body);
    assert_eq!(answer.status, 204);
    let came = listening.inbox.take();
    assert_eq!(came, [("moved".to_owned(), body.into())]);
}
