#![doc = include_str!("../README.md")]

mod attempt;
mod connect;
mod endpoint;
mod error;
mod inbox;
mod key;
mod lease;
mod never;
mod receipt;
mod record;
mod retention;
mod retry;
mod selection;
mod state;
pub mod store;
mod worker;

pub use attempt::Attempt;
pub use connect::{StoringReceiver, WithInbox};
pub use endpoint::InboxEndpoint;
pub use error::InboxError;
pub use inbox::{Inbox, InboxBuilder, Readiness, Refused};
pub use key::{DedupKey, NotAKey};
pub use lease::{Claimed, Held, Lease, Rescued, Stored, Wanted};
pub use never::Never;
pub use receipt::{Head, Header, OnDead, Order, Receipt, is_newer, millis, time_of_millis};
pub use record::{AttemptRecord, Details, Finding, OtherBody, Stats, Summary};
pub use retention::{Purged, Retention};
pub use retry::Retry;
pub use selection::{Filter, Page, Pass};
pub use state::{DeadKind, Death, DeliveryId, State, UnknownWord, Verdict};
pub use store::memory::MemoryStore;
#[cfg(feature = "sqlite")]
pub use store::sqlite::SqliteStore;
pub use store::{Pending, Store};
pub use worker::Worker;
