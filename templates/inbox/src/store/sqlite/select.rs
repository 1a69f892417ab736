//! Which rows a filter and a page mean, as SQL.

use rusqlite::types::Value;

use crate::error::InboxError;
use crate::receipt::millis;
use crate::selection::{Filter, Page};

/// A condition and an order, and the values of its parameters, which are numbered from 1.
pub(super) struct Selection {
    /// What stands behind `SELECT … FROM deliveries`.
    pub(super) sql: String,
    /// The values.
    pub(super) values: Vec<Value>,
}

impl Selection {
    /// What a filter and a page mean.
    ///
    /// # Errors
    ///
    /// Never, in practice: those of writing a list as JSON.
    pub(super) fn of(filter: &Filter, page: Page) -> Result<Self, InboxError> {
        let Filter {
            ids,
            states,
            source,
            event,
            order_key,
            dead,
            since,
            until,
        } = filter;
        let mut selection = Self {
            sql: " WHERE 1".to_owned(),
            values: Vec::new(),
        };
        if let Some(ids) = ids {
            selection.and("id IN (SELECT value FROM json_each(?))", json(ids)?);
        }
        if let Some(states) = states {
            selection.and("state IN (SELECT value FROM json_each(?))", json(states)?);
        }
        for (column, value) in [
            ("source = ?", source),
            ("event = ?", event),
            ("order_key = ?", order_key),
        ] {
            if let Some(value) = value {
                selection.and(column, value.clone().into());
            }
        }
        if let Some(kind) = dead {
            selection.and("dead_kind = ?", kind.as_str().to_owned().into());
        }
        for (bound, time) in [("first_arrival >= ?", since), ("first_arrival < ?", until)] {
            if let Some(time) = time {
                let time = i64::try_from(millis(*time)).unwrap_or(i64::MAX);
                selection.and(bound, time.into());
            }
        }
        if let Some(after) = page.after {
            let behind = if page.newest_first {
                "id < ?"
            } else {
                "id > ?"
            };
            selection.and(behind, after.0.into());
        }
        let direction = if page.newest_first { "DESC" } else { "ASC" };
        selection.sql += " ORDER BY id ";
        selection.sql += direction;
        selection.sql += " LIMIT ?";
        selection.values.push(i64::from(page.limit).into());
        Ok(selection)
    }

    fn and(&mut self, condition: &str, value: Value) {
        self.sql += " AND ";
        self.sql += condition;
        self.values.push(value);
    }
}

fn json(list: &impl serde::Serialize) -> Result<Value, InboxError> {
    let text = serde_json::to_string(list).map_err(InboxError::store)?;
    Ok(text.into())
}
