//! A receiver that takes one delivery, or a few.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread::{self, JoinHandle};

/// Takes one request at this path, gives this answer, and shows what it was sent.
pub fn answer_once(path: &str, answer: &'static str) -> (String, JoinHandle<String>) {
    let (url, serving) = answer_each(path, &[answer]);
    let first = thread::spawn(move || serving.join().unwrap().remove(0));
    (url, first)
}

/// Takes a request for each of these answers, one after another, and shows what it was sent.
pub fn answer_each(path: &str, answers: &[&'static str]) -> (String, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}{path}", listener.local_addr().unwrap());
    let answers = answers.to_vec();
    let take = move |answer: &str| {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = Vec::new();
        while !is_complete(&request) {
            let mut piece = [0; 4096];
            let length = stream.read(&mut piece).unwrap();
            assert!(length > 0, "{}", String::from_utf8_lossy(&request));
            request.extend_from_slice(&piece[..length]);
        }
        stream.write_all(answer.as_bytes()).unwrap();
        String::from_utf8(request).unwrap()
    };
    let serving = thread::spawn(move || answers.into_iter().map(take).collect());
    (url, serving)
}

/// Whether a request has its head, and as much of a body as its head announces.
fn is_complete(request: &[u8]) -> bool {
    let end = b"\r\n\r\n";
    let Some(at) = request.windows(end.len()).position(|bytes| bytes == end) else {
        return false;
    };
    let head = String::from_utf8_lossy(&request[..at]).to_ascii_lowercase();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    let length = length.map_or(0, |length| length.parse().unwrap());
    request.len() >= at + end.len() + length
}
