//! Signatures held against the bodies that they guard.
//!
//! In: how each scheme signs, and the events that ask for it. Out: an error where no body has what a
//! signature stands in or is made over, so that nobody would ever be admitted; a warning where the
//! bodies of some events do not have it. Headers and queries are free: no document lists them all.

use webhook_runtime::security::{RequestPlace, SignatureScheme, SignedPart, TimestampPlace};

use super::delivery_id::suggested;
use super::operations::EventOperation;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, closest};
use crate::document::{Document, MediaKind, SecurityRequirement, SecurityScheme};
use crate::lower::security::described_at;
use crate::model::{Authenticator, AuthenticatorKind, Signature};
use crate::place::Pointer;
use crate::schema::{Having, Schemas, having};

/// How many events are named that a signature does not fit.
const NAMED: usize = 3;

/// What a request must have, so that a signature of it can hold.
struct Need {
    /// The key of the description that asks for it, and those inside.
    keys: Vec<String>,
    what: Wanted,
    /// Whether a signature holds without it too.
    is_optional: bool,
}

enum Wanted {
    /// A member of the body at one of these places.
    Member(Vec<Pointer>),
    /// The fields of a form.
    Form,
}

/// A signature, and what it is held against.
struct Guard<'g> {
    name: &'g str,
    scheme: &'g SecurityScheme,
    signature: &'g Signature,
    events: Vec<EventOperation<'g>>,
    root: Option<&'g Vec<SecurityRequirement>>,
}

/// Holds the signatures of a document against its bodies.
pub(crate) fn check_signed_members(
    document: &Document,
    authenticators: &[Authenticator],
    schemas: &Schemas<'_>,
    diagnostics: &mut Diagnostics,
) {
    for authenticator in authenticators {
        let AuthenticatorKind::Signature(signature) = &authenticator.kind else {
            continue;
        };
        let name = authenticator.name.wire.as_str();
        let Some(scheme) = document.security_schemes.get(name) else {
            continue;
        };
        let root = document.security.as_ref();
        let is_asked = |event: &EventOperation<'_>| {
            let asked = event.operation.security.as_ref().or(root);
            let mut names = asked.into_iter().flatten().flat_map(|one| &one.schemes);
            names.any(|(asked, _)| asked == name)
        };
        let guard = Guard {
            name,
            scheme,
            signature,
            events: EventOperation::all(document).filter(is_asked).collect(),
            root,
        };
        if guard.events.is_empty() {
            continue;
        }
        let needs = needs(&signature.scheme);
        let complaints = needs
            .iter()
            .filter_map(|need| guard.complaint(need, schemas));
        // Where a list is missing, so is what is in it; and a preset fits or does not.
        let is_one = guard.is_borrowed() || signature.scheme.each.is_some();
        let most = if is_one { 1 } else { needs.len() };
        diagnostics.extend(complaints.take(most));
    }
}

/// What a signature needs of a request, beside headers and the query.
fn needs(scheme: &SignatureScheme) -> Vec<Need> {
    let member = |pointers: Vec<Pointer>, keys: &[&str]| Need {
        keys: keys.iter().map(|key| (*key).to_owned()).collect(),
        what: Wanted::Member(pointers),
        is_optional: false,
    };
    // Inside the elements of a list, of which any stands for all.
    let list = scheme.each.map(|each| format!("{each}/0"));
    let inside = |pointer: &str| {
        let prefix = list.as_deref().unwrap_or_default();
        Pointer::parse(&format!("{prefix}{pointer}"))
    };
    let mut needs = Vec::new();
    let each = scheme.each.and_then(Pointer::parse);
    needs.extend(each.map(|pointer| member(vec![pointer], &["each"])));
    let places = scheme.signatures.iter().map(|one| match one.place {
        RequestPlace::Body(pointer) => inside(pointer),
        RequestPlace::Header(_) | RequestPlace::Query(_) => None,
    });
    let places: Option<Vec<Pointer>> = places.collect();
    needs.extend(places.map(|places| member(places, &["value", "0", "from"])));
    for part in scheme.signed {
        match part {
            SignedPart::Pointer(pointer) => {
                let pointer = inside(pointer);
                needs.extend(pointer.map(|pointer| member(vec![pointer], &["signed"])));
            }
            SignedPart::FormSorted if scheme.digest.is_none() => needs.push(Need {
                keys: vec!["signed".to_owned()],
                what: Wanted::Form,
                is_optional: false,
            }),
            SignedPart::Optional(parts) => {
                let pointers = parts.iter().filter_map(|part| match part {
                    SignedPart::Pointer(pointer) => inside(pointer),
                    _ => None,
                });
                needs.extend(pointers.map(|pointer| Need {
                    is_optional: true,
                    ..member(vec![pointer], &["signed"])
                }));
            }
            _ => {}
        }
    }
    let time = scheme
        .timestamp
        .and_then(|timestamp| match timestamp.place {
            TimestampPlace::Body(pointer) => inside(pointer),
            _ => None,
        });
    needs.extend(time.map(|pointer| member(vec![pointer], &["timestamp", "from"])));
    needs
}

impl Guard<'_> {
    /// What to say of a need that some or all bodies do not meet.
    fn complaint(&self, need: &Need, schemas: &Schemas<'_>) -> Option<Diagnostic> {
        let met: Vec<Having> = self
            .events
            .iter()
            .map(|event| need.what.met_by(event, schemas))
            .collect();
        let unmet = self.events.iter().zip(&met);
        let unmet = unmet.filter(|(_, having)| **having < Having::Free);
        let unmet: Vec<&EventOperation<'_>> = unmet.map(|(event, _)| event).collect();
        let is_dead = unmet.len() == self.events.len();
        // What a preset leaves out here, other documents have.
        if need.is_optional && (!is_dead || self.is_borrowed()) {
            return None;
        }
        // Another alternative lets these in, whatever is signed.
        let is_lost = |event: &&&EventOperation<'_>| {
            let asked = event.operation.security.as_ref().or(self.root);
            let mut alternatives = asked.into_iter().flatten();
            alternatives.all(|one| one.schemes.iter().any(|(name, _)| name == self.name))
        };
        let lost: Vec<&EventOperation<'_>> = unmet.iter().filter(is_lost).copied().collect();
        if unmet.is_empty() || !is_dead && lost.is_empty() {
            return None;
        }
        let keys: Vec<&str> = need.keys.iter().map(String::as_str).collect();
        let place = described_at(self.scheme, &keys);
        let label = need.what.label();
        let help = need.what.remedy(&self.events, schemas);
        if !is_dead {
            let first = lost.first()?;
            let (named, lack) = (names(&lost), need.what.lack("their bodies do not have"));
            let message = format!("`{}` admits no delivery of {named}: {lack}", self.name);
            let joint = if help.ends_with('?') { " Or" } else { "; or" };
            return Some(
                Diagnostic::new(Code::UnsupportedSecurity, message)
                    .at(Place::key(&first.operation.location), "not admitted")
                    .and(place, label)
                    .help(format!(
                        "{help}{joint} give such webhooks a `security` of their own"
                    )),
            );
        }
        if need.is_optional {
            let lack = need.what.lack("no body has");
            let message = format!(
                "a part of what `{}` signs is always left out: {lack}",
                self.name
            );
            return Some(
                Diagnostic::new(Code::UnsupportedSecurity, message)
                    .at(place, label)
                    .help(help),
            );
        }
        let (code, admits) = if self.is_borrowed() && met.contains(&Having::Unlisted) {
            (Code::UnsupportedSecurity, "may admit nobody")
        } else {
            (Code::InvalidValue, "admits nobody")
        };
        let lack = need.what.lack("no body has");
        let message = format!("`{}` {admits}: {lack}", self.name);
        Some(Diagnostic::new(code, message).at(place, label).help(help))
    }

    /// Whether the description is not written for the document, whose schemas may be short of what
    /// is signed.
    fn is_borrowed(&self) -> bool {
        let described = self.scheme.signature.as_ref();
        let is_foreign = described.is_some_and(|one| one.extension.is_some());
        self.signature.preset.is_some() || is_foreign
    }
}

impl Wanted {
    /// How well an event's bodies meet it.
    fn met_by(&self, event: &EventOperation<'_>, schemas: &Schemas<'_>) -> Having {
        let bodies = event.operation.request_body.iter();
        let media_types = bodies.flat_map(|body| &body.content);
        let met = media_types.map(|media_type| match (self, media_type.kind()) {
            (Self::Form, MediaKind::Form) => Having::Listed,
            (Self::Form, _) | (Self::Member(_), MediaKind::Other) => Having::Never,
            (Self::Member(pointers), _) => {
                let Some(schema) = &media_type.schema else {
                    return Having::Free;
                };
                let all = pointers.iter().map(|one| having(schema, one, schemas));
                all.max().unwrap_or(Having::Never)
            }
        });
        let without = match self {
            // Of no body, the form is empty.
            Self::Form if event.operation.request_body.is_none() => Having::Free,
            _ => Having::Never,
        };
        met.max().unwrap_or(without)
    }

    /// What bodies lack.
    fn lack(&self, have_not: &str) -> String {
        match self {
            Self::Form => "`{form-sorted}` is signed, and the bodies are not forms in `application/x-www-form-urlencoded`".to_owned(),
            Self::Member(pointers) => {
                let written = pointers.iter().map(|pointer| format!("`{pointer}`"));
                format!("{have_not} {}", written.collect::<Vec<_>>().join(" or "))
            }
        }
    }

    /// What to write at the place that asks for it.
    fn label(&self) -> &'static str {
        match self {
            Self::Form => "signs the fields of a form",
            Self::Member(_) => "leads nowhere",
        }
    }

    /// What to do about it.
    fn remedy(&self, events: &[EventOperation<'_>], schemas: &Schemas<'_>) -> String {
        let Self::Member(pointers) = self else {
            return "describe the bodies as forms, if the vendor sends forms; or say `{body}` where a body is signed as it is sent"
                .to_owned();
        };
        let wanted: Vec<&str> = pointers.iter().filter_map(Pointer::last).collect();
        let known = suggested(events, &wanted, schemas);
        let written = pointers.first().map(Pointer::to_string).unwrap_or_default();
        let bare: Vec<&str> = known.iter().map(|one| one.trim_matches('`')).collect();
        match closest(&written, bare) {
            Some(near) => format!("did you mean `{near}`?"),
            None if known.is_empty() => {
                "describe the member in the schema of the body, or name a header".to_owned()
            }
            None => format!("bodies have {}", known.join(", ")),
        }
    }
}

/// The events' names, up to a few.
fn names(events: &[&EventOperation<'_>]) -> String {
    let shown = events.iter().take(NAMED);
    let shown = shown.map(|event| format!("`{}`", event.wire()));
    let shown = shown.collect::<Vec<_>>().join(", ");
    match events.len().saturating_sub(NAMED) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
