//! Queues: which delivery of one comes next.

use rusqlite::{Connection, OptionalExtension, params};

use crate::error::InboxError;
use crate::state::State;

/// Whether a queue has a head.
fn has_head(connection: &Connection, source: &str, queue: &str) -> Result<bool, InboxError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM deliveries \
         WHERE source = ?1 AND queue = ?2 AND queue IS NOT NULL AND state IN ('ready', 'leased')) \
         OR EXISTS (SELECT 1 FROM deliveries \
         WHERE source = ?1 AND queue = ?2 AND queue IS NOT NULL AND state = 'dead' AND holds = 1)";
    let mut statement = connection.prepare_cached(sql)?;
    Ok(statement.query_row(params![source, queue], |row| row.get(0))?)
}

/// Where a delivery stands that comes into its queue.
///
/// # Errors
///
/// Those of the store.
pub(super) fn entry_state(
    connection: &Connection,
    source: &str,
    queue: Option<&str>,
) -> Result<State, InboxError> {
    Ok(match queue {
        Some(queue) if has_head(connection, source, queue)? => State::Waiting,
        _ => State::Ready,
    })
}

/// Makes the first one of a queue ready if nothing is ahead of it.
///
/// # Errors
///
/// Those of the store.
pub(super) fn promote(
    connection: &Connection,
    source: &str,
    queue: Option<&str>,
    now: i64,
) -> Result<(), InboxError> {
    let Some(queue) = queue else { return Ok(()) };
    let sql = "SELECT id FROM deliveries \
         WHERE source = ?1 AND queue = ?2 AND state = 'waiting' ORDER BY id LIMIT 1";
    let mut first = connection.prepare_cached(sql)?;
    let first = first.query_row(params![source, queue], |row| row.get::<_, i64>(0));
    let Some(first) = first.optional()? else {
        return Ok(());
    };
    if has_head(connection, source, queue)? {
        return Ok(());
    }
    let sql = "UPDATE deliveries SET state = 'ready', due = ?2 WHERE id = ?1";
    connection
        .prepare_cached(sql)?
        .execute(params![first, now])?;
    Ok(())
}
