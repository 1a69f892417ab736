//! From parser events to a span index.
//!
//! In: events in text order, with spans in characters. Out: the index, in bytes.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use saphyr_parser::{Event, ScalarStyle, Span};

use super::{Duplicate, Edge, SpanIndex};

/// An object or array whose end has not come yet.
struct Frame {
    node: usize,
    start: usize,
    flow_end: bool,
    mapping: Option<MappingFrame>,
}

#[derive(Default)]
struct MappingFrame {
    pending: Option<(Option<String>, Range<usize>)>,
    seen: BTreeMap<String, Range<usize>>,
}

/// A span index under construction.
pub(super) struct Builder<'t> {
    text: &'t str,
    /// Byte offset of each character; empty for ASCII, where they are equal.
    bytes: Vec<usize>,
    index: SpanIndex,
    frames: Vec<Frame>,
    anchors: BTreeMap<usize, (usize, Option<String>)>,
    documents: usize,
}

impl<'t> Builder<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let bytes = if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices().map(|(at, _)| at).collect()
        };
        Self {
            text,
            bytes,
            index: SpanIndex::default(),
            frames: Vec::new(),
            anchors: BTreeMap::new(),
            documents: 0,
        }
    }

    fn byte(&self, character: usize) -> usize {
        if self.bytes.is_empty() {
            character.min(self.text.len())
        } else {
            self.bytes
                .get(character)
                .copied()
                .unwrap_or(self.text.len())
        }
    }

    fn range(&self, span: Span) -> Range<usize> {
        let start = self.byte(span.start.index());
        self.trimmed(start, self.byte(span.end.index()))
    }

    /// Block nodes end where the next token starts; the blanks and comments between are not theirs.
    fn trimmed(&self, start: usize, end: usize) -> Range<usize> {
        let content = self.text.get(start..end).unwrap_or_default();
        start..start + content.trim_end().len()
    }

    /// Takes in one event; false once there is nothing more to learn.
    pub(super) fn event(&mut self, event: Event<'_>, span: Span) -> bool {
        match event {
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents > 1 {
                    self.index.second_document = Some(self.byte(span.start.index()));
                    return false;
                }
            }
            Event::Alias(anchor) => {
                let (node, text) = self.anchors.get(&anchor).cloned().unwrap_or_else(|| {
                    self.index.nodes.push(Vec::new());
                    (self.index.nodes.len() - 1, None)
                });
                let range = self.range(span);
                self.attach(node, range, text);
            }
            Event::Scalar(text, style, anchor, _) => {
                let node = self.add_node();
                let text = text.into_owned();
                if anchor > 0 {
                    self.anchors.insert(anchor, (node, Some(text.clone())));
                }
                let mut range = self.range(span);
                if style == ScalarStyle::Plain && text.is_empty() {
                    range.end = range.start;
                }
                self.attach(node, range, Some(text));
            }
            Event::SequenceStart(anchor, _) => self.open(anchor, span, None),
            Event::MappingStart(anchor, _) => {
                self.open(anchor, span, Some(MappingFrame::default()));
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let end = self.byte(span.end.index());
                self.close(end);
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
        }
        true
    }

    fn add_node(&mut self) -> usize {
        self.index.nodes.push(Vec::new());
        self.index.nodes.len() - 1
    }

    fn open(&mut self, anchor: usize, span: Span, mapping: Option<MappingFrame>) {
        let node = self.add_node();
        if anchor > 0 {
            self.anchors.insert(anchor, (node, None));
        }
        let start = self.byte(span.start.index());
        let flow_end = self
            .text
            .get(start..)
            .is_some_and(|rest| rest.starts_with(['{', '[']));
        self.frames.push(Frame {
            node,
            start,
            flow_end,
            mapping,
        });
    }

    fn close(&mut self, end: usize) {
        let Some(frame) = self.frames.pop() else {
            return;
        };
        let end = if frame.flow_end {
            end
        } else {
            // A block ends where the last thing in it ends; comments after that are not part of it.
            let last = self.index.edges(frame.node).last();
            last.map_or(frame.start, |edge| {
                edge.value
                    .end
                    .max(edge.key.as_ref().map_or(0, |key| key.end))
            })
        };
        let range = self.trimmed(frame.start, end.max(frame.start));
        self.attach(frame.node, range, None);
    }

    /// Gives a finished node to its parent: as an item, as a key, or as the value of the key before
    /// it.
    fn attach(&mut self, node: usize, range: Range<usize>, text: Option<String>) {
        let Some(parent) = self.frames.last_mut() else {
            self.index.root.get_or_insert(Edge {
                token: None,
                key: None,
                value: range,
                node,
            });
            return;
        };
        let Some(siblings) = self.index.nodes.get_mut(parent.node) else {
            return;
        };
        let Some(mapping) = &mut parent.mapping else {
            siblings.push(Edge {
                token: Some(siblings.len().to_string()),
                key: None,
                value: range,
                node,
            });
            return;
        };
        let Some((token, key)) = mapping.pending.take() else {
            mapping.pending = Some((text, range));
            return;
        };
        if let Some(token) = &token {
            if let Some(first) = mapping.seen.get(token) {
                self.index.duplicates.push(Duplicate {
                    key: token.clone(),
                    first: first.clone(),
                    second: key,
                });
                return;
            }
            mapping.seen.insert(token.clone(), key.clone());
        }
        siblings.push(Edge {
            token,
            key: Some(key),
            value: range,
            node,
        });
    }

    pub(super) fn finish(mut self) -> SpanIndex {
        // After a syntax error the open objects and arrays still hold what was read of them.
        while !self.frames.is_empty() {
            if let Some(frame) = self.frames.last_mut()
                && let Some(mapping) = &mut frame.mapping
                && let Some((token, key)) = mapping.pending.take()
                && let Some(siblings) = self.index.nodes.get_mut(frame.node)
            {
                siblings.push(Edge {
                    token,
                    value: key.clone(),
                    key: Some(key),
                    node: usize::MAX,
                });
            }
            self.close(self.text.len());
        }
        self.index
            .duplicates
            .sort_by_key(|duplicate| duplicate.second.start);
        self.index
            .places
            .resize_with(self.index.nodes.len(), OnceLock::new);
        self.index
    }
}
