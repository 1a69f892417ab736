//! The store of tests: a table in memory, which ends with the process.

mod changes;
mod row;
mod table;

use std::fmt;
use std::future::ready;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use webhook_runtime::receiver::Clock;

use crate::error::InboxError;
use crate::lease::{Claimed, Held, Lease, Rescued, Stored, Wanted};
use crate::receipt::{Receipt, millis};
use crate::record::{Details, Finding, Stats, Summary};
use crate::retention::{Purged, Retention};
use crate::retry::Retry;
use crate::selection::{Filter, Page, Pass};
use crate::state::{DeliveryId, Verdict};
use crate::store::memory::table::Table;
use crate::store::{Pending, Store};

/// A store in memory, for tests: nothing of it survives the process. Clones share the deliveries.
///
/// It goes by the system's clock, or by one that a test gives it.
#[derive(Clone, Default)]
pub struct MemoryStore {
    table: Arc<Mutex<Table>>,
    clock: Clock,
}

impl MemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty store by this clock.
    #[must_use]
    pub fn by_clock(clock: Clock) -> Self {
        Self {
            clock,
            ..Self::default()
        }
    }

    /// Does something with the table, at this moment.
    fn at_once<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Table) -> Result<T, InboxError>,
    ) -> Pending<'_, T> {
        let mut table = self.table.lock().unwrap_or_else(PoisonError::into_inner);
        table.now = millis(self.clock.now());
        Box::pin(ready(work(&mut table)))
    }
}

impl Store for MemoryStore {
    fn receive(&self, batch: Vec<Receipt>) -> Pending<'_, Vec<Stored>> {
        self.at_once(|table| Ok(batch.into_iter().map(|one| table.receive(one)).collect()))
    }

    fn claim(&self, wanted: Wanted) -> Pending<'_, Vec<Claimed>> {
        self.at_once(|table| Ok(table.claim(&wanted)))
    }

    fn renew(&self, lease: Lease, by: Duration) -> Pending<'_, Held> {
        self.at_once(|table| Ok(table.renew(lease, by)))
    }

    fn finish(&self, lease: Lease, verdict: Verdict) -> Pending<'_, Held> {
        self.at_once(|table| Ok(table.finish(lease, verdict)))
    }

    fn rescue(&self, retry: Retry, limit: u32) -> Pending<'_, Vec<Rescued>> {
        self.at_once(|table| Ok(table.rescue(&retry, limit)))
    }

    fn list(&self, filter: Filter, page: Page) -> Pending<'_, Vec<Summary>> {
        self.at_once(|table| Ok(table.list(&filter, page)))
    }

    fn get(&self, id: DeliveryId) -> Pending<'_, Option<Details>> {
        self.at_once(|table| Ok(table.get(id)))
    }

    fn replay(&self, filter: Filter, page: Page) -> Pending<'_, Pass> {
        self.at_once(|table| Ok(table.pass(&filter, page, Table::replay)))
    }

    fn discard(&self, filter: Filter, page: Page) -> Pending<'_, Pass> {
        self.at_once(|table| Ok(table.pass(&filter, page, Table::discard)))
    }

    fn erase(&self, filter: Filter, page: Page) -> Pending<'_, Pass> {
        self.at_once(|table| Ok(table.pass(&filter, page, Table::erase)))
    }

    fn purge(&self, retention: Retention, limit: u32) -> Pending<'_, Purged> {
        self.at_once(|table| Ok(table.purge(retention, limit)))
    }

    fn redecode_on_upgrade(&self, source: String, version: String) -> Pending<'_, u64> {
        self.at_once(move |table| Ok(table.redecode(&source, &version)))
    }

    fn stats(&self) -> Pending<'_, Stats> {
        self.at_once(|table| Ok(table.stats()))
    }

    fn backlog(&self, limit: u64) -> Pending<'_, u64> {
        self.at_once(move |table| Ok(table.stats().backlog().min(limit)))
    }

    fn doctor(&self) -> Pending<'_, Vec<Finding>> {
        self.at_once(|table| {
            let stranded = table.stranded();
            Ok(vec![Finding::new(
                stranded == 0,
                "queues",
                format!("{stranded} queues wait for nothing"),
            )])
        })
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryStore").finish_non_exhaustive()
    }
}
