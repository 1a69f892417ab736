//! The inbox: a store, and by which rules deliveries go in and out.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

use crate::error::InboxError;
use crate::lease::Stored;
use crate::receipt::{Order, Receipt};
use crate::retention::Retention;
use crate::retry::Retry;
use crate::store::Store;

/// How old the count of the backlog may be.
const FRESH: Duration = Duration::from_secs(1);

/// Deliveries between their acknowledgement and their handler. Cloning is cheap, and clones share
/// the store.
#[derive(Clone, Debug)]
pub struct Inbox(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    store: Arc<dyn Store>,
    settings: Settings,
    arrived: Notify,
    counted: Mutex<Option<Instant>>,
    /// The backlog at the last count, and what was stored since.
    backlog: AtomicU64,
    failure: Mutex<Option<String>>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings {
    pub(crate) backlog: u64,
    pub(crate) retry_after: Duration,
    pub(crate) retry: Retry,
    pub(crate) order: Order,
    pub(crate) retention: Retention,
}

/// Why a delivery is not stored now.
#[derive(Debug)]
#[non_exhaustive]
pub enum Refused {
    /// As many deliveries are to be handled as may be.
    Full,
    /// The store failed.
    Failed(InboxError),
}

/// Whether an inbox takes deliveries, for `/readyz`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Readiness {
    /// It does.
    Ready,
    /// The backlog is full.
    Full,
    /// The last commit failed, for this reason.
    Failing(String),
}

impl Inbox {
    /// Starts an inbox over this store.
    pub fn builder(store: impl Store) -> InboxBuilder {
        Self::builder_shared(Arc::new(store))
    }

    /// The same over a store that others hold too.
    pub fn builder_shared(store: Arc<dyn Store>) -> InboxBuilder {
        InboxBuilder {
            store,
            settings: Settings {
                backlog: 100_000,
                retry_after: Duration::from_secs(60),
                retry: Retry::default(),
                order: Order::Off,
                retention: Retention::default(),
            },
        }
    }

    /// The store.
    #[must_use]
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.0.store
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// Resolves when a delivery was stored by this process.
    pub(crate) async fn arrived(&self) {
        self.0.arrived.notified().await;
    }

    /// Stores a delivery. When this returns `Ok`, it survives the loss of power.
    ///
    /// # Errors
    ///
    /// [`Refused`]; nothing is stored, as far as is known.
    pub async fn receive(&self, receipt: Receipt) -> Result<Stored, Refused> {
        let shared = &*self.0;
        self.check_backlog().await?;
        let stored = shared.store.receive(vec![receipt]).await;
        let stored = stored.and_then(|stored| {
            let missing = || InboxError::Corrupt("the store gave no answer".to_owned());
            stored.first().copied().ok_or_else(missing)
        });
        let failure = stored.as_ref().err().map(ToString::to_string);
        *lock(&shared.failure) = failure;
        let stored = stored.map_err(Refused::Failed)?;
        if matches!(stored, Stored::New(_)) {
            shared.backlog.fetch_add(1, Ordering::Relaxed);
            shared.arrived.notify_one();
        }
        Ok(stored)
    }

    /// Makes sure that there is room. A delivery is refused by a fresh count only, and never by what
    /// is guessed between two counts.
    async fn check_backlog(&self) -> Result<(), Refused> {
        let shared = &*self.0;
        let limit = shared.settings.backlog;
        let is_fresh = lock(&shared.counted).is_some_and(|at| at.elapsed() < FRESH);
        if is_fresh && shared.backlog.load(Ordering::Relaxed) < limit {
            return Ok(());
        }
        let counted = shared.store.backlog(limit).await;
        let counted = counted.map_err(|error| {
            *lock(&shared.failure) = Some(error.to_string());
            Refused::Failed(error)
        })?;
        shared.backlog.store(counted, Ordering::Relaxed);
        *lock(&shared.counted) = Some(Instant::now());
        if counted < limit {
            Ok(())
        } else {
            Err(Refused::Full)
        }
    }

    /// Whether deliveries are taken: the last commit did not fail, and the backlog has room.
    pub async fn readiness(&self) -> Readiness {
        match self.check_backlog().await {
            Err(Refused::Full) => return Readiness::Full,
            Err(Refused::Failed(error)) => return Readiness::Failing(error.to_string()),
            Ok(()) => {}
        }
        let failure = lock(&self.0.failure).clone();
        failure.map_or(Readiness::Ready, Readiness::Failing)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Builds an [`Inbox`].
#[derive(Clone, Debug)]
#[must_use = "a builder stores nothing"]
pub struct InboxBuilder {
    store: Arc<dyn Store>,
    settings: Settings,
}

impl InboxBuilder {
    /// How many deliveries may be to be handled before others are refused. 100,000 by default.
    /// Those that come in at the same moment may all be taken.
    pub fn backlog(mut self, deliveries: u64) -> Self {
        self.settings.backlog = deliveries;
        self
    }

    /// What `Retry-After` asks for where a delivery cannot be stored. 60 seconds by default.
    pub fn retry_after(mut self, pause: Duration) -> Self {
        self.settings.retry_after = pause;
        self
    }

    /// How often a delivery is tried.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.settings.retry = retry;
        self
    }

    /// Whether deliveries about one resource wait for one another. Off by default.
    pub fn order(mut self, order: Order) -> Self {
        self.settings.order = order;
        self
    }

    /// How long what is settled is kept.
    pub fn retention(mut self, retention: Retention) -> Self {
        self.settings.retention = retention;
        self
    }

    /// The inbox.
    #[must_use]
    pub fn build(self) -> Inbox {
        Inbox(Arc::new(Shared {
            store: self.store,
            settings: self.settings,
            arrived: Notify::new(),
            counted: Mutex::new(None),
            backlog: AtomicU64::new(0),
            failure: Mutex::new(None),
        }))
    }
}
