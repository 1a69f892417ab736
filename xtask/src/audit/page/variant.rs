//! The variants of a union, each with a list of fields.
//!
//! In: the lines below a field that has variants. Out: the union, and the values that later variants may refer to.

use std::collections::BTreeMap;

use serde_json::Value;

use super::cursor::{Cursor, syntax};
use super::field::{FieldReader, STEP};
use super::heading::UnionHead;
use super::line::{Line, Shape};
use super::{At, Field, Union, Variant};
use crate::diagnostic::Diagnostic;

impl<'t> FieldReader<'_, 't, '_> {
    /// The variants below a field, indented as far as this.
    pub(super) fn union(&mut self, head: UnionHead, indent: usize) -> Option<Union> {
        let mut variants: Vec<Variant> = Vec::new();
        while let Some(line) = self.peek() {
            if line.indent != indent || line.shape != Shape::Item {
                if line.indent < indent && self.is_structural(&line) {
                    break;
                }
                self.diagnostics.push(
                    syntax(
                        self.file,
                        line.span(),
                        "a union has variants, and this is none",
                        "not understood",
                    )
                    .help(format!(
                        "write a variant as `- title:`, indented by {indent} spaces; its fields stand \
                         below it, indented by {}",
                        indent + STEP
                    )),
                );
                self.pass_over(&line);
                continue;
            }
            self.next += 1;
            match self.variant_title(&line) {
                Ok(title) => {
                    let fields = self.nested(indent + STEP);
                    let mut enums = BTreeMap::new();
                    collect_values("", &fields, &mut enums);
                    self.known.add(&title.value, enums);
                    if variants
                        .iter()
                        .any(|other| other.title.value == title.value)
                    {
                        let message = format!("the variant \"{}\" is listed twice", title.value);
                        self.diagnostics.push(
                            syntax(self.file, title.span, message, "again here")
                                .help("check the page; titles of variants are unique"),
                        );
                    } else {
                        variants.push(Variant { title, fields });
                    }
                }
                Err(diagnostic) => {
                    self.diagnostics.push(diagnostic);
                    self.next -= 1;
                    self.pass_over(&line);
                }
            }
        }
        if variants.is_empty() {
            self.diagnostics.push(
                syntax(
                    self.file,
                    head.span,
                    "a union without variants",
                    "no variant follows",
                )
                .help(format!(
                    "list the variants below, each as `- title:`, indented by {indent} spaces"
                )),
            );
            return None;
        }
        Some(Union {
            span: head.span,
            discriminator: head.discriminator,
            variants,
        })
    }

    /// `- TITLE:`
    fn variant_title(&self, line: &Line<'t>) -> Result<At<String>, Diagnostic> {
        let help = "write a variant as `- title:`";
        let mut cursor = Cursor::new(self.file, line.text, line.start);
        cursor
            .require("- ", "`- ` before the variant's title")
            .map_err(|diagnostic| diagnostic.help(help))?;
        let Some(title) = cursor.rest().strip_suffix(':') else {
            cursor.skip(cursor.rest().len());
            return Err(cursor.expected("`:` after the variant's title").help(help));
        };
        let start = cursor.at();
        if title.trim().is_empty() {
            return Err(cursor.expected("the variant's title").help(help));
        }
        Ok(At::new(title.to_owned(), start..start + title.len()))
    }
}

/// The enums of fields by dotted path, those of other variants apart.
fn collect_values(prefix: &str, fields: &[Field], found: &mut BTreeMap<String, Vec<Value>>) {
    for field in fields {
        let path = format!("{prefix}{}", field.name.value);
        if let Some(values) = &field.values {
            found.insert(path.clone(), values.value.clone());
        }
        collect_values(&format!("{path}."), &field.fields, found);
    }
}
