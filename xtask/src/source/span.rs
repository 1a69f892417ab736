//! The span index: where in the text each node stands.
//!
//! In: the normalised text of one file. Out: byte ranges of keys and values by pointer, and the
//! duplicate keys. Built from parser events, and only when there is a diagnostic to show. What the
//! document *says* is decided elsewhere; where this parser gives up earlier than that one, the
//! nearest node above stands in.

mod builder;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use saphyr_parser::Parser;

use super::merge::MERGE;
use super::value::MAX_DEPTH;
use crate::place::Pointer;
use builder::Builder;

/// How many merge keys may lead to one key.
const MAX_MERGES: usize = 8;

/// A key that an object has more than once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Duplicate {
    pub key: String,
    pub first: Range<usize>,
    pub second: Range<usize>,
}

/// What is known about a node's place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NodeSpan {
    /// The key; absent for array items and the root.
    pub key: Option<Range<usize>>,
    /// The value as written at this place: an alias is its own `*name`.
    pub value: Range<usize>,
    /// Whether the pointer was found; otherwise this is the nearest node above it.
    pub exact: bool,
}

/// Keys and values of a file with their byte ranges.
#[derive(Debug, Default)]
pub(super) struct SpanIndex {
    nodes: Vec<Vec<Edge>>,
    /// For each node, where the edges to its keys are; made when the node is first looked through.
    places: Vec<OnceLock<BTreeMap<String, usize>>>,
    root: Option<Edge>,
    duplicates: Vec<Duplicate>,
    second_document: Option<usize>,
}

/// A use of a node by its parent. Aliases make several edges lead to one node, so the tree is never
/// multiplied.
#[derive(Debug, Clone)]
struct Edge {
    /// `None` for a key that is not a scalar: no pointer leads through it.
    token: Option<String>,
    key: Option<Range<usize>>,
    value: Range<usize>,
    node: usize,
}

impl SpanIndex {
    pub(super) fn build(text: &str) -> Self {
        let (index, complete) = Self::build_from(text, text);
        if complete {
            return index;
        }
        // All on one line, what is nested too deeply for the parser keeps back everything before
        // it.
        if let Some(end) = beyond_parser(text) {
            let before = text.get(..end).unwrap_or_default();
            return Self::build_from(text, before).0;
        }
        // YAML has no surrogate pairs, JSON has. Of equal length, the substitute changes no
        // position.
        match without_surrogates(text) {
            Some(substitute) => Self::build_from(text, &substitute).0,
            None => index,
        }
    }

    /// Parses a text that has the same characters at the same places as the file's; false if there
    /// is a syntax error.
    fn build_from(text: &str, parsed: &str) -> (Self, bool) {
        let mut builder = Builder::new(text);
        let mut parser = Parser::new_from_str(parsed);
        let complete = loop {
            match parser.next_event() {
                Some(Ok((event, span))) => {
                    if !builder.event(event, span) {
                        break true;
                    }
                }
                Some(Err(_)) => break false,
                None => break true,
            }
        };
        (builder.finish(), complete)
    }

    /// The spans of a node, or of the nearest node above that exists; `None` for an empty text.
    pub(super) fn find(&self, pointer: &Pointer) -> Option<NodeSpan> {
        let mut edge = self.root.as_ref()?;
        let mut exact = true;
        for token in pointer.tokens() {
            let Some(found) = self.below(edge.node, token, 0) else {
                exact = false;
                break;
            };
            edge = found;
        }
        Some(NodeSpan {
            key: edge.key.clone(),
            value: edge.value.clone(),
            exact,
        })
    }

    /// Where the edges to the keys or indices of a node are, the first where there are several.
    fn places(&self, node: usize) -> Option<&BTreeMap<String, usize>> {
        let places = self.places.get(node)?.get_or_init(|| {
            let mut places = BTreeMap::new();
            for (index, edge) in self.edges(node).iter().enumerate() {
                if let Some(token) = &edge.token {
                    places.entry(token.clone()).or_insert(index);
                }
            }
            places
        });
        Some(places)
    }

    /// The edge to a key or index of a node, its own or one that a merge key brings in.
    fn below(&self, node: usize, token: &str, merged: usize) -> Option<&Edge> {
        let edges = self.edges(node);
        let named = |name: &str| edges.get(*self.places(node)?.get(name)?);
        if let Some(own) = named(token) {
            return Some(own);
        }
        // Aliases may lead in a circle.
        if merged >= MAX_MERGES {
            return None;
        }
        let bases = named(MERGE)?.node;
        self.below(bases, token, merged + 1).or_else(|| {
            let bases = self.edges(bases).iter().filter(|edge| edge.key.is_none());
            bases
                .into_iter()
                .find_map(|base| self.below(base.node, token, merged + 1))
        })
    }

    /// The key or value that starts at a byte offset.
    pub(super) fn starting_at(&self, offset: usize) -> Option<Range<usize>> {
        let edges = || self.nodes.iter().flatten().chain(&self.root);
        edges()
            .filter_map(|edge| edge.key.clone())
            .chain(self.duplicates.iter().map(|found| found.second.clone()))
            .chain(edges().map(|edge| edge.value.clone()))
            .find(|span| span.start == offset)
    }

    /// Every repetition of a key, in text order.
    pub(super) fn duplicates(&self) -> &[Duplicate] {
        &self.duplicates
    }

    /// Byte offset at which a second document of the stream starts.
    pub(super) fn second_document(&self) -> Option<usize> {
        self.second_document
    }

    /// Every pointer of the file, aliases followed, down to the depth limit.
    pub(super) fn pointers(&self) -> Vec<Pointer> {
        let mut found = Vec::new();
        let mut open: Vec<(Pointer, usize)> = self
            .root
            .iter()
            .map(|edge| (Pointer::root(), edge.node))
            .collect();
        while let Some((pointer, node)) = open.pop() {
            if pointer.tokens().len() < MAX_DEPTH {
                for edge in self.edges(node) {
                    if let Some(token) = &edge.token {
                        open.push((pointer.child(token), edge.node));
                    }
                }
            }
            found.push(pointer);
        }
        found
    }

    /// The first object or array that stands in so many others; `None` if there is none.
    fn first_at(&self, depth: usize) -> Option<Pointer> {
        let mut open = vec![(Pointer::root(), self.root.as_ref()?.node)];
        while let Some((pointer, node)) = open.pop() {
            if pointer.tokens().len() >= depth {
                return Some(pointer);
            }
            let edges = self.edges(node).iter().rev();
            let below = edges.filter(|edge| !self.edges(edge.node).is_empty());
            open.extend(
                below.filter_map(|edge| Some((pointer.child(edge.token.as_ref()?), edge.node))),
            );
        }
        None
    }

    fn edges(&self, node: usize) -> &[Edge] {
        self.nodes.get(node).map_or(&[], Vec::as_slice)
    }
}

/// What the parser says of brackets that are too deep for it.
const PARSER_LIMIT: &str = "recursion limit";

/// How many objects and arrays in brackets the parser bears within each other. It counts them in
/// one byte.
const PARSER_DEPTH: usize = 255;

/// Byte offset of the bracket that is one too many for the parser, if that is what it stops at.
fn beyond_parser(text: &str) -> Option<usize> {
    if !may_be_deep(text) {
        return None;
    }
    let stopped = Parser::new_from_str(text).find_map(Result::err)?;
    let character = stopped.marker().index();
    let (offset, bracket) = text.char_indices().nth(character)?;
    let is_limit = matches!(bracket, '[' | '{') && stopped.info().contains(PARSER_LIMIT);
    is_limit.then_some(offset)
}

/// Whether a text may have more brackets within each other than the parser bears, at a glance: a
/// parser's look at the whole text takes as long as reading it. What closes one behind a quotation
/// mark or `#` of its line may be text, and does not count.
fn may_be_deep(text: &str) -> bool {
    let mut open = 0_usize;
    for line in text.lines() {
        let mut quote = None;
        for byte in line.bytes() {
            match byte {
                b'[' | b'{' => {
                    open += 1;
                    if open > PARSER_DEPTH {
                        return true;
                    }
                }
                b']' | b'}' if quote.is_none() => open = open.saturating_sub(1),
                b'#' if quote.is_none() => quote = Some(byte),
                b'"' | b'\'' if quote.is_none() => quote = Some(byte),
                b'"' | b'\'' if quote == Some(byte) => quote = None,
                _ => {}
            }
        }
    }
    false
}

/// The first object or array that stands in [`MAX_DEPTH`] others, if there are brackets of so many
/// levels that the other parser, which looks from each at all that are open, would take its time
/// over them.
pub(super) fn too_deep(text: &str) -> Option<Pointer> {
    beyond_parser(text)?;
    SpanIndex::build(text).first_at(MAX_DEPTH)
}

/// The text with escapes of UTF-16 surrogates (`\ud83d`) made escapes of another character; `None`
/// if there are none.
fn without_surrogates(text: &str) -> Option<String> {
    let mut substitute = String::with_capacity(text.len());
    let mut rest = text;
    let mut found = false;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        substitute.push_str(before);
        let digits = escape.strip_prefix("\\u").and_then(|tail| tail.get(..4));
        let unit = digits.and_then(|digits| u16::from_str_radix(digits, 16).ok());
        // Any other escape is at least two characters, so that an escaped backslash is passed over
        // whole.
        let (shown, length) = if unit.is_some_and(|unit| (0xd800..0xe000).contains(&unit)) {
            found = true;
            (Some("\\ufffd"), 6)
        } else {
            let second = escape.chars().nth(1).map_or(0, char::len_utf8);
            (None, 1 + second)
        };
        let (escape, after) = escape.split_at(length);
        substitute.push_str(shown.unwrap_or(escape));
        rest = after;
    }
    substitute.push_str(rest);
    found.then_some(substitute)
}
