//! Reading a body: pieces in, one buffer of exactly its size out.
//!
//! What a server hands over are views of a buffer of its own, which may be many times as large and
//! lives as long as one view does. So every piece is copied once, and the server's buffer is free
//! for the next one: a delivery that is kept holds its own bytes and no others.

use std::error::Error;
use std::pin::pin;

use bytes::{Buf, BufMut, Bytes};
use http::HeaderMap;
use http::header::CONTENT_LENGTH;
use http_body::Body;
use http_body_util::{BodyExt, LengthLimitError};

/// What the error of a body has to turn into.
pub type BodyError = Box<dyn Error + Send + Sync>;

/// Why a body cannot be read to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unread {
    /// It has more bytes than it may.
    TooLarge,
    /// It ended before it was complete.
    Incomplete,
}

/// How much is reserved besides what has come, at least, where more is awaited.
const AHEAD: usize = 16 * 1024;

/// Reads a whole body of at most `limit` bytes.
///
/// A body that is announced to be longer is not asked for at all. One that turns out to be longer
/// is dropped with the piece that makes it so.
///
/// # Errors
///
/// [`Unread::TooLarge`], also where a layer before the receiver has a lower limit, and
/// [`Unread::Incomplete`].
pub(crate) async fn read<B>(headers: &HeaderMap, body: B, limit: usize) -> Result<Bytes, Unread>
where
    B: Body<Error: Into<BodyError>>,
{
    let announced = announced_length(headers).max(body.size_hint().lower());
    let announced = usize::try_from(announced).map_err(|_| Unread::TooLarge)?;
    if announced > limit {
        return Err(Unread::TooLarge);
    }
    let mut body = pin!(body);
    let mut buffer = Buffer {
        held: Vec::new(),
        most: if announced > 0 { announced } else { limit },
    };
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| meaning_of(&*error.into()))?;
        // Trailers say nothing that a delivery needs.
        let Ok(piece) = frame.into_data() else {
            continue;
        };
        if piece.remaining() > limit.saturating_sub(buffer.held.len()) {
            return Err(Unread::TooLarge);
        }
        buffer.push(piece);
    }
    Ok(buffer.into_bytes())
}

/// The length that the head announces; 0 if it announces none.
fn announced_length(headers: &HeaderMap) -> u64 {
    headers
        .get(CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse().ok())
        .unwrap_or(0)
}

/// What a body's error means.
fn meaning_of(error: &(dyn Error + 'static)) -> Unread {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if error.is::<LengthLimitError>() {
            return Unread::TooLarge;
        }
        cause = error.source();
    }
    Unread::Incomplete
}

/// What has been read.
///
/// A sender pays for its memory with what it has sent, not with what it announces: the buffer is
/// half as large again as what is in it, at most, and ends with exactly the announced length. That
/// each byte is moved up to three times is not to be measured: 1 MiB in pieces of 8 kB takes 12 to
/// 20 microseconds, as it does where the whole is reserved at once.
struct Buffer {
    held: Vec<u8>,
    /// The length that is awaited at most.
    most: usize,
}

impl Buffer {
    /// Takes a piece in.
    fn push(&mut self, piece: impl Buf) {
        let held = self.held.len();
        let length = held + piece.remaining();
        if length > self.held.capacity() {
            let capacity = (held + (held / 2).max(AHEAD)).min(self.most).max(length);
            self.held.reserve_exact(capacity - held);
        }
        self.held.put(piece);
    }

    /// The body, in a buffer of its size.
    fn into_bytes(self) -> Bytes {
        Bytes::from(self.held.into_boxed_slice())
    }
}
