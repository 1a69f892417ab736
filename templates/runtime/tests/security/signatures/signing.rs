//! How two vendors sign, and what is verified of it.

use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use webhook_runtime::security::{
    HashAlgorithm, KeyForm, Presented, Refusal, RequestPlace, SignatureAlgorithm,
    SignatureEncoding, SignaturePlace, SignatureScheme, SignatureVerifier, SignedPart,
    SignedTimestamp, TimestampPlace, TimestampUnit,
};

use crate::support::{at, headers};

pub const NOW: u64 = 1_700_000_000;
pub const WHSEC: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

/// How GitHub signs, with more separators than it needs.
pub const PLAIN: SignatureScheme = SignatureScheme {
    algorithm: SignatureAlgorithm::Hmac(HashAlgorithm::Sha256),
    key: KeyForm::Text,
    signatures: &[HUB],
    signed: &[SignedPart::Body],
    timestamp: None,
    digest: None,
    each: None,
};

/// Where GitHub has its signature.
pub const HUB: SignaturePlace = SignaturePlace {
    place: RequestPlace::Header(&[HEADER]),
    separators: " ,",
    prefix: "sha256=",
    suffix: "",
    encoding: SignatureEncoding::Hex,
};

pub const HEADER: &str = "X-Hub-Signature-256";

/// How Stripe signs.
pub const WITH_TIME: SignatureScheme = SignatureScheme {
    signatures: &[SignaturePlace {
        place: RequestPlace::Header(&["Stripe-Signature"]),
        separators: ",",
        prefix: "v1=",
        ..HUB
    }],
    timestamp: Some(SignedTimestamp {
        place: TimestampPlace::AmongSignatures("t="),
        unit: TimestampUnit::Seconds,
        past: Some(Duration::from_secs(300)),
        future: Some(Duration::from_secs(300)),
    }),
    signed: &[
        SignedPart::Timestamp,
        SignedPart::Text("."),
        SignedPart::Body,
    ],
    ..PLAIN
};

pub fn verify<V: AsRef<[u8]>>(
    verifier: &SignatureVerifier,
    fields: &[(&str, V)],
    body: &[u8],
) -> Result<(), Refusal> {
    let headers = headers(fields);
    let presented = Presented::new(&headers, None, body, at(NOW));
    verifier.verify(&presented).map(|_| ())
}

/// What the head alone says.
pub fn verify_head<V: AsRef<[u8]>>(
    verifier: &SignatureVerifier,
    fields: &[(&str, V)],
) -> Result<(), Refusal> {
    let headers = headers(fields);
    let presented = Presented::head(&headers, None, at(NOW));
    verifier.verify(&presented).map(|_| ())
}

pub fn plain(secret: &str) -> SignatureVerifier {
    SignatureVerifier::new(PLAIN, secret).unwrap()
}

pub fn hex(bytes: &[u8]) -> String {
    base16ct::lower::encode_string(bytes)
}

pub fn sha256(secret: &str, text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

/// The fields of a delivery signed by the `standardwebhooks` crate.
pub fn standard(id: &str, time: u64, body: &str) -> [(&'static str, String); 3] {
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
