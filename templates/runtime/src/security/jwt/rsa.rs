//! Tokens signed with an RSA key: RS256, RS384, RS512, PS256, PS384 and PS512
//! ([RFC 7518, sections 3.3 and 3.5](https://www.rfc-editor.org/rfc/rfc7518#section-3.3)).

use std::ops::RangeInclusive;
use std::sync::Arc;

use rsa::pkcs1::RsaPublicKeyRef;
use rsa::pkcs8::der::{Decode, Document};
use rsa::pkcs8::{ObjectIdentifier, SubjectPublicKeyInfoRef};
use rsa::sha2::{Sha256, Sha384, Sha512};
use rsa::signature::Verifier;
use rsa::{BoxedUint, Error, PublicKey, pkcs1v15, pss};

use crate::runtime::security::jwt::algorithm::{Algorithm, Material};
use crate::runtime::security::key_error::KeyError;

/// The bits that a modulus may have: as few as RFC 7518 admits, and as many as are worth computing with for anybody who asks.
const MODULUS_BITS: RangeInclusive<usize> = 2048..=4096;

/// The bytes that a number of a key may have before it is looked at.
const MOST_BYTES: usize = 512;

/// `rsaEncryption` ([RFC 8017, appendix C](https://www.rfc-editor.org/rfc/rfc8017#appendix-C)).
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");

/// A key for RS256, in PEM (`PUBLIC KEY` or `RSA PUBLIC KEY`).
pub(super) fn from_pem(pem: &str) -> Result<Material, KeyError> {
    let refused = KeyError::NotPublicKey {
        expected: "an RSA public key",
    };
    let (label, document) = Document::from_pem(pem.trim()).map_err(|_| refused)?;
    let der = document.as_bytes();
    let key = match label {
        "RSA PUBLIC KEY" => der,
        "PUBLIC KEY" => {
            let info = SubjectPublicKeyInfoRef::from_der(der).map_err(|_| refused)?;
            if info.algorithm.oid != RSA {
                return Err(refused);
            }
            info.subject_public_key.as_bytes().ok_or(refused)?
        }
        _ => return Err(refused),
    };
    let key = RsaPublicKeyRef::from_der(key).map_err(|_| refused)?;
    let (modulus, exponent) = (key.modulus.as_bytes(), key.public_exponent.as_bytes());
    from_numbers(Algorithm::Rs256, modulus, exponent)
}

/// A key for one of the algorithms, of its modulus and exponent, the most significant byte first.
pub(super) fn from_numbers(
    algorithm: Algorithm,
    modulus: &[u8],
    exponent: &[u8],
) -> Result<Material, KeyError> {
    let modulus = number(modulus).ok_or(KeyError::RsaSize)?;
    let exponent = number(exponent).ok_or(KeyError::RsaNumbers)?;
    let key = PublicKey::new_with_size_limits(modulus, exponent, MODULUS_BITS);
    let key = key.map_err(|error| match error {
        Error::ModulusTooSmall | Error::ModulusTooLarge => KeyError::RsaSize,
        // Even, or an exponent that is even, below 3, above 33 bits or not below the modulus.
        _ => KeyError::RsaNumbers,
    })?;
    Ok(match algorithm {
        Algorithm::Rs384 => ready(pkcs1v15::VerifyingKey::<Sha384>::new(key)),
        Algorithm::Rs512 => ready(pkcs1v15::VerifyingKey::<Sha512>::new(key)),
        Algorithm::Ps256 => ready(pss::VerifyingKey::<Sha256>::new(key)),
        Algorithm::Ps384 => ready(pss::VerifyingKey::<Sha384>::new(key)),
        Algorithm::Ps512 => ready(pss::VerifyingKey::<Sha512>::new(key)),
        _ => ready(pkcs1v15::VerifyingKey::<Sha256>::new(key)),
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
fn ready<S>(key: impl Verifier<S> + Send + Sync + 'static) -> Material
where
    S: for<'s> TryFrom<&'s [u8]>,
{
    Arc::new(move |message, signature| {
        S::try_from(signature).is_ok_and(|signature| key.verify(message, &signature).is_ok())
    })
}
