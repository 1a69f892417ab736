//! Rows and what they say.

use std::str::FromStr;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use rusqlite::Row;
use rusqlite::types::FromSqlError;

use crate::error::InboxError;
use crate::key::DedupKey;
use crate::receipt::{Head, OnDead, Order, Receipt, time_of_millis};
use crate::record::Summary;
use crate::state::{Death, DeliveryId, State};

/// What [`summary`] reads.
pub(super) const SUMMARY: &str = "id, source, version, event, dedup_key, order_key, revision, state, \
     attempts, first_arrival, due, settled, repeats, others, dead_kind, dead_reason, dead_version";

/// What [`receipt`] reads.
pub(super) const RECEIPT: &str = "source, version, event, dedup_key, order_key, queue IS NOT NULL, \
     holds, revision, trace_parent, \
     (SELECT head FROM contents WHERE delivery = id), \
     (SELECT body FROM contents WHERE delivery = id)";

/// A head as it is stored.
pub(super) fn head_text(head: &Head) -> Result<String, InboxError> {
    serde_json::to_string(head).map_err(InboxError::store)
}

pub(super) fn head_of(text: &str) -> Result<Head, InboxError> {
    serde_json::from_str(text).map_err(|error| InboxError::Corrupt(format!("a head: {error}")))
}

pub(super) fn time(millis: i64) -> SystemTime {
    time_of_millis(u64::try_from(millis).unwrap_or_default())
}

/// A duration as it is added to times.
pub(super) fn span(duration: Duration) -> i64 {
    // Far below the largest time, so that sums are times too.
    const LONGEST: i64 = i64::MAX / 4;
    i64::try_from(duration.as_millis()).map_or(LONGEST, |millis| millis.min(LONGEST))
}

fn corrupt(error: &FromSqlError) -> InboxError {
    InboxError::Corrupt(format!("a column: {error}"))
}

fn key(bytes: &[u8]) -> Result<DedupKey, InboxError> {
    let bytes = <[u8; 32]>::try_from(bytes);
    let bytes = bytes.map_err(|_| InboxError::Corrupt("a key has not 32 bytes".to_owned()))?;
    Ok(DedupKey::from_bytes(bytes))
}

fn word<T: FromStr>(text: &str) -> Result<T, InboxError> {
    text.parse()
        .map_err(|_| InboxError::Corrupt(format!("`{text}` is no state and no reason")))
}

pub(super) fn summary(row: &Row<'_>) -> Result<Summary, InboxError> {
    let state: State = word(row.get_ref(7)?.as_str().map_err(|error| corrupt(&error))?)?;
    let has_due = matches!(state, State::Ready | State::Leased);
    let kind: Option<String> = row.get(14)?;
    let death = match kind {
        Some(kind) => Some(Death {
            kind: word(&kind)?,
            reason: row.get::<_, Option<String>>(15)?.unwrap_or_default(),
            version: row.get::<_, Option<String>>(16)?.unwrap_or_default(),
        }),
        None => None,
    };
    Ok(Summary {
        id: DeliveryId(row.get(0)?),
        source: row.get(1)?,
        version: row.get(2)?,
        event: row.get(3)?,
        key: key(row.get_ref(4)?.as_blob().map_err(|error| corrupt(&error))?)?,
        order_key: row.get(5)?,
        revision: row.get(6)?,
        state,
        attempts: row.get(8)?,
        first_arrival: time(row.get(9)?),
        due: if has_due {
            Some(time(row.get(10)?))
        } else {
            None
        },
        settled: row.get::<_, Option<i64>>(11)?.map(time),
        repeats: row.get(12)?,
        others: row.get(13)?,
        death,
    })
}

/// The receipt of a row that is whole.
pub(super) fn receipt(row: &Row<'_>) -> Result<Receipt, InboxError> {
    let is_ordered: bool = row.get(5)?;
    let holds: bool = row.get(6)?;
    let order = match (is_ordered, holds) {
        (false, _) => Order::Off,
        (true, false) => Order::PerKey(OnDead::Pass),
        (true, true) => Order::PerKey(OnDead::Hold),
    };
    let body: Vec<u8> = row.get(10)?;
    Ok(Receipt {
        source: row.get(0)?,
        version: row.get(1)?,
        event: row.get(2)?,
        key: key(row.get_ref(3)?.as_blob().map_err(|error| corrupt(&error))?)?,
        order_key: row.get(4)?,
        order,
        revision: row.get(7)?,
        trace_parent: row.get(8)?,
        head: head_of(row.get_ref(9)?.as_str().map_err(|error| corrupt(&error))?)?,
        body: Bytes::from(body),
    })
}
