//! One type handles two vendors' events: what their crates share is one and the same.

use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use parcels::ParcelsHandler;
use parcels::types::Parcel;
use payments::PaymentsHandler;
use payments::types::Payment;
use webhook_runtime::{
    Delivery, DispatchError, FallbackHandler, HandlerError, RawDelivery, Timestamp,
};

/// What happened, by when it did.
#[derive(Default)]
struct Book(Mutex<Vec<(Timestamp, String, usize)>>);

impl Book {
    fn enter<T>(&self, delivery: &Delivery<T>, at: &Timestamp) -> Result<(), HandlerError> {
        let mut lines = self.0.lock().map_err(|_| "the book is torn")?;
        lines.push((at.clone(), delivery.event.clone(), delivery.defects.total()));
        lines.sort();
        Ok(())
    }
}

impl ParcelsHandler for Book {
    async fn parcel_sent(&self, delivery: Delivery<Parcel>) -> Result<(), HandlerError> {
        self.enter(&delivery, &delivery.payload.sent_at)
    }
}

impl PaymentsHandler for Book {
    async fn payment_made(&self, delivery: Delivery<Payment>) -> Result<(), HandlerError> {
        self.enter(&delivery, &delivery.payload.made_at)
    }
}

/// Takes what no vendor's specification lists.
struct Leftovers(Mutex<Vec<String>>);

impl Leftovers {
    fn keep(&self, delivery: RawDelivery) -> Result<(), HandlerError> {
        self.0.lock().map_err(|_| "nothing fits")?.push(delivery.event);
        Ok(())
    }
}

impl<E: Send> FallbackHandler<E> for Leftovers {
    async fn unknown_event(&self, delivery: RawDelivery) -> Result<(), HandlerError> {
        self.keep(delivery)
    }
}

/// Nothing here waits.
fn done<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("it waits"),
    }
}

#[test]
fn deliveries_of_both_vendors_go_into_one_book() -> Result<(), DispatchError> {
    let book = Arc::new(Book::default());
    let leftovers = Arc::new(Leftovers(Mutex::default()));
    let parcels = parcels::Dispatcher::new()
        .parcels(Arc::clone(&book))
        .fallback(Arc::clone(&leftovers));
    let payments = payments::Dispatcher::new()
        .payments(Arc::clone(&book))
        .fallback(Arc::clone(&leftovers));

    done(parcels.dispatch(r#"{"type":"parcel-sent","sentAt":"2026-11-30T12:00:00Z","weight":"heavy"}"#))?;
    done(payments.dispatch(r#"{"type":"payment-made","madeAt":"2026-11-30T12:00:00+02:00","amount":5}"#))?;
    done(parcels.dispatch(r#"{"type":"parcel-lost"}"#))?;
    done(payments.dispatch(r#"{"type":"payment-lost"}"#))?;

    let book = book.0.lock().unwrap();
    let lines: Vec<_> = book.iter().map(|(at, event, defects)| (at.as_str(), event.as_str(), *defects)).collect();
    assert_eq!(lines, [
        ("2026-11-30T12:00:00+02:00", "payment-made", 0),
        ("2026-11-30T12:00:00Z", "parcel-sent", 1),
    ]);
    assert_eq!(*leftovers.0.lock().unwrap(), ["parcel-lost", "payment-lost"]);
    Ok(())
}

#[test]
fn an_error_of_one_vendors_dispatcher_is_one_of_the_others() {
    let parcels = parcels::Dispatcher::new();
    let result: Result<(), payments::DispatchError> = done(parcels.dispatch("no JSON"));
    assert!(matches!(result, Err(DispatchError::Undecodable(payments::DecodeError::NotJson { .. }))));
}
