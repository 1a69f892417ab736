//! A thread with a connection of its own: work from many tasks in, one commit for all that waits.

use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::Builder;

use rusqlite::Connection;
use tokio::sync::oneshot;

use crate::error::InboxError;
use crate::store::Pending;
use crate::store::sqlite::connection::{Purpose, assert_synchronous, open};

/// The most rows of one commit.
const MOST_ROWS: usize = 256;

/// Tells a task what came of its work, once it is known whether it was committed.
type Answer = Box<dyn FnOnce(Result<(), &str>) + Send>;

/// A piece of work. Without a connection it is not done, and its answer says so.
type Work = Box<dyn FnOnce(Option<&Connection>) -> Answer + Send>;

struct Job {
    rows: usize,
    work: Work,
}

/// Takes work from any task.
#[derive(Debug)]
pub(super) struct DatabaseThread {
    jobs: Sender<Job>,
}

impl DatabaseThread {
    /// Opens a connection, and starts a thread that works with it until this is dropped and all work
    /// is done.
    ///
    /// # Errors
    ///
    /// If the file cannot be opened, or no thread can be started.
    pub(super) fn start(
        path: &Path,
        purpose: Purpose,
        max_pages: Option<i64>,
    ) -> Result<Self, InboxError> {
        let connection = open(path, purpose, max_pages)?;
        let (jobs, waiting) = channel();
        let name = match purpose {
            Purpose::Receipts => "inbox-receipts",
            Purpose::Work => "inbox-work",
            Purpose::Reading => "inbox-reading",
        };
        let thread = Builder::new().name(name.to_owned());
        let run = move || run(&connection, purpose, &waiting);
        thread.spawn(run).map_err(InboxError::store)?;
        Ok(Self { jobs })
    }

    /// Does this with the connection, all or nothing, and answers after the commit. Work that waits
    /// meanwhile is committed together, up to 256 rows.
    pub(super) fn run<T: Send + 'static>(
        &self,
        rows: usize,
        work: impl FnOnce(&Connection) -> Result<T, InboxError> + Send + 'static,
    ) -> Pending<'_, T> {
        let (sender, answer) = oneshot::channel();
        let work: Work = Box::new(move |connection| {
            let result = match connection {
                Some(connection) => in_savepoint(connection, work),
                None => Err(InboxError::Closed),
            };
            Box::new(move |committed| {
                let result = match committed {
                    Ok(()) => result,
                    Err(why) => Err(InboxError::store(why)),
                };
                // Whoever asked may be gone, and what was committed stays.
                let _ = sender.send(result);
            })
        });
        let is_sent = self.jobs.send(Job { rows, work }).is_ok();
        Box::pin(async move {
            match answer.await {
                Ok(result) if is_sent => result,
                _ => Err(InboxError::Closed),
            }
        })
    }
}

fn run(connection: &Connection, purpose: Purpose, waiting: &Receiver<Job>) {
    while let Ok(first) = waiting.recv() {
        let mut rows = first.rows;
        let mut group = vec![first.work];
        while rows < MOST_ROWS {
            let Ok(job) = waiting.try_recv() else { break };
            rows += job.rows;
            group.push(job.work);
        }
        commit(connection, purpose, group);
    }
}

/// Does a group of work in one transaction, and gives the answers after its end.
fn commit(connection: &Connection, purpose: Purpose, group: Vec<Work>) {
    let begun = begin(connection, purpose).map_err(|error| error.to_string());
    let mut ended = begun;
    let mut answers = Vec::new();
    for work in group {
        let usable = ended.is_ok().then_some(connection);
        answers.push(work(usable));
        // Some errors, such as a full disk, undo the whole transaction.
        if ended.is_ok() && connection.is_autocommit() {
            ended = Err("the transaction was undone: is the disk full?".to_owned());
        }
    }
    if ended.is_ok() {
        ended = connection
            .execute_batch("COMMIT")
            .map_err(|error| error.to_string());
    }
    if !connection.is_autocommit() {
        // If this fails too, the next `BEGIN` does.
        let _ = connection.execute_batch("ROLLBACK");
    }
    for answer in answers {
        answer(ended.as_ref().copied().map_err(String::as_str));
    }
}

fn begin(connection: &Connection, purpose: Purpose) -> Result<(), InboxError> {
    let begin = match purpose {
        Purpose::Receipts => {
            assert_synchronous(connection, purpose)?;
            "BEGIN IMMEDIATE"
        }
        Purpose::Work => "BEGIN IMMEDIATE",
        Purpose::Reading => "BEGIN",
    };
    Ok(connection.execute_batch(begin)?)
}

/// Does one piece of work so that what it did is undone if it fails, and the rest of its group is
/// not.
pub(super) fn in_savepoint<T>(
    connection: &Connection,
    work: impl FnOnce(&Connection) -> Result<T, InboxError>,
) -> Result<T, InboxError> {
    connection.prepare_cached("SAVEPOINT piece")?.execute([])?;
    let result = work(connection);
    if connection.is_autocommit() {
        return result;
    }
    if result.is_err() {
        let undo = connection.prepare_cached("ROLLBACK TO piece");
        undo.and_then(|mut undo| undo.execute([]))?;
    }
    connection.prepare_cached("RELEASE piece")?.execute([])?;
    result
}
