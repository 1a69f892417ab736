//! The sister commands `sample` and `send`: the spec in, a delivery out.
//!
//! In: what the command line asked for. Out: what to print and how to exit. They read the spec as
//! codegen does and write no file.

use std::fmt::Write as _;
use std::path::PathBuf;

use crate::characters::{json_text, on_one_line, printable, shown};
use crate::codegen::read_model;
use crate::diagnostic::{Diagnostics, did_you_mean};
use crate::document::ReadOptions;
use crate::lower::LowerOptions;
use crate::model::{Body, Event, Handshake, Model};
use crate::outcome::{CodegenReport, Exit};
use crate::sample::{find, remarks, sample};
use crate::send::{Credential, Form, HandshakePlay, play_handshake, send, write};
use crate::signature_choice::SignatureChoice;
use crate::source::{FileRules, Sources};

/// What delivery is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleOptions {
    /// The event: its key in the spec, a name that deliveries give it, or its handler method.
    pub event: String,
    /// Whether it is the shortest one that the spec shows, or has only required members.
    pub minimal: bool,
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SendOptions {
    /// The delivery.
    pub sample: SampleOptions,
    /// The handshake to play in place of a delivery; an empty text for all of them.
    pub handshake: Option<String>,
    /// The token that the sender of a handshake shows.
    pub handshake_token: Option<String>,
    /// Where the receiver listens.
    pub url: String,
    /// Credentials for security schemes of the spec, each as `SCHEME=VALUE`.
    pub auth: Vec<String>,
    /// What the receiver was told as its public origin.
    pub origin: Option<String>,
}

/// What a command says: standard output, remarks for standard error, and the exit code.
type Said = (String, Vec<String>, Exit);

/// Prints a delivery.
#[must_use]
pub fn show_sample(options: &SampleOptions) -> CodegenReport {
    with_delivery(options, |model, event, body| {
        let remarks = remarks(model, event, &options.event);
        Ok((json_text(body), remarks, Exit::Agreed))
    })
}

/// Prints the request that [`send_sample`] would send.
#[must_use]
pub fn show_request(options: &SendOptions, form: Form) -> CodegenReport {
    with_delivery(&options.sample, |model, event, body| {
        let credentials = credentials(model, &options.auth)?;
        if credentials.is_empty() && asks(event) {
            return Err(unsigned(model, event));
        }
        // What is signed is what is printed.
        let body = match &event.body {
            Body::Json => json_text(body),
            _ => body.to_owned(),
        };
        let origin = options.origin.as_deref();
        let url = &options.url;
        let written = write(model, event, &body, url, &credentials, origin, form)?;
        let remarks = remarks(model, event, &options.sample.event);
        Ok((written, remarks, Exit::Agreed))
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
            play_handshakes(model, name, options).map_err(in_full)
        });
    }
    with_delivery(&options.sample, |model, event, body| {
        let credentials = credentials(model, &options.auth)?;
        let answer = {
            let origin = options.origin.as_deref();
            send(model, event, body, &options.url, &credentials, origin)?
        };
        let mut printed = format!("{}\n", answer.status);
        for (name, value) in &answer.headers {
            writeln!(printed, "{name}: {}", on_one_line(value)).unwrap_or_default();
        }
        if !answer.body.is_empty() {
            writeln!(printed, "\n{}", printable(&answer.body)).unwrap_or_default();
        }
        let exit = if (200..300).contains(&answer.status) {
            Exit::Agreed
        } else {
            Exit::Drift
        };
        let remarks = remarks(model, event, &options.sample.event);
        Ok((printed, remarks, exit))
    })
}

fn credentials(model: &Model, auth: &[String]) -> Result<Vec<Credential>, String> {
    let credentials = auth.iter().map(|text| Credential::parse(model, text));
    let credentials = credentials.collect::<Result<Vec<_>, _>>();
    credentials.map_err(|error| error.to_string())
}

/// Plays the handshake of this name, or all.
fn play_handshakes(model: &Model, name: &str, options: &SendOptions) -> Result<Said, String> {
    let credentials = credentials(model, &options.auth)?;
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
    let mut shown = String::new();
    let mut exit = Exit::Agreed;
    for handshake in handshakes {
        let play = HandshakePlay {
            url: &options.url,
            origin: options.origin.as_deref(),
            credentials: &credentials,
            token: options.handshake_token.as_deref(),
        };
        let wrong = play_handshake(model, handshake, play)?;
        if wrong.is_empty() {
            writeln!(shown, "{}: answered as it should be", handshake.name).unwrap_or_default();
        }
        for one in wrong {
            exit = Exit::Drift;
            let line = on_one_line(&one);
            writeln!(shown, "{}: {line}", handshake.name).unwrap_or_default();
        }
    }
    Ok((shown, Vec::new(), exit))
}

/// An error of the command, for standard error.
fn in_full(message: String) -> String {
    format!("error: {}\n", printable(&message))
}

/// Reads the spec and runs a command on a delivery.
fn with_delivery(
    options: &SampleOptions,
    run: impl FnOnce(&Model, &Event, &str) -> Result<Said, String>,
) -> CodegenReport {
    with_model(options, |model, sources| {
        let name = &options.event;
        let event = find(model, name).map_err(|error| in_full(error.to_string()))?;
        let body = sample(model, sources, name, options.minimal);
        let body = body.map_err(|error| in_full(error.to_string()))?;
        run(model, event, &body).map_err(in_full)
    })
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
    match said.and_then(|model| run(&model, &sources)) {
        Ok((stdout, mut remarks, exit)) => {
            remarks.extend(signature.and_then(SignatureChoice::remark));
            CodegenReport {
                stdout,
                diagnostics: remarks.iter().map(|one| format!("note: {one}\n")).collect(),
                exit,
            }
        }
        Err(diagnostics) => CodegenReport {
            stdout: String::new(),
            diagnostics,
            exit: Exit::Failed,
        },
    }
}
