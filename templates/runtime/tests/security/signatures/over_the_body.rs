//! Signatures over the body: right, off by a byte, cut short, given in several ways.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::Sha512;
use webhook_runtime::security::{
    HashAlgorithm, Refusal, SignatureAlgorithm, SignatureEncoding, SignaturePlace, SignatureScheme,
    SignatureVerifier,
};

use crate::signatures::signing::{HEADER, HUB, PLAIN, hex, plain, sha256, verify, verify_head};

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
            let place = SignaturePlace {
                encoding,
                prefix: "",
                ..HUB
            };
            let scheme = SignatureScheme {
                algorithm: SignatureAlgorithm::Hmac(algorithm),
                signatures: Vec::leak(vec![place]),
                ..PLAIN
            };
            let verifier = SignatureVerifier::new(scheme, "secret").unwrap();
            assert_eq!(
                verify(&verifier, &[(HEADER, &text)], b"body"),
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
        let fields = [(HEADER, format!("sha256={text}"))];
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
    let fields = [(HEADER, format!("sha256={}", hex(&sha1.into_bytes())))];
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
        let fields = [(HEADER, &text)];
        assert_eq!(
            verify(&verifier, &fields, b"body"),
            Err(Refusal::Malformed),
            "{text}"
        );
    }
    assert_eq!(
        verify(&verifier, &[(HEADER, b"sha256=\xFF")], b"body"),
        Err(Refusal::Malformed)
    );
}

#[test]
fn an_empty_signature_is_no_signature() {
    let fields = [(HEADER, "sha256=")];
    assert!(verify(&plain("secret"), &fields, b"body").is_err());
}

#[test]
fn a_header_that_is_there_twice_is_read_twice() {
    let verifier = plain("secret");
    let right = format!("sha256={}", hex(&sha256("secret", "body")));
    assert_eq!(
        verify::<&str>(&verifier, &[], b"body"),
        Err(Refusal::Missing)
    );
    let wrong = format!("sha256={}", hex(&sha256("other", "body")));
    for twice in [[&wrong, &right], [&right, &wrong]] {
        let fields = twice.map(|text| (HEADER, text));
        assert_eq!(verify(&verifier, &fields, b"body"), Ok(()));
    }
    let neither = [(HEADER, &wrong), (HEADER, &wrong)];
    assert_eq!(verify(&verifier, &neither, b"body"), Err(Refusal::Mismatch));
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
            verify(&verifier, &[(HEADER, &text)], b"body"),
            Ok(()),
            "{text}"
        );
    }
    let none = format!("{wrong},{wrong}");
    assert_eq!(
        verify(&verifier, &[(HEADER, &none)], b"body"),
        Err(Refusal::Mismatch)
    );
}

#[test]
fn what_the_head_alone_tells_is_whether_there_is_anything_like_a_signature() {
    let verifier = plain("secret");
    let header = "x-hub-signature-256";
    let wrong = format!("sha256={}", "0".repeat(64));
    for (fields, expected) in [
        (vec![], Refusal::Missing),
        (vec![(header, "sha256=zz")], Refusal::Malformed),
        (vec![(header, "sha1=00")], Refusal::Malformed),
        (vec![(header, ""), (header, "")], Refusal::Malformed),
        (vec![(header, wrong.as_str())], Refusal::AwaitsBody),
    ] {
        assert_eq!(verify_head(&verifier, &fields), Err(expected), "{fields:?}");
    }
}

#[test]
fn a_header_of_endless_signatures_is_none() {
    let verifier = plain("secret");
    let right = format!("sha256={}", hex(&sha256("secret", "body")));
    let filled = |length: usize| format!("{right} {}", "a".repeat(length - right.len() - 1));
    for (length, expected) in [(8192, Ok(())), (8193, Err(Refusal::Malformed))] {
        let fields = [("x-hub-signature-256", filled(length))];
        assert_eq!(verify(&verifier, &fields, b"body"), expected, "{length}");
    }
}
