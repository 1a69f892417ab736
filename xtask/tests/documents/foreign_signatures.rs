//! Extensions of other tools that say how requests are signed, and what becomes of them.

use serde_json::{Map, Value, json};
use webhook_runtime::security::{
    HashAlgorithm, KeyForm, RequestPlace, ShownDigest, SignatureAlgorithm, SignatureEncoding,
    SignaturePlace, SignatureScheme, SignedPart, SignedTimestamp, TimestampPlace, TimestampUnit,
};
use xtask::diagnostic::Diagnostics;
use xtask::document::{ReadOptions, read_document};
use xtask::lower::{LowerOptions, lower};
use xtask::model::{Authenticator, AuthenticatorKind, EventNamePlace, Model};
use xtask::resolve::Resolver;
use xtask::source::Sources;

/// A document with two webhooks, whose root and whose webhooks have these members too.
fn document(root: &Value, sent: &Value) -> Value {
    let operation = |kind: &str| {
        json!({ "operationId": format!("on-{kind}"), "requestBody": { "content": { "application/json": {
            "schema": { "type": "object", "properties": { "kind": { "const": kind } } }
        } } } })
    };
    let mut document = json!({
        "openapi": "3.1.0",
        "info": { "title": "Signed", "version": "1" },
        "x-webhook-event": { "pointer": "/kind" },
        "security": [{ "ApiKey": [] }],
        "paths": { "/a": { "get": { "responses": { "200": { "description": "It." } } } } },
        "webhooks": { "sent": { "post": operation("sent") }, "lost": { "post": operation("lost") } },
        "components": { "securitySchemes": { "ApiKey": {
            "type": "apiKey", "in": "header", "name": "X-Api-Key"
        } } }
    });
    let merge = |to: &mut Value, from: &Value| {
        let more: Map<String, Value> = from.as_object().cloned().unwrap_or_default();
        to.as_object_mut().unwrap().extend(more);
    };
    merge(&mut document, root);
    merge(&mut document["webhooks"]["sent"]["post"], sent);
    document
}

fn read(document: &Value) -> (Model, String) {
    let home = tempfile::tempdir().unwrap();
    let spec = home.path().join("openapi.json");
    std::fs::write(&spec, serde_json::to_string_pretty(document).unwrap()).unwrap();
    let mut diagnostics = Diagnostics::default();
    let sources = Sources::read(&spec, &mut diagnostics);
    let resolver = Resolver::new(&sources);
    let document = read_document(&resolver, ReadOptions::default(), &mut diagnostics).unwrap();
    let model = lower(
        &document,
        &resolver,
        &LowerOptions::default(),
        &mut diagnostics,
    );
    let said = diagnostics.render(&sources, false);
    assert!(!diagnostics.has_errors(), "{said}");
    (model, said)
}

/// The only scheme of a document in which nothing is doubtful.
fn scheme(root: &Value) -> SignatureScheme {
    let (model, said) = read(&document(root, &Value::Null));
    assert_eq!(said, "", "{root}");
    let [
        Authenticator {
            kind: AuthenticatorKind::Signature(signature),
            name,
            ..
        },
    ] = model.authenticators.as_slice()
    else {
        panic!("{root}: {:?}", model.authenticators);
    };
    assert_eq!(name.wire, "WebhookSignature");
    assert!(
        model
            .events()
            .all(|event| event.security == Some(vec![vec![0]]))
    );
    assert_eq!(model.security, Some(vec![vec![0]]));
    signature.scheme
}

/// What is said of an extension that leaves everything to a verifier of the team's own.
fn custom(root: &Value) -> String {
    let (model, said) = read(&document(root, &Value::Null));
    let kinds: Vec<_> = model.authenticators.iter().map(|one| &one.kind).collect();
    assert_eq!(kinds, [&AuthenticatorKind::Custom], "{root}");
    assert!(
        model
            .events()
            .all(|event| event.security == Some(vec![vec![0]]))
    );
    said
}

fn fern(more: &Value) -> Value {
    let mut fields = json!({ "type": "hmac", "header": "X-Sig" });
    let more = more.as_object().cloned().unwrap_or_default();
    fields.as_object_mut().unwrap().extend(more);
    json!({ "x-fern-webhook-signature": fields })
}

fn hmac(
    hash: HashAlgorithm,
    name: &'static [&'static str],
    encoding: SignatureEncoding,
    prefix: &'static str,
) -> SignatureScheme {
    SignatureScheme {
        algorithm: SignatureAlgorithm::Hmac(hash),
        key: KeyForm::Text,
        signatures: Box::leak(Box::new([SignaturePlace {
            place: RequestPlace::Header(name),
            separators: "",
            prefix,
            suffix: "",
            encoding,
        }])),
        signed: &[SignedPart::Body],
        timestamp: None,
        digest: None,
        each: None,
    }
}

#[test]
fn what_fern_says_is_read() {
    let plain = hmac(
        HashAlgorithm::Sha256,
        &["X-Sig"],
        SignatureEncoding::Base64,
        "",
    );
    assert_eq!(scheme(&fern(&Value::Null)), plain);
    // A time that is not signed is not judged.
    assert_eq!(
        scheme(&fern(&json!({ "timestamp": { "header": "X-Time" } }))),
        plain
    );
    let minutes = Some(std::time::Duration::from_secs(120));
    assert_eq!(
        scheme(&fern(&json!({
            "algorithm": "sha512", "encoding": "hex", "signature-prefix": "v1=",
            "payload-format": { "components": ["timestamp", "body"], "delimiter": "." },
            "timestamp": { "header": "X-Time", "format": "unix-millis", "tolerance": 120 },
        }))),
        SignatureScheme {
            signed: &[
                SignedPart::Timestamp,
                SignedPart::Text("."),
                SignedPart::Body
            ],
            timestamp: Some(SignedTimestamp {
                place: TimestampPlace::Header(&["X-Time"]),
                unit: TimestampUnit::Milliseconds,
                past: minutes,
                future: minutes,
            }),
            ..hmac(
                HashAlgorithm::Sha512,
                &["X-Sig"],
                SignatureEncoding::Hex,
                "v1="
            )
        }
    );
    assert_eq!(
        scheme(&fern(&json!({
            "algorithm": "sha1",
            "payload-format": { "components": ["notification-url", "body"], "body-sort": "alphabetical" },
            "url-normalization": { "port-variants": true },
            "body-hash-binding": {
                "algorithm": "sha256", "encoding": "hex",
                "location": { "type": "query-parameter", "name": "bodySHA256" },
            },
        }))),
        SignatureScheme {
            signed: &[SignedPart::UrlOfAnyPort, SignedPart::FormSorted],
            digest: Some(ShownDigest {
                place: RequestPlace::Query("bodySHA256"),
                hash: HashAlgorithm::Sha256,
                encoding: SignatureEncoding::Hex,
            }),
            ..hmac(
                HashAlgorithm::Sha1,
                &["X-Sig"],
                SignatureEncoding::Base64,
                ""
            )
        }
    );
    let asymmetric = json!({ "type": "asymmetric", "asymmetric-algorithm": "ecdsa-sha256" });
    assert_eq!(
        scheme(&fern(&asymmetric)).algorithm,
        SignatureAlgorithm::EcdsaP256
    );
}

#[test]
fn what_speakeasy_says_is_read() {
    let of = |security: Value| json!({ "x-speakeasy-webhooks": { "security": security } });
    assert_eq!(
        scheme(&of(json!({
            "type": "signature", "headerName": "x-signature",
            "signatureTextEncoding": "base64url", "algorithm": "hmac-sha256",
        }))),
        hmac(
            HashAlgorithm::Sha256,
            &["x-signature"],
            SignatureEncoding::Base64Url,
            ""
        )
    );
    assert_eq!(
        scheme(&of(json!({}))),
        hmac(
            HashAlgorithm::Sha256,
            &["x-webhook-signature"],
            SignatureEncoding::Base64,
            ""
        )
    );
    // It says itself that a verifier of one's own decides, so there is nothing to warn of.
    assert_eq!(custom(&of(json!({ "type": "custom" }))), "");
}

#[test]
fn what_apimatic_says_is_read_and_is_no_webhook() {
    for version in ["3.0.3", "3.1.0"] {
        for key in ["signatureVerification", "payloadVerification"] {
            let mut root = json!({ "openapi": version, "x-webhooks": {
                "description": "All of them.",
                "discriminator": {
                    "propertyPointer": "$request.body#/kind", "mapping": { "sent": "sent" },
                },
            } });
            root["x-webhooks"][key] = json!({
                "algorithm": "HMAC-SHA256", "signatureHeader": "X-Sig", "digestEncoding": "Hex",
                "signatureValueTemplate": "v0={digest}",
                "messageTemplate": "v0:{$request.header.X-Time}:{$method}:{$request.body}",
            });
            let mut document = document(&root, &Value::Null);
            if version == "3.0.3" {
                document.as_object_mut().unwrap().remove("x-fern");
            }
            let (model, said) = read(&document);
            let strange = said.replace("`webhooks` came with version 3.1", "");
            assert_eq!(
                strange.matches("warning[").count(),
                usize::from(strange != said),
                "{said}"
            );
            assert_eq!(model.events().count(), 2);
            let AuthenticatorKind::Signature(signature) = &model.authenticators[0].kind else {
                panic!("{:?}", model.authenticators);
            };
            assert_eq!(
                signature.scheme,
                SignatureScheme {
                    signed: &[
                        SignedPart::Text("v0:"),
                        SignedPart::Header(&["X-Time"]),
                        SignedPart::Text(":"),
                        SignedPart::Method,
                        SignedPart::Text(":"),
                        SignedPart::Body,
                    ],
                    ..hmac(
                        HashAlgorithm::Sha256,
                        &["X-Sig"],
                        SignatureEncoding::Hex,
                        "v0="
                    )
                }
            );
        }
    }
    let custom_group = json!({ "x-webhooks": { "signatureVerification": { "algorithm": "Custom", "name": "own" } } });
    assert_eq!(custom(&custom_group), "");
}

#[test]
fn groups_of_apimatic_are_told_apart_by_the_webhooks_that_they_name() {
    let group = |header: &str, webhooks: Value| {
        json!({
            "discriminator": { "propertyPointer": "$request.body#/kind", "mapping": webhooks },
            "signatureVerification": {
                "algorithm": "HMAC-SHA512", "signatureHeader": header, "digestEncoding": "base64",
            },
        })
    };
    let root = json!({ "x-webhooks": {
        "first": group("X-First", json!({ "a": "sent" })),
        "second": group("X-Second", json!({ "b": "on-lost" })),
    } });
    let (model, said) = read(&document(&root, &Value::Null));
    assert_eq!(said, "");
    let names: Vec<_> = model
        .authenticators
        .iter()
        .map(|one| one.name.wire.as_str())
        .collect();
    assert_eq!(names, ["WebhookSignature", "WebhookSignature-2"]);
    let asked: Vec<_> = model
        .events()
        .map(|event| event.security.clone().unwrap())
        .collect();
    assert_eq!(asked, [vec![vec![0]], vec![vec![1]]]);
    // A group that names nothing leaves its webhooks with what the document says, loudly.
    let root = json!({ "x-webhooks": {
        "first": group("X-First", json!({ "a": "sent" })), "second": group("X-Second", json!({})),
    } });
    let (_, said) = read(&document(&root, &Value::Null));
    assert!(
        said.contains("the group `second` of `x-webhooks` does not say which webhooks"),
        "{said}"
    );
    assert!(said.contains("warning[inherited-security]"), "{said}");
}

#[test]
fn what_cannot_be_said_is_left_to_a_verifier_of_ones_own_with_a_warning() {
    let apimatic = |fields: Value| json!({ "x-webhooks": { "signatureVerification": fields } });
    let complete =
        json!({ "algorithm": "HMAC-SHA256", "signatureHeader": "S", "digestEncoding": "hex" });
    let template = |text: &str| {
        let mut fields = complete.clone();
        fields["messageTemplate"] = json!(text);
        apimatic(fields)
    };
    let components = |list: Value| fern(&json!({ "payload-format": { "components": list } }));
    for (root, said, place) in [
        (
            fern(&json!({ "type": "jwt" })),
            "neither `hmac` nor `asymmetric`",
            "/type",
        ),
        (fern(&json!({ "header": "" })), "names no header", "/header"),
        (
            fern(&json!({ "header": "a b" })),
            "names no header",
            "/header",
        ),
        (
            fern(&json!({ "algorithm": "md5" })),
            "`algorithm` that is not known",
            "/algorithm",
        ),
        (
            fern(&json!({ "encoding": "base32" })),
            "`encoding` that is not known",
            "/encoding",
        ),
        (
            fern(&json!({ "signature-prefix": "{v}" })),
            "braces",
            "/signature-prefix",
        ),
        (
            components(json!(["timestamp"])),
            "leaves the body out",
            "/payload-format",
        ),
        (
            components(json!(["body", "message-id"])),
            "a message's id",
            "/payload-format",
        ),
        (
            components(json!(["body", "timestamp"])),
            "a time that stands in no header",
            "/payload-format",
        ),
        (
            fern(&json!({
                "payload-format": { "components": ["body", "timestamp"] },
                "timestamp": { "header": "T", "tolerance": 0 },
            })),
            "tolerates no number of seconds",
            "/timestamp/tolerance",
        ),
        (
            fern(&json!({ "type": "asymmetric", "asymmetric-algorithm": "rsa-sha512" })),
            "an algorithm that is not checked",
            "/asymmetric-algorithm",
        ),
        (
            fern(
                &json!({ "type": "asymmetric", "jwks-url": "https://h/", "asymmetric-algorithm": "ed25519" }),
            ),
            "have to be fetched",
            "/jwks-url",
        ),
        (
            json!({ "x-speakeasy-webhooks": { "security": { "type": "apiKey" } } }),
            "neither `signature` nor `custom`",
            "/security/type",
        ),
        (
            apimatic(json!({ "algorithm": "HMAC-MD5" })),
            "`algorithm` that is not known",
            "/algorithm",
        ),
        (
            apimatic(json!({ "algorithm": "HMAC-SHA256" })),
            "under `signatureHeader`",
            "signatureVerification",
        ),
        (
            apimatic(json!({ "algorithm": "HMAC-SHA256", "signatureHeader": "S" })),
            "no `digestEncoding`",
            "signatureVerification",
        ),
        (
            template("{$statusCode}{$request.body}"),
            "signs what is not known",
            "/messageTemplate",
        ),
        (
            template("{$request.header.X-Time}"),
            "leaves the body out",
            "/messageTemplate",
        ),
    ] {
        let warning = custom(&root);
        assert!(
            warning.starts_with("warning[unsupported-security]"),
            "{root}: {warning}"
        );
        assert_eq!(warning.matches("warning[").count(), 1, "{warning}");
        assert!(warning.contains(said), "{root}: {warning}");
        assert!(warning.contains(place), "{root}: {warning}");
        assert!(
            warning.contains("a verifier of your own for `WebhookSignature`"),
            "{warning}"
        );
    }
}

#[test]
fn what_would_be_a_trap_in_words_of_ones_own_is_no_error_of_the_document() {
    let template = |text: &str| {
        json!({ "x-webhooks": { "signatureVerification": {
            "algorithm": "HMAC-SHA256", "signatureHeader": "X-Sig", "digestEncoding": "hex",
            "messageTemplate": text,
        } } })
    };
    for (root, said) in [
        (
            fern(&json!({
                "payload-format": { "components": ["timestamp", "body"] },
                "timestamp": { "header": "x-sig" },
            })),
            "the signature's own header",
        ),
        (
            template("{$request.header.X-Sig}{$request.body}"),
            "the signature's own header",
        ),
        (template("{$request.header.}{$request.body}"), "has no name"),
        (
            template("{$request.body#id}{$request.body}"),
            "no JSON pointer",
        ),
    ] {
        let warning = custom(&root);
        assert!(
            warning.starts_with("warning[unsupported-security]"),
            "{root}: {warning}"
        );
        assert!(warning.contains(said), "{root}: {warning}");
    }
}

#[test]
fn a_webhook_may_say_otherwise_than_the_document() {
    let other = json!({ "x-fern-webhook-signature": {
        "type": "hmac", "header": "X-Other", "encoding": "hex",
    } });
    let root = fern(&Value::Null);
    let (model, said) = read(&document(&root, &other));
    assert_eq!(said, "");
    let asked: Vec<_> = model
        .events()
        .map(|event| event.security.clone().unwrap())
        .collect();
    assert_eq!(asked, [vec![vec![0]], vec![vec![1]]]);
    assert_eq!(model.security, Some(vec![vec![1]]));
    // `true` and `false` both stand for what the document says.
    for inherits in [true, false] {
        let (model, said) = read(&document(
            &root,
            &json!({ "x-fern-webhook-signature": inherits }),
        ));
        assert_eq!((said.as_str(), model.authenticators.len()), ("", 1));
    }
    // What a webhook asks for itself counts, but for nothing.
    let (model, said) = read(&document(&root, &json!({ "security": [] })));
    assert_eq!((said.as_str(), model.authenticators.len()), ("", 1));
    let own = json!({ "security": [{ "ApiKey": [] }] });
    let (model, said) = read(&document(&root, &own));
    assert_eq!((said.as_str(), model.authenticators.len()), ("", 2));
    let mut both = other.clone();
    both["security"] = own["security"].clone();
    let (_, said) = read(&document(&Value::Null, &both));
    assert!(
        said.contains("`x-fern-webhook-signature` is not read"),
        "{said}"
    );
}

#[test]
fn x_signature_counts_rather_than_another_tools_extension() {
    let mut root = fern(&Value::Null);
    root["components"] = json!({ "securitySchemes": { "ApiKey": {
        "type": "apiKey", "in": "header", "name": "X-Hub-Signature-256", "x-signature": "github",
    } } });
    let (model, said) = read(&document(&root, &Value::Null));
    assert_eq!(model.authenticators[0].name.wire, "ApiKey");
    assert!(
        said.contains("`x-fern-webhook-signature` is not read"),
        "{said}"
    );
    assert!(!said.contains("inherited-security"), "{said}");
}

#[test]
fn the_report_counts_the_extensions() {
    let other = json!({ "x-fern-webhook-signature": { "type": "hmac", "header": "X-Other" } });
    let (model, _) = read(&document(&fern(&Value::Null), &other));
    let counted: Vec<_> = model
        .ledger
        .foreign_signatures
        .iter()
        .map(|(extension, places)| (extension.as_str(), places.len()))
        .collect();
    assert_eq!(counted, [("x-fern-webhook-signature", 2)]);
}

#[test]
fn the_discriminator_of_apimatic_says_where_deliveries_name_their_event() {
    let group = |pointer: &str, mapping: Value| json!({ "discriminator": { "propertyPointer": pointer, "mapping": mapping } });
    let made = |groups: Value| {
        let mut document = document(&json!({ "x-webhooks": groups, "paths": {} }), &Value::Null);
        document.as_object_mut().unwrap().remove("x-webhook-event");
        read(&document)
    };
    let (model, said) = made(group(
        "$request.body#/kind",
        json!({ "parcel.sent": "sent", "parcel.lost": "on-lost" }),
    ));
    assert_eq!(said, "");
    assert!(
        matches!(&model.event_name, EventNamePlace::Body(pointer) if pointer.to_string() == "/kind")
    );
    let names: Vec<_> = model
        .events()
        .map(|event| event.name.wire.as_str())
        .collect();
    assert_eq!(names, ["parcel.sent", "parcel.lost"]);
    let (model, said) = made(group("$request.header.X-Event", json!({})));
    assert_eq!(said, "");
    assert!(matches!(&model.event_name, EventNamePlace::Header(header) if header == "X-Event"));
    let (_, said) = made(group(
        "$url",
        json!({ "a": "nothing", "b": "sent", "c": "sent" }),
    ));
    for expected in [
        "does not say where a delivery names its event",
        "`nothing` is the name of no webhook",
        "deliveries of `sent` are called `b` already",
    ] {
        assert!(said.contains(expected), "{said}");
    }
    // What the document says in words of its own counts.
    let groups = json!({ "x-webhooks": group("$request.header.X-Event", json!({})), "paths": {} });
    let (model, _) = read(&document(&groups, &Value::Null));
    assert!(matches!(&model.event_name, EventNamePlace::Body(_)));
}

#[test]
fn webhooks_inherit_security_from_an_api_only_where_there_is_one() {
    let is_told = |root: Value, sent: Value| {
        let (_, said) = read(&document(&root, &sent));
        said.contains("warning[inherited-security]")
    };
    let paths = |security: Value| {
        let mut operation = json!({ "responses": { "200": { "description": "It." } } });
        if !security.is_null() {
            operation["security"] = security;
        }
        json!({ "paths": { "/a": { "get": operation } } })
    };
    let own = json!({ "security": [{ "ApiKey": [] }] });
    // An operation that inherits it too, or names the same scheme, goes by it.
    assert!(is_told(paths(Value::Null), Value::Null));
    assert!(is_told(paths(own["security"].clone()), Value::Null));
    // The second webhook has none of its own.
    assert!(is_told(paths(Value::Null), own.clone()));
    // Nothing of an API goes by it, so it is meant for the webhooks.
    assert!(!is_told(json!({ "paths": {} }), Value::Null));
    assert!(!is_told(paths(json!([])), Value::Null));
    assert!(!is_told(paths(json!([{ "Other": [] }])), Value::Null));
    // It asks for nothing.
    let mut open = paths(Value::Null);
    open["security"] = json!([{}]);
    assert!(!is_told(open, Value::Null));
}
