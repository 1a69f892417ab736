//! The defects of one body: a bounded list, and how many more there are.

use std::fmt;
use std::ops::Deref;
use std::slice;
use std::vec;

use serde_json::Value;

use crate::runtime::json::pointer::{Place, Pointer};

/// One place where a body differs from the specification, or holds what no type of Rust can. It was
/// taken out before decoding.
///
/// What no type can hold is in order by any schema, so it is replaced where it cannot be absent. A
/// number beyond `f64` is read as [`f64::MAX`] or [`f64::MIN`], which unlike infinity can be
/// written as JSON again. Half of a surrogate pair in a text or a member's name is read as U+FFFD.
/// Of several members that would have one name then, the second is given the name with a `2` behind
/// it, and so on. The reason says so.
///
/// `Display` and `Debug` show the place and the reason and never the value, so a defect may be
/// logged.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Defect {
    /// The value that does not fit, as a pointer into the body as it was received. For a missing
    /// member it is the place where the member should be. A name with half of a surrogate pair is a
    /// token as it is written: `\ud800`.
    pub pointer: Pointer,
    /// What is wrong with the value. Never contains the value.
    pub reason: String,
    /// The value that does not fit; `null` for a missing member. One that [`Value`] cannot hold (a
    /// number beyond `f64`, half of a surrogate pair), or that would take more memory than
    /// [`Defects`] may, is the JSON text of it, as a string; of one whose text is longer than
    /// [`Defects::MOST_OF_A_VALUE`], that is the beginning, and `…` behind it.
    pub value: Value,
    /// What the decoded value lacks or has another value for because of this defect, as a pointer
    /// into the body: `pointer` itself, or what holds it where the specification does not let it be
    /// absent.
    pub removed: Pointer,
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", Place(&self.pointer.to_string()), self.reason)?;
        // What is missing cannot be left out; everything else says so where more than itself went.
        if self.removed != self.pointer {
            write!(f, " ({} is left out)", Place(&self.removed.to_string()))?;
        }
        Ok(())
    }
}

impl fmt::Debug for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Defect")
            .field(
                "pointer",
                &format_args!("{}", Place(&self.pointer.to_string())),
            )
            .field("reason", &self.reason)
            .field(
                "removed",
                &format_args!("{}", Place(&self.removed.to_string())),
            )
            .finish_non_exhaustive()
    }
}

/// The defects of one body, in the order in which they were found.
///
/// It is a list of [`Defect`], as which it can be iterated, indexed and measured, and which is
/// bounded: a body may have more defects than anybody reads. What is not listed is left out of the
/// decoded value all the same, and is [counted](Defects::unlisted). The first defect is always
/// listed, so a list that is empty means that there are none. The body itself is in the delivery,
/// byte for byte.
///
/// `Display` is one line: the listed ones, and how many more.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Defects {
    listed: Vec<Defect>,
    unlisted: usize,
}

impl Defects {
    /// How many are listed at most.
    pub const MOST: usize = 128;

    /// How many bytes of memory the listed ones take at most, beside
    /// [`MOST_BYTES_PER_BYTE`](Self::MOST_BYTES_PER_BYTE).
    pub const MOST_BYTES: usize = 3 << 10;

    /// How many bytes of memory more they take at most for each byte of the body.
    pub const MOST_BYTES_PER_BYTE: usize = 8;

    /// How many bytes of a value's JSON text are kept at most.
    pub const MOST_OF_A_VALUE: usize = 1 << 10;

    /// A list, and how many more there are.
    pub(crate) fn new(listed: Vec<Defect>, unlisted: usize) -> Self {
        Self { listed, unlisted }
    }

    /// How many are not listed.
    #[must_use]
    pub fn unlisted(&self) -> usize {
        self.unlisted
    }

    /// How many there are, listed or not.
    #[must_use]
    pub fn total(&self) -> usize {
        self.listed.len() + self.unlisted
    }
}

impl Deref for Defects {
    type Target = [Defect];

    fn deref(&self) -> &[Defect] {
        &self.listed
    }
}

impl IntoIterator for Defects {
    type Item = Defect;
    type IntoIter = vec::IntoIter<Defect>;

    fn into_iter(self) -> Self::IntoIter {
        self.listed.into_iter()
    }
}

impl<'d> IntoIterator for &'d Defects {
    type Item = &'d Defect;
    type IntoIter = slice::Iter<'d, Defect>;

    fn into_iter(self) -> Self::IntoIter {
        self.listed.iter()
    }
}

impl From<Vec<Defect>> for Defects {
    /// All of the defects that there are.
    fn from(listed: Vec<Defect>) -> Self {
        Self::new(listed, 0)
    }
}

impl<const N: usize> PartialEq<[Defect; N]> for Defects {
    /// Whether these are all there are.
    fn eq(&self, other: &[Defect; N]) -> bool {
        self.listed == other && self.unlisted == 0
    }
}

impl fmt::Display for Defects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, defect) in self.listed.iter().enumerate() {
            let separator = if index > 0 { "; " } else { "" };
            write!(f, "{separator}{defect}")?;
        }
        match self.unlisted {
            0 => Ok(()),
            unlisted => write!(f, "; and {unlisted} more"),
        }
    }
}

impl fmt::Debug for Defects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut list = f.debug_list();
        list.entries(&self.listed);
        if self.unlisted > 0 {
            list.entry(&format_args!("and {} more", self.unlisted));
        }
        list.finish()
    }
}
