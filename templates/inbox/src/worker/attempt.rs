//! One attempt: the handler called, its lease renewed while it lives, its end written down.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::{JoinError, JoinHandle};
use tokio::time::{Instant, MissedTickBehavior, interval_at, sleep, timeout};

use crate::inbox::Inbox;
use crate::lease::{Claimed, Held, Lease};
use crate::state::Verdict;
use crate::worker::handle::{Handled, Handles};

/// How long an attempt may take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Times {
    pub(super) lease: Duration,
    pub(super) deadline: Duration,
}

/// A task that ends when this is dropped.
struct Bound(JoinHandle<Handled>);

impl Drop for Bound {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Handles a delivery. `stop` says when there is no more time at all.
pub(super) async fn attempt(
    inbox: Inbox,
    handles: Arc<dyn Handles>,
    claimed: Claimed,
    times: Times,
    mut stop: watch::Receiver<bool>,
) {
    let (lease, number) = (claimed.lease, claimed.attempt);
    let version = handles.version().to_owned();
    let retry = inbox.settings().retry;
    // A task of its own catches panics. Decoding and the handler's first step run in it too.
    let mut handling = Bound(tokio::spawn(async move { handles.handle(claimed).await }));
    let deadline = sleep(times.deadline);
    tokio::pin!(deadline);
    let renewed_every = (times.lease / 3).max(Duration::from_millis(1));
    let mut renewal = interval_at(Instant::now() + renewed_every, renewed_every);
    renewal.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let verdict = loop {
        tokio::select! {
            result = &mut handling.0 => {
                let ended = result.unwrap_or_else(|error| Handled::Failed(panicked(error), None));
                break ended.verdict(number, &retry, &version);
            }
            () = &mut deadline => {
                let error = format!("the attempt took longer than {:?}", times.deadline);
                break Handled::Failed(error, None).verdict(number, &retry, &version);
            }
            () = stopped(&mut stop) => {
                break Verdict::Again {
                    after: Duration::ZERO,
                    error: "the worker was shut down".to_owned(),
                };
            }
            _ = renewal.tick() => {
                let renewing = inbox.store().renew(lease, times.lease);
                // A renewal that fails is tried again, until the lease is lost.
                if let Ok(Ok(Held::Lost)) = timeout(renewed_every, renewing).await {
                    return;
                }
            }
        }
    };
    drop(handling);
    finish(&inbox, lease, verdict, times.lease).await;
}

/// Resolves when there is no more time.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    // Without the worker there is none either.
    let _ = stop.wait_for(|is_over| *is_over).await;
}

/// Writes the end of an attempt down. Where the store fails, it is tried again for as long as the
/// lease may hold; after that the delivery is rescued and handled once more.
async fn finish(inbox: &Inbox, lease: Lease, verdict: Verdict, for_long: Duration) {
    let end = Instant::now() + for_long;
    let mut pause = Duration::from_millis(50);
    while inbox.store().finish(lease, verdict.clone()).await.is_err() && Instant::now() < end {
        sleep(pause).await;
        pause = (pause * 2).min(Duration::from_secs(5));
    }
}

/// What a handler panicked with.
fn panicked(error: JoinError) -> String {
    let Ok(panic) = error.try_into_panic() else {
        return "the handler was stopped".to_owned();
    };
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
    // What a panic carries may panic when it is dropped.
    let _ = catch_unwind(AssertUnwindSafe(move || drop(panic)));
    match text {
        Some(text) => format!("the handler panicked: {text}"),
        None => "the handler panicked".to_owned(),
    }
}
