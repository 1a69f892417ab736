//! `sample` and `send`, run as a user runs them.

use std::net::TcpListener;
use std::path::Path;

use serde_json::{Value, json};

use crate::desk::{Desk, Ran};
use crate::listener::answer_once;

/// Two events, of which one has examples.
const SPEC: &str = "\
openapi: 3.1.0
info:
  title: Parcel webhooks
  version: 1.0.0
x-webhook-event:
  pointer: /event
security:
  - Key: []
  - Login: []
components:
  securitySchemes:
    Key: {type: apiKey, in: header, name: X-Key}
    Login: {type: http, scheme: basic}
webhooks:
  parcel-sent:
    post:
      requestBody:
        content:
          application/json:
            schema: &parcel
              type: object
              required: [event, id, address]
              properties:
                event: {type: string}
                id: {type: string}
                weight: {type: number}
                count: {type: integer}
                fragile: {type: boolean}
                sent: {type: string, format: date-time}
                state: {type: string, enum: [packed, sent]}
                stops: {type: array, items: {type: string}}
                address:
                  type: object
                  required: [city]
                  properties:
                    city: {type: string}
                    lane: {type: [string, 'null']}
            examples:
              long: {value: {event: parcel-sent, id: p1, count: 2, address: {city: Bern}}}
              short: {value: {event: parcel-sent, id: p2, address: {city: B}}}
  parcel-lost:
    post:
      requestBody:
        content:
          application/json:
            schema: *parcel
";

fn run(arguments: &[&str]) -> Ran {
    let desk = Desk::new();
    desk.put("parcels.yaml", SPEC);
    desk.run(&[arguments, &["--spec", "parcels.yaml"]].concat())
}

fn printed(arguments: &[&str]) -> Value {
    let ran = run(arguments);
    assert_eq!((ran.exit, ran.stderr.as_str()), (Some(0), ""));
    assert!(ran.stdout.ends_with("}\n"), "{}", ran.stdout);
    serde_json::from_str(&ran.stdout).unwrap()
}

#[test]
fn a_sample_is_the_first_example_and_a_minimal_one_the_shortest() {
    let address = json!({ "city": "Bern" });
    assert_eq!(
        printed(&["sample", "parcel-sent"]),
        json!({ "event": "parcel-sent", "id": "p1", "count": 2, "address": address })
    );
    assert_eq!(
        printed(&["sample", "parcel-sent", "--minimal"]),
        json!({ "event": "parcel-sent", "id": "p2", "address": { "city": "B" } })
    );
}

#[test]
fn the_shipped_spec_is_read_where_none_is_named() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["sample", "kyc-document-rejected"])
        .current_dir(&root)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0));
    let file = root.join("spec/examples/kyc-document-rejected.full.json");
    let file: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    assert_eq!(
        serde_json::from_slice::<Value>(&output.stdout).unwrap(),
        file
    );
}

#[test]
fn an_event_without_examples_is_made_from_its_types() {
    assert_eq!(
        printed(&["sample", "parcel-lost"]),
        json!({
            "event": "parcel-lost",
            "id": "text",
            "weight": 1.5,
            "count": 1,
            "fragile": true,
            "sent": "2026-01-31T12:00:00Z",
            "state": "packed",
            "stops": ["text"],
            "address": { "city": "text", "lane": "text" },
        })
    );
    assert_eq!(
        printed(&["sample", "parcel-lost", "--minimal"]),
        json!({ "event": "parcel-lost", "id": "text", "address": { "city": "text" } })
    );
}

#[test]
fn an_unknown_event_is_refused_with_the_one_that_was_meant() {
    for arguments in [
        &["sample", "parcel-snet"][..],
        &["send", "parcel-snet", "--url", "http://127.0.0.1:1/"],
    ] {
        let ran = run(arguments);
        assert_eq!((ran.exit, ran.stdout.as_str()), (Some(2), ""));
        assert_eq!(
            ran.stderr,
            "error: the spec has no event `parcel-snet`\nhelp: did you mean `parcel-sent`?\n"
        );
    }
}

#[test]
fn a_delivery_that_is_accepted_exits_with_zero() {
    for (auth, line) in [
        ("Key=a=b", "x-key: a=b\r\n"),
        (
            "Login=user:pass:word",
            "authorization: basic dxnlcjpwyxnzondvcmq=\r\n",
        ),
    ] {
        let (url, serving) = answer_once(
            "/webhooks",
            "HTTP/1.1 204 No Content\r\nx-seen: yes\r\n\r\n",
        );
        let ran = run(&["send", "parcel-sent", "--url", &url, "--auth", auth]);
        let request = serving.join().unwrap();
        assert_eq!((ran.exit, ran.stderr.as_str()), (Some(0), ""));
        assert!(ran.stdout.starts_with("204\n"), "{}", ran.stdout);
        assert!(ran.stdout.contains("x-seen: yes\n"), "{}", ran.stdout);
        let (head, body) = request.split_once("\r\n\r\n").unwrap();
        let head = format!("{}\r\n", head.to_ascii_lowercase());
        assert!(head.starts_with("post /webhooks http/1.1\r\n"), "{head}");
        assert!(head.contains(line), "{head}");
        assert!(
            head.contains("content-type: application/json\r\n"),
            "{head}"
        );
        assert_eq!(body, run(&["sample", "parcel-sent"]).stdout);
    }
}

#[test]
fn any_other_answer_is_shown_and_exits_with_one() {
    for (answer, shown) in [
        (
            "HTTP/1.1 401 Unauthorized\r\ncontent-length: 2\r\n\r\nno",
            ["401\n", "\nno\n"],
        ),
        (
            "HTTP/1.1 500 Oops\r\ncontent-length: 3\r\n\r\nbad",
            ["500\n", "\nbad\n"],
        ),
        // A redirect is not followed: nobody listens where it leads.
        (
            "HTTP/1.1 307 There\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n",
            ["307\n", "location: http://127.0.0.1:1/\n"],
        ),
    ] {
        let (url, serving) = answer_once("/webhooks", answer);
        let ran = run(&["send", "parcel-sent", "--url", &url]);
        serving.join().unwrap();
        assert_eq!((ran.exit, ran.stderr.as_str()), (Some(1), ""));
        assert!(ran.stdout.starts_with(shown[0]), "{}", ran.stdout);
        assert!(ran.stdout.contains(shown[1]), "{}", ran.stdout);
    }
}

#[test]
fn nobody_listening_exits_with_two() {
    // A port that was free a moment ago.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/webhooks", listener.local_addr().unwrap());
    drop(listener);
    let ran = run(&["send", "parcel-sent", "--url", &url]);
    assert_eq!((ran.exit, ran.stdout.as_str()), (Some(2), ""));
    assert!(
        ran.stderr
            .starts_with(&format!("error: no answer from {url}: ")),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("\nhelp: "), "{}", ran.stderr);
}

#[test]
fn a_url_that_cannot_be_sent_to_is_refused() {
    for url in [
        "127.0.0.1:8080/webhooks",
        "https://127.0.0.1/",
        "ftp://h/",
        "http://",
        "",
    ] {
        let ran = run(&["send", "parcel-sent", "--url", url]);
        assert_eq!((ran.exit, ran.stdout.as_str()), (Some(2), ""), "{url}");
        assert!(ran.stderr.contains("\nhelp: "), "{}", ran.stderr);
    }
}

#[test]
fn errors_about_credentials_never_show_the_value() {
    for auth in [
        "sEcReT",
        "sEcReT==",
        "=sEcReT",
        "Kye=sEcReT",
        "Login=sEcReT",
        "Key=sEcReT\r\nx-more: 1",
        "Key=sEcReT\u{7f}",
    ] {
        for url in ["http://127.0.0.1:1/", "127.0.0.1:1"] {
            let ran = run(&["send", "parcel-sent", "--url", url, "--auth", auth]);
            assert_eq!((ran.exit, ran.stdout.as_str()), (Some(2), ""), "{auth:?}");
            assert!(ran.stderr.starts_with("error: "), "{}", ran.stderr);
            assert!(!ran.stderr.contains("sEcReT"), "{}", ran.stderr);
        }
    }
    let ran = run(&[
        "send",
        "parcel-sent",
        "--url",
        "http://127.0.0.1:1/",
        "--auth",
        "Kye=x",
    ]);
    assert!(ran.stderr.contains("did you mean `Key`?"), "{}", ran.stderr);
}
