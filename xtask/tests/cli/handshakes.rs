//! `send --handshake` and what codegen says of handshakes, run as a user runs them.

use super::desk::{Desk, Ran};
use super::listener::answer_once;

/// Two handshakes: one with a token, and one that is signed.
const SPEC: &str = "\
openapi: 3.1.0
info: {title: Parcel webhooks, version: 1.0.0}
x-webhook-event: {pointer: /event}
x-webhook-handshake: [meta, zoom]
security: [{Zoom: []}]
webhooks:
  parcel-sent:
    post:
      requestBody: {content: {application/json: {schema: {type: object}}}}
components:
  securitySchemes:
    Zoom: {type: apiKey, in: header, name: x-zm-signature, x-signature: zoom}
";

fn run(arguments: &[&str]) -> Ran {
    let desk = Desk::new();
    desk.put("parcels.yaml", SPEC);
    desk.run(&[arguments, &["--spec", "parcels.yaml"]].concat())
}

#[test]
fn an_answer_that_is_wrong_is_told_in_every_part() {
    let answer = "HTTP/1.1 202 Accepted\r\ncontent-type: text/html\r\ncontent-length: 2\r\n\r\nok";
    let (url, serving) = answer_once("/webhooks", answer);
    let arguments = [
        "--url",
        &url,
        "--handshake",
        "meta",
        "--handshake-token",
        "a b",
    ];
    let ran = run(&[&["send"][..], &arguments].concat());
    let request = serving.join().unwrap();
    let (line, _) = request.split_once("\r\n").unwrap();
    let rest = line.strip_prefix("GET /webhooks?hub.mode=subscribe&hub.challenge=");
    let (challenge, rest) = rest.unwrap().split_at(32);
    assert_eq!(rest, "&hub.verify_token=a+b HTTP/1.1");
    assert_eq!((ran.exit, ran.stderr.as_str()), (Some(1), ""));
    assert_eq!(
        ran.stdout,
        format!(
            "meta: the status is 202, and should be 200\n\
             meta: there is no `x-content-type-options`, which should be `nosniff`\n\
             meta: `content-type` is `text/html`, and should be `text/plain`\n\
             meta: the body is `ok`, and should be `{challenge}`\n"
        )
    );
}

#[test]
fn what_is_missing_for_a_handshake_is_told() {
    let url = "http://127.0.0.1:1/";
    for (arguments, expected) in [
        (
            &["--handshake", "meta"][..],
            "help: say which, with `--handshake-token TOKEN`",
        ),
        (
            &["--handshake", "zoom"],
            "help: say which, with `--auth Zoom=SECRET`",
        ),
        (&["--handshake", "zom"], "help: did you mean `zoom`?"),
        (
            &["--handshake", "zoom", "--auth", "Zoom=s"],
            "no answer from http://127.0.0.1:1/",
        ),
        (
            &["parcel-sent", "--handshake", "zoom"],
            "cannot be used with",
        ),
        (&[], "required"),
    ] {
        let ran = run(&[&["send", "--url", url], arguments].concat());
        assert_eq!(
            (ran.exit, ran.stdout.as_str()),
            (Some(2), ""),
            "{arguments:?}"
        );
        assert!(
            ran.stderr.contains(expected),
            "{arguments:?}: {}",
            ran.stderr
        );
        assert!(!ran.stderr.contains("Zoom=s"), "{}", ran.stderr);
    }
}

#[test]
fn a_handshake_that_cannot_be_played_keeps_no_other_from_being_played() {
    let answer = "HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n";
    let (url, serving) = answer_once("/webhooks", answer);
    let ran = run(&["send", "--url", &url, "--handshake", "--auth", "Zoom=s"]);
    assert!(serving.join().unwrap().starts_with("POST /webhooks"));
    assert_eq!(ran.exit, Some(2));
    assert!(
        ran.stdout.starts_with("zoom: the status is 202"),
        "{}",
        ran.stdout
    );
    assert!(!ran.stdout.contains("meta"), "{}", ran.stdout);
    assert_eq!(
        ran.stderr,
        "error: `meta` was not played: the handshake `meta` shows a token\n\
         help: say which, with `--handshake-token TOKEN`\n"
    );
}

#[test]
fn a_vendors_handshake_that_the_document_does_not_describe_is_mentioned() {
    let desk = Desk::new();
    let hint =
        "`zoom` has a handshake too: say `x-webhook-handshake: zoom` if it is to be answered";
    for (spec, is_told) in [
        (SPEC.to_owned(), false),
        (
            SPEC.replace("x-webhook-handshake: [meta, zoom]\n", ""),
            true,
        ),
    ] {
        desk.put("parcels.yaml", &spec);
        let ran = desk.codegen(&["--report"]);
        assert_eq!((ran.exit, ran.stderr.as_str()), (Some(0), ""));
        assert_eq!(
            ran.stdout.matches(hint).count(),
            if is_told { 2 } else { 0 },
            "{}",
            ran.stdout
        );
        assert_eq!(ran.stdout.contains("\nhandshakes: meta, zoom\n"), !is_told);
    }
}
