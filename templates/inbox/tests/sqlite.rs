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

/// Other versions of the schema, and other files.
mod files {
    use rusqlite::Connection;
    use webhook_inbox::{InboxError, SqliteStore, Store};

    use crate::suite::receipt;

    #[tokio::test]
    async fn a_file_is_opened_again_with_what_it_holds() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("inbox.db");
        let store = SqliteStore::open(&path).unwrap();
        store.receive(vec![receipt(1)]).await.unwrap();
        let beside = SqliteStore::open(&path).unwrap();
        assert_eq!(beside.backlog(10).await.unwrap(), 1);
        drop((store, beside));
        let again = SqliteStore::open(&path).unwrap();
        assert_eq!(again.backlog(10).await.unwrap(), 1);
    }

    #[test]
    fn a_newer_schema_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("inbox.db");
        drop(SqliteStore::open(&path).unwrap());
        let later = Connection::open(&path).unwrap();
        later.pragma_update(None, "user_version", 99).unwrap();
        let error = SqliteStore::open(&path).unwrap_err();
        assert!(matches!(
            error,
            InboxError::NewerSchema {
                found: 99,
                known: 1
            }
        ));
        let kept: i64 = later
            .pragma_query_value(None, "user_version", |row| row.get(0))
            .unwrap();
        assert_eq!(kept, 99);
    }

    #[test]
    fn the_database_of_another_program_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("other.db");
        let other = Connection::open(&path).unwrap();
        other.execute_batch("CREATE TABLE t (a)").unwrap();
        let error = SqliteStore::open(&path).unwrap_err();
        assert!(matches!(error, InboxError::Corrupt(_)), "{error}");
    }

    #[test]
    fn what_is_no_database_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("text.db");
        std::fs::write(&path, "no database ".repeat(1000)).unwrap();
        let error = SqliteStore::open(&path).unwrap_err();
        assert!(matches!(error, InboxError::Store(_)), "{error}");
        assert!(SqliteStore::open(folder.path()).is_err());
        assert!(SqliteStore::open(folder.path().join("none/inbox.db")).is_err());
    }
}
