//! The values of a request that a signature is made over or stands in: a place in, its text out.

use std::borrow::Cow;

use serde_json::value::RawValue;

#[cfg(feature = "forms")]
use crate::runtime::body::content_type::essence;
use crate::runtime::body::member::scalar_at;
#[cfg(feature = "forms")]
use crate::runtime::body::parts::part;
#[cfg(feature = "forms")]
use crate::runtime::form_encoding::form_decoded;
use crate::runtime::json::pointer;
use crate::runtime::security::presented::Presented;
use crate::runtime::security::refusal::Refusal;
use crate::runtime::security::signature::scheme::{HashAlgorithm, RequestPlace};

/// A request, or one element of a list in its body.
#[derive(Clone, Copy)]
pub(super) struct Values<'a> {
    presented: &'a Presented<'a>,
    element: Option<&'a RawValue>,
}

impl<'a> Values<'a> {
    /// The values of a whole request.
    pub(super) fn new(presented: &'a Presented<'a>) -> Self {
        Self {
            presented,
            element: None,
        }
    }

    /// The values of a request, pointers into the body being relative to this element of it.
    pub(super) fn of_element(self, element: &'a RawValue) -> Self {
        Self {
            element: Some(element),
            ..self
        }
    }

    pub(super) fn presented(&self) -> &'a Presented<'a> {
        self.presented
    }

    /// The first of these headers that is there, which must be there once.
    pub(super) fn header(&self, names: &[&str]) -> Result<&'a [u8], Refusal> {
        self.presented.header(self.header_name(names)?)
    }

    /// The lines of the first of these headers that is there.
    fn header_lines(&self, names: &[&str]) -> Result<Vec<&'a [u8]>, Refusal> {
        let lines = self.presented.headers.get_all(self.header_name(names)?);
        Ok(lines.iter().map(http::HeaderValue::as_bytes).collect())
    }

    fn header_name<'n>(&self, names: &[&'n str]) -> Result<&'n str, Refusal> {
        let mut names = names.iter();
        let is_there = |name: &&&str| self.presented.headers.contains_key(**name);
        names.find(is_there).copied().ok_or(Refusal::Missing)
    }

    /// The text at a pointer in the body.
    ///
    /// # Errors
    ///
    /// [`Refusal::AwaitsBody`] as long as there is nothing but the head, [`Refusal::Missing`] where
    /// the place holds no text, number or truth value, or the body cannot be read.
    pub(super) fn body(&self, place: &str) -> Result<String, Refusal> {
        let tokens: Vec<Cow<'_, str>> = pointer::tokens(place).collect();
        let tokens: Vec<&str> = tokens.iter().map(AsRef::as_ref).collect();
        let body = self.presented.body.ok_or(Refusal::AwaitsBody)?;
        if let Some(element) = self.element {
            return scalar_at(element.get(), &tokens).ok_or(Refusal::Missing);
        }
        #[cfg(feature = "forms")]
        if let Some(form) = self.form() {
            let (field, rest) = tokens.split_first().ok_or(Refusal::Missing)?;
            let text = form.text(body, field).ok_or(Refusal::Missing)?;
            if rest.is_empty() {
                return Ok(text);
            }
            return scalar_at(&text, rest).ok_or(Refusal::Missing);
        }
        let text = std::str::from_utf8(body).map_err(|_| Refusal::Missing)?;
        scalar_at(text, &tokens).ok_or(Refusal::Missing)
    }

    /// The texts at a place: a header may be there several times.
    pub(super) fn texts(&self, place: RequestPlace) -> Result<Vec<Cow<'a, [u8]>>, Refusal> {
        Ok(match place {
            RequestPlace::Header(names) => {
                let lines = self.header_lines(names)?;
                lines.into_iter().map(Cow::Borrowed).collect()
            }
            RequestPlace::Query(name) => {
                vec![Cow::Owned(self.presented.query_parameter(name)?)]
            }
            RequestPlace::Body(pointer) => vec![Cow::Owned(self.body(pointer)?.into_bytes())],
        })
    }

    /// Whether the body is a form, by its media type.
    #[cfg(feature = "forms")]
    fn form(&self) -> Option<Form> {
        let media_type = self.presented.headers.get(http::header::CONTENT_TYPE)?;
        Form::of(&essence(media_type.to_str().ok()?))
    }

    /// The fields of a form in `application/x-www-form-urlencoded`, as bytes; `None` for any other
    /// body.
    #[cfg(feature = "forms")]
    pub(super) fn fields(&self) -> Result<Option<Vec<Field>>, Refusal> {
        if self.form() != Some(Form::UrlEncoded) {
            return Ok(None);
        }
        let body = self.presented.body.ok_or(Refusal::AwaitsBody)?;
        let pairs = body
            .split(|byte| *byte == b'&')
            .filter(|pair| !pair.is_empty());
        let fields = pairs.map(|pair| {
            let mut halves = pair.splitn(2, |byte| *byte == b'=');
            let mut half = || form_decoded(halves.next().unwrap_or_default());
            (half(), half())
        });
        Ok(Some(fields.collect()))
    }
}

/// The name of a field of a form, and its value.
#[cfg(feature = "forms")]
pub(super) type Field = (Vec<u8>, Vec<u8>);

/// The forms that a body may be.
#[cfg(feature = "forms")]
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    UrlEncoded,
    Multipart,
}

#[cfg(feature = "forms")]
impl Form {
    /// The form of a media type.
    pub(super) fn of(media_type: &str) -> Option<Self> {
        match media_type {
            "application/x-www-form-urlencoded" => Some(Self::UrlEncoded),
            "multipart/form-data" => Some(Self::Multipart),
            _ => None,
        }
    }

    /// The text of the first field of a name.
    fn text(self, body: &[u8], name: &str) -> Option<String> {
        match self {
            Self::UrlEncoded => {
                let mut pairs = form_urlencoded::parse(body);
                let found = pairs.find(|(field, _)| field == name);
                found.map(|(_, text)| text.into_owned())
            }
            Self::Multipart => {
                part(body, name).map(|content| String::from_utf8_lossy(content).into_owned())
            }
        }
    }
}

/// The digest of some bytes.
pub(super) fn digest_of(hash: HashAlgorithm, parts: &[&[u8]]) -> Vec<u8> {
    use sha2::Digest;
    fn over<D: Digest>(parts: &[&[u8]]) -> Vec<u8> {
        let mut digest = D::new();
        for part in parts {
            digest.update(part);
        }
        digest.finalize().to_vec()
    }
    match hash {
        HashAlgorithm::Sha1 => over::<sha1::Sha1>(parts),
        HashAlgorithm::Sha256 => over::<sha2::Sha256>(parts),
        HashAlgorithm::Sha384 => over::<sha2::Sha384>(parts),
        HashAlgorithm::Sha512 => over::<sha2::Sha512>(parts),
    }
}
