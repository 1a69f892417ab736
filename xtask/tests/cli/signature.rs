//! `--signature` and `sample --signed`, run as a user runs them.

use std::process::{Command, Stdio};

use serde_json::Value;

use super::desk::{Desk, Ran};
use super::listener::answer_once;

/// A document whose webhooks inherit the security of its API, and a scheme that is not declared.
const SPEC: &str = "\
openapi: 3.1.0
info: {title: Parcel webhooks, version: 1.0.0}
security: [{ApiKey: []}]
paths: {/parcels: {get: {responses: {'200': {description: Parcels.}}}}}
webhooks:
  parcel-sent:
    post:
      requestBody:
        content:
          application/json:
            schema: {type: object, properties: {event: {const: parcel-sent}, note: {type: string}}}
            example: {event: parcel-sent, note: \"it's \\u0007 here\"}
  parcel-lost:
    post:
      security: [{Nowhere: []}]
      requestBody:
        content:
          application/json:
            schema: {type: object, properties: {event: {const: parcel-lost}}}
components:
  securitySchemes: {ApiKey: {type: apiKey, in: header, name: X-Api-Key}}
";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.put("parcels.yaml", SPEC);
    desk
}

fn read(desk: &Desk, name: &str) -> String {
    std::fs::read_to_string(desk.path(name)).unwrap()
}

fn sample(desk: &Desk, more: &[&str]) -> Ran {
    let arguments = ["sample", "parcel-sent", "--spec", "parcels.yaml"];
    desk.run(&[&arguments, more].concat())
}

fn schemes(ran: &Ran) -> Value {
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    report["security"]["schemes"].clone()
}

#[test]
fn a_preset_holds_in_place_of_what_the_document_says() {
    let desk = desk();
    let said = desk.codegen(&[]).stderr;
    assert!(
        said.contains("there is no security scheme `Nowhere`"),
        "{said}"
    );
    let ran = desk.codegen(&["--signature", "stripe", "--report", "json"]);
    assert_eq!((ran.exit, ran.stderr.as_str()), (Some(0), ""));
    assert_eq!(schemes(&ran), serde_json::json!(["stripe"]));
    let security = read(&desk, "out/src/security.rs");
    assert!(
        security.contains("pub const STRIPE: SignatureScheme"),
        "{security}"
    );
    // The check repeats the argument, and so does what repairs.
    let ran = desk.codegen(&["--signature", "stripe", "--check"]);
    assert_eq!(ran.exit, Some(0), "{}{}", ran.stdout, ran.stderr);
    let ran = desk.codegen(&["--signature", "github", "--check"]);
    assert_eq!(ran.exit, Some(1));
    assert!(
        ran.stdout.contains("--out out --signature github\n"),
        "{}",
        ran.stdout
    );
}

#[test]
fn a_word_that_is_no_preset_and_no_file_is_refused() {
    let desk = desk();
    for (typed, said) in [
        (
            "stirpe",
            "there is no preset of this name, nor a file; did you mean `stripe`?",
        ),
        ("cutsom", "did you mean `custom`?"),
        ("acme.yaml", "there is no such file"),
        ("", "there is no preset of this name"),
    ] {
        for ran in [
            desk.codegen(&["--signature", typed]),
            sample(&desk, &["--signature", typed]),
        ] {
            assert_eq!((ran.exit, ran.stdout.as_str()), (Some(2), ""), "{typed}");
            assert!(ran.stderr.contains(said), "{}", ran.stderr);
        }
    }
}

#[test]
fn a_preset_counts_rather_than_a_file_of_its_name() {
    let desk = desk();
    desk.put(
        "stripe",
        "alg: token\nvalue: {from: 'header:X-Token', item: '{text}'}\n",
    );
    let note = "note: `--signature stripe` is the preset, not the file of that name; say `./stripe` for the file\n";
    let ran = desk.codegen(&["--signature", "stripe"]);
    assert_eq!((ran.exit, ran.stderr.as_str()), (Some(0), note));
    assert!(
        sample(&desk, &["--signature", "stripe"])
            .stderr
            .ends_with(note)
    );
    let ran = desk.codegen(&["--signature", "./stripe"]);
    assert_eq!((ran.exit, ran.stderr.as_str()), (Some(0), ""));
    assert!(read(&desk, "out/src/security.rs").contains("X-Token"));
}

#[test]
fn a_file_says_how_in_the_words_of_a_document() {
    let desk = desk();
    desk.put(
        "acme.yaml",
        "alg: hmac-sha512\nvalue: {from: 'header:X-Acme', item: 's={hex}'}\n",
    );
    let ran = desk.codegen(&["--signature", "acme.yaml", "--report", "json"]);
    assert_eq!((ran.exit, ran.stderr.as_str()), (Some(0), ""));
    assert_eq!(schemes(&ran), serde_json::json!(["acme"]));
    // A scheme without a signature holds as well, and nothing is inherited then.
    desk.put(
        "acme.yaml",
        "type: http\nscheme: bearer\nbearerFormat: JWT\n",
    );
    let ran = desk.codegen(&["--signature", "acme.yaml"]);
    assert_eq!((ran.exit, ran.stderr.as_str()), (Some(0), ""));
    assert!(read(&desk, "out/src/security.rs").contains("JwtVerifier"));
    // A whole scheme, of which a preset takes its brand.
    desk.put(
        "acme.yaml",
        "type: apiKey\nin: header\nname: acme-signature\nx-signature: svix\n",
    );
    let ran = desk.codegen(&["--signature", "acme.yaml"]);
    assert_eq!((ran.exit, ran.stderr.as_str()), (Some(0), ""));
    let security = read(&desk, "out/src/security.rs");
    assert!(security.contains("acme-timestamp"), "{security}");
}

#[test]
fn faults_of_the_file_are_shown_where_they_stand() {
    let desk = desk();
    for (written, said, place) in [
        (
            "alg: md5\nvalue: {from: 'header:X', item: '{hex}'}\n",
            "algorithm is not known",
            ":1:6",
        ),
        (
            "alg: sha256\n\nsigned: '{body'\nvalue: {from: 'header:X', item: '{hex}'}\n",
            "is not closed",
            ":3:9",
        ),
        (
            "alg: sha256\n",
            "nothing says where the signature stands",
            ":1:1",
        ),
        ("srtipe\n", "did you mean `stripe`?", ":1:1"),
        ("[]\n", "neither text nor an object", ":1:1"),
        ("a: [\n", "error[yaml-syntax]", ":1:5"),
        ("type: apiKey\nin: header\n", "has no `name`", ":1:1"),
    ] {
        desk.put("acme.yaml", written);
        let ran = desk.codegen(&["--signature", "acme.yaml"]);
        assert_eq!((ran.exit, ran.stdout.as_str()), (Some(2), ""), "{written}");
        assert!(ran.stderr.contains(said), "{}", ran.stderr);
        assert!(
            ran.stderr.contains(&format!("--> acme.yaml{place}")),
            "{}",
            ran.stderr
        );
    }
}

#[test]
fn nothing_signs_for_a_verifier_of_ones_own() {
    let desk = desk();
    let ran = desk.codegen(&["--signature", "custom"]);
    assert_eq!((ran.exit, ran.stderr.as_str()), (Some(0), ""));
    let receiver = read(&desk, "out/src/receiver.rs");
    assert!(
        receiver.contains("pub fn custom(mut self, verifier: impl VerifyRequest + 'static)"),
        "{receiver}"
    );
    let signed = [
        "--signature",
        "custom",
        "--signed",
        "--auth",
        "custom=sEcReT",
    ];
    let ran = sample(&desk, &signed);
    assert_eq!((ran.exit, ran.stdout.as_str()), (Some(2), ""));
    assert!(
        ran.stderr
            .starts_with("error: `custom` is checked by a verifier of your own")
    );
    assert!(!ran.stderr.contains("sEcReT"), "{}", ran.stderr);
}

/// A request without the parts that depend on the time.
fn steady(request: &str) -> String {
    let lines = request
        .lines()
        .filter(|line| !line.to_lowercase().contains("signature"));
    lines.map(|line| format!("{line}\n")).collect()
}

#[test]
fn a_signed_sample_is_the_request_as_it_is_sent() {
    let desk = desk();
    let auth = ["--signature", "github", "--auth", "github=secret"];
    let ran = sample(
        &desk,
        &[
            &auth[..],
            &["--signed", "--url", "https://h.example/in?a=1"],
        ]
        .concat(),
    );
    assert_eq!((ran.exit, ran.stderr.as_str()), (Some(0), ""));
    let body = sample(&desk, &["--signature", "github"]).stdout;
    let (head, rest) = ran.stdout.split_once("\n\n").unwrap();
    assert_eq!(rest, body);
    assert_eq!(
        steady(head),
        format!(
            "POST /in?a=1 HTTP/1.1\nHost: h.example\nContent-Type: application/json\nContent-Length: {}\n",
            body.len()
        )
    );
    // The same signature as that of the request that is sent, over the same bytes.
    let (url, serving) = answer_once("/in", "HTTP/1.1 204 No Content\r\n\r\n");
    let arguments = [
        "send",
        "parcel-sent",
        "--spec",
        "parcels.yaml",
        "--url",
        &url,
    ];
    desk.run(&[&arguments[..], &auth].concat());
    let sent = serving.join().unwrap().to_ascii_lowercase();
    let is_signature = |line: &&str| line.starts_with("x-hub-signature-256: sha256=");
    let line = head.lines().find(is_signature).unwrap();
    assert!(!body.contains('\u{7}'), "{body}");
    if sent.ends_with(&body.to_ascii_lowercase()) {
        assert!(sent.contains(line), "{sent}");
    }
}

#[test]
fn a_signed_sample_without_a_key_is_refused() {
    let desk = desk();
    let ran = sample(&desk, &["--signature", "github", "--signed"]);
    assert_eq!((ran.exit, ran.stdout.as_str()), (Some(2), ""));
    assert_eq!(
        ran.stderr,
        "error: nothing is given to sign with\n\
         help: say `--auth SCHEME=VALUE`; the event asks for `github`\n"
    );
    // What only a request has is said of a request alone.
    for more in [
        &["--auth", "github=x"][..],
        &["--format", "curl"],
        &["--url", "http://h/"],
    ] {
        let ran = sample(&desk, more);
        assert_eq!(ran.exit, Some(2), "{more:?}");
        assert!(ran.stderr.contains("--signed"), "{}", ran.stderr);
    }
}

#[cfg(unix)]
#[test]
fn a_shell_runs_what_is_written_for_curl() {
    let desk = desk();
    let auth = ["--signature", "github", "--auth", "github=it's", "--signed"];
    let http = sample(&desk, &auth).stdout;
    let curl = sample(&desk, &[&auth[..], &["--format", "curl"]].concat()).stdout;
    // A `curl` that prints its arguments, one after the other, with a NUL behind each.
    let script = format!("curl() {{ printf '%s\\0' \"$@\"; }}\n{curl}");
    let shell = Command::new("sh")
        .args(["-c", &script])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let printed = String::from_utf8(shell.stdout).unwrap();
    let words: Vec<&str> = printed.split_terminator('\0').collect();
    let (head, body) = http.split_once("\n\n").unwrap();
    let lines: Vec<&str> = head.lines().collect();
    let [
        "--request",
        "POST",
        "--url",
        url,
        rest @ ..,
        "--data-raw",
        sent,
    ] = words.as_slice()
    else {
        panic!("{words:?}");
    };
    assert_eq!((*url, *sent), ("http://127.0.0.1:8080/webhooks", body));
    let headers = rest.chunks(2).map(|pair| pair[1]);
    let named: Vec<&str> = headers.collect();
    assert_eq!(named, lines[2..lines.len() - 1]);
}
