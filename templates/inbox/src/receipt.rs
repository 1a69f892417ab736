//! What is stored of a delivery: everything that its handler will need, and no credential.

use std::fmt;
use std::time::SystemTime;

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::key::DedupKey;

/// A verified delivery as the inbox stores it.
///
/// Its `Debug` shows neither headers nor the query nor the body, which may hold personal data.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Receipt {
    /// Whose delivery it is: the name of the generated crate, unless the inbox was told another one.
    pub source: String,
    /// The version of that crate that took it in.
    pub version: String,
    /// The event's name, where it could be read.
    pub event: Option<String>,
    /// What repeats of it are recognised by.
    pub key: DedupKey,
    /// The resource that it is about, where the specification says where that stands.
    pub order_key: Option<String>,
    /// Whether deliveries about one resource are handled one after the other.
    pub order: Order,
    /// Which state of the resource it reports.
    pub revision: Option<String>,
    /// The trace that it came in, as the value of
    /// [`traceparent`](https://www.w3.org/TR/trace-context/#traceparent-header).
    pub trace_parent: Option<String>,
    /// The head of its request.
    pub head: Head,
    /// The body, byte for byte as it was received.
    pub body: Bytes,
}

impl Receipt {
    /// Puts a receipt together: whose delivery, by which version, its event, its key and its body.
    #[must_use]
    pub fn new(
        source: impl Into<String>,
        version: impl Into<String>,
        event: Option<String>,
        key: DedupKey,
        body: impl Into<Bytes>,
    ) -> Self {
        Self {
            source: source.into(),
            version: version.into(),
            event,
            key,
            order_key: None,
            order: Order::Off,
            revision: None,
            trace_parent: None,
            head: Head::default(),
            body: body.into(),
        }
    }

    /// The same about this resource, handled in this order.
    #[must_use]
    pub fn with_order(self, order: Order, key: impl Into<String>) -> Self {
        Self {
            order,
            order_key: Some(key.into()),
            ..self
        }
    }

    /// The same of this revision of its resource.
    #[must_use]
    pub fn with_revision(self, revision: impl Into<String>) -> Self {
        Self {
            revision: Some(revision.into()),
            ..self
        }
    }

    /// The same with this head of its request.
    #[must_use]
    pub fn with_head(self, head: Head) -> Self {
        Self { head, ..self }
    }

    /// The resource, where deliveries about one are handled one after the other.
    #[must_use]
    pub fn queue(&self) -> Option<&str> {
        match self.order {
            Order::Off => None,
            Order::PerKey(_) => self.order_key.as_deref(),
        }
    }

    /// What tells one body of a key from another.
    #[must_use]
    pub fn body_hash(&self) -> [u8; 32] {
        Sha256::digest(&self.body).into()
    }
}

impl fmt::Debug for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receipt")
            .field("source", &self.source)
            .field("event", &self.event)
            .field("key", &self.key)
            .field("body_length", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// The head of a request, without its credentials. Stored as JSON.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Head {
    /// The method.
    pub method: String,
    /// Path and query, as the receiver saw them: a server may have cut a prefix off.
    pub target: String,
    /// The headers in their order, without those that credentials come in.
    pub headers: Vec<Header>,
    /// The security schemes that admitted the delivery, by name.
    pub schemes: Vec<String>,
    /// The names of the keys that it was admitted by, each behind its scheme. Never a key.
    pub keys: Vec<(String, String)>,
    /// When the head of the request was there, by the receiver's clock, in milliseconds since 1970.
    pub received_at: u64,
    /// The id that its sender gave the delivery.
    pub delivery_id: Option<String>,
    /// The most bytes that the body may have once its content coding is undone.
    pub limit: u64,
}

impl Head {
    /// The value of `Content-Type`, where it is a text.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        let mut headers = self.headers.iter();
        let found = headers.find(|header| header.name.eq_ignore_ascii_case("content-type"))?;
        std::str::from_utf8(&found.value).ok()
    }
}

/// Shows neither headers nor the query.
impl fmt::Debug for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Head")
            .field("method", &self.method)
            .field("schemes", &self.schemes)
            .finish_non_exhaustive()
    }
}

/// A header of a request. Its value is any bytes; those that are a text are stored as one.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "WrittenHeader", into = "WrittenHeader")]
pub struct Header {
    /// The name, in lower case.
    pub name: String,
    /// The value.
    pub value: Vec<u8>,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum WrittenHeader {
    Text(String, String),
    Bytes(String, Vec<u8>),
}

impl From<Header> for WrittenHeader {
    fn from(header: Header) -> Self {
        match String::from_utf8(header.value) {
            Ok(text) => Self::Text(header.name, text),
            Err(error) => Self::Bytes(header.name, error.into_bytes()),
        }
    }
}

impl From<WrittenHeader> for Header {
    fn from(written: WrittenHeader) -> Self {
        match written {
            WrittenHeader::Text(name, text) => Self {
                name,
                value: text.into_bytes(),
            },
            WrittenHeader::Bytes(name, value) => Self { name, value },
        }
    }
}

/// Whether deliveries about one resource wait for one another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// They do not.
    #[default]
    Off,
    /// They are handled in the order in which they came, one at a time, also after a failure.
    PerKey(OnDead),
}

/// What a dead delivery does to those behind it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnDead {
    /// The next one is handled.
    #[default]
    Pass,
    /// They wait until the dead one was replayed and done, or discarded.
    Hold,
}

/// A time in milliseconds since 1970, as stores keep it. Times before are 0.
#[must_use]
pub fn millis(time: SystemTime) -> u64 {
    let since = time.duration_since(SystemTime::UNIX_EPOCH);
    let since = since.unwrap_or_default().as_millis();
    u64::try_from(since).unwrap_or(u64::MAX)
}

/// The time that is this many milliseconds after 1970.
#[must_use]
pub fn time_of_millis(millis: u64) -> SystemTime {
    let since = std::time::Duration::from_millis(millis);
    let time = SystemTime::UNIX_EPOCH.checked_add(since);
    time.unwrap_or(SystemTime::UNIX_EPOCH)
}

/// Whether a revision is newer than another one of the same resource: as numbers where both are
/// whole numbers, as texts otherwise, which is right for times as RFC 3339 writes them in one zone.
#[must_use]
pub fn is_newer(revision: &str, other: &str) -> bool {
    match (revision.parse::<i128>(), other.parse::<i128>()) {
        (Ok(revision), Ok(other)) => revision > other,
        _ => revision > other,
    }
}
