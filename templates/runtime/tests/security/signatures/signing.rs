//! How two vendors sign, and what is verified of it.

use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use webhook_runtime::security::{
    HashAlgorithm, Presented, Refusal, SecretForm, SignatureEncoding, SignatureScheme,
    SignatureVerifier, SignedPart, SignedTimestamp, TimestampPlace,
};

use crate::support::{at, headers};

pub const NOW: u64 = 1_700_000_000;
pub const WHSEC: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

/// How GitHub signs.
pub const PLAIN: SignatureScheme = SignatureScheme {
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
pub const WITH_TIME: SignatureScheme = SignatureScheme {
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

pub fn verify<V: AsRef<[u8]>>(
    verifier: &SignatureVerifier,
    fields: &[(&str, V)],
    body: &[u8],
) -> Result<(), Refusal> {
    verifier.verify(&Presented::new(&headers(fields), None, body, at(NOW)))
}

/// What the head alone says.
pub fn verify_head<V: AsRef<[u8]>>(
    verifier: &SignatureVerifier,
    fields: &[(&str, V)],
) -> Result<(), Refusal> {
    verifier.verify(&Presented::head(&headers(fields), None, at(NOW)))
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
