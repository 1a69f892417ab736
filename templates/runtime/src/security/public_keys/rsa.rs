//! Keys of RSA ([RFC 8017](https://www.rfc-editor.org/rfc/rfc8017#section-3.1)).

use std::ops::RangeInclusive;
use std::sync::Arc;

use rsa::pkcs1::RsaPublicKeyRef;
use rsa::pkcs8::der::{Decode, Document};
use rsa::pkcs8::{ObjectIdentifier, SubjectPublicKeyInfoRef};
use rsa::signature::Verifier;
use rsa::{BoxedUint, Error, PublicKey};

use crate::runtime::security::key_error::KeyError;
use crate::runtime::security::public_keys::Material;

/// The bits that a modulus may have: as few as RFC 7518 admits, and as many as are worth computing
/// with for anybody who asks.
const MODULUS_BITS: RangeInclusive<usize> = 2048..=4096;

/// The bytes that a number of a key may have before it is looked at.
const MOST_BYTES: usize = 512;

/// `rsaEncryption` ([RFC 8017, appendix C](https://www.rfc-editor.org/rfc/rfc8017#appendix-C)).
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");

/// What is not a key.
const REFUSED: KeyError = KeyError::NotPublicKey {
    expected: "an RSA public key",
};

/// A key in PEM (`PUBLIC KEY` or `RSA PUBLIC KEY`).
pub(crate) fn from_pem(pem: &str) -> Result<PublicKey, KeyError> {
    let (label, document) = Document::from_pem(pem.trim()).map_err(|_| REFUSED)?;
    match label {
        "RSA PUBLIC KEY" => from_pkcs1(document.as_bytes()),
        "PUBLIC KEY" => from_der(document.as_bytes()),
        _ => Err(REFUSED),
    }
}

/// A key as the DER of a `SubjectPublicKeyInfo` ([RFC 5280, section
/// 4.1](https://www.rfc-editor.org/rfc/rfc5280#section-4.1)).
pub(crate) fn from_der(der: &[u8]) -> Result<PublicKey, KeyError> {
    let info = SubjectPublicKeyInfoRef::from_der(der).map_err(|_| REFUSED)?;
    if info.algorithm.oid != RSA {
        return Err(REFUSED);
    }
    from_pkcs1(info.subject_public_key.as_bytes().ok_or(REFUSED)?)
}

fn from_pkcs1(der: &[u8]) -> Result<PublicKey, KeyError> {
    let key = RsaPublicKeyRef::from_der(der).map_err(|_| REFUSED)?;
    from_numbers(key.modulus.as_bytes(), key.public_exponent.as_bytes())
}

/// A key of its modulus and exponent, the most significant byte first.
pub(crate) fn from_numbers(modulus: &[u8], exponent: &[u8]) -> Result<PublicKey, KeyError> {
    let modulus = number(modulus).ok_or(KeyError::RsaSize)?;
    let exponent = number(exponent).ok_or(KeyError::RsaNumbers)?;
    let key = PublicKey::new_with_size_limits(modulus, exponent, MODULUS_BITS);
    key.map_err(|error| match error {
        Error::ModulusTooSmall | Error::ModulusTooLarge => KeyError::RsaSize,
        // Even, or an exponent that is even, below 3, above 33 bits or not below the modulus.
        _ => KeyError::RsaNumbers,
    })
}

/// A number of a key, unless it is none or too long for one.
fn number(bytes: &[u8]) -> Option<BoxedUint> {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    let digits = bytes.get(zeros..)?;
    let is_number = (1..=MOST_BYTES).contains(&digits.len());
    is_number.then(|| BoxedUint::from_be_slice_vartime(digits))
}

/// A key with its padding and hash function.
pub(crate) fn ready<S>(key: impl Verifier<S> + Send + Sync + 'static) -> Material
where
    S: for<'s> TryFrom<&'s [u8]>,
{
    Arc::new(move |message, signature| {
        S::try_from(signature).is_ok_and(|signature| key.verify(message, &signature).is_ok())
    })
}
