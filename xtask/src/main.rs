//! `cargo xtask`: arguments in, report and diagnostics out, exit code.

use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use clap::Parser;
use xtask::audit::audit;
use xtask::cli::{self, Cli, Command};
use xtask::codegen::{Exit, codegen};
use xtask::deliver::{send_sample, show_sample};
use xtask::distill::distill;

fn main() -> ExitCode {
    let (workspace, color) = (cli::workspace(), cli::wants_color());
    let report = match Cli::parse().command {
        Command::Codegen(arguments) => codegen(&arguments.options(&workspace, color)),
        Command::Sample(arguments) => show_sample(&arguments, &workspace, color),
        Command::Send(arguments) => send_sample(&arguments, &workspace, color),
        Command::Audit(arguments) => audit(&arguments.options(&workspace, color)),
        Command::Distill(arguments) => distill(&arguments.options(color)),
    };
    let diagnosed = print(io::stderr().lock(), &report.diagnostics);
    let printed = print(io::stdout().lock(), &report.stdout);
    let exit = if diagnosed && printed {
        report.exit
    } else {
        Exit::Failed
    };
    ExitCode::from(exit as u8)
}

/// Whether the text arrived, or its reader went away because it had seen enough.
fn print(mut to: impl Write, text: &str) -> bool {
    match to.write_all(text.as_bytes()).and_then(|()| to.flush()) {
        Ok(()) => true,
        Err(cause) => cause.kind() == ErrorKind::BrokenPipe,
    }
}
