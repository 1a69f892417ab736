//! How a decode takes a body that differs from the specification.

/// What happens to a body that is JSON and does not fit its payload type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Strictness {
    /// The values that do not fit are taken out and listed as [defects](crate::runtime::Defect);
    /// the rest is decoded.
    #[default]
    Tolerant,
    /// The first value that does not fit is an error.
    Strict,
}
