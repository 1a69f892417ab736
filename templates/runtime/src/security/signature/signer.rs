//! Signing as a sender does, for tests and for trying a receiver out: a [`SignatureScheme`], a key
//! and a request in, the request with its signature out.
//!
//! It reads the same description as the verifier. Vendors sign with code of their own.

use std::time::SystemTime;

use http::Request;
use serde_json::Value;

use crate::runtime::security::key_error::KeyError;
use crate::runtime::security::presented::Presented;
use crate::runtime::security::secret::Secret;
use crate::runtime::security::signature::content::{Port, Told, signed_content};
use crate::runtime::security::signature::filling::{
    fill, fill_element, put_at, put_header, put_in_body, put_query,
};
use crate::runtime::security::signature::private_key::PrivateKey;
use crate::runtime::security::signature::scheme::{
    RequestPlace, SignaturePlace, SignatureScheme, TimestampPlace,
};
use crate::runtime::security::signature::signing_error::SigningError;
use crate::runtime::security::signature::timestamp::{ShownTimestamp, written};
use crate::runtime::security::signature::values::{Values, digest_of};

/// Signs requests as a sender does.
///
/// ```
/// # use std::time::SystemTime;
/// # use webhook_runtime::security::{Presented, SignatureScheme, SignatureSigner, SignatureVerifier};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let scheme = SignatureScheme::STANDARD_WEBHOOKS;
/// let secret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
/// let mut request = http::Request::post("/webhooks").body(b"{}".to_vec())?;
/// SignatureSigner::new(scheme, secret)?.sign(&mut request, None, SystemTime::now())?;
///
/// let verifier = SignatureVerifier::new(scheme, secret)?;
/// let (head, body) = request.into_parts();
/// assert!(verifier.verify(&Presented::of(&head, SystemTime::now()).with_body(&body)).is_ok());
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct SignatureSigner {
    scheme: SignatureScheme,
    key: PrivateKey,
}

impl SignatureSigner {
    /// Signs with this key: the shared secret as the verifier takes it, or the private key, in PEM
    /// (PKCS #8) or written as the scheme has its public keys.
    ///
    /// # Errors
    ///
    /// [`KeyError`] says what is wrong with the key.
    pub fn new(scheme: SignatureScheme, key: impl Into<Secret>) -> Result<Self, KeyError> {
        let key = PrivateKey::read(scheme.algorithm, scheme.key, &key.into())?;
        Ok(Self { scheme, key })
    }

    /// Signs by this function, which makes the signature over some bytes: for keys that this build
    /// cannot read, or that are kept elsewhere.
    pub fn by(
        scheme: SignatureScheme,
        sign: impl Fn(&[u8]) -> Vec<u8> + Send + Sync + 'static,
    ) -> Self {
        let key = PrivateKey::Private(Box::new(sign));
        Self { scheme, key }
    }

    /// Adds what the scheme asks for to a request: the time of signing, values that are signed and
    /// not there yet, and the signature.
    ///
    /// `origin` is what the verifier is given by
    /// [`at_origin`](crate::runtime::security::SignatureVerifier::at_origin). A signature that
    /// stands in the body is put into it, and the body is written anew.
    ///
    /// # Errors
    ///
    /// [`SigningError`] says what is missing.
    pub fn sign(
        &self,
        request: &mut Request<Vec<u8>>,
        origin: Option<&str>,
        now: SystemTime,
    ) -> Result<(), SigningError> {
        let stamp = self.stamp(request, now)?;
        if self.scheme.each.is_none() {
            fill(request, self.scheme.signed, now)?;
        }
        self.add_digest(request)?;
        match self.scheme.each {
            None => {
                let signature = self.signature(request, None, origin, stamp.as_ref())?;
                self.place(request, &signature, stamp.as_ref())
            }
            Some(each) => self.sign_each(request, each, origin, now),
        }
    }

    /// Puts the time where the scheme has it, and gives it if it stands among the signatures.
    fn stamp(
        &self,
        request: &mut Request<Vec<u8>>,
        now: SystemTime,
    ) -> Result<Option<ShownTimestamp>, SigningError> {
        let Some(scheme) = self.scheme.timestamp else {
            return Ok(None);
        };
        let text = written(now, scheme.unit);
        match scheme.place {
            TimestampPlace::Header(names) => {
                let is_there = |name: &&str| request.headers().contains_key(*name);
                if !names.iter().any(is_there) {
                    put_header(request, names, text.as_bytes())?;
                }
            }
            TimestampPlace::Body(pointer) => put_in_body(request, pointer, |old| {
                match text.parse::<u64>() {
                    // A number, unless a text stands there.
                    Ok(number) if !old.is_string() => number.into(),
                    _ => text.as_str().into(),
                }
            })?,
            TimestampPlace::AmongSignatures(_) => {}
        }
        let (head, body) = (request.headers(), request.body());
        let presented = Presented::new(head, None, body, now);
        let among = match scheme.place {
            TimestampPlace::AmongSignatures(prefix) => vec![[prefix, &text].concat().into_bytes()],
            _ => Vec::new(),
        };
        ShownTimestamp::read(scheme, &among, &Values::new(&presented))
            .map(Some)
            .map_err(SigningError::Content)
    }

    fn add_digest(&self, request: &mut Request<Vec<u8>>) -> Result<(), SigningError> {
        let Some(digest) = self.scheme.digest else {
            return Ok(());
        };
        let text = digest_of(digest.hash, &[request.body()]);
        let text = digest.encoding.encode(&text);
        match digest.place {
            RequestPlace::Header(names) => put_header(request, names, &text),
            RequestPlace::Query(name) => put_query(request, name, &text),
            RequestPlace::Body(_) => Err(SigningError::NoPlace),
        }
    }

    fn signature(
        &self,
        request: &Request<Vec<u8>>,
        element: Option<&serde_json::value::RawValue>,
        origin: Option<&str>,
        stamp: Option<&ShownTimestamp>,
    ) -> Result<Vec<u8>, SigningError> {
        let presented = Presented {
            headers: request.headers(),
            method: request.method(),
            path: request.uri().path(),
            query: request.uri().query(),
            body: Some(request.body()),
            now: SystemTime::UNIX_EPOCH,
        };
        let values = Values::new(&presented);
        let values = element.map_or(values, |element| values.of_element(element));
        let port = Port::AsGiven;
        let content = signed_content(&self.scheme, &values, stamp, Told { origin, port })
            .map_err(SigningError::Content)?;
        let parts: Vec<&[u8]> = content.iter().map(AsRef::as_ref).collect();
        Ok(self.key.sign(&parts))
    }

    /// Puts the signature into the first of its places.
    fn place(
        &self,
        request: &mut Request<Vec<u8>>,
        signature: &[u8],
        stamp: Option<&ShownTimestamp>,
    ) -> Result<(), SigningError> {
        let Some(place) = self.scheme.signatures.first() else {
            return Ok(());
        };
        let mut text = signature_text(place, signature);
        let among = self.scheme.timestamp.map(|timestamp| timestamp.place);
        if let (Some(TimestampPlace::AmongSignatures(prefix)), Some(stamp)) = (among, stamp) {
            let separator = place.separators.get(..1).unwrap_or(",");
            text = [prefix.as_bytes(), &stamp.text, separator.as_bytes(), &text].concat();
        }
        match place.place {
            RequestPlace::Header(names) => put_header(request, names, &text),
            RequestPlace::Query(name) => put_query(request, name, &text),
            RequestPlace::Body(pointer) => {
                let text = String::from_utf8(text).map_err(|_| SigningError::NotText)?;
                put_in_body(request, pointer, |_| text.into())
            }
        }
    }

    /// Signs every element of a list, and puts the signature into the element.
    fn sign_each(
        &self,
        request: &mut Request<Vec<u8>>,
        each: &str,
        origin: Option<&str>,
        now: SystemTime,
    ) -> Result<(), SigningError> {
        let own = self
            .scheme
            .signatures
            .first()
            .ok_or(SigningError::NoPlace)?;
        let RequestPlace::Body(place) = own.place else {
            return Err(SigningError::NoPlace);
        };
        let mut body: Value =
            serde_json::from_slice(request.body()).map_err(|_| SigningError::NoPlace)?;
        put_at(&mut body, each, |old| match old {
            // A list that is not there has one element.
            Value::Null => vec![Value::Null].into(),
            old => old.clone(),
        })?;
        let elements = body.pointer_mut(each).and_then(Value::as_array_mut);
        for element in elements.ok_or(SigningError::NoPlace)? {
            fill_element(element, self.scheme.signed, now)?;
            let text = serde_json::value::to_raw_value(element);
            let text = text.map_err(|_| SigningError::NoPlace)?;
            let signature = self.signature(request, Some(&text), origin, None)?;
            let text = String::from_utf8(signature_text(own, &signature));
            let text = text.map_err(|_| SigningError::NotText)?;
            put_at(element, place, |_| text.into())?;
        }
        *request.body_mut() = body.to_string().into_bytes();
        Ok(())
    }
}

fn signature_text(place: &SignaturePlace, signature: &[u8]) -> Vec<u8> {
    let text = place.encoding.encode(signature);
    [place.prefix.as_bytes(), &text, place.suffix.as_bytes()].concat()
}
