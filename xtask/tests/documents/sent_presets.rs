//! `sample --signed` with every preset: what it prints is what a receiver of that preset admits.

use std::path::Path;
use std::time::SystemTime;

use http::Request;
use serde_json::{Value, json};
use webhook_runtime::security::{SignatureScheme, SignatureVerifier};
use xtask::deliver::{SampleOptions, SendOptions, show_request};
use xtask::document::ReadOptions;
use xtask::outcome::{CodegenReport, Exit};
use xtask::send::{Form, HeaderLine, TokenOptions};
use xtask::source::FileRules;

use super::signatures::{declared, keys, preset, presets, verify};

const URL: &str = "http://127.0.0.1:8080/hooks";

/// A document whose one event is signed so, with this content.
fn document(name: &str, content: &Value, parameters: &Value) -> Value {
    let (header, location_in) = declared(&presets()[name]);
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Signed", "version": "1" },
        "x-webhook-event": { "header": "X-Kind" },
        "security": [{ "S": [] }],
        "webhooks": { "a": { "post": {
            "parameters": parameters, "requestBody": { "content": content }
        } } },
        "components": { "securitySchemes": { "S": {
            "type": "apiKey", "in": location_in, "name": header, "x-signature": name
        } } }
    })
}

fn shown(document: &Value, key: &str, form: Form) -> CodegenReport {
    let home = tempfile::tempdir().unwrap();
    let spec = home.path().join("openapi.json");
    std::fs::write(&spec, document.to_string()).unwrap();
    show_request(&options(&spec, key), form)
}

fn options(spec: &Path, key: &str) -> SendOptions {
    SendOptions {
        sample: SampleOptions {
            event: "a".to_owned(),
            minimal: false,
            edits: Vec::new(),
            spec: spec.to_owned(),
            reading: ReadOptions::default(),
            signature: None,
            files: FileRules::default(),
            color: false,
        },
        handshake: None,
        handshake_token: None,
        body: None,
        headers: Vec::new(),
        count: 1,
        url: URL.to_owned(),
        auth: vec![format!("S={key}")],
        token: TokenOptions::default(),
        origin: None,
    }
}

/// The request that a text of HTTP/1.1 is.
fn request(printed: &str) -> Request<Vec<u8>> {
    let (head, body) = printed.split_once("\n\n").unwrap();
    let mut lines = head.lines();
    let mut words = lines.next().unwrap().split(' ');
    let (method, target) = (words.next().unwrap(), words.next().unwrap());
    let lines = lines.map(|line| line.split_once(": ").unwrap());
    lines
        .fold(
            Request::builder().method(method).uri(target),
            |request, (name, value)| request.header(name, value),
        )
        .body(body.as_bytes().to_vec())
        .unwrap()
}

/// The request that is printed for a preset, which a receiver admits.
fn admitted(name: &str, content: &Value, parameters: &Value) -> Request<Vec<u8>> {
    let scheme: SignatureScheme = preset(name);
    let [[private, public], _] = keys(&scheme);
    let report = shown(&document(name, content, parameters), private, Form::Http);
    let said = (report.exit, report.diagnostics.as_str());
    assert_eq!(said, (Exit::Agreed, ""), "{name}");
    let request = request(&report.stdout);
    let verifier = SignatureVerifier::new(scheme, public).unwrap();
    let verifier = verifier.at_origin("http://127.0.0.1:8080");
    let held = verify(&verifier, &request, SystemTime::now());
    assert_eq!(held, Ok(()), "{name}: {}", report.stdout);
    request
}

fn json_content() -> Value {
    json!({ "application/json": { "schema": {
        "type": "object", "properties": { "kind": { "type": "string" } }
    } } })
}

fn form_content() -> Value {
    json!({ "application/x-www-form-urlencoded": { "schema": {
        "type": "object", "properties": { "b": { "type": "string" }, "a": { "type": "integer" } }
    } } })
}

#[test]
fn every_preset_signs_a_sample_that_its_receiver_admits() {
    for (name, fields) in &presets() {
        let text = fields.to_string();
        let is_form_alone = text.contains("{form-sorted}") && fields.get("digest").is_none();
        if !is_form_alone {
            admitted(name, &json_content(), &json!([]));
        }
        // What reads members of JSON lists has no form.
        if fields.get("each").is_none() {
            admitted(name, &form_content(), &json!([]));
        }
    }
}

#[test]
fn a_signature_of_a_forms_fields_says_what_body_it_needs() {
    let home = tempfile::tempdir().unwrap();
    let spec = home.path().join("openapi.json");
    let document = document("mandrill", &form_content(), &json!([]));
    std::fs::write(&spec, document.to_string()).unwrap();
    let options = SendOptions {
        headers: vec![HeaderLine::parse("Content-Type: application/json").unwrap()],
        ..options(&spec, "secret")
    };
    let report = show_request(&options, Form::Http);
    assert_eq!((report.exit, report.stdout.as_str()), (Exit::Failed, ""));
    assert_eq!(
        report.diagnostics,
        "error: the signature `S` cannot be made: it signs the fields of a form, and the body is \
         sent as `application/json`\n\
         help: describe the body under `application/x-www-form-urlencoded`, as the vendor sends \
         it; or name another signature\n"
    );
}

#[test]
fn a_time_that_is_signed_as_a_header_is_a_time() {
    let seconds = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap()
        .as_secs();
    // The example of the document is stale, and the signer knows better.
    let stale = json!([{ "in": "header", "name": "x-zm-request-timestamp", "required": true,
        "schema": { "type": "string" }, "example": "1" }]);
    for parameters in [json!([]), stale] {
        let request = admitted("zoom", &json_content(), &parameters);
        let said = request.headers()["x-zm-request-timestamp"]
            .to_str()
            .unwrap();
        let said: u64 = said.parse().unwrap();
        assert!(said.abs_diff(seconds) < 60, "{said}");
    }
    let request = admitted("klaviyo", &json_content(), &json!([]));
    let said = request.headers()["klaviyo-timestamp"].to_str().unwrap();
    assert!(said.ends_with(" GMT"), "{said}");
    // A number where the body has one, and a text where it has that.
    let linear = |kind: &str| {
        let content = json!({ "application/json": { "schema": { "type": "object",
            "properties": { "webhookTimestamp": { "type": kind } } } } });
        let request = admitted("linear", &content, &json!([]));
        serde_json::from_slice::<Value>(request.body()).unwrap()["webhookTimestamp"].clone()
    };
    assert!(linear("integer").is_u64());
    assert!(linear("string").is_string());
}

#[test]
fn what_is_signed_and_what_must_come_is_in_the_url_and_in_headers() {
    let parameters = json!([
        { "in": "query", "name": "data.id", "schema": { "type": "string" }, "example": "a b" },
        { "in": "query", "name": "kind", "required": true, "schema": { "enum": ["x", "y"] } },
        { "in": "query", "name": "more", "schema": { "type": "string" } },
        { "in": "header", "name": "X-Request-Id", "required": true,
          "schema": { "type": "string", "examples": ["r-1"] } },
        { "in": "header", "name": "X-Signature", "required": true,
          "schema": { "type": "string" } }
    ]);
    let request = admitted("mercado-pago", &json_content(), &parameters);
    assert_eq!(request.uri(), "/hooks?data.id=a+b&kind=x");
    assert_eq!(request.headers()["x-request-id"], "r-1");
    // Undescribed, it is there all the same; `curl` is given the same URL.
    let request = admitted("mercado-pago", &json_content(), &json!([]));
    assert_eq!(request.uri(), "/hooks?data.id=1");
    let document = document("mercado-pago", &json_content(), &json!([]));
    let curl = shown(&document, "secret", Form::Curl).stdout;
    assert!(
        curl.contains("--url 'http://127.0.0.1:8080/hooks?data.id=1'"),
        "{curl}"
    );
}

#[test]
fn a_signature_stands_in_the_json_that_a_form_holds() {
    let schema = json!({ "type": "object", "properties": { "json": { "type": "object",
        "properties": { "event": { "type": "object", "properties": {
            "event_type": { "type": "string" }, "event_time": { "type": "string" },
            "event_hash": { "type": "string" } } } } } } });
    for media_type in ["application/x-www-form-urlencoded", "multipart/form-data"] {
        let content = json!({ media_type: { "schema": schema } });
        let request = admitted("dropbox-sign", &content, &json!([]));
        assert!(String::from_utf8_lossy(request.body()).contains("event_hash"));
    }
}
