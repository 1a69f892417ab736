//! Signing as a sender does, for tests and for trying a receiver out: a [`SignatureScheme`], a key
//! and a request in, the request with its signature out.
//!
//! It reads the same description as the verifier. Vendors sign with code of their own.

use std::fmt;
use std::time::SystemTime;

use http::header::{HeaderName, HeaderValue};
use http::{Request, Uri};
use serde_json::Value;

use crate::runtime::json::pointer;
use crate::runtime::security::key_error::KeyError;
use crate::runtime::security::presented::Presented;
use crate::runtime::security::refusal::Refusal;
use crate::runtime::security::secret::Secret;
use crate::runtime::security::signature::content::{Port, Told, signed_content};
use crate::runtime::security::signature::private_key::PrivateKey;
use crate::runtime::security::signature::scheme::{
    RequestPlace, SignaturePlace, SignatureScheme, SignedPart, TimestampPlace,
};
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

/// Why a request cannot be signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SigningError {
    /// What is signed cannot be put together from the request.
    Content(Refusal),
    /// The signature or its time stands in the body, which has no object there to put it into.
    NoPlace,
    /// A value of the request is not text that a header or URL can hold.
    NotText,
}

impl fmt::Display for SigningError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Content(refusal) => {
                write!(f, "what is signed cannot be put together: {refusal}")
            }
            Self::NoPlace => f.write_str(
                "the body has no place for what is signed into it: give a body in JSON with the object that holds the signature",
            ),
            Self::NotText => f.write_str("a value is not text that a header or a URL can hold"),
        }
    }
}

impl std::error::Error for SigningError {}

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
        self.fill_headers(request, now)?;
        self.add_digest(request)?;
        match self.scheme.each {
            None => {
                let signature = self.signature(request, None, origin, stamp.as_ref())?;
                self.place(request, &signature, stamp.as_ref())
            }
            Some(each) => self.sign_each(request, each, origin),
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
            TimestampPlace::Body(pointer) => {
                let text = Value::from(text.clone());
                edit_body(request, |body| put_at(body, pointer, text))?;
            }
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

    /// Gives headers that are signed and not there a value, as a sender numbers its deliveries.
    fn fill_headers(
        &self,
        request: &mut Request<Vec<u8>>,
        now: SystemTime,
    ) -> Result<(), SigningError> {
        let since = now.duration_since(SystemTime::UNIX_EPOCH);
        let id = format!("msg_{}", since.unwrap_or_default().as_secs());
        for part in self.scheme.signed {
            if let SignedPart::Header(names) = part {
                let is_there = |name: &&str| request.headers().contains_key(*name);
                if !names.iter().any(is_there) {
                    put_header(request, names, id.as_bytes())?;
                }
            }
        }
        Ok(())
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
                edit_body(request, |body| put_at(body, pointer, text.into()))
            }
        }
    }

    /// Signs every element of a list, and puts the signature into the element.
    fn sign_each(
        &self,
        request: &mut Request<Vec<u8>>,
        each: &str,
        origin: Option<&str>,
    ) -> Result<(), SigningError> {
        let own = self
            .scheme
            .signatures
            .first()
            .ok_or(SigningError::NoPlace)?;
        let RequestPlace::Body(place) = own.place else {
            return Err(SigningError::NoPlace);
        };
        let body: Value =
            serde_json::from_slice(request.body()).map_err(|_| SigningError::NoPlace)?;
        let elements = body.pointer(each).and_then(Value::as_array);
        let mut signed = Vec::new();
        for element in elements.ok_or(SigningError::NoPlace)? {
            let text = serde_json::value::to_raw_value(element);
            let text = text.map_err(|_| SigningError::NoPlace)?;
            let signature = self.signature(request, Some(&text), origin, None)?;
            let mut element = element.clone();
            let text = String::from_utf8(signature_text(own, &signature));
            let text = text.map_err(|_| SigningError::NotText)?;
            put_at(&mut element, place, text.into())?;
            signed.push(element);
        }
        edit_body(request, |body| put_at(body, each, signed.into()))
    }
}

fn signature_text(place: &SignaturePlace, signature: &[u8]) -> Vec<u8> {
    let text = place.encoding.encode(signature);
    [place.prefix.as_bytes(), &text, place.suffix.as_bytes()].concat()
}

fn put_header(
    request: &mut Request<Vec<u8>>,
    names: &[&str],
    value: &[u8],
) -> Result<(), SigningError> {
    let name = names.first().ok_or(SigningError::NoPlace)?;
    let name = HeaderName::try_from(*name).map_err(|_| SigningError::NotText)?;
    let value = HeaderValue::from_bytes(value).map_err(|_| SigningError::NotText)?;
    request.headers_mut().insert(name, value);
    Ok(())
}

fn put_query(request: &mut Request<Vec<u8>>, name: &str, value: &[u8]) -> Result<(), SigningError> {
    let value = std::str::from_utf8(value).map_err(|_| SigningError::NotText)?;
    let pair = form_urlencoded::Serializer::new(String::new())
        .append_pair(name, value)
        .finish();
    let uri = request.uri().to_string();
    let mark = if request.uri().query().is_some() {
        '&'
    } else {
        '?'
    };
    let uri: Uri = format!("{uri}{mark}{pair}")
        .parse()
        .map_err(|_| SigningError::NotText)?;
    *request.uri_mut() = uri;
    Ok(())
}

/// Changes a body in JSON, and writes it anew.
fn edit_body(
    request: &mut Request<Vec<u8>>,
    edit: impl FnOnce(&mut Value) -> Result<(), SigningError>,
) -> Result<(), SigningError> {
    let mut body: Value =
        serde_json::from_slice(request.body()).map_err(|_| SigningError::NoPlace)?;
    edit(&mut body)?;
    *request.body_mut() = body.to_string().into_bytes();
    Ok(())
}

/// Puts a value at a pointer, whose holder must be there.
fn put_at(body: &mut Value, place: &str, value: Value) -> Result<(), SigningError> {
    let holder = pointer::parent(place).ok_or(SigningError::NoPlace)?;
    let name = pointer::tokens(place).last();
    let name = name.ok_or(SigningError::NoPlace)?.into_owned();
    let holder = body
        .pointer_mut(holder)
        .and_then(Value::as_object_mut)
        .ok_or(SigningError::NoPlace)?;
    holder.insert(name, value);
    Ok(())
}
