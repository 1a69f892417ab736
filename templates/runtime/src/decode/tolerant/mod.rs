//! Decode with defects: a JSON text that does not fit its type in, what can be decoded of it and a
//! list of defects out.
//!
//! The value that does not fit is found by its place, noted, and taken out at the nearest place
//! where the type lets something be absent; then the rest is read again. An optional member, an
//! entry of a map and an element of a list can be absent on their own. An element of a tuple gives
//! its place to `null`, so that those behind it keep theirs. A required member takes its object
//! with it, whose absence is judged in the same way, and so on upwards. Where nothing above can be
//! absent either, the body cannot be decoded.
//!
//! An empty list where an object must be is what PHP makes of an empty map, so there it is read as
//! an empty object.
//!
//! What no type of Rust can hold, but is in order by any schema, is replaced where it cannot be
//! absent; see `stand_in`.
//!
//! What a type lets be absent is known only to the type. So it is found out by trying: if the next
//! read misses what was taken out, that was required.

mod ledger;
mod node;
mod parts;
mod stand_in;
mod tree;

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;

use crate::runtime::decode::decoded::Decoded;
use crate::runtime::decode::error::DecodeError;
use crate::runtime::decode::mismatch::{Mismatch, read_tracking_place};
use crate::runtime::decode::reading::{Choice, noted};
use crate::runtime::decode::reason;
use crate::runtime::decode::strictness::Strictness;
use crate::runtime::decode::tolerant::ledger::Ledger;
use crate::runtime::decode::tolerant::node::{Cause, Instead, State};
use crate::runtime::decode::tolerant::stand_in::is_beyond_types;
use crate::runtime::decode::tolerant::tree::{Place, Tree};
use crate::runtime::json::pointer;

/// How many bytes all reads of one body together may read, whatever its length.
pub const WORK: usize = 64 << 10;

/// How many more bytes the reads may read for each byte of the body.
pub const WORK_PER_BYTE: usize = 48;

/// What one read costs besides the bytes it reads, in bytes.
pub const WORK_PER_READ: usize = 256;

/// How many of the values that no type can hold are taken out where they can be absent. Of more, or
/// where half of the work is done, all are replaced.
const ASKED: u32 = 64;

/// What is said of a value that is not listed, where the body cannot do without what it was taken
/// out with.
const NOT_LISTED: &str = "something in it does not fit that it cannot do without";

/// Why a member is refused or taken out that its object has more than once.
const REPEATED: &str = "given more than once";

/// Decodes a JSON text without the values that do not fit; with [`Strictness::Strict`], up to the
/// first of them.
///
/// The reads that this takes are bounded: each costs [`WORK_PER_READ`], the length of its text, and
/// what unions in it read again, and all of them together [`WORK`] and [`WORK_PER_BYTE`] times the
/// length of `text`; only the last may go beyond. It is enough for dozens of defects that are
/// scattered over a body of usual length, and for hundreds or thousands in one list or map.
///
/// In a release build that takes some 250 ns for each byte at most, fifty times what a strict read
/// takes of small values (3 to 12 ns), and a third of a millisecond for [`WORK`]. Unions inside one
/// another, of which each is read again for every one around it, take longer in a strict read too,
/// and no more than five times as long here.
///
/// Where an object has a member twice, the first one counts, as it does for an event's name and a
/// union's tag; those after it are defects if the type minds. A map and a free-form value do not:
/// they keep the last.
///
/// # Errors
///
/// [`DecodeError::Payload`] where a value does not fit that the whole cannot do without, with the
/// place and the reason of that value; and where the reads come to their bound, with those of the
/// first defect.
pub fn decode<T: DeserializeOwned>(
    text: &str,
    strictness: Strictness,
) -> Result<Decoded<T>, DecodeError> {
    let (Strictness::Tolerant, Some(tree)) = (strictness, Tree::new(text)) else {
        return read_tracking_place(text)
            .map(Decoded::new)
            .map_err(|mismatch| first_mismatch(&mismatch));
    };
    let mut salvage = Salvage {
        tree,
        ledger: Ledger::of_body(text.len()),
        first: None,
        nearest: BTreeMap::new(),
        beyond_types: 0,
    };
    let all_work = WORK.saturating_add(text.len().saturating_mul(WORK_PER_BYTE));
    let mut work = all_work;
    let mut is_all_replaced = false;
    let mut attempt = String::with_capacity(text.len());
    loop {
        attempt.clear();
        salvage.tree.write(&mut attempt);
        let (read, again, choices) = noted(|| read_tracking_place(&attempt));
        let cost = (attempt.len() + WORK_PER_READ).saturating_add(again);
        work = work.saturating_sub(cost);
        match read {
            Ok(value) if salvage.tree.is_whole() => {
                let Salvage { tree, ledger, .. } = salvage;
                let defects = ledger.into_defects(&tree);
                return Ok(Decoded { value, defects });
            }
            Ok(_) => salvage.tree.advance(),
            Err(mismatch) => salvage.take_out(&mismatch, &choices)?,
        }
        let are_many = salvage.beyond_types > ASKED || work < all_work / 2;
        if salvage.beyond_types > 0 && are_many && !is_all_replaced {
            salvage.replace_all();
            is_all_replaced = true;
        }
        work = work.saturating_sub(salvage.tree.effort());
        if work == 0 {
            return Err(salvage.given_up());
        }
    }
}

/// The error of a body that is read no further than to what first does not fit.
fn first_mismatch(mismatch: &Mismatch) -> DecodeError {
    match named_by(&mismatch.reason, "duplicate field") {
        Some(name) => DecodeError::Payload {
            pointer: pointer::join(&mismatch.pointer, name),
            reason: REPEATED.to_owned(),
        },
        None => DecodeError::from(mismatch.clone()),
    }
}

/// What is left of a body, and what is wrong with it.
struct Salvage<'t> {
    tree: Tree<'t>,
    ledger: Ledger,
    /// What was met first that does not fit.
    first: Option<DecodeError>,
    /// The values in whose place the nearest that a type can hold was put, and why.
    nearest: BTreeMap<Place, Cause>,
    /// How often something was met that no type can hold.
    beyond_types: u32,
}

impl Salvage<'_> {
    /// Takes out what keeps the text from being read, or has more of it shown if that is not told
    /// by what was shown.
    ///
    /// # Errors
    ///
    /// Those of [`remove`](Salvage::remove).
    fn take_out(&mut self, mismatch: &Mismatch, choices: &[Choice]) -> Result<(), DecodeError> {
        let reason = &mismatch.reason;
        self.first.get_or_insert_with(|| first_mismatch(mismatch));
        let located = self.tree.locate(&mismatch.pointer, choices);
        let way = &located.way;
        let Some(&place) = way.last().filter(|_| located.is_told) else {
            return Ok(());
        };
        let missing = named_by(reason, "missing field");
        let is_shown = match missing {
            Some(name) => self.tree.show_member(place, name),
            None => self.tree.show_all(place),
        };
        if is_shown {
            return Ok(());
        }
        let of_struct = named_by(reason, "duplicate field");
        let of_struct = of_struct.map(|name| (way.len(), name.to_owned()));
        let repeated = located.repeated.or(of_struct);
        if repeated.is_some_and(|(length, name)| self.take_repeated(way, length, &name)) {
            return Ok(());
        }
        self.beyond_types += u32::from(is_beyond_types(reason));
        let is_needed = mismatch.levels_up > 0 || way.len() == 1;
        if self.rename_members(way, reason) || is_needed && self.put_nearest_at_once(way, reason) {
            return Ok(());
        }
        let (known, absent) = self.cause_of_absence(place, reason, missing);
        if known.zip(absent).is_some_and(|(cause, absent)| {
            self.read_as_object(absent, cause) || self.put_nearest(absent, cause)
        }) {
            return Ok(());
        }
        let known = known.or_else(|| self.nearest.get(&place).copied());
        let cause = known.unwrap_or_else(|| Cause {
            defect: self.ledger.note(&self.tree, way, missing, reason),
            instead: Instead::Nothing,
        });
        let removed = self.removable(way, way.len().saturating_sub(mismatch.levels_up));
        let Some(&[.., holder, gone]) = way.get(..removed) else {
            return Err(self.undecodable(
                way,
                missing,
                known.map_or(reason, |_| NOT_LISTED),
                cause,
            ));
        };
        let is_itself = known.is_none() && missing.is_none() && gone == place;
        let instead = match is_itself {
            true if reason::wants_object(reason) => Instead::Object,
            true => self.tree.instead(gone, reason),
            false => Instead::Nothing,
        };
        let cause = Cause { instead, ..cause };
        let is_position = self.tree.is_tuple(holder) && !reason::is_surplus(reason);
        let state = if is_position {
            State::Nulled(cause)
        } else {
            State::Gone(cause)
        };
        self.tree.set_state(gone, state);
        let mut here = choices.iter().filter(|choice| choice.inside == 0);
        let of_union = here.any(|choice| choice.variant.is_some());
        if is_itself && located.is_complete && !of_union && !is_position {
            self.take_alike(way, holder, gone, reason);
        }
        Ok(())
    }

    /// How many values lead to the one that is taken out, if it is to be the last of so many. What
    /// a tuple has `null` for already takes the tuple with it.
    fn removable(&self, way: &[Place], removed: usize) -> usize {
        let Some(&[.., holder, gone]) = way.get(..removed) else {
            return removed;
        };
        let stands_in = matches!(self.tree.state(gone), State::Nulled(_) | State::Emptied(_));
        if self.tree.is_tuple(holder) && stands_in {
            self.removable(way, removed - 1)
        } else {
            removed
        }
    }

    /// The defect that already explains a failure at a place: what is missed was taken out because
    /// of it. And the member that is missed.
    fn cause_of_absence(
        &mut self,
        place: Place,
        reason: &str,
        missing: Option<&str>,
    ) -> (Option<Cause>, Option<Place>) {
        match (missing, self.tree.state(place)) {
            (Some(_), State::Emptied(cause)) => (Some(cause), None),
            (Some(name), _) => match self.tree.member(place, name) {
                Some(member) => match self.tree.state(member) {
                    State::Gone(cause) => (Some(cause), Some(member)),
                    _ => (None, None),
                },
                None => (None, None),
            },
            // A list of a fixed length. One that came with another length has no gap.
            (None, _) if reason.starts_with("invalid length") => {
                let gap = self.tree.first_gap(place);
                (gap.map(|(_, cause)| cause), gap.map(|(element, _)| element))
            }
            // What fits a position is not `null`.
            (None, State::Nulled(cause)) => (Some(cause), Some(place)),
            (None, _) => (None, None),
        }
    }

    /// Puts an empty object where an empty list was taken out that the type cannot be without;
    /// `false` for anything else.
    fn read_as_object(&mut self, absent: Place, cause: Cause) -> bool {
        let json = self.tree.text(absent);
        let inside = json
            .strip_prefix('[')
            .and_then(|json| json.strip_suffix(']'));
        let is_put = cause.instead == Instead::Object
            && inside.is_some_and(|inside| inside.trim_ascii().is_empty());
        if is_put {
            let cause = Cause {
                instead: Instead::Nothing,
                ..cause
            };
            self.tree.set_state(absent, State::Emptied(cause));
        }
        is_put
    }

    /// Takes out all but the first of the members of one name, each as a defect of its own; `false`
    /// if there is but one. So many values lead to the object.
    fn take_repeated(&mut self, way: &[Place], length: usize, name: &str) -> bool {
        let Some(way @ [.., object]) = way.get(..length) else {
            return false;
        };
        let repeated = self.tree.repeated(*object, name);
        for member in &repeated {
            self.take_one(way, *member, REPEATED);
        }
        !repeated.is_empty()
    }

    /// Takes out the elements behind one of a list that are of its JSON type, if the list takes
    /// nothing of that type.
    ///
    /// The elements of a list are all of one type, so none of them needs a read to be told.
    fn take_alike(&mut self, way: &[Place], list: Place, element: Place, reason: &str) {
        let Some(refused) = reason::refused_kind(reason) else {
            return;
        };
        let holders = way.get(..way.len() - 1).unwrap_or_default();
        for other in self.tree.untouched_behind(list, element) {
            if reason::kind_of_json(self.tree.text(other)) == refused {
                self.take_one(holders, other, reason);
            }
        }
    }

    /// Takes one value out of what this way leads to.
    fn take_one(&mut self, holders: &[Place], place: Place, reason: &str) {
        let way: Vec<Place> = holders.iter().copied().chain([place]).collect();
        let cause = Cause {
            defect: self.ledger.note(&self.tree, &way, None, reason),
            instead: Instead::Nothing,
        };
        self.tree.set_state(place, State::Gone(cause));
    }

    /// The error of a body that takes too much work: the first defect.
    fn given_up(self) -> DecodeError {
        let listed = self.ledger.listed(0);
        listed
            .or(self.first)
            .unwrap_or_else(|| DecodeError::Payload {
                pointer: String::new(),
                reason: NOT_LISTED.to_owned(),
            })
    }

    /// The error of a body that can do without nothing that leads to a defect.
    fn undecodable(
        &self,
        way: &[Place],
        missing: Option<&str>,
        reason: &str,
        cause: Cause,
    ) -> DecodeError {
        let listed = self.ledger.listed(cause.defect);
        listed.unwrap_or_else(|| DecodeError::Payload {
            pointer: self.tree.pointer(way, missing),
            reason: reason.to_owned(),
        })
    }
}

/// The name that a message of serde gives in backticks after these words.
fn named_by<'m>(message: &'m str, words: &str) -> Option<&'m str> {
    message
        .strip_prefix(words)?
        .strip_prefix(" `")?
        .strip_suffix('`')
}
