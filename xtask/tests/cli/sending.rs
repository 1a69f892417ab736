//! What `send` sends beside samples: files, headers, repeated requests, keys of every kind; and TLS.

use std::io::Write;
use std::process::Stdio;

use super::desk::{Desk, Ran};
use super::listener::{answer_each, answer_once};

const SPEC: &str = "\
openapi: 3.1.0
info: {title: Parcel webhooks, version: 1.0.0}
x-webhook-event: {pointer: /event}
security: [{Hub: []}, {Token: []}, {Bird: []}, {Time: []}]
components:
  securitySchemes:
    Hub: {type: apiKey, in: header, name: X-Hub-Signature-256, x-signature: github}
    Bird: {type: apiKey, in: header, name: X-Signature-Ed25519, x-signature: discord}
    Time: {type: apiKey, in: header, name: linear-signature, x-signature: linear}
    Token: {type: http, scheme: bearer, bearerFormat: JWT}
webhooks:
  parcel-sent:
    post:
      requestBody: {content: {application/vnd.acme+json; version=2: {schema: {type: object}}}}
  parcel-page:
    post:
      requestBody: {content: {application/xml: {schema: {type: string, example: <a>1</a>}}}}
  parcel-odd:
    post:
      requestBody: {content: {text/json: {schema: {type: object}}}}
";

const KEYS: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../templates/runtime/tests/security/keys"
);

const ACCEPTED: &str = "HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.put("parcels.yaml", SPEC);
    desk
}

fn send(desk: &Desk, url: &str, event: &str, more: &[&str]) -> Ran {
    let arguments = ["send", event, "--spec", "parcels.yaml", "--url", url];
    desk.run(&[&arguments, more].concat())
}

/// What is sent, in lower case but for the body.
fn sent(desk: &Desk, event: &str, more: &[&str]) -> (String, String) {
    let (url, serving) = answer_once("/in", ACCEPTED);
    let ran = send(desk, &url, event, more);
    assert_eq!((ran.exit, ran.stderr.as_str()), (Some(0), ""));
    let request = serving.join().unwrap();
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    (
        format!("{}\r\n", head.to_ascii_lowercase()),
        body.to_owned(),
    )
}

#[test]
fn a_file_is_sent_byte_for_byte_and_signed_as_it_is() {
    let desk = desk();
    let text = "{\"event\" :\"parcel-sent\"}  \n";
    desk.put("body.json", text);
    let more = ["--body", "body.json", "--auth", "Hub=secret"];
    let (head, body) = sent(&desk, "parcel-sent", &more);
    assert_eq!(body, text);
    // HMAC-SHA256 of these bytes with `secret`, as openssl computes it.
    let right = "x-hub-signature-256: sha256=d76eda60df9d0141b7b982a7947862c2c9972855ba4aced11b4333a13974add9\r\n";
    assert!(head.contains(right), "{head}");
    // From standard input too.
    let (url, serving) = answer_once("/in", ACCEPTED);
    let arguments = ["send", "parcel-sent", "--spec", "parcels.yaml"];
    let more = ["--url", &url, "--body", "-", "--auth", "Hub=secret"];
    let mut child = desk
        .command(&[&arguments[..], &more].concat())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(text.as_bytes())
        .unwrap();
    assert!(child.wait().unwrap().success());
    assert!(serving.join().unwrap().ends_with(text));
    // A time that has to stand in the body would change it.
    let more = ["--body", "body.json", "--auth", "Time=secret"];
    let ran = send(&desk, "http://127.0.0.1:1/", "parcel-sent", &more);
    assert_eq!((ran.exit, ran.stdout.as_str()), (Some(2), ""));
    assert!(
        ran.stderr.contains("byte for byte\nhelp: "),
        "{}",
        ran.stderr
    );
    let ran = send(
        &desk,
        "http://127.0.0.1:1/",
        "parcel-sent",
        &["--body", "none"],
    );
    assert!(
        ran.stderr
            .starts_with("error: cannot read the body from none: "),
        "{}",
        ran.stderr
    );
}

#[test]
fn headers_replace_what_would_be_sent() {
    let desk = desk();
    let (head, _) = sent(
        &desk,
        "parcel-sent",
        &[
            "--auth",
            "Hub=secret",
            "--header",
            "content-type:text/plain",
            "--header",
            "X-Hub-Signature-256: sha256=00",
            "--header",
            "X-Two: 1",
            "--header",
            "X-Two: 2",
            "--header",
            "X-Empty:",
        ],
    );
    for line in [
        "content-type: text/plain\r\n",
        "x-hub-signature-256: sha256=00\r\n",
        "x-two: 1\r\n",
        "x-two: 2\r\n",
        "x-empty: \r\n",
    ] {
        assert_eq!(head.matches(line).count(), 1, "{line}: {head}");
    }
    assert_eq!(head.matches("content-type").count(), 1, "{head}");
    for (header, said) in [
        ("X-Key", "written as 'Name: value'"),
        ("X Key: sEcReT", "the name of a header"),
        ("Content-Length: 5", "follows from the body"),
        ("X-Key: sEcReT\u{7f}", "no header can hold"),
    ] {
        let ran = send(
            &desk,
            "http://127.0.0.1:1/",
            "parcel-sent",
            &["--header", header],
        );
        assert_eq!((ran.exit, ran.stdout.as_str()), (Some(2), ""));
        assert!(ran.stderr.contains(said), "{}", ran.stderr);
    }
}

#[test]
fn a_duplicate_is_the_same_request_again() {
    let desk = desk();
    let conflict = "HTTP/1.1 409 Conflict\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
    let (url, serving) = answer_each("/", &[ACCEPTED, conflict]);
    let more = ["--duplicate", "2", "--auth", "Hub=secret"];
    let ran = send(&desk, &url, "parcel-sent", &more);
    let requests = serving.join().unwrap();
    assert_eq!(requests[0], requests[1]);
    assert_eq!((ran.exit, ran.stderr.as_str()), (Some(1), ""));
    assert!(ran.stdout.starts_with("1 of 2:\n204\n"), "{}", ran.stdout);
    assert!(ran.stdout.contains("\n\n2 of 2:\n409\n"), "{}", ran.stdout);
}

#[test]
fn a_body_has_the_media_type_and_the_form_that_the_document_says() {
    let desk = desk();
    for (event, media_type, expected) in [
        ("parcel-sent", "application/vnd.acme+json; version=2", "{"),
        ("parcel-page", "application/xml", "<a>1</a>"),
        ("parcel-odd", "text/json", "{"),
    ] {
        let (head, body) = sent(&desk, event, &[]);
        let line = format!("content-type: {media_type}\r\n");
        assert!(head.contains(&line), "{head}");
        assert!(body.starts_with(expected), "{body}");
    }
}

#[test]
fn keys_come_from_files_and_from_the_environment() {
    let desk = desk();
    desk.put("key", "secret\n");
    let expected = sent(&desk, "parcel-odd", &["--auth", "Hub=secret"]);
    let by_file = sent(&desk, "parcel-odd", &["--auth-file", "Hub=key"]);
    assert_eq!(by_file.1, expected.1);
    let signature = |head: &str| {
        let mut lines = head.lines();
        let found = lines.find(|line| line.starts_with("x-hub-signature-256"));
        found.unwrap().to_owned()
    };
    assert_eq!(signature(&by_file.0), signature(&expected.0));
    let (url, serving) = answer_once("/in", ACCEPTED);
    let arguments = [
        "send",
        "parcel-odd",
        "--spec",
        "parcels.yaml",
        "--url",
        &url,
    ];
    let mut command = desk.command(&[&arguments[..], &["--auth-env", "Hub=HUB_KEY"]].concat());
    let output = command.env("HUB_KEY", "secret").output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let head = serving.join().unwrap().to_ascii_lowercase();
    assert_eq!(signature(&head), signature(&expected.0));
    for (arguments, said) in [
        (["--auth-file", "Hub=none"], "none cannot be read"),
        (["--auth-env", "Hub=NO_SUCH_KEY"], "NO_SUCH_KEY is not set"),
        (["--auth-file", "key"], "as SCHEME=FILE"),
    ] {
        let ran = send(&desk, "http://127.0.0.1:1/", "parcel-odd", &arguments);
        assert_eq!((ran.exit, ran.stdout.as_str()), (Some(2), ""));
        assert!(ran.stderr.contains(said), "{}", ran.stderr);
    }
}

/// The token that is sent, taken apart: its header and its claims.
fn token(desk: &Desk, more: &[&str]) -> (String, String) {
    let printed = desk.run(
        &[
            &["sample", "parcel-odd", "--spec", "parcels.yaml", "--signed"],
            more,
        ]
        .concat(),
    );
    assert_eq!((printed.exit, printed.stderr.as_str()), (Some(0), ""));
    let mut lines = printed.stdout.lines();
    let token = lines.find_map(|line| line.strip_prefix("authorization: Bearer "));
    let mut parts = token.unwrap().split('.').map(|part| {
        let bytes = base64::Engine::decode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, part);
        String::from_utf8_lossy(&bytes.unwrap()).into_owned()
    });
    (parts.next().unwrap(), parts.next().unwrap())
}

#[test]
fn tokens_are_signed_by_the_algorithm_of_the_key_and_say_what_is_asked() {
    let desk = desk();
    for (key, algorithm) in [
        ("ed25519", "EdDSA"),
        ("p-256", "ES256"),
        ("p-384", "ES384"),
        ("rsa", "RS256"),
    ] {
        let file = format!("Token={KEYS}/{key}.private.pem");
        let (header, _) = token(&desk, &["--auth-file", &file]);
        assert_eq!(header, format!(r#"{{"alg":"{algorithm}","typ":"JWT"}}"#));
    }
    let more = ["--auth", "Token=secret", "--token-alg", "hs512"];
    let claims = ["--claim", "iss=acme", "--claim", "exp=5"];
    let (header, claims) = token(&desk, &[more, claims].concat());
    assert_eq!(header, r#"{"alg":"HS512","typ":"JWT"}"#);
    assert!(claims.ends_with(r#""exp":5,"iss":"acme"}"#), "{claims}");
    // A token is shown as it is.
    let own = "Token=eyJhbGciOiJub25lIn0.e30.";
    assert_eq!(token(&desk, &["--auth", own]).0, r#"{"alg":"none"}"#);
    for (more, said) in [
        (
            ["--auth", "Token=secret", "--token-alg", "RS256"],
            "a secret does not sign with a private key's algorithm",
        ),
        (
            ["--auth", "Bird=sEcReT", "--header", "A: b"],
            "the key that is given for `Bird` does not sign: it is neither hexadecimal nor PEM",
        ),
    ] {
        let ran = send(&desk, "http://127.0.0.1:1/", "parcel-odd", &more);
        assert_eq!((ran.exit, ran.stdout.as_str()), (Some(2), ""));
        assert!(ran.stderr.contains(said), "{}", ran.stderr);
        assert!(!ran.stderr.contains("sEcReT"), "{}", ran.stderr);
    }
    let public = format!("Bird={KEYS}/ed25519.public.pem");
    let ran = send(
        &desk,
        "http://127.0.0.1:1/",
        "parcel-odd",
        &["--auth-file", &public],
    );
    assert!(
        ran.stderr
            .contains("it is a public key, with which nobody signs"),
        "{}",
        ran.stderr
    );
}
