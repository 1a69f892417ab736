//! The table in memory: what receipts, workers and readers do with it.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::Duration;

use crate::key::DedupKey;
use crate::lease::{Claimed, Held, Lease, Rescued, Stored, Wanted};
use crate::receipt::{Receipt, is_newer, time_of_millis};
use crate::record::{AttemptRecord, Details, OtherBody, Stats, Summary};
use crate::retry::Retry;
use crate::selection::{Filter, Page};
use crate::state::{DeadKind, Death, DeliveryId, State, Verdict};
use crate::store::memory::row::Row;

/// All deliveries, at a moment.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// The time in milliseconds since 1970.
    pub(super) now: u64,
    pub(super) rows: BTreeMap<DeliveryId, Row>,
    pub(super) keys: HashMap<DedupKey, DeliveryId>,
    /// The newest revision that was handled, of each resource of each source.
    revisions: HashMap<(String, String), String>,
    last: i64,
}

impl Table {
    pub(super) fn receive(&mut self, receipt: Receipt) -> Stored {
        let now = self.now;
        if let Some(id) = self.keys.get(&receipt.key).copied() {
            return match self.rows.get_mut(&id) {
                Some(row) => repeated(row, id, receipt, now),
                None => Stored::Duplicate(id),
            };
        }
        self.last += 1;
        let id = DeliveryId(self.last);
        self.keys.insert(receipt.key, id);
        let state = self.entry_state(&receipt);
        self.rows.insert(id, Row::new(receipt, state, now));
        Stored::New(id)
    }

    /// Where a delivery stands that comes into its queue.
    pub(super) fn entry_state(&self, receipt: &Receipt) -> State {
        let Some(queue) = receipt.queue() else {
            return State::Ready;
        };
        let mut of_queue = self.rows.values();
        let is_ahead = |row: &Row| row.is_head() || row.state == State::Waiting;
        if of_queue.any(|row| row.is_of_queue(&receipt.source, queue) && is_ahead(row)) {
            State::Waiting
        } else {
            State::Ready
        }
    }

    /// Makes the first one of a queue ready if nothing is ahead of it.
    pub(super) fn promote(&mut self, receipt: &Receipt) {
        let Some(queue) = receipt.queue() else { return };
        let of_queue = self.rows.values_mut();
        let of_queue = of_queue.filter(|row| row.is_of_queue(&receipt.source, queue));
        let mut first = None;
        for row in of_queue {
            if row.is_head() {
                return;
            }
            if row.state == State::Waiting && first.is_none() {
                first = Some(row);
            }
        }
        if let Some(row) = first {
            row.state = State::Ready;
            row.due = self.now;
        }
    }

    pub(super) fn claim(&mut self, wanted: &Wanted) -> Vec<Claimed> {
        let now = self.now;
        let due = self.rows.iter().filter(|(_, row)| {
            let is_wanted = wanted.sources.contains(&row.receipt.source);
            row.state == State::Ready && row.due <= now && is_wanted
        });
        let mut due: Vec<_> = due.map(|(id, row)| (row.due, *id)).collect();
        due.sort_unstable();
        due.truncate(usize::try_from(wanted.limit).unwrap_or(usize::MAX));
        let mut claimed = Vec::new();
        for (_, id) in due {
            let Some(row) = self.rows.get_mut(&id) else {
                continue;
            };
            row.state = State::Leased;
            row.lease_no += 1;
            row.attempts += 1;
            row.due = later(now, wanted.lease);
            row.log.push(AttemptRecord {
                lease_no: row.lease_no,
                started: time_of_millis(now),
                ended: None,
                outcome: None,
                error: None,
            });
            let lease = Lease {
                id,
                lease_no: row.lease_no,
            };
            let receipt = row.receipt.clone();
            let resource = receipt.order_key.clone();
            let resource = resource.map(|key| (receipt.source.clone(), key));
            claimed.push(Claimed {
                repeats: row.repeats,
                others: row.others.iter().map(|other| other.count).sum(),
                handled_revision: resource.and_then(|one| self.revisions.get(&one).cloned()),
                ..Claimed::new(
                    lease,
                    receipt,
                    row.attempts,
                    time_of_millis(row.first_arrival),
                )
            });
        }
        claimed
    }

    /// The delivery that a lease is for, if the lease holds.
    fn leased(&mut self, lease: Lease) -> Option<&mut Row> {
        let row = self.rows.get_mut(&lease.id)?;
        (row.state == State::Leased && row.lease_no == lease.lease_no).then_some(row)
    }

    pub(super) fn renew(&mut self, lease: Lease, by: Duration) -> Held {
        let due = later(self.now, by);
        match self.leased(lease) {
            Some(row) => {
                row.due = due;
                Held::Yes
            }
            None => Held::Lost,
        }
    }

    pub(super) fn finish(&mut self, lease: Lease, verdict: Verdict) -> Held {
        let now = self.now;
        let Some(row) = self.leased(lease) else {
            return Held::Lost;
        };
        match verdict {
            Verdict::Done => {
                row.end_attempt(now, "done", None);
                row.state = State::Done;
                row.settled = Some(now);
                let receipt = row.receipt.clone();
                self.note_revision(&receipt);
                self.promote(&receipt);
            }
            Verdict::Again { after, error } => {
                row.end_attempt(now, "again", Some(error));
                row.state = State::Ready;
                row.due = later(now, after);
            }
            Verdict::Dead(death) => {
                row.end_attempt(now, "dead", Some(death.reason.clone()));
                self.die(lease.id, death);
            }
            Verdict::Untried => {
                row.end_attempt(now, "untried", None);
                row.state = State::Ready;
                row.attempts = row.attempts.saturating_sub(1);
                row.due = now;
            }
        }
        Held::Yes
    }

    fn die(&mut self, id: DeliveryId, death: Death) {
        if let Some(row) = self.rows.get_mut(&id) {
            row.state = State::Dead;
            row.settled = Some(self.now);
            row.death = Some(death);
            let receipt = row.receipt.clone();
            self.promote(&receipt);
        }
    }

    fn note_revision(&mut self, receipt: &Receipt) {
        let (Some(key), Some(revision)) = (&receipt.order_key, &receipt.revision) else {
            return;
        };
        let resource = (receipt.source.clone(), key.clone());
        let newest = self
            .revisions
            .entry(resource)
            .or_insert_with(|| revision.clone());
        if is_newer(revision, newest) {
            newest.clone_from(revision);
        }
    }

    pub(super) fn rescue(&mut self, retry: &Retry, limit: u32) -> Vec<Rescued> {
        let now = self.now;
        let lost = self.rows.iter();
        let lost = lost.filter(|(_, row)| row.state == State::Leased && row.due < now);
        let lost = lost.take(usize::try_from(limit).unwrap_or(usize::MAX));
        let lost: Vec<_> = lost.map(|(id, _)| *id).collect();
        let mut rescued = Vec::new();
        for id in lost {
            let Some(row) = self.rows.get_mut(&id) else {
                continue;
            };
            row.end_attempt(now, "expired", None);
            let death = if let Some(pause) = retry.random_pause(row.attempts) {
                row.state = State::Ready;
                row.due = later(now, pause);
                None
            } else {
                let reason = Death::new(
                    DeadKind::Abandoned,
                    "the process that handled it was gone before the end",
                    row.receipt.version.clone(),
                );
                self.die(id, reason.clone());
                Some(reason)
            };
            rescued.push(Rescued { id, death });
        }
        rescued
    }

    /// Those of a page that a filter means.
    pub(super) fn chosen(&self, filter: &Filter, page: Page) -> Vec<DeliveryId> {
        let mut all: Vec<_> = self.rows.iter().collect();
        if page.newest_first {
            all.reverse();
        }
        let is_behind = |id: DeliveryId| match page.after {
            Some(after) if page.newest_first => id < after,
            Some(after) => id > after,
            None => true,
        };
        let chosen = all.into_iter();
        let chosen = chosen.filter(|(id, row)| is_behind(**id) && is_meant(**id, row, filter));
        let chosen = chosen.take(usize::try_from(page.limit).unwrap_or(usize::MAX));
        chosen.map(|(id, _)| *id).collect()
    }

    pub(super) fn list(&self, filter: &Filter, page: Page) -> Vec<Summary> {
        let chosen = self.chosen(filter, page).into_iter();
        let found = chosen.filter_map(|id| Some(self.rows.get(&id)?.summary(id)));
        found.collect()
    }

    pub(super) fn get(&self, id: DeliveryId) -> Option<Details> {
        Some(self.rows.get(&id)?.details(id))
    }

    pub(super) fn stats(&self) -> Stats {
        let mut stats = Stats {
            by_state: State::ALL.into_iter().map(|state| (state, 0)).collect(),
            ..Stats::default()
        };
        for row in self.rows.values() {
            *stats.by_state.entry(row.state).or_default() += 1;
            if let Some(death) = row.death.as_ref().filter(|_| row.state == State::Dead) {
                *stats.dead.entry(death.kind).or_default() += 1;
            }
            stats.repeats += u64::from(row.repeats);
            if row.state == State::Ready && row.due <= self.now {
                let age = Duration::from_millis(self.now - row.due);
                stats.oldest_ready = stats.oldest_ready.max(Some(age));
            }
        }
        stats
    }

    /// How many queues wait although nothing is ahead.
    pub(super) fn stranded(&self) -> usize {
        let queue = |row: &Row| Some((row.receipt.source.clone(), row.receipt.queue()?.to_owned()));
        let of = |wanted: fn(&Row) -> bool| -> HashSet<_> {
            let rows = self.rows.values().filter(|row| wanted(row));
            rows.filter_map(queue).collect()
        };
        let waiting = of(|row| row.state == State::Waiting);
        waiting.difference(&of(Row::is_head)).count()
    }
}

/// Takes note of a delivery that came again.
fn repeated(row: &mut Row, id: DeliveryId, receipt: Receipt, now: u64) -> Stored {
    let is_same = |hash: [u8; 32]| hash == receipt.body_hash();
    if row.body_hash.is_none_or(is_same) {
        row.repeats += 1;
        return Stored::Duplicate(id);
    }
    let mut others = row.others.iter_mut();
    match others.find(|other| other.body == receipt.body) {
        Some(other) => other.count += 1,
        None => row.others.push(OtherBody {
            arrived: time_of_millis(now),
            count: 1,
            head: receipt.head,
            body: receipt.body,
        }),
    }
    Stored::OtherBody(id)
}

fn is_meant(id: DeliveryId, row: &Row, filter: &Filter) -> bool {
    let Filter {
        ids,
        states,
        source,
        event,
        order_key,
        dead,
        since,
        until,
    } = filter;
    let first_arrival = time_of_millis(row.first_arrival);
    let kind = row.death.as_ref().map(|death| death.kind);
    ids.as_ref().is_none_or(|ids| ids.contains(&id))
        && states.as_ref().is_none_or(|all| all.contains(&row.state))
        && source.as_ref().is_none_or(|one| *one == row.receipt.source)
        && (event.is_none() || *event == row.receipt.event)
        && (order_key.is_none() || *order_key == row.receipt.order_key)
        && (dead.is_none() || *dead == kind)
        && since.is_none_or(|since| first_arrival >= since)
        && until.is_none_or(|until| first_arrival < until)
}

/// The time so much later.
pub(super) fn later(now: u64, by: Duration) -> u64 {
    now.saturating_add(u64::try_from(by.as_millis()).unwrap_or(u64::MAX))
}
