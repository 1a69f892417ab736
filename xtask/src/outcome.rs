//! How a command ended.
//!
//! In: nothing. Out: what to print, and the exit code. Every command speaks so; it knows none of
//! them.

/// How a run ended, as the exit code of the command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// The folder agrees with the spec, or was made to.
    Agreed = 0,
    /// A check found differences.
    Drift = 1,
    /// The spec, an argument or the file system stood in the way.
    Failed = 2,
}

/// What a run has to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodegenReport {
    /// For standard output.
    pub stdout: String,
    /// For standard error.
    pub diagnostics: String,
    /// The exit code.
    pub exit: Exit,
}
