//! Deliveries that are changed before they are printed or sent, and the names of events.

use serde_json::{Value, json};

use super::desk::{Desk, Ran};
use super::listener::answer_once;

const SPEC: &str = "\
openapi: 3.1.0
info: {title: Parcel webhooks, version: 1.0.0}
x-webhook-event: {pointer: /event}
security: []
webhooks:
  parcel-sent:
    post:
      operationId: onParcelSent
      requestBody:
        content:
          application/json:
            schema: &parcel {type: object, properties: {event: {type: string}}}
            examples:
              long: {value: {event: parcel-sent, id: p1, stops: [Bern, Thun], note: '{\"a\":1}'}}
              very-short: {value: {event: parcel-sent}}
  parcel-lost:
    post: {requestBody: {content: {application/json: {schema: *parcel}}}}
  ping:
    post: {responses: {'204': {description: Thanks.}}}
";

fn sample(arguments: &[&str]) -> Ran {
    let desk = Desk::new();
    desk.put("parcels.yaml", SPEC);
    desk.run(&[&["sample"], arguments, &["--spec", "parcels.yaml"]].concat())
}

fn printed(arguments: &[&str]) -> Value {
    let ran = sample(arguments);
    assert_eq!(
        (ran.exit, ran.stderr.as_str()),
        (Some(0), ""),
        "{arguments:?}"
    );
    serde_json::from_str(&ran.stdout).unwrap()
}

#[test]
fn members_are_set_made_and_removed() {
    for (edits, changed, expected) in [
        (&["--set", "/id=5"][..], "/id", json!(5)),
        (&["--set", "/id=\"5\""], "/id", json!("5")),
        (&["--set", "/id=a=b {"], "/id", json!("a=b {")),
        (&["--set", "/id="], "/id", json!("")),
        (
            &["--set", "/new={\"b\":null}"],
            "/new",
            json!({ "b": null }),
        ),
        (
            &["--set", "/new={}", "--set", "/new/b=true"],
            "/new/b",
            json!(true),
        ),
        (&["--set", "/a~1b=1"], "/a~1b", json!(1)),
        (
            &["--set", "/stops/0=Chur"],
            "/stops",
            json!(["Chur", "Thun"]),
        ),
        (
            &["--set", "/stops/-=Chur", "--set", "/stops/3=Arth"],
            "/stops",
            json!(["Bern", "Thun", "Chur", "Arth"]),
        ),
        (&["--remove", "/stops/0"], "/stops", json!(["Thun"])),
        (&["--remove", "/id", "--remove", "/stops"], "", {
            json!({ "event": "parcel-sent", "note": "{\"a\":1}" })
        }),
        // What is removed goes first.
        (
            &["--set", "/stops=1", "--remove", "/stops"],
            "/stops",
            json!(1),
        ),
        // JSON within a text.
        (&["--set", "/note/a=2"], "/note", json!("{\"a\":2}")),
        (&["--set", "=[]"], "", json!([])),
    ] {
        let body = printed(&[&["parcel-sent"], edits].concat());
        assert_eq!(body.pointer(changed), Some(&expected), "{edits:?}");
    }
}

#[test]
fn a_change_that_leads_nowhere_says_how_far_it_leads_and_what_to_do() {
    for (edits, said) in [
        (
            ["--set", "/dress/city=1"],
            "error: `--set /dress/city` leads nowhere: the delivery has no `dress`\n\
             help: there are `event`, `id`, `stops`, `note`; or make it first, with `--set '/dress={}'`\n",
        ),
        (
            ["--remove", "/stosp"],
            "error: `--remove /stosp` leads nowhere: the delivery has no `stosp`\n\
             help: did you mean `stops`?\n",
        ),
        (
            ["--set", "/stops/7/x=1"],
            "error: `--set /stops/7/x` leads nowhere: the list at `/stops` has 2 items, `0` to `1`\n\
             help: name one of them; `--set` appends at `-`\n",
        ),
        (
            ["--set", "/id/x=1"],
            "error: `--set /id/x` leads nowhere: what stands at `/id` is a text, which has no members\n\
             help: replace it as a whole, as in `--set '/id={\"x\": …}'`\n",
        ),
    ] {
        let ran = sample(&[&["parcel-sent"], &edits[..]].concat());
        assert_eq!(
            (ran.exit, ran.stdout.as_str(), ran.stderr.as_str()),
            (Some(2), "", said)
        );
    }
    for (edits, said) in [
        (
            ["--set", "id=1"],
            "`id` is no JSON pointer: start it with `/`: `/id`",
        ),
        (["--set", "/id"], "as in /POINTER=VALUE"),
        (["--remove", ""], "the whole delivery cannot be removed"),
    ] {
        let ran = sample(&[&["parcel-sent"], &edits[..]].concat());
        assert_eq!((ran.exit, ran.stdout.as_str()), (Some(2), ""));
        assert!(ran.stderr.contains(said), "{}", ran.stderr);
    }
    let ran = sample(&["ping", "--set", "/id=1"]);
    assert_eq!(
        ran.stderr,
        "error: a delivery of `ping` has no body to change\n"
    );
}

#[test]
fn what_is_changed_is_what_is_signed_and_sent() {
    let (url, serving) = answer_once("/in", "HTTP/1.1 204 No Content\r\n\r\n");
    let desk = Desk::new();
    desk.put("parcels.yaml", SPEC);
    let ran = desk.run(&[
        "send",
        "parcel-sent",
        "--spec",
        "parcels.yaml",
        "--url",
        &url,
        "--remove",
        "/stops",
        "--set",
        "/id=p9",
    ]);
    assert_eq!((ran.exit, ran.stderr.as_str()), (Some(0), ""));
    let request = serving.join().unwrap();
    let (_, body) = request.split_once("\r\n\r\n").unwrap();
    let body: Value = serde_json::from_str(body).unwrap();
    let expected = json!({ "event": "parcel-sent", "id": "p9", "note": "{\"a\":1}" });
    assert_eq!(body, expected);
}

#[test]
fn an_event_is_found_by_every_name_that_documents_and_the_readme_show() {
    let first = printed(&["parcel-sent"]);
    for name in [
        "parcel_sent",
        "onParcelSent",
        "ParcelSent",
        "PARCEL_SENT",
        "PARCEL_SENT_LONG",
    ] {
        assert_eq!(printed(&[name]), first, "{name}");
    }
    // The constant of an example is that example.
    let short = json!({ "event": "parcel-sent" });
    assert_eq!(printed(&["PARCEL_SENT_VERY_SHORT"]), short);
    for (name, near) in [
        ("onParcelSnet", "onParcelSent"),
        ("PARCEL_SNET", "parcel-sent"),
    ] {
        let ran = sample(&[name]);
        assert_eq!((ran.exit, ran.stdout.as_str()), (Some(2), ""));
        let said = format!("help: did you mean `{near}`?\n");
        assert!(ran.stderr.ends_with(&said), "{}", ran.stderr);
    }
}

#[test]
fn an_event_of_a_path_is_found_by_its_path() {
    let desk = Desk::new();
    let spec = SPEC.replace("webhooks:\n  parcel-sent:", "paths:\n  /hooks/{id}/done:");
    let spec = spec
        .replace("  parcel-lost:", "  /lost:")
        .replace("  ping:", "  /ping:");
    desk.put("parcels.yaml", &spec);
    for name in ["/hooks/{id}/done", "hooks/{id}/done", "onParcelSent"] {
        let arguments = ["sample", name, "--spec", "parcels.yaml", "--paths", "**"];
        let ran = desk.run(&arguments);
        assert_eq!((ran.exit, ran.stderr.as_str()), (Some(0), ""), "{name}");
        assert!(ran.stdout.contains("p1"), "{}", ran.stdout);
    }
}
