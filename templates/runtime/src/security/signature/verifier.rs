//! Signatures of requests: a [`SignatureScheme`] and keys in, whether the sender knows one of them
//! out.

use std::borrow::Cow;
use std::time::Duration;

use crate::runtime::body::member::elements_at;
use crate::runtime::security::authorization::LONGEST_CREDENTIAL;
use crate::runtime::security::key_error::KeyError;
use crate::runtime::security::presented::Presented;
use crate::runtime::security::refusal::Refusal;
use crate::runtime::security::secret::{KeyId, Secret};
use crate::runtime::security::signature::content::{Port, Told, signed_content};
use crate::runtime::security::signature::forwarded;
use crate::runtime::security::signature::keys::Key;
#[cfg(feature = "handshakes")]
use crate::runtime::security::signature::scheme::SignatureAlgorithm;
use crate::runtime::security::signature::scheme::{SignatureScheme, SignedPart};
use crate::runtime::security::signature::timestamp::ShownTimestamp;
use crate::runtime::security::signature::values::{Values, digest_of};

/// How many signatures of one request are looked at, so that nobody makes the receiver compute
/// without end.
const MOST_SIGNATURES: usize = 32;

/// The keys that a sender may sign with, and how it signs.
///
/// ```
/// # use webhook_runtime::security::{KeyError, Secret, SignatureScheme, SignatureVerifier};
/// # fn main() -> Result<(), KeyError> {
/// // While a secret is rotated, the sender may sign with either. The names tell a handler which it was.
/// let verifier = SignatureVerifier::new(
///     SignatureScheme::STANDARD_WEBHOOKS,
///     Secret::named("spring", "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"),
/// )?
/// .or(Secret::named("summer", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))?;
/// # let _ = verifier;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct SignatureVerifier {
    scheme: SignatureScheme,
    keys: Vec<(Option<KeyId>, Key)>,
    origin: Option<Origin>,
}

/// How the receiver knows what stands before the path in the URL that the sender was told.
#[derive(Clone, Debug)]
enum Origin {
    /// The team says it.
    Told(String),
    /// The proxy in front says it in each request.
    Forwarded,
}

impl SignatureVerifier {
    /// Accepts what is signed with this key, written as the scheme says: a shared secret, or the
    /// public key of a sender that signs with a private one.
    ///
    /// # Errors
    ///
    /// [`KeyError`] says what is wrong with the key.
    pub fn new(scheme: SignatureScheme, key: impl Into<Secret>) -> Result<Self, KeyError> {
        let verifier = Self {
            scheme,
            keys: Vec::new(),
            origin: None,
        };
        verifier.or(key)
    }

    /// Accepts what is signed as Standard Webhooks says, with a secret such as `whsec_…`.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn standard_webhooks(secret: impl Into<Secret>) -> Result<Self, KeyError> {
        Self::new(SignatureScheme::STANDARD_WEBHOOKS, secret)
    }

    /// Accepts what is signed with this key too: while keys are rotated, the old one and the new
    /// one.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn or(mut self, key: impl Into<Secret>) -> Result<Self, KeyError> {
        let written = key.into();
        let id = written.id().cloned();
        let key = Key::read(self.scheme.algorithm, self.scheme.key, &written)?;
        self.keys.push((id, key));
        Ok(self)
    }

    /// Accepts times that differ by so much from the receiver's, before or after, instead of what
    /// the scheme says. Changes nothing where signatures have no time.
    #[must_use]
    pub fn tolerance(mut self, tolerance: Duration) -> Self {
        if let Some(timestamp) = &mut self.scheme.timestamp {
            timestamp.past = Some(tolerance);
            timestamp.future = Some(tolerance);
        }
        self
    }

    /// Says what stands before the path in the URL that the sender was told, such as
    /// `https://hooks.example.com`, for schemes that sign the URL.
    ///
    /// A proxy in front may have cut off the beginning of the path: then that belongs to it too.
    /// Nothing that a request says of the receiver's own name is trusted, neither `Host` nor a
    /// header of forwarding, unless [`trust_forwarded`](Self::trust_forwarded) says so.
    #[must_use]
    pub fn at_origin(self, origin: impl Into<String>) -> Self {
        Self {
            origin: Some(Origin::Told(origin.into())),
            ..self
        }
    }

    /// Takes what stands before the path in the URL from the request: the scheme and the host of
    /// the headers `Forwarded`, or else `X-Forwarded-Proto` and `X-Forwarded-Host` or `Host`, each
    /// with one value. For schemes that sign the URL, of a receiver that has several names.
    ///
    /// Only behind a proxy that writes these headers itself, whatever the sender sent, and past
    /// which nobody reaches the receiver. Otherwise whoever has recorded a request that was signed
    /// for another receiver with the same key, such as that of a test environment, can send it to
    /// this one. A proxy that cuts off the beginning of the path needs
    /// [`at_origin`](Self::at_origin).
    #[must_use]
    pub fn trust_forwarded(self) -> Self {
        Self {
            origin: Some(Origin::Forwarded),
            ..self
        }
    }

    /// What stands before the path in the URL, as far as it is signed and known.
    fn origin(&self, presented: &Presented<'_>) -> Result<Option<Cow<'_, str>>, Refusal> {
        Ok(match &self.origin {
            Some(Origin::Told(origin)) => Some(Cow::Borrowed(origin)),
            Some(Origin::Forwarded) if self.scheme.needs_origin() => {
                Some(Cow::Owned(forwarded::origin(presented)?))
            }
            _ => None,
        })
    }

    /// What is missing, so that nobody is admitted.
    #[must_use]
    pub fn fault(&self) -> Option<KeyError> {
        let is_missing = self.origin.is_none() && self.scheme.needs_origin();
        is_missing.then_some(KeyError::NoOrigin)
    }

    /// How the sender signs.
    #[must_use]
    pub fn scheme(&self) -> &SignatureScheme {
        &self.scheme
    }

    /// Checks the signature that a request shows, and tells the name of the key that made it, if
    /// the team gave it one.
    ///
    /// # Errors
    ///
    /// [`Refusal::Missing`] or [`Refusal::Repeated`] for a value that is not there once,
    /// [`Refusal::Malformed`] for a place that holds no signature or no time, or has more than 8
    /// KiB or 32 signatures, [`Refusal::AwaitsBody`] where the head is in order and the body is not
    /// there, [`Refusal::NotConfigured`] where the URL is signed and the receiver does not know its
    /// public origin, [`Refusal::Missing`] or [`Refusal::Malformed`] where a proxy is trusted that
    /// does not say it, [`Refusal::Mismatch`] where none of the signatures is right; and for a
    /// right one, [`Refusal::Replayed`] and [`Refusal::NotYetValid`] where it was made too long
    /// before or after now.
    pub fn verify(&self, presented: &Presented<'_>) -> Result<Option<KeyId>, Refusal> {
        let values = Values::new(presented);
        let Some(each) = self.scheme.each else {
            return self.verify_values(values);
        };
        let body = presented.body.ok_or(Refusal::AwaitsBody)?;
        let elements = elements_at(body, each).ok_or(Refusal::Malformed)?;
        let mut held = Err(Refusal::Missing);
        for element in elements {
            held = Ok(self.verify_values(values.of_element(element))?);
        }
        held
    }

    /// [`verify`](Self::verify) beside handshakes whose answers have an HMAC with the same key.
    /// Whoever asks for one is given it over a token of their own choice, so a signature over what
    /// may be a token, as the body `1`, does not show who made it.
    ///
    /// # Errors
    ///
    /// As [`verify`](Self::verify); and [`Refusal::Mismatch`] for the signature of what may be a
    /// token.
    #[cfg(feature = "handshakes")]
    pub fn verify_beside_handshakes(
        &self,
        presented: &Presented<'_>,
    ) -> Result<Option<KeyId>, Refusal> {
        let key = self.verify(presented)?;
        let values = Values::new(presented);
        let elements = match self.scheme.each {
            None => vec![values],
            Some(each) => {
                let body = presented.body.ok_or(Refusal::AwaitsBody)?;
                let elements = elements_at(body, each).ok_or(Refusal::Malformed)?;
                let elements = elements.into_iter();
                elements.map(|one| values.of_element(one)).collect()
            }
        };
        for values in elements {
            if self.signs_token(&values)? {
                return Err(Refusal::Mismatch);
            }
        }
        Ok(key)
    }

    /// Whether what a right signature is made over has no byte that a token (RFC 9110, section
    /// 11.2, `token68`) cannot have.
    #[cfg(feature = "handshakes")]
    fn signs_token(&self, values: &Values<'_>) -> Result<bool, Refusal> {
        let shown = self.shown(values)?;
        let timestamp = self.scheme.timestamp;
        let timestamp = timestamp.map(|own| ShownTimestamp::read(own, &shown.parts, values));
        let timestamp = timestamp.transpose()?;
        let origin = self.origin(values.presented())?;
        let told = Told {
            origin: origin.as_deref(),
            port: Port::AsGiven,
        };
        let content = signed_content(&self.scheme, values, timestamp.as_ref(), told)?;
        let may_be_token = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~+/=".contains(byte);
        Ok(content.iter().all(|part| part.iter().all(may_be_token)))
    }

    fn verify_values(&self, values: Values<'_>) -> Result<Option<KeyId>, Refusal> {
        let shown = self.shown(&values)?;
        let timestamp = self.scheme.timestamp;
        let timestamp = timestamp.map(|own| ShownTimestamp::read(own, &shown.parts, &values));
        let timestamp = match timestamp.transpose() {
            Err(Refusal::AwaitsBody) => None,
            read => read?,
        };
        let origin = self.origin(values.presented())?;
        let content = |port| {
            let origin = origin.as_deref();
            let url = Told { origin, port };
            signed_content(&self.scheme, &values, timestamp.as_ref(), url)
        };
        let as_given = match content(Port::AsGiven) {
            // A head that is not in order says so first.
            Err(Refusal::AwaitsBody) if shown.is_empty() => return Err(Refusal::Malformed),
            content => content?,
        };
        if shown.awaits_body {
            return Err(Refusal::AwaitsBody);
        }
        if shown.is_empty() {
            return Err(Refusal::Malformed);
        }
        self.check_digest(&values)?;
        let mut contents = vec![as_given];
        if self.scheme.signed.contains(&SignedPart::UrlOfAnyPort) {
            contents.push(content(Port::Other)?);
        }
        let id = self.held(&shown.signatures, &contents)?;
        match timestamp {
            Some(timestamp) => timestamp.is_near(values.presented().now)?,
            None if self.scheme.timestamp.is_some() => return Err(Refusal::Missing),
            None => {}
        }
        Ok(id)
    }

    /// The HMAC of a text, by the scheme's hash function: with the key that signed this request,
    /// or with the first one where none of them did. `None` for a scheme that does not sign by
    /// HMAC.
    #[cfg(feature = "handshakes")]
    #[must_use]
    pub fn hmac_for(&self, presented: &Presented<'_>, text: &[u8]) -> Option<Vec<u8>> {
        let SignatureAlgorithm::Hmac(_) = self.scheme.algorithm else {
            return None;
        };
        let signed = self.keys.iter().find(|key| {
            let keys = vec![(*key).clone()];
            let alone = Self {
                keys,
                ..self.clone()
            };
            alone.verify(presented).is_ok()
        });
        let (_, key) = signed.or_else(|| self.keys.first())?;
        key.computed(&[text])
    }

    /// The name of the key that made one of the signatures. Every key is tried, whichever holds.
    fn held(
        &self,
        signatures: &[Vec<u8>],
        contents: &[Vec<Cow<'_, [u8]>>],
    ) -> Result<Option<KeyId>, Refusal> {
        let mut held = Err(Refusal::Mismatch);
        for (id, key) in &self.keys {
            for content in contents {
                let parts: Vec<&[u8]> = content.iter().map(AsRef::as_ref).collect();
                if key.made_any_of(signatures, &parts) && held.is_err() {
                    held = Ok(id.clone());
                }
            }
        }
        held
    }

    /// What stands in the places of the signature, taken apart.
    fn shown(&self, values: &Values<'_>) -> Result<Shown, Refusal> {
        let mut shown = Shown::default();
        let mut missing = Refusal::Missing;
        let mut found = false;
        for place in self.scheme.signatures {
            let texts = match values.texts(place.place) {
                Ok(texts) => texts,
                Err(Refusal::AwaitsBody) => {
                    shown.awaits_body = true;
                    continue;
                }
                Err(refusal) => {
                    missing = refusal;
                    continue;
                }
            };
            found = true;
            for text in texts {
                if text.len() > LONGEST_CREDENTIAL {
                    return Err(Refusal::Malformed);
                }
                let separators = place.separators.as_bytes();
                for part in text.split(|byte| separators.contains(byte)) {
                    let part = part.trim_ascii();
                    let signature = part
                        .strip_prefix(place.prefix.as_bytes())
                        .and_then(|part| part.strip_suffix(place.suffix.as_bytes()))
                        .and_then(|part| place.encoding.decode(part));
                    shown.signatures.extend(signature);
                    shown.parts.push(part.to_vec());
                }
            }
        }
        if !found && !shown.awaits_body {
            return Err(missing);
        }
        if shown.signatures.len() > MOST_SIGNATURES {
            return Err(Refusal::Malformed);
        }
        Ok(shown)
    }

    /// Checks the digest that stands for the body, where there is one.
    fn check_digest(&self, values: &Values<'_>) -> Result<(), Refusal> {
        let Some(digest) = self.scheme.digest else {
            return Ok(());
        };
        let body = values.presented().body.ok_or(Refusal::AwaitsBody)?;
        #[cfg(feature = "forms")]
        if self.scheme.signed.contains(&SignedPart::FormSorted) && values.fields()?.is_some() {
            return Ok(());
        }
        let texts = values.texts(digest.place)?;
        let [shown] = texts.as_slice() else {
            return Err(Refusal::Repeated);
        };
        let shown = digest.encoding.decode(shown).ok_or(Refusal::Malformed)?;
        // Both are known to whoever sent the body: no secret shows in the time that this takes.
        if shown == digest_of(digest.hash, &[body]) {
            Ok(())
        } else {
            Err(Refusal::Mismatch)
        }
    }
}

/// What a request shows in the places of its signature.
#[derive(Default)]
struct Shown {
    /// All parts of the places, as they were sent.
    parts: Vec<Vec<u8>>,
    /// The signatures among them, decoded.
    signatures: Vec<Vec<u8>>,
    /// Whether one of the places is in the body, which is not there.
    awaits_body: bool,
}

impl Shown {
    /// Whether there is no signature, and none can come with the body.
    fn is_empty(&self) -> bool {
        self.signatures.is_empty() && !self.awaits_body
    }
}
