//! Connections as odd clients use them: several requests at once, bodies in pieces, bodies that
//! never end.

use std::time::{Duration, Instant};

use rebilly_kyc_webhooks::runtime::receiver::Limits;

use crate::client::{Connection, Post};
use crate::credentials::{PLAIN, plain};
use crate::door::Door;

/// The head of a delivery whose body comes in chunks.
fn chunked_head() -> Vec<u8> {
    let mut post = plain().with_key();
    post.body.clear();
    let head = String::from_utf8(post.bytes()).unwrap();
    head.replace("content-length: 0", "transfer-encoding: chunked")
        .into_bytes()
}

fn chunk(piece: &str) -> Vec<u8> {
    format!("{:x}\r\n{piece}\r\n", piece.len()).into_bytes()
}

#[tokio::test]
async fn pipelined_deliveries_are_answered_in_order() {
    let door = Door::open().await;
    let posts = [
        (plain().with_key(), 204),
        (plain(), 401),
        (Post::new("{").with_key(), 400),
        (plain().with_key().by("PUT"), 405),
        (plain().with_key(), 204),
    ];
    let mut connection = Connection::open(door.address).await.unwrap();
    let bytes: Vec<u8> = posts.iter().flat_map(|(post, _)| post.bytes()).collect();
    connection.write(&bytes).await.unwrap();
    for (_, status) in posts {
        assert_eq!(connection.answer().await.unwrap().status, status);
    }
    let methods: Vec<_> = door.inbox.take().iter().map(|note| note.method).collect();
    let request = "kyc_request_attempted";
    assert_eq!(methods, [request, "undecodable", request]);
}

#[tokio::test]
async fn a_body_in_chunks_is_put_together() {
    let door = Door::open().await;
    let mut connection = Connection::open(door.address).await.unwrap();
    connection.write(&chunked_head()).await.unwrap();
    for byte in PLAIN.chars() {
        connection.write(&chunk(&byte.to_string())).await.unwrap();
        tokio::task::yield_now().await;
    }
    connection.write(b"0\r\n\r\n").await.unwrap();
    assert_eq!(connection.answer().await.unwrap().status, 204);
    assert_eq!(door.inbox.take()[0].body, PLAIN);
}

#[tokio::test]
async fn chunks_beyond_the_limit_are_not_read_on() {
    let door = Door::limited(Limits::default().with_body(1000)).await;
    let mut connection = Connection::open(door.address).await.unwrap();
    connection.write(&chunked_head()).await.unwrap();
    connection.write(&chunk(&" ".repeat(1001))).await.unwrap();
    // The body does not end, and is answered all the same.
    let answer = connection.answer().await.unwrap();
    assert_eq!(answer.status, 413);
    assert_eq!(answer.problem("code"), "content-too-large");
    assert_eq!(answer.header("connection"), ["close"]);
    assert_eq!(door.inbox.count(), 0);
}

#[tokio::test]
async fn clients_that_dawdle_are_cut_off_and_hold_nobody_up() {
    let limit = Duration::from_millis(500);
    let door = Door::limited(Limits::default().with_read(limit)).await;
    let started = Instant::now();
    let mut dawdlers = Vec::new();
    for _ in 0..50 {
        let mut connection = Connection::open(door.address).await.unwrap();
        let bytes = plain().with_key().bytes();
        connection.write(&bytes[..bytes.len() - 1]).await.unwrap();
        dawdlers.push(connection);
    }
    for _ in 0..20 {
        assert_eq!(door.post(plain().with_key()).await.status, 204);
    }
    let handled = door.inbox.take().len();
    for mut connection in dawdlers {
        let answer = connection.answer().await.unwrap();
        assert_eq!(answer.status, 408);
        assert_eq!(answer.problem("code"), "request-timeout");
        assert_eq!(answer.header("connection"), ["close"]);
        assert!(connection.answer().await.is_err());
    }
    assert!(started.elapsed() >= limit);
    assert_eq!((handled, door.inbox.count()), (40, 0));
}

#[tokio::test]
async fn a_body_that_drips_steadily_is_cut_off_too() {
    let door = Door::limited(Limits::default().with_read(Duration::from_millis(100))).await;
    let mut connection = Connection::open(door.address).await.unwrap();
    connection.write(&chunked_head()).await.unwrap();
    let dripping = async {
        loop {
            // The server may have closed the connection by now.
            if connection.write(&chunk(" ")).await.is_err() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let patience = Duration::from_secs(30);
    tokio::time::timeout(patience, dripping).await.unwrap();
    assert_eq!(door.inbox.count(), 0);
}

#[tokio::test]
async fn half_a_body_is_no_delivery() {
    let door = Door::open().await;
    let mut connection = Connection::open(door.address).await.unwrap();
    let bytes = plain().with_key().bytes();
    connection.write(&bytes[..bytes.len() - 1]).await.unwrap();
    drop(connection);
    assert_eq!(door.post(plain().with_key()).await.status, 204);
    assert_eq!(door.inbox.take().len(), crate::door::WAYS);
}

#[tokio::test]
async fn credentials_are_marked_in_the_headers_that_handlers_see() {
    let door = Door::open().await;
    let post = plain()
        .with_key()
        .authorized("Bearer wrong")
        .header("cookie", "a=b")
        .header("x-other", "shown");
    assert_eq!(door.post(post).await.status, 204);
    for note in door.inbox.take() {
        for (name, value) in &note.headers {
            let is_secret = ["reb-apikey", "authorization", "cookie"].contains(&name.as_str());
            assert_eq!(value.is_sensitive(), is_secret, "{name}");
        }
        assert_eq!(note.headers["reb-apikey"], crate::credentials::KEY);
    }
}
