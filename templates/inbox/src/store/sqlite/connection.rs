//! Connections to the file: opened, set up, and their settings read back.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use crate::error::InboxError;

/// What a connection is for, which says how safe its commits are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// What it commits survives the loss of power: `synchronous=FULL`.
    Receipts,
    /// What it commits may be undone by the loss of power, and nothing else: `synchronous=NORMAL`.
    /// Then a handler is called once more.
    Work,
    /// It changes nothing.
    Reading,
}

impl Purpose {
    /// The value of `PRAGMA synchronous`.
    fn synchronous(self) -> i64 {
        match self {
            Self::Receipts => 2,
            Self::Work | Self::Reading => 1,
        }
    }
}

/// Opens the file, which is made if it is not there.
///
/// # Errors
///
/// If it cannot be opened, or a setting does not hold.
pub(super) fn open(
    path: &Path,
    purpose: Purpose,
    max_pages: Option<i64>,
) -> Result<Connection, InboxError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(Duration::from_secs(10))?;
    let mode: String =
        connection.pragma_update_and_check(None, "journal_mode", "wal", |row| row.get(0))?;
    if mode != "wal" {
        let text = format!("the journal is `{mode}` and not `wal`: is the file on a network disk?");
        return Err(InboxError::store(text));
    }
    connection.pragma_update(None, "synchronous", purpose.synchronous())?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    // What is erased is overwritten.
    connection.pragma_update(None, "secure_delete", true)?;
    if let Some(pages) = max_pages {
        // What is stored must be handled even where nothing else fits.
        let room = if purpose == Purpose::Work {
            pages / 8 + 64
        } else {
            0
        };
        let pages = pages.saturating_add(room);
        connection.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))?;
    }
    if purpose == Purpose::Reading {
        connection.pragma_update(None, "query_only", true)?;
    }
    assert_synchronous(&connection, purpose)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// Makes sure that a connection commits as safely as its purpose asks for, by asking SQLite.
///
/// # Errors
///
/// If it does not.
pub(super) fn assert_synchronous(
    connection: &Connection,
    purpose: Purpose,
) -> Result<(), InboxError> {
    let found: i64 = connection.pragma_query_value(None, "synchronous", |row| row.get(0))?;
    if found >= purpose.synchronous() {
        return Ok(());
    }
    let text = format!("`PRAGMA synchronous` is {found} on the connection for {purpose:?}");
    Err(InboxError::store(text))
}

/// The time by this machine's clock, in milliseconds since 1970, as SQLite tells it.
pub(super) fn now(connection: &Connection) -> Result<i64, InboxError> {
    let sql = "SELECT CAST(round(unixepoch('subsec') * 1000) AS INTEGER)";
    let mut statement = connection.prepare_cached(sql)?;
    Ok(statement.query_row([], |row| row.get(0))?)
}

impl From<rusqlite::Error> for InboxError {
    fn from(error: rusqlite::Error) -> Self {
        Self::store(error)
    }
}
