//! Headers of an answer that the specification describes: a handler's values in, the headers of its
//! reply out.

#[cfg(feature = "receiver")]
use std::error::Error;
#[cfg(feature = "receiver")]
use std::fmt;
use std::fmt::Display;

#[cfg(feature = "receiver")]
use http::{HeaderName, HeaderValue, StatusCode};
use serde::Serialize;

use crate::runtime::handling::arrival::Arrival;
use crate::runtime::handling::error::HandlerError;
#[cfg(feature = "receiver")]
use crate::runtime::handling::reply::Reply;

/// Headers that a handler has given values, in the order in which they are sent. One without a
/// value is not sent.
#[derive(Default)]
pub struct AnswerHeaders(Vec<(&'static str, String)>);

impl AnswerHeaders {
    /// A header with this value.
    pub fn text<T: Display>(&mut self, name: &'static str, value: Option<&T>) {
        self.0.extend(value.map(|value| (name, value.to_string())));
    }

    /// A header with these values and commas between them; `Set-Cookie`, which knows no such lists,
    /// once for each ([RFC 9110, section
    /// 5.3](https://www.rfc-editor.org/rfc/rfc9110#section-5.3)).
    pub fn list<T: Display>(&mut self, name: &'static str, values: Option<&Vec<T>>) {
        let Some(values) = values else {
            return;
        };
        let texts = values.iter().map(ToString::to_string);
        if name.eq_ignore_ascii_case("set-cookie") {
            self.0.extend(texts.map(|text| (name, text)));
        } else {
            let texts: Vec<String> = texts.collect();
            self.0.push((name, texts.join(", ")));
        }
    }

    /// A header with this value as JSON.
    ///
    /// # Errors
    ///
    /// If the value cannot be written as JSON.
    pub fn json<T: Serialize>(
        &mut self,
        name: &'static str,
        value: Option<&T>,
    ) -> Result<(), HandlerError> {
        if let Some(value) = value {
            self.0.push((name, serde_json::to_string(value)?));
        }
        Ok(())
    }

    /// Chooses an answer that has these headers and this status. Where the delivery did not come
    /// through a receiver, nobody reads it.
    ///
    /// # Errors
    ///
    /// If the status is none, or if HTTP does not allow the value of a header.
    pub fn answer<S>(self, arrival: &Arrival<S>, status: u16) -> Result<(), HandlerError> {
        #[cfg(feature = "receiver")]
        arrival.reply_with(self.reply(status)?);
        #[cfg(not(feature = "receiver"))]
        drop((self.0, arrival, status));
        Ok(())
    }

    /// The same with this content, sent as this media type.
    ///
    /// # Errors
    ///
    /// As [`answer`](Self::answer); and if the media type cannot stand in a header.
    pub fn answer_with<S>(
        self,
        arrival: &Arrival<S>,
        status: u16,
        media_type: &'static str,
        content: impl Into<Vec<u8>>,
    ) -> Result<(), HandlerError> {
        #[cfg(feature = "receiver")]
        {
            let media_type = HeaderValue::from_str(media_type)?;
            let reply = self.reply(status)?;
            arrival.reply_with(reply.with_content(media_type, content.into()));
        }
        #[cfg(not(feature = "receiver"))]
        drop((self.0, arrival, status, media_type, content.into()));
        Ok(())
    }

    #[cfg(feature = "receiver")]
    fn reply(self, status: u16) -> Result<Reply, HandlerError> {
        let status = StatusCode::from_u16(status)?;
        let mut reply = Reply::with_status(status).unwrap_or_default();
        for (name, value) in self.0 {
            let invalid = || InvalidHeader { name };
            let value = HeaderValue::from_bytes(value.as_bytes()).map_err(|_| invalid())?;
            let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| invalid())?;
            reply = reply.with_header(name, value);
        }
        Ok(reply)
    }
}

/// A header of an answer whose value HTTP does not allow, such as one with a line break ([RFC 9110,
/// section 5.5](https://www.rfc-editor.org/rfc/rfc9110#section-5.5)). Holds its name and not the
/// value, which may be a secret.
#[cfg(feature = "receiver")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidHeader {
    /// The header's name.
    pub name: &'static str,
}

#[cfg(feature = "receiver")]
impl Display for InvalidHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name } = self;
        write!(
            f,
            "the header `{name}` of the answer has a value that HTTP does not allow"
        )
    }
}

#[cfg(feature = "receiver")]
impl Error for InvalidHeader {}
