//! What a specification says of a handshake: its `x-webhook-handshake` as data.

use http::Method;

/// A request by which a sender makes sure of a receiver, and its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handshake {
    /// What it is called in traces.
    pub name: &'static str,
    /// The method.
    pub method: Method,
    /// What must hold of a request, all of it, for it to be this handshake.
    pub when: &'static [HandshakeCondition],
    /// Whether the sender has to show the credential that deliveries show.
    pub signed: bool,
    /// Where the sender shows the token that the receiver's team has told it.
    pub token: Option<HandshakePlace>,
    /// The security scheme whose key the answer is computed with.
    pub key: Option<&'static str>,
    /// The answer.
    pub answer: HandshakeAnswer,
}

/// A place in a request that holds a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HandshakePlace {
    /// This header, which must be there once; its name in either case.
    Header(&'static str),
    /// This parameter of the query, which must be there once, decoded.
    Query(&'static str),
    /// The text or integer at this JSON pointer in the body.
    Body(&'static str),
}

/// What must hold of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HandshakeCondition {
    /// This place holds this text, or an integer of these digits.
    Is(HandshakePlace, &'static str),
    /// This place holds a text that is not empty, or an integer.
    There(HandshakePlace),
    /// There is nothing at this place.
    Absent(HandshakePlace),
}

impl HandshakeCondition {
    /// The place that it is about.
    #[must_use]
    pub const fn place(self) -> HandshakePlace {
        match self {
            Self::Is(place, _) | Self::There(place) | Self::Absent(place) => place,
        }
    }
}

/// What a handshake is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HandshakeAnswer {
    /// The status, a success.
    pub status: u16,
    /// The media type: plain text or JSON.
    pub media_type: Option<&'static str>,
    /// Headers beside it, each with the parts of its value.
    pub headers: &'static [(&'static str, &'static [HandshakePart])],
    /// The body.
    pub body: HandshakeBody,
}

/// The body of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandshakeBody {
    /// There is none.
    Nothing,
    /// These parts, one after the other.
    Text(&'static [HandshakePart]),
    /// The same as a JSON text. What comes from the request stands inside strings, and is escaped.
    Json(&'static [HandshakePart]),
}

/// A part of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HandshakePart {
    /// This text.
    Text(&'static str),
    /// What the request has at this place.
    Value(HandshakePlace),
    /// The HMAC of what the request has at this place, in hexadecimal digits. Its key and its hash
    /// function are those of the security scheme.
    HmacHex(HandshakePlace),
    /// The same in base64.
    HmacBase64(HandshakePlace),
}

impl Handshake {
    /// The parts of which the answer is made, those of its headers first.
    pub fn parts(&self) -> impl Iterator<Item = HandshakePart> {
        let headers = self.answer.headers.iter().flat_map(|(_, parts)| *parts);
        let body = match self.answer.body {
            HandshakeBody::Nothing => &[][..],
            HandshakeBody::Text(parts) | HandshakeBody::Json(parts) => parts,
        };
        headers.chain(body).copied()
    }

    /// Whether it takes the body to find out if a request is this handshake, who sent it, or what
    /// the answer is.
    #[must_use]
    pub fn reads_body(&self) -> bool {
        let in_body = |place| matches!(place, HandshakePlace::Body(_));
        let is_open =
            self.signed && !matches!(self.method, Method::GET | Method::HEAD | Method::OPTIONS);
        is_open
            || self.when.iter().any(|one| in_body(one.place()))
            || self.token.is_some_and(in_body)
            || self.parts().any(|part| match part {
                HandshakePart::Text(_) => false,
                HandshakePart::Value(place)
                | HandshakePart::HmacHex(place)
                | HandshakePart::HmacBase64(place) => in_body(place),
            })
    }
}
