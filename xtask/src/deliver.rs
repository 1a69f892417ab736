//! The sister commands `sample` and `send`: the spec in, a delivery out.
//!
//! In: what the command line asked for. Out: what to print and how to exit. They read the spec as
//! codegen does and write no file.

use std::fmt::Write as _;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::characters::{json_text, on_one_line, printable, shown};
use crate::codegen::read_model;
use crate::diagnostic::{Diagnostics, did_you_mean};
use crate::document::ReadOptions;
use crate::lower::LowerOptions;
use crate::model::{Body, Event, Handshake, Model};
use crate::outcome::{CodegenReport, Exit};
use crate::sample::{Edit, beside, find_in, remarks, sample_of};
use crate::send::{
    Answer, Credential, Delivery, Form, HandshakePlay, HeaderLine, TokenOptions, play_handshake,
};
use crate::signature_choice::SignatureChoice;
use crate::source::{FileRules, Sources};

/// What delivery is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct SampleOptions {
    /// The event, by any name that [`find_in`] knows.
    pub event: String,
    /// Whether it is the shortest one that the spec shows, or has only required members.
    pub minimal: bool,
    /// What is changed of it, in this order.
    pub edits: Vec<Edit>,
    /// The root document of the spec.
    pub spec: PathBuf,
    /// What of the document is events beside its webhooks.
    pub reading: ReadOptions,
    /// Who may deliver; without it, the spec says it.
    pub signature: Option<SignatureChoice>,
    /// What of the disk may be read.
    pub files: FileRules,
    /// Whether diagnostics are coloured.
    pub color: bool,
}

/// What is asked to be sent.
#[derive(Debug, Clone, PartialEq)]
pub struct SendOptions {
    /// The delivery.
    pub sample: SampleOptions,
    /// The handshake to play in place of a delivery; an empty text for all of them.
    pub handshake: Option<String>,
    /// The token that the sender of a handshake shows.
    pub handshake_token: Option<String>,
    /// The file that is the body, `-` for standard input; without it, the body is a sample.
    pub body: Option<PathBuf>,
    /// Headers in place of those that would be sent.
    pub headers: Vec<HeaderLine>,
    /// How many times the same request is sent.
    pub count: u32,
    /// Where the receiver listens.
    pub url: String,
    /// Credentials for security schemes of the spec, each as `SCHEME=VALUE`.
    pub auth: Vec<String>,
    /// What JSON Web Tokens say, and how they are signed.
    pub token: TokenOptions,
    /// What the receiver was told as its public origin.
    pub origin: Option<String>,
}

/// What a command says.
struct Said {
    /// For standard output.
    stdout: String,
    /// Remarks for standard error.
    remarks: Vec<String>,
    /// Errors that kept only a part from being done, in full.
    errors: String,
    exit: Exit,
}

impl Said {
    fn agreed(stdout: String, remarks: Vec<String>) -> Self {
        Self {
            stdout,
            remarks,
            errors: String::new(),
            exit: Exit::Agreed,
        }
    }
}

/// Prints a delivery.
#[must_use]
pub fn show_sample(options: &SampleOptions) -> CodegenReport {
    with_model(options, |model, sources| {
        let (event, body) = delivery(model, sources, options)?;
        let remarks = remarks(model, event, &options.event);
        Ok(Said::agreed(json_text(&body), remarks))
    })
}

/// Prints the request that [`send_sample`] would send.
#[must_use]
pub fn show_request(options: &SendOptions, form: Form) -> CodegenReport {
    with_model(&options.sample, |model, sources| {
        let (event, body) = delivery(model, sources, &options.sample)?;
        let credentials = credentials(model, options)?;
        if credentials.is_empty() && asks(event) {
            return Err(unsigned(model, event));
        }
        // What is signed is what is printed.
        let body = match &event.body {
            Body::Json => json_text(&body),
            _ => body,
        };
        let beside = beside(model, sources, event);
        let delivery = Delivery {
            beside: &beside,
            origin: options.origin.as_deref(),
            credentials: &credentials,
            headers: &options.headers,
            ..Delivery::of(model, event, body.as_bytes(), &options.url)
        };
        let written = delivery.prepared()?.written(form)?;
        let remarks = remarks(model, event, &options.sample.event);
        Ok(Said::agreed(written, remarks))
    })
}

/// Whether an event admits nobody without a credential.
fn asks(event: &Event) -> bool {
    let alternatives = event.security.as_ref();
    alternatives.is_some_and(|all| !all.is_empty() && all.iter().all(|one| !one.is_empty()))
}

/// What is missing from a request that is to be signed.
fn unsigned(model: &Model, event: &Event) -> String {
    let asked = event.security.iter().flatten().flatten();
    let mut names = Vec::new();
    for scheme in asked.filter_map(|index| model.authenticators.get(*index)) {
        let name = format!("`{}`", shown(&scheme.name.wire));
        if !names.contains(&name) {
            names.push(name);
        }
    }
    format!(
        "nothing is given to sign with\n\
         help: say `--auth SCHEME=VALUE`; the event asks for {}",
        names.join(" or ")
    )
}

/// Posts a delivery and shows the answer, or plays handshakes and says what is wrong with the
/// answers.
#[must_use]
pub fn send_sample(options: &SendOptions) -> CodegenReport {
    if let Some(name) = &options.handshake {
        return with_model(&options.sample, |model, _| {
            play_handshakes(model, name, options)
        });
    }
    with_model(&options.sample, |model, sources| {
        let (event, body) = match &options.body {
            None => {
                let (event, body) = delivery(model, sources, &options.sample)?;
                (event, body.into_bytes())
            }
            Some(file) => {
                let found = find_in(model, sources, &options.sample.event);
                (found.map_err(in_words)?.event, read(file)?)
            }
        };
        let credentials = credentials(model, options)?;
        let beside = beside(model, sources, event);
        let delivery = Delivery {
            is_verbatim: options.body.is_some(),
            beside: &beside,
            origin: options.origin.as_deref(),
            credentials: &credentials,
            headers: &options.headers,
            ..Delivery::of(model, event, &body, &options.url)
        };
        let prepared = delivery.prepared()?;
        let mut said = Said::agreed(String::new(), remarks(model, event, &options.sample.event));
        for number in 1..=options.count {
            if options.count > 1 {
                let blank = if number > 1 { "\n" } else { "" };
                writeln!(said.stdout, "{blank}{number} of {}:", options.count).unwrap_or_default();
            }
            let answer = match prepared.send() {
                Ok(answer) => answer,
                Err(error) if number == 1 => return Err(error),
                Err(error) => {
                    said.errors = in_full(&error);
                    said.exit = Exit::Failed;
                    break;
                }
            };
            said.stdout.push_str(&shown_answer(&answer));
            if !(200..300).contains(&answer.status) {
                said.exit = Exit::Drift;
            }
        }
        Ok(said)
    })
}

/// An answer as it is printed.
fn shown_answer(answer: &Answer) -> String {
    let mut printed = format!("{}\n", answer.status);
    for (name, value) in &answer.headers {
        writeln!(printed, "{name}: {}", on_one_line(value)).unwrap_or_default();
    }
    if !answer.body.is_empty() {
        writeln!(printed, "\n{}", printable(&answer.body)).unwrap_or_default();
    }
    printed
}

/// A body that somebody names.
fn read(file: &Path) -> Result<Vec<u8>, String> {
    let mut body = Vec::new();
    let read = match file.to_str() {
        Some("-") => io::stdin().read_to_end(&mut body).map(|_| body),
        _ => fs::read(file),
    };
    read.map_err(|error| {
        let name = shown(&file.display().to_string());
        format!("cannot read the body from {name}: {error}\nhelp: name a file, or `-`")
    })
}

fn credentials(model: &Model, options: &SendOptions) -> Result<Vec<Credential>, String> {
    let credentials = options.auth.iter().map(|text| {
        let credential = Credential::parse(model, text).map_err(in_words)?;
        Ok(credential.with_token(options.token.clone()))
    });
    credentials.collect()
}

/// Plays the handshake of this name, or all.
fn play_handshakes(model: &Model, name: &str, options: &SendOptions) -> Result<Said, String> {
    let credentials = credentials(model, options)?;
    let wanted = |one: &&Handshake| name.is_empty() || one.name == name;
    let handshakes: Vec<&Handshake> = model.handshakes.iter().filter(wanted).collect();
    if model.handshakes.is_empty() {
        return Err(
            "the spec describes no handshake\nhelp: say `x-webhook-handshake` at its root"
                .to_owned(),
        );
    }
    if handshakes.is_empty() {
        let names = model.handshakes.iter().map(|one| one.name);
        return Err(format!(
            "the spec has no handshake `{name}`\nhelp: {}",
            did_you_mean(name, names)
        ));
    }
    let mut said = Said::agreed(String::new(), Vec::new());
    for handshake in handshakes {
        let play = HandshakePlay {
            url: &options.url,
            origin: options.origin.as_deref(),
            credentials: &credentials,
            token: options.handshake_token.as_deref(),
        };
        let name = handshake.name;
        let wrong = match play_handshake(model, handshake, play) {
            Ok(wrong) => wrong,
            // Each that can be played is.
            Err(error) => {
                let error = format!("`{name}` was not played: {error}");
                said.errors.push_str(&in_full(&error));
                said.exit = Exit::Failed;
                continue;
            }
        };
        if wrong.is_empty() {
            writeln!(said.stdout, "{name}: answered as it should be").unwrap_or_default();
        } else if said.exit == Exit::Agreed {
            said.exit = Exit::Drift;
        }
        for one in wrong {
            writeln!(said.stdout, "{name}: {}", on_one_line(&one)).unwrap_or_default();
        }
    }
    Ok(said)
}

/// An error of the command, for standard error.
fn in_full(message: &str) -> String {
    format!("error: {}\n", printable(message))
}

/// What an error says.
fn in_words(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// The event that is asked for, and the text of the delivery.
fn delivery<'m>(
    model: &'m Model,
    sources: &Sources,
    options: &SampleOptions,
) -> Result<(&'m Event, String), String> {
    let found = find_in(model, sources, &options.event).map_err(in_words)?;
    let body = sample_of(model, sources, found, options.minimal, &options.edits);
    Ok((found.event, body.map_err(in_words)?))
}

/// Reads the spec and runs a command on what it says. Only codegen shows warnings; errors are shown
/// here too.
fn with_model(
    options: &SampleOptions,
    run: impl FnOnce(&Model, &Sources) -> Result<Said, String>,
) -> CodegenReport {
    let mut diagnostics = Diagnostics::default();
    let mut sources = Sources::read_by(&options.spec, &options.files, &mut diagnostics);
    let signature = options.signature.as_ref();
    let reading = ReadOptions {
        signature: signature.map(|choice| choice.load(&mut sources, &mut diagnostics)),
        ..options.reading.clone()
    };
    let model = read_model(
        &sources,
        reading,
        &LowerOptions::default(),
        &mut diagnostics,
    );
    let said = model.ok_or_else(|| diagnostics.render(&sources, options.color));
    let run = |model: &Model| run(model, &sources).map_err(|error| in_full(&error));
    match said.and_then(|model| run(&model)) {
        Ok(mut said) => {
            let remark = signature.and_then(SignatureChoice::remark);
            said.remarks.extend(remark);
            let remarks = said.remarks.iter().map(|one| format!("note: {one}\n"));
            CodegenReport {
                stdout: said.stdout,
                diagnostics: std::iter::once(said.errors).chain(remarks).collect(),
                exit: said.exit,
            }
        }
        Err(diagnostics) => CodegenReport {
            stdout: String::new(),
            diagnostics,
            exit: Exit::Failed,
        },
    }
}
