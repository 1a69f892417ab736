//! A delivery as it is kept: one file for each.
//!
//! In: a request, or the text of a file. Out: the text of a file, or the request. It knows neither
//! what in it is secret nor what it means.

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use crate::characters::shown;
use crate::disk::{self, Links};

/// The version of the format that is written.
const VERSION: u32 = 1;

/// One request, as it arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// When its head was there: a date and time of RFC 3339.
    pub received: String,
    /// The method, as it was sent.
    pub method: String,
    /// The path with its query, as they were sent.
    pub target: String,
    /// The header lines in their order, names as they were sent.
    pub headers: Vec<(String, String)>,
    /// The body without its transfer coding.
    pub body: Vec<u8>,
    /// What was taken out before it was written, such as `header authorization`.
    pub removed: Vec<String>,
}

/// The file, member by member.
#[derive(Serialize, Deserialize)]
struct File {
    version: u32,
    received: String,
    method: String,
    target: String,
    headers: Vec<String>,
    removed: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    body_base64: Option<String>,
}

impl Recorded {
    /// The value of the first header of this name, in either case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let found = headers.find(|(own, _)| own.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The path as it was sent, without the query.
    #[must_use]
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    /// The query as it was sent.
    #[must_use]
    pub fn query(&self) -> Option<&str> {
        self.target.split_once('?').map(|(_, query)| query)
    }

    /// The text of its file: JSON, a body that is text as text.
    #[must_use]
    pub fn to_text(&self) -> String {
        let text = std::str::from_utf8(&self.body).ok();
        let file = File {
            version: VERSION,
            received: self.received.clone(),
            method: self.method.clone(),
            target: self.target.clone(),
            headers: self
                .headers
                .iter()
                .map(|(name, value)| format!("{name}: {value}"))
                .collect(),
            removed: self.removed.clone(),
            body: text.map(str::to_owned),
            body_base64: text.is_none().then(|| STANDARD.encode(&self.body)),
        };
        let text = serde_json::to_string_pretty(&file).unwrap_or_default();
        text + "\n"
    }

    /// Reads the file of a delivery, of at most so many bytes.
    ///
    /// # Errors
    ///
    /// It cannot be read, or is none.
    pub fn read(path: &Path, limit: u64) -> Result<Self, String> {
        let shown = shown(&path.display().to_string());
        let help = "help: name a file that `cargo xtask record` wrote";
        let bytes = disk::read(path, Links::Followed, limit).map_err(|error| {
            let remedy = error.remedy();
            let remedy = remedy.map_or(help.to_owned(), |remedy| format!("help: {remedy}"));
            format!("cannot read {shown}: {error}\n{remedy}")
        })?;
        let text = String::from_utf8(bytes).map_err(|_| format!("{shown} is not text\n{help}"))?;
        Self::parse(&text).map_err(|error| format!("{shown}: {error}\n{help}"))
    }

    /// Reads the text of a file.
    ///
    /// # Errors
    ///
    /// It is not JSON, not a recorded delivery, or one of a version that is not known.
    pub fn parse(text: &str) -> Result<Self, String> {
        let value: serde_json::Value =
            serde_json::from_str(text).map_err(|error| format!("it is not JSON: {error}"))?;
        match value.get("version").and_then(serde_json::Value::as_u64) {
            Some(version) if version == u64::from(VERSION) => {}
            Some(version) => {
                return Err(format!(
                    "it has version {version} of the format, and {VERSION} is what is read"
                ));
            }
            None => return Err("it is not a recorded delivery: it has no `version`".to_owned()),
        }
        let file: File = serde_json::from_value(value)
            .map_err(|error| format!("it is not a recorded delivery: {error}"))?;
        let headers = file.headers.iter().map(|line| {
            let (name, value) = line
                .split_once(':')
                .ok_or_else(|| "a header has no colon".to_owned())?;
            Ok((name.to_owned(), value.trim().to_owned()))
        });
        let body = match (file.body, file.body_base64) {
            (Some(text), None) => text.into_bytes(),
            (None, Some(text)) => STANDARD
                .decode(text)
                .map_err(|error| format!("`body_base64` is not base64: {error}"))?,
            _ => return Err("it has not exactly one of `body` and `body_base64`".to_owned()),
        };
        if !file.target.starts_with('/') {
            return Err("its `target` is no path".to_owned());
        }
        Ok(Self {
            headers: headers.collect::<Result<_, String>>()?,
            received: file.received,
            method: file.method,
            target: file.target,
            body,
            removed: file.removed,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Recorded;

    fn recorded(body: &[u8]) -> Recorded {
        Recorded {
            received: "2026-01-31T12:00:00.000001Z".to_owned(),
            method: "POST".to_owned(),
            target: "/a?b=c".to_owned(),
            headers: vec![("X-A".to_owned(), "1: 2".to_owned())],
            body: body.to_vec(),
            removed: vec!["header authorization".to_owned()],
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        for body in [&b"{\"a\": \"b\"}\r\n"[..], b"", b"\xff\x00"] {
            let recorded = recorded(body);
            assert_eq!(Recorded::parse(&recorded.to_text()), Ok(recorded));
        }
    }

    #[test]
    fn another_file_is_refused() {
        let text = recorded(b"a").to_text();
        for (other, said) in [
            ("[", "not JSON"),
            ("{}", "no `version`"),
            (
                &*text.replace("\"version\": 1", "\"version\": 2"),
                "version 2",
            ),
            (&*text.replace("\"body\"", "\"bodies\""), "exactly one"),
            (&*text.replace("X-A: 1: 2", "X-A"), "no colon"),
            (&*text.replace("/a?", "a?"), "no path"),
        ] {
            let error = Recorded::parse(other).unwrap_err();
            assert!(error.contains(said), "{error}");
        }
    }
}
