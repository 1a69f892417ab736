//! The argument that says how deliveries are signed, whatever the document says.
//!
//! In: what was typed. Out: a choice, or why it is refused. A file is read later.

use clap::Args;

use crate::signature_choice::SignatureChoice;

/// How deliveries are signed, in place of what the document says.
#[derive(Debug, Args)]
pub struct SignatureArgs {
    /// How all deliveries are signed, whatever the document says of security: a preset such as
    /// stripe, a file, or custom
    ///
    /// A file says it in the words of `x-signature` (see spec/README.md), or is a whole security
    /// scheme. With `custom`, a verifier of your own decides, without which no receiver is built.
    /// The scheme is called as the preset is, or as the file without its ending. The name of a
    /// preset counts rather than a file of that name; write ./NAME for the file.
    #[arg(long, value_name = "PRESET|FILE", value_parser = SignatureChoice::parse)]
    pub signature: Option<SignatureChoice>,
}
