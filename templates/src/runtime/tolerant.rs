//! Decode with defects: a JSON text that does not fit its type in, what can be decoded of it and a list of defects out.
//!
//! The value that does not fit is found by its place, noted, and taken out at the nearest place where the type lets
//! something be absent; then the rest is read again. An optional member, an entry of a map and an element of a list can be
//! absent on their own. A required member takes its object with it, whose absence is judged in the same way, and so on
//! upwards. Where nothing above can be absent either, the body cannot be decoded.
//!
//! An empty list where an object must be is what PHP makes of an empty map, so there it is read as an empty object.
//!
//! What a type lets be absent is known to the type alone. So it is found out by trying: if the next read misses what was
//! taken out, that was required.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::runtime::mismatch::{Mismatch, read_tracking_place};
use crate::runtime::tree::{Located, Tree};
use crate::runtime::{DecodeError, Decoded, Defect, Strictness, pointer, reason};

/// How many bytes all reads of one body together may read, whatever its length.
///
/// With [`WORK_PER_BYTE`] it bounds what a hostile body can cost. It is enough for thousands of defects in a list, which
/// is read part by part, and for some hundreds that are scattered over a body of usual length.
pub const WORK: usize = 8 << 20;

/// How many more bytes the reads may read for each byte of the body.
pub const WORK_PER_BYTE: usize = 32;

/// What one read costs beside the bytes it reads, in bytes.
pub const WORK_PER_READ: usize = 256;

/// Why a member is refused or taken out that its object has more than once.
const REPEATED: &str = "given more than once";

/// Decodes a JSON text without the values that do not fit; with [`Strictness::Strict`], up to the first of them.
///
/// The reads that this takes are bounded: each costs the length of its text and [`WORK_PER_READ`], and all of them together
/// [`WORK`] and [`WORK_PER_BYTE`] times the length of `text`.
///
/// Where an object has a member twice, the first one counts, as it does for an event's name and a union's tag; those after
/// it are defects if the type minds. A map and a free-form value do not: they keep the last.
///
/// # Errors
///
/// [`DecodeError::Payload`] where a value does not fit that the whole cannot do without, with the place and the reason of
/// that value; and where the reads come to their bound, with those of the first defect.
pub fn decode<T: DeserializeOwned>(
    text: &str,
    strictness: Strictness,
) -> Result<Decoded<T>, DecodeError> {
    let mut work = WORK.saturating_add(text.len().saturating_mul(WORK_PER_BYTE));
    let mut salvage = Salvage::new(text, strictness);
    let mut attempt = String::with_capacity(text.len());
    loop {
        attempt.clear();
        salvage.tree.write(&mut attempt);
        work = work
            .checked_sub(attempt.len() + WORK_PER_READ)
            .ok_or_else(|| salvage.undecodable(0))?;
        match read_tracking_place(&attempt) {
            Ok(value) if salvage.tree.is_whole() => {
                let defects = salvage.into_defects();
                return Ok(Decoded { value, defects });
            }
            Ok(_) => salvage.tree.advance(),
            Err(mismatch) => salvage.take_out(mismatch)?,
        }
    }
}

/// What is left of a body, and what was taken out of it.
struct Salvage<'t> {
    tree: Tree<'t>,
    strictness: Strictness,
    defects: Vec<Defect>,
    /// The places of what was taken out, each with the index of the defect that caused it.
    causes: BTreeMap<String, usize>,
    /// The places of empty lists that are read as empty objects, each with the index of its defect.
    emptied: BTreeMap<String, usize>,
}

impl<'t> Salvage<'t> {
    fn new(text: &'t str, strictness: Strictness) -> Self {
        Self {
            tree: Tree::new(text),
            strictness,
            defects: Vec::new(),
            causes: BTreeMap::new(),
            emptied: BTreeMap::new(),
        }
    }

    /// Takes out what keeps the text from being read.
    ///
    /// # Errors
    ///
    /// Those of [`remove`](Salvage::remove), and with [`Strictness::Strict`] the mismatch itself.
    fn take_out(&mut self, mismatch: Mismatch) -> Result<(), DecodeError> {
        let Located { place, repeated } = self.tree.locate(&mismatch.pointer);
        let of_struct = named_by(&mismatch.reason, "duplicate field");
        let of_struct = of_struct.map(|name| (place.clone(), name.to_owned()));
        if self.strictness == Strictness::Strict {
            return Err(match of_struct {
                Some((object, name)) => DecodeError::Payload {
                    pointer: pointer::join(&object, &name),
                    reason: REPEATED.to_owned(),
                },
                None => DecodeError::from(mismatch),
            });
        }
        let Mismatch {
            reason, levels_up, ..
        } = mismatch;
        if repeated
            .or(of_struct)
            .is_some_and(|(object, name)| self.take_repeated(&object, &name))
        {
            return Ok(());
        }
        let cause = self.cause_above(&place, &reason);
        if cause.is_some_and(|cause| self.read_as_object(cause)) {
            return Ok(());
        }
        let cause = cause.unwrap_or_else(|| {
            let (pointer, value) = match named_by(&reason, "missing field") {
                Some(name) => (pointer::join(&place, name), Value::Null),
                None => (place.clone(), self.tree.value(&place)),
            };
            self.note(pointer, reason, value)
        });
        let mut removed = Some(place.as_str());
        for _ in 0..levels_up {
            removed = removed.and_then(pointer::parent);
        }
        self.remove(removed.unwrap_or_default(), cause)
    }

    /// The defect that already explains this failure: what is missed here was taken out because of it.
    fn cause_above(&mut self, place: &str, reason: &str) -> Option<usize> {
        let missed = match named_by(reason, "missing field") {
            Some(_) if self.emptied.contains_key(place) => return self.emptied.get(place).copied(),
            Some(name) => pointer::join(place, name),
            // A list of a fixed length. One that came with another length has no gap.
            None if reason.starts_with("invalid length") => self.tree.first_gap(place)?,
            None => return None,
        };
        self.causes.get(&missed).copied()
    }

    /// Puts an empty object where an empty list was taken out that the type cannot be without; `false` for any other defect.
    fn read_as_object(&mut self, cause: usize) -> bool {
        let Some(defect) = self.defects.get(cause) else {
            return false;
        };
        let place = &defect.pointer;
        let is_empty = defect.value.as_array().is_some_and(Vec::is_empty);
        if !is_empty || !reason::wants_object(&defect.reason) || self.emptied.contains_key(place) {
            return false;
        }
        let is_put = *place == defect.removed && self.tree.put_empty_object(place);
        self.emptied.insert(place.clone(), cause);
        is_put
    }

    /// Takes the value at a place out, on behalf of a defect.
    ///
    /// # Errors
    ///
    /// The defect as an error, where the place is the whole body.
    fn remove(&mut self, place: &str, cause: usize) -> Result<(), DecodeError> {
        if !self.tree.take(place) {
            return Err(self.undecodable(cause));
        }
        if let Some(defect) = self.defects.get_mut(cause) {
            place.clone_into(&mut defect.removed);
        }
        self.causes.insert(place.to_owned(), cause);
        Ok(())
    }

    /// Takes out all but the first of the members of one name, each as a defect of its own; `false` if there is but one.
    fn take_repeated(&mut self, object: &str, name: &str) -> bool {
        let values = self.tree.take_repeated(object, name);
        let any = !values.is_empty();
        for value in values {
            self.note(pointer::join(object, name), REPEATED.to_owned(), value);
        }
        any
    }

    fn note(&mut self, pointer: String, reason: String, value: Value) -> usize {
        self.defects.push(Defect {
            removed: pointer.clone(),
            pointer,
            reason,
            value,
        });
        self.defects.len() - 1
    }

    fn undecodable(&self, cause: usize) -> DecodeError {
        let defect = self.defects.get(cause);
        DecodeError::Payload {
            pointer: defect.map_or_else(String::new, |defect| defect.pointer.clone()),
            reason: defect.map_or_else(String::new, |defect| defect.reason.clone()),
        }
    }

    /// The defects, each with the outermost of what was taken out around it.
    fn into_defects(self) -> Vec<Defect> {
        let Self {
            mut defects,
            causes,
            ..
        } = self;
        for defect in &mut defects {
            let outermost = defect
                .removed
                .match_indices('/')
                .skip(1)
                .filter_map(|(end, _)| defect.removed.get(..end))
                .find(|above| causes.contains_key(*above))
                .map(str::len);
            if let Some(length) = outermost {
                defect.removed.truncate(length);
            }
        }
        defects
    }
}

/// The name that a message of serde gives in backticks after these words.
fn named_by<'m>(message: &'m str, words: &str) -> Option<&'m str> {
    message
        .strip_prefix(words)?
        .strip_prefix(" `")?
        .strip_suffix('`')
}
