//! What people and time do: replays, discards, erasure, purges.

use rusqlite::{Connection, OptionalExtension, params, params_from_iter};

use crate::error::InboxError;
use crate::retention::{Purged, Retention};
use crate::selection::{Filter, Page, Pass};
use crate::state::{DeliveryId, State};
use crate::store::sqlite::connection::now;
use crate::store::sqlite::queue::{entry_state, promote};
use crate::store::sqlite::row::span;
use crate::store::sqlite::select::Selection;
use crate::store::sqlite::work::end_attempt;

/// A change of one delivery, which says whether there was something to change.
type Change = fn(&Connection, i64, i64) -> Result<bool, InboxError>;

/// Changes those of a page that a change is for.
pub(super) fn pass(
    connection: &Connection,
    filter: &Filter,
    page: Page,
    change: Change,
) -> Result<Pass, InboxError> {
    let now = now(connection)?;
    let Selection { sql, values } = Selection::of(filter, page)?;
    let mut chosen = connection.prepare(&format!("SELECT id FROM deliveries{sql}"))?;
    let chosen = chosen.query_map(params_from_iter(values), |row| row.get(0))?;
    let chosen = chosen.collect::<Result<Vec<i64>, _>>()?;
    let mut changed = 0;
    for id in &chosen {
        changed += u64::from(change(connection, *id, now)?);
    }
    let is_full = u32::try_from(chosen.len()).unwrap_or(u32::MAX) == page.limit;
    let next = chosen.last().filter(|_| is_full);
    Ok(Pass {
        changed,
        next: next.map(|id| DeliveryId(*id)),
    })
}

pub(super) fn replay(connection: &Connection, id: i64, now: i64) -> Result<bool, InboxError> {
    let sql = "SELECT source, queue, state = 'dead' AND holds = 1 FROM deliveries \
         WHERE id = ?1 AND state IN ('done', 'dead', 'discarded') \
         AND EXISTS (SELECT 1 FROM contents WHERE delivery = id)";
    let mut found = connection.prepare_cached(sql)?;
    let found = found.query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
    let found: Option<(String, Option<String>, bool)> = found.optional()?;
    let Some((source, queue, is_head)) = found else {
        return Ok(false);
    };
    let state = if is_head {
        State::Ready
    } else {
        entry_state(connection, &source, queue.as_deref())?
    };
    let sql = "UPDATE deliveries SET state = ?2, due = ?3, attempts = 0, settled = NULL, \
         dead_kind = NULL, dead_reason = NULL, dead_version = NULL WHERE id = ?1";
    let mut update = connection.prepare_cached(sql)?;
    update.execute(params![id, state.as_str(), now])?;
    Ok(true)
}

pub(super) fn discard(connection: &Connection, id: i64, now: i64) -> Result<bool, InboxError> {
    let sql = "UPDATE deliveries SET state = 'discarded', settled = ?2, \
         dead_kind = NULL, dead_reason = NULL, dead_version = NULL \
         WHERE id = ?1 AND state IN ('ready', 'waiting', 'leased', 'dead') \
         RETURNING source, queue";
    let mut update = connection.prepare_cached(sql)?;
    let found = update.query_row(params![id, now], |row| Ok((row.get(0)?, row.get(1)?)));
    let found: Option<(String, Option<String>)> = found.optional()?;
    let Some((source, queue)) = found else {
        return Ok(false);
    };
    end_attempt(connection, id, now, "taken", None)?;
    promote(connection, &source, queue.as_deref(), now)?;
    Ok(true)
}

pub(super) fn erase(connection: &Connection, id: i64, now: i64) -> Result<bool, InboxError> {
    discard(connection, id, now)?;
    for sql in [
        "DELETE FROM contents WHERE delivery = ?1",
        "UPDATE deliveries SET body_hash = NULL, trace_parent = NULL WHERE id = ?1",
        "UPDATE attempts SET error = NULL WHERE delivery = ?1",
        "DELETE FROM other_bodies WHERE delivery = ?1",
    ] {
        connection.prepare_cached(sql)?.execute([id])?;
    }
    Ok(true)
}

pub(super) fn redecode(
    connection: &Connection,
    source: &str,
    version: &str,
) -> Result<u64, InboxError> {
    let now = now(connection)?;
    let sql = "SELECT id FROM deliveries WHERE state = 'dead' AND source = ?1 \
         AND dead_kind IN ('undecodable', 'unknown-event') AND dead_version <> ?2 ORDER BY id";
    let mut unread = connection.prepare_cached(sql)?;
    let unread = unread.query_map([source, version], |row| row.get(0))?;
    let mut count = 0;
    for id in unread.collect::<Result<Vec<i64>, _>>()? {
        count += u64::from(replay(connection, id, now)?);
    }
    Ok(count)
}

/// Number, source and queue of a delivery.
type Old = (i64, String, Option<String>);

pub(super) fn purge(
    connection: &Connection,
    retention: Retention,
    limit: u32,
) -> Result<Purged, InboxError> {
    let now = now(connection)?;
    let mut purged = Purged::default();
    let limit = u64::from(limit);
    for (state, kept) in [
        (State::Done, retention.keys),
        (State::Dead, retention.dead),
        (State::Discarded, retention.dead),
    ] {
        let left = limit - purged.deliveries;
        let sql = "SELECT id, source, queue FROM deliveries \
             WHERE state = ?1 AND settled IS NOT NULL AND settled < ?2 ORDER BY settled LIMIT ?3";
        let mut old = connection.prepare_cached(sql)?;
        let left = i64::try_from(left).unwrap_or(i64::MAX);
        let old = old.query_map(params![state.as_str(), now - span(kept), left], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?;
        for (id, source, queue) in old.collect::<Result<Vec<Old>, _>>()? {
            let sql = "DELETE FROM deliveries WHERE id = ?1";
            connection.prepare_cached(sql)?.execute([id])?;
            promote(connection, &source, queue.as_deref(), now)?;
            purged.deliveries += 1;
        }
    }
    let sql = "SELECT id FROM deliveries WHERE state = 'done' AND settled IS NOT NULL \
         AND settled < ?1 AND EXISTS (SELECT 1 FROM contents WHERE delivery = id) \
         ORDER BY settled LIMIT ?2";
    let mut old = connection.prepare_cached(sql)?;
    let left = i64::try_from(limit - purged.deliveries).unwrap_or(i64::MAX);
    let old = old.query_map(params![now - span(retention.bodies), left], |row| {
        row.get(0)
    })?;
    for id in old.collect::<Result<Vec<i64>, _>>()? {
        let sql = "DELETE FROM contents WHERE delivery = ?1";
        connection.prepare_cached(sql)?.execute([id])?;
        let sql = "UPDATE other_bodies SET head = '{}', body = x'' WHERE delivery = ?1";
        connection.prepare_cached(sql)?.execute([id])?;
        purged.bodies += 1;
    }
    purged.more = purged.bodies + purged.deliveries == limit;
    Ok(purged)
}
