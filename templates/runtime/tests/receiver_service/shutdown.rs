//! A server that shuts down while it is busy: what the senders were told is what was done.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use hyper::client::conn::http1::handshake;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::{self, JoinSet};

use crate::stand_in::{delivery_to, full, receiver};

const DELIVERIES: u64 = 1000;
const CONNECTIONS: u64 = 64;

/// How a delivery ended for its sender.
#[derive(Debug, PartialEq, Eq)]
enum End {
    Answered(u16),
    Closed,
}

/// Sends every 64th delivery over one connection, until the connection is closed; the rest counts
/// as closed.
async fn deliver(
    address: SocketAddr,
    first: u64,
    connected: Arc<tokio::sync::Barrier>,
) -> Vec<(u64, End)> {
    let ids = (first..DELIVERIES).step_by(usize::try_from(CONNECTIONS).unwrap());
    let stream = TcpStream::connect(address).await.unwrap();
    connected.wait().await;
    let (mut sender, connection) = handshake(TokioIo::new(stream)).await.unwrap();
    task::spawn(connection);
    let mut ends = Vec::new();
    for id in ids {
        let body = format!(r#"{{"event":"kyc","id":{id}}}"#);
        let request = delivery_to("/")
            .header("host", "h")
            .body(full(body))
            .unwrap();
        let end = match sender.ready().await {
            Ok(()) => sender.send_request(request).await,
            Err(error) => Err(error),
        };
        ends.push((
            id,
            end.map_or(End::Closed, |response| {
                End::Answered(response.status().as_u16())
            }),
        ));
    }
    ends
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_2xx_was_handled_once_and_nothing_else_was_handled() {
    let (service, endpoint) = receiver();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let stop = Arc::new(Notify::new());
    let stopping = Arc::clone(&stop);
    let router = Router::new().fallback_service(service);
    let serving = task::spawn(async move {
        axum::serve(listener, router)
            .with_graceful_shutdown(async move { stopping.notified().await })
            .await
    });

    let connected = Arc::new(tokio::sync::Barrier::new(
        usize::try_from(CONNECTIONS).unwrap(),
    ));
    let mut senders = JoinSet::new();
    for first in 0..CONNECTIONS {
        senders.spawn(deliver(address, first, Arc::clone(&connected)));
    }
    // In the middle of the load.
    while endpoint.handled_count() < 300 {
        task::yield_now().await;
    }
    stop.notify_one();
    let ends: BTreeMap<u64, End> = senders.join_all().await.into_iter().flatten().collect();
    serving.await.unwrap().unwrap();

    let handled = endpoint.handled.lock().unwrap();
    assert_eq!(ends.len() as u64, DELIVERIES);
    for (id, end) in &ends {
        match end {
            End::Answered(status) => {
                assert_eq!(*status, 204, "{id}");
                assert_eq!(handled.get(id), Some(&1), "{id} was answered with success");
            }
            // Not answered: the sender repeats it, whether it was handled or not.
            End::Closed => assert!(handled.get(id).is_none_or(|times| *times == 1), "{id}"),
        }
    }
    assert!(handled.keys().all(|id| ends.contains_key(id)));
    assert!(handled.len() >= 300);
}
