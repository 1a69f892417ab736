//! Bodies that come in pieces, and count how much of them was asked for.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::time::{Sleep, sleep};

/// What an unread body gives next.
#[derive(Clone)]
pub enum Piece {
    Data(Bytes),
    Wait(Duration),
    Break,
    Never,
}

/// A body of these pieces.
pub struct Pieces {
    rest: std::vec::IntoIter<Piece>,
    sleep: Option<Pin<Box<Sleep>>>,
    announced: u64,
    polled: Arc<AtomicUsize>,
}

impl Pieces {
    /// The body, and the number of bytes that were taken from it.
    pub fn new(pieces: Vec<Piece>) -> (Self, Arc<AtomicUsize>) {
        let polled = Arc::new(AtomicUsize::new(0));
        let body = Self {
            rest: pieces.into_iter(),
            sleep: None,
            announced: 0,
            polled: Arc::clone(&polled),
        };
        (body, polled)
    }

    /// The same body, with this many bytes announced by the server.
    pub fn announcing(self, announced: u64) -> Self {
        Self { announced, ..self }
    }
}

impl Body for Pieces {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        loop {
            if let Some(sleep) = &mut self.sleep {
                if sleep.as_mut().poll(context).is_pending() {
                    return Poll::Pending;
                }
                self.sleep = None;
            }
            if let Some(Piece::Never) = self.rest.as_slice().first() {
                return Poll::Pending;
            }
            match self.rest.next() {
                None => return Poll::Ready(None),
                Some(Piece::Data(data)) => {
                    self.polled.fetch_add(data.len(), Ordering::SeqCst);
                    return Poll::Ready(Some(Ok(Frame::data(data))));
                }
                Some(Piece::Wait(pause)) => self.sleep = Some(Box::pin(sleep(pause))),
                Some(Piece::Break) => {
                    let error = std::io::Error::other("the line is dead");
                    return Poll::Ready(Some(Err(error)));
                }
                Some(Piece::Never) => {}
            }
        }
    }

    fn size_hint(&self) -> SizeHint {
        let mut hint = SizeHint::new();
        hint.set_lower(self.announced);
        hint
    }
}

/// A delivery of exactly this many bytes, in pieces of at most 100.
pub fn padded(length: usize) -> Vec<Piece> {
    let frame = crate::stand_in::PLAIN.len();
    let body = crate::stand_in::PLAIN.replace('}', &format!("{}}}", " ".repeat(length - frame)));
    let pieces = body.as_bytes().chunks(100);
    pieces
        .map(|piece| Piece::Data(Bytes::copy_from_slice(piece)))
        .collect()
}
