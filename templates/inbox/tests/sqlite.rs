//! The store in SQLite does what every store does.
#![cfg(feature = "sqlite")]

#[path = "conformance/mod.rs"]
mod suite;

use std::sync::Arc;

use suite::{Subject, conformance};
use webhook_inbox::SqliteStore;

/// A store in a folder of its own, in real time.
fn subject() -> Subject {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path().join("inbox.db")).unwrap();
    Subject {
        store: Arc::new(store),
        pass: Box::new(|time| Box::pin(tokio::time::sleep(time))),
        _kept: Box::new(folder),
    }
}

conformance!(std::future::ready(subject()));
