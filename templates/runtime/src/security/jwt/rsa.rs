//! Tokens signed with an RSA key: RS256, RS384, RS512, PS256, PS384 and PS512
//! ([RFC 7518, sections 3.3 and 3.5](https://www.rfc-editor.org/rfc/rfc7518#section-3.3)).

use rsa::sha2::{Sha256, Sha384, Sha512};
use rsa::{PublicKey, pkcs1v15, pss};

use crate::runtime::security::jwt::algorithm::Algorithm;
use crate::runtime::security::key_error::KeyError;
use crate::runtime::security::public_keys::Material;
use crate::runtime::security::public_keys::rsa as keys;

/// A key for RS256, in PEM (`PUBLIC KEY` or `RSA PUBLIC KEY`).
pub(super) fn from_pem(pem: &str) -> Result<Material, KeyError> {
    keys::from_pem(pem).map(|key| for_algorithm(Algorithm::Rs256, key))
}

/// A key for one of the algorithms, of its modulus and exponent, the most significant byte first.
pub(super) fn from_numbers(
    algorithm: Algorithm,
    modulus: &[u8],
    exponent: &[u8],
) -> Result<Material, KeyError> {
    keys::from_numbers(modulus, exponent).map(|key| for_algorithm(algorithm, key))
}

fn for_algorithm(algorithm: Algorithm, key: PublicKey) -> Material {
    match algorithm {
        Algorithm::Rs384 => keys::ready(pkcs1v15::VerifyingKey::<Sha384>::new(key)),
        Algorithm::Rs512 => keys::ready(pkcs1v15::VerifyingKey::<Sha512>::new(key)),
        Algorithm::Ps256 => keys::ready(pss::VerifyingKey::<Sha256>::new(key)),
        Algorithm::Ps384 => keys::ready(pss::VerifyingKey::<Sha384>::new(key)),
        Algorithm::Ps512 => keys::ready(pss::VerifyingKey::<Sha512>::new(key)),
        _ => keys::ready(pkcs1v15::VerifyingKey::<Sha256>::new(key)),
    }
}
