//! Deliveries over HTTP: a request in, the endpoint's answer out, as a [`tower_service::Service`]
//! for any body and server.
//!
//! [`ReceiverService`] does what is the same for every sender: it checks the method, asks the
//! [`Endpoint`] whether the head of the request lets its sender in, reads the body within limits,
//! and turns what the endpoint says into a response. The media type decides only where nobody is
//! authenticated. The endpoint, which generated
//! code implements, knows the credentials, the events and the handlers. This module knows none of
//! them, and the endpoint sees no body before it is complete.
//!
//! # The answers
//!
//! The checks are made in the order of this table, so each answer says that everything above it was
//! in order. Whatever is not a success has an RFC 9457 problem as its body: `type`, `title`,
//! `status`, `detail`, an extension member `code` (the first column) and, where one value of the
//! body is to blame, its place as `pointer`. No answer holds a secret, a value of the body, or the
//! text of a handler's error.
//!
//! | code | status | why | what senders do next, typically |
//! |---|---|---|---|
//! | `method-not-allowed` | 405, `Allow` | no method of the event, which is `POST` as a rule | a wrong configuration: nobody repeats a probe |
//! | `unauthenticated` | 401, `WWW-Authenticate` | no security alternative of any event that it may be can hold, by the head alone | repeat for a while; some switch the subscription off |
//! | `unsupported-media-type` | 415, `Accept` | nobody is authenticated, since no credentials are asked for, and the body is not what the event is written in, which is JSON as a rule: another media type, no `Content-Type` where JSON is not awaited, or a content coding; also after the body where only the body tells who is let in | repeat, in vain, until the configuration is right |
//! | `overloaded` | 503, `Retry-After` | [`Limits::in_flight`] deliveries are being read and handled | repeat, with growing pauses; some honour the pause that is asked for |
//! | `content-too-large` | 413 | more bytes than [`Limits::body`] | repeat, in vain, until the limit is raised |
//! | `request-timeout` | 408 | the body took longer than [`Limits::read`] | repeat, over a new connection |
//! | `incomplete-body` | 400 | the connection broke inside the body | repeat |
//! | `unauthenticated` | 401, `WWW-Authenticate` | the same answer: with the body, no alternative of the event holds | as above |
//! | `not-json` | 400 | the body is not a JSON text, or not made of parts | repeat, in vain: the body does not change |
//! | `undecodable`, `no-event-name`, `event-mismatch` | 422 | JSON, but no delivery of an event of the specification; or nested more deeply than the event is decoded; or a media type or a content coding that is not decoded. Each of them only where the fallback handler does not take it | repeat, in vain: the body does not change |
//! | `unknown-path` | 404 | the event's name is the path's last segment, and no event has this one | repeat, in vain; some switch the subscription off |
//! | `handler-failed` | 500 | a handler returned an error | repeat, with growing pauses, for hours or days |
//! | `handler-panicked` | 500 | a handler panicked | as above |
//! | `unavailable` | 503, `Retry-After` | the handler took longer than [`Limits::handle`], or said [`RetryLater`] | as above; some honour the pause that is asked for |
//! | `accepted` | 2xx | the handler is done | nothing: the delivery is the receiver's now |
//!
//! With the feature `tracing` each request has a span and an event with these words as its
//! `outcome`. There an accepted delivery is told apart further: `handled`; `unhandled`, where the
//! specification lists the event and nobody wrote a method for it; `unknown-event`; and
//! `undecodable`, where the fallback handler took it. One that a handler wants to have again is
//! `later`, and no error. Without the feature, the error of a handler that failed goes to standard
//! error in one line.
//!
//! Senders rarely tell one failure from another: to nearly all, everything that is not 2xx is a
//! failed attempt that will be repeated. So a status serves the people who read the sender's log.
//! What must not come again has to be answered with 2xx, and a handler that has stored a delivery
//! safely should say so at once.
//!
//! # What a sender without a credential costs
//!
//! Keys, passwords and tokens stand in the head, so they are checked before the body is read: who
//! has none is answered with 401 and costs no more than a head. Signatures are made over the body.
//! Where one of them may let a sender in, or the body names the event and events differ in what
//! they ask for, the body is read first, and what the head showed is not checked again. All
//! refusals are one answer, word for word; only when it comes tells how far the receiver had to
//! read.
//!
//! - A body is held in one buffer of its own, which grows with what comes by half of it, up to the
//!   length that is announced: what is announced and not sent takes no memory. When it is
//!   complete, the buffer has exactly its size, and nothing of the server's.
//! - At most [`Limits::in_flight`] deliveries are read and handled at once. So bodies hold at most
//!   `in_flight` × `body`, 256 MiB with the defaults, whoever sends them. One more is refused
//!   unread.
//! - A server has buffers of its own. Measured with `examples/receiver.rs` on Linux, a connection
//!   that is held after all but the last byte of a body of 1 MiB takes 1.23 MB with a credential,
//!   the body included, and 10 kB without one; one that has announced 1 MiB and sent nothing, 28
//!   kB. Where hyper reads ahead as far as it likes (see below), the first is 1.55 MB.
//! - A credential of more than 8 KiB is refused before anything is computed, and a token is tried
//!   with four keys at most, each of which takes from 0.6 (HS256) to 500 microseconds (ES384).
//!
//! A sender without a credential can still take the places of others where only signatures are
//! asked for: it only needs to start 256 bodies within each [`Limits::read`]. If you expect that,
//! put a proxy in front that reads whole requests and limits each client.
//!
//! # Compressed bodies
//!
//! With the feature `decompression`, a body in `gzip`, `deflate` or `br` is unpacked once its
//! sender is authenticated: signatures are over the bytes as they are sent. It may have as many
//! bytes as [`Limits::body`] afterwards, and a handler is given it unpacked, with headers that say
//! nothing of its coding. One that is malformed, or has more bytes, reaches the fallback handler as
//! it came. So does one in another coding, or in several; and any, where the event that the body
//! names decides which credentials are asked for.
//!
//! # Nothing is lost
//!
//! The receiver holds no state and spawns no task. When a client closes its connection and the
//! server notices, it drops the response future and with it the handler's, at the `await` it stands
//! at; so ends a handler that overruns its time. No 2xx was sent in either case, so the sender
//! still owns the delivery and repeats it. A handler sees the same delivery again whenever an
//! acknowledgement was not sent or got lost; its work should be one transaction, or safe to repeat.
//! Work that must not stop in the middle belongs in a task of the handler's own, which it spawns
//! and waits for.
//!
//! # What is left to the server
//!
//! TLS, and everything before a request is one: nothing here sees a connection whose head is not
//! complete. `examples/receiver.rs` is a whole server of hyper's own parts, to be copied. What it
//! sets, another server should set too:
//!
//! - **The time for a head**: `timer` and `header_read_timeout` of hyper's `http1::Builder`, which
//!   also end a connection that is idle between two requests. `axum::serve` sets no timer, so
//!   there a client may be silent for ever; and the `auto::Builder` of hyper-util waits without
//!   end for the bytes that tell HTTP/1 from HTTP/2, unless it is told `http1_only`.
//! - **The number of connections**: a semaphore around `accept`. It bounds what clients take before
//!   they have sent a head.
//! - **How far is read ahead**: `max_buf_size`, 64 kB in the example. It is also the longest head;
//!   hyper's default is 400 kB for each connection.
//! - **The time for taking an answer**: hyper bounds what it reads and not what it writes, so a
//!   client that sends request after request and reads no answer keeps its place for ever,
//!   credential or not. The example's `Client` ends a write that waits too long.
//! - **A sender that has closed its half of the connection** after its request and still reads the
//!   answer: with `half_close` its delivery is handled to the end. Without it hyper takes the
//!   sender for gone and drops the handler. The price is that one that is gone is noticed when it
//!   is answered, and not before.
//! - **The end**: `GracefulShutdown` of hyper-util, and a time after which it waits no longer.
//! - For HTTP/2, `max_concurrent_streams`, `max_header_list_size`, and `keep_alive_interval` with
//!   `keep_alive_timeout`.
//!
//! `Expect: 100-continue` needs nothing: hyper sends `100 Continue` when the body is first asked
//! for, so a request that is refused by its head never sends its body. A sender that does not wait
//! for it, and is refused before its body is read, may find the connection closed while it still
//! sends.
//!
//! The timeouts need a Tokio runtime whose time driver is enabled, as every server on hyper has
//! one.

mod about;
mod admission;
mod answer;
pub(crate) mod building;
mod clock;
mod deliveries;
mod endpoint;
#[cfg(feature = "handshakes")]
mod handshakes;
pub(crate) mod http_events;
mod limits;
mod received;
mod request;
#[cfg(feature = "axum")]
mod router;
mod service;
mod unwind;
#[cfg(feature = "tracing")]
mod watch;

pub use crate::runtime::handling::arrival::ArrivedRequest;
pub use crate::runtime::handling::reply::{Reply, ReplySlot};
pub use crate::runtime::handling::retry_later::RetryLater;
pub use crate::runtime::handling::trace::DeliveryTrace;
pub use about::About;
pub use admission::{Admitted, Denied, HeadCheck};
pub use answer::failure::Failure;
pub use building::BuildReceiver;
pub use building::error::BuildError;
pub use clock::Clock;
pub use deliveries::Deliveries;
pub use endpoint::{Built, Endpoint};
pub use limits::{Limits, OnPanic};
pub use received::Received;
pub use request::body::BodyError;
pub use request::media_type::Media;
pub use request::path::{last_segment, path_event};
pub use service::{Answering, ReceiverService};
