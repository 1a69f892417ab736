//! Signatures over the raw body.
#![cfg(feature = "hmac")]

mod security_support;

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use security_support::{at, headers};
use sha1::Sha1;
use sha2::{Sha256, Sha512};
use templates::runtime::security::{
    HashAlgorithm, KeyError, Presented, Refusal, SecretForm, SignatureEncoding, SignatureScheme,
    SignatureVerifier, SignedPart, SignedTimestamp, TimestampPlace,
};

const NOW: u64 = 1_700_000_000;
const WHSEC: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

/// How GitHub signs.
const PLAIN: SignatureScheme = SignatureScheme {
    header: "X-Hub-Signature-256",
    algorithm: HashAlgorithm::Sha256,
    encoding: SignatureEncoding::Hex,
    prefix: "sha256=",
    separators: " ,",
    timestamp: None,
    signed: &[SignedPart::Body],
    secret: SecretForm::Raw,
};

/// How Stripe signs.
const WITH_TIME: SignatureScheme = SignatureScheme {
    header: "Stripe-Signature",
    prefix: "v1=",
    separators: ",",
    timestamp: Some(SignedTimestamp {
        place: TimestampPlace::AmongSignatures("t="),
        tolerance: Duration::from_secs(300),
    }),
    signed: &[
        SignedPart::Timestamp,
        SignedPart::Text("."),
        SignedPart::Body,
    ],
    ..PLAIN
};

fn verify<V: AsRef<[u8]>>(
    verifier: &SignatureVerifier,
    fields: &[(&str, V)],
    body: &[u8],
) -> Result<(), Refusal> {
    verifier.verify(&Presented::new(&headers(fields), None, body, at(NOW)))
}

fn plain(secret: &str) -> SignatureVerifier {
    SignatureVerifier::new(PLAIN, secret).unwrap()
}

fn hex(bytes: &[u8]) -> String {
    base16ct::lower::encode_string(bytes)
}

fn sha256(secret: &str, text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

/// The fields of a delivery signed by the `standardwebhooks` crate.
fn standard(id: &str, time: u64, body: &str) -> [(&'static str, String); 3] {
    let signer = standardwebhooks::Webhook::new(WHSEC).unwrap();
    let signature = signer
        .sign(id, i64::try_from(time).unwrap(), body.as_bytes())
        .unwrap();
    [
        ("webhook-id", id.to_owned()),
        ("webhook-timestamp", time.to_string()),
        ("webhook-signature", signature),
    ]
}

#[test]
fn the_example_in_githubs_documentation_is_accepted() {
    let verifier = plain("It's a Secret to Everybody");
    let signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    let fields = [("x-hub-signature-256", signature)];
    assert_eq!(verify(&verifier, &fields, b"Hello, World!"), Ok(()));
}

#[test]
fn a_body_one_byte_off_is_refused() {
    let body = b"Hello, World!".to_vec();
    let verifier = plain("It's a Secret to Everybody");
    let signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    let fields = [("x-hub-signature-256", signature)];
    for index in 0..body.len() {
        let mut changed = body.clone();
        changed[index] ^= 1;
        assert_eq!(
            verify(&verifier, &fields, &changed),
            Err(Refusal::Mismatch),
            "{index}"
        );
    }
    for changed in [
        &b"Hello, World"[..],
        b"Hello, World!\n",
        b" Hello, World!",
        b"",
    ] {
        assert_eq!(verify(&verifier, &fields, changed), Err(Refusal::Mismatch));
    }
}

#[test]
fn every_hash_function_and_encoding_is_read() {
    let secret = b"secret";
    let sha1 = Hmac::<Sha1>::new_from_slice(secret)
        .unwrap()
        .chain_update(b"body")
        .finalize();
    let sha512 = Hmac::<Sha512>::new_from_slice(secret)
        .unwrap()
        .chain_update(b"body")
        .finalize();
    let cases = [
        (HashAlgorithm::Sha1, sha1.into_bytes().to_vec()),
        (HashAlgorithm::Sha256, sha256("secret", "body")),
        (HashAlgorithm::Sha512, sha512.into_bytes().to_vec()),
    ];
    for (algorithm, mac) in cases {
        let hex = hex(&mac);
        let base64 = STANDARD.encode(&mac);
        for (encoding, text) in [
            (SignatureEncoding::Hex, hex.clone()),
            (SignatureEncoding::Hex, hex.to_uppercase()),
            (SignatureEncoding::Base64, base64.clone()),
            (
                SignatureEncoding::Base64,
                base64.trim_end_matches('=').to_owned(),
            ),
        ] {
            let scheme = SignatureScheme {
                algorithm,
                encoding,
                prefix: "",
                ..PLAIN
            };
            let verifier = SignatureVerifier::new(scheme, "secret").unwrap();
            assert_eq!(
                verify(&verifier, &[(PLAIN.header, &text)], b"body"),
                Ok(()),
                "{text}"
            );
        }
    }
}

#[test]
fn a_signature_cut_short_or_by_another_hash_function_is_refused() {
    let verifier = plain("secret");
    let full = hex(&sha256("secret", "body"));
    let shorter = &full[..62];
    for text in [shorter, &full[..2], &format!("{full}00")] {
        let fields = [(PLAIN.header, format!("sha256={text}"))];
        assert_eq!(
            verify(&verifier, &fields, b"body"),
            Err(Refusal::Mismatch),
            "{text}"
        );
    }
    let sha1 = Hmac::<Sha1>::new_from_slice(b"secret")
        .unwrap()
        .chain_update(b"body")
        .finalize();
    let fields = [(PLAIN.header, format!("sha256={}", hex(&sha1.into_bytes())))];
    assert_eq!(verify(&verifier, &fields, b"body"), Err(Refusal::Mismatch));
}

#[test]
fn a_header_without_a_signature_is_malformed() {
    let verifier = plain("secret");
    let full = hex(&sha256("secret", "body"));
    for text in [
        String::new(),
        "sha256=".to_owned() + "x",
        full.clone(),
        format!("SHA256={full}"),
        format!("sha1={full}"),
        ",, ,".to_owned(),
    ] {
        let fields = [(PLAIN.header, &text)];
        assert_eq!(
            verify(&verifier, &fields, b"body"),
            Err(Refusal::Malformed),
            "{text}"
        );
    }
    assert_eq!(
        verify(&verifier, &[(PLAIN.header, b"sha256=\xFF")], b"body"),
        Err(Refusal::Malformed)
    );
}

#[test]
fn an_empty_signature_is_no_signature() {
    let fields = [(PLAIN.header, "sha256=")];
    assert!(verify(&plain("secret"), &fields, b"body").is_err());
}

#[test]
fn the_header_must_be_there_once() {
    let verifier = plain("secret");
    let right = format!("sha256={}", hex(&sha256("secret", "body")));
    assert_eq!(
        verify::<&str>(&verifier, &[], b"body"),
        Err(Refusal::Missing)
    );
    let twice = [(PLAIN.header, &right), (PLAIN.header, &right)];
    assert_eq!(verify(&verifier, &twice, b"body"), Err(Refusal::Repeated));
}

#[test]
fn one_right_signature_of_several_is_enough() {
    let verifier = plain("secret");
    let right = format!("sha256={}", hex(&sha256("secret", "body")));
    let wrong = format!("sha256={}", hex(&sha256("other", "body")));
    for text in [
        format!("{wrong},{right}"),
        format!("{right}, {wrong}"),
        format!("{wrong} {right} {wrong}"),
    ] {
        assert_eq!(
            verify(&verifier, &[(PLAIN.header, &text)], b"body"),
            Ok(()),
            "{text}"
        );
    }
    let none = format!("{wrong},{wrong}");
    assert_eq!(
        verify(&verifier, &[(PLAIN.header, &none)], b"body"),
        Err(Refusal::Mismatch)
    );
}

#[test]
fn during_a_rotation_old_and_new_secrets_are_accepted() {
    let verifier = plain("new").or("old").unwrap();
    for (secret, expected) in [
        ("new", Ok(())),
        ("old", Ok(())),
        ("older", Err(Refusal::Mismatch)),
    ] {
        let text = format!("sha256={}", hex(&sha256(secret, "body")));
        assert_eq!(
            verify(&verifier, &[(PLAIN.header, &text)], b"body"),
            expected,
            "{secret}"
        );
    }
}

#[test]
fn a_timestamp_may_stand_among_the_signatures() {
    let verifier = SignatureVerifier::new(WITH_TIME, "secret").unwrap();
    let signature = hex(&sha256("secret", &format!("{NOW}.body")));
    let shown = |text: &str| verify(&verifier, &[(WITH_TIME.header, text)], b"body");
    assert_eq!(shown(&format!("t={NOW},v1={signature},v0=abc")), Ok(()));
    assert_eq!(shown(&format!("v1={signature}, t={NOW}")), Ok(()));
    assert_eq!(
        shown(&format!("t={},v1={signature}", NOW + 1)),
        Err(Refusal::Mismatch)
    );
    assert_eq!(shown(&format!("v1={signature}")), Err(Refusal::Malformed));
    assert_eq!(
        shown(&format!("t={NOW},t={NOW},v1={signature}")),
        Err(Refusal::Repeated)
    );
}

#[test]
fn the_example_of_standard_webhooks_is_accepted() {
    let verifier = SignatureVerifier::standard_webhooks(WHSEC).unwrap();
    let headers = headers(&[
        ("webhook-id", "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk"),
        ("webhook-timestamp", "1649367553"),
        (
            "webhook-signature",
            "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=",
        ),
    ]);
    let body = br#"{"email":"test@example.com","username":"test_user"}"#;
    let presented = Presented::new(&headers, None, body, at(1_649_367_553));
    assert_eq!(verifier.verify(&presented), Ok(()));
}

#[test]
fn what_the_standardwebhooks_crate_signs_is_accepted() {
    let verifier = SignatureVerifier::standard_webhooks(WHSEC).unwrap();
    for body in ["", "{}", "{\"a\":\"é\"}\r\n", "1.2.3"] {
        let fields = standard("msg_1", NOW, body);
        assert_eq!(
            verify(&verifier, &fields, body.as_bytes()),
            Ok(()),
            "{body}"
        );
        assert_eq!(verify(&verifier, &fields, b"other"), Err(Refusal::Mismatch));
    }
    let without_prefix = SignatureVerifier::standard_webhooks(&WHSEC[6..]).unwrap();
    assert_eq!(
        verify(&without_prefix, &standard("msg_1", NOW, "{}"), b"{}"),
        Ok(())
    );
    let other = SignatureVerifier::standard_webhooks("whsec_AAAA").unwrap();
    assert_eq!(
        verify(&other, &standard("msg_1", NOW, "{}"), b"{}"),
        Err(Refusal::Mismatch)
    );
}

#[test]
fn other_versions_of_standard_webhooks_signatures_are_passed_over() {
    let verifier = SignatureVerifier::standard_webhooks(WHSEC).unwrap();
    let mut fields = standard("msg_1", NOW, "{}");
    let right = fields[2].1.clone();
    fields[2].1 = format!("v1a,AAAA v1,AAAA {right}");
    assert_eq!(verify(&verifier, &fields, b"{}"), Ok(()));
    fields[2].1 = right.replace("v1,", "v2,");
    assert_eq!(verify(&verifier, &fields, b"{}"), Err(Refusal::Malformed));
}

#[test]
fn id_and_timestamp_are_signed() {
    let verifier = SignatureVerifier::standard_webhooks(WHSEC).unwrap();
    let right = standard("msg_1", NOW, "{}");
    for (index, value) in [(0, "msg_2"), (0, ""), (1, "1700000001"), (1, "01700000000")] {
        let mut fields = right.clone();
        value.clone_into(&mut fields[index].1);
        assert_eq!(
            verify(&verifier, &fields, b"{}"),
            Err(Refusal::Mismatch),
            "{value}"
        );
    }
}

#[test]
fn an_id_that_contains_what_ends_it_is_refused() {
    // Signed for the id `msg_1` and a body; shown as another id, time and body, put together to the same text.
    let verifier = SignatureVerifier::standard_webhooks(WHSEC).unwrap();
    let mut fields = standard("msg_1", 1, &format!("{NOW}.{{}}"));
    fields[0].1 = "msg_1.1".to_owned();
    fields[1].1 = NOW.to_string();
    assert_eq!(verify(&verifier, &fields, b"{}"), Err(Refusal::Malformed));
}

#[test]
fn every_header_must_be_there_once() {
    let verifier = SignatureVerifier::standard_webhooks(WHSEC).unwrap();
    let right = standard("msg_1", NOW, "{}").to_vec();
    for index in 0..3 {
        let mut missing = right.clone();
        missing.remove(index);
        assert_eq!(
            verify(&verifier, &missing, b"{}"),
            Err(Refusal::Missing),
            "{index}"
        );
        let mut twice = right.clone();
        twice.push(right[index].clone());
        assert_eq!(
            verify(&verifier, &twice, b"{}"),
            Err(Refusal::Repeated),
            "{index}"
        );
    }
}

#[test]
fn a_timestamp_that_is_not_digits_is_malformed() {
    let verifier = SignatureVerifier::standard_webhooks(WHSEC).unwrap();
    for text in [
        "",
        "now",
        "-1",
        "+1700000000",
        "1700000000.0",
        "1_700_000_000",
        "99999999999999999999",
    ] {
        let mut fields = standard("msg_1", NOW, "{}");
        text.clone_into(&mut fields[1].1);
        assert_eq!(
            verify(&verifier, &fields, b"{}"),
            Err(Refusal::Malformed),
            "{text}"
        );
    }
}

#[test]
fn a_right_signature_is_refused_outside_the_tolerance() {
    let standard_tolerance = SignatureVerifier::standard_webhooks(WHSEC).unwrap();
    let own_tolerance = standard_tolerance
        .clone()
        .tolerance(Duration::from_secs(10));
    for (verifier, tolerance) in [(&standard_tolerance, 300), (&own_tolerance, 10)] {
        for (made, expected) in [
            (NOW - tolerance, Ok(())),
            (NOW - tolerance - 1, Err(Refusal::Replayed)),
            (NOW + tolerance, Ok(())),
            (NOW + tolerance + 1, Err(Refusal::NotYetValid)),
            (0, Err(Refusal::Replayed)),
        ] {
            assert_eq!(
                verify(verifier, &standard("msg_1", made, "{}"), b"{}"),
                expected,
                "{made}"
            );
        }
    }
}

#[test]
fn secrets_that_cannot_be_used_are_refused_when_given() {
    assert_eq!(
        SignatureVerifier::new(PLAIN, "").unwrap_err(),
        KeyError::Empty
    );
    assert_eq!(plain("a").or("").unwrap_err(), KeyError::Empty);
    for (secret, error) in [
        ("", KeyError::Empty),
        ("whsec_", KeyError::Empty),
        ("whsec_!", KeyError::NotBase64),
    ] {
        assert_eq!(
            SignatureVerifier::standard_webhooks(secret).unwrap_err(),
            error,
            "{secret}"
        );
    }
}

#[test]
fn the_same_request_at_the_same_time_is_always_decided_alike() {
    let verifier = SignatureVerifier::standard_webhooks(WHSEC).unwrap();
    let fields = standard("msg_1", NOW - 301, "{}");
    for _ in 0..3 {
        assert_eq!(verify(&verifier, &fields, b"{}"), Err(Refusal::Replayed));
    }
}
