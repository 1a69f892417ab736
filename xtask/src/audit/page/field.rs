//! Lists of fields, nested by indentation.
//!
//! In: the lines below a heading. Out: the fields of its body. A line that fits nowhere is
//! reported, and what belongs to it is passed over, so that one fault is reported once.

use super::Field;
use super::cursor::Cursor;
use super::fact::{example, values};
use super::heading::field_head;
use super::line::{Line, LineKind, fact};
use super::nest::{ListedField, nest};
use super::reader::PageReader;
use crate::diagnostic::{Diagnostic, closest, did_you_mean};

/// How far a list is indented against what it belongs to.
pub(super) const STEP: usize = 2;

/// The deepest list in lists; more are an error in the page.
const DEEPEST: usize = 32 * STEP;

/// The words of facts.
const FACTS: [&str; 2] = ["Enum", "Example"];

impl<'t> PageReader<'_, 't, '_> {
    /// The fields that are indented as far as this, nested by their paths.
    pub(super) fn nested(&mut self, indent: usize) -> Vec<Field> {
        let list = self.list(indent);
        let has_faults = self.has_faults();
        nest(self.file, list, has_faults, self.diagnostics)
    }

    /// The fields that are indented as far as this, up to a line that belongs further out.
    fn list(&mut self, indent: usize) -> Vec<ListedField> {
        let mut list = Vec::new();
        while let Some(line) = self.peek() {
            if line.kind == LineKind::Field && line.indent == indent && line.is_spaced {
                list.extend(self.field(line));
            } else if line.indent < indent && self.is_structural(&line) {
                break;
            } else {
                self.stray(&line, indent);
                self.pass_over(&line);
            }
        }
        list
    }

    /// Complains about a line that stands where a list of fields goes on.
    fn stray(&mut self, line: &Line, indent: usize) {
        let fits;
        let (message, label, help) = match line.kind {
            LineKind::Field if !line.is_spaced => (
                "the indentation of this field is not of spaces alone",
                "indented by something else",
                "indent by spaces alone",
            ),
            LineKind::Field => {
                fits = format!(
                    "the list it could belong to is indented by {indent} spaces; this line by {}",
                    line.indent
                );
                let message = "the indentation of this field fits no list";
                (message, "belongs to no list", fits.as_str())
            }
            LineKind::Fact => (
                "this fact belongs to no field",
                "stray fact",
                "a fact is indented by two spaces against its field",
            ),
            _ => (
                "text that belongs to no field",
                "not understood",
                "only a description stands between fields: below a field, before its facts and its \
                 own fields",
            ),
        };
        self.complain(line.span(), message, label, help);
    }

    /// Passes the current line, which was reported, and what belongs to it: below a field or a
    /// variant all that is indented further, below text the text that follows.
    pub(super) fn pass_over(&mut self, line: &Line) {
        if self.is_structural(line) {
            return self.pass_over_below(line.indent);
        }
        self.next += 1;
        while self.peek().is_some_and(|next| next.kind == LineKind::Text) {
            self.next += 1;
        }
    }

    /// Passes the current line and everything that is indented further than this.
    fn pass_over_below(&mut self, indent: usize) {
        self.next += 1;
        while let Some(next) = self.peek()
            && (!self.is_structural(&next) || next.indent > indent)
        {
            self.next += 1;
        }
    }

    /// Whether a line has the form of a variant where none can be: an item that ends with a colon,
    /// with fields below.
    fn is_stray_variant(&self, line: &Line) -> bool {
        let mut below = self.lines.iter().skip(self.next + 1);
        let next = below.find(|line| line.kind != LineKind::Blank);
        line.kind == LineKind::Item
            && line.text.ends_with(':')
            && next.is_some_and(|next| next.kind == LineKind::Field && next.indent > line.indent)
    }

    /// Whether a line is a field or a variant.
    pub(super) fn is_structural(&self, line: &Line) -> bool {
        let is_variant = || self.variant_indents.contains(&line.indent);
        line.kind == LineKind::Field || line.kind == LineKind::Item && is_variant()
    }

    /// The field whose first line is the current one; `None` if the line is not understood.
    fn field(&mut self, line: Line<'t>) -> Option<ListedField> {
        let head = field_head(self.words(&line)).and_then(|head| match line.indent > DEEPEST {
            false => Ok(head),
            true => Err(self
                .words(&line)
                .fault(line.span(), "this list is nested too deeply", "too deep")
                .help("check the page; no body is nested as deeply")),
        });
        let Some(head) = self.diagnostics.keep(head) else {
            self.pass_over(&line);
            return None;
        };
        self.next += 1;
        let mut field = Field {
            name: head.path.clone(),
            types: head.types,
            required: head.required,
            values: None,
            example: None,
            fields: Vec::new(),
            union: None,
        };
        let inside = line.indent + STEP;
        if head.union.is_some() {
            self.variant_indents.push(inside);
        }
        self.describe(&mut field, inside);
        if let Some(union) = head.union {
            field.union = self.union(union, inside);
            self.variant_indents.pop();
        } else if let Some(next) = self.peek()
            && next.kind == LineKind::Field
            && next.indent == inside
        {
            if field.types.value.can_have_fields() {
                field.fields = self.nested(inside);
            } else {
                self.complain(
                    field.types.span.clone(),
                    "a value of this type has no fields, but a list of them follows",
                    "holds no fields",
                    "check the page: only objects, arrays and `any` have fields",
                );
                self.next -= 1;
                self.pass_over(&line);
            }
        }
        if let Some(values) = &field.values
            && (field.union.is_some() || !field.fields.is_empty())
        {
            self.complain(
                values.span.clone(),
                "values are listed of something that has fields",
                "or are they a field's?",
                "check the page: `Enum` belongs to a field without fields and variants",
            );
        }
        Some(ListedField {
            path: head.path,
            field,
        })
    }

    /// The description, which is passed over, and the facts after it.
    fn describe(&mut self, field: &mut Field, inside: usize) {
        while let Some(line) = self.peek() {
            if self.is_structural(&line) {
                return;
            }
            let is_own = line.indent == inside && line.is_spaced;
            let is_told = field.values.is_some() || field.example.is_some();
            let word = line.text.split(':').next().unwrap_or_default();
            if is_own && (line.kind == LineKind::Fact || FACTS.contains(&word)) {
                self.next += 1;
                let read = self.fact(field, line);
                self.diagnostics.keep(read);
            } else if line.kind == LineKind::Fact && closest(word, FACTS).is_some() {
                self.next += 1;
                self.complain(
                    line.span(),
                    "the indentation of this fact fits no field",
                    "belongs to no field",
                    format!(
                        "a fact of the field above is indented by {inside} spaces; this line by {}",
                        line.indent
                    ),
                );
            } else if self.is_stray_variant(&line) {
                let help = match self.variant_indents.last() {
                    Some(indent) => format!(
                        "a variant of the union around it is indented by {indent} spaces; this line by {}",
                        line.indent
                    ),
                    None => "variants stand below a field whose first line ends with ` — one of:`"
                        .to_owned(),
                };
                self.complain(
                    line.span(),
                    "this looks like a variant, but belongs to no union",
                    "fields follow that are indented further",
                    help,
                );
                self.pass_over_below(line.indent);
            } else if is_told {
                return;
            } else {
                self.next += 1;
            }
        }
    }

    fn fact(&mut self, field: &mut Field, line: Line<'t>) -> Result<(), Diagnostic> {
        let (word, text) = fact(line.text)
            .or_else(|| line.text.split_once(':'))
            .map_or((line.text, ""), |(word, text)| (word, text.trim_start()));
        let mut cursor = Cursor::new(self.file, text, line.span().end - text.len());
        let is_given = match word {
            "Enum" => field.values.is_some(),
            "Example" => field.example.is_some(),
            _ => {
                let span = line.start..line.start + word.len();
                let message = format!("`{word}` is a kind of fact that is not known");
                return Err(cursor
                    .fault(span, message, "not read")
                    .help(did_you_mean(word, FACTS)));
            }
        };
        if is_given {
            let message = format!("this field has `{word}` twice");
            return Err(cursor
                .fault(line.span(), message, "again here")
                .help("check the page; keep one of them"));
        }
        if word == "Enum" {
            field.values = Some(values(&mut cursor, &self.known)?);
        } else {
            field.example = Some(example(&mut cursor)?);
        }
        Ok(())
    }
}
