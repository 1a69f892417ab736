//! From a request to its handler, through a store.

mod vendor;

use std::error::Error;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::StatusCode;
use http::header::RETRY_AFTER;
use tokio::sync::{Notify, oneshot};
use vendor::{Vendor, delivery, send};
use webhook_inbox::{
    Attempt, DeadKind, Filter, Inbox, MemoryStore, Never, Page, Readiness, Retry, SqliteStore,
    State, Store, Summary, Worker,
};
use webhook_runtime::receiver::{Received, RetryLater};
use webhook_runtime::{DecodeError, HandlerError};

fn quick() -> Retry {
    let retry = Retry::default().with_attempts(3);
    retry
        .with_first(Duration::from_millis(1))
        .with_longest(Duration::from_millis(1))
}

/// Lets a worker run until every delivery is settled.
async fn work(store: &Arc<dyn Store>, worker: Worker) {
    let (stop, stopped) = oneshot::channel::<()>();
    let worker = worker.poll(Duration::from_millis(2));
    let running = tokio::spawn(worker.run(async { drop(stopped.await) }));
    let settled = async {
        while store.backlog(1).await.unwrap() > 0 {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), settled)
        .await
        .unwrap();
    stop.send(()).unwrap();
    running.await.unwrap().unwrap();
}

async fn all(store: &Arc<dyn Store>) -> Vec<Summary> {
    store
        .list(Filter::default(), Page::first(100))
        .await
        .unwrap()
}

/// What becomes of one delivery whose handler does this.
async fn fate<F>(handler: impl Fn(Received) -> F + Send + Sync + 'static) -> (Summary, Inbox)
where
    F: Future<Output = Result<(), HandlerError>> + Send + 'static,
{
    let inbox = Inbox::builder(MemoryStore::new()).retry(quick()).build();
    let (receiver, worker) = inbox.connect(Vendor::receiver(handler));
    let answer = send(&receiver, delivery("1", "{}")).await;
    assert_eq!(answer.status(), StatusCode::NO_CONTENT);
    work(inbox.store(), worker).await;
    (all(inbox.store()).await.remove(0), inbox)
}

#[tokio::test]
async fn a_delivery_is_stored_acknowledged_and_then_handled() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let handler = {
        let seen = Arc::clone(&seen);
        move |received: Received| {
            seen.lock().unwrap().push(received);
            async { Ok(()) }
        }
    };
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path().join("inbox.db")).unwrap();
    let inbox = Inbox::builder(store).build();
    let (receiver, worker) = inbox.connect(Vendor::receiver(handler));
    let answer = send(&receiver, delivery("1", r#"{"n":1}"#)).await;
    assert_eq!(answer.status(), StatusCode::NO_CONTENT);
    assert!(seen.lock().unwrap().is_empty());
    work(inbox.store(), worker).await;
    let mut seen = std::mem::take(&mut *seen.lock().unwrap());
    assert_eq!(seen.len(), 1);
    let got = seen.remove(0);
    assert_eq!(&got.body[..], br#"{"n":1}"#);
    assert_eq!(got.parts.uri, "/paid?from=test");
    assert_eq!(got.path_event, Some("paid"));
    assert_eq!(got.admitted.schemes, ["key"]);
    let headers = &got.parts.headers;
    assert_eq!(headers["content-type"], "application/json");
    assert!(!headers.contains_key("x-key") && !headers.contains_key("authorization"));
    let attempt: &Attempt = got.parts.extensions.get().unwrap();
    assert_eq!((attempt.number, attempt.repeats), (1, 0));
    let stored = all(inbox.store()).await.remove(0);
    assert_eq!((stored.state, stored.key), (State::Done, attempt.key));
    assert_eq!(
        (&*stored.source, &*stored.version),
        ("vendor-webhooks", "1.2.3")
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_copies_at_once_are_one_call() {
    let calls = Arc::new(AtomicUsize::new(0));
    let handler = {
        let calls = Arc::clone(&calls);
        move |_| {
            calls.fetch_add(1, Ordering::SeqCst);
            async { Ok(()) }
        }
    };
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path().join("inbox.db")).unwrap();
    let inbox = Inbox::builder(store).build();
    let (receiver, worker) = inbox.connect(Vendor::receiver(handler));
    let copies = (0..50).map(|_| {
        let receiver = receiver.clone();
        tokio::spawn(async move { send(&receiver, delivery("1", "{}")).await.status() })
    });
    for copy in copies.collect::<Vec<_>>() {
        assert_eq!(copy.await.unwrap(), StatusCode::NO_CONTENT);
    }
    work(inbox.store(), worker).await;
    assert_eq!(calls.load(Ordering::SeqCst), 1);
    assert_eq!(all(inbox.store()).await[0].repeats, 49);
}

#[tokio::test]
async fn a_stranger_leaves_no_key_behind() {
    let inbox = Inbox::builder(MemoryStore::new()).build();
    let (receiver, _worker) = inbox.connect(Vendor::receiver(|_| async { Ok(()) }));
    let mut request = delivery("1", "{}");
    request.headers_mut().remove("x-key");
    assert_eq!(
        send(&receiver, request).await.status(),
        StatusCode::UNAUTHORIZED
    );
    assert!(all(inbox.store()).await.is_empty());
}

#[tokio::test]
async fn a_handler_that_fails_is_called_again_until_the_delivery_is_dead() {
    let (dead, inbox) = fate(|_| async { Err("no luck".into()) }).await;
    assert_eq!((dead.state, dead.attempts), (State::Dead, 3));
    let death = dead.death.unwrap();
    assert_eq!(
        (death.kind, &*death.reason),
        (DeadKind::Exhausted, "no luck")
    );
    assert_eq!(death.version, "1.2.3");
    let details = inbox.store().get(dead.id).await.unwrap().unwrap();
    assert_eq!(details.attempts.len(), 3);
}

#[tokio::test]
async fn never_is_at_once() {
    let (dead, _) = fate(|_| async { Err(Never::because("of another planet").into()) }).await;
    let death = dead.death.unwrap();
    assert_eq!((dead.attempts, death.kind), (1, DeadKind::Never));
    assert_eq!(death.reason, "of another planet");
}

#[tokio::test]
async fn a_body_that_nobody_can_read_is_dead_at_once() {
    let unread = || DecodeError::NotUtf8 { offset: 0 };
    let (dead, _) = fate(move |_| async move { Err(unread().into()) }).await;
    assert_eq!(
        (dead.attempts, dead.death.unwrap().kind),
        (1, DeadKind::Undecodable)
    );
}

#[tokio::test]
async fn a_panic_is_a_failed_attempt() {
    let (done, inbox) = fate(|received: Received| async move {
        let attempt: &Attempt = received.parts.extensions.get().unwrap();
        assert!(attempt.number > 1, "the first one");
        Ok(())
    })
    .await;
    assert_eq!((done.state, done.attempts), (State::Done, 2));
    let details = inbox.store().get(done.id).await.unwrap().unwrap();
    let error = details.attempts[0].error.clone();
    assert_eq!(
        error.as_deref(),
        Some("the handler panicked: the first one")
    );
}

#[tokio::test]
async fn a_handler_says_when_it_wants_it_again() {
    let inbox = Inbox::builder(MemoryStore::new()).retry(quick()).build();
    let (receiver, worker) = inbox.connect(Vendor::receiver(|_| async {
        Err(RetryLater::after(Duration::from_secs(3600)).into())
    }));
    send(&receiver, delivery("1", "{}")).await;
    let stop = tokio::time::sleep(Duration::from_millis(100));
    worker.run(stop).await.unwrap();
    let stored = all(inbox.store()).await.remove(0);
    assert_eq!((stored.state, stored.attempts), (State::Ready, 1));
    let pause = stored
        .due
        .unwrap()
        .duration_since(stored.first_arrival)
        .unwrap();
    assert!(pause >= Duration::from_secs(3600), "{pause:?}");
}

#[tokio::test]
async fn an_attempt_has_a_deadline_and_its_lease_is_renewed_until_then() {
    let inbox = Inbox::builder(MemoryStore::new()).retry(quick()).build();
    let calls = Arc::new(AtomicUsize::new(0));
    let handler = {
        let calls = Arc::clone(&calls);
        move |_| {
            let is_first = calls.fetch_add(1, Ordering::SeqCst) == 0;
            async move {
                if is_first {
                    std::future::pending::<()>().await;
                }
                Ok(())
            }
        }
    };
    let (receiver, worker) = inbox.connect(Vendor::receiver(handler));
    send(&receiver, delivery("1", "{}")).await;
    let worker = worker
        .lease(Duration::from_millis(300))
        .deadline(Duration::from_secs(1));
    work(inbox.store(), worker).await;
    let stored = all(inbox.store()).await.remove(0);
    assert_eq!((stored.state, stored.attempts), (State::Done, 2));
    let details = inbox.store().get(stored.id).await.unwrap().unwrap();
    let error = details.attempts[0].error.clone().unwrap();
    assert_eq!(error, "the attempt took longer than 1s");
}

#[tokio::test]
async fn a_worker_that_is_stopped_waits_for_its_handlers() {
    let inbox = Inbox::builder(MemoryStore::new()).build();
    let (begun, go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let handler = {
        let (begun, go) = (Arc::clone(&begun), Arc::clone(&go));
        move |_| {
            let (begun, go) = (Arc::clone(&begun), Arc::clone(&go));
            async move {
                begun.notify_one();
                go.notified().await;
                Ok(())
            }
        }
    };
    let (receiver, worker) = inbox.connect(Vendor::receiver(handler));
    send(&receiver, delivery("1", "{}")).await;
    let (stop, stopped) = oneshot::channel::<()>();
    let running = tokio::spawn(worker.run(async { drop(stopped.await) }));
    begun.notified().await;
    stop.send(()).unwrap();
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert!(!running.is_finished());
    go.notify_one();
    running.await.unwrap().unwrap();
    assert_eq!(all(inbox.store()).await[0].state, State::Done);
}

#[tokio::test]
async fn a_worker_gives_back_what_takes_longer_than_its_grace() {
    let inbox = Inbox::builder(MemoryStore::new()).build();
    let handler = |_| async {
        std::future::pending::<()>().await;
        Ok(())
    };
    let (receiver, worker) = inbox.connect(Vendor::receiver(handler));
    send(&receiver, delivery("1", "{}")).await;
    let stop = tokio::time::sleep(Duration::from_millis(100));
    worker
        .grace(Duration::from_millis(50))
        .run(stop)
        .await
        .unwrap();
    let stored = all(inbox.store()).await.remove(0);
    assert_eq!((stored.state, stored.attempts), (State::Ready, 1));
}

#[tokio::test]
async fn a_full_backlog_asks_for_a_pause() {
    let inbox = Inbox::builder(MemoryStore::new());
    let inbox = inbox.backlog(2).retry_after(Duration::from_secs(7)).build();
    let (receiver, worker) = inbox.connect(Vendor::receiver(|_| async { Ok(()) }));
    for id in ["1", "2"] {
        let answer = send(&receiver, delivery(id, "{}")).await;
        assert_eq!(answer.status(), StatusCode::NO_CONTENT);
    }
    let answer = send(&receiver, delivery("3", "{}")).await;
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.headers()[RETRY_AFTER], "7");
    assert_eq!(inbox.readiness().await, Readiness::Full);
    work(inbox.store(), worker).await;
    assert_eq!(inbox.readiness().await, Readiness::Ready);
    let answer = send(&receiver, delivery("3", "{}")).await;
    assert_eq!(answer.status(), StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn what_a_store_cannot_write_is_not_acknowledged() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    // The schema alone takes most of it.
    let store = SqliteStore::open_bounded(folder.path().join("inbox.db"), Some(60))?;
    let inbox = Inbox::builder(store).build();
    let (receiver, worker) = inbox.connect(Vendor::receiver(|_| async { Ok(()) }));
    let body = format!("\"{}\"", "x".repeat(20_000));
    let mut accepted = 0;
    loop {
        let answer = send(&receiver, delivery(&accepted.to_string(), &body)).await;
        if answer.status() == StatusCode::SERVICE_UNAVAILABLE {
            assert!(answer.headers().contains_key(RETRY_AFTER));
            break;
        }
        accepted += 1;
        assert!(accepted < 60);
    }
    assert!(matches!(inbox.readiness().await, Readiness::Failing(_)));
    assert_eq!(all(inbox.store()).await.len(), accepted);
    // What was acknowledged is handled all the same.
    work(inbox.store(), worker).await;
    let stored = all(inbox.store()).await;
    assert!(stored.iter().all(|one| one.state == State::Done));
    Ok(())
}

#[tokio::test]
async fn what_is_answered_with_content_is_handled_at_once() {
    let calls = Arc::new(AtomicUsize::new(0));
    let handler = {
        let calls = Arc::clone(&calls);
        move |_| {
            calls.fetch_add(1, Ordering::SeqCst);
            async { Ok(()) }
        }
    };
    let inbox = Inbox::builder(MemoryStore::new()).build();
    let (receiver, _worker) = inbox.connect(Vendor::receiver(handler));
    let mut request = delivery("1", "{}");
    *request.uri_mut() = "/asked".parse().unwrap();
    assert_eq!(
        send(&receiver, request).await.status(),
        StatusCode::NO_CONTENT
    );
    assert_eq!(calls.load(Ordering::SeqCst), 1);
    assert!(all(inbox.store()).await.is_empty());
}
