//! `cargo xtask replay`: sends recorded deliveries again.
//!
//! In: files of deliveries, the spec, and keys. Out: each delivery signed anew and sent in the order
//! of arrival, and what the receiver answered.

use std::path::PathBuf;

use super::address::{check_target, joined};
use super::delivery::Recorded;
use super::named::event_of;
use super::record::say;
use super::secrets::Secrets;
use super::spec::SpecOptions;
use crate::characters::{on_one_line, printable, shown};
use crate::disk;
use crate::model::{EventNamePlace, Model};
use crate::outcome::{CodegenReport, Exit};
use crate::send::{Again, Answer, Credential, TokenOptions, send_again};

/// Headers that are for one connection, or are counted anew.
const LEFT_OUT: [&str; 7] = [
    "connection",
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "te",
    "transfer-encoding",
];

/// What is sent again, and where.
#[derive(Debug, Clone)]
pub struct ReplayOptions {
    /// Files of deliveries, and folders of them.
    pub paths: Vec<PathBuf>,
    /// Where the receiver listens.
    pub url: String,
    /// Credentials for security schemes of the spec, each as `SCHEME=VALUE`.
    pub auth: Vec<String>,
    /// What tokens say that are made anew, and how they are signed.
    pub token: TokenOptions,
    /// What the receiver was told as its public origin.
    pub origin: Option<String>,
    /// Whether they may go to another machine.
    pub allow_remote: bool,
    /// The spec that says how deliveries are signed.
    pub spec: SpecOptions,
}

/// Sends deliveries again. What happens is printed as it happens.
#[must_use]
pub fn replay(options: &ReplayOptions) -> CodegenReport {
    let replayed = options.spec.read().and_then(|(model, _)| {
        run(options, &model).map_err(|message| format!("error: {}\n", printable(&message)))
    });
    let (diagnostics, exit) = match replayed {
        Ok((remarks, exit)) => (remarks, exit),
        Err(diagnostics) => (diagnostics, Exit::Failed),
    };
    CodegenReport {
        stdout: String::new(),
        diagnostics,
        exit,
    }
}

fn run(options: &ReplayOptions, model: &Model) -> Result<(String, Exit), String> {
    check_target(&options.url, options.allow_remote)?;
    let credentials = options.auth.iter().map(|text| {
        let credential = Credential::parse(model, text).map_err(|error| error.to_string())?;
        let (scheme, _) = text.split_once('=').unwrap_or_default();
        Ok((scheme, credential.with_token(options.token.clone())))
    });
    let credentials = credentials.collect::<Result<Vec<_>, String>>()?;
    let secrets = Secrets::of(Some(model));
    let mut deliveries = read_all(options)?;
    deliveries.sort_by(|(_, one), (_, other)| one.received.cmp(&other.received));
    let count = deliveries.len();
    let mut refused = 0;
    let mut was_signed = false;
    for (sent, (path, delivery)) in deliveries.iter_mut().enumerate() {
        secrets.remove(delivery);
        was_signed |= !delivery.removed.is_empty();
        let name = path.file_name().unwrap_or(path.as_os_str());
        let what = format!(
            "{}: {} {}",
            on_one_line(&name.to_string_lossy()),
            shown(&delivery.method),
            shown(delivery.path())
        );
        let answer = send_one(options, model, &credentials, delivery).map_err(|error| {
            format!("{what}: {error}\nnote: {sent} of {count} were sent before it")
        })?;
        let is_accepted = (200..300).contains(&answer.status);
        refused += usize::from(!is_accepted);
        let body = match answer.body.trim() {
            body if is_accepted || body.is_empty() => String::new(),
            body => format!(": {}", shown(body)),
        };
        say(&format!("{what} {}{body}", answer.status));
    }
    say(&format!("{count} sent, {refused} not accepted"));
    let remark = "note: credentials were taken out of the recording; \
                  give them with `--auth SCHEME=VALUE`, so that they are made anew\n";
    let is_missing = was_signed && credentials.is_empty() && refused > 0;
    let exit = if refused == 0 {
        Exit::Agreed
    } else {
        Exit::Drift
    };
    Ok(((if is_missing { remark } else { "" }).to_owned(), exit))
}

/// Sends one delivery with the credentials that its event asks for; with all that there are, where
/// its event is not known or asks for none of them.
fn send_one(
    options: &ReplayOptions,
    model: &Model,
    credentials: &[(&str, Credential)],
    delivery: &Recorded,
) -> Result<Answer, String> {
    let event = event_of(model, delivery).ok();
    let asked = event.and_then(|event| event.security.as_ref());
    let asked = asked.into_iter().flatten().flatten();
    let asked: Vec<&str> = asked
        .filter_map(|index| model.authenticators.get(*index))
        .map(|scheme| scheme.name.wire.as_str())
        .collect();
    let is_any = !credentials.iter().any(|(scheme, _)| asked.contains(scheme));
    let wanted = credentials
        .iter()
        .filter(|(scheme, _)| is_any || asked.contains(scheme));
    let wanted: Vec<Credential> = wanted.map(|(_, credential)| credential.clone()).collect();
    let is_named_by_path = model.event_name == EventNamePlace::Path;
    let headers = delivery.headers.iter().filter(|(name, _)| {
        let mut left_out = LEFT_OUT.iter();
        !left_out.any(|other| name.eq_ignore_ascii_case(other))
    });
    let again = Again {
        method: &delivery.method,
        url: &joined(&options.url, &delivery.target, is_named_by_path),
        headers: headers.cloned().collect(),
        body: &delivery.body,
    };
    send_again(again, &wanted, options.origin.as_deref())
}

/// Every delivery of the files and folders that were named.
fn read_all(options: &ReplayOptions) -> Result<Vec<(PathBuf, Recorded)>, String> {
    let limit = options.spec.files.max_file_size;
    let mut deliveries = Vec::new();
    for path in &options.paths {
        if !path.is_dir() {
            deliveries.push((path.clone(), Recorded::read(path, limit)?));
            continue;
        }
        let before = deliveries.len();
        for name in disk::names_in(path) {
            // What begins with a dot is not written yet.
            if name.ends_with(".json") && !name.starts_with('.') {
                let path = path.join(name);
                let delivery = Recorded::read(&path, limit)?;
                deliveries.push((path, delivery));
            }
        }
        if deliveries.len() == before {
            return Err(format!(
                "there is no recorded delivery in {}\nhelp: name a folder that `cargo xtask record` wrote into",
                shown(&path.display().to_string())
            ));
        }
    }
    Ok(deliveries)
}
