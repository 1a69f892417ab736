//! What people see of a delivery and of a store.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use bytes::Bytes;

use crate::key::DedupKey;
use crate::receipt::Head;
use crate::state::{DeadKind, Death, DeliveryId, State};

/// A delivery without its head and its body.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Summary {
    /// Its number.
    pub id: DeliveryId,
    /// Whose it is.
    pub source: String,
    /// The version of the crate that took it in.
    pub version: String,
    /// The event's name, where it could be read.
    pub event: Option<String>,
    /// What repeats of it are recognised by.
    pub key: DedupKey,
    /// The resource that it is about.
    pub order_key: Option<String>,
    /// Which state of the resource it reports.
    pub revision: Option<String>,
    /// Where it stands.
    pub state: State,
    /// How often it was claimed since it was stored, or replayed.
    pub attempts: u32,
    /// When it was stored.
    pub first_arrival: SystemTime,
    /// When it may be claimed, where it is ready; when its lease runs out, where it is leased.
    pub due: Option<SystemTime>,
    /// When it was done, dead or discarded.
    pub settled: Option<SystemTime>,
    /// How often it came again.
    pub repeats: u32,
    /// How many other bodies came under its key.
    pub others: u32,
    /// Why it is dead, where it is.
    pub death: Option<Death>,
}

/// A delivery with everything that is stored of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Details {
    /// What lists show of it.
    pub summary: Summary,
    /// The trace that it came in.
    pub trace_parent: Option<String>,
    /// The head of its request; `None` where it was purged or erased.
    pub head: Option<Head>,
    /// The body; `None` where it was purged or erased.
    pub body: Option<Bytes>,
    /// Its attempts, the first one first.
    pub attempts: Vec<AttemptRecord>,
    /// The other bodies that came under its key, the first one first.
    pub others: Vec<OtherBody>,
}

impl Details {
    /// Puts the details of a delivery together. For stores.
    #[must_use]
    pub fn new(summary: Summary) -> Self {
        Self {
            summary,
            trace_parent: None,
            head: None,
            body: None,
            attempts: Vec::new(),
            others: Vec::new(),
        }
    }
}

/// One attempt to handle a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttemptRecord {
    /// The number of its lease.
    pub lease_no: i64,
    /// When it began.
    pub started: SystemTime,
    /// When it ended; `None` while it goes on.
    pub ended: Option<SystemTime>,
    /// How it ended: `done`, `again`, `dead`, `untried`, or `expired`.
    pub outcome: Option<String>,
    /// Why it failed.
    pub error: Option<String>,
}

/// A body that came under the key of another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherBody {
    /// When it came first.
    pub arrived: SystemTime,
    /// How often it came.
    pub count: u32,
    /// The head of its first request.
    pub head: Head,
    /// The body.
    pub body: Bytes,
}

/// What a store holds, in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// How many deliveries are in each state; all states are there.
    pub by_state: BTreeMap<State, u64>,
    /// How many are dead for each kind of reason.
    pub dead: BTreeMap<DeadKind, u64>,
    /// For how long the oldest delivery waits that may be claimed: since it was stored, or since its
    /// pause was over. What to alert on.
    pub oldest_ready: Option<Duration>,
    /// How many repeats came.
    pub repeats: u64,
}

impl Stats {
    /// How many deliveries are in this state.
    #[must_use]
    pub fn count(&self, state: State) -> u64 {
        self.by_state.get(&state).copied().unwrap_or_default()
    }

    /// How many deliveries are still to be handled.
    #[must_use]
    pub fn backlog(&self) -> u64 {
        let open = self.by_state.iter().filter(|(state, _)| state.is_open());
        open.map(|(_, count)| count).sum()
    }
}

/// Something that is looked at when a store is examined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Whether it is in order.
    pub is_good: bool,
    /// What was looked at, in one or two words.
    pub subject: &'static str,
    /// What was found, for people.
    pub text: String,
}

impl Finding {
    /// A finding of this kind.
    #[must_use]
    pub fn new(is_good: bool, subject: &'static str, text: impl Into<String>) -> Self {
        Self {
            is_good,
            subject,
            text: text.into(),
        }
    }
}
