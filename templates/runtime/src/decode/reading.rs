//! What a read leaves behind besides its result: as which variant it read each union, and how many
//! bytes unions read again.
//!
//! A union is read from its own part of the text, more than once if its variants are tried, so a
//! read costs more than the length of its text. Only the union itself knows as which variant it was
//! read. Unions note both here, for the code that started the read.

use std::any::type_name;
use std::cell::{Cell, RefCell};

thread_local! {
    /// How many bytes unions have read.
    static BYTES: Cell<usize> = const { Cell::new(0) };
    /// The unions that a failure has passed through so far, innermost first.
    static CHOICES: RefCell<Vec<Choice>> = const { RefCell::new(Vec::new()) };
}

/// As what a union was read, or a tuple, in which something failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// How long the pointer from the union to what failed is, in bytes.
    pub inside: usize,
    /// The type of the variant; none where it is not a union, but an array whose elements differ by
    /// position.
    pub variant: Option<&'static str>,
}

/// Reads, and gives, besides the outcome, how many bytes unions read meanwhile, and the unions
/// around what failed, innermost first.
pub fn noted<R>(read: impl FnOnce() -> R) -> (R, usize, Vec<Choice>) {
    BYTES.set(0);
    CHOICES.take();
    let outcome = read();
    (outcome, BYTES.get(), CHOICES.take())
}

/// Notes that a union reads so many bytes.
pub fn note_bytes(count: usize) {
    BYTES.set(BYTES.get().saturating_add(count));
}

/// Notes that a union was read as `T` when something failed at the end of this pointer, which leads
/// on from the union.
pub fn note_choice<T>(pointer: &str) {
    note(pointer, Some(type_name::<T>()));
}

/// Notes that an array is a tuple in which something failed at the end of this pointer, which leads
/// on from the array.
pub fn note_tuple(pointer: &str) {
    note(pointer, None);
}

fn note(pointer: &str, variant: Option<&'static str>) {
    let inside = pointer.len();
    CHOICES.with_borrow_mut(|choices| choices.push(Choice { inside, variant }));
}

/// Tries, and forgets what was noted of failures meanwhile, since somebody else deals with them.
pub fn trying<R>(read: impl FnOnce() -> R) -> R {
    let before = CHOICES.with_borrow(Vec::len);
    let outcome = read();
    CHOICES.with_borrow_mut(|choices| choices.truncate(before));
    outcome
}
