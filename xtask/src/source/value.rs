//! The visitor that builds a JSON value from any format.
//!
//! In: a serde deserializer. Out: a `serde_json::Value` and what is wrong with the document, by
//! pointer. Both formats go through it, so that both have the same limits and the same opinion on
//! duplicate keys.

use std::fmt;

use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde_json::map::Entry;
use serde_json::{Map, Number, Value};

use crate::place::Pointer;

/// How many objects and arrays may hold one another; below the limits of both parsers, so that the
/// complaint is ours.
pub const MAX_DEPTH: usize = 120;

/// Nodes that aliases, or overlays, may add to those written out.
pub(super) const MAX_ALIASED_NODES: usize = 1_000_000;

/// Something wrong with a text, at a node or at a position.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Problem {
    /// Some object has a key twice; the span index knows which.
    DuplicateKeys,
    /// A number that JSON cannot hold.
    NonFinite(Pointer),
    /// An object has the key `<<`.
    MergeKey(Pointer),
    /// A local tag such as `!secret`.
    Tag(Pointer, String),
    /// Objects and arrays nested deeper than [`MAX_DEPTH`].
    TooDeep(Pointer),
    /// Aliases that multiply the document.
    TooLarge,
    /// More than one document in the stream.
    SeveralDocuments,
    /// The file is named as JSON, and its text is not JSON; it was read as YAML.
    NotJson(Refusal),
    /// The text is neither JSON nor YAML.
    JsonSyntax(Refusal),
    /// The text is not YAML.
    YamlSyntax(Refusal),
}

/// A parser's own complaint.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Refusal {
    /// Its sentence, without the position.
    pub message: String,
    /// Line and column (1-based, characters) where the parser names them.
    pub position: Option<(usize, usize)>,
}

/// A document as read; the value is `None` if a problem stopped the reading.
pub(super) struct Reading {
    pub value: Option<Value>,
    pub problems: Vec<Problem>,
}

impl Reading {
    /// Whether the parser could make nothing of the text.
    pub(super) fn is_refused(&self) -> bool {
        let refusal =
            |problem: &Problem| matches!(problem, Problem::JsonSyntax(_) | Problem::YamlSyntax(_));
        self.problems.iter().any(refusal)
    }

    /// Whether the text goes on behind its first document.
    pub(super) fn holds_several(&self) -> bool {
        let more = |problem: &Problem| matches!(problem, Problem::SeveralDocuments);
        self.problems.iter().any(more)
    }
}

/// What is gathered while one document is read.
pub(super) struct State {
    problems: Vec<Problem>,
    /// Set when the reading was stopped by this module and not by the parser.
    stopped: bool,
    nodes_left: usize,
}

impl State {
    pub(super) fn new(text: &str) -> Self {
        Self {
            problems: Vec::new(),
            stopped: false,
            nodes_left: text.len().saturating_add(MAX_ALIASED_NODES),
        }
    }

    pub(super) fn seed(&mut self) -> NodeSeed<'_> {
        NodeSeed {
            state: self,
            path: &Path::Root,
            depth: 0,
        }
    }

    pub(super) fn finish(mut self, value: Result<Value, Problem>) -> Reading {
        let value = match value {
            Ok(value) => Some(value),
            Err(problem) => {
                if !self.stopped {
                    self.problems.push(problem);
                }
                None
            }
        };
        Reading {
            value,
            problems: self.problems,
        }
    }
}

/// The way to a node, kept on the call stack so that it costs nothing until there is a problem.
enum Path<'p> {
    Root,
    Key(&'p Path<'p>, &'p str),
    Index(&'p Path<'p>, usize),
}

impl Path<'_> {
    fn pointer(&self) -> Pointer {
        let mut tokens = Vec::new();
        let mut path = self;
        loop {
            path = match path {
                Path::Root => break,
                Path::Key(parent, key) => {
                    tokens.push((*key).to_owned());
                    parent
                }
                Path::Index(parent, index) => {
                    tokens.push(index.to_string());
                    parent
                }
            };
        }
        tokens.into_iter().rev().collect()
    }
}

/// Reads one node and everything below it.
pub(super) struct NodeSeed<'s> {
    state: &'s mut State,
    path: &'s Path<'s>,
    depth: usize,
}

impl NodeSeed<'_> {
    fn count<E: de::Error>(&mut self) -> Result<(), E> {
        match self.state.nodes_left.checked_sub(1) {
            Some(left) => {
                self.state.nodes_left = left;
                Ok(())
            }
            None => self.stop(Problem::TooLarge),
        }
    }

    fn deepen<E: de::Error>(&mut self) -> Result<usize, E> {
        self.count()?;
        if self.depth >= MAX_DEPTH {
            return self.stop(Problem::TooDeep(self.path.pointer()));
        }
        Ok(self.depth + 1)
    }

    fn stop<T, E: de::Error>(&mut self, problem: Problem) -> Result<T, E> {
        self.state.problems.push(problem);
        self.state.stopped = true;
        Err(E::custom("the document goes beyond a limit"))
    }
}

impl<'de> DeserializeSeed<'de> for NodeSeed<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for NodeSeed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that JSON can hold")
    }

    fn visit_bool<E: de::Error>(mut self, value: bool) -> Result<Value, E> {
        self.count()?;
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: de::Error>(mut self, value: i64) -> Result<Value, E> {
        self.count()?;
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E: de::Error>(mut self, value: u64) -> Result<Value, E> {
        self.count()?;
        Ok(Value::Number(value.into()))
    }

    // Wider than JSON numbers of serde_json: the nearest double, as its own parser does.
    fn visit_i128<E: de::Error>(self, value: i128) -> Result<Value, E> {
        let nearest = value.to_string().parse().unwrap_or(f64::NAN);
        self.visit_f64(nearest)
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<Value, E> {
        let nearest = value.to_string().parse().unwrap_or(f64::NAN);
        self.visit_f64(nearest)
    }

    fn visit_f64<E: de::Error>(mut self, value: f64) -> Result<Value, E> {
        self.count()?;
        if let Some(number) = Number::from_f64(value) {
            Ok(Value::Number(number))
        } else {
            let pointer = self.path.pointer();
            self.state.problems.push(Problem::NonFinite(pointer));
            Ok(Value::Null)
        }
    }

    fn visit_str<E: de::Error>(mut self, value: &str) -> Result<Value, E> {
        self.count()?;
        Ok(Value::String(value.to_owned()))
    }

    fn visit_unit<E: de::Error>(mut self) -> Result<Value, E> {
        self.count()?;
        Ok(Value::Null)
    }

    fn visit_none<E: de::Error>(self) -> Result<Value, E> {
        self.visit_unit()
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut access: A) -> Result<Value, A::Error> {
        let depth = self.deepen()?;
        let mut items = Vec::new();
        loop {
            let path = Path::Index(self.path, items.len());
            let seed = NodeSeed {
                state: &mut *self.state,
                path: &path,
                depth,
            };
            match access.next_element_seed(seed)? {
                Some(item) => items.push(item),
                None => return Ok(Value::Array(items)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut access: A) -> Result<Value, A::Error> {
        let depth = self.deepen()?;
        let mut object = Map::new();
        while let Some(key) = access.next_key_seed(KeySeed)? {
            let path = Path::Key(self.path, &key);
            let value = access.next_value_seed(NodeSeed {
                state: &mut *self.state,
                path: &path,
                depth,
            })?;
            if key == "<<" {
                let problem = Problem::MergeKey(path.pointer());
                self.state.problems.push(problem);
            }
            match object.entry(key) {
                Entry::Vacant(entry) => {
                    entry.insert(value);
                }
                Entry::Occupied(_) => {
                    if !self.state.problems.contains(&Problem::DuplicateKeys) {
                        self.state.problems.push(Problem::DuplicateKeys);
                    }
                }
            }
        }
        Ok(Value::Object(object))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Value, A::Error> {
        let (tag, content) = access.variant::<String>()?;
        let pointer = self.path.pointer();
        self.state.problems.push(Problem::Tag(pointer, tag));
        content.newtype_variant_seed(self)
    }
}

/// Reads a mapping key as the text it was written with: `200` is `"200"`.
struct KeySeed;

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text as mapping key")
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<String, E> {
        Ok(value.to_owned())
    }
}
