//! How much a request may ask of the receiver.

use std::time::Duration;

/// How large a body may be, how long its parts may take, and how many may be in flight.
///
/// How deeply a body may nest is not a limit to set: it follows from the types of its event and the
/// stack that a thread has, and what is nested more deeply is
/// [`TooDeep`](crate::runtime::DecodeError::TooDeep). Give the threads that decode no less than 2
/// MiB, as Tokio and the standard library do.
///
/// ```
/// # use std::time::Duration;
/// # use webhook_runtime::receiver::Limits;
/// let limits = Limits::default().with_body(4 << 20).with_handle(Duration::from_secs(5));
/// assert_eq!(limits.in_flight, 256);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The most bytes that a body may have. 1 MiB by default.
    pub body: usize,
    /// The most deliveries that may be in flight: whose body is read, or whose handler is at work.
    /// 256 by default.
    ///
    /// Whatever comes beyond is answered with 503 at once, its body unread. With
    /// [`body`](Self::body) it bounds the memory that senders can claim; the module
    /// [`receiver`](crate::runtime::receiver) has the figures. A sender whom the head of its
    /// request does not let in takes none of the places. With 0 nothing is received.
    pub in_flight: usize,
    /// The longest time that a whole body may take to arrive, however steadily it does. 10 seconds
    /// by default.
    pub read: Duration,
    /// The longest time that authentication, decoding and the handler may take together. 30 seconds
    /// by default.
    ///
    /// Keep it below the time that the sender waits: after that nobody hears the answer.
    pub handle: Duration,
    /// What `Retry-After` asks for when [`handle`](Self::handle) was not enough, when too many
    /// deliveries are in flight, or when a handler asked for a pause without saying how long. 60
    /// seconds by default. Sent in whole seconds, rounded up.
    pub retry_after: Duration,
}

impl Limits {
    /// The same limits with this many bytes for a body.
    #[must_use]
    pub fn with_body(self, body: usize) -> Self {
        Self { body, ..self }
    }

    /// The same limits with so many deliveries at once.
    #[must_use]
    pub fn with_in_flight(self, in_flight: usize) -> Self {
        Self { in_flight, ..self }
    }

    /// The same limits with this time for a body to arrive.
    #[must_use]
    pub fn with_read(self, read: Duration) -> Self {
        Self { read, ..self }
    }

    /// The same limits with this time for the endpoint.
    #[must_use]
    pub fn with_handle(self, handle: Duration) -> Self {
        Self { handle, ..self }
    }

    /// The same limits with this pause before a sender should try again.
    #[must_use]
    pub fn with_retry_after(self, retry_after: Duration) -> Self {
        Self {
            retry_after,
            ..self
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body: 1024 * 1024,
            in_flight: 256,
            read: Duration::from_secs(10),
            handle: Duration::from_secs(30),
            retry_after: Duration::from_secs(60),
        }
    }
}

/// What happens when the endpoint panics over a delivery.
///
/// Either way the panic hook has run before. A program built with `panic = "abort"` ends whatever
/// is chosen here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum OnPanic {
    /// The request is answered with 500, and other deliveries do not notice.
    #[default]
    Answer,
    /// The panic goes on to the server. With hyper it ends the connection without an answer, and
    /// the sender repeats the delivery.
    Resume,
}
