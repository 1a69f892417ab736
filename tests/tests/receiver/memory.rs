//! What a connection costs the example's server in memory while a body is being sent, as the
//! operating system counts it.
#![cfg(target_os = "linux")]

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;

use crate::client::Post;
use crate::example::{KEYS, Running};

/// How many connections are held.
const COUNT: usize = 64;

/// 1 MiB, the most that a body may have.
const MOST: usize = 1024 * 1024;

/// The memory that the server has in use, in kB.
fn resident(example: &Running) -> usize {
    let status = fs::read_to_string(format!("/proc/{}/status", example.id())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let number = line.unwrap().split_whitespace().nth(1).unwrap();
    number.parse().unwrap()
}

/// Everything of a delivery of 1 MiB but the last byte, with these headers.
fn unfinished(headers: impl FnOnce(Post) -> Post) -> Vec<u8> {
    let mut bytes = headers(Post::new(vec![b' '; MOST])).bytes();
    bytes.pop();
    bytes
}

/// Sends this on many connections, and says by how many kB each makes the server larger.
fn cost(example: &Running, bytes: &[u8], settled: impl Fn(&mut TcpStream)) -> usize {
    let before = resident(example);
    let mut streams = Vec::new();
    for _ in 0..COUNT {
        let mut stream = example.connect();
        // Whoever is refused may find the connection closed in the middle.
        let _ = stream.write_all(bytes);
        settled(&mut stream);
        streams.push(stream);
    }
    (resident(example).saturating_sub(before)) / COUNT
}

/// Waits until the server has taken all that was sent.
fn taken(stream: &mut TcpStream) {
    let queue = || {
        let ports = stream.peer_addr().unwrap().port();
        let own = stream.local_addr().unwrap().port();
        let table = fs::read_to_string("/proc/net/tcp").unwrap();
        let lines = table.lines().filter(|line| {
            let mut columns = line.split_whitespace().skip(1);
            let local = columns
                .next()
                .is_some_and(|at| at.ends_with(&format!(":{ports:04X}")));
            let remote = columns
                .next()
                .is_some_and(|at| at.ends_with(&format!(":{own:04X}")));
            local && remote
        });
        let queues = lines.map(|line| line.split_whitespace().nth(4).unwrap().to_owned());
        queues.collect::<Vec<_>>()
    };
    while queue().iter().any(|queue| queue != "00000000:00000000") {
        std::thread::yield_now();
    }
}

#[test]
fn a_body_costs_what_was_sent_of_it_and_nothing_without_a_credential() {
    let example = Running::start(&KEYS[..1]);
    let known = cost(&example, &unfinished(Post::with_key), taken);
    // The body, what hyper reads ahead, and the connection.
    assert!((1024..1400).contains(&known), "{known} kB");

    let example = Running::start(&KEYS[..1]);
    let unknown = cost(&example, &unfinished(|post| post), |stream| {
        let mut status = [0; 12];
        stream.read_exact(&mut status).unwrap();
        assert_eq!(&status, b"HTTP/1.1 401");
    });
    assert!(unknown < 64, "{unknown} kB");

    let example = Running::start(&KEYS[..1]);
    let head = unfinished(Post::with_key);
    let announced = cost(&example, &head[..head.len() - (MOST - 2)], taken);
    assert!(announced < 96, "{announced} kB");
}
