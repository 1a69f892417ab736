//! Reading a body: pieces in, one buffer of a limited size out.

use std::error::Error;
use std::pin::pin;

use bytes::{Buf, Bytes, BytesMut};
use http::HeaderMap;
use http::header::CONTENT_LENGTH;
use http_body::Body;
use http_body_util::{BodyExt, LengthLimitError};

use crate::runtime::receiver::refusal::Refusal;

/// What the error of a body has to turn into.
pub type BodyError = Box<dyn Error + Send + Sync>;

/// Reads a whole body of at most `limit` bytes.
///
/// A body that is announced to be longer is not asked for at all. One that turns out to be longer is dropped with the piece
/// that makes it so.
///
/// # Errors
///
/// [`Refusal::TooLarge`], also where a layer before the receiver has a lower limit, and [`Refusal::IncompleteBody`].
pub(super) async fn read<B>(headers: &HeaderMap, body: B, limit: usize) -> Result<Bytes, Refusal>
where
    B: Body<Error: Into<BodyError>>,
{
    let too_large = || Refusal::TooLarge { limit };
    let announced = announced_length(headers).max(body.size_hint().lower());
    if usize::try_from(announced).map_or(true, |announced| announced > limit) {
        return Err(too_large());
    }
    let mut body = pin!(body);
    let mut held = Pieces::default();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| refusal_of(&*error.into(), limit))?;
        // Trailers say nothing that a delivery needs.
        let Ok(mut piece) = frame.into_data() else {
            continue;
        };
        if piece.remaining() > limit.saturating_sub(held.len()) {
            return Err(too_large());
        }
        held.push(piece.copy_to_bytes(piece.remaining()));
    }
    Ok(held.join())
}

/// The length that the head announces; 0 if it announces none.
fn announced_length(headers: &HeaderMap) -> u64 {
    headers
        .get(CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse().ok())
        .unwrap_or(0)
}

/// What a body's error means.
fn refusal_of(error: &(dyn Error + 'static), limit: usize) -> Refusal {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if error.is::<LengthLimitError>() {
            return Refusal::TooLarge { limit };
        }
        cause = error.source();
    }
    Refusal::IncompleteBody
}

/// What has been read. A body that comes in one piece, as most do, is never copied.
#[derive(Default)]
struct Pieces {
    first: Bytes,
    joined: BytesMut,
}

impl Pieces {
    fn len(&self) -> usize {
        self.first.len() + self.joined.len()
    }

    fn push(&mut self, piece: Bytes) {
        if self.len() == 0 {
            self.first = piece;
            return;
        }
        if self.joined.is_empty() {
            self.joined.extend_from_slice(&self.first);
            self.first.clear();
        }
        self.joined.extend_from_slice(&piece);
    }

    fn join(self) -> Bytes {
        if self.joined.is_empty() {
            self.first
        } else {
            self.joined.freeze()
        }
    }
}
