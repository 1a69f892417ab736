//! What a sender signed: the scheme and a request in, the bytes out.

use std::borrow::Cow;
#[cfg(feature = "forms")]
use std::collections::BTreeSet;

use crate::runtime::security::refusal::Refusal;
use crate::runtime::security::signature::scheme::{SignatureScheme, SignedPart};
use crate::runtime::security::signature::timestamp::ShownTimestamp;
#[cfg(feature = "forms")]
use crate::runtime::security::signature::values::Field;
use crate::runtime::security::signature::values::{Values, digest_of};

/// How the sender may have written the port of the receiver's URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Port {
    /// As the receiver's origin has it.
    AsGiven,
    /// The default port of the URL's scheme where the origin has none, and none where it has one.
    Other,
}

/// The beginning of the URL that the sender was told.
#[derive(Clone, Copy)]
pub(super) struct Told<'o> {
    /// What stands before the path that the receiver sees.
    pub(super) origin: Option<&'o str>,
    pub(super) port: Port,
}

/// What the request's signature is made over, in its parts.
///
/// # Errors
///
/// [`Refusal::Missing`] and [`Refusal::Repeated`] for values that are not there once,
/// [`Refusal::Malformed`] for one that contains what ends it, [`Refusal::AwaitsBody`] where the
/// body is needed and not there, [`Refusal::NotConfigured`] where the receiver does not know its
/// own origin.
pub(super) fn signed_content<'a>(
    scheme: &SignatureScheme,
    values: &Values<'a>,
    timestamp: Option<&'a ShownTimestamp>,
    url: Told<'_>,
) -> Result<Vec<Cow<'a, [u8]>>, Refusal> {
    let reading = Reading {
        values,
        timestamp,
        url,
        #[cfg(feature = "forms")]
        has_digest: scheme.digest.is_some(),
    };
    let mut content = Vec::new();
    let mut awaits_body = false;
    reading.parts(scheme.signed, &mut content, &mut awaits_body)?;
    if awaits_body {
        Err(Refusal::AwaitsBody)
    } else {
        Ok(content)
    }
}

struct Reading<'r, 'a> {
    values: &'r Values<'a>,
    timestamp: Option<&'a ShownTimestamp>,
    url: Told<'r>,
    #[cfg(feature = "forms")]
    has_digest: bool,
}

impl<'a> Reading<'_, 'a> {
    /// Reads all parts, those of the head too where the body is not there: a head that is not in
    /// order is refused without it.
    fn parts(
        &self,
        parts: &[SignedPart],
        content: &mut Vec<Cow<'a, [u8]>>,
        awaits_body: &mut bool,
    ) -> Result<(), Refusal> {
        let following = parts.iter().skip(1).map(Some).chain([None]);
        for (part, next) in parts.iter().zip(following) {
            let end = match next {
                Some(SignedPart::Text(end)) => end.as_bytes(),
                _ => &[],
            };
            if let SignedPart::Optional(parts) = part {
                let before = content.len();
                match self.parts(parts, content, awaits_body) {
                    Err(Refusal::Missing) => content.truncate(before),
                    read => read?,
                }
                continue;
            }
            match self.part(*part) {
                Ok(value) if is_open(*part) && contains(&value, end) => {
                    return Err(Refusal::Malformed);
                }
                Ok(value) => content.push(value),
                Err(Refusal::AwaitsBody) => *awaits_body = true,
                Err(refusal) => return Err(refusal),
            }
        }
        Ok(())
    }

    fn part(&self, part: SignedPart) -> Result<Cow<'a, [u8]>, Refusal> {
        let presented = self.values.presented();
        let body = presented.body.ok_or(Refusal::AwaitsBody);
        Ok(match part {
            SignedPart::Body => Cow::Borrowed(body?),
            SignedPart::BodyDigest(hash, encoding) => {
                Cow::Owned(encoding.encode(&digest_of(hash, &[body?])))
            }
            SignedPart::Timestamp => match self.timestamp {
                Some(timestamp) => Cow::Borrowed(&timestamp.text),
                // It stands in the body.
                None if presented.body.is_none() => return Err(Refusal::AwaitsBody),
                None => return Err(Refusal::Missing),
            },
            SignedPart::Method => Cow::Borrowed(presented.method.as_str().as_bytes()),
            SignedPart::Url => Cow::Owned(self.url(Port::AsGiven)?),
            SignedPart::UrlOfAnyPort => Cow::Owned(self.url(self.url.port)?),
            SignedPart::Path => Cow::Borrowed(presented.path.as_bytes()),
            SignedPart::Header(names) => Cow::Borrowed(self.values.header(names)?),
            SignedPart::Query(name) => Cow::Owned(presented.query_parameter(name)?),
            SignedPart::Pointer(pointer) => Cow::Owned(self.values.body(pointer)?.into_bytes()),
            #[cfg(feature = "forms")]
            SignedPart::FormSorted => {
                let fields = match self.values.fields()? {
                    Some(fields) => fields,
                    // Nothing else would cover a body that is not a form.
                    None if !self.has_digest && !body?.is_empty() => {
                        return Err(Refusal::Malformed);
                    }
                    None => Vec::new(),
                };
                let sorted: BTreeSet<Field> = fields.into_iter().collect();
                let texts = sorted.into_iter().flat_map(|(name, value)| [name, value]);
                Cow::Owned(texts.collect::<Vec<_>>().concat())
            }
            SignedPart::Text(text) => Cow::Borrowed(text.as_bytes()),
            // Read by `parts`, which alone knows where they begin.
            SignedPart::Optional(_) => Cow::Borrowed(&[]),
        })
    }

    /// The URL that the sender was told.
    fn url(&self, port: Port) -> Result<Vec<u8>, Refusal> {
        let presented = self.values.presented();
        let origin = self.url.origin.ok_or(Refusal::NotConfigured)?;
        let origin = origin.trim_end_matches('/');
        let mut url = match port {
            Port::AsGiven => origin.to_owned(),
            Port::Other => with_other_port(origin),
        };
        url.push_str(presented.path);
        if let Some(query) = presented.query {
            url.push('?');
            url.push_str(query);
        }
        Ok(url.into_bytes())
    }
}

/// Whether a part is a text of the sender's own choice, whose end only the text behind it shows.
fn is_open(part: SignedPart) -> bool {
    matches!(
        part,
        SignedPart::Header(_) | SignedPart::Query(_) | SignedPart::Timestamp
    )
}

fn contains(value: &[u8], end: &[u8]) -> bool {
    !end.is_empty() && value.windows(end.len()).any(|window| window == end)
}

/// An origin with the default port of its scheme if it has none, and without a port if it has one.
fn with_other_port(origin: &str) -> String {
    let Some((scheme, rest)) = origin.split_once("://") else {
        return origin.to_owned();
    };
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    // A user's name and password stand before the host; an IPv6 address is in brackets.
    let host = authority.rsplit('@').next().unwrap_or(authority);
    let after_brackets = host.rsplit(']').next().unwrap_or(host);
    if let Some((_, port)) = after_brackets.rsplit_once(':') {
        let authority = authority.get(..authority.len() - port.len() - 1);
        format!("{scheme}://{}{path}", authority.unwrap_or_default())
    } else {
        let is_plain = scheme.eq_ignore_ascii_case("http");
        let port = if is_plain { 80 } else { 443 };
        format!("{scheme}://{authority}:{port}{path}")
    }
}
