//! A store with a fault that the model must find.

use std::time::Duration;

use webhook_inbox::{
    Claimed, DeliveryId, Details, Filter, Finding, Held, InboxError, Lease, MemoryStore, Page,
    Pass, Pending, Purged, Receipt, Rescued, Retention, Retry, Stats, Store, Stored, Summary,
    Verdict, Wanted,
};

/// A store that looks up the latest lease, whichever it is given.
#[derive(Debug)]
pub struct Mutant(pub MemoryStore);

impl Store for Mutant {
    fn finish(&self, lease: Lease, verdict: Verdict) -> Pending<'_, Held> {
        Box::pin(async move {
            let details = self.0.get(lease.id).await?;
            let latest = details.and_then(|one| one.attempts.last().map(|last| last.lease_no));
            let lease_no = latest.ok_or(InboxError::Closed)?;
            self.0.finish(Lease { lease_no, ..lease }, verdict).await
        })
    }

    fn receive(&self, batch: Vec<Receipt>) -> Pending<'_, Vec<Stored>> {
        self.0.receive(batch)
    }

    fn claim(&self, wanted: Wanted) -> Pending<'_, Vec<Claimed>> {
        self.0.claim(wanted)
    }

    fn renew(&self, lease: Lease, by: Duration) -> Pending<'_, Held> {
        self.0.renew(lease, by)
    }

    fn rescue(&self, retry: Retry, limit: u32) -> Pending<'_, Vec<Rescued>> {
        self.0.rescue(retry, limit)
    }

    fn list(&self, filter: Filter, page: Page) -> Pending<'_, Vec<Summary>> {
        self.0.list(filter, page)
    }

    fn get(&self, id: DeliveryId) -> Pending<'_, Option<Details>> {
        self.0.get(id)
    }

    fn replay(&self, filter: Filter, page: Page) -> Pending<'_, Pass> {
        self.0.replay(filter, page)
    }

    fn discard(&self, filter: Filter, page: Page) -> Pending<'_, Pass> {
        self.0.discard(filter, page)
    }

    fn erase(&self, filter: Filter, page: Page) -> Pending<'_, Pass> {
        self.0.erase(filter, page)
    }

    fn purge(&self, retention: Retention, limit: u32) -> Pending<'_, Purged> {
        self.0.purge(retention, limit)
    }

    fn redecode_on_upgrade(&self, source: String, version: String) -> Pending<'_, u64> {
        self.0.redecode_on_upgrade(source, version)
    }

    fn stats(&self) -> Pending<'_, Stats> {
        self.0.stats()
    }

    fn backlog(&self, limit: u64) -> Pending<'_, u64> {
        self.0.backlog(limit)
    }

    fn doctor(&self) -> Pending<'_, Vec<Finding>> {
        self.0.doctor()
    }
}
