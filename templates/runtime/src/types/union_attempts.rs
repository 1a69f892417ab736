//! Unions whose variants nothing tells apart: the JSON of one in, the variant that fits it best
//! out.
//!
//! Which variants there are, what members each knows and what its constants are is the generated
//! code's knowledge.

use std::borrow::Cow;
use std::cell::Cell;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::de::DeserializeOwned;
use serde::ser::Serialize;
use serde_json::value::RawValue;

use crate::runtime::decode::mismatch::Mismatch;
use crate::runtime::decode::reading::trying;
use crate::runtime::json::children::{children, unquoted};
use crate::runtime::json::kind::JsonKind;
use crate::runtime::types::union::{Read, integer, kind, member_at, text, variant};

/// Decodes the whole JSON of a union into a variant that is a union itself, if it is one that this
/// union knows.
///
/// # Errors
///
/// As [`variant`], and a mismatch of the whole where the union inside keeps the JSON as unknown.
pub fn known<T: DeserializeOwned>(
    json: &RawValue,
    is_known: fn(&T) -> bool,
) -> Result<Box<T>, Mismatch> {
    let value: Box<T> = variant(json)?;
    if is_known(&value) {
        Ok(value)
    } else {
        Err(Mismatch::whole("none of the variants"))
    }
}

/// What the value at a place inside a variant must be one of: the names that lead there, and the
/// values as text.
pub type Constant<'c> = (&'c [&'c str], &'c [&'c str]);

/// Decodes the whole JSON of a union whose variants nothing tells apart: of those whose constants
/// the JSON does not contradict and that decode, the one wins that knows most of the members, so
/// that as little as possible is dropped; of several such, the one of whose constants most are
/// there; of several such, the one that keeps most of what is inside the members; of several such,
/// the first.
///
/// Each variant comes with the names of the members that it knows, and with its constants.
///
/// # Errors
///
/// What the last such variant says, if none decodes. A mismatch of the whole where the unions
/// inside one another can be read in too many ways to try them all.
pub fn closest<T: Serialize, const N: usize>(
    json: &RawValue,
    variants: [(&[&str], &[Constant<'_>], Read<T>); N],
) -> Result<T, Mismatch> {
    let sent = children(json.get()).filter_map(|child| child.name);
    let sent: BTreeSet<Cow<'_, str>> = sent.map(unquoted).collect();
    let known = |members: &[&str]| members.iter().filter(|name| sent.contains(**name)).count();
    let mut fitting = Vec::new();
    for (members, constants, read) in variants {
        let found: Vec<bool> = constants
            .iter()
            .filter_map(|one| holds(json, *one))
            .collect();
        if found.iter().all(|holds| *holds) {
            fitting.push((known(members), found.len(), read));
        }
    }
    fitting.sort_by_key(|(known, constants, _)| Reverse((*known, *constants)));
    let _within = Reading::begin(json);
    let mut failure = Mismatch::whole("none of the variants");
    for equals in fitting.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1)) {
        let mut fullest = Fullest::of(json);
        for (_, _, read) in equals {
            Reading::spend(json)?;
            match trying(|| read(json)) {
                Ok(value) => fullest.offer(value),
                Err(mismatch) => failure = mismatch,
            }
        }
        if let Some(value) = fullest.value {
            return Ok(value);
        }
    }
    Err(failure)
}

/// The value that keeps most of the JSON; of several such, the first.
struct Fullest<'j, T> {
    json: &'j RawValue,
    value: Option<T>,
    /// How much it keeps, if that was asked.
    kept: Option<usize>,
}

impl<'j, T: Serialize> Fullest<'j, T> {
    fn of(json: &'j RawValue) -> Self {
        Self {
            json,
            value: None,
            kept: None,
        }
    }

    fn offer(&mut self, value: T) {
        if let Some(best) = &self.value {
            let most = self.kept.unwrap_or_else(|| self.kept_by(best));
            let kept = self.kept_by(&value);
            self.kept = Some(kept.max(most));
            if kept <= most {
                return;
            }
        }
        self.value = Some(value);
    }

    /// How many of the values that were sent a value writes too.
    fn kept_by(&self, value: &T) -> usize {
        let written = serde_json::to_string(value).unwrap_or_default();
        kept(self.json.get(), &written)
    }
}

/// How many of the values that were sent are written too, be they written otherwise.
fn kept(sent: &str, written: &str) -> usize {
    if sent.starts_with('{') && written.starts_with('{') {
        let members = children(written).filter_map(|one| Some((unquoted(one.name?), one.value)));
        let written: BTreeMap<Cow<'_, str>, &str> = members.collect();
        let both =
            children(sent).filter_map(|one| Some((one.value, *written.get(&unquoted(one.name?))?)));
        return both.map(|(sent, written)| 1 + kept(sent, written)).sum();
    }
    if sent.starts_with('[') && written.starts_with('[') {
        let both = children(sent).zip(children(written));
        return both
            .map(|(sent, written)| 1 + kept(sent.value, written.value))
            .sum();
    }
    0
}

/// How many times its length may be read of a union's JSON, the unions inside it included, to find
/// the variant that fits.
///
/// Each union inside another is read once for every variant of that one, so the work doubles and
/// trebles with each level, and a body of a few lines could keep a receiver busy for hours. So
/// reading such unions takes up to 128 times as long as reading what is in them once: in a release
/// build up to 5 µs a byte, if they are small and many levels deep. Where the body has defects too,
/// that counts as work of the read around, which is bounded, and no more than one read goes beyond
/// that bound.
const MOST_READ: usize = 128;

thread_local! {
    /// How many bytes the outermost union that tries its variants may still read; `None` outside
    /// such unions.
    static LEFT: Cell<Option<usize>> = const { Cell::new(None) };
}

/// The trying of variants, from the outermost such union on.
struct Reading;

impl Reading {
    /// Begins it, unless this union is inside one where it has begun.
    fn begin(json: &RawValue) -> Option<Self> {
        LEFT.get().is_none().then(|| {
            LEFT.set(Some(json.get().len().saturating_mul(MOST_READ)));
            Self
        })
    }

    /// Takes one read of this JSON from what may be read.
    fn spend(json: &RawValue) -> Result<(), Mismatch> {
        let left = LEFT.get().unwrap_or_default();
        let left = left.checked_sub(json.get().len());
        let left = left.ok_or_else(|| Mismatch::whole("too many ways to read it"))?;
        LEFT.set(Some(left));
        Ok(())
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        LEFT.set(None);
    }
}

/// Whether the JSON has one of a constant's values at its place; `None` if it has nothing there.
fn holds(json: &RawValue, (path, values): Constant<'_>) -> Option<bool> {
    let found = member_at(json, path)?;
    let is_listed = |found: &str| values.contains(&found);
    Some(match kind(found) {
        JsonKind::String => text(Some(found)).is_some_and(|text| is_listed(&text)),
        JsonKind::Integer | JsonKind::Number => match integer(Some(found)) {
            Some(number) => is_listed(&number.to_string()),
            None => is_listed(found.get()),
        },
        _ => is_listed(found.get()),
    })
}
