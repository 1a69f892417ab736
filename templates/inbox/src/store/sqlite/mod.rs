//! The store of one machine: a file of SQLite, which the program brings along.
//!
//! Receipts go over a connection of their own, in a thread that commits whatever waits together:
//! one `fsync` for up to 256 of them, with `synchronous=FULL`. Claims and finishes go over a second
//! one with `synchronous=NORMAL`: if the machine loses power, some of them may be undone, and those
//! handlers are called again. What people change goes the way of receipts. A third connection only
//! reads. The file may be opened by several processes of one machine, never over a network.

mod changes;
mod connection;
mod migrate;
mod queue;
mod reading;
mod receive;
mod row;
mod select;
mod thread;
mod work;

use std::path::Path;
use std::time::Duration;

use crate::error::InboxError;
use crate::lease::{Claimed, Held, Lease, Rescued, Stored, Wanted};
use crate::receipt::Receipt;
use crate::record::{Details, Finding, Stats, Summary};
use crate::retention::{Purged, Retention};
use crate::retry::Retry;
use crate::selection::{Filter, Page, Pass};
use crate::state::{DeliveryId, Verdict};
use crate::store::sqlite::connection::{Purpose, open};
use crate::store::sqlite::thread::DatabaseThread;
use crate::store::{Pending, Store};

/// A file of SQLite as the store.
#[derive(Debug)]
pub struct SqliteStore {
    receipts: DatabaseThread,
    work: DatabaseThread,
    reading: DatabaseThread,
}

impl SqliteStore {
    /// Opens a file, makes it if it is not there, and brings its schema up to date. Blocks for as
    /// long as that takes.
    ///
    /// # Errors
    ///
    /// [`InboxError::NewerSchema`] if a later version of this crate has written it;
    /// [`InboxError::Corrupt`] if it is no inbox; [`InboxError::Store`] if it cannot be opened or
    /// written.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, InboxError> {
        Self::open_bounded(path, None)
    }

    /// The same for a file of at most so many pages, of 4096 bytes as a rule: what does not fit is
    /// refused, and the disk has room for others.
    ///
    /// # Errors
    ///
    /// Those of [`open`](Self::open).
    pub fn open_bounded(
        path: impl AsRef<Path>,
        max_pages: Option<i64>,
    ) -> Result<Self, InboxError> {
        let path = path.as_ref();
        let mut first = open(path, Purpose::Receipts, max_pages)?;
        migrate::migrate(&mut first)?;
        Ok(Self {
            receipts: DatabaseThread::start(path, Purpose::Receipts, max_pages)?,
            work: DatabaseThread::start(path, Purpose::Work, max_pages)?,
            reading: DatabaseThread::start(path, Purpose::Reading, max_pages)?,
        })
    }
}

impl Store for SqliteStore {
    fn receive(&self, batch: Vec<Receipt>) -> Pending<'_, Vec<Stored>> {
        let rows = batch.len();
        self.receipts
            .run(rows, move |it| receive::receive(it, &batch))
    }

    fn claim(&self, wanted: Wanted) -> Pending<'_, Vec<Claimed>> {
        let rows = usize::try_from(wanted.limit).unwrap_or(usize::MAX);
        self.work.run(rows, move |it| work::claim(it, &wanted))
    }

    fn renew(&self, lease: Lease, by: Duration) -> Pending<'_, Held> {
        self.work.run(1, move |it| work::renew(it, lease, by))
    }

    fn finish(&self, lease: Lease, verdict: Verdict) -> Pending<'_, Held> {
        self.work
            .run(1, move |it| work::finish(it, lease, &verdict))
    }

    fn rescue(&self, retry: Retry, limit: u32) -> Pending<'_, Vec<Rescued>> {
        Box::pin(async move {
            let expired = self.reading.run(1, move |it| work::expired(it, limit));
            let mut rescued = Vec::new();
            let mut failed = None;
            for id in expired.await? {
                let one = self.work.run(1, move |it| work::rescue(it, id, retry));
                match one.await {
                    Ok(one) => rescued.extend(one),
                    Err(error) => failed = Some(error),
                }
            }
            match failed {
                Some(error) if rescued.is_empty() => Err(error),
                _ => Ok(rescued),
            }
        })
    }

    fn list(&self, filter: Filter, page: Page) -> Pending<'_, Vec<Summary>> {
        self.reading
            .run(1, move |it| reading::list(it, &filter, page))
    }

    fn get(&self, id: DeliveryId) -> Pending<'_, Option<Details>> {
        self.reading.run(1, move |it| reading::get(it, id))
    }

    fn replay(&self, filter: Filter, page: Page) -> Pending<'_, Pass> {
        self.receipts.run(1, move |it| {
            changes::pass(it, &filter, page, changes::replay)
        })
    }

    fn discard(&self, filter: Filter, page: Page) -> Pending<'_, Pass> {
        self.receipts.run(1, move |it| {
            changes::pass(it, &filter, page, changes::discard)
        })
    }

    fn erase(&self, filter: Filter, page: Page) -> Pending<'_, Pass> {
        self.receipts.run(1, move |it| {
            changes::pass(it, &filter, page, changes::erase)
        })
    }

    fn purge(&self, retention: Retention, limit: u32) -> Pending<'_, Purged> {
        self.work
            .run(1, move |it| changes::purge(it, retention, limit))
    }

    fn redecode_on_upgrade(&self, source: String, version: String) -> Pending<'_, u64> {
        self.receipts
            .run(1, move |it| changes::redecode(it, &source, &version))
    }

    fn stats(&self) -> Pending<'_, Stats> {
        self.reading.run(1, reading::stats)
    }

    fn backlog(&self, limit: u64) -> Pending<'_, u64> {
        self.reading.run(1, move |it| reading::backlog(it, limit))
    }

    fn doctor(&self) -> Pending<'_, Vec<Finding>> {
        self.reading.run(1, reading::doctor)
    }
}
