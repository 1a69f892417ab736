//! A receiver that takes one delivery.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread::{self, JoinHandle};

/// Takes one request at this path, gives this answer, and shows what it was sent.
pub fn answer_once(path: &str, answer: &'static str) -> (String, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}{path}", listener.local_addr().unwrap());
    let serving = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = String::new();
        // All samples end so.
        while !request.ends_with("}\n") {
            let mut piece = [0; 4096];
            let length = stream.read(&mut piece).unwrap();
            assert!(length > 0, "{request}");
            request.push_str(std::str::from_utf8(&piece[..length]).unwrap());
        }
        stream.write_all(answer.as_bytes()).unwrap();
        request
    });
    (url, serving)
}
