//! What became of a document: the answer to `codegen --report`.
//!
//! In: a [`Model`] with its ledger, and the files that its places lie in. Out: the account, as text
//! for people or as JSON for programs. It decides nothing, and it writes nothing.
//!
//! The JSON is one object with these members, in this order. Lists keep the document's order unless
//! said otherwise. A *place* is `{"file": …, "line": …, "column": …, "pointer": …}`: line and
//! column are counted from 1, the column in characters, and the pointer is as in RFC 6901.
//!
//! - `crate`: the name of the package.
//! - `event_name`: where a delivery names its event: `{"by": "path", "chosen": "path"}`, or with
//!   `by` as `pointer`, `header` or `header-and-pointer` and with those two as further members.
//!   `chosen` says why it is there: it is `declared` in the document, an `option` of the command
//!   line, `inferred` from the constants of the bodies, or `path` because nothing else was found.
//! - `required`: `document` or `optional`.
//! - `events`, group by group: each `{"name", "group", "handler", "method", "body", "payload"}`.
//!   The name is that on the wire, the handler the trait and its method, the method that of HTTP,
//!   the body `json`, `form`, `multipart`, `raw` or `none`, and the payload a Rust type. An event
//!   that may come in other media types too has `further`, a list of `{"media_type", "body"}`.
//! - `security`: `{"schemes", "left_out"}`: the names of the schemes by which deliveries are
//!   authenticated, and the declared ones that the crate does not have, each
//!   `{"name", "reason", "place"}`. `extensions` are those of other tools that say how deliveries
//!   are signed, each `{"extension", "count", "places"}`; it is left out if there are none.
//! - `handshakes`: the names of those that are answered, and `undescribed_handshakes`: the vendors as
//!   which a scheme is signed, and whose handshakes the document does not describe. Each is left out
//!   if there are none.
//! - `types`: `{"objects", "unions", "enums"}`, how many of each, and `"tuples"` if there are any.
//! - `keywords`: `honoured`, `documented` and `not_expressed`, each a list by name of `{"keyword",
//!   "count", "places"}`: how many of the schemas that webhooks reach have it (identical ones count
//!   once), and where the first of them are. A documented keyword is in the rustdoc and does not
//!   narrow a type. One that is not expressed is ignored when a delivery is decoded.
//! - `assumed_types`: the places of schemas that say what an object or a list holds, and not that a
//!   value is one; they are read as if they did, and a value of another type is a defect. The
//!   member is left out if there are none.
//! - `any_integers`: the places where required members are integers of any size. One that 64 bits do
//!   not hold cannot be decoded, nor can what it is in. The member is left out if there are none.
//! - `unions`: each `{"name", "place", "tests", "variants"}`. The tests, outermost first, are
//!   `discriminator: NAME`, `inferred tag: NAME`, `kind`, `members` and `attempt`.
//! - `names`: what is not plainly named after the document, each
//!   `{"what", "wire", "ident", "reason", "place"}`.

mod shown;
mod text;

use serde::Serialize;

pub(crate) use self::shown::shape_text;
use self::shown::tests_of;
use crate::characters::json_text;
use crate::diagnostic::Place;
use crate::model::{
    Body, EventNamePlace, EventNameSource, Model, NamePlace, Required, Treatment, TypeKind,
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

/// The account of one document. The documentation of the module says what its parts are.
#[derive(Serialize)]
struct Report<'m> {
    #[serde(rename = "crate")]
    crate_name: &'m str,
    event_name: EventNameReport<'m>,
    required: &'static str,
    events: Vec<EventReport<'m>>,
    security: SecurityReport<'m>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    handshakes: Vec<&'m str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    undescribed_handshakes: &'m [String],
    types: TypeCounts,
    keywords: KeywordReports<'m>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    assumed_types: Vec<PlaceReport<'m>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    any_integers: Vec<PlaceReport<'m>>,
    unions: Vec<UnionReport<'m>>,
    names: Vec<NameReport<'m>>,
}

#[derive(Serialize)]
struct EventNameReport<'m> {
    by: &'static str,
    chosen: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    header: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<String>,
    /// The first that is there counts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    places: Vec<NamePlaceReport<'m>>,
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum NamePlaceReport<'m> {
    Pointer(String),
    Header(&'m str),
    Query(&'m str),
}

#[derive(Serialize)]
struct EventReport<'m> {
    name: &'m str,
    group: &'m str,
    handler: String,
    method: &'m str,
    body: &'static str,
    payload: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    further: Vec<FurtherReport<'m>>,
}

#[derive(Serialize)]
struct FurtherReport<'m> {
    media_type: &'m str,
    body: &'static str,
}

#[derive(Serialize)]
struct SecurityReport<'m> {
    schemes: Vec<&'m str>,
    left_out: Vec<LeftOutReport<'m>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    extensions: Vec<ExtensionReport<'m>>,
}

#[derive(Serialize)]
struct ExtensionReport<'m> {
    extension: &'m str,
    count: usize,
    places: Vec<PlaceReport<'m>>,
}

#[derive(Serialize)]
struct LeftOutReport<'m> {
    name: &'m str,
    reason: &'static str,
    place: Option<PlaceReport<'m>>,
}

#[derive(Default, Serialize)]
struct TypeCounts {
    objects: usize,
    unions: usize,
    enums: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    tuples: Option<usize>,
}

#[derive(Serialize)]
struct KeywordReports<'m> {
    honoured: Vec<KeywordReport<'m>>,
    documented: Vec<KeywordReport<'m>>,
    not_expressed: Vec<KeywordReport<'m>>,
}

#[derive(Serialize)]
struct KeywordReport<'m> {
    keyword: &'m str,
    count: usize,
    places: Vec<PlaceReport<'m>>,
}

#[derive(Serialize)]
struct UnionReport<'m> {
    name: &'m str,
    place: Option<PlaceReport<'m>>,
    tests: Vec<String>,
    variants: Vec<&'m str>,
}

#[derive(Serialize)]
struct NameReport<'m> {
    what: &'static str,
    wire: &'m str,
    ident: &'m str,
    reason: &'m str,
    place: Option<PlaceReport<'m>>,
}

#[derive(Serialize)]
struct PlaceReport<'m> {
    file: &'m str,
    line: usize,
    column: usize,
    pointer: String,
}

/// That a vendor as which deliveries are signed has a handshake that the document does not describe.
#[must_use]
pub fn undescribed_handshake(name: &str) -> String {
    text::undescribed_handshake(name)
}

/// The account of a model in a format, ended by a line break. Positions are looked up in the files
/// that the model was made from.
#[must_use]
pub fn report(model: &Model, sources: &Sources, format: ReportFormat) -> String {
    let report = account(model, sources);
    match format {
        ReportFormat::Text => text::written(&report),
        ReportFormat::Json => {
            let text = serde_json::to_string_pretty(&report).unwrap_or_default();
            json_text(&text) + "\n"
        }
    }
}

fn account<'m>(model: &'m Model, sources: &'m Sources) -> Report<'m> {
    let keywords = |treatment| {
        let uses = model.ledger.keywords.iter();
        let uses = uses.filter(|used| used.treatment == treatment);
        let reports = uses.map(|used| KeywordReport {
            keyword: &used.keyword,
            count: used.count,
            places: used
                .places
                .iter()
                .filter_map(|location| place(location, sources))
                .collect(),
        });
        reports.collect()
    };
    let mut types = TypeCounts::default();
    let mut unions = Vec::new();
    for definition in model.reached_types() {
        match &definition.kind {
            TypeKind::Object(_) => types.objects += 1,
            TypeKind::OpenEnum(_) => types.enums += 1,
            TypeKind::Tuple(_) => *types.tuples.get_or_insert_default() += 1,
            TypeKind::Union(union) => {
                types.unions += 1;
                let variants = union.variants.iter();
                unions.push(UnionReport {
                    name: &definition.ident,
                    place: place(&definition.place, sources),
                    tests: tests_of(&union.test),
                    variants: variants.map(|variant| &*variant.ident).collect(),
                });
            }
        }
    }
    let names = model.ledger.names.iter().map(|name| NameReport {
        what: name.what,
        wire: &name.wire,
        ident: &name.ident,
        reason: &name.reason,
        place: name
            .place
            .as_ref()
            .and_then(|location| place(location, sources)),
    });
    let assumed = model.ledger.assumed_types.iter();
    let schemes = model.authenticators.iter();
    let left_out = model.ledger.left_out_schemes.iter();
    let extensions = model.ledger.foreign_signatures.iter();
    let extensions = extensions.map(|(extension, places)| ExtensionReport {
        extension,
        count: places.len(),
        places: places
            .iter()
            .filter_map(|location| place(location, sources))
            .collect(),
    });
    Report {
        crate_name: &model.crate_name,
        event_name: event_name(model),
        required: match model.required {
            Required::Document => "document",
            Required::Optional => "optional",
        },
        events: events(model),
        security: SecurityReport {
            schemes: schemes.map(|scheme| &*scheme.name.wire).collect(),
            left_out: left_out
                .map(|scheme| LeftOutReport {
                    name: &scheme.name,
                    reason: scheme.reason,
                    place: place(&scheme.place, sources),
                })
                .collect(),
            extensions: extensions.collect(),
        },
        handshakes: model.handshakes.iter().map(|one| one.name).collect(),
        undescribed_handshakes: &model.undescribed_handshakes,
        types,
        keywords: KeywordReports {
            honoured: keywords(Treatment::Honoured),
            documented: keywords(Treatment::Documented),
            not_expressed: keywords(Treatment::NotExpressed),
        },
        assumed_types: assumed
            .filter_map(|location| place(location, sources))
            .collect(),
        any_integers: model
            .reached_types()
            .filter_map(|definition| definition.kind.object())
            .flat_map(|object| &object.fields)
            .filter_map(|field| place(field.required_integer()?, sources))
            .collect(),
        unions,
        names: names.collect(),
    }
}

fn events(model: &Model) -> Vec<EventReport<'_>> {
    let groups = model.groups.iter();
    let events = groups.flat_map(|group| group.events.iter().map(move |event| (group, event)));
    let events = events.map(|(group, event)| EventReport {
        name: &event.name.wire,
        group: &group.name.wire,
        handler: format!("{}::{}", group.handler, event.method),
        method: &event.http_method,
        body: body(&event.body),
        payload: match event.body {
            Body::Raw => "RawBody".to_owned(),
            Body::Nothing => "()".to_owned(),
            Body::Json | Body::Form(_) | Body::Multipart(_) => shape_text(&event.payload, model),
        },
        further: event
            .further
            .iter()
            .map(|further| FurtherReport {
                media_type: &further.media_type,
                body: body(&further.body),
            })
            .collect(),
    });
    events.collect()
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

fn event_name(model: &Model) -> EventNameReport<'_> {
    let mut places = Vec::new();
    let (by, header, pointer) = match &model.event_name {
        EventNamePlace::Path => ("path", None, None),
        EventNamePlace::Query(query) => {
            places.push(NamePlaceReport::Query(query));
            ("query", None, None)
        }
        EventNamePlace::Several(several) => {
            places.extend(several.iter().map(|place| match place {
                NamePlace::Pointer(pointer) => NamePlaceReport::Pointer(pointer.to_string()),
                NamePlace::Header(header) => NamePlaceReport::Header(header),
                NamePlace::Query(query) => NamePlaceReport::Query(query),
            }));
            ("places", None, None)
        }
        EventNamePlace::Body(pointer) => ("pointer", None, Some(pointer)),
        EventNamePlace::Header(header) => ("header", Some(header), None),
        EventNamePlace::HeaderAndBody { header, pointer } => {
            ("header-and-pointer", Some(header), Some(pointer))
        }
    };
    EventNameReport {
        by,
        chosen: match model.event_name_source {
            EventNameSource::Declared => "declared",
            EventNameSource::Option => "option",
            EventNameSource::Inferred => "inferred",
            EventNameSource::Path => "path",
        },
        header: header.map(String::as_str),
        pointer: pointer.map(ToString::to_string),
        places,
    }
}

fn place<'s>(location: &Location, sources: &'s Sources) -> Option<PlaceReport<'s>> {
    let (file, (line, column)) = sources.spot(&Place::key(location))?;
    Some(PlaceReport {
        file: &file.name,
        line,
        column,
        pointer: location.pointer.to_string(),
    })
}
