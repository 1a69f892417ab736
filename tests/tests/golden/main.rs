//! Golden texts: what codegen makes of a document, and what it says of a bad one, word for word.
//!
//! In: the folders below `fixtures/` and `diagnostics/`. Each is a test of its own, named after its
//! folder, so that `cargo test -p tests --test golden NAME` runs one. With `BLESS=1` the tests
//! write what they would otherwise compare. Nothing is compiled here: that is `golden_crates`.

mod diagnostics;
mod fixtures;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial, run};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let trials: Vec<Trial> = fixtures::trials(&arguments)
        .into_iter()
        .chain(diagnostics::trials())
        .collect();
    run(&arguments, trials).exit_code()
}
