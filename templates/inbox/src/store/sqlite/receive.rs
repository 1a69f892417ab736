//! Receipts.

use rusqlite::{Connection, OptionalExtension, params};

use crate::error::InboxError;
use crate::lease::Stored;
use crate::receipt::{OnDead, Order, Receipt};
use crate::state::DeliveryId;
use crate::store::sqlite::connection::now;
use crate::store::sqlite::queue::entry_state;
use crate::store::sqlite::row::head_text;

/// Stores deliveries, in their order.
///
/// # Errors
///
/// Those of the store.
pub(super) fn receive(
    connection: &Connection,
    batch: &[Receipt],
) -> Result<Vec<Stored>, InboxError> {
    let now = now(connection)?;
    let stored = batch.iter().map(|one| receive_one(connection, one, now));
    stored.collect()
}

fn receive_one(connection: &Connection, receipt: &Receipt, now: i64) -> Result<Stored, InboxError> {
    let queue = receipt.queue();
    let state = entry_state(connection, &receipt.source, queue)?;
    let sql = "INSERT INTO deliveries (source, version, event, dedup_key, order_key, queue, holds, \
         revision, trace_parent, state, due, first_arrival, body_hash) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?11, ?12) \
         ON CONFLICT (dedup_key) DO NOTHING RETURNING id";
    let hash = receipt.body_hash();
    let values = params![
        receipt.source,
        receipt.version,
        receipt.event,
        receipt.key.as_bytes(),
        receipt.order_key,
        queue,
        receipt.order == Order::PerKey(OnDead::Hold),
        receipt.revision,
        receipt.trace_parent,
        state.as_str(),
        now,
        hash,
    ];
    let mut insert = connection.prepare_cached(sql)?;
    let new: Option<i64> = insert.query_row(values, |row| row.get(0)).optional()?;
    let Some(id) = new else {
        return repeated(connection, receipt, hash, now);
    };
    let sql = "INSERT INTO contents (delivery, head, body) VALUES (?1, ?2, ?3)";
    let values = params![id, head_text(&receipt.head)?, &receipt.body[..]];
    connection.prepare_cached(sql)?.execute(values)?;
    Ok(Stored::New(DeliveryId(id)))
}

/// Takes note of a delivery that came again.
fn repeated(
    connection: &Connection,
    receipt: &Receipt,
    hash: [u8; 32],
    now: i64,
) -> Result<Stored, InboxError> {
    let sql = "UPDATE deliveries \
         SET repeats = repeats + (body_hash IS NULL OR body_hash = ?2), \
         others = others + (body_hash IS NOT NULL AND body_hash <> ?2) \
         WHERE dedup_key = ?1 RETURNING id, body_hash IS NULL OR body_hash = ?2";
    let mut count = connection.prepare_cached(sql)?;
    let found = count.query_row(params![receipt.key.as_bytes(), hash], |row| {
        Ok((DeliveryId(row.get(0)?), row.get(1)?))
    });
    let (id, is_same): (DeliveryId, bool) = found?;
    if is_same {
        return Ok(Stored::Duplicate(id));
    }
    let sql = "INSERT INTO other_bodies (delivery, body_hash, arrived, count, head, body) \
         VALUES (?1, ?2, ?3, 1, ?4, ?5) \
         ON CONFLICT (delivery, body_hash) DO UPDATE SET count = count + 1";
    let head = head_text(&receipt.head)?;
    let values = params![id.0, hash, now, head, &receipt.body[..]];
    connection.prepare_cached(sql)?.execute(values)?;
    Ok(Stored::OtherBody(id))
}
