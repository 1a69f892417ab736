//! What people see.

use std::collections::BTreeMap;
use std::time::Duration;

use bytes::Bytes;
use rusqlite::{Connection, params, params_from_iter};

use crate::error::InboxError;
use crate::record::{AttemptRecord, Details, Finding, OtherBody, Stats, Summary};
use crate::selection::{Filter, Page};
use crate::state::{DeadKind, DeliveryId, State};
use crate::store::sqlite::connection::now;
use crate::store::sqlite::migrate::{found, known};
use crate::store::sqlite::row::{SUMMARY, head_of, summary, time};
use crate::store::sqlite::select::Selection;

pub(super) fn list(
    connection: &Connection,
    filter: &Filter,
    page: Page,
) -> Result<Vec<Summary>, InboxError> {
    let Selection { sql, values } = Selection::of(filter, page)?;
    let mut statement = connection.prepare(&format!("SELECT {SUMMARY} FROM deliveries{sql}"))?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(summary(row)?);
    }
    Ok(found)
}

pub(super) fn get(connection: &Connection, id: DeliveryId) -> Result<Option<Details>, InboxError> {
    let sql = format!(
        "SELECT {SUMMARY}, trace_parent, head, body FROM deliveries \
         LEFT JOIN contents ON delivery = id WHERE id = ?1"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([id.0])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let mut details = Details::new(summary(row)?);
    details.trace_parent = row.get(17)?;
    let head: Option<String> = row.get(18)?;
    details.head = head.map(|head| head_of(&head)).transpose()?;
    details.body = row.get::<_, Option<Vec<u8>>>(19)?.map(Bytes::from);
    let sql = "SELECT lease_no, started, ended, outcome, error FROM attempts \
         WHERE delivery = ?1 ORDER BY lease_no";
    let mut attempts = connection.prepare_cached(sql)?;
    let attempts = attempts.query_map([id.0], |row| {
        Ok(AttemptRecord {
            lease_no: row.get(0)?,
            started: time(row.get(1)?),
            ended: row.get::<_, Option<i64>>(2)?.map(time),
            outcome: row.get(3)?,
            error: row.get(4)?,
        })
    })?;
    details.attempts = attempts.collect::<Result<_, _>>()?;
    let sql = "SELECT arrived, count, head, body FROM other_bodies \
         WHERE delivery = ?1 ORDER BY arrived, rowid";
    let mut others = connection.prepare_cached(sql)?;
    let mut rows = others.query([id.0])?;
    while let Some(row) = rows.next()? {
        details.others.push(OtherBody {
            arrived: time(row.get(0)?),
            count: row.get(1)?,
            head: head_of(&row.get::<_, String>(2)?)?,
            body: Bytes::from(row.get::<_, Vec<u8>>(3)?),
        });
    }
    Ok(Some(details))
}

/// Words with their counts.
fn counts(connection: &Connection, sql: &str) -> Result<Vec<(String, u64)>, InboxError> {
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([], |row| {
        let count: i64 = row.get(1)?;
        Ok((row.get(0)?, u64::try_from(count).unwrap_or_default()))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(super) fn stats(connection: &Connection) -> Result<Stats, InboxError> {
    let open = "SELECT state, count(*) FROM deliveries \
         WHERE state IN ('ready', 'waiting', 'leased') GROUP BY state";
    let settled = "SELECT state, count(*) FROM deliveries WHERE settled IS NOT NULL GROUP BY state";
    let dead = "SELECT dead_kind, count(*) FROM deliveries WHERE state = 'dead' GROUP BY dead_kind";
    let mut by_state: BTreeMap<State, u64> = State::ALL.into_iter().map(|one| (one, 0)).collect();
    for (word, count) in [counts(connection, open)?, counts(connection, settled)?].concat() {
        if let Ok(state) = word.parse() {
            by_state.insert(state, count);
        }
    }
    let dead = counts(connection, dead)?.into_iter();
    let dead = dead.filter_map(|(word, count)| Some((word.parse::<DeadKind>().ok()?, count)));
    let now = now(connection)?;
    let sql = "SELECT min(due) FROM deliveries WHERE state = 'ready'";
    let oldest: Option<i64> = connection.query_row(sql, [], |row| row.get(0))?;
    let oldest = oldest.filter(|due| *due <= now);
    let sql = "SELECT coalesce(sum(repeats), 0) FROM deliveries WHERE repeats > 0";
    let repeats: i64 = connection.query_row(sql, [], |row| row.get(0))?;
    Ok(Stats {
        by_state,
        dead: dead.collect(),
        oldest_ready: oldest
            .map(|due| Duration::from_millis(u64::try_from(now - due).unwrap_or_default())),
        repeats: u64::try_from(repeats).unwrap_or_default(),
    })
}

pub(super) fn backlog(connection: &Connection, limit: u64) -> Result<u64, InboxError> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let sql = "SELECT count(*) FROM (SELECT 1 FROM deliveries \
         WHERE state IN ('ready', 'waiting', 'leased') LIMIT ?1)";
    let mut statement = connection.prepare_cached(sql)?;
    let count: i64 = statement.query_row(params![limit], |row| row.get(0))?;
    Ok(u64::try_from(count).unwrap_or_default())
}

pub(super) fn doctor(connection: &Connection) -> Result<Vec<Finding>, InboxError> {
    let (found, known) = (found(connection)?, known());
    let checked: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    let number = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
    let stranded = number(
        "SELECT count(*) FROM (SELECT DISTINCT source, queue FROM deliveries \
         WHERE state = 'waiting') AS waiting WHERE NOT EXISTS (SELECT 1 FROM deliveries AS head \
         WHERE head.source = waiting.source AND head.queue = waiting.queue \
         AND (head.state IN ('ready', 'leased') OR head.state = 'dead' AND head.holds = 1))",
    )?;
    let empty = number(
        "SELECT count(*) FROM deliveries WHERE state IN ('ready', 'waiting', 'leased') \
         AND NOT EXISTS (SELECT 1 FROM contents WHERE delivery = id)",
    )?;
    let journal: String = connection.query_row("PRAGMA journal_mode", [], |row| row.get(0))?;
    Ok(vec![
        Finding::new(
            found == known,
            "schema",
            format!("version {found} of {known}"),
        ),
        Finding::new(checked == "ok", "integrity", checked),
        Finding::new(journal == "wal", "journal", journal),
        Finding::new(
            stranded == 0,
            "queues",
            format!("{stranded} queues wait for nothing"),
        ),
        Finding::new(
            empty == 0,
            "bodies",
            format!("{empty} deliveries are to be handled and have no body"),
        ),
    ])
}
