//! How a decode takes a body that differs from the specification.

/// What happens to a body that is JSON and does not fit its payload type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Strictness {
    /// The values that do not fit are taken out and listed as [defects](crate::runtime::Defect);
    /// the rest is decoded.
    #[default]
    Tolerant,
    /// The first value that does not fit is an error. So is one that no type of Rust can hold, such
    /// as `1e400`: what was decoded is what was sent.
    Strict,
}
