//! `cargo xtask send`: posts a delivery, as the vendor would.
//!
//! In: an event, its body, a URL and credentials by scheme. Out: the answer. It knows how each
//! authenticator of the model is satisfied, how events are sent, and how handshakes are played.

mod again;
mod credential;
mod explained;
mod handshake;
mod header_line;
mod private_key;
mod request;
mod target;
mod token;
mod transmit;
mod written;

use std::time::SystemTime;

use crate::characters::shown;
use crate::model::{
    AuthenticatorKind, Event, KeyPlace, Model, NameInHead, ParameterPlace, Signature,
};
use crate::sample::{Beside, media_type};
use webhook_runtime::security::{RequestPlace, SignedPart, TimestampPlace};

pub use again::{Again, send_again};
pub use credential::{Credential, CredentialError};
pub use handshake::{HandshakePlay, play_handshake};
pub use header_line::HeaderLine;
pub use token::{TokenAlgorithm, TokenOptions};
pub use transmit::Answer;
pub use written::Form;

use request::{Part, Request};
use target::with_name;
use transmit::{built, check_url, origin_of, transmit};

/// A delivery that is to be sent, and how.
#[derive(Debug, Clone, Copy)]
pub struct Delivery<'d> {
    /// What the spec says.
    pub model: &'d Model,
    /// The event.
    pub event: &'d Event,
    /// The body.
    pub body: &'d [u8],
    /// Whether the body is sent byte for byte, so that nothing may be signed into it.
    pub is_verbatim: bool,
    /// What comes beside the body: what must come, and what is signed.
    pub beside: &'d [Beside],
    /// Where the receiver listens.
    pub url: &'d str,
    /// What the receiver was told as its public origin, for schemes that sign the URL; that of
    /// `url` if it is not given.
    pub origin: Option<&'d str>,
    /// Credentials for security schemes of the spec.
    pub credentials: &'d [Credential],
    /// Headers in place of those that would be sent.
    pub headers: &'d [HeaderLine],
}

impl<'d> Delivery<'d> {
    /// A delivery of an event to a URL, without a credential and with nothing beside the body.
    #[must_use]
    pub fn of(model: &'d Model, event: &'d Event, body: &'d [u8], url: &'d str) -> Self {
        Self {
            model,
            event,
            body,
            is_verbatim: false,
            beside: &[],
            url,
            origin: None,
            credentials: &[],
            headers: &[],
        }
    }

    /// The same with these credentials.
    #[must_use]
    pub fn with_credentials(self, credentials: &'d [Credential]) -> Self {
        Self {
            credentials,
            ..self
        }
    }

    /// The request: by the method of the event, with every credential, and signed now.
    ///
    /// Where the path names the event, its name is put behind the URL's path unless it is there
    /// already.
    ///
    /// # Errors
    ///
    /// A message with what went wrong and what to do: a wrong URL, credentials that cannot be in
    /// one request. It shows the URL as it was given and no credential.
    pub fn prepared(&self) -> Result<Prepared<'d>, String> {
        check_url(self.url)?;
        let request = self.request()?;
        let url = self.url;
        Ok(Prepared { request, url })
    }

    fn request(&self) -> Result<Request, String> {
        let (model, event) = (self.model, self.event);
        let named = model.name_in_head(event);
        let url = match named {
            Some(NameInHead::Path(name)) => with_name(self.url, name, self.beside),
            _ => self.url.to_owned(),
        };
        let mut request = Request::to(&url, event.http_method.as_str(), self.body);
        request.replace_headers(self.headers);
        if let Some(media_type) = media_type(event) {
            request.fill(Part::Header, "Content-Type", &media_type);
        }
        match named {
            Some(NameInHead::Header(header, name)) => {
                request.fill(Part::Header, header, name);
            }
            Some(NameInHead::Query(query, name)) => request.fill(Part::Query, query, name),
            _ => {}
        }
        self.put_beside(&mut request);
        let origin = self.origin.unwrap_or(origin_of(self.url));
        for credential in self.credentials {
            credential.apply(&mut request, origin, SystemTime::now())?;
        }
        if self.is_verbatim && request.body != self.body {
            return Err(
                "the signature or its time stands in the body, which is to be sent byte for byte\n\
                 help: leave `--auth` out if the body is signed already, or leave `--body` out and \
                 change the delivery of the spec with `--set`"
                    .to_owned(),
            );
        }
        Ok(request)
    }

    /// Puts in what must come beside the body, and what a signature takes in, unless a credential
    /// puts it there.
    fn put_beside(&self, request: &mut Request) {
        let signatures = || {
            let given = self.credentials.iter();
            given.filter_map(|credential| credential.signature())
        };
        let wanted = self.beside.iter().filter_map(|one| {
            let part = match one.place {
                ParameterPlace::Headers => Part::Header,
                ParameterPlace::Query => Part::Query,
                ParameterPlace::Path => return None,
            };
            let is_signed = signatures().any(|own| signs(own.scheme.signed, part, &one.name));
            // The signer says what time it is.
            let is_time = is_signed && one.name.to_ascii_lowercase().contains("timestamp");
            let is_wanted = (one.required || is_signed) && !is_time;
            let is_open = !request.has(part, &one.name) && !self.is_credential(part, &one.name);
            (is_wanted && is_open).then_some((part, one))
        });
        // Several of one name are all put there.
        for (part, one) in wanted.collect::<Vec<_>>() {
            request.add(part, &one.name, &one.text);
        }
        for (part, name) in signatures().flat_map(|own| optional(own.scheme.signed)) {
            request.fill(part, name, "1");
        }
    }

    /// Whether a security scheme of the spec puts something there.
    fn is_credential(&self, part: Part, name: &str) -> bool {
        let is_name = |own: &str| part.is_same(own, name);
        let is_place = |place: &RequestPlace| match (part, place) {
            (Part::Header, RequestPlace::Header(names)) => names.iter().any(|own| is_name(own)),
            (Part::Query, RequestPlace::Query(own)) => is_name(own),
            _ => false,
        };
        let is_signed_with = |own: &Signature| {
            let scheme = own.scheme;
            let time = scheme.timestamp.map(|time| time.place);
            let is_time = match time {
                Some(TimestampPlace::Header(names)) => is_place(&RequestPlace::Header(names)),
                _ => false,
            };
            is_time
                || scheme.signatures.iter().any(|own| is_place(&own.place))
                || scheme.digest.is_some_and(|own| is_place(&own.place))
        };
        self.model.authenticators.iter().any(|own| match &own.kind {
            AuthenticatorKind::ApiKey(KeyPlace::Header(own)) => {
                part == Part::Header && is_name(own)
            }
            AuthenticatorKind::ApiKey(KeyPlace::Query(own)) => part == Part::Query && is_name(own),
            AuthenticatorKind::Signature(own) => is_signed_with(own),
            _ => false,
        })
    }
}

/// Whether a header or a parameter of the query is among what is signed.
fn signs(parts: &[SignedPart], part: Part, name: &str) -> bool {
    parts.iter().any(|signed| match signed {
        SignedPart::Header(names) => {
            part == Part::Header && names.iter().any(|own| part.is_same(own, name))
        }
        SignedPart::Query(own) => part == Part::Query && *own == name,
        SignedPart::Optional(parts) => signs(parts, part, name),
        _ => false,
    })
}

/// What may be missing of what is signed; vendors send it.
fn optional(parts: &[SignedPart]) -> Vec<(Part, &'static str)> {
    let optional = parts.iter().filter_map(|part| match part {
        SignedPart::Optional(parts) => Some(*parts),
        _ => None,
    });
    let inside = optional.flatten().filter_map(|part| match part {
        SignedPart::Header(names) => Some((Part::Header, *names.first()?)),
        SignedPart::Query(name) => Some((Part::Query, *name)),
        _ => None,
    });
    inside.collect()
}

/// A request that is ready, and can be sent several times.
#[derive(Debug)]
pub struct Prepared<'d> {
    request: Request,
    url: &'d str,
}

impl Prepared<'_> {
    /// Sends it.
    ///
    /// # Errors
    ///
    /// A message with why there is no answer and what to do.
    pub fn send(&self) -> Result<Answer, String> {
        transmit(&self.request, self.url)
    }

    /// The request as text.
    ///
    /// # Errors
    ///
    /// What keeps it from being sent; or a body that is not text.
    pub fn written(&self, form: Form) -> Result<String, String> {
        built(&self.request, ())?;
        written::request(&self.request, form)
    }
}

/// The name of a scheme in a message.
fn named(scheme: &str) -> String {
    format!("`{}`", shown(scheme))
}
