//! Claims, leases and their ends.

use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, params};

use crate::error::InboxError;
use crate::lease::{Claimed, Held, Lease, Rescued, Wanted};
use crate::receipt::{Receipt, is_newer};
use crate::retry::Retry;
use crate::state::{DeadKind, Death, DeliveryId, Verdict};
use crate::store::sqlite::connection::now;
use crate::store::sqlite::queue::promote;
use crate::store::sqlite::row::{RECEIPT, receipt, span, time};
use crate::store::sqlite::thread::in_savepoint;

pub(super) fn claim(connection: &Connection, wanted: &Wanted) -> Result<Vec<Claimed>, InboxError> {
    let now = now(connection)?;
    let sources = serde_json::to_string(&wanted.sources).map_err(InboxError::store)?;
    let sql = "SELECT id FROM deliveries WHERE state = 'ready' AND due <= ?1 \
         AND source IN (SELECT value FROM json_each(?2)) ORDER BY due, id LIMIT ?3";
    let mut due = connection.prepare_cached(sql)?;
    let ids = due.query_map(params![now, sources, wanted.limit], |row| row.get(0))?;
    let ids = ids.collect::<Result<Vec<i64>, _>>()?;
    let mut claimed = Vec::new();
    for id in ids {
        // One that cannot be read does not keep the others.
        match in_savepoint(connection, |it| claim_one(it, id, now, wanted.lease)) {
            Ok(one) => claimed.push(one),
            Err(InboxError::Corrupt(why)) => {
                let death = Death::new(DeadKind::Undecodable, why, env!("CARGO_PKG_VERSION"));
                die(connection, id, &death, now)?;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(claimed)
}

fn claim_one(
    connection: &Connection,
    id: i64,
    now: i64,
    lease: Duration,
) -> Result<Claimed, InboxError> {
    let sql = format!(
        "UPDATE deliveries SET state = 'leased', attempts = attempts + 1, \
         lease_no = lease_no + 1, due = ?2 WHERE id = ?1 \
         RETURNING {RECEIPT}, lease_no, attempts, first_arrival, repeats, others"
    );
    let mut update = connection.prepare_cached(&sql)?;
    let mut rows = update.query(params![id, now + span(lease)])?;
    let Some(row) = rows.next()? else {
        return Err(InboxError::Corrupt("a delivery is gone".to_owned()));
    };
    let lease = Lease {
        id: DeliveryId(id),
        lease_no: row.get(11)?,
    };
    let mut claimed = Claimed::new(lease, receipt(row)?, row.get(12)?, time(row.get(13)?));
    claimed.repeats = row.get(14)?;
    claimed.others = row.get(15)?;
    // An update is complete once all its rows were read.
    while rows.next()?.is_some() {}
    let sql = "INSERT INTO attempts (delivery, lease_no, started) VALUES (?1, ?2, ?3)";
    let mut insert = connection.prepare_cached(sql)?;
    insert.execute(params![id, lease.lease_no, now])?;
    claimed.handled_revision = handled_revision(connection, &claimed.receipt)?;
    Ok(claimed)
}

fn handled_revision(
    connection: &Connection,
    receipt: &Receipt,
) -> Result<Option<String>, InboxError> {
    let Some(key) = &receipt.order_key else {
        return Ok(None);
    };
    revision_of(connection, &receipt.source, key)
}

fn revision_of(
    connection: &Connection,
    source: &str,
    order_key: &str,
) -> Result<Option<String>, InboxError> {
    let sql = "SELECT revision FROM revisions WHERE source = ?1 AND order_key = ?2";
    let mut statement = connection.prepare_cached(sql)?;
    let found = statement.query_row(params![source, order_key], |row| row.get(0));
    Ok(found.optional()?)
}

pub(super) fn renew(
    connection: &Connection,
    lease: Lease,
    by: Duration,
) -> Result<Held, InboxError> {
    let due = now(connection)? + span(by);
    let sql = "UPDATE deliveries SET due = ?3 WHERE id = ?1 AND lease_no = ?2 AND state = 'leased'";
    let mut update = connection.prepare_cached(sql)?;
    let changed = update.execute(params![lease.id.0, lease.lease_no, due])?;
    Ok(if changed == 1 { Held::Yes } else { Held::Lost })
}

pub(super) fn finish(
    connection: &Connection,
    lease: Lease,
    verdict: &Verdict,
) -> Result<Held, InboxError> {
    let now = now(connection)?;
    let (id, lease_no) = (lease.id.0, lease.lease_no);
    let sql = "SELECT EXISTS (SELECT 1 FROM deliveries \
         WHERE id = ?1 AND lease_no = ?2 AND state = 'leased')";
    let mut held = connection.prepare_cached(sql)?;
    if !held.query_row(params![id, lease_no], |row| row.get::<_, bool>(0))? {
        return Ok(Held::Lost);
    }
    match verdict {
        Verdict::Done => {
            end_attempt(connection, id, now, "done", None)?;
            done(connection, id, now)?;
        }
        Verdict::Again { after, error } => {
            end_attempt(connection, id, now, "again", Some(error))?;
            ready(connection, id, now + span(*after), 0)?;
        }
        Verdict::Dead(death) => {
            end_attempt(connection, id, now, "dead", Some(&death.reason))?;
            die(connection, id, death, now)?;
        }
        Verdict::Untried => {
            end_attempt(connection, id, now, "untried", None)?;
            ready(connection, id, now, 1)?;
        }
    }
    Ok(Held::Yes)
}

fn ready(connection: &Connection, id: i64, due: i64, untried: i64) -> Result<(), InboxError> {
    let sql = "UPDATE deliveries \
         SET state = 'ready', due = ?2, attempts = max(0, attempts - ?3) WHERE id = ?1";
    let mut update = connection.prepare_cached(sql)?;
    update.execute(params![id, due, untried])?;
    Ok(())
}

/// Source, queue, resource and revision of a delivery.
type Settled = (String, Option<String>, Option<String>, Option<String>);

fn done(connection: &Connection, id: i64, now: i64) -> Result<(), InboxError> {
    let sql = "UPDATE deliveries SET state = 'done', settled = ?2 WHERE id = ?1 \
         RETURNING source, queue, order_key, revision";
    let mut update = connection.prepare_cached(sql)?;
    let (source, queue, key, revision): Settled = update.query_row(params![id, now], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
    })?;
    if let (Some(key), Some(revision)) = (key, revision) {
        let newest = revision_of(connection, &source, &key)?;
        if newest.is_none_or(|newest| is_newer(&revision, &newest)) {
            let sql = "INSERT INTO revisions (source, order_key, revision) VALUES (?1, ?2, ?3) \
                 ON CONFLICT (source, order_key) DO UPDATE SET revision = ?3";
            let mut note = connection.prepare_cached(sql)?;
            note.execute(params![source, key, revision])?;
        }
    }
    promote(connection, &source, queue.as_deref(), now)
}

fn die(connection: &Connection, id: i64, death: &Death, now: i64) -> Result<(), InboxError> {
    let sql = "UPDATE deliveries SET state = 'dead', settled = ?2, \
         dead_kind = ?3, dead_reason = ?4, dead_version = ?5 WHERE id = ?1 RETURNING source, queue";
    let Death {
        kind,
        reason,
        version,
    } = death;
    let values = params![id, now, kind.as_str(), reason, version];
    let mut update = connection.prepare_cached(sql)?;
    let of = update.query_row(values, |row| Ok((row.get(0)?, row.get(1)?)));
    let (source, queue): (String, Option<String>) = of?;
    promote(connection, &source, queue.as_deref(), now)
}

/// Ends the latest attempt of a delivery, if it goes on.
pub(super) fn end_attempt(
    connection: &Connection,
    id: i64,
    now: i64,
    outcome: &str,
    error: Option<&str>,
) -> Result<(), InboxError> {
    let sql = "UPDATE attempts SET ended = ?2, outcome = ?3, error = ?4 \
         WHERE delivery = ?1 AND ended IS NULL";
    let mut update = connection.prepare_cached(sql)?;
    update.execute(params![id, now, outcome, error])?;
    Ok(())
}

/// The deliveries whose leases have run out.
pub(super) fn expired(connection: &Connection, limit: u32) -> Result<Vec<i64>, InboxError> {
    let now = now(connection)?;
    let sql =
        "SELECT id FROM deliveries WHERE state = 'leased' AND due < ?1 ORDER BY due, id LIMIT ?2";
    let mut statement = connection.prepare_cached(sql)?;
    let ids = statement.query_map(params![now, limit], |row| row.get(0))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// Takes a delivery back, if its lease has run out. Reads nothing of it that could be malformed.
pub(super) fn rescue(
    connection: &Connection,
    id: i64,
    retry: Retry,
) -> Result<Option<Rescued>, InboxError> {
    let now = now(connection)?;
    let sql = "SELECT attempts, version FROM deliveries \
         WHERE id = ?1 AND state = 'leased' AND due < ?2";
    let mut lost = connection.prepare_cached(sql)?;
    let lost = lost.query_row(params![id, now], |row| Ok((row.get(0)?, row.get(1)?)));
    let lost: Option<(u32, String)> = lost.optional()?;
    let Some((attempts, version)) = lost else {
        return Ok(None);
    };
    end_attempt(connection, id, now, "expired", None)?;
    let death = if let Some(pause) = retry.random_pause(attempts) {
        ready(connection, id, now + span(pause), 0)?;
        None
    } else {
        let reason = "the process that handled it was gone before the end";
        let death = Death::new(DeadKind::Abandoned, reason, version);
        die(connection, id, &death, now)?;
        Some(death)
    };
    Ok(Some(Rescued {
        id: DeliveryId(id),
        death,
    }))
}
