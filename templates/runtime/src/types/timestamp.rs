//! Points in time: RFC 3339 text in, the text and the instant it names out.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::str::FromStr;

use chrono::{DateTime, FixedOffset, SecondsFormat, Utc};
use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

/// A date and time with its offset from UTC, as [RFC
/// 3339](https://www.rfc-editor.org/rfc/rfc3339#section-5.6) writes it.
///
/// Keeps the text as it was received and serialises to that text, so a round trip changes nothing.
/// As a [`DateTime<FixedOffset>`], which it dereferences to, it is exact to the nanosecond; further
/// digits are in the text only. A leap second (`23:59:60`) is read as one. Timestamps are equal,
/// ordered and hashed by the instant they name: `12:00:00Z` equals `14:00:00+02:00`.
///
/// ```
/// # use webhook_runtime::{Timestamp, TimestampError};
/// let noon: Timestamp = "2026-11-30T12:00:00Z".parse()?;
/// let there: Timestamp = "2026-11-30T14:00:00+02:00".parse()?;
/// assert_eq!(noon, there);
/// assert_eq!(there.as_str(), "2026-11-30T14:00:00+02:00");
/// assert_eq!(there.timestamp(), 1_796_040_000);
/// # Ok::<(), TimestampError>(())
/// ```
#[derive(Clone)]
pub struct Timestamp {
    text: Box<str>,
    instant: DateTime<FixedOffset>,
}

impl Timestamp {
    /// The text as it was received.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

/// A text is not an RFC 3339 date-time. Says why, and does not contain the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimestampError(chrono::ParseError);

impl fmt::Display for TimestampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not an RFC 3339 date-time: {}", self.0)
    }
}

impl std::error::Error for TimestampError {}

impl FromStr for Timestamp {
    type Err = TimestampError;

    fn from_str(text: &str) -> Result<Self, TimestampError> {
        let instant = DateTime::parse_from_rfc3339(text).map_err(TimestampError)?;
        Ok(Self {
            text: text.into(),
            instant,
        })
    }
}

impl TryFrom<&str> for Timestamp {
    type Error = TimestampError;

    fn try_from(text: &str) -> Result<Self, TimestampError> {
        text.parse()
    }
}

impl From<DateTime<FixedOffset>> for Timestamp {
    /// Writes the instant with as many digits of a second as it has. RFC 3339 has no offsets with
    /// seconds, so an instant with such an offset is written in UTC; nor has it years outside 0 to
    /// 9999, which are written with a sign and cannot be read back.
    fn from(instant: DateTime<FixedOffset>) -> Self {
        if instant.offset().local_minus_utc() % 60 != 0 {
            return Self::from(instant.to_utc());
        }
        Self {
            text: instant.to_rfc3339_opts(SecondsFormat::AutoSi, true).into(),
            instant,
        }
    }
}

impl From<DateTime<Utc>> for Timestamp {
    fn from(instant: DateTime<Utc>) -> Self {
        Self::from(instant.fixed_offset())
    }
}

impl Deref for Timestamp {
    type Target = DateTime<FixedOffset>;

    fn deref(&self) -> &DateTime<FixedOffset> {
        &self.instant
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl PartialEq for Timestamp {
    fn eq(&self, other: &Self) -> bool {
        self.instant == other.instant
    }
}

impl Eq for Timestamp {}

impl PartialOrd for Timestamp {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Timestamp {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.instant.cmp(&other.instant)
    }
}

impl Hash for Timestamp {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.instant.hash(state);
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Text)
    }
}

/// Parses a string.
struct Text;

impl Visitor<'_> for Text {
    type Value = Timestamp;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an RFC 3339 date-time")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Timestamp, E> {
        text.parse().map_err(E::custom)
    }
}
