//! The working end: due deliveries out of the store, their handlers called.

mod attempt;
mod handle;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

use crate::error::InboxError;
use crate::inbox::Inbox;
use crate::lease::{Claimed, Wanted};
use crate::worker::attempt::{Times, attempt};
pub(crate) use crate::worker::handle::Connected;
use crate::worker::handle::Handles;

/// How many rows a pass of rescues or of retention takes.
const PASS: u32 = 500;
/// How long passes of retention are apart.
const RETENTION: Duration = Duration::from_secs(60);

/// Claims deliveries and calls their handlers, until it is stopped. Any number of workers, in any
/// number of processes, share one store.
#[must_use = "a worker does nothing until it runs"]
pub struct Worker {
    inbox: Inbox,
    handles: Vec<Arc<dyn Handles>>,
    concurrency: u32,
    poll: Duration,
    grace: Duration,
    times: Times,
    redecode: bool,
}

impl Worker {
    pub(crate) fn new(inbox: Inbox, handles: Arc<dyn Handles>) -> Self {
        Self {
            inbox,
            handles: vec![handles],
            concurrency: 16,
            poll: Duration::from_millis(500),
            grace: Duration::from_secs(25),
            times: Times {
                lease: Duration::from_secs(60),
                deadline: Duration::from_secs(300),
            },
            redecode: true,
        }
    }

    /// The same worker for the deliveries of another one of the same inbox too.
    pub fn and(mut self, other: Self) -> Self {
        self.handles.extend(other.handles);
        self
    }

    /// How many handlers are called at once. 16 by default, and at least 1.
    pub fn concurrency(self, concurrency: u32) -> Self {
        Self {
            concurrency: concurrency.max(1),
            ..self
        }
    }

    /// How often the store is asked, where nothing else says that something came: other processes
    /// store too, and pauses end. 500 ms by default.
    pub fn poll(self, poll: Duration) -> Self {
        Self { poll, ..self }
    }

    /// How long a lease is. It is renewed while the handler lives, so this is how long a delivery is
    /// nobody's when its process is gone. 60 seconds by default.
    pub fn lease(mut self, lease: Duration) -> Self {
        self.times.lease = lease;
        self
    }

    /// How long one attempt may take. Its future is dropped then, and the attempt failed. 5 minutes
    /// by default.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.times.deadline = deadline;
        self
    }

    /// How long handlers may go on once the worker is stopped. 25 seconds by default.
    pub fn grace(self, grace: Duration) -> Self {
        Self { grace, ..self }
    }

    /// Whether the worker puts those back, when it starts, that another version of the crate could
    /// not read. So it does by default.
    pub fn redecode_on_upgrade(self, redecode: bool) -> Self {
        Self { redecode, ..self }
    }

    /// Works until `stop` resolves, and then waits for the handlers that were called, for no longer
    /// than [`grace`](Self::grace). While the store fails, it is asked again with pauses.
    ///
    /// # Errors
    ///
    /// [`InboxError::NewerSchema`], [`InboxError::Closed`] and [`InboxError::Corrupt`]: no later
    /// attempt could go better.
    pub async fn run(self, stop: impl Future<Output = ()> + Send) -> Result<(), InboxError> {
        let (over, is_over) = watch::channel(false);
        let mut tasks = JoinSet::new();
        let worked = self.work(stop, &mut tasks, &is_over).await;
        let ending = async { while tasks.join_next().await.is_some() {} };
        if timeout(self.grace, ending).await.is_err() {
            // Those who are left give their deliveries back.
            let _ = over.send(true);
            let ending = async { while tasks.join_next().await.is_some() {} };
            let _ = timeout(Duration::from_secs(5), ending).await;
        }
        worked
    }

    async fn work(
        &self,
        stop: impl Future<Output = ()> + Send,
        tasks: &mut JoinSet<()>,
        is_over: &watch::Receiver<bool>,
    ) -> Result<(), InboxError> {
        tokio::pin!(stop);
        let mut upkeep = Upkeep::default();
        let mut must_redecode = self.redecode;
        loop {
            let mut pause = self.poll;
            // To its end, even if the worker is stopped meanwhile: what is claimed is handled.
            let stepped = async {
                if must_redecode {
                    self.redecode().await?;
                }
                self.keep_up(&mut upkeep).await?;
                self.claim(tasks.len()).await
            };
            match stepped.await {
                Ok(claimed) => {
                    must_redecode = false;
                    for one in claimed {
                        self.start(one, tasks, is_over);
                    }
                }
                Err(error @ (InboxError::NewerSchema { .. } | InboxError::Closed)) => {
                    return Err(error);
                }
                Err(error @ InboxError::Corrupt(_)) => return Err(error),
                Err(_) => pause = pause.max(Duration::from_secs(1)),
            }
            let is_busy = tasks.len() >= usize::try_from(self.concurrency).unwrap_or(usize::MAX);
            tokio::select! {
                biased;
                () = &mut stop => return Ok(()),
                Some(_) = tasks.join_next() => {
                    // Whoever else is done makes room in the same claim.
                    while tasks.try_join_next().is_some() {}
                }
                () = self.inbox.arrived(), if !is_busy => {}
                () = sleep(pause) => {}
            }
        }
    }

    /// As many deliveries as there is room for.
    async fn claim(&self, busy: usize) -> Result<Vec<Claimed>, InboxError> {
        let busy = u32::try_from(busy).unwrap_or(u32::MAX);
        let limit = self.concurrency.saturating_sub(busy);
        if limit == 0 {
            return Ok(Vec::new());
        }
        let sources = self.handles.iter().map(|one| one.source().to_owned());
        let wanted = Wanted {
            sources: sources.collect(),
            limit,
            lease: self.times.lease,
        };
        self.inbox.store().claim(wanted).await
    }

    fn start(&self, claimed: Claimed, tasks: &mut JoinSet<()>, is_over: &watch::Receiver<bool>) {
        let mut handles = self.handles.iter();
        let of_source = handles.find(|one| one.source() == claimed.receipt.source);
        if let Some(handles) = of_source {
            let (inbox, handles) = (self.inbox.clone(), Arc::clone(handles));
            tasks.spawn(attempt(
                inbox,
                handles,
                claimed,
                self.times,
                is_over.clone(),
            ));
        }
    }

    async fn redecode(&self) -> Result<(), InboxError> {
        for one in &self.handles {
            let (source, version) = (one.source().to_owned(), one.version().to_owned());
            let store = self.inbox.store();
            store.redecode_on_upgrade(source, version).await?;
        }
        Ok(())
    }

    /// Takes back what others have lost, and removes what was kept for long enough.
    async fn keep_up(&self, upkeep: &mut Upkeep) -> Result<(), InboxError> {
        let settings = self.inbox.settings();
        let store = self.inbox.store();
        if upkeep
            .rescued
            .is_none_or(|at| at.elapsed() >= self.times.lease / 2)
        {
            store.rescue(settings.retry, PASS).await?;
            upkeep.rescued = Some(Instant::now());
        }
        if upkeep.purged.is_none_or(|at| at.elapsed() >= RETENTION) {
            let purged = store.purge(settings.retention, PASS).await?;
            // Where more is left, the next round goes on.
            upkeep.purged = (!purged.more).then(Instant::now);
        }
        Ok(())
    }
}

/// When upkeep was done last.
#[derive(Debug, Default)]
struct Upkeep {
    rescued: Option<Instant>,
    purged: Option<Instant>,
}

impl std::fmt::Debug for Worker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Worker")
            .field("inbox", &self.inbox)
            .field("concurrency", &self.concurrency)
            .finish_non_exhaustive()
    }
}
