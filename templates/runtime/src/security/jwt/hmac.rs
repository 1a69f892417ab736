//! Tokens signed with a shared secret: HS256, HS384 and HS512
//! ([RFC 7518, section 3.2](https://www.rfc-editor.org/rfc/rfc7518#section-3.2)).

use std::sync::Arc;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Sha256, Sha384, Sha512};

use crate::runtime::security::jwt::algorithm::Algorithm;
use crate::runtime::security::key_error::KeyError;
use crate::runtime::security::public_keys::Material;
use crate::runtime::security::secret::Secret;

/// A secret for one of the three algorithms.
pub(super) fn shared(algorithm: Algorithm, secret: &Secret) -> Result<Material, KeyError> {
    /// The same for one hash function. What the HMAC keeps of its key is wiped when it is dropped.
    fn ready<M>(secret: &Secret) -> Result<Material, KeyError>
    where
        M: Mac + KeyInit + Clone + Send + Sync + 'static,
    {
        // An HMAC takes keys of any length.
        let keyed = <M as KeyInit>::new_from_slice(secret.bytes()).map_err(|_| KeyError::Empty)?;
        Ok(Arc::new(move |message, signature| {
            // In constant time.
            let mac = keyed.clone().chain_update(message);
            mac.verify_slice(signature).is_ok()
        }))
    }
    if secret.is_empty() {
        return Err(KeyError::Empty);
    }
    match algorithm {
        Algorithm::Hs384 => ready::<Hmac<Sha384>>(secret),
        Algorithm::Hs512 => ready::<Hmac<Sha512>>(secret),
        _ => ready::<Hmac<Sha256>>(secret),
    }
}
