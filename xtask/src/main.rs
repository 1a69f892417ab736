//! `cargo xtask`: arguments in, report and diagnostics out, exit code.

use std::io::{self, ErrorKind, Write};
use std::panic::resume_unwind;
use std::process::ExitCode;
use std::thread::{self, JoinHandle};

use clap::Parser;
use xtask::audit::audit;
use xtask::cli::{self, Cli, Command};
use xtask::codegen::codegen;
use xtask::deliver::{send_sample, show_request, show_sample};
use xtask::diff::diff;
use xtask::distill::distill;
use xtask::outcome::{CodegenReport, Exit};
use xtask::promote::promote;
use xtask::recording::{record, replay};
use xtask::workspace;

/// How much stack a command may use. The phases follow schemas from one into the next, and a
/// document may lead through thousands of them; what is not used costs nothing.
const STACK: usize = 1 << 30;

fn main() -> ExitCode {
    let command = Cli::parse().command;
    let thread = thread::Builder::new().stack_size(STACK);
    let report = match thread.spawn(|| report_of(command)).map(JoinHandle::join) {
        Ok(Ok(report)) => report,
        Ok(Err(panic)) => resume_unwind(panic),
        Err(cause) => {
            print(
                io::stderr().lock(),
                &format!("error: cannot start a thread: {cause}\n"),
            );
            return ExitCode::from(Exit::Failed as u8);
        }
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

/// Runs a command.
fn report_of(command: Command) -> CodegenReport {
    let (workspace, color) = (workspace::root(), cli::wants_color());
    match command {
        Command::Codegen(arguments) => codegen(&arguments.options(&workspace, color)),
        Command::Sample(arguments) => match arguments.request(&workspace, color) {
            Some((options, form)) => show_request(&options, form),
            None => show_sample(&arguments.sample.options(&workspace, color)),
        },
        Command::Send(arguments) => send_sample(&arguments.options(&workspace, color)),
        Command::Record(arguments) => record(&arguments.options(&workspace, color)),
        Command::Replay(arguments) => replay(&arguments.options(&workspace, color)),
        Command::Promote(arguments) => promote(&arguments.options(&workspace, color)),
        Command::Diff(arguments) => diff(&arguments.options(&workspace, color)),
        Command::Audit(arguments) => audit(&arguments.options(&workspace, color)),
        Command::Distill(arguments) => distill(&arguments.options(color)),
    }
}

/// Whether the text arrived, or its reader went away because it had seen enough.
fn print(mut to: impl Write, text: &str) -> bool {
    match to.write_all(text.as_bytes()).and_then(|()| to.flush()) {
        Ok(()) => true,
        Err(cause) => cause.kind() == ErrorKind::BrokenPipe,
    }
}
