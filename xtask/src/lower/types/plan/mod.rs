//! What a value becomes, before anything has a name.
//!
//! In: schemas that hold together. Out: a [`Plan`], plain data without names and type ids, and what
//! is to be said about the schemas. A plan looks no deeper than one type: what is inside stays a
//! conjunction. It may not know which types were made before. Source: JSON Schema 2020-12,
//! Validation §6.1, and the formats of OpenAPI 3.1 §4.4.

mod alternatives;
mod conditions;
mod lists;
mod objects;
mod slips;
#[cfg(test)]
mod tests;
mod values;

use serde_json::Value;

pub(super) use lists::TuplePlan;
pub(super) use objects::{Member, ObjectPlan, Others, Presence};
pub(super) use values::EnumPlan;

use self::slips::{format_alone, format_of_texts};
use crate::diagnostic::{Code, Diagnostic};
use crate::lower::account::{Findings, check_keywords};
use crate::lower::unions::Alternative;
use crate::model::{JsonKind, Shape, TextCoding, UnionTest};
use crate::place::Location;
use crate::schema::{Alternatives, Conjunction, Schemas, View, json_kind};

/// How many lists, maps and `null`s may be around one another with no object in between. The
/// compiler follows a type through all of them to know whether it may go from thread to thread, and
/// gives up at 128 steps, of which each takes three or four.
pub(super) const DEEPEST: usize = 16;

/// The keywords that say what the text of a string is.
const CONTENT: [&str; 3] = ["contentEncoding", "contentMediaType", "contentSchema"];

/// What a value becomes.
#[derive(Debug)]
pub(super) enum Plan<'a> {
    /// Any JSON.
    Json,
    /// A scalar, whose shape is known.
    Scalar(Shape),
    /// A list whose items follow these schemas; any items where there are none.
    List(Conjunction),
    /// A list whose elements differ by position.
    Tuple(TuplePlan),
    /// An object whose members are not listed.
    Map(Option<Others>),
    /// A string whose text is JSON that follows these schemas.
    JsonText(Conjunction, TextCoding),
    /// Whatever these schemas become.
    Same(Conjunction),
    /// A value out of a list.
    Enum(EnumPlan<'a>),
    /// An object with known members.
    Object(ObjectPlan<'a>),
    /// One of several alternatives.
    Union(UnionPlan<'a>),
    /// A value of one of several JSON types.
    Kinds(Vec<(JsonKind, Planned<'a>)>),
}

/// A union of alternatives.
#[derive(Debug)]
pub(super) struct UnionPlan<'a> {
    /// The keyword that lists them.
    pub union: Alternatives<'a>,
    pub alternatives: Vec<Alternative<'a>>,
    pub test: UnionTest,
}

/// A plan, and what is said beside it.
#[derive(Debug)]
pub(super) struct Planned<'a> {
    pub plan: Plan<'a>,
    /// Whether `null` may stand in the value's place.
    pub nullable: bool,
    /// What is to be reported before what is inside is made.
    pub before: Findings,
    /// What is to be reported after that.
    pub after: Findings,
}

/// Plans what values become for which all schemas of a conjunction hold.
pub(super) fn plan<'a>(schemas: &Schemas<'a>, key: &Conjunction) -> Planned<'a> {
    let view = schemas.view(key);
    let mut planner = Planner::new(schemas);
    check_keywords(&view, &mut planner.before.diagnostics);
    planner.visit(&view);
    let (plan, nullable) = planner.plan(&view, key);
    planner.planned(plan, nullable || view.nullable())
}

/// Plans what a member becomes that one of several schemas describes, whichever holds.
///
/// `places` are where those schemas are written, and `alternatives` what is meant there.
pub(super) fn plan_conditional<'a>(
    schemas: &Schemas<'a>,
    places: &[Location],
    alternatives: &[Conjunction],
) -> Planned<'a> {
    let mut planner = Planner::new(schemas);
    let plan = planner.conditional(places, alternatives);
    planner.planned(plan, false)
}

/// Says that a schema has more lists and maps inside one another than the compiler follows.
pub(super) fn too_deep(view: &View<'_>) -> Findings {
    let mut findings = Findings::default();
    let why =
        format!("it holds {DEEPEST} lists and maps inside one another, with no object in between");
    for keyword in ["items", "additionalProperties"] {
        if let Some((part, _)) = view.keyword(keyword) {
            keep_as_json(&mut findings, &part.location, keyword, &view.together, &why);
        }
    }
    findings
}

/// Says that schemas are put together in more ways than there can be types for.
pub(super) fn too_many_combinations(view: &View<'_>) -> Findings {
    let mut findings = Findings::default();
    let why = "it is combined with other schemas in too many ways for each to have a type";
    let parts = view.parts.iter();
    let last = parts
        .rev()
        .find(|part| view.together.last() == Some(&part.location));
    let mut keywords = ["oneOf", "anyOf", "allOf", "properties", "items", "type"].into_iter();
    if let Some(part) = last
        && let Some(keyword) = keywords.find(|one| part.keywords.contains_key(*one))
    {
        keep_as_json(&mut findings, &part.location, keyword, &view.together, why);
    }
    findings
}

/// Says which keyword is the reason why a schema becomes plain JSON.
fn keep_as_json(
    findings: &mut Findings,
    schema: &Location,
    keyword: &str,
    together: &[Location],
    why: &str,
) {
    findings.push(kept_as_json(schema, why));
    findings.lose_together(schema.child(keyword), together);
}

fn kept_as_json(location: &Location, why: &str) -> Diagnostic {
    Diagnostic::new(Code::UnsupportedSchema, format!("this schema becomes plain JSON: {why}"))
        .at(location, "decoded as `serde_json::Value`")
        .help("nothing is lost: the value reaches the handler as it came; describe it with other keywords to get a type")
}

/// The making of one plan.
struct Planner<'s, 'a> {
    schemas: &'s Schemas<'a>,
    before: Findings,
    after: Findings,
}

impl<'s, 'a> Planner<'s, 'a> {
    fn new(schemas: &'s Schemas<'a>) -> Self {
        Self {
            schemas,
            before: Findings::default(),
            after: Findings::default(),
        }
    }

    fn planned(self, plan: Plan<'a>, nullable: bool) -> Planned<'a> {
        Planned {
            plan,
            nullable,
            before: self.before,
            after: self.after,
        }
    }

    fn visit(&mut self, view: &View<'_>) {
        for part in &view.parts {
            self.before.visit(&part.location);
        }
    }

    /// The plan for values that are not `null`, and whether `null` is among the alternatives.
    fn plan(&mut self, view: &View<'a>, key: &Conjunction) -> (Plan<'a>, bool) {
        match self.kept_unions(view).as_slice() {
            [] => {}
            [union] => return self.alternatives(view, key, union),
            several => {
                if let Some(whole) = self.with_optional_members(view, several) {
                    let nullable = several.iter().all(|union| union.nullable);
                    return (self.object(&whole), nullable);
                }
                for union in several {
                    let why = "several `oneOf`/`anyOf` hold at once";
                    self.keep_as_json(&union.part.location, union.keyword, view, why);
                }
                return (Plan::Json, false);
            }
        }
        if let Some(union) = self.schemas.descendants(view, key) {
            return self.alternatives(view, key, &union);
        }
        let listed = view.values().and_then(|values| self.listed(view, &values));
        (listed.unwrap_or_else(|| self.by_type(view)), false)
    }

    /// The plan by the JSON types that a schema names, else by the keywords that mean one.
    fn by_type(&mut self, view: &View<'a>) -> Plan<'a> {
        self.before.diagnostics.extend(format_of_texts(view));
        match view.types().as_deref() {
            Some([]) => {
                if !view.nullable() {
                    self.refuse_types(view);
                }
                Plan::Json
            }
            Some([one]) => self.typed(one, view),
            Some(["integer", "number"] | ["number", "integer"]) => Plan::Scalar(Shape::Number),
            Some(several) => {
                let kinds = several.iter().filter_map(|word| {
                    let mut planner = Planner::new(self.schemas);
                    let plan = planner.typed(word, view);
                    Some((json_kind(word)?, planner.planned(plan, false)))
                });
                Plan::Kinds(kinds.collect())
            }
            None => {
                let kind = self.schemas.assumed_kind(view);
                if kind.is_some()
                    && let Some(place) = view.together.last()
                {
                    self.before.assume(place);
                }
                match kind {
                    Some(JsonKind::Object) => self.object(view),
                    Some(JsonKind::Array) => self.list(view),
                    _ => {
                        self.before.diagnostics.extend(format_alone(view));
                        Plan::Json
                    }
                }
            }
        }
    }

    fn refuse_types(&mut self, view: &View<'a>) {
        let why = "no type satisfies everything that is said about it";
        let typed = view.parts.iter();
        let typed = typed.filter(|part| part.keywords.contains_key("type"));
        let places = typed.map(|part| part.location.child("type")).collect();
        self.refuse(places, view, |place| kept_as_json(place, why));
    }

    /// Complains about the first of some keywords, and counts all of them as not expressed.
    fn refuse(
        &mut self,
        keywords: Vec<Location>,
        view: &View<'a>,
        complaint: impl FnOnce(&Location) -> Diagnostic,
    ) {
        self.before
            .diagnostics
            .extend(keywords.first().map(complaint));
        for keyword in keywords {
            self.before.lose_together(keyword, &view.together);
        }
    }

    /// The plan for values of one JSON type.
    fn typed(&mut self, word: &str, view: &View<'a>) -> Plan<'a> {
        match word {
            "array" => self.list(view),
            "object" => self.object(view),
            // The check of keywords reports a type that does not exist.
            _ => self
                .json_text(word, view)
                .or_else(|| self.scalar(word, view).map(Plan::Scalar))
                .unwrap_or(Plan::Json),
        }
    }

    /// The plan for strings whose text is JSON that a schema describes (JSON Schema 2020-12,
    /// Validation §8.5). Whole numbers alone are read from their own text, and never so.
    fn json_text(&mut self, word: &str, view: &View<'a>) -> Option<Plan<'a>> {
        let json = self.schemas.json_text(view).filter(|_| word == "string")?;
        let types = self.schemas.view(&json).types();
        if types.is_some_and(|types| types.contains(&"integer")) {
            return None;
        }
        for keyword in CONTENT {
            let parts = view.parts.iter();
            let having = parts.filter(|part| part.get(keyword).is_some());
            for part in having {
                self.before.keep(part.location.child(keyword));
            }
        }
        let coding = match view.text("contentEncoding") {
            Some(coding) if coding.eq_ignore_ascii_case("base64") => TextCoding::Base64,
            Some(coding) if coding.eq_ignore_ascii_case("base64url") => TextCoding::Base64Url,
            _ => TextCoding::Plain,
        };
        Some(Plan::JsonText(json, coding))
    }

    /// The shape of values of one JSON type; `None` unless they are scalars.
    fn scalar(&mut self, word: &str, view: &View<'a>) -> Option<Shape> {
        let shape = match (word, view.format()) {
            ("boolean", _) => Shape::Boolean,
            ("integer", Some("uint64")) => Shape::UnsignedInteger,
            ("integer", _) if is_unsigned(view) => Shape::UnsignedInteger,
            ("integer", _) => Shape::Integer,
            // No format takes the fraction away: `integer` and `int64` bind nobody who sends.
            ("number", _) => Shape::Number,
            ("string", Some("date-time")) => Shape::DateTime,
            ("string", Some("date")) => Shape::Date,
            ("string", _) => Shape::Text,
            _ => return None,
        };
        if let Some((part, Value::String(format))) = view.keyword("format")
            && is_kept(format, &shape)
        {
            self.before.keep(part.location.child("format"));
        }
        Some(shape)
    }

    fn keep_as_json(&mut self, schema: &Location, keyword: &str, view: &View<'_>, why: &str) {
        keep_as_json(&mut self.before, schema, keyword, &view.together, why);
    }
}

/// Whether a shape says the same as a format.
fn is_kept(format: &str, shape: &Shape) -> bool {
    matches!(
        (format, shape),
        ("date-time", Shape::DateTime)
            | ("date", Shape::Date)
            | ("int64" | "integer", Shape::Integer)
            | ("uint64", Shape::UnsignedInteger)
            | ("double", Shape::Number)
    )
}

/// Whether the bounds leave out negative integers, and admit some that only `u64` has.
fn is_unsigned(view: &View<'_>) -> bool {
    let has = |keywords: [&str; 2], fits: fn(&Value) -> bool| {
        let mut bounds = keywords.iter().filter_map(|keyword| view.keyword(keyword));
        bounds.any(|(_, bound)| fits(bound))
    };
    has(["minimum", "exclusiveMinimum"], |least| {
        least.as_i64().is_some_and(|least| least >= 0)
    }) && has(["maximum", "exclusiveMaximum"], |most| {
        most.is_u64() && !most.is_i64()
    })
}
