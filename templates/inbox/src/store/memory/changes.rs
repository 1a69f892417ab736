//! What people do with the table in memory: replays, discards, erasure, purges.

use crate::retention::{Purged, Retention};
use crate::selection::{Filter, Page, Pass};
use crate::state::{DeliveryId, State};
use crate::store::memory::row::Row;
use crate::store::memory::table::{Table, later};

impl Table {
    /// Changes those of a page that a change is for.
    pub(super) fn pass(
        &mut self,
        filter: &Filter,
        page: Page,
        change: fn(&mut Self, DeliveryId) -> bool,
    ) -> Pass {
        let chosen = self.chosen(filter, page);
        let is_full = chosen.len() == usize::try_from(page.limit).unwrap_or(usize::MAX);
        let next = chosen.last().copied().filter(|_| is_full);
        let changed = chosen.into_iter().filter(|id| change(self, *id)).count();
        Pass {
            changed: u64::try_from(changed).unwrap_or(u64::MAX),
            next,
        }
    }

    pub(super) fn replay(&mut self, id: DeliveryId) -> bool {
        let may = |row: &&mut Row| row.is_whole && !row.state.is_open();
        let Some(row) = self.rows.get_mut(&id).filter(may) else {
            return false;
        };
        // It leaves its queue and comes in anew, so that one that holds the others is not ahead of
        // itself. Those that wait behind it are after it by their ids.
        let was_head = row.is_head();
        row.state = State::Discarded;
        row.death = None;
        row.settled = None;
        row.attempts = 0;
        row.due = self.now;
        let receipt = row.receipt.clone();
        let state = if was_head {
            State::Ready
        } else {
            self.entry_state(&receipt)
        };
        if let Some(row) = self.rows.get_mut(&id) {
            row.state = state;
        }
        true
    }

    pub(super) fn discard(&mut self, id: DeliveryId) -> bool {
        let may = |row: &&mut Row| row.state.is_open() || row.state == State::Dead;
        let Some(row) = self.rows.get_mut(&id).filter(may) else {
            return false;
        };
        row.end_attempt(self.now, "taken", None);
        row.state = State::Discarded;
        row.settled = Some(self.now);
        row.death = None;
        let receipt = row.receipt.clone();
        self.promote(&receipt);
        true
    }

    pub(super) fn erase(&mut self, id: DeliveryId) -> bool {
        self.discard(id);
        let Some(row) = self.rows.get_mut(&id) else {
            return false;
        };
        row.strip();
        row.others.clear();
        row.body_hash = None;
        row.receipt.trace_parent = None;
        row.log.iter_mut().for_each(|attempt| attempt.error = None);
        true
    }

    pub(super) fn redecode(&mut self, source: &str, version: &str) -> u64 {
        let unread = self.rows.iter().filter(|(_, row)| {
            let death = row.death.as_ref();
            let is_of_other =
                death.is_some_and(|one| one.kind.is_of_version() && one.version != version);
            row.state == State::Dead && row.receipt.source == source && is_of_other
        });
        let unread: Vec<_> = unread.map(|(id, _)| *id).collect();
        let replayed = unread.into_iter().filter(|id| self.replay(*id)).count();
        u64::try_from(replayed).unwrap_or(u64::MAX)
    }

    pub(super) fn purge(&mut self, retention: Retention, limit: u32) -> Purged {
        let now = self.now;
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let is_past = |row: &Row, kept| row.settled.is_some_and(|at| later(at, kept) < now);
        let old = self.rows.iter().filter(|(_, row)| match row.state {
            State::Done => is_past(row, retention.keys),
            State::Dead | State::Discarded => is_past(row, retention.dead),
            _ => false,
        });
        let old: Vec<_> = old.map(|(id, _)| *id).take(limit).collect();
        let mut purged = Purged::default();
        for id in &old {
            if let Some(row) = self.rows.remove(id) {
                self.keys.remove(&row.receipt.key);
                self.promote(&row.receipt);
                purged.deliveries += 1;
            }
        }
        let left = limit - old.len();
        let bodies = self.rows.values_mut().filter(|row| {
            row.state == State::Done && row.is_whole && is_past(row, retention.bodies)
        });
        for row in bodies.take(left) {
            row.strip();
            purged.bodies += 1;
        }
        let count = purged.bodies + purged.deliveries;
        purged.more = count == u64::try_from(limit).unwrap_or(u64::MAX);
        purged
    }
}
