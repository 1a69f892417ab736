//! What became of a document: the answer to `codegen --report`.
//!
//! In: a [`Model`] with its ledger, and the files that its places lie in. Out: a [`Report`], as text for people or as JSON for
//! programs. It decides nothing, and it writes nothing.
//!
//! The JSON is one object with these members, in this order; lists keep the document's order unless said otherwise, and a *place* is
//! `{"file": …, "line": …, "column": …, "pointer": …}`, line and column counted from 1, the pointer as in RFC 6901.
//!
//! - `crate`: the name of the package.
//! - `event_name`: how a delivery tells its event, `{"by": "path", "chosen": "path"}`, or `by` as `pointer`, `header` or `header-and-pointer`
//!   with those two as further members. `chosen` says by whom: `declared` in the document, an `option` of the command line, `inferred` from the
//!   bodies' constants, or `path` for want of all these.
//! - `required`: `document` or `optional`.
//! - `events`: each `{"name", "group", "handler", "method", "body", "payload"}`, the method as HTTP's, the body as `json`, `form`, `multipart`, `raw` or
//!   `none`, the payload as a Rust type; with `further`, a list of `{"media_type", "body"}`, where it may come in other media types too.
//! - `security`: `{"schemes", "left_out"}`: the names of the schemes that deliveries are authenticated by, and the declared ones that the
//!   crate has not, each `{"name", "reason", "place"}`.
//! - `types`: `{"objects", "unions", "enums"}`, how many of each.
//! - `keywords`: `honoured`, `documented` and `not_expressed`, each a list by name of `{"keyword", "count", "places"}`: how many of the schemas
//!   that webhooks reach have it (identical ones count once), and where the first of them are. What is documented stands in rustdoc
//!   and does not narrow a type; what is not expressed is decoded as if the keyword were not there.
//! - `unions`: each `{"name", "place", "tests", "variants"}`. The tests, outermost first, are `discriminator: NAME`, `inferred tag: NAME`, `kind`,
//!   `members` and `attempt`.
//! - `names`: what is not plainly named after the document, each `{"what", "wire", "ident", "reason", "place"}`.

mod shown;
mod text;

use serde::Serialize;

use self::shown::{shape_text, tests_of};
use crate::characters::json_text;
use crate::diagnostic::Place;
use crate::model::{
    Body, Event, EventNamePlace, EventNameSource, KeywordUse, Model, Required, Treatment, TypeKind,
};
use crate::place::Location;
use crate::source::Sources;

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportFormat {
    /// Lines for people.
    Text,
    /// One JSON object.
    Json,
}

/// The account of one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The name of the package.
    #[serde(rename = "crate")]
    pub crate_name: String,
    /// How a delivery tells its event.
    pub event_name: EventNameReport,
    /// `document` or `optional`.
    pub required: &'static str,
    /// The events, group by group.
    pub events: Vec<EventReport>,
    /// The security schemes.
    pub security: SecurityReport,
    /// How many types there are.
    pub types: TypeCounts,
    /// What became of the keywords.
    pub keywords: KeywordReports,
    /// The unions, and how their variants are told apart.
    pub unions: Vec<UnionReport>,
    /// Names that are not plainly those of the document.
    pub names: Vec<NameReport>,
}

/// How a delivery tells its event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EventNameReport {
    /// `path`, `pointer`, `header` or `header-and-pointer`.
    pub by: &'static str,
    /// `declared`, `option`, `inferred` or `path`.
    pub chosen: &'static str,
    /// The header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<String>,
    /// The pointer into the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
}

/// One event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EventReport {
    /// Its name on the wire.
    pub name: String,
    /// The tag of its group.
    pub group: String,
    /// The trait and the method that take it.
    pub handler: String,
    /// The HTTP method that it is delivered by.
    pub method: String,
    /// `json`, `form`, `multipart`, `raw` or `none`.
    pub body: &'static str,
    /// The Rust type of its payload.
    pub payload: String,
    /// The other media types that it may come in; left out where there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub further: Vec<FurtherReport>,
}

/// A media type that an event may come in beside its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FurtherReport {
    /// The media type.
    pub media_type: String,
    /// `json`, `form` or `multipart`, which are decoded to the event's payload, or `raw`, which is not decoded.
    pub body: &'static str,
}

/// The security schemes, by whether the crate has them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SecurityReport {
    /// Those that deliveries are authenticated by.
    pub schemes: Vec<String>,
    /// Those that the document declares and the crate has not.
    pub left_out: Vec<LeftOutReport>,
}

/// A security scheme that the crate has not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOutReport {
    /// Its name.
    pub name: String,
    /// Why.
    pub reason: &'static str,
    /// Where it is declared.
    pub place: Option<PlaceReport>,
}

/// How many types there are of each kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct TypeCounts {
    /// Structs.
    pub objects: usize,
    /// Enums of shapes.
    pub unions: usize,
    /// Enums of values.
    pub enums: usize,
}

/// The keywords, by what became of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct KeywordReports {
    /// Types, and the code that reads them, keep to these.
    pub honoured: Vec<KeywordReport>,
    /// The documentation tells these.
    pub documented: Vec<KeywordReport>,
    /// Deliveries are decoded as if these were not there.
    pub not_expressed: Vec<KeywordReport>,
}

/// One keyword.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeywordReport {
    /// The keyword.
    pub keyword: String,
    /// How many schemas have it.
    pub count: usize,
    /// The first of them.
    pub places: Vec<PlaceReport>,
}

/// One union.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnionReport {
    /// The Rust name.
    pub name: String,
    /// Where it is described.
    pub place: Option<PlaceReport>,
    /// What a delivery is asked, outermost first.
    pub tests: Vec<String>,
    /// The Rust names of the variants.
    pub variants: Vec<String>,
}

/// One name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NameReport {
    /// What is named.
    pub what: &'static str,
    /// The name in the document.
    pub wire: String,
    /// The name in Rust.
    pub ident: String,
    /// Why they differ.
    pub reason: String,
    /// Where the document has it.
    pub place: Option<PlaceReport>,
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlaceReport {
    /// The file, as people are shown it.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The column in characters, counted from 1.
    pub column: usize,
    /// The node, as a JSON pointer (RFC 6901).
    pub pointer: String,
}

/// Makes the account of a model. Positions are looked up in the files that it was made from.
#[must_use]
pub fn report(model: &Model, sources: &Sources) -> Report {
    let keywords = |treatment| {
        let uses = model.ledger.keywords.iter();
        let uses = uses.filter(|used| used.treatment == treatment);
        uses.map(|used| keyword(used, sources)).collect()
    };
    let mut counts = TypeCounts::default();
    for definition in model.reached_types() {
        *match definition.kind {
            TypeKind::Object(_) => &mut counts.objects,
            TypeKind::Union(_) => &mut counts.unions,
            TypeKind::OpenEnum(_) => &mut counts.enums,
        } += 1;
    }
    let unions = model
        .reached_types()
        .filter_map(|definition| match &definition.kind {
            TypeKind::Union(union) => Some(UnionReport {
                name: definition.ident.clone(),
                place: place(&definition.place, sources),
                tests: tests_of(&union.test),
                variants: union
                    .variants
                    .iter()
                    .map(|variant| variant.ident.clone())
                    .collect(),
            }),
            _ => None,
        });
    let names = model.ledger.names.iter().map(|name| NameReport {
        what: name.what,
        wire: name.wire.clone(),
        ident: name.ident.clone(),
        reason: name.reason.clone(),
        place: name
            .place
            .as_ref()
            .and_then(|location| place(location, sources)),
    });
    Report {
        crate_name: model.crate_name.clone(),
        event_name: event_name(model),
        required: match model.required {
            Required::Document => "document",
            Required::Optional => "optional",
        },
        events: events(model),
        security: security(model, sources),
        types: counts,
        keywords: KeywordReports {
            honoured: keywords(Treatment::Honoured),
            documented: keywords(Treatment::Documented),
            not_expressed: keywords(Treatment::NotExpressed),
        },
        unions: unions.collect(),
        names: names.collect(),
    }
}

impl Report {
    /// The JSON, ended by a line break. The module says what is in it.
    #[must_use]
    pub fn json(&self) -> String {
        let text = serde_json::to_string_pretty(self).unwrap_or_default();
        json_text(&text) + "\n"
    }

    /// The text, a section for each subject.
    #[must_use]
    pub fn text(&self) -> String {
        text::written(self)
    }
}

fn events(model: &Model) -> Vec<EventReport> {
    let groups = model.groups.iter();
    let events = groups.flat_map(|group| group.events.iter().map(move |event| (group, event)));
    let events = events.map(|(group, event)| EventReport {
        name: event.name.wire.clone(),
        group: group.name.wire.clone(),
        handler: format!("{}::{}", group.handler, event.method),
        method: event.http_method.clone(),
        body: body(&event.body),
        payload: match event.body {
            Body::Raw => "RawBody".to_owned(),
            Body::Nothing => "()".to_owned(),
            Body::Json | Body::Form(_) | Body::Multipart(_) => shape_text(&event.payload, model),
        },
        further: further(event),
    });
    events.collect()
}

fn security(model: &Model, sources: &Sources) -> SecurityReport {
    let schemes = model.authenticators.iter();
    let left_out = model.ledger.left_out_schemes.iter();
    SecurityReport {
        schemes: schemes.map(|scheme| scheme.name.wire.clone()).collect(),
        left_out: left_out
            .map(|scheme| LeftOutReport {
                name: scheme.name.clone(),
                reason: scheme.reason,
                place: place(&scheme.place, sources),
            })
            .collect(),
    }
}

fn body(body: &Body) -> &'static str {
    match body {
        Body::Json => "json",
        Body::Form(_) => "form",
        Body::Multipart(_) => "multipart",
        Body::Raw => "raw",
        Body::Nothing => "none",
    }
}

fn further(event: &Event) -> Vec<FurtherReport> {
    let further = event.further.iter().map(|further| FurtherReport {
        media_type: further.media_type.clone(),
        body: body(&further.body),
    });
    further.collect()
}

fn event_name(model: &Model) -> EventNameReport {
    let (by, header, pointer) = match &model.event_name {
        EventNamePlace::Path => ("path", None, None),
        EventNamePlace::Body(pointer) => ("pointer", None, Some(pointer.to_string())),
        EventNamePlace::Header(header) => ("header", Some(header.clone()), None),
        EventNamePlace::HeaderAndBody { header, pointer } => (
            "header-and-pointer",
            Some(header.clone()),
            Some(pointer.to_string()),
        ),
    };
    EventNameReport {
        by,
        chosen: match model.event_name_source {
            EventNameSource::Declared => "declared",
            EventNameSource::Option => "option",
            EventNameSource::Inferred => "inferred",
            EventNameSource::Path => "path",
        },
        header,
        pointer,
    }
}

fn keyword(used: &KeywordUse, sources: &Sources) -> KeywordReport {
    KeywordReport {
        keyword: used.keyword.clone(),
        count: used.count,
        places: used
            .places
            .iter()
            .filter_map(|location| place(location, sources))
            .collect(),
    }
}

fn place(location: &Location, sources: &Sources) -> Option<PlaceReport> {
    let file = sources.file(location.file)?;
    let (line, column) = sources.position(&Place::key(location))?;
    Some(PlaceReport {
        file: file.name.clone(),
        line,
        column,
        pointer: location.pointer.to_string(),
    })
}
