//! The receiver behind a real server, spoken to byte by byte.

use std::net::SocketAddr;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::Router;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task;
use webhook_runtime::receiver::{Limits, OnPanic, ReceiverService};

use crate::stand_in::{PLAIN, SECRET, StandIn, asking, delivery_to, full, receiver};

/// Serves with axum, on a port of its own.
async fn serve(service: ReceiverService<StandIn>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = Router::new().fallback_service(service);
    task::spawn(async move { axum::serve(listener, router).await });
    address
}

/// The head of a delivery with these further fields.
fn head(fields: &str) -> String {
    format!(
        "POST / HTTP/1.1\r\nhost: h\r\nx-key: {SECRET}\r\ncontent-type: application/json\r\n{fields}\r\n"
    )
}

/// A whole delivery.
fn whole(body: &str) -> String {
    head(&format!("content-length: {}\r\n", body.len())) + body
}

/// Sends this text, and reads until the server closes the connection.
async fn exchange(address: SocketAddr, text: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8(answer).unwrap()
}

/// Reads until `count` response heads are there.
async fn read_heads(stream: &mut TcpStream, count: usize) -> String {
    let mut text = String::new();
    let mut piece = [0; 4096];
    while text.matches("\r\n\r\n").count() < count {
        let length = stream.read(&mut piece).await.unwrap();
        assert!(length > 0, "closed after {text}");
        text.push_str(std::str::from_utf8(&piece[..length]).unwrap());
    }
    text
}

#[tokio::test]
async fn pipelined_deliveries_are_answered_in_order() {
    let (service, endpoint) = receiver();
    let mut stream = TcpStream::connect(serve(service).await).await.unwrap();
    let bodies = [PLAIN, &asking("store"), "{", PLAIN, &asking("fail")];
    let text: String = bodies.iter().map(|body| whole(body)).collect();
    stream.write_all(text.as_bytes()).await.unwrap();
    let answers = read_heads(&mut stream, 5).await;
    let statuses: Vec<&str> = answers
        .split("HTTP/1.1 ")
        .skip(1)
        .map(|answer| &answer[..3])
        .collect();
    assert_eq!(statuses, ["204", "202", "400", "204", "500"]);
    assert_eq!(endpoint.calls(), 5);
}

#[tokio::test]
async fn a_chunked_delivery_is_put_together() {
    let (service, endpoint) = receiver();
    let mut stream = TcpStream::connect(serve(service).await).await.unwrap();
    let text = head("transfer-encoding: chunked\r\n")
        + "2\r\n{\"\r\n5;note=1\r\nevent\r\n8\r\n\":\"kyc\"}\r\n0\r\nx-trailer: 1\r\n\r\n";
    stream.write_all(text.as_bytes()).await.unwrap();
    let answer = read_heads(&mut stream, 1).await;
    assert!(answer.starts_with("HTTP/1.1 204"), "{answer}");
    assert_eq!(endpoint.received.lock().unwrap()[0].body, PLAIN);
}

#[tokio::test]
async fn a_body_announced_too_long_is_neither_waited_for_nor_invited() {
    let (service, _) = receiver();
    let address = serve(service).await;
    for fields in [
        "content-length: 1048577\r\n",
        "content-length: 1048577\r\nexpect: 100-continue\r\n",
    ] {
        // The server closes the connection, or this would wait forever.
        let answer = exchange(address, &head(fields)).await;
        assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
        assert!(answer.contains("connection: close\r\n"), "{answer}");
    }
}

#[tokio::test]
async fn a_body_that_is_expected_is_invited_once_it_is_wanted() {
    let (service, _) = receiver();
    let mut stream = TcpStream::connect(serve(service).await).await.unwrap();
    let fields = format!(
        "content-length: {}\r\nexpect: 100-continue\r\n",
        PLAIN.len()
    );
    stream.write_all(head(&fields).as_bytes()).await.unwrap();
    let answer = read_heads(&mut stream, 1).await;
    assert!(answer.starts_with("HTTP/1.1 100"), "{answer}");
    stream.write_all(PLAIN.as_bytes()).await.unwrap();
    let answer = read_heads(&mut stream, 1).await;
    assert!(answer.starts_with("HTTP/1.1 204"), "{answer}");
}

#[tokio::test]
async fn a_chunked_body_is_cut_off_and_its_connection_closed() {
    let (service, endpoint) = receiver();
    let limits = Limits::default().with_body(10);
    let address = serve(service.with_limits(limits)).await;
    let text = head("transfer-encoding: chunked\r\n") + "b\r\n01234567890\r\n";
    let answer = exchange(address, &text).await;
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    assert_eq!(endpoint.calls(), 0);
}

#[tokio::test]
async fn half_a_body_is_no_delivery() {
    let (service, endpoint) = receiver();
    let mut stream = TcpStream::connect(serve(service).await).await.unwrap();
    let text = head("content-length: 100\r\n") + PLAIN;
    stream.write_all(text.as_bytes()).await.unwrap();
    stream.shutdown().await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(!answer.starts_with("HTTP/1.1 2"), "{answer}");
    assert_eq!(endpoint.calls(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_body_that_stops_is_answered_with_408_and_its_connection_closed() {
    let (service, _) = receiver();
    let address = serve(service).await;
    let answer = exchange(address, &(head("content-length: 100\r\n") + "{")).await;
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(answer.contains("connection: close\r\n"), "{answer}");
}

#[tokio::test]
async fn clients_that_dawdle_hold_nobody_up() {
    let (service, endpoint) = receiver();
    let limits = Limits::default().with_read(Duration::from_secs(86_400));
    let address = serve(service.with_limits(limits)).await;
    let mut dawdling = Vec::new();
    for _ in 0..100 {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let text = head("content-length: 100\r\n") + "{";
        stream.write_all(text.as_bytes()).await.unwrap();
        dawdling.push(stream);
    }
    for _ in 0..20 {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(whole(PLAIN).as_bytes()).await.unwrap();
        let answer = read_heads(&mut stream, 1).await;
        assert!(answer.starts_with("HTTP/1.1 204"), "{answer}");
    }
    assert_eq!(endpoint.calls(), 20);
    drop(dawdling);
}

#[tokio::test]
async fn a_handler_is_dropped_when_its_client_goes_away() {
    let (service, endpoint) = receiver();
    let limits = Limits::default().with_handle(Duration::from_secs(86_400));
    let address = serve(service.with_limits(limits)).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    let text = whole(&asking("hang"));
    stream.write_all(text.as_bytes()).await.unwrap();
    while endpoint.calls() == 0 {
        task::yield_now().await;
    }
    drop(stream);
    while endpoint.dropped.load(Ordering::SeqCst) == 0 {
        task::yield_now().await;
    }
}

#[tokio::test]
async fn a_panic_that_goes_on_ends_its_connection_and_no_other() {
    let (service, endpoint) = receiver();
    let address = serve(service.with_on_panic(OnPanic::Resume)).await;
    let answer = exchange(address, &whole(&asking("panic"))).await;
    assert_eq!(answer, "");
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(whole(PLAIN).as_bytes()).await.unwrap();
    assert!(read_heads(&mut stream, 1).await.starts_with("HTTP/1.1 204"));
    assert_eq!(endpoint.calls(), 2);
}

#[tokio::test]
async fn hyper_serves_it_without_axum_in_both_versions_of_http() {
    let (service, endpoint) = receiver();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    task::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let service = TowerToHyperService::new(service.clone());
            task::spawn(async move {
                auto::Builder::new(TokioExecutor::new())
                    .serve_connection(TokioIo::new(stream), service)
                    .await
            });
        }
    });
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(whole(PLAIN).as_bytes()).await.unwrap();
    assert!(read_heads(&mut stream, 1).await.starts_with("HTTP/1.1 204"));

    let stream = TokioIo::new(TcpStream::connect(address).await.unwrap());
    let (mut sender, connection) =
        hyper::client::conn::http2::handshake(TokioExecutor::new(), stream)
            .await
            .unwrap();
    task::spawn(connection);
    for (body, status) in [(PLAIN.to_owned(), 204), (" ".repeat(1_048_577), 413)] {
        let uri = format!("http://{address}/kyc");
        let request = delivery_to(&uri).body(full(body)).unwrap();
        let response = sender.send_request(request).await.unwrap();
        assert_eq!(response.status(), status);
    }
    // The stream of the body that was too long is over, the connection is not.
    let request = delivery_to(&format!("http://{address}/")).body(full(PLAIN));
    let response = sender.send_request(request.unwrap()).await.unwrap();
    assert_eq!(response.status(), 204);
    assert_eq!(endpoint.calls(), 3);
}
