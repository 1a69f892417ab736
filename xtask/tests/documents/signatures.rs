//! How documents say that requests are signed: each preset, the vendors' own vectors, and traps.

use std::time::{Duration, SystemTime};

use http::Request;
use serde_json::{Map, Value, json};
use webhook_runtime::security::{
    KeyForm, Presented, Refusal, SignatureAlgorithm, SignatureScheme, SignatureSigner,
    SignatureVerifier, SignedPart,
};
use xtask::diagnostic::Diagnostics;
use xtask::document::{ReadOptions, read_document};
use xtask::lower::{LowerOptions, lower};
use xtask::model::{AuthenticatorKind, Signature};
use xtask::resolve::Resolver;
use xtask::source::Sources;

const NOW: u64 = 1_700_000_000;
const ORIGIN: &str = "https://hooks.example.com";
const PRESETS: &str = include_str!("../../src/lower/security/signature/presets.yaml");

fn at(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

/// What becomes of `x-signature` on an API key of this name, or what is said of it.
fn read(name: &str, location_in: &str, signature: &Value) -> Result<Signature, String> {
    let document = json!({
        "openapi": "3.1.0",
        "info": { "title": "Signed", "version": "1" },
        "x-webhook-event": { "pointer": "/kind" },
        "security": [{ "S": [] }],
        "webhooks": { "a": { "post": { "requestBody": { "content": {
            "application/json": {
                "schema": { "type": "object", "properties": { "kind": { "const": "a" } } }
            },
            "application/x-www-form-urlencoded": { "schema": { "type": "object" } }
        } } } } },
        "components": { "securitySchemes": { "S": {
            "type": "apiKey", "in": location_in, "name": name, "x-signature": signature
        } } }
    });
    let home = tempfile::tempdir().unwrap();
    let spec = home.path().join("openapi.json");
    std::fs::write(&spec, document.to_string()).unwrap();
    let mut diagnostics = Diagnostics::default();
    let sources = Sources::read(&spec, &mut diagnostics);
    let resolver = Resolver::new(&sources);
    let reading = ReadOptions::default();
    let document = read_document(&resolver, reading, &mut diagnostics).unwrap();
    let model = lower(
        &document,
        &resolver,
        &LowerOptions::default(),
        &mut diagnostics,
    );
    if diagnostics.has_errors() {
        return Err(diagnostics.render(&sources, false));
    }
    match &model.authenticators[0].kind {
        AuthenticatorKind::Signature(signature) => Ok(*signature.clone()),
        other => panic!("{other:?}"),
    }
}

pub(super) fn presets() -> Map<String, Value> {
    serde_yaml::from_str(PRESETS).unwrap()
}

/// The header or parameter that a preset's scheme is declared with.
pub(super) fn declared(fields: &Value) -> (String, &'static str) {
    let from = fields["value"][0]["from"].as_str().unwrap();
    match from.split_once(':').unwrap() {
        ("header", names) => (names.split('|').next().unwrap().to_owned(), "header"),
        ("query", name) => (name.to_owned(), "query"),
        _ => ("X-In-The-Body".to_owned(), "header"),
    }
}

pub(super) fn preset(name: &str) -> SignatureScheme {
    let (header, location_in) = declared(&presets()[name]);
    let read = read(&header, location_in, &json!(name));
    let signature = read.unwrap_or_else(|said| panic!("{name}: {said}"));
    assert_eq!(signature.preset.as_deref(), Some(name));
    signature.scheme
}

/// A private key and the public one, or a secret twice: for a scheme, as it has its keys.
pub(super) fn keys(scheme: &SignatureScheme) -> [[&'static str; 2]; 2] {
    const ED25519: [[&str; 2]; 2] = [
        [
            include_str!("../../../templates/runtime/tests/security/keys/ed25519.private.pem"),
            include_str!("../../../templates/runtime/tests/security/keys/ed25519.public.pem"),
        ],
        [
            "",
            // The public key of RFC 8032, section 7.1, test 1.
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        ],
    ];
    const P_256: [&str; 2] = [
        include_str!("../../../templates/runtime/tests/security/keys/p-256.private.pem"),
        include_str!("../../../templates/runtime/tests/security/keys/p-256.public.pem"),
    ];
    match scheme.algorithm {
        SignatureAlgorithm::Ed25519 if matches!(scheme.key, KeyForm::Hex { .. }) => ED25519,
        SignatureAlgorithm::Ed25519 => [ED25519[0], ED25519[0]],
        SignatureAlgorithm::EcdsaP256 => [P_256, P_256],
        // Hexadecimal, base64 and text at once.
        _ => [["00112233", "00112233"], ["44556677", "44556677"]],
    }
}

/// A body that has whatever a preset reads of one.
fn body(fields: &Value) -> (Vec<u8>, &'static str) {
    let text = fields.to_string();
    let item = json!({ "NotificationRequestItem": {
        "additionalData": {}, "pspReference": "p", "amount": { "value": 1130, "currency": "EUR" },
        "success": "true"
    } });
    if text.contains("/json/event") {
        // Signed by the form's own field, so it is written as the vendor would.
        return (Vec::new(), "application/x-www-form-urlencoded");
    }
    let body = json!({
        "kind": "a", "signature": { "token": "t" }, "notificationItems": [item],
        "value": [{ "id": "1" }, { "id": "2" }]
    });
    if text.contains("{form-sorted}") && fields.get("digest").is_none() {
        return (b"b=2&a=1".to_vec(), "application/x-www-form-urlencoded");
    }
    (body.to_string().into_bytes(), "application/json")
}

pub(super) fn verify(
    verifier: &SignatureVerifier,
    request: &Request<Vec<u8>>,
    now: SystemTime,
) -> Result<(), Refusal> {
    let (head, ()) = request.clone().map(|_| ()).into_parts();
    let presented = Presented::of(&head, now).with_body(request.body());
    verifier.verify(&presented).map(|_| ())
}

#[test]
fn every_preset_admits_what_is_signed_as_it_says_and_nothing_near_it() {
    for (name, fields) in &presets() {
        let scheme = preset(name);
        let (body, content_type) = body(fields);
        if body.is_empty() {
            // Held by `a_signature_may_stand_in_the_json_of_a_form`.
            continue;
        }
        let [[private, public], [_, other]] = keys(&scheme);
        let mut request = Request::post("/hooks?data.id=7")
            .header("content-type", content_type)
            .body(body)
            .unwrap();
        let signer = SignatureSigner::new(scheme, private).unwrap();
        signer
            .sign(&mut request, Some(ORIGIN), at(NOW))
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let with = |key: &str| {
            let verifier = SignatureVerifier::new(scheme, key);
            verifier.unwrap_or_else(|error| panic!("{name}: {error}"))
        };
        let verifier = with(public).at_origin(ORIGIN);
        assert_eq!(verify(&verifier, &request, at(NOW)), Ok(()), "{name}");
        // A receiver asks the head first, and reads no body of whoever it refuses.
        let (head, ()) = request.clone().map(|_| ()).into_parts();
        let by_head = verifier.verify(&Presented::of(&head, at(NOW)));
        assert!(
            matches!(by_head, Ok(_) | Err(Refusal::AwaitsBody)),
            "{name}: {by_head:?}"
        );
        let rotated = with(other).or(public).unwrap().at_origin(ORIGIN);
        assert_eq!(verify(&rotated, &request, at(NOW)), Ok(()), "{name}");
        if other != public {
            let strange = with(other).at_origin(ORIGIN);
            let refused = verify(&strange, &request, at(NOW));
            assert_eq!(refused, Err(Refusal::Mismatch), "{name}");
        }
        if let Some(past) = scheme.timestamp.and_then(|one| one.past) {
            let late = at(NOW) + past + Duration::from_secs(1);
            let refused = verify(&verifier, &request, late);
            assert_eq!(refused, Err(Refusal::Replayed), "{name}");
        }
        let signs_body =
            fields.get("body").is_none() && scheme.algorithm != SignatureAlgorithm::Token;
        if signs_body {
            let last = request.body().len() - 1;
            request.body_mut()[last] ^= 1;
            let refused = verify(&verifier, &request, at(NOW));
            assert!(refused.is_err(), "{name}");
        }
    }
}

/// The vendors' own test vectors, where a folder of them is named.
#[test]
fn every_vector_is_decided_as_its_vendor_decides_it() {
    let Some(folder) = std::env::var_os("WEBHOOK_PAGES") else {
        eprintln!("skipped: WEBHOOK_PAGES names the folder with signature-vectors-some.json");
        return;
    };
    let file = std::path::Path::new(&folder).join("signature-vectors-some.json");
    let Ok(text) = std::fs::read_to_string(&file) else {
        eprintln!("skipped: there is no {}", file.display());
        return;
    };
    let vectors: Vec<Value> = serde_json::from_str(&text).unwrap();
    assert!(!vectors.is_empty());
    for vector in vectors {
        let text = |key: &str| vector[key].as_str().unwrap_or_default();
        let headers = vector["headers"].as_object().unwrap();
        let has = |name: &str| headers.keys().any(|key| key.eq_ignore_ascii_case(name));
        let name = match text("vendor") {
            "Stripe" => "stripe",
            "GitHub" if has("X-Hub-Signature-256") => "github",
            "GitHub" => "github-sha1",
            "Slack" => "slack",
            "Shopify" => "shopify",
            "Standard Webhooks" => "standard-webhooks",
            "Standard Webhooks (v1a)" => "standard-webhooks-ed25519",
            "Discord" => "discord",
            other => panic!("no preset for {other}"),
        };
        let url = vector["url"].as_str().unwrap_or(ORIGIN);
        let target = url.strip_prefix(ORIGIN).filter(|one| !one.is_empty());
        let mut request = Request::builder()
            .method(text("method"))
            .uri(target.unwrap_or("/"))
            .body(text("body").as_bytes().to_vec())
            .unwrap();
        for (name, value) in headers {
            let name = http::HeaderName::try_from(name.as_str()).unwrap();
            let value = http::HeaderValue::from_str(value.as_str().unwrap()).unwrap();
            request.headers_mut().append(name, value);
        }
        let verifier = SignatureVerifier::new(preset(name), text("secret")).unwrap();
        let now = at(vector["now"].as_u64().unwrap_or(NOW));
        let decided = verify(&verifier.at_origin(ORIGIN), &request, now);
        let expected = vector["valid"].as_bool().unwrap();
        assert_eq!(
            decided.is_ok(),
            expected,
            "{name}: {} {decided:?}",
            text("note")
        );
    }
}

#[test]
fn a_branded_header_brings_branded_ones_with_it() {
    for (header, name) in [
        ("acme-signature", "svix"),
        ("Acme-Signature", "standard-webhooks"),
        ("svix-signature", "standard-webhooks"),
    ] {
        let scheme = read(header, "header", &json!(name)).unwrap().scheme;
        let brand = header.to_ascii_lowercase().replace("-signature", "-id");
        let first = scheme.signed.first().copied();
        assert!(
            matches!(first, Some(SignedPart::Header([own])) if **own == *brand),
            "{header}: {first:?}"
        );
    }
}

#[test]
fn a_preset_under_another_header_is_an_error_with_both_places() {
    let said = read("X-Other", "header", &json!("stripe")).unwrap_err();
    assert!(
        said.contains("`stripe` has no signature in `X-Other`"),
        "{said}"
    );
    assert!(said.contains("would not be looked into"), "{said}");
    assert!(said.contains("has the signature elsewhere"), "{said}");
    assert!(
        said.contains("`in: header` and `name: Stripe-Signature`"),
        "{said}"
    );
}

#[test]
fn traps_are_errors() {
    let value = json!([{ "from": "header:X-S", "item": "{hex}" }]);
    let with = |more: Value| {
        let mut fields = json!({ "alg": "hmac-sha256", "value": value });
        let own = fields.as_object_mut().unwrap();
        own.extend(more.as_object().unwrap().clone());
        fields
    };
    for (signature, expected) in [
        (
            with(json!({ "timestamp": "X-S" })),
            "the signature's own header",
        ),
        (
            with(json!({ "timestamp": { "from": "header:x-s" } })),
            "the signature's own header",
        ),
        (
            with(json!({ "signed": "{header:X-S}{body}" })),
            "the signature's own header",
        ),
        (with(json!({ "signed": "{path}" })), "leaves the body out"),
        (
            with(json!({ "signed": "{body}", "timestamp": "X-T" })),
            "leaves the time of signing out",
        ),
        (
            with(json!({ "signed": "{timestamp}{body}" })),
            "a time that nothing tells",
        ),
        (
            with(json!({ "timestamp": "X-T", "tolerance": 0 })),
            "tolerance of zero",
        ),
        (
            with(json!({ "timestamp": { "from": "header:X-T", "past": 0 } })),
            "tolerance of zero",
        ),
        (
            with(json!({ "timestamp": { "from": "item:" } })),
            "has no name",
        ),
        (with(json!({ "signed": "{query:}{body}" })), "has no name"),
        (
            with(json!({ "signed": "{header:}{body}" })),
            "a header has no name",
        ),
        (
            with(json!({ "signed": "{svix-id}{body}" })),
            "say `{header:svix-id}`",
        ),
        (with(json!({ "signed": "[{body}" })), "is not closed"),
        (
            with(json!({ "key": "rot13" })),
            "how the key is written is not known",
        ),
        (
            with(json!({ "encoding": "hex" })),
            "`value` says what `encoding` would say",
        ),
        (with(json!({ "signd": "{body}" })), "has no `signd`"),
        (with(json!({ "handshake": [] })), "has no `handshake`"),
        (
            with(json!({ "handshake": [] })),
            "say it as `x-webhook-handshake`, at the document's root",
        ),
        (
            json!({ "alg": "token", "signed": "{body}" }),
            "signs nothing",
        ),
        (
            json!({ "alg": "md5", "encoding": "hex" }),
            "algorithm is not known",
        ),
        (json!("strype"), "did you mean `stripe`"),
        // Whoever leaves the header out takes the body or the time along.
        (
            with(json!({ "signed": "[{header:X-N}{body}]" })),
            "leaves the body out",
        ),
        (
            with(json!({ "signed": "[{query:n}.{timestamp}.]{body}", "timestamp": "X-T" })),
            "leaves the time of signing out",
        ),
        // What is not signed itself proves nothing.
        (
            with(json!({
                "signed": "{method}", "digest": { "from": "header:Digest", "item": "{sha256-hex}" },
            })),
            "leaves the digest out",
        ),
        (
            with(json!({
                "signed": "{header:X-N}", "digest": { "from": "query:d", "item": "{sha256-hex}" },
            })),
            "leaves the digest out",
        ),
        (
            with(json!({
                "signed": "{url}", "digest": { "from": "field:/d", "item": "{sha256-hex}" },
            })),
            "cannot stand in the body",
        ),
        (
            with(json!({ "signed": "{method} {path} hello", "body": "unsigned" })),
            "the same for every delivery",
        ),
        (
            with(json!({ "signed": "", "body": "unsigned" })),
            "the same for every delivery",
        ),
        // What holds the signature cannot be signed before it is there.
        (
            with(json!({ "value": { "from": "field:/s", "item": "{hex}" } })),
            "has the signature in it",
        ),
        (
            with(json!({
                "value": { "from": "field:/s", "item": "{hex}" },
                "signed": "{field:/s}{timestamp}", "body": "unsigned",
                "timestamp": "field:/t",
            })),
            "has the signature in it",
        ),
        // The time and several signatures need something between them.
        (
            with(json!({ "timestamp": { "from": "item:t" } })),
            "nothing separates it",
        ),
        (
            with(json!({ "value": { "from": "header:X-S", "split": ",", "item": "v1,{hex}" } })),
            "`,` separates signatures, and is a part of one too",
        ),
        (
            with(json!({ "value": { "from": "header:X-S", "split": "=", "item": "{base64}" } })),
            "`=` separates signatures, and is a part of one too",
        ),
        (
            json!({ "alg": "sha256", "encoding": "hex", "prefix": "a;", "separator": ";" }),
            "`;` separates signatures, and is a part of one too",
        ),
        (
            json!({ "alg": "token", "timestamp": "X-T" }),
            "signs nothing",
        ),
    ] {
        let said = read("X-S", "header", &signature).unwrap_err();
        assert!(said.contains(expected), "{signature}\n{said}");
    }
}

#[test]
fn earlier_words_say_the_same() {
    let short = json!({
        "algorithm": "sha256", "encoding": "hex", "prefix": "v1=", "separator": ",",
        "timestamp": "t=", "content": "{timestamp}.{body}"
    });
    let long = json!({
        "alg": "hmac-sha256", "value": [{ "from": "header:X-S", "split": ",", "item": "v1={hex}" }],
        "signed": "{timestamp}.{body}", "timestamp": { "from": "item:t", "past": 300, "future": 300 }
    });
    let read = |signature| read("X-S", "header", signature).unwrap();
    assert_eq!(read(&short).scheme, read(&long).scheme);
}

#[test]
fn a_signature_in_the_query_is_not_made_over_the_whole_url() {
    let signed = |signed: &str| {
        json!({
            "alg": "hmac-sha256", "value": { "from": "query:sig", "item": "{hex}" },
            "signed": signed,
        })
    };
    for trap in ["{url}{body}", "{url:any-port}{body}", "{query:sig}{body}"] {
        let said = read("sig", "query", &signed(trap)).unwrap_err();
        assert!(said.contains("has the signature in it"), "{said}");
    }
    read("sig", "query", &signed("{path}{query:id}{body}")).unwrap();
}

#[test]
fn what_looks_like_a_trap_and_is_none_is_taken() {
    let value = json!([{ "from": "header:X-S", "split": ",", "item": "{hex}" }]);
    for more in [
        json!({ "signed": "[{timestamp}.]{body}", "timestamp": "item:t" }),
        json!({ "signed": "[{header:X-N}.]{body}" }),
        json!({ "signed": "{field:/t}{field:/id}", "body": "unsigned", "timestamp": "field:/t" }),
        json!({
            "signed": "{header:Digest}", "digest": { "from": "header:Digest", "item": "{sha256-hex}" },
        }),
    ] {
        let mut fields = json!({ "alg": "hmac-sha256", "value": value });
        fields
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        read("X-S", "header", &fields).unwrap_or_else(|said| panic!("{more}: {said}"));
    }
    // Neither a comma nor a space separates where it is a part of the prefix.
    let fields = json!({ "alg": "sha256", "encoding": "hex", "prefix": "HMAC a, " });
    let place = read("X-S", "header", &fields).unwrap().scheme.signatures[0];
    assert_eq!((place.prefix, place.separators), ("HMAC a, ", ""));
}

#[test]
fn a_get_under_a_signature_of_the_body_alone_is_told_of() {
    let document = |signature: Value| {
        json!({
            "openapi": "3.1.0",
            "info": { "title": "Signed", "version": "1" },
            "security": [{ "S": [] }],
            "webhooks": { "a": { "get": { "parameters": [
                { "name": "id", "in": "query", "schema": { "type": "string" } }
            ] } } },
            "components": { "securitySchemes": { "S": {
                "type": "apiKey", "in": "header", "name": "X-S", "x-signature": signature
            } } }
        })
    };
    let said = |signature: Value| super::made::Made::of(&document(signature)).said;
    let value = json!({ "from": "header:X-S", "item": "{hex}" });
    let warning = said(json!({ "alg": "hmac-sha256", "value": value }));
    assert!(
        warning.contains("deliveries of `a` have no body, and `S` signs nothing else"),
        "{warning}"
    );
    for signed in ["{method}{url}{body}", "{query:id}{body}"] {
        let fields = json!({ "alg": "hmac-sha256", "value": value, "signed": signed });
        assert_eq!(said(fields), "", "{signed}");
    }
    let token = json!({ "alg": "token", "value": { "from": "header:X-S", "item": "{text}" } });
    assert_eq!(said(token), "");
}
