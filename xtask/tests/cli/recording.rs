//! `record` and `replay`, run as a user runs them.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Stdio};

use serde_json::{Value, json};

use super::desk::{Desk, Ran};
use super::listener::{answer_each, answer_once};

/// Two events; one is signed, and the other comes with a key in a header of any name.
const SPEC: &str = "\
openapi: 3.1.0
info: {title: Parcel webhooks, version: 1.0.0}
x-webhook-event: {header: X-Parcel-Token-Event}
components:
  securitySchemes:
    Signed: {type: apiKey, in: header, name: webhook-signature, x-signature: standard-webhooks}
    Plain: {type: apiKey, in: header, name: X-Plain}
    Asked: {type: apiKey, in: query, name: who}
webhooks:
  parcel-sent:
    post:
      security: [{Signed: []}]
      requestBody: {content: {application/json: {schema: {type: object}}}}
  parcel-lost:
    post:
      security: [{Plain: []}, {Asked: []}]
      requestBody: {content: {application/json: {schema: {type: object}}}}
";

/// A recorder that runs until it is dropped.
struct Running {
    child: Child,
    stdout: BufReader<ChildStdout>,
    address: String,
}

impl Running {
    fn start(desk: &Desk, more: &[&str]) -> Self {
        desk.put("parcels.yaml", SPEC);
        let arguments = ["record", "--listen", "127.0.0.1:0", "--out", "kept"];
        let spec = ["--spec", "parcels.yaml"];
        let mut child = desk
            .command(&[&arguments[..], &spec, more].concat())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut running = Self {
            stdout: BufReader::new(child.stdout.take().unwrap()),
            child,
            address: String::new(),
        };
        let line = running.line();
        let rest = line.strip_prefix("listening on http://").expect(&line);
        let (address, folder) = rest.split_once(", writing to ").unwrap();
        assert_eq!(folder, "kept");
        assert!(!address.ends_with(":0"), "{address}");
        running.address = address.to_owned();
        running
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.stdout.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    /// Sends the text of a request, and gives that of the answer.
    fn answer(&self, request: &[u8]) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.write_all(request).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    fn post(&self, target: &str, headers: &str, body: &[u8]) -> String {
        let head = format!(
            "POST {target} HTTP/1.1\r\nHost: a.test\r\nContent-Length: {}\r\n{headers}\r\n",
            body.len()
        );
        self.answer(&[head.as_bytes(), body].concat())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.child.kill().unwrap_or_default();
        self.child.wait().unwrap();
    }
}

/// The files of deliveries, by name.
fn kept(desk: &Desk) -> Vec<(PathBuf, String)> {
    let files = desk.content().into_iter();
    let files = files.filter(|(path, _)| path.parent() == Some(&desk.path("kept")));
    files
        .map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap()))
        .collect()
}

fn delivery(desk: &Desk, index: usize) -> Value {
    serde_json::from_str(&kept(desk)[index].1).unwrap()
}

#[test]
fn each_request_is_kept_in_a_file_of_its_own_without_its_credentials() {
    let desk = Desk::new();
    let mut running = Running::start(&desk, &[]);
    let headers = "X-Parcel-Token-Event: parcel-sent\r\nAuthorization: Bearer sEcReT1\r\n\
                   Cookie: a=sEcReT2\r\nX-PLAIN: sEcReT3\r\nx-api-key: sEcReT4\r\n\
                   webhook-id: m1\r\nwebhook-timestamp: 1\r\nwebhook-signature: v1,sEcReT5\r\n";
    let answer = running.post(
        "/hooks?a=b&who=sEcReT6&access_token=sEcReT7",
        headers,
        b"{\"n\": 1.50}\n",
    );
    assert!(
        answer.starts_with("HTTP/1.1 204 No Content\r\n"),
        "{answer}"
    );
    assert!(running.line().ends_with(".json: POST /hooks"));
    let answer = running.post("/hooks", "", b"\xff\x00");
    assert!(answer.starts_with("HTTP/1.1 204 "), "{answer}");
    running.line();

    let (path, text) = &kept(&desk)[0];
    assert!(!text.contains("sEcReT"), "{text}");
    let name = path.file_name().unwrap().to_str().unwrap();
    assert_eq!(name.len(), "20260131T120000.000001Z.json".len());
    let mut shown = delivery(&desk, 0);
    let received = shown["received"].take();
    assert_eq!(
        received.as_str().unwrap().replace(['-', ':'], "") + ".json",
        name
    );
    assert_eq!(
        shown,
        json!({
            "version": 1,
            "received": null,
            "method": "POST",
            "target": "/hooks?a=b",
            "headers": [
                "Host: a.test",
                "Content-Length: 12",
                "X-Parcel-Token-Event: parcel-sent",
                "webhook-id: m1",
            ],
            "removed": [
                "header authorization",
                "header cookie",
                "header x-plain",
                "header x-api-key",
                "header webhook-timestamp",
                "header webhook-signature",
                "query parameter who",
                "query parameter access_token",
            ],
            "body": "{\"n\": 1.50}\n",
        })
    );
    let second = delivery(&desk, 1);
    assert_eq!(second["body_base64"], "/wA=");
    assert_eq!(second.get("body"), None);
    assert_eq!(kept(&desk).len(), 2);
}

#[test]
fn bodies_in_chunks_and_without_length_are_kept_whole() {
    let desk = Desk::new();
    let running = Running::start(&desk, &[]);
    let answer = running.answer(
        b"PUT http://a.test/x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n\
          3\r\nabc\r\n2;a=b\r\nde\r\n0\r\nTrailer: t\r\n\r\n",
    );
    assert!(answer.starts_with("HTTP/1.1 204 "), "{answer}");
    assert!(
        running
            .answer(b"GET /y HTTP/1.1\r\n\r\n")
            .starts_with("HTTP/1.1 204 ")
    );
    let (first, second) = (delivery(&desk, 0), delivery(&desk, 1));
    assert_eq!(
        (&first["target"], &first["body"]),
        (&json!("/x"), &json!("abcde"))
    );
    assert_eq!(
        (&second["method"], &second["body"]),
        (&json!("GET"), &json!(""))
    );
}

#[test]
fn what_is_too_large_or_unclear_is_refused_and_not_kept() {
    let desk = Desk::new();
    let running = Running::start(&desk, &["--max-body-size", "10"]);
    let long = "x".repeat(70_000);
    let many = "a: b\r\n".repeat(200);
    for (request, status) in [
        ("POST / HTTP/1.1\r\nContent-Length: 11\r\n\r\nhello world".to_owned(), "413"),
        ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nb\r\nhello world\r\n0\r\n\r\n".to_owned(), "413"),
        ("POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab".to_owned(), "400"),
        ("POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n".to_owned(), "400"),
        ("POST / HTTP/1.1\r\nContent-Length: +1\r\n\r\na".to_owned(), "400"),
        ("hello\r\n\r\n".to_owned(), "400"),
        (format!("POST / HTTP/1.1\r\nx: {long}\r\n\r\n"), "431"),
        (format!("POST / HTTP/1.1\r\n{many}\r\n"), "431"),
    ] {
        let answer = running.answer(request.as_bytes());
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{request}: {answer}");
    }
    assert!(kept(&desk).is_empty());
}

#[test]
fn what_is_forwarded_is_as_it_came_and_the_answer_goes_back() {
    let desk = Desk::new();
    let answer = "HTTP/1.1 202 Accepted\r\nX-Seen: yes\r\nContent-Length: 2\r\n\r\nok";
    let (url, serving) = answer_once("/hooks", answer);
    let mut running = Running::start(&desk, &["--forward-to", &url]);
    let headers = "Authorization: Bearer sEcReT\r\nX-Two: 1\r\nX-Two: 2\r\nKeep-Alive: 1\r\n";
    let answer = running.post("/elsewhere?who=sEcReT", headers, b"{ \"a\": 1 }");
    let request = serving.join().unwrap();
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    assert!(
        head.starts_with("POST /hooks?who=sEcReT HTTP/1.1\r\n"),
        "{head}"
    );
    let head = head.to_ascii_lowercase();
    for line in [
        "authorization: bearer secret",
        "x-two: 1\r\nx-two: 2",
        "content-length: 10",
    ] {
        assert!(head.contains(line), "{head}");
    }
    assert!(!head.contains("keep-alive"), "{head}");
    assert_eq!(body, "{ \"a\": 1 }");
    assert!(answer.starts_with("HTTP/1.1 202 Accepted\r\n"), "{answer}");
    assert!(
        answer.to_ascii_lowercase().contains("x-seen: yes\r\n"),
        "{answer}"
    );
    assert!(answer.ends_with("\r\n\r\nok"), "{answer}");
    assert!(running.line().ends_with(", answered 202"));
    // Nobody listens there any more.
    let answer = running.post("/", "", b"{}");
    assert!(answer.starts_with("HTTP/1.1 502 "), "{answer}");
    assert!(running.line().contains(", not forwarded: "));
    assert_eq!(kept(&desk).len(), 2);
    assert!(!kept(&desk)[0].1.contains("sEcReT"));
}

#[test]
fn other_machines_are_neither_listened_to_nor_sent_to_unless_told_otherwise() {
    let desk = Desk::new();
    let url = "http://192.0.2.1/hooks";
    for arguments in [
        &["record", "--out", "kept", "--listen", "0.0.0.0:0"][..],
        &[
            "record",
            "--out",
            "kept",
            "--listen",
            "127.0.0.1:0",
            "--forward-to",
            url,
        ],
        &["replay", "kept", "--url", url],
    ] {
        let ran = desk.run(&[arguments, &["--spec", "parcels.yaml"]].concat());
        assert_eq!((ran.exit, ran.stdout.as_str()), (Some(2), ""));
        assert!(ran.stderr.contains("`--allow-remote`"), "{}", ran.stderr);
    }
    assert!(!desk.path("kept").exists());
}

/// Ends a process as Ctrl-C does.
#[cfg(unix)]
fn interrupt(child: &Child) {
    let id = child.id().to_string();
    let killed = std::process::Command::new("kill")
        .args(["-INT", &id])
        .status();
    assert!(killed.unwrap().success());
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_with_zero_and_leaves_whole_files_alone() {
    let desk = Desk::new();
    let mut running = Running::start(&desk, &[]);
    running.post("/", "", b"{}");
    running.line();
    // A sender that does not finish keeps nobody waiting.
    let mut stream = TcpStream::connect(&running.address).unwrap();
    stream.write_all(b"POST / HTTP/1.1\r\n").unwrap();
    interrupt(&running.child);
    assert_eq!(running.child.wait().unwrap().code(), Some(0));
    assert_eq!(running.line(), "kept 1 delivery in kept");
    assert_eq!(fs::read_dir(desk.path("kept")).unwrap().count(), 1);
}

fn recorded(target: &str, received: &str, event: &str) -> String {
    json!({
        "version": 1, "received": received, "method": "POST", "target": target,
        "headers": [
            "Host: a.test", "Content-Length: 99", format!("X-Parcel-Token-Event: {event}"),
            "Content-Type: application/json", "webhook-id: m1", "webhook-timestamp: 1",
        ],
        "removed": ["header webhook-signature"], "body": format!("{{ \"at\": \"{received}\" }}"),
    })
    .to_string()
}

fn replay(desk: &Desk, arguments: &[&str]) -> Ran {
    desk.run(&[&["replay", "--spec", "parcels.yaml"], arguments].concat())
}

#[test]
fn deliveries_are_sent_again_in_order_and_signed_anew() {
    let desk = Desk::new();
    desk.put("parcels.yaml", SPEC);
    desk.put(
        "kept/b.json",
        &recorded("/in?a=b", "2026-01-02T00:00:00.000000Z", "parcel-sent"),
    );
    desk.put("kept/.c.json", "unfinished");
    desk.put(
        "a.json",
        &recorded("/in", "2026-01-03T00:00:00.000000Z", "parcel-lost"),
    );
    let answers = [
        "HTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 401 Unauthorized\r\nContent-Length: 3\r\n\r\nno\n",
    ];
    let (url, serving) = answer_each("/hooks", &answers);
    let secret = "Signed=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    let keys = ["--auth", secret, "--auth", "Plain=k1"];
    let ran = replay(
        &desk,
        &[&["a.json", "kept", "--url", &url], &keys[..]].concat(),
    );
    let requests = serving.join().unwrap();
    assert_eq!(
        (ran.exit, ran.stdout.as_str(), ran.stderr.as_str()),
        (
            Some(1),
            "b.json: POST /in 204\na.json: POST /in 401: no\n2 sent, 1 not accepted\n",
            ""
        )
    );
    let [first, second] = requests.as_slice() else {
        panic!("{requests:?}");
    };
    assert!(first.starts_with("POST /hooks?a=b HTTP/1.1\r\n"), "{first}");
    assert!(
        first.ends_with("\r\n\r\n{ \"at\": \"2026-01-02T00:00:00.000000Z\" }"),
        "{first}"
    );
    let head = first.to_ascii_lowercase();
    assert_eq!(head.matches("content-length:").count(), 1, "{first}");
    assert!(head.contains("webhook-id: m1\r\n"), "{first}");
    assert!(head.contains("webhook-signature: v1,"), "{first}");
    assert!(!head.contains("webhook-timestamp: 1\r\n"), "{first}");
    assert!(!head.contains("x-plain"), "{first}");
    let head = second.to_ascii_lowercase();
    assert!(head.contains("x-plain: k1\r\n"), "{second}");
    assert!(!head.contains("webhook-signature"), "{second}");
}

#[test]
fn what_cannot_be_replayed_is_told_before_anything_is_sent() {
    let desk = Desk::new();
    desk.put("parcels.yaml", SPEC);
    desk.put(
        "good.json",
        &recorded("/", "2026-01-02T00:00:00.000000Z", "parcel-sent"),
    );
    desk.put("bad.json", "{\"version\": 2}");
    fs::create_dir(desk.path("empty")).unwrap();
    for (path, said) in [
        (
            "bad.json",
            "bad.json: it has version 2 of the format, and 1 is what is read\nhelp: ",
        ),
        ("empty", "there is no recorded delivery in empty\nhelp: "),
        (
            "none.json",
            "cannot read none.json: there is no such file\nhelp: ",
        ),
    ] {
        let ran = replay(&desk, &["good.json", path, "--url", "http://127.0.0.1:1/"]);
        assert_eq!((ran.exit, ran.stdout.as_str()), (Some(2), ""));
        assert!(
            ran.stderr.starts_with(&format!("error: {said}")),
            "{}",
            ran.stderr
        );
    }
}

#[test]
fn what_was_recorded_without_keys_is_told_to_need_them() {
    let desk = Desk::new();
    desk.put("parcels.yaml", SPEC);
    desk.put(
        "a.json",
        &recorded("/", "2026-01-02T00:00:00.000000Z", "parcel-sent"),
    );
    let (url, serving) = answer_once("/", "HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n");
    let ran = replay(&desk, &["a.json", "--url", &url]);
    serving.join().unwrap();
    assert_eq!(ran.exit, Some(1));
    assert!(
        ran.stderr.contains("`--auth SCHEME=VALUE`"),
        "{}",
        ran.stderr
    );
}
