//! Handshakes: what a specification says of one and a request in, whether the request is that
//! handshake and what it is answered out.
//!
//! A handshake is a request by which a sender makes sure, before it delivers, that the receiver
//! wants its deliveries. It is answered before an event is looked for, and no handler is called.
//!
//! Besides its own answer and those of any delivery, such as 401 for one that is not signed, a
//! handshake is answered with an RFC 9457 problem:
//!
//! | code | status | why |
//! |---|---|---|
//! | `wrong-token` | 403 | it does not show the token that the team told its sender |
//! | `malformed-handshake` | 400 | a text that the answer would repeat is not repeated, see below |
//!
//! In traces the outcome of one that is answered is `handshake`, and the reason its name.
//!
//! What an answer repeats of a request is a text without control characters, of at most 4 KiB. It
//! is sent as plain text or inside a JSON string, never as HTML, and with `X-Content-Type-Options:
//! nosniff`. Nothing here opens a connection: an address that a request brings is not called.

mod answering;
mod description;

pub use answering::HandshakeFault;
pub use description::{
    Handshake, HandshakeAnswer, HandshakeBody, HandshakeCondition, HandshakePart, HandshakePlace,
};
