//! Every way to sign that a scheme can say: what the signer makes the verifier accepts, and nothing
//! near it.

use std::time::{Duration, SystemTime};

use http::Request;
use webhook_runtime::security::{
    HashAlgorithm, KeyForm, Presented, Refusal, RequestPlace, Secret, ShownDigest,
    SignatureAlgorithm, SignatureEncoding, SignaturePlace, SignatureScheme, SignatureSigner,
    SignatureVerifier, SignedPart, SignedTimestamp, TimestampPlace, TimestampUnit,
};

use crate::signatures::signing::{HUB, NOW, PLAIN};
use crate::support::at;

const ORIGIN: &str = "https://user:pass@hooks.example.com";
const JSON: &str = r#"{"id":7,"ok":true,"who":"a\u00e9","inner":{"text":"x"}}"#;

fn request(body: &str, content_type: &str) -> Request<Vec<u8>> {
    Request::post("/hooks/in?tenant=7&kind=a%20b")
        .header("content-type", content_type)
        .body(body.as_bytes().to_vec())
        .unwrap()
}

fn signed(scheme: SignatureScheme, mut request: Request<Vec<u8>>) -> Request<Vec<u8>> {
    let signer = SignatureSigner::new(scheme, "secret").unwrap();
    signer.sign(&mut request, Some(ORIGIN), at(NOW)).unwrap();
    request
}

fn check(
    scheme: SignatureScheme,
    key: &str,
    request: &Request<Vec<u8>>,
    now: SystemTime,
) -> Result<(), Refusal> {
    let (head, ()) = request.clone().map(|_| ()).into_parts();
    let verifier = SignatureVerifier::new(scheme, key)
        .unwrap()
        .at_origin(ORIGIN);
    let presented = Presented::of(&head, now).with_body(request.body());
    verifier.verify(&presented).map(|_| ())
}

/// Signs, and holds that the request is admitted, and neither under another key nor with another
/// byte at the end of its body.
fn holds(scheme: SignatureScheme, request: Request<Vec<u8>>) -> Request<Vec<u8>> {
    let request = signed(scheme, request);
    assert_eq!(
        check(scheme, "secret", &request, at(NOW)),
        Ok(()),
        "{scheme:?}"
    );
    let other = check(scheme, "other", &request, at(NOW));
    assert_eq!(other, Err(Refusal::Mismatch), "{scheme:?}");
    // A receiver asks the head first, and reads no body of whoever it refuses.
    let (head, ()) = request.clone().map(|_| ()).into_parts();
    let verifier = SignatureVerifier::new(scheme, "secret").unwrap();
    let by_head = verifier
        .at_origin(ORIGIN)
        .verify(&Presented::of(&head, at(NOW)));
    assert!(
        matches!(by_head, Ok(_) | Err(Refusal::AwaitsBody)),
        "{by_head:?} {scheme:?}"
    );
    request
}

fn over(signed: &'static [SignedPart]) -> SignatureScheme {
    SignatureScheme { signed, ..PLAIN }
}

#[test]
fn each_part_of_a_request_can_be_signed() {
    use SignedPart as Part;
    let schemes = [
        over(&[Part::Method, Part::Text(" "), Part::Url, Part::Body]),
        over(&[Part::Path, Part::Query("kind"), Part::Body]),
        over(&[
            Part::Header(&["x-absent", "x-id"]),
            Part::Text("."),
            Part::Body,
        ]),
        over(&[
            Part::Pointer("/who"),
            Part::Pointer("/id"),
            Part::Pointer("/ok"),
            Part::Pointer("/inner/text"),
        ]),
        over(&[Part::BodyDigest(
            HashAlgorithm::Sha384,
            SignatureEncoding::Base64Url,
        )]),
        over(&[
            Part::Optional(&[Part::Text("q:"), Part::Query("absent")]),
            Part::Body,
        ]),
        over(&[
            Part::Optional(&[Part::Text("q:"), Part::Query("tenant")]),
            Part::Body,
        ]),
    ];
    for scheme in schemes {
        holds(scheme, request(JSON, "application/json"));
    }
}

#[test]
fn what_is_signed_is_put_together_as_it_says() {
    let scheme = over(&[
        SignedPart::Method,
        SignedPart::Text("\n"),
        SignedPart::Url,
        SignedPart::Text("\n"),
        SignedPart::Pointer("/who"),
    ]);
    let shown = signed(scheme, request(JSON, "application/json"));
    let whole = "POST\nhttps://user:pass@hooks.example.com/hooks/in?tenant=7&kind=a%20b\na\u{e9}";
    let bare = over(&[SignedPart::Body]);
    let same = signed(bare, request(whole, "text/plain"));
    assert_eq!(
        shown.headers()["x-hub-signature-256"],
        same.headers()["x-hub-signature-256"]
    );
}

#[test]
fn a_changed_part_is_a_mismatch() {
    let scheme = over(&[
        SignedPart::Method,
        SignedPart::Url,
        SignedPart::Header(&["x-id"]),
        SignedPart::Body,
    ]);
    let right = holds(scheme, request(JSON, "application/json"));
    let mut method = right.clone();
    *method.method_mut() = http::Method::PUT;
    let mut target = right.clone();
    *target.uri_mut() = "/hooks/in?tenant=8&kind=a%20b".parse().unwrap();
    let mut header = right.clone();
    header
        .headers_mut()
        .insert("x-id", "msg_2".parse().unwrap());
    let mut body = right.clone();
    body.body_mut().push(b' ');
    for changed in [method, target, header, body] {
        assert_eq!(
            check(scheme, "secret", &changed, at(NOW)),
            Err(Refusal::Mismatch)
        );
    }
}

#[test]
fn fields_of_a_form_are_signed_in_order_whatever_order_they_come_in() {
    let scheme = over(&[SignedPart::Url, SignedPart::FormSorted]);
    let form = "application/x-www-form-urlencoded";
    let right = holds(scheme, request("b=2&a=1&b=1&c=%FF+x&b=1", form));
    for (body, expected) in [
        ("a=1&b=1&b=2&c=%ff%20x", Ok(())),
        ("a=1&b=1&b=2&c=%ff%20y", Err(Refusal::Mismatch)),
    ] {
        let mut other = right.clone();
        *other.body_mut() = body.as_bytes().to_vec();
        assert_eq!(check(scheme, "secret", &other, at(NOW)), expected, "{body}");
    }
    // Nothing would cover a body that is not a form.
    let json = right.headers()["x-hub-signature-256"].clone();
    let mut other = request("{}", "application/json");
    other.headers_mut().insert("x-hub-signature-256", json);
    assert_eq!(
        check(scheme, "secret", &other, at(NOW)),
        Err(Refusal::Malformed)
    );
}

#[test]
fn a_digest_in_the_url_covers_a_body_that_is_not_a_form() {
    let scheme = SignatureScheme {
        digest: Some(ShownDigest {
            place: RequestPlace::Query("bodySHA256"),
            hash: HashAlgorithm::Sha256,
            encoding: SignatureEncoding::Hex,
        }),
        ..over(&[SignedPart::UrlOfAnyPort, SignedPart::FormSorted])
    };
    let mut right = holds(scheme, request(JSON, "application/json"));
    assert!(right.uri().query().unwrap().contains("bodySHA256="));
    right.body_mut().push(b' ');
    assert_eq!(
        check(scheme, "secret", &right, at(NOW)),
        Err(Refusal::Mismatch)
    );
}

#[test]
fn the_port_may_be_in_the_signed_url_or_not() {
    let scheme = over(&[SignedPart::UrlOfAnyPort, SignedPart::Body]);
    for told in [
        "https://user:pass@hooks.example.com",
        "https://user:pass@hooks.example.com:443",
    ] {
        let mut shown = request(JSON, "application/json");
        let signer = SignatureSigner::new(scheme, "secret").unwrap();
        signer.sign(&mut shown, Some(told), at(NOW)).unwrap();
        assert_eq!(check(scheme, "secret", &shown, at(NOW)), Ok(()), "{told}");
    }
}

#[test]
fn a_scheme_that_signs_the_url_is_at_fault_without_the_origin() {
    let scheme = over(&[SignedPart::Url, SignedPart::Body]);
    let verifier = SignatureVerifier::new(scheme, "secret").unwrap();
    assert!(verifier.fault().is_some());
    let shown = signed(scheme, request(JSON, "application/json"));
    let (head, body) = shown.into_parts();
    let presented = Presented::of(&head, at(NOW)).with_body(&body);
    assert_eq!(verifier.verify(&presented), Err(Refusal::NotConfigured));
    assert!(verifier.at_origin(ORIGIN).fault().is_none());
}

#[test]
fn a_signature_may_stand_in_the_query_or_in_the_body() {
    for place in [
        RequestPlace::Query("signature"),
        RequestPlace::Body("/inner/signature"),
    ] {
        let scheme = SignatureScheme {
            signatures: Vec::leak(vec![SignaturePlace { place, ..HUB }]),
            ..over(&[
                SignedPart::Pointer("/id"),
                SignedPart::Text("/"),
                SignedPart::Pointer("/who"),
            ])
        };
        let mut shown = holds(scheme, request(JSON, "application/json"));
        *shown.body_mut() = shown
            .body()
            .iter()
            .map(|byte| if *byte == b'7' { b'8' } else { *byte })
            .collect();
        assert_eq!(
            check(scheme, "secret", &shown, at(NOW)),
            Err(Refusal::Mismatch)
        );
    }
}

#[test]
fn each_element_of_a_list_has_a_signature_of_its_own() {
    let scheme = SignatureScheme {
        each: Some("/items"),
        signatures: &[SignaturePlace {
            place: RequestPlace::Body("/item/mac"),
            ..HUB
        }],
        ..over(&[
            SignedPart::Pointer("/item/id"),
            SignedPart::Text(":"),
            SignedPart::Optional(&[SignedPart::Pointer("/item/none")]),
        ])
    };
    let body = r#"{"items":[{"item":{"id":1}},{"item":{"id":2}}]}"#;
    let right = holds(scheme, request(body, "application/json"));
    let text = String::from_utf8(right.body().clone()).unwrap();
    let mut one_wrong = right.clone();
    *one_wrong.body_mut() = text.replace("\"id\":2", "\"id\":3").into_bytes();
    assert_eq!(
        check(scheme, "secret", &one_wrong, at(NOW)),
        Err(Refusal::Mismatch)
    );
    let mut none = right;
    *none.body_mut() = br#"{"items":[]}"#.to_vec();
    assert_eq!(
        check(scheme, "secret", &none, at(NOW)),
        Err(Refusal::Missing)
    );
}

#[test]
fn a_member_is_found_in_the_json_that_a_form_holds() {
    let scheme = SignatureScheme {
        signatures: &[SignaturePlace {
            place: RequestPlace::Body("/json/event/hash"),
            prefix: "",
            ..HUB
        }],
        ..over(&[SignedPart::Pointer("/json/event/type")])
    };
    let hex = {
        let bare = signed(over(&[SignedPart::Body]), request("sent", "text/plain"));
        let text = bare.headers()["x-hub-signature-256"]
            .to_str()
            .unwrap()
            .to_owned();
        text.trim_start_matches("sha256=").to_owned()
    };
    let json = format!(r#"{{"event":{{"type":"sent","hash":"{hex}"}}}}"#);
    let encoded: String = form_urlencoded::byte_serialize(json.as_bytes()).collect();
    let form = request(
        &format!("json={encoded}"),
        "application/x-www-form-urlencoded",
    );
    assert_eq!(check(scheme, "secret", &form, at(NOW)), Ok(()));
    let multipart =
        format!("--B\r\nContent-Disposition: form-data; name=\"json\"\r\n\r\n{json}\r\n--B--\r\n");
    let parts = request(&multipart, "multipart/form-data; boundary=B");
    assert_eq!(check(scheme, "secret", &parts, at(NOW)), Ok(()));
}

#[test]
fn times_are_read_in_every_unit_from_every_place_and_judged() {
    let units = [
        TimestampUnit::Seconds,
        TimestampUnit::Milliseconds,
        TimestampUnit::Rfc3339,
    ];
    let places = [
        TimestampPlace::Header(&["x-time"]),
        TimestampPlace::AmongSignatures("t="),
        TimestampPlace::Body("/time"),
    ];
    for unit in units {
        for place in places {
            let scheme = SignatureScheme {
                timestamp: Some(SignedTimestamp {
                    place,
                    unit,
                    past: Some(Duration::from_secs(300)),
                    future: Some(Duration::ZERO),
                }),
                ..over(&[
                    SignedPart::Timestamp,
                    SignedPart::Text("|"),
                    SignedPart::Body,
                ])
            };
            let shown = holds(scheme, request(JSON, "application/json"));
            let checked = |now| check(scheme, "secret", &shown, at(now));
            assert_eq!(checked(NOW + 300), Ok(()), "{unit:?} {place:?}");
            assert_eq!(
                checked(NOW + 301),
                Err(Refusal::Replayed),
                "{unit:?} {place:?}"
            );
            assert_eq!(
                checked(NOW - 1),
                Err(Refusal::NotYetValid),
                "{unit:?} {place:?}"
            );
        }
    }
}

#[test]
fn keys_are_read_in_every_form() {
    for (form, key, same) in [
        (KeyForm::Hex { prefix: "k_" }, "k_736563726574", true),
        (KeyForm::Hex { prefix: "k_" }, "736563726574", true),
        (KeyForm::Base64 { prefix: "whsec_" }, "whsec_c2VjcmV0", true),
        (KeyForm::DigestOf(HashAlgorithm::Sha256), "secret", false),
    ] {
        let scheme = SignatureScheme { key: form, ..PLAIN };
        let shown = signed(PLAIN, request(JSON, "application/json"));
        assert_eq!(
            check(scheme, key, &shown, at(NOW)).is_ok(),
            same,
            "{form:?}"
        );
        let mut own = request(JSON, "application/json");
        let signer = SignatureSigner::new(scheme, key).unwrap();
        signer.sign(&mut own, None, at(NOW)).unwrap();
        assert_eq!(check(scheme, key, &own, at(NOW)), Ok(()), "{form:?}");
    }
}

#[test]
fn a_token_is_compared_and_a_digest_has_the_secret_in_front() {
    let token = SignatureScheme {
        algorithm: SignatureAlgorithm::Token,
        signatures: &[SignaturePlace {
            prefix: "",
            separators: "",
            encoding: SignatureEncoding::Text,
            ..HUB
        }],
        signed: &[],
        ..PLAIN
    };
    let shown = holds(token, request(JSON, "application/json"));
    assert_eq!(shown.headers()["x-hub-signature-256"], "secret");
    let digest = SignatureScheme {
        algorithm: SignatureAlgorithm::Digest(HashAlgorithm::Sha256),
        ..PLAIN
    };
    holds(digest, request(JSON, "application/json"));
}

#[test]
fn the_name_of_the_key_that_was_used_is_told() {
    let shown = signed(PLAIN, request(JSON, "application/json"));
    let verifier = SignatureVerifier::new(PLAIN, Secret::named("spring", "other"))
        .and_then(|verifier| verifier.or(Secret::named("summer", "secret")))
        .unwrap();
    let (head, body) = shown.into_parts();
    let key = verifier
        .verify(&Presented::of(&head, at(NOW)).with_body(&body))
        .unwrap();
    assert_eq!(key.map(|id| id.to_string()).as_deref(), Some("summer"));
}
