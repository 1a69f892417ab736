//! One delivery in memory.

use crate::receipt::{Head, OnDead, Order, Receipt, time_of_millis};
use crate::record::{AttemptRecord, Details, OtherBody, Summary};
use crate::state::{Death, DeliveryId, State};

/// A delivery, with times in milliseconds since 1970.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) receipt: Receipt,
    /// Whether head and body are still there.
    pub(super) is_whole: bool,
    /// The hash of the body; none once the delivery was erased.
    pub(super) body_hash: Option<[u8; 32]>,
    pub(super) state: State,
    pub(super) attempts: u32,
    pub(super) lease_no: i64,
    /// When it may be claimed, or when its lease runs out.
    pub(super) due: u64,
    pub(super) first_arrival: u64,
    pub(super) settled: Option<u64>,
    pub(super) repeats: u32,
    pub(super) others: Vec<OtherBody>,
    pub(super) death: Option<Death>,
    pub(super) log: Vec<AttemptRecord>,
}

impl Row {
    pub(super) fn new(receipt: Receipt, state: State, now: u64) -> Self {
        Self {
            body_hash: Some(receipt.body_hash()),
            receipt,
            is_whole: true,
            state,
            attempts: 0,
            lease_no: 0,
            due: now,
            first_arrival: now,
            settled: None,
            repeats: 0,
            others: Vec::new(),
            death: None,
            log: Vec::new(),
        }
    }

    /// Whether others of its queue wait for it.
    pub(super) fn is_head(&self) -> bool {
        match self.state {
            State::Ready | State::Leased => true,
            State::Dead => self.receipt.order == Order::PerKey(OnDead::Hold),
            State::Waiting | State::Done | State::Discarded => false,
        }
    }

    /// Whether it is in the queue of another delivery.
    pub(super) fn is_of_queue(&self, source: &str, queue: &str) -> bool {
        self.receipt.source == source && self.receipt.queue() == Some(queue)
    }

    /// Ends the latest attempt, if it goes on.
    pub(super) fn end_attempt(&mut self, now: u64, outcome: &str, error: Option<String>) {
        let latest = self.log.last_mut().filter(|latest| latest.ended.is_none());
        if let Some(latest) = latest {
            latest.ended = Some(time_of_millis(now));
            latest.outcome = Some(outcome.to_owned());
            latest.error = error;
        }
    }

    /// Forgets what the delivery said.
    pub(super) fn strip(&mut self) {
        self.is_whole = false;
        self.receipt.head = Head::default();
        self.receipt.body = bytes::Bytes::new();
        self.others.iter_mut().for_each(|other| {
            other.head = Head::default();
            other.body = bytes::Bytes::new();
        });
    }

    pub(super) fn summary(&self, id: DeliveryId) -> Summary {
        let receipt = &self.receipt;
        let has_due = matches!(self.state, State::Ready | State::Leased);
        Summary {
            id,
            source: receipt.source.clone(),
            version: receipt.version.clone(),
            event: receipt.event.clone(),
            key: receipt.key,
            order_key: receipt.order_key.clone(),
            revision: receipt.revision.clone(),
            state: self.state,
            attempts: self.attempts,
            first_arrival: time_of_millis(self.first_arrival),
            due: has_due.then(|| time_of_millis(self.due)),
            settled: self.settled.map(time_of_millis),
            repeats: self.repeats,
            others: self.others.iter().map(|other| other.count).sum(),
            death: self.death.clone(),
        }
    }

    pub(super) fn details(&self, id: DeliveryId) -> Details {
        let receipt = &self.receipt;
        Details {
            trace_parent: receipt.trace_parent.clone(),
            head: self.is_whole.then(|| receipt.head.clone()),
            body: self.is_whole.then(|| receipt.body.clone()),
            attempts: self.log.clone(),
            others: self.others.clone(),
            ..Details::new(self.summary(id))
        }
    }
}
