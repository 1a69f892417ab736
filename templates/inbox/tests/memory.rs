//! The store in memory does what every store does.

#[path = "conformance/mod.rs"]
mod suite;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use suite::{Subject, conformance};
use webhook_inbox::MemoryStore;
use webhook_runtime::receiver::Clock;

/// A store whose time passes when it is told to.
fn subject() -> Subject {
    let passed = Arc::new(AtomicU64::new(0));
    let clock = {
        let passed = Arc::clone(&passed);
        Clock::new(move || {
            let passed = Duration::from_millis(passed.load(Ordering::SeqCst));
            SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000) + passed
        })
    };
    Subject {
        store: Arc::new(MemoryStore::by_clock(clock)),
        pass: Box::new(move |time| {
            let millis = u64::try_from(time.as_millis()).unwrap();
            passed.fetch_add(millis, Ordering::SeqCst);
            Box::pin(std::future::ready(()))
        }),
        _kept: Box::new(()),
    }
}

conformance!(std::future::ready(subject()));
