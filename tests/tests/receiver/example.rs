//! The example of the generated crate, built and run as a reader of its README does.
#![cfg(unix)]

use std::io::{self, BufRead, BufReader, ErrorKind, Lines, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::path::PathBuf;
use std::process::{Child, ChildStderr, ChildStdout, Command, Stdio};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use tests::example::built;
use tests::receiving::{json, sample, samples, spec_folder};
use xtask::model::Model;
use xtask::sample::find;
use xtask::send::{Answer, Credential, Delivery};

use crate::client::Post;
use crate::credentials::{KEY, PASSWORD, PLAIN, TOKEN_SECRET, USER};
use crate::made_samples::model;

/// What the example reads its keys from.
pub const KEYS: [(&str, &str); 4] = [
    ("SECRET_API_KEY", KEY),
    ("JWT_SECRET", TOKEN_SECRET),
    ("SERVICE_CREDENTIAL_USER", USER),
    ("SERVICE_CREDENTIAL_PASSWORD", PASSWORD),
];

static EXAMPLE: LazyLock<PathBuf> = LazyLock::new(|| built("receiver", &["axum"]));

static SPEC: LazyLock<Model> = LazyLock::new(|| model(&spec_folder().join("openapi.yaml")));

fn command(variables: &[(&str, &str)]) -> Command {
    let mut command = Command::new(EXAMPLE.as_path());
    for (name, _) in KEYS {
        command.env_remove(name);
    }
    command
        .env_remove("UNAUTHENTICATED")
        .env("LISTEN", "127.0.0.1:0")
        .envs(variables.iter().copied())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// The running example; it ends with the test at the latest.
pub struct Running {
    child: Child,
    url: String,
    lines: Lines<BufReader<ChildStdout>>,
    stderr: BufReader<ChildStderr>,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Running {
    pub fn start(variables: &[(&str, &str)]) -> Self {
        let mut child = command(variables).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        stderr.read_line(&mut line).unwrap();
        let url = line.trim().strip_prefix("listening at ").map(str::to_owned);
        let url = url.unwrap_or_else(|| panic!("{line}"));
        Self {
            child,
            url,
            lines,
            stderr,
        }
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    fn address(&self) -> SocketAddr {
        let rest = self.url.strip_prefix("http://").unwrap();
        rest.strip_suffix("/webhooks").unwrap().parse().unwrap()
    }

    fn send(&self, event: &str, body: &str, auth: &str) -> Answer {
        let credential = Credential::parse(&SPEC, auth).unwrap();
        // The body names the event, so what the spec does not list is sent as any other.
        let listed = find(&SPEC, event).ok();
        let event = listed.or_else(|| SPEC.events().next()).unwrap();
        let delivery = Delivery::of(&SPEC, event, body.as_bytes(), &self.url);
        let credentials = [credential];
        let delivery = delivery.with_credentials(&credentials);
        delivery.prepared().unwrap().send().unwrap()
    }

    fn line(&mut self) -> Value {
        serde_json::from_str(&self.lines.next().unwrap().unwrap()).unwrap()
    }

    fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    fn terminate(&self) {
        self.signal(Signal::TERM);
    }

    pub fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address()).unwrap()
    }

    /// Waits for its end: what it had yet to print, and whether it ended well.
    fn end(mut self) -> (Vec<String>, bool) {
        let rest = self.lines.by_ref().map(Result::unwrap).collect();
        let mut said = String::new();
        self.stderr.read_to_string(&mut said).unwrap();
        assert_eq!(said, "");
        (rest, self.child.wait().unwrap().success())
    }
}

#[test]
fn one_line_tells_of_every_delivery() {
    let mut example = Running::start(&KEYS);
    let key = format!("SecretApiKey={KEY}");
    for (index, sample) in samples().iter().enumerate() {
        let body = std::str::from_utf8(&sample.body).unwrap();
        let (auth, scheme) = [
            (key.clone(), "SecretApiKey"),
            (format!("JWT={TOKEN_SECRET}"), "JWT"),
            (
                format!("ServiceCredential={USER}:{PASSWORD}"),
                "ServiceCredential",
            ),
        ][index % 3]
            .clone();
        assert_eq!(example.send(&sample.webhook, body, &auth).status, 204);
        let expected = json!({
            "event": sample.webhook, "outcome": "typed", "defects": [], "scheme": scheme,
        });
        assert_eq!(example.line(), expected);
    }

    let wrong = example.send("kyc-request-attempted", PLAIN, "SecretApiKey=wrong");
    assert_eq!(wrong.status, 401);

    // A refused delivery has no line, so the next line is the next delivery's.
    let place = "/_embedded/customer/customFields";
    let value = json::with(
        &sample("kyc-document-rejected.full").json(),
        place,
        json!([]),
    );
    assert_eq!(
        example
            .send("kyc-document-rejected", &value.to_string(), &key)
            .status,
        204
    );
    let line = example.line();
    assert_eq!(line["event"], "kyc-document-rejected");
    assert_eq!(line["outcome"], "defects");
    assert_eq!(line["defects"].as_array().unwrap().len(), 1);
    assert_eq!(line["defects"][0]["pointer"], place);
    assert_ne!(
        line["defects"][0]["reason"].as_str().unwrap_or_default(),
        ""
    );

    let unknown = r#"{"eventType":"something-new"}"#;
    assert_eq!(example.send("something-new", unknown, &key).status, 204);
    let expected = json!({
        "event": "something-new", "outcome": "unknown-event", "defects": [], "scheme": "SecretApiKey",
    });
    assert_eq!(example.line(), expected);

    for (body, status) in [("{", 400), ("[]", 422), ("{}", 422)] {
        assert_eq!(
            example.send("kyc-request-failed", body, &key).status,
            status
        );
        let expected = json!({
            "event": null, "outcome": "undecodable", "defects": [], "scheme": "SecretApiKey",
        });
        assert_eq!(example.line(), expected);
    }

    example.terminate();
    assert_eq!(example.end(), (Vec::new(), true));
}

/// Reads one head from a connection.
fn read_head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap();
        head.push(byte[0]);
    }
    String::from_utf8(head).unwrap()
}

#[test]
fn a_delivery_in_flight_is_finished_after_sigterm() {
    let mut example = Running::start(&KEYS[..1]);
    let bytes = Post::new(PLAIN)
        .with_key()
        .header("expect", "100-continue")
        .bytes();
    let (head, body) = bytes.split_at(bytes.len() - PLAIN.len());
    let mut stream = TcpStream::connect(example.address()).unwrap();
    stream.write_all(head).unwrap();
    // The server asks for the body once the receiver wants it: the delivery is in flight.
    assert!(read_head(&mut stream).starts_with("HTTP/1.1 100 "));
    example.terminate();
    // Once nobody is let in any more, the signal was heard.
    loop {
        match TcpStream::connect(example.address()) {
            Ok(_) => std::thread::yield_now(),
            Err(error) if error.kind() == ErrorKind::ConnectionRefused => break,
            Err(error) if error.kind() == ErrorKind::ConnectionReset => {}
            Err(error) => panic!("{error}"),
        }
    }
    stream.write_all(body).unwrap();
    assert!(read_head(&mut stream).starts_with("HTTP/1.1 204 "));
    assert_eq!(example.line()["event"], "kyc-request-attempted");
    assert_eq!(example.end(), (Vec::new(), true));
}

#[test]
fn a_scheme_without_its_variable_is_not_accepted() {
    let mut example = Running::start(&KEYS[1..2]);
    let refused = example.send(
        "kyc-request-attempted",
        PLAIN,
        &format!("SecretApiKey={KEY}"),
    );
    assert_eq!(refused.status, 401);
    let taken = example.send(
        "kyc-request-attempted",
        PLAIN,
        &format!("JWT={TOKEN_SECRET}"),
    );
    assert_eq!(taken.status, 204);
    assert_eq!(example.line()["scheme"], "JWT");
}

#[test]
fn without_keys_it_says_what_is_missing_and_fails() {
    let output = command(&[]).output().unwrap();
    assert!(!output.status.success());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.starts_with("error: nothing would authenticate deliveries of "),
        "{said}"
    );
    let output = command(&[("SECRET_API_KEY", "")]).output().unwrap();
    assert!(!output.status.success());
    let said = String::from_utf8(output.stderr).unwrap();
    let expected = "error: a key of SecretApiKey cannot be used: the secret is empty: ";
    assert!(said.starts_with(expected), "{said}");
    let mut open = Running::start(&[("UNAUTHENTICATED", "1")]);
    let event = find(&SPEC, "kyc-request-attempted").unwrap();
    let delivery = Delivery::of(&SPEC, event, PLAIN.as_bytes(), &open.url);
    let answer = delivery.prepared().unwrap().send().unwrap();
    assert_eq!(answer.status, 204);
    assert_eq!(open.line()["scheme"], "");
}

/// A delivery in order, as bytes.
fn delivery() -> Vec<u8> {
    Post::new(PLAIN).with_key().bytes()
}

fn is_timeout(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}

#[test]
fn clients_that_never_finish_a_head_and_idle_ones_are_let_go() {
    let example = Running::start(&KEYS[..1]);
    let mut silent = example.connect();
    let mut slow = example.connect();
    let mut idle = example.connect();
    let started = Instant::now();
    slow.write_all(b"POST /webhooks HTTP/1.1\r\nhost: h\r\n")
        .unwrap();
    idle.write_all(&delivery()).unwrap();
    assert!(read_head(&mut idle).starts_with("HTTP/1.1 204 "));
    for stream in [&mut silent, &mut slow, &mut idle] {
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        let mut rest = Vec::new();
        stream.read_to_end(&mut rest).unwrap();
        assert!(!rest.starts_with(b"HTTP/1.1 2"), "{rest:?}");
    }
    assert!(started.elapsed() > Duration::from_secs(5));
    // Who comes now finds everything in order.
    let mut stream = example.connect();
    stream.write_all(&delivery()).unwrap();
    assert!(read_head(&mut stream).starts_with("HTTP/1.1 204 "));
}

#[test]
fn a_client_that_takes_no_answer_is_let_go() {
    let example = Running::start(&KEYS[..1]);
    let mut stream = example.connect();
    stream
        .set_write_timeout(Some(Duration::from_millis(500)))
        .unwrap();
    let requests = b"GET /webhooks HTTP/1.1\r\nhost: h\r\n\r\n".repeat(1000);
    let started = Instant::now();
    let end = loop {
        assert!(started.elapsed() < Duration::from_secs(60), "held for ever");
        match stream.write_all(&requests) {
            Err(error) if is_timeout(&error) => {}
            Err(error) => break error.kind(),
            Ok(()) => {}
        }
    };
    assert!(
        matches!(end, ErrorKind::ConnectionReset | ErrorKind::BrokenPipe),
        "{end:?}"
    );
    let mut other = example.connect();
    other.write_all(&delivery()).unwrap();
    assert!(read_head(&mut other).starts_with("HTTP/1.1 204 "));
}

#[test]
fn a_client_too_many_waits_for_a_place() {
    let example = Running::start(&KEYS[..1]);
    let mut others: Vec<TcpStream> = (0..512).map(|_| example.connect()).collect();
    // The last of them has its place, so all have.
    let last = others.last_mut().unwrap();
    last.write_all(&delivery()).unwrap();
    assert!(read_head(last).starts_with("HTTP/1.1 204 "));

    let mut waiting = example.connect();
    waiting.write_all(&delivery()).unwrap();
    waiting
        .set_read_timeout(Some(Duration::from_millis(300)))
        .unwrap();
    let early = waiting.read(&mut [0]).unwrap_err();
    assert!(is_timeout(&early));
    others.pop();
    waiting.set_read_timeout(None).unwrap();
    assert!(read_head(&mut waiting).starts_with("HTTP/1.1 204 "));
}

#[test]
fn a_sender_that_is_done_with_sending_is_answered() {
    let mut example = Running::start(&KEYS[..1]);
    // All of it is there, its end too, before the server looks at it.
    example.signal(Signal::STOP);
    let mut stream = example.connect();
    stream.write_all(&delivery()).unwrap();
    stream.shutdown(Shutdown::Write).unwrap();
    example.signal(Signal::CONT);
    assert!(read_head(&mut stream).starts_with("HTTP/1.1 204 "));
    assert_eq!(example.line()["event"], "kyc-request-attempted");
}
