//! What the inbox asks of a database.
//!
//! A store is one table of deliveries, each in a [`State`](crate::State), and this trait is all that
//! anybody does with it. `tests/conformance` says the same as tests, which every store passes.
//!
//! # The states
//!
//! | from | to | by |
//! |---|---|---|
//! | | `ready` | `receive`, if nothing open is ahead in its queue |
//! | | `waiting` | `receive`, otherwise |
//! | `ready` | `leased` | `claim`, once it is due: the lease number and the attempt count grow |
//! | `leased` | `done` | `finish` with [`Verdict::Done`] |
//! | `leased` | `ready` | `finish` with [`Verdict::Again`] or [`Verdict::Untried`]; `rescue` |
//! | `leased` | `dead` | `finish` with [`Verdict::Dead`]; `rescue` after the last attempt |
//! | `waiting` | `ready` | whatever takes away the last one ahead in its queue |
//! | `ready`, `waiting`, `leased`, `dead` | `discarded` | `discard`, `erase` |
//! | `done`, `dead`, `discarded` | `ready` or `waiting` | `replay`, with its body; attempts start at 0 |
//! | `dead` | `ready` or `waiting` | `redecode_on_upgrade` |
//!
//! # Queues
//!
//! Deliveries of one source with the same [`Receipt::queue`] are a queue, in the order of their ids.
//! At most one of a queue is its **head**: `ready`, `leased`, or dead under [`OnDead::Hold`]. Whoever
//! makes a head something else promotes the first `waiting` one of the queue in the same
//! transaction. A delivery that is received or replayed becomes the head if there is none and
//! nothing waits, and waits otherwise.
//!
//! # Time
//!
//! The database's clock alone counts. Durations are added to it where it is read.
//!
//! [`OnDead::Hold`]: crate::OnDead::Hold

use std::fmt;
use std::pin::Pin;
use std::time::Duration;

use crate::error::InboxError;
use crate::lease::{Claimed, Held, Lease, Rescued, Stored, Wanted};
use crate::receipt::Receipt;
use crate::record::{Details, Finding, Stats, Summary};
use crate::retention::{Purged, Retention};
use crate::retry::Retry;
use crate::selection::{Filter, Page, Pass};
use crate::state::{DeliveryId, Verdict};

pub mod memory;
#[cfg(feature = "sqlite")]
pub mod sqlite;

/// What a store answers, later.
pub type Pending<'a, T> = Pin<Box<dyn Future<Output = Result<T, InboxError>> + Send + 'a>>;

/// A database that keeps deliveries. See the module for what each change means.
///
/// Every method is one or more transactions, and changes nothing if it fails, unless it says that it
/// goes row by row. Futures may be dropped at any time: what was begun is then finished or undone.
pub trait Store: Send + Sync + fmt::Debug + 'static {
    /// Stores deliveries, all or none of them, and answers for each, in their order. When this
    /// returns, they survive the loss of power.
    ///
    /// Whether a key is known is found out by inserting it, never by looking first: of any number of
    /// copies at once, one is [`Stored::New`]. A copy with the same body adds to the repeats; one
    /// with another body is kept beside the first one and adds to the others (the same other body is
    /// kept once). Called by many tasks at once, so a store joins what waits into one commit.
    fn receive(&self, batch: Vec<Receipt>) -> Pending<'_, Vec<Stored>>;

    /// Claims deliveries that are due, those first that are due for the longest time. The attempt
    /// counts now, whatever becomes of it. No two claims at once are given the same delivery.
    fn claim(&self, wanted: Wanted) -> Pending<'_, Vec<Claimed>>;

    /// Lets a lease run out so much later from now on.
    fn renew(&self, lease: Lease, by: Duration) -> Pending<'_, Held>;

    /// Ends an attempt. A lease that is not the delivery's latest, or that was taken away, changes
    /// nothing. Finishing twice by the same lease is [`Held::Lost`] the second time.
    fn finish(&self, lease: Lease, verdict: Verdict) -> Pending<'_, Held>;

    /// Takes back deliveries whose leases have run out, at most so many, **row by row**: one that
    /// cannot be taken back does not keep the others. One that was attempted as often as it may is
    /// dead as [`Abandoned`](crate::DeadKind::Abandoned), by the version that took it in.
    fn rescue(&self, retry: Retry, limit: u32) -> Pending<'_, Vec<Rescued>>;

    /// Deliveries without their bodies.
    fn list(&self, filter: Filter, page: Page) -> Pending<'_, Vec<Summary>>;

    /// One delivery with everything.
    fn get(&self, id: DeliveryId) -> Pending<'_, Option<Details>>;

    /// Makes those of the page that are done, dead or discarded, and still have their bodies, ready
    /// to be handled anew. Others are passed over.
    fn replay(&self, filter: Filter, page: Page) -> Pending<'_, Pass>;

    /// Discards those of the page that are still to be handled or dead. A lease on one is lost.
    fn discard(&self, filter: Filter, page: Page) -> Pending<'_, Pass>;

    /// Removes bodies, headers, other bodies, errors and trace of those of the page, whatever their
    /// state. What was still to be handled, or dead, is discarded. The key stays, so that what is
    /// repeated is not taken in again. Its other bodies are not kept either, then.
    fn erase(&self, filter: Filter, page: Page) -> Pending<'_, Pass>;

    /// Removes what was kept for as long as it had to be: at most so many rows.
    fn purge(&self, retention: Retention, limit: u32) -> Pending<'_, Purged>;

    /// Makes those of a source ready again that another version of its crate could not read.
    fn redecode_on_upgrade(&self, source: String, version: String) -> Pending<'_, u64>;

    /// What the store holds, in numbers.
    fn stats(&self) -> Pending<'_, Stats>;

    /// How many deliveries are still to be handled, counted up to a limit. Cheap enough to be asked
    /// for every second.
    fn backlog(&self, limit: u64) -> Pending<'_, u64>;

    /// Examines the store: its schema, its integrity, queues without a head, settings.
    fn doctor(&self) -> Pending<'_, Vec<Finding>>;
}
