//! Panics as values: a future in, its output or what it panicked with out.

use std::any::Any;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;

/// What a panic carries.
pub(super) type Panic = Box<dyn Any + Send>;

/// Runs a future to its end or to its first panic, after which it is not polled again.
///
/// The future itself cannot be seen half-changed: it is dropped. What it shares with others is
/// their concern, as it is when a thread panics: a `Mutex` is poisoned.
///
/// # Errors
///
/// What the future panicked with.
pub(super) async fn caught<F: Future>(work: F) -> Result<F::Output, Panic> {
    let mut work = pin!(work);
    poll_fn(
        |context| match catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context))) {
            Ok(progress) => progress.map(Ok),
            Err(panic) => Poll::Ready(Err(panic)),
        },
    )
    .await
}
