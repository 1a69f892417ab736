//! What an action selects: a JSONPath query (RFC 9535) and the nodes that it leads to.
//!
//! In: the text of a query, and a document. Out: the nodes, by the steps from the root; of a query
//! that leads nowhere, the first step that is missing. It changes nothing.

use std::fmt::Write;

use serde_json::Value;
use serde_json_path::{JsonPath, PathElement};

use super::{Laying, Origins};

/// How long a query may be, in bytes.
const LONGEST: usize = 4096;

/// How many brackets of a query may be open at once: its parser takes twice the time for each
/// filter in another.
const MOST_BRACKETS: usize = 8;

/// How many segments of a query may lead to all that is below: each multiplies the work.
const MOST_DESCENTS: usize = 3;

/// One step down.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    Index(usize),
    Name(String),
}

impl Step {
    /// The step as a token of a pointer.
    pub fn token(&self) -> String {
        match self {
            Self::Index(index) => index.to_string(),
            Self::Name(name) => name.clone(),
        }
    }

    pub fn index(&self) -> Option<usize> {
        match self {
            Self::Index(index) => Some(*index),
            Self::Name(_) => None,
        }
    }

    fn of<'v>(&self, value: &'v Value) -> Option<&'v Value> {
        match self {
            Self::Index(index) => value.as_array()?.get(*index),
            Self::Name(name) => value.as_object()?.get(name),
        }
    }
}

/// What overlays tell apart: what is merged, what is appended to, and what is replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Object,
    Array,
    Primitive,
}

impl Kind {
    pub fn of(value: &Value) -> Self {
        match value {
            Value::Object(_) => Self::Object,
            Value::Array(_) => Self::Array,
            _ => Self::Primitive,
        }
    }

    pub fn one(self) -> &'static str {
        match self {
            Self::Object => "an object",
            Self::Array => "an array",
            Self::Primitive => "a single value",
        }
    }

    pub fn plural(self) -> &'static str {
        match self {
            Self::Object => "objects",
            Self::Array => "arrays",
            Self::Primitive => "single values",
        }
    }
}

/// Why a text is no query, and what to do.
#[derive(Debug)]
pub(super) struct QueryFault {
    pub message: String,
    pub help: String,
}

/// Reads a query.
///
/// # Errors
/// Why it is none, or one that is too long to be followed.
pub(super) fn parse(text: &str) -> Result<JsonPath, QueryFault> {
    let fault = |message: String, help: &str| QueryFault {
        message,
        help: help.to_owned(),
    };
    if text.len() > LONGEST {
        let message = format!("it has more than {LONGEST} bytes");
        return Err(fault(message, "write several actions"));
    }
    if text.matches("..").count() > MOST_DESCENTS {
        let message = format!("it has more than {MOST_DESCENTS} segments with `..`");
        return Err(fault(message, "name the steps between"));
    }
    if depth(text) > MOST_BRACKETS {
        let message = format!("it has more than {MOST_BRACKETS} brackets inside one another");
        return Err(fault(message, "write several actions, or a simpler filter"));
    }
    JsonPath::parse(text).map_err(|error| {
        let before = text.get(..error.position()).unwrap_or(text);
        let character = before.chars().count() + 1;
        let help = if text.starts_with('$') {
            "a name with other characters than letters, digits and `_` stands in brackets and quotes, as in `$.paths['/things/{id}']`"
        } else {
            "a query starts with `$`, as in `$.webhooks.*.post`"
        };
        fault(format!("it is not understood from character {character} on"), help)
    })
}

/// How many brackets are open at once, at most, those in quotes aside.
fn depth(text: &str) -> usize {
    let (mut open, mut most, mut quote) = (0_usize, 0, None);
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        match (quote, c) {
            (Some(_), '\\') => {
                characters.next();
            }
            (Some(end), c) if c == end => quote = None,
            (None, '\'' | '"') => quote = Some(c),
            (None, '[' | '(') => open += 1,
            (None, ']' | ')') => open = open.saturating_sub(1),
            _ => {}
        }
        most = most.max(open);
    }
    most
}

/// The nodes that a query selects, in the order of the document, each once.
pub(super) fn select(query: &JsonPath, document: &Value) -> Vec<Vec<Step>> {
    let found = query.query_located(document);
    let mut found: Vec<Vec<Step>> = found
        .iter()
        .map(|node| {
            let steps = node.location().iter().map(|step| match step {
                PathElement::Name(name) => Step::Name((*name).to_owned()),
                PathElement::Index(index) => Step::Index(*index),
            });
            steps.collect()
        })
        .collect();
    found.sort();
    found.dedup();
    found
}

/// The node that steps lead to.
pub(super) fn value_at<'v>(document: &'v Value, steps: &[Step]) -> Option<&'v Value> {
    steps
        .iter()
        .try_fold(document, |value, step| step.of(value))
}

/// The node that steps lead to, with its origins, to be changed.
pub(super) fn node_at<'d>(
    document: &'d mut Laying<'_>,
    steps: &[Step],
) -> Option<(&'d mut Value, &'d mut Origins)> {
    let (mut value, mut origins) = (&mut *document.value, &mut *document.origins);
    for step in steps {
        value = match (step, value) {
            (Step::Index(index), Value::Array(items)) => items.get_mut(*index)?,
            (Step::Name(name), Value::Object(members)) => members.get_mut(name)?,
            _ => return None,
        };
        origins = origins.child_mut(&step.token());
    }
    Some((value, origins))
}

/// The first step of a query that the document does not have.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Missing {
    /// The query as far as it leads.
    pub parent: String,
    /// The name or index that is missing there.
    pub name: String,
    /// The names that are there.
    pub names: Vec<String>,
    /// What a `$ref` there says: the rest of the way leads through it.
    pub reference: Option<String>,
}

/// Where a query that selects nothing goes wrong, as far as it names one step after the other.
pub(super) fn missing_step(text: &str, document: &Value) -> Option<Missing> {
    let mut rest = text.strip_prefix('$')?;
    let mut value = document;
    let mut parent = "$".to_owned();
    while let Some((step, after)) = first_step(rest) {
        let Some(inside) = step.of(value) else {
            let names = match value {
                Value::Object(members) => members.keys().cloned().collect(),
                Value::Array(items) => (0..items.len()).map(|index| index.to_string()).collect(),
                _ => Vec::new(),
            };
            return Some(Missing {
                parent,
                name: step.token(),
                names,
                reference: value.get("$ref").and_then(Value::as_str).map(str::to_owned),
            });
        };
        let written = rest.len() - after.len();
        write!(parent, "{}", rest.get(..written)?).ok()?;
        (value, rest) = (inside, after);
    }
    None
}

/// The step that a query starts with, if it is a name or an index, and what follows.
fn first_step(rest: &str) -> Option<(Step, &str)> {
    if let Some(name) = rest.strip_prefix('.') {
        let is_of_a_name = |c: char| c.is_alphanumeric() || c == '_' || !c.is_ascii();
        let end = name.find(|c| !is_of_a_name(c)).unwrap_or(name.len());
        let (name, after) = name.split_at(end);
        return (!name.is_empty()).then(|| (Step::Name(name.to_owned()), after));
    }
    let inside = rest.strip_prefix('[')?.trim_start();
    let quote = inside.chars().next()?;
    if matches!(quote, '\'' | '"') {
        let (name, after) = inside.get(1..)?.split_once(quote)?;
        let after = after.trim_start().strip_prefix(']')?;
        return (!name.contains('\\')).then(|| (Step::Name(name.to_owned()), after));
    }
    let (index, after) = inside.split_once(']')?;
    Some((Step::Index(index.trim().parse().ok()?), after))
}
