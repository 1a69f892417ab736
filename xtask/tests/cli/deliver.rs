//! `sample` and `send`, run as a user runs them.

use std::net::TcpListener;
use std::path::Path;

use serde_json::{Value, json};

use super::desk::{Desk, Ran};
use super::listener::answer_once;

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

/// One body whose `type` names its event, an event without a body, and two that share a name.
const NAMED: &str = "\
openapi: 3.1.0
info: {title: Parcel webhooks, version: 1.0.0}
x-webhook-event: {pointer: /type}
webhooks:
  parcel-sent:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [type]
              properties: {type: {const: parcel.sent.v1}}
  parcel-lost:
    post: {responses: {'204': {description: Thanks.}}}
  parcel-billed:
    post: &billed
      requestBody: {content: {application/json: {schema: {type: object, properties: {id: {type: string}}}}}}
    put: *billed
";

fn run_named(event: &str) -> Ran {
    let desk = Desk::new();
    desk.put("parcels.yaml", NAMED);
    desk.run(&["sample", event, "--spec", "parcels.yaml"])
}

#[test]
fn an_event_is_found_by_its_key_its_name_in_deliveries_and_its_handler_method() {
    for name in ["parcel-sent", "parcel.sent.v1", "parcel_sent"] {
        let ran = run_named(name);
        assert_eq!((ran.exit, ran.stderr.as_str()), (Some(0), ""), "{name}");
        assert!(ran.stdout.contains("parcel.sent.v1"), "{}", ran.stdout);
    }
    let ran = run_named("parcel.snet.v1");
    assert_eq!(ran.exit, Some(2));
    assert!(
        ran.stderr
            .ends_with("help: did you mean `parcel.sent.v1`?\n"),
        "{}",
        ran.stderr
    );
}

#[test]
fn an_event_without_a_body_and_one_of_several_of_a_name_say_so() {
    let ran = run_named("parcel-lost");
    assert_eq!(
        (ran.exit, ran.stdout.as_str(), ran.stderr.as_str()),
        (
            Some(0),
            "",
            "note: a delivery of `parcel-lost` has no body\n"
        )
    );
    let ran = run_named("parcel-billed");
    assert_eq!(
        ran.stderr,
        "note: several events are called `parcel-billed`, and this is the one that is sent by \
         POST; ask for another by its handler method: `put_parcel_billed`\n"
    );
    for method in ["post_parcel_billed", "put_parcel_billed"] {
        let ran = run_named(method);
        assert_eq!((ran.exit, ran.stderr.as_str()), (Some(0), ""), "{method}");
    }
}

/// Members with examples, of which some fit their types.
const EXAMPLES: &str = "\
openapi: 3.1.0
info: {title: Parcel webhooks, version: 1.0.0}
webhooks:
  parcel-sent:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [count]
              properties:
                count: {type: integer, minimum: 5, examples: [many, 7]}
                weight: {type: number, example: 2.5}
                day: {type: string, format: date, examples: ['2026-02-30', '2026-02-27']}
                time: {type: string, format: date-time, examples: [noon, '2026-02-27T23:59:59.5+01:00']}
                state: {type: string, enum: [packed, sent], example: sent}
                stops: {type: array, items: {type: string, examples: [Bern]}}
                address:
                  allOf: [{$ref: '#/components/schemas/Address'}]
                  description: Where to.
                sender: {$ref: '#/components/schemas/Address'}
components:
  schemas:
    Address:
      type: object
      required: [city]
      properties: {city: {type: string, examples: [Thun]}, lane: {type: string}}
";

#[test]
fn what_is_made_has_the_examples_of_the_schemas_that_fit_their_types() {
    let desk = Desk::new();
    desk.put("parcels.yaml", EXAMPLES);
    let made = |more: &[&str]| {
        let arguments = ["sample", "parcel-sent", "--spec", "parcels.yaml"];
        let ran = desk.run(&[&arguments, more].concat());
        assert_eq!((ran.exit, ran.stderr.as_str()), (Some(0), ""));
        serde_json::from_str::<Value>(&ran.stdout).unwrap()
    };
    let address = json!({ "city": "Thun", "lane": "text" });
    assert_eq!(
        made(&[]),
        json!({
            "count": 7,
            "weight": 2.5,
            "day": "2026-02-27",
            "time": "2026-02-27T23:59:59.5+01:00",
            "state": "sent",
            "stops": ["Bern"],
            "address": address,
            "sender": address,
        })
    );
    assert_eq!(made(&["--minimal"]), json!({ "count": 7 }));
    let address = "    Address:\n      examples: [{city: 5}, {city: Chur}]\n";
    desk.put("parcels.yaml", &EXAMPLES.replace("    Address:\n", address));
    assert_eq!(made(&[])["sender"], json!({ "city": "Chur" }));
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
    for url in ["127.0.0.1:8080/webhooks", "ftp://h/", "http://", ""] {
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
