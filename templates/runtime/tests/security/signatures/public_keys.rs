//! Signatures by private keys: Ed25519, ECDSA and RSA, with the keys of the tests for tokens.
#![cfg(all(
    feature = "signature-ecdsa",
    feature = "signature-ed25519",
    feature = "signature-rsa"
))]

use http::Request;
use webhook_runtime::security::{
    HashAlgorithm, KeyError, Presented, Refusal, SignatureAlgorithm, SignatureScheme,
    SignatureSigner, SignatureVerifier,
};

use crate::signatures::signing::{NOW, PLAIN};
use crate::support::at;

const ED25519: [&str; 2] = [
    include_str!("../keys/ed25519.private.pem"),
    include_str!("../keys/ed25519.public.pem"),
];
const P_256: [&str; 2] = [
    include_str!("../keys/p-256.private.pem"),
    include_str!("../keys/p-256.public.pem"),
];
const RSA: [&str; 2] = [
    include_str!("../keys/rsa.private.pem"),
    include_str!("../keys/rsa.public.pem"),
];

fn check(
    scheme: SignatureScheme,
    key: &str,
    body: &[u8],
    shown: &Request<Vec<u8>>,
) -> Result<(), Refusal> {
    let (head, ()) = shown.clone().map(|_| ()).into_parts();
    let verifier = SignatureVerifier::new(scheme, key).unwrap();
    let presented = Presented::of(&head, at(NOW)).with_body(body);
    verifier.verify(&presented).map(|_| ())
}

#[test]
fn what_a_private_key_signs_its_public_key_verifies() {
    let rsa = SignatureAlgorithm::Rsa;
    for (algorithm, [private, public]) in [
        (SignatureAlgorithm::Ed25519, ED25519),
        (SignatureAlgorithm::EcdsaP256, P_256),
        (rsa(HashAlgorithm::Sha1), RSA),
        (rsa(HashAlgorithm::Sha256), RSA),
        (rsa(HashAlgorithm::Sha384), RSA),
        (rsa(HashAlgorithm::Sha512), RSA),
    ] {
        let scheme = SignatureScheme { algorithm, ..PLAIN };
        let mut shown = Request::post("/").body(b"body".to_vec()).unwrap();
        let signer = SignatureSigner::new(scheme, private).unwrap();
        signer.sign(&mut shown, None, at(NOW)).unwrap();
        assert_eq!(
            check(scheme, public, b"body", &shown),
            Ok(()),
            "{algorithm:?}"
        );
        let other = check(scheme, public, b"bodz", &shown);
        assert_eq!(other, Err(Refusal::Mismatch), "{algorithm:?}");
    }
}

#[test]
fn a_key_of_another_kind_is_refused_when_given() {
    let rsa = SignatureAlgorithm::Rsa(HashAlgorithm::Sha256);
    for (algorithm, keys) in [
        (SignatureAlgorithm::Ed25519, [P_256[1], RSA[1], "", "abc"]),
        (
            SignatureAlgorithm::EcdsaP256,
            [ED25519[1], RSA[1], "", "abc"],
        ),
        (rsa, [ED25519[1], P_256[1], "", "abc"]),
    ] {
        let scheme = SignatureScheme { algorithm, ..PLAIN };
        for key in keys {
            let error = SignatureVerifier::new(scheme, key).unwrap_err();
            assert!(
                matches!(error, KeyError::NotPublicKey { .. } | KeyError::Empty),
                "{algorithm:?} {key}: {error:?}"
            );
        }
        let error = SignatureSigner::new(scheme, keys[0]).unwrap_err();
        assert!(matches!(error, KeyError::NotPrivateKey { .. }), "{error:?}");
    }
}
