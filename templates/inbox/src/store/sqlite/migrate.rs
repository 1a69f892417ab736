//! The versions of the schema: a file of any earlier version in, one of the latest version out.

use rusqlite::{Connection, TransactionBehavior};

use crate::error::InboxError;

/// The steps, each from the version before it. Released ones never change; new ones come behind.
const STEPS: [&str; 1] = [include_str!("migrations/001.sql")];

/// What is in the header of a file that is an inbox: `inbo`, so that no other database is taken for
/// one.
const APPLICATION: i64 = 0x696e_626f;

/// The latest version that this crate knows.
pub(super) fn known() -> i64 {
    i64::try_from(STEPS.len()).unwrap_or(i64::MAX)
}

/// The version that a file has.
///
/// # Errors
///
/// If it cannot be read.
pub(super) fn found(connection: &Connection) -> Result<i64, InboxError> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// Brings a file to the latest version, in one transaction: forward, and never back.
///
/// # Errors
///
/// [`InboxError::NewerSchema`] for one of a later version, [`InboxError::Corrupt`] for the database
/// of another program, and what keeps it from being changed.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), InboxError> {
    let step = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found = found(&step)?;
    let known = known();
    let application: i64 = step.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let tables: i64 = step.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if application != APPLICATION && tables > 0 {
        let text = "the file is the database of another program";
        return Err(InboxError::Corrupt(text.to_owned()));
    }
    if found > known {
        return Err(InboxError::NewerSchema { found, known });
    }
    let done = usize::try_from(found).unwrap_or_default();
    for sql in STEPS.iter().skip(done) {
        step.execute_batch(sql)?;
    }
    if found < known {
        step.pragma_update(None, "application_id", APPLICATION)?;
        step.pragma_update(None, "user_version", known)?;
    }
    Ok(step.commit()?)
}
