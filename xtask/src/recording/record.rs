//! `cargo xtask record`: keeps what arrives.
//!
//! In: an address, a folder, and perhaps a receiver to pass requests on to. Out: one file for each
//! request, without credentials; and the receiver's answer, or 204.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, SystemTime};

use signal_hook::consts::TERM_SIGNALS;
use signal_hook::flag;
use tempfile::NamedTempFile;

use super::address::{check_target, joined, listen_addresses};
use super::arrival::Arrivals;
use super::connection::{Answer, Connection, NoRequest, Request};
use super::delivery::Recorded;
use super::forward::Forwarder;
use super::secrets::Secrets;
use super::spec::SpecOptions;
use crate::characters::{on_one_line, printable, shown};
use crate::model::{EventNamePlace, Model};
use crate::outcome::{CodegenReport, Exit};

/// How often it is looked for a request, and whether to end.
const PAUSE: Duration = Duration::from_millis(10);

/// How many requests are taken at once.
const AT_ONCE: usize = 64;

/// What is recorded, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordOptions {
    /// The address to listen at.
    pub listen: String,
    /// The folder for the files.
    pub out: PathBuf,
    /// The receiver that requests are passed on to.
    pub forward_to: Option<String>,
    /// Whether others may be listened to and passed on to than this machine.
    pub allow_remote: bool,
    /// How many bytes a body may have.
    pub max_body: u64,
    /// The spec that says what credentials are; `None` where there is none.
    pub spec: Option<SpecOptions>,
}

/// A recorder that runs.
struct Recorder<'o> {
    options: &'o RecordOptions,
    secrets: Secrets,
    is_named_by_path: bool,
    arrivals: Arrivals,
    forwarder: Forwarder,
    kept: AtomicU64,
    busy: AtomicUsize,
    end: Arc<AtomicBool>,
}

/// Records until the process is interrupted. What happens is printed as it happens.
#[must_use]
pub fn record(options: &RecordOptions) -> CodegenReport {
    let failed = |diagnostics: String| CodegenReport {
        stdout: String::new(),
        diagnostics,
        exit: Exit::Failed,
    };
    let read = options.spec.as_ref().map(SpecOptions::read).transpose();
    let model = match read {
        Ok(read) => read.map(|(model, _)| model),
        Err(diagnostics) => return failed(diagnostics),
    };
    match run(options, model.as_ref()) {
        Ok(stdout) => CodegenReport {
            stdout,
            diagnostics: String::new(),
            exit: Exit::Agreed,
        },
        Err(message) => failed(format!("error: {}\n", printable(&message))),
    }
}

fn run(options: &RecordOptions, model: Option<&Model>) -> Result<String, String> {
    let addresses = listen_addresses(&options.listen, options.allow_remote)?;
    if let Some(url) = &options.forward_to {
        check_target(url, options.allow_remote)?;
    }
    let out = shown(&options.out.display().to_string());
    fs::create_dir_all(&options.out).map_err(|error| {
        format!("cannot make the folder {out}: {error}\nhelp: name a folder with `--out`")
    })?;
    let listen = || {
        let listener = TcpListener::bind(&*addresses)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        Ok((listener, address))
    };
    let (listener, address) = listen().map_err(|error: io::Error| {
        format!(
            "cannot listen at {}: {error}\nhelp: choose another port with `--listen`; port 0 takes one that is free",
            shown(&options.listen)
        )
    })?;
    let recorder = Recorder {
        options,
        secrets: Secrets::of(model),
        is_named_by_path: model.is_some_and(|model| model.event_name == EventNamePlace::Path),
        arrivals: Arrivals::default(),
        forwarder: Forwarder::new(options.max_body),
        kept: AtomicU64::new(0),
        busy: AtomicUsize::new(0),
        end: Arc::new(AtomicBool::new(false)),
    };
    for signal in TERM_SIGNALS {
        // Whoever does not want to wait for the last request interrupts once more.
        flag::register_conditional_shutdown(*signal, 130, Arc::clone(&recorder.end))
            .and_then(|_| flag::register(*signal, Arc::clone(&recorder.end)))
            .map_err(|error| format!("cannot wait for an interrupt: {error}"))?;
    }
    say(&format!("listening on http://{address}, writing to {out}"));
    recorder.listen(&listener);
    let kept = recorder.kept.load(Ordering::SeqCst);
    let plural = if kept == 1 { "y" } else { "ies" };
    Ok(format!("kept {kept} deliver{plural} in {out}\n"))
}

/// Prints a line now. Whoever reads may have gone away.
pub(super) fn say(line: &str) {
    let mut stdout = io::stdout().lock();
    let told = writeln!(stdout, "{line}").and_then(|()| stdout.flush());
    told.unwrap_or_default();
}

impl Recorder<'_> {
    /// Takes requests until there is an interrupt, and then ends those that are on their way.
    fn listen(&self, listener: &TcpListener) {
        thread::scope(|scope| {
            while !self.end.load(Ordering::SeqCst) {
                match listener.accept() {
                    Ok((stream, _)) => {
                        let is_crowded = self.busy.fetch_add(1, Ordering::SeqCst) >= AT_ONCE;
                        let take = move || {
                            self.take(stream, is_crowded);
                            self.busy.fetch_sub(1, Ordering::SeqCst);
                        };
                        let started = thread::Builder::new().spawn_scoped(scope, take);
                        if started.is_err() {
                            self.busy.fetch_sub(1, Ordering::SeqCst);
                        }
                    }
                    Err(error) if error.kind() == ErrorKind::Interrupted => {}
                    Err(_) => thread::sleep(PAUSE),
                }
            }
        });
    }

    fn take(&self, stream: TcpStream, is_crowded: bool) {
        let is_ending = || self.end.load(Ordering::SeqCst);
        let Ok(mut connection) = Connection::new(stream, &is_ending) else {
            return;
        };
        let answer = if is_crowded {
            Answer::of(503, "too many requests at once\n")
        } else {
            match connection.request(self.options.max_body) {
                Ok(request) => self.answer(&request),
                Err(NoRequest::Refused(status, reason)) => {
                    say(&format!("refused with {status}: {reason}"));
                    Answer::of(status, &format!("{reason}\n"))
                }
                Err(NoRequest::Gone) => return,
            }
        };
        // Where the sender has gone away, nobody reads the answer.
        connection.answer(&answer).unwrap_or_default();
    }

    /// Keeps a request, passes it on, and says what its sender is told.
    fn answer(&self, request: &Request) -> Answer {
        let mut recorded = Recorded {
            received: String::new(),
            method: request.method.clone(),
            target: request.target.clone(),
            headers: text_of(&request.headers),
            body: request.body.clone(),
            removed: Vec::new(),
        };
        self.secrets.remove(&mut recorded);
        let what = format!("{} {}", shown(&recorded.method), shown(recorded.path()));
        let name = match self.keep(&mut recorded) {
            Ok(name) => name,
            Err(error) => {
                say(&format!("not kept: {what}: {error}"));
                return Answer::of(500, "the delivery could not be kept\n");
            }
        };
        self.kept.fetch_add(1, Ordering::SeqCst);
        let Some(url) = &self.options.forward_to else {
            say(&format!("kept {name}: {what}"));
            return Answer::of(204, "");
        };
        let url = joined(url, &request.target, self.is_named_by_path);
        match self.forwarder.send(request, &url) {
            Ok(answer) => {
                say(&format!("kept {name}: {what}, answered {}", answer.status));
                answer
            }
            Err(reason) => {
                let reason = on_one_line(&reason);
                say(&format!("kept {name}: {what}, not forwarded: {reason}"));
                Answer::of(502, "the delivery was kept, and could not be forwarded\n")
            }
        }
    }

    /// Writes a delivery into a file of its own. The file is there whole, or it is not there.
    fn keep(&self, recorded: &mut Recorded) -> io::Result<String> {
        loop {
            let moment = self.arrivals.next(SystemTime::now());
            let name = moment.file_name();
            recorded.received = moment.written();
            match write_new(&self.options.out, &name, &recorded.to_text()) {
                // Another recorder was quicker.
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                done => return done.map(|()| name),
            }
        }
    }
}

fn write_new(folder: &Path, name: &str, text: &str) -> io::Result<()> {
    // No other user may read it: it holds what people told the vendor.
    let mut file = NamedTempFile::with_prefix_in(".recording-", folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    let kept = file.persist_noclobber(folder.join(name));
    kept.map(drop).map_err(|error| error.error)
}

fn text_of(headers: &[(String, Vec<u8>)]) -> Vec<(String, String)> {
    let headers = headers.iter().map(|(name, value)| {
        let value = String::from_utf8_lossy(value).into_owned();
        (name.clone(), value)
    });
    headers.collect()
}
