//! Public keys that are none to rely on: refused when they are given, passed over in a set.
#![cfg(all(feature = "jwt-rsa", feature = "jwt-ecdsa", feature = "jwt-eddsa"))]

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use webhook_runtime::security::{JwtKeys, KeyError};

fn pem(label: &str, der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let lines: Vec<&str> = (0..text.len())
        .step_by(64)
        .map(|start| &text[start..text.len().min(start + 64)])
        .collect();
    let body = lines.join("\n");
    format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----\n")
}

/// A value of DER with its tag and length.
fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let [.., high, low] = length.to_be_bytes();
    let head = match length {
        0..=0x7f => vec![tag, low],
        0x80..=0xff => vec![tag, 0x81, low],
        _ => vec![tag, 0x82, high, low],
    };
    [&head, content].concat()
}

/// A number of DER, which is without leading zeros but for a sign.
fn integer(bytes: &[u8]) -> Vec<u8> {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    let mut digits = bytes[zeros..].to_vec();
    if digits.first().is_none_or(|first| *first >= 0x80) {
        digits.insert(0, 0);
    }
    der(2, &digits)
}

fn usable(key: &Value) -> Result<(), KeyError> {
    JwtKeys::jwks(&json!({ "keys": [key] }).to_string()).map(drop)
}

/// What becomes of an RSA key, in PEM of either kind and in a set.
fn rsa(modulus: &[u8], exponent: &[u8]) -> Result<(), KeyError> {
    let numbers = der(0x30, &[integer(modulus), integer(exponent)].concat());
    let algorithm = b"\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00";
    let bits = der(3, &[&[0], numbers.as_slice()].concat());
    let info = der(0x30, &[algorithm.as_slice(), &bits].concat());
    let given = JwtKeys::rs256_pem(&pem("PUBLIC KEY", &info)).map(drop);
    let bare = JwtKeys::rs256_pem(&pem("RSA PUBLIC KEY", &numbers)).map(drop);
    assert_eq!(given, bare);
    let key = json!({
        "kty": "RSA", "n": URL_SAFE_NO_PAD.encode(modulus), "e": URL_SAFE_NO_PAD.encode(exponent),
    });
    assert_eq!(usable(&key).is_ok(), given.is_ok());
    given
}

/// An odd number of so many bits.
fn number(bits: usize) -> Vec<u8> {
    let mut bytes = vec![0x5a; bits.div_ceil(8)];
    let top = (bits - 1) % 8;
    bytes[0] = (bytes[0] & ((1 << top) - 1)) | (1 << top);
    *bytes.last_mut().unwrap() |= 1;
    bytes
}

#[test]
fn an_rsa_key_has_2048_to_4096_bits() {
    for (bits, expected) in [
        (512, Err(KeyError::RsaSize)),
        (1024, Err(KeyError::RsaSize)),
        (2047, Err(KeyError::RsaSize)),
        (2048, Ok(())),
        (3072, Ok(())),
        (4096, Ok(())),
        (4097, Err(KeyError::RsaSize)),
        (16_384, Err(KeyError::RsaSize)),
    ] {
        assert_eq!(rsa(&number(bits), &[1, 0, 1]), expected, "{bits}");
    }
    assert_eq!(rsa(&[], &[1, 0, 1]), Err(KeyError::RsaSize));
    // Zeros in front are no bits.
    let padded = [vec![0; 256], number(1024)].concat();
    assert_eq!(rsa(&padded, &[1, 0, 1]), Err(KeyError::RsaSize));
    let padded = [vec![0; 300], number(2048)].concat();
    assert_eq!(rsa(&padded, &[0, 0, 1, 0, 1]), Ok(()));
}

#[test]
fn an_rsa_modulus_is_odd() {
    let mut even = number(2048);
    *even.last_mut().unwrap() &= !1;
    assert_eq!(rsa(&even, &[1, 0, 1]), Err(KeyError::RsaNumbers));
    let power = [vec![0x80], vec![0; 255]].concat();
    assert_eq!(rsa(&power, &[1, 0, 1]), Err(KeyError::RsaNumbers));
}

#[test]
fn an_rsa_exponent_is_one_that_signatures_are_made_with() {
    let modulus = number(2048);
    let long = [vec![1], vec![0; 1000], vec![1]].concat();
    for exponent in [
        &[][..],
        &[0],
        &[1],
        &[2],
        &[4],
        &[1, 0, 0],
        &[2, 0, 0, 0, 1],
        &[0xff; 8],
        &long,
        &modulus,
    ] {
        assert_eq!(
            rsa(&modulus, exponent),
            Err(KeyError::RsaNumbers),
            "{exponent:?}"
        );
    }
    for exponent in [&[3][..], &[17], &[1, 0, 1], &[1, 0xff, 0xff, 0xff, 0xff]] {
        assert_eq!(rsa(&modulus, exponent), Ok(()), "{exponent:?}");
    }
}

fn bytes(hex: &str) -> Vec<u8> {
    base16ct::mixed::decode_vec(hex).unwrap()
}

/// What becomes of an Ed25519 key, in PEM and in a set.
fn ed25519(point: &[u8]) -> Result<(), KeyError> {
    let bits = der(3, &[&[0], point].concat());
    let info = der(
        0x30,
        &[b"\x30\x05\x06\x03\x2b\x65\x70", bits.as_slice()].concat(),
    );
    let given = JwtKeys::eddsa_pem(&pem("PUBLIC KEY", &info)).map(drop);
    let key = json!({ "kty": "OKP", "crv": "Ed25519", "x": URL_SAFE_NO_PAD.encode(point) });
    assert_eq!(usable(&key).is_ok(), given.is_ok());
    given
}

#[test]
fn an_ed25519_key_by_which_anybody_can_sign_is_refused() {
    // RFC 8032, section 7.1, test 1: a key as keys are.
    let right = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    assert_eq!(ed25519(&bytes(right)), Ok(()));
    // The eight points of small order.
    for point in [
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    ] {
        assert_eq!(ed25519(&bytes(point)), Err(KeyError::SmallOrder), "{point}");
    }
    // The same ones, written as they are not to be written.
    for point in [
        "0100000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    ] {
        assert!(ed25519(&bytes(point)).is_err(), "{point}");
    }
}

#[test]
fn what_is_no_point_of_a_curve_is_refused() {
    let refused = |result: Result<(), KeyError>| {
        assert!(matches!(result, Err(KeyError::NotPublicKey { .. })));
    };
    refused(ed25519(&bytes(
        "0200000000000000000000000000000000000000000000000000000000000000",
    )));
    // A point whose second coordinate is not below the field's order, and which is not of small
    // order.
    refused(ed25519(&bytes(
        "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    )));
    for length in [0, 31, 33, 64] {
        refused(ed25519(&vec![0x5a; length]));
    }

    let curve =
        b"\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07";
    let p256 = |point: &[u8]| {
        let bits = der(3, &[&[0], point].concat());
        let info = der(0x30, &[curve.as_slice(), &bits].concat());
        JwtKeys::es256_pem(&pem("PUBLIC KEY", &info)).map(drop)
    };
    let x = bytes("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296");
    let y = bytes("4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5");
    assert_eq!(p256(&[&[4], x.as_slice(), &y].concat()), Ok(()));
    // The point at infinity, one beside the curve, and one beside the field.
    refused(p256(&[0]));
    refused(p256(&[&[4], y.as_slice(), &x].concat()));
    refused(p256(&[&[4], x.as_slice(), &x].concat()));
    refused(p256(&[&[4], [0xff; 32].as_slice(), &y].concat()));
    refused(p256(&[4; 65]));
    refused(p256(&[]));
}
