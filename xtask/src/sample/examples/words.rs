//! What is said about an example that does not fit.
//!
//! In: a fault, and where it is found. Out: one diagnostic. It finds nothing itself.

use super::search::{Fate, Finding, What};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::model::{Model, SampleBody};

/// How many places of one fault are shown.
const SHOWN: usize = 10;

/// The code of a complaint about a fault.
pub(super) fn code(what: &What) -> Code {
    match what {
        What::Unknown(true) | What::Missing => Code::StaleExample,
        What::Unfit { .. } | What::Surplus | What::Unlisted(true) => Code::UnfitExample,
        What::Unknown(false) | What::Unlisted(false) => Code::Unlisted,
    }
}

/// The place that a finding is shown at.
pub(super) fn place(finding: &Finding<'_>) -> Place {
    let sample = finding.sample;
    match &sample.body {
        SampleBody::File(_) => Place::from(&sample.place),
        SampleBody::Inline(_) => {
            let inside = sample.place.descendant(finding.pointer.as_tokens());
            match finding.fault.what {
                What::Unknown(_) => Place::key(&inside),
                _ => Place::from(inside),
            }
        }
    }
}

/// The complaint about one fault, wherever it is found.
pub(super) fn complaint(model: &Model, findings: &[Finding<'_>]) -> Option<Diagnostic> {
    let first = findings.first()?;
    let fault = &first.fault;
    let owner = fault.owner.and_then(|owner| model.definition(owner));
    let owner = owner.map_or("the payload", |owner| owner.ident.as_str());
    let (name, member) = (&first.sample.name, &fault.member);
    let of = match (member.is_empty(), fault.is_inside) {
        (true, false) => owner.to_owned(),
        (true, true) => format!("a value in {owner}"),
        (false, false) => format!("`{member}` of `{owner}`"),
        (false, true) => format!("a value in `{member}` of `{owner}`"),
    };
    let message = match &fault.what {
        What::Missing => {
            format!("the example `{name}` has no `{member}`, which `{owner}` requires")
        }
        What::Unknown(_) => {
            format!("the example `{name}` has a member `{member}` that `{owner}` does not have")
        }
        What::Unfit { found, wanted } => {
            format!("the example `{name}` does not fit: {of} must be {wanted}, and is {found}")
        }
        What::Surplus => {
            format!("the example `{name}` does not fit: {of} is behind the last position")
        }
        What::Unlisted(_) => {
            format!("the example `{name}` has another value than the `enum` lists: {of}")
        }
    };
    let message = match findings.len() {
        1 => message,
        count => format!("{message} ({count} times)"),
    };
    let label = |finding: &Finding<'_>| {
        let becomes = match finding.fate {
            Fate::Typed => "",
            Fate::Defect => "such a delivery is typed with a defect",
            Fate::Undecodable => "such a delivery cannot be decoded",
        };
        match &finding.sample.body {
            SampleBody::File(_) => {
                let place = format!("at #{} in this file", finding.pointer);
                [place.as_str(), becomes].join(if becomes.is_empty() { "" } else { "; " })
            }
            SampleBody::Inline(_) => match fault.what {
                What::Missing => format!("missing here; {becomes}"),
                What::Unknown(_) => "unknown member".to_owned(),
                What::Unlisted(_) => "such a delivery has it in `Unknown`".to_owned(),
                What::Unfit { .. } | What::Surplus => becomes.to_owned(),
            },
        }
    };
    let mut diagnostic = Diagnostic::new(code(&fault.what), message)
        .at(place(first), label(first))
        .help(&first.help);
    for finding in findings.iter().skip(1).take(SHOWN - 1) {
        diagnostic = diagnostic.and(place(finding), label(finding));
    }
    Some(diagnostic)
}
