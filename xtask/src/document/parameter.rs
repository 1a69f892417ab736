//! The Parameter Object (section 4.8.12 of version 3.1.1): what comes beside a body, in headers and
//! elsewhere.

use serde_json::Value;

use super::fields::{Fields, Reader};
use super::header_name::is_token;
use super::media_type::example::read_examples;
use super::media_type::{Example, MediaType, read_content};
use crate::diagnostic::Place;
use crate::place::Location;

/// Something that comes beside the body.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// The object itself, `$ref` followed.
    pub location: Location,
    /// Its name on the wire.
    pub name: String,
    /// Where it comes.
    pub location_in: ParameterIn,
    /// Prose in `CommonMark`.
    pub description: Option<String>,
    /// The schema node, a `$ref` not followed; absent if nothing is said of it, or if it is a text
    /// in some media type.
    pub schema: Option<Location>,
    /// The media type in which its text is written, where it is one.
    pub content: Option<MediaType>,
    /// How a value of several parts is written.
    pub style: ParameterStyle,
    /// Whether each part of a value is written apart: `a=1&a=2`, and not `a=1,2`.
    pub explode: bool,
    /// Whether it always comes.
    pub required: bool,
    /// Whether it is to go.
    pub deprecated: bool,
    /// Samples of its value.
    pub examples: Vec<Example>,
}

/// Where a parameter comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ParameterIn {
    /// A request header.
    Header,
    /// A parameter of the URL.
    Query,
    /// The whole query of the URL (version 3.2).
    QueryString,
    /// A cookie.
    Cookie,
    /// A part of the path.
    Path,
}

/// How a value of several parts is written (section 4.8.12.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterStyle {
    /// `a,b`, in headers and paths.
    Simple,
    /// `name=a&name=b`, or `name=a,b`.
    Form,
    /// `name=a%20b`.
    SpaceDelimited,
    /// `name=a|b`.
    PipeDelimited,
    /// `name[member]=a`.
    DeepObject,
    /// One of a path or a cookie that begins with more than the value.
    Other,
}

impl ParameterStyle {
    /// Where nothing is said.
    fn usual(location_in: ParameterIn) -> Self {
        match location_in {
            ParameterIn::Header | ParameterIn::Path => Self::Simple,
            ParameterIn::Query | ParameterIn::QueryString | ParameterIn::Cookie => Self::Form,
        }
    }

    fn named(word: &str, location_in: ParameterIn) -> Option<Self> {
        match (word, location_in) {
            ("simple", ParameterIn::Header | ParameterIn::Path) => Some(Self::Simple),
            ("label" | "matrix", ParameterIn::Path) | ("cookie", ParameterIn::Cookie) => {
                Some(Self::Other)
            }
            ("form", ParameterIn::Query | ParameterIn::Cookie) => Some(Self::Form),
            ("spaceDelimited", ParameterIn::Query) => Some(Self::SpaceDelimited),
            ("pipeDelimited", ParameterIn::Query) => Some(Self::PipeDelimited),
            ("deepObject", ParameterIn::Query) => Some(Self::DeepObject),
            _ => None,
        }
    }
}

const KEYS: &[&str] = &[
    "name",
    "in",
    "description",
    "required",
    "deprecated",
    "allowEmptyValue",
    "style",
    "explode",
    "allowReserved",
    "schema",
    "example",
    "examples",
    "content",
];

/// Headers that a parameter cannot describe (section 4.8.12.2.1): other parts of the document do.
const DESCRIBED_ELSEWHERE: [&str; 3] = ["accept", "content-type", "authorization"];

/// The parameters of an operation: those nearest to it first, such as its own; they replace others
/// of the same name. One that its own list has already, which the specification forbids, counts no
/// more; such are the second part.
pub(super) fn read_parameters(
    reader: &mut Reader,
    locations: &[Location],
) -> (Vec<Parameter>, Vec<Parameter>) {
    let mut found: Vec<(Parameter, Option<Location>)> = Vec::new();
    let mut repeated = Vec::new();
    for location in locations {
        let Some(parameter) = read_parameter(reader, location) else {
            continue;
        };
        let list = location.parent();
        let Some((known, known_list)) = found.iter().find(|(known, _)| is_same(known, &parameter))
        else {
            found.push((parameter, list));
            continue;
        };
        if *known_list == list && known.location != parameter.location {
            let (name, first) = (&parameter.name, &known.name);
            let by_case = if name == first {
                String::new()
            } else {
                format!(": header names do not differ by case, and `{first}` is there already")
            };
            reader.off_spec(
                location,
                format!("the parameter `{name}` is given again, and the first counts{by_case}"),
                "take one of the two out",
            );
            repeated.push(parameter);
        }
    }
    let found = found.into_iter().map(|(parameter, _)| parameter);
    (found.collect(), repeated)
}

/// Whether two parameters are one (section 4.8.10.1), the case of header names aside (RFC 9110,
/// section 5.1).
fn is_same(one: &Parameter, other: &Parameter) -> bool {
    one.location_in == other.location_in
        && match one.location_in {
            ParameterIn::Header => one.name.eq_ignore_ascii_case(&other.name),
            _ => one.name == other.name,
        }
}

/// Where the Parameter or Reference Objects under `parameters` stand.
pub(super) fn locations(reader: &mut Reader, fields: &Fields) -> Vec<Location> {
    let items = reader.listed(fields, "parameters", "Parameter Objects");
    items
        .into_iter()
        .flatten()
        .map(|(location, _)| location)
        .collect()
}

/// A parameter; `None` for what is none, which is complained about, and for headers that other
/// parts of the document describe.
fn read_parameter(reader: &mut Reader, location: &Location) -> Option<Parameter> {
    let fields = reader.described_at(location, "a Parameter Object")?;
    reader.unknown_keys(&fields, KEYS);
    let location_in = match fields.get("in").and_then(Value::as_str) {
        Some("header") => ParameterIn::Header,
        Some("query") => ParameterIn::Query,
        Some("querystring") => ParameterIn::QueryString,
        Some("cookie") => ParameterIn::Cookie,
        Some("path") => ParameterIn::Path,
        _ => {
            reader.off_spec(
                &fields.location,
                "the parameter does not say where it comes; it is left out",
                "add `in: header` or `in: query`",
            );
            return None;
        }
    };
    let Some(name) = reader.string(&fields, "name") else {
        reader.off_spec(
            &fields.location,
            "the parameter has no `name`; it is left out",
            "add `name`; the specification requires it",
        );
        return None;
    };
    if location_in == ParameterIn::Header {
        if DESCRIBED_ELSEWHERE.contains(&name.to_ascii_lowercase().as_str()) {
            return None;
        }
        if !is_token(&name) {
            reader.off_spec(
                fields.location.child("name"),
                format!("`{name}` is no header name; the parameter is left out"),
                "use letters, digits and `-`, as in `X-Event-Type`",
            );
            return None;
        }
    }
    Some(described(reader, fields, name, location_in))
}

/// The headers of a response, by the Header Objects under `headers` (section 4.8.21). The media type
/// of what is read is said elsewhere.
pub(super) fn read_headers(reader: &mut Reader, response: &Fields) -> Vec<Parameter> {
    let Some(map) = reader.described_map(response, "headers", "a map of Header Objects") else {
        return Vec::new();
    };
    let mut headers: Vec<Parameter> = Vec::new();
    for (name, _) in map.named() {
        let location = map.location.child(name);
        if name.eq_ignore_ascii_case("content-type") {
            continue;
        }
        if !is_token(name) {
            reader.off_spec(
                Place::key(&location),
                format!("`{name}` is no header name; the header is left out"),
                "use letters, digits and `-`, as in `X-Request-Id`",
            );
            continue;
        }
        if headers
            .iter()
            .any(|known| known.name.eq_ignore_ascii_case(name))
        {
            reader.off_spec(
                Place::key(&location),
                format!("the header `{name}` is given again, and the first counts: header names do not differ by case"),
                "take one of the two out",
            );
            continue;
        }
        let Some(fields) = reader.described_at(&location, "a Header Object") else {
            continue;
        };
        // The name and the place are those of the map.
        let known: Vec<&str> = KEYS
            .iter()
            .copied()
            .filter(|key| !["name", "in"].contains(key))
            .collect();
        reader.unknown_keys(&fields, &known);
        headers.push(described(reader, fields, name.clone(), ParameterIn::Header));
    }
    headers
}

/// What the object says of a parameter of this name.
fn described(
    reader: &mut Reader,
    fields: Fields,
    name: String,
    location_in: ParameterIn,
) -> Parameter {
    let schema = fields.get("schema").filter(|value| value.is_object());
    let style = read_style(reader, &fields, location_in);
    Parameter {
        required: reader.boolean(&fields, "required").unwrap_or_default(),
        deprecated: reader.boolean(&fields, "deprecated").unwrap_or_default(),
        explode: reader
            .boolean(&fields, "explode")
            .unwrap_or(style == ParameterStyle::Form),
        style,
        examples: read_examples(reader, &fields, false),
        name,
        location_in,
        description: reader.annotation(&fields, "description"),
        schema: schema.map(|_| fields.location.child("schema")),
        content: read_content(reader, &fields).into_iter().next(),
        location: fields.location,
    }
}

fn read_style(reader: &mut Reader, fields: &Fields, location_in: ParameterIn) -> ParameterStyle {
    let usual = ParameterStyle::usual(location_in);
    let Some(word) = reader.string(fields, "style") else {
        return usual;
    };
    ParameterStyle::named(&word, location_in).unwrap_or_else(|| {
        reader.off_spec(
            fields.location.child("style"),
            format!("`{word}` is no style of such a parameter; it is read as if nothing were said"),
            "leave `style` out, or say one that the specification has for this place",
        );
        usual
    })
}
