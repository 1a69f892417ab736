//! Lists of fields, nested by indentation.
//!
//! In: the lines below a heading. Out: the fields of its body. A line that fits nowhere is complained about, and what hangs on it
//! is passed over, so that one fault is one complaint.

use super::Field;
use super::cursor::{Cursor, syntax};
use super::fact::{KnownValues, example, values};
use super::heading::field_head;
use super::line::{Line, Shape, fact};
use super::nest::{Listed, nest};
use crate::diagnostic::{Diagnostic, Diagnostics, closest, did_you_mean};
use crate::place::FileId;

/// How far a list is indented against what it belongs to.
pub(super) const STEP: usize = 2;

/// Lists in lists; more are a fault of the page and not its shape.
const DEEPEST: usize = 32 * STEP;

/// Reads fields from the lines of a page.
pub(super) struct FieldReader<'p, 't, 'd> {
    pub file: FileId,
    pub lines: &'p [Line<'t>],
    /// The line that is read next.
    pub next: usize,
    pub diagnostics: &'d mut Diagnostics,
    /// How many errors there were before these fields.
    errors: usize,
    pub known: KnownValues,
    /// Where variants of the unions around this place are indented.
    variant_indents: Vec<usize>,
}

impl<'p, 't, 'd> FieldReader<'p, 't, 'd> {
    pub(super) fn new(
        file: FileId,
        lines: &'p [Line<'t>],
        next: usize,
        diagnostics: &'d mut Diagnostics,
    ) -> Self {
        Self {
            errors: diagnostics.error_count(),
            file,
            lines,
            next,
            diagnostics,
            known: KnownValues::default(),
            variant_indents: Vec::new(),
        }
    }

    /// The fields up to the next heading.
    pub(super) fn body(&mut self) -> Vec<Field> {
        self.nested(STEP)
    }

    /// The fields that are indented as far as this, nested by their paths.
    pub(super) fn nested(&mut self, indent: usize) -> Vec<Field> {
        let list = self.list(indent);
        let has_faults = self.has_faults();
        nest(self.file, list, has_faults, self.diagnostics)
    }

    /// Whether any line was not understood so far.
    fn has_faults(&self) -> bool {
        self.diagnostics.error_count() > self.errors
    }

    /// The next line that is not blank and not the heading of another section.
    pub(super) fn peek(&mut self) -> Option<Line<'t>> {
        loop {
            let line = *self.lines.get(self.next)?;
            match line.shape {
                Shape::Blank => self.next += 1,
                Shape::Heading | Shape::Title => return None,
                _ => return Some(line),
            }
        }
    }

    fn is_variant(&self, line: &Line) -> bool {
        line.shape == Shape::Item && self.variant_indents.contains(&line.indent)
    }

    /// The fields that are indented as far as this, up to a line that belongs further out.
    fn list(&mut self, indent: usize) -> Vec<Listed> {
        let mut list = Vec::new();
        while let Some(line) = self.peek() {
            if line.shape == Shape::Field && line.indent == indent && line.is_spaced {
                self.next += 1;
                list.extend(self.field(line));
            } else if line.indent < indent && self.is_structural(&line) {
                break;
            } else {
                let stray = self.stray(&line, indent);
                self.diagnostics.push(stray);
                self.pass_over(&line);
            }
        }
        list
    }

    /// A complaint about a line that stands where a list of fields goes on.
    fn stray(&self, line: &Line, indent: usize) -> Diagnostic {
        let (message, label) = match line.shape {
            Shape::Field if !line.is_spaced => (
                "the indentation of this field is not of spaces alone",
                "indented by something else",
            ),
            Shape::Field => (
                "the indentation of this field fits no list",
                "belongs to no list",
            ),
            Shape::Fact => ("this fact belongs to no field", "stray fact"),
            _ => ("text that belongs to no field", "not understood"),
        };
        let help = match line.shape {
            Shape::Field if !line.is_spaced => "indent by spaces alone".to_owned(),
            Shape::Field => format!(
                "the list it could belong to is indented by {indent} spaces; this line by {}",
                line.indent
            ),
            Shape::Fact => "a fact is indented by two spaces against its field".to_owned(),
            _ => {
                "only a description stands between fields: below a field, before its facts and its \
                  own fields"
                    .to_owned()
            }
        };
        syntax(self.file, line.span(), message, label).help(help)
    }

    /// Passes the current line, which was complained about, and what hangs on it: below a field or a variant all that is
    /// indented further, below text the text that goes on.
    pub(super) fn pass_over(&mut self, line: &Line) {
        if self.is_structural(line) {
            return self.pass_over_below(line.indent);
        }
        self.next += 1;
        while self.peek().is_some_and(|next| next.shape == Shape::Text) {
            self.next += 1;
        }
    }

    /// Passes the current line and everything that is indented further than this.
    fn pass_over_below(&mut self, indent: usize) {
        self.next += 1;
        while self
            .peek()
            .is_some_and(|next| !self.is_structural(&next) || next.indent > indent)
        {
            self.next += 1;
        }
    }

    /// Whether a line has the form of a variant where none can be: an item that ends with a colon, with fields below.
    fn is_stray_variant(&self, line: &Line) -> bool {
        let below = self.lines.iter().skip(self.next + 1);
        let next = below.into_iter().find(|line| line.shape != Shape::Blank);
        line.shape == Shape::Item
            && line.text.ends_with(':')
            && next.is_some_and(|next| next.shape == Shape::Field && next.indent > line.indent)
    }

    pub(super) fn is_structural(&self, line: &Line) -> bool {
        line.shape == Shape::Field || self.is_variant(line)
    }

    /// The field whose first line was just passed; `None` if that line is not understood.
    fn field(&mut self, line: Line<'t>) -> Option<Listed> {
        let head = field_head(self.file, Cursor::new(self.file, line.text, line.start));
        let head = match head {
            Ok(head) => head,
            Err(diagnostic) => {
                self.diagnostics.push(diagnostic);
                self.next -= 1;
                self.pass_over(&line);
                return None;
            }
        };
        if line.indent > DEEPEST {
            let message = "this list is nested too deeply";
            self.diagnostics.push(
                syntax(self.file, line.span(), message, "too deep")
                    .help("check the page; no body is nested as deeply"),
            );
            self.next -= 1;
            self.pass_over(&line);
            return None;
        }
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
            && next.shape == Shape::Field
            && next.indent == inside
        {
            if field.types.value.can_have_fields() {
                field.fields = self.nested(inside);
            } else {
                self.diagnostics.push(
                    syntax(
                        self.file,
                        field.types.span.clone(),
                        "a value of this type has no fields, but a list of them follows",
                        "holds no fields",
                    )
                    .help("check the page: only objects, arrays and `any` have fields"),
                );
                self.next -= 1;
                self.pass_over(&line);
            }
        }
        if let Some(values) = &field.values
            && (field.union.is_some() || !field.fields.is_empty())
        {
            let message = "values are listed of something that has fields";
            self.diagnostics.push(
                syntax(
                    self.file,
                    values.span.clone(),
                    message,
                    "or are they a field's?",
                )
                .help("check the page: `Enum` belongs to a field without fields and variants"),
            );
        }
        Some(Listed {
            path: head.path,
            field,
        })
    }

    /// The description, which is passed over, and the facts after it.
    fn describe(&mut self, field: &mut Field, inside: usize) {
        while let Some(line) = self.peek() {
            let is_own = line.indent == inside && line.is_spaced;
            if self.is_structural(&line) {
                return;
            }
            let told = field.values.is_some() || field.example.is_some();
            let word = line.text.split(':').next().unwrap_or_default();
            if is_own && (line.shape == Shape::Fact || ["Enum", "Example"].contains(&word)) {
                self.next += 1;
                let read = self.fact(field, line);
                self.diagnostics.keep(read);
            } else if line.shape == Shape::Fact && is_fact_word(word) {
                self.next += 1;
                self.diagnostics.push(
                    syntax(
                        self.file,
                        line.span(),
                        "the indentation of this fact fits no field",
                        "belongs to no field",
                    )
                    .help(format!(
                        "a fact of the field above is indented by {inside} spaces; this line by {}",
                        line.indent
                    )),
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
                self.diagnostics.push(
                    syntax(
                        self.file,
                        line.span(),
                        "this looks like a variant, but belongs to no union",
                        "fields follow that are indented further",
                    )
                    .help(help),
                );
                self.pass_over_below(line.indent);
            } else if told {
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
        let start = line.span().end - text.len();
        let mut cursor = Cursor::new(self.file, text, start);
        let given = match word {
            "Enum" => field.values.is_some(),
            "Example" => field.example.is_some(),
            _ => {
                let word_span = line.start..line.start + word.len();
                let message = format!("`{word}` is a kind of fact that is not known");
                return Err(syntax(self.file, word_span, message, "not read")
                    .help(did_you_mean(word, ["Enum", "Example"])));
            }
        };
        if given {
            let message = format!("this field has `{word}` twice");
            return Err(syntax(self.file, line.span(), message, "again here")
                .help("check the page; keep one of them"));
        }
        if word == "Enum" {
            field.values = Some(values(self.file, &mut cursor, &self.known)?);
        } else {
            field.example = Some(example(self.file, &mut cursor)?);
        }
        Ok(())
    }
}

/// Whether a word is that of a fact, or was meant to be.
fn is_fact_word(word: &str) -> bool {
    closest(word, ["Enum", "Example"]).is_some()
}
