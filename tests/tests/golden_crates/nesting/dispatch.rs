//! Dispatches the first and the last of many events, on a thread with an eighth of the stack that threads have.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};
use std::thread;

use many_events::types::Happened;
use many_events::{AllHandler, Delivery, Dispatcher, EventName, HandlerError};

const STACK: usize = 256 << 10;

/// Counts the events.
#[derive(Default)]
struct Counter(AtomicUsize);

impl AllHandler for Counter {
    async fn unhandled(&self, _: Delivery<Happened>) -> Result<(), HandlerError> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }
}

fn main() {
    let counter = Arc::new(Counter::default());
    let dispatcher = Dispatcher::new().all(Arc::clone(&counter));
    let ends = [EventName::KNOWN.first(), EventName::KNOWN.last()];
    let dispatch = move || {
        for (_, name) in ends.into_iter().flatten() {
            let body = format!(r#"{{"type":"{name}"}}"#);
            let handled = pin!(dispatcher.dispatch(body));
            let mut context = Context::from_waker(Waker::noop());
            assert!(matches!(handled.poll(&mut context), Poll::Ready(Ok(()))), "{name}");
        }
    };
    let thread = thread::Builder::new().stack_size(STACK).spawn(dispatch);
    thread.unwrap().join().unwrap();
    println!("{} handled", counter.0.load(Ordering::Relaxed));
}
