//! Reads inside a read: a text of its own in, a value or the place inside the text that does not
//! fit out.
//!
//! A union is read from its own part of a body, and JSON that a string holds from that string. A
//! failed read is done a second time to find the place. If every read inside a read did so, each
//! level would double the work; so the outermost decides for all, and a body costs two reads
//! however deeply they nest.

use std::cell::Cell;

use serde::de::DeserializeOwned;

use crate::runtime::decode::mismatch::{Mismatch, read_tracking_place};
use crate::runtime::decode::nesting::is_deeper;
use crate::runtime::decode::reading::note_bytes;
use crate::runtime::json::text::from_text;

/// How deeply arrays and objects may nest in such a text: as deeply as `serde_json` reads one. Each
/// inside another starts a read of its own, so without this bound a hostile body could exhaust the
/// stack.
pub(crate) const DEEPEST: usize = 127;

thread_local! {
    static PASS: Cell<Pass> = const { Cell::new(Pass::Outermost) };
}

/// What [`read_within`] is doing further up the stack.
#[derive(Clone, Copy)]
enum Pass {
    /// Nothing: this read is in no other.
    Outermost,
    /// The plain read. Whatever fails here is read again.
    Plain,
    /// The second read, which keeps track of the place.
    TrackingPlace,
}

impl Pass {
    /// Reads while this pass is on.
    fn run<R>(self, read: impl FnOnce() -> R) -> R {
        let _previous = Previous(PASS.replace(self));
        read()
    }
}

/// Puts the pass before back when dropped, so that a panic inside a read leaves nothing behind.
struct Previous(Pass);

impl Drop for Previous {
    fn drop(&mut self) {
        PASS.set(self.0);
    }
}

/// Reads a text inside a read. `note` is given the failure of a read that keeps track of the place.
///
/// # Errors
///
/// A [`Mismatch`] with the place inside the text, what is inside it included. Handed to
/// [`custom`](serde::de::Error::custom), it becomes part of the place that the read around it
/// reports.
pub(crate) fn read_within<T: DeserializeOwned>(
    text: &str,
    note: impl Fn(&Mismatch),
) -> Result<T, Mismatch> {
    note_bytes(text.len());
    let track = || read_tracking_place(text).inspect_err(|mismatch| note(mismatch));
    match PASS.get() {
        Pass::Outermost if is_deeper(text.as_bytes(), DEEPEST) => {
            Err(Mismatch::whole("nested more than 127 levels deep"))
        }
        Pass::Outermost => Pass::Plain
            .run(|| read(text))
            .or_else(|_| Pass::TrackingPlace.run(track)),
        Pass::Plain => read(text),
        Pass::TrackingPlace => track(),
    }
}

/// The plain read.
fn read<T: DeserializeOwned>(json: &str) -> Result<T, Mismatch> {
    from_text(json).map_err(|error| Mismatch::from(&error))
}
