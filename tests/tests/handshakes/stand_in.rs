//! A receiver of one event, whose handshakes are those of a document, behind a socket.

use std::fmt;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use axum::Router;
use bytes::Bytes;
use http::Method;
use http::request::Parts;
use serde_json::{Value, json};
use webhook_runtime::generated::{
    Building, Credentials, EventPlace, EventSet, HttpEvents, SchemeKeys, Standing, Switch,
};
use webhook_runtime::handshake::Handshake;
use webhook_runtime::receiver::{
    Admitted, BuildError, Deliveries, Denied, Endpoint, Failure, HeadCheck, Media, Received,
    ReceiverService, Reply,
};
use webhook_runtime::security::{
    Checks, Scheme, Secret, SignatureScheme, SignatureSigner, SignatureVerifier,
};
use webhook_runtime::{
    Arrival, DecodeError, Decoded, FallbackHandler, HandlerError, RawDelivery, Strictness,
};
use xtask::diagnostic::Diagnostics;
use xtask::document::{ReadOptions, read_document};
use xtask::lower::{LowerOptions, lower};
use xtask::model::{AuthenticatorKind, Model};
use xtask::resolve::Resolver;
use xtask::source::Sources;

/// What deliveries are signed with.
pub const SECRET: &str = "not a secret";

/// The token that senders of handshakes were told.
pub const TOKEN: &str = "the team's own";

/// The model of a document with these handshakes, one event by POST, and a scheme that is signed.
pub fn model(handshakes: &Value) -> Model {
    let document = json!({
        "openapi": "3.1.0",
        "info": { "title": "Handshakes", "version": "1" },
        "x-webhook-event": [{ "header": "x-amz-sns-message-type" }, { "pointer": "/kind" }],
        "x-webhook-handshake": handshakes,
        "security": [{ "S": [] }],
        "webhooks": { "moved": { "post": { "requestBody": { "content": { "application/json": {
            "schema": { "type": "object", "properties": { "kind": { "const": "moved" } } }
        } } } } } },
        "components": { "securitySchemes": { "S": {
            "type": "apiKey", "in": "header", "name": "X-Hub-Signature-256", "x-signature": "github"
        } } }
    });
    let home = tempfile::tempdir().unwrap();
    let spec = home.path().join("openapi.json");
    std::fs::write(&spec, document.to_string()).unwrap();
    let mut diagnostics = Diagnostics::new();
    let sources = Sources::read(&spec, &mut diagnostics);
    let resolver = Resolver::new(&sources);
    let document = read_document(&resolver, ReadOptions::default(), &mut diagnostics).unwrap();
    let options = LowerOptions::default();
    let model = lower(&document, &resolver, &options, &mut diagnostics);
    let said = diagnostics.render(&sources, false);
    assert!(!diagnostics.has_errors(), "{said}");
    model
}

/// How deliveries are signed.
pub fn scheme(model: &Model) -> SignatureScheme {
    match &model.authenticators[0].kind {
        AuthenticatorKind::Signature(signature) => signature.scheme,
        other => panic!("{other:?}"),
    }
}

/// The name of an event, of which none is listed but one.
#[derive(Clone, Debug, PartialEq)]
pub struct Name(String);

impl AsRef<str> for Name {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for Name {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

/// Events, all of which go to the fallback handler, raw.
#[derive(Debug)]
pub struct Happened;

impl EventSet for Happened {
    type Name = Name;
    type Scheme = Signed;

    const GROUPS: &'static [&'static str] = &[];

    fn standing(_: &Name) -> Standing {
        Standing::Unknown
    }

    fn decode(
        _: Name,
        _: &Arrival<Signed>,
        _: &[u8],
        _: Strictness,
    ) -> Result<Decoded<Self>, DecodeError> {
        Ok(Decoded::new(Self))
    }

    fn group(&self) -> Option<&'static str> {
        None
    }
}

fn kind(body: &[u8]) -> Result<Name, DecodeError> {
    let name = webhook_runtime::generated::member_text(body, &["kind"])?;
    Ok(Name(name))
}

impl HttpEvents for Happened {
    type Keys = Keys;
    type Builder = ();

    const PLACE: EventPlace<Name> = EventPlace::Several(&[
        EventPlace::Header("x-amz-sns-message-type"),
        EventPlace::Body(kind),
    ]);

    fn listed() -> &'static [(Name, &'static str)] {
        static LISTED: std::sync::OnceLock<[(Name, &str); 1]> = std::sync::OnceLock::new();
        LISTED.get_or_init(|| [(Name::from("moved"), "moved")])
    }

    fn unlisted() -> Name {
        Name(String::new())
    }

    /// One with a token and one with a key, for what a builder asks for.
    fn handshakes() -> &'static [Handshake] {
        static BOTH: std::sync::OnceLock<Vec<Handshake>> = std::sync::OnceLock::new();
        BOTH.get_or_init(|| model(&json!(["meta", "zoom"])).handshakes)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signed;

impl Scheme for Signed {
    fn name(self) -> &'static str {
        "S"
    }
}

impl AsRef<str> for Signed {
    fn as_ref(&self) -> &str {
        self.name()
    }
}

impl fmt::Display for Signed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[derive(Debug, Default)]
pub struct Keys(Option<SignatureVerifier>);

impl SchemeKeys for Keys {
    type Scheme = Signed;
    type Event = Name;

    const SCHEMES: &'static [Signed] = &[Signed];
    const ANY: &'static [&'static [Signed]] = &[&[Signed]];

    fn alternatives(_: &Name) -> &'static [&'static [Signed]] {
        Self::ANY
    }

    fn credentials(&self, _: Signed) -> Option<Credentials<'_>> {
        self.0.as_ref().map(Credentials::Signature)
    }
}

/// Keeps what reaches a handler.
#[derive(Default)]
pub struct Inbox(Mutex<Vec<RawDelivery<Name, Signed>>>);

impl Inbox {
    /// The names of the events that came, and their bodies; forgotten afterwards.
    pub fn take(&self) -> Vec<(String, Bytes)> {
        let taken = std::mem::take(&mut *self.0.lock().unwrap());
        let taken = taken.into_iter();
        taken.map(|one| (one.event.0, one.body)).collect()
    }
}

impl FallbackHandler<Happened> for Inbox {
    async fn unknown_event(&self, delivery: RawDelivery<Name, Signed>) -> Result<(), HandlerError> {
        self.0.lock().unwrap().push(delivery);
        Ok(())
    }
}

/// A receiver with this key and these tokens, as far as they are given.
pub fn built(
    inbox: &Arc<Inbox>,
    key: Option<&str>,
    tokens: &[&str],
) -> Result<ReceiverService<Deliveries<Happened>>, BuildError> {
    let scheme = scheme(&model(&json!([])));
    let mut building: Building<Switch<Happened>, Keys> = Building::default();
    building.dispatcher = building.dispatcher.fallback(Arc::clone(inbox));
    building.unauthenticated = key.is_none();
    building.keyring.keys = Keys(key.map(|key| SignatureVerifier::new(scheme, key).unwrap()));
    building.handshake_tokens = tokens.iter().copied().map(Secret::from).collect();
    building.build()
}

/// An endpoint around another one, with other handshakes.
struct Greeting {
    inner: ReceiverService<Deliveries<Happened>>,
    handshakes: &'static [Handshake],
}

impl Endpoint for Greeting {
    fn events(&self) -> impl Iterator<Item = &'static str> {
        self.inner.endpoint().events()
    }

    fn accepts(&self, method: &Method, path_event: Option<&'static str>) -> &'static [Media] {
        self.inner.endpoint().accepts(method, path_event)
    }

    async fn authenticate_head(
        &self,
        parts: &Parts,
        path_event: Option<&'static str>,
    ) -> Result<HeadCheck, Denied> {
        let inner = self.inner.endpoint();
        inner.authenticate_head(parts, path_event).await
    }

    async fn authenticate_body(
        &self,
        parts: &Parts,
        body: &Bytes,
        path_event: Option<&'static str>,
        known: Checks,
    ) -> Result<Admitted, Denied> {
        let inner = self.inner.endpoint();
        inner
            .authenticate_body(parts, body, path_event, known)
            .await
    }

    fn handshakes(&self) -> &'static [Handshake] {
        self.handshakes
    }

    async fn answer_handshake(
        &self,
        handshake: &'static Handshake,
        parts: &Parts,
        body: &Bytes,
    ) -> Result<Reply, Denied> {
        let inner = self.inner.endpoint();
        inner.answer_handshake(handshake, parts, body).await
    }

    async fn receive(&self, delivery: Received) -> Result<Reply, Failure> {
        self.inner.endpoint().receive(delivery).await
    }
}

/// A receiver that listens.
pub struct Listening {
    pub model: Model,
    pub inbox: Arc<Inbox>,
    address: SocketAddr,
}

/// What a receiver answered.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answer {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (own, value) = line.split_once(':')?;
            own.eq_ignore_ascii_case(name).then_some(value.trim())
        })
    }
}

impl Listening {
    /// One with these handshakes.
    pub fn with(handshakes: &Value) -> Self {
        let model = model(handshakes);
        let inbox = Arc::new(Inbox::default());
        let inner = built(&inbox, Some(SECRET), &["another", TOKEN]).unwrap();
        let receiver = ReceiverService::new(Greeting {
            inner,
            handshakes: model.handshakes.clone().leak(),
        });
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread();
            let runtime = { runtime }.enable_all().build().unwrap();
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                let app = Router::new().nest("/hooks", receiver.into_router());
                axum::serve(listener, app).await.unwrap();
            });
        });
        Self {
            model,
            inbox,
            address,
        }
    }

    /// The one handshake.
    pub fn handshake(&self) -> &Handshake {
        &self.model.handshakes[0]
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Sends a request: its first line without the version, header lines, and a body.
    pub fn ask(&self, line: &str, headers: &[&str], body: &str) -> Answer {
        let mut stream = TcpStream::connect(self.address).unwrap();
        let mut head = format!("{line} HTTP/1.1\r\nHost: hooks\r\nConnection: close\r\n");
        for header in headers {
            head += &format!("{header}\r\n");
        }
        head += &format!("Content-Length: {}\r\n\r\n", body.len());
        stream.write_all((head + body).as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8(answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        Answer {
            status: head.split(' ').nth(1).unwrap().parse().unwrap(),
            head: head.to_owned(),
            body: body.to_owned(),
        }
    }

    /// The header line by which a body is signed.
    pub fn signature(&self, body: &str) -> String {
        let signer = SignatureSigner::new(scheme(&self.model), SECRET).unwrap();
        let mut request = http::Request::post("/")
            .body(body.as_bytes().to_vec())
            .unwrap();
        signer.sign(&mut request, None, SystemTime::now()).unwrap();
        let value = request.headers()["x-hub-signature-256"].to_str().unwrap();
        format!("X-Hub-Signature-256: {value}")
    }
}
