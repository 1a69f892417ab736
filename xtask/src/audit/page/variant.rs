//! The variants of a union, each with a list of fields.
//!
//! In: the lines below a field that has variants. Out: the union, and the values that later
//! variants may refer to.

use std::collections::BTreeMap;

use serde_json::Value;

use super::cursor::Cursor;
use super::field::STEP;
use super::heading::UnionHead;
use super::line::LineKind;
use super::reader::PageReader;
use super::{At, Field, Union, Variant};
use crate::diagnostic::Diagnostic;

impl PageReader<'_, '_, '_> {
    /// The variants below a field, indented as far as this.
    pub(super) fn union(&mut self, head: UnionHead, indent: usize) -> Option<Union> {
        let mut variants: Vec<Variant> = Vec::new();
        while let Some(line) = self.peek() {
            if line.indent != indent || line.kind != LineKind::Item {
                if line.indent < indent && self.is_structural(&line) {
                    break;
                }
                self.complain(
                    line.span(),
                    "a union has variants, and this is not one",
                    "not understood",
                    format!(
                        "write a variant as `- title:`, indented by {indent} spaces; its fields stand \
                         below it, indented by {}",
                        indent + STEP
                    ),
                );
                self.pass_over(&line);
                continue;
            }
            let title = match variant_title(self.words(&line)) {
                Ok(title) => title,
                Err(diagnostic) => {
                    self.diagnostics.push(diagnostic);
                    self.pass_over(&line);
                    continue;
                }
            };
            self.next += 1;
            let fields = self.nested(indent + STEP);
            let mut enums = BTreeMap::new();
            collect_values("", &fields, &mut enums);
            self.known.add(&title.value, enums);
            let mut titles = variants.iter().map(|other| &other.title.value);
            if titles.any(|other| *other == title.value) {
                let message = format!("the variant \"{}\" is listed twice", title.value);
                let help = "check the page; titles of variants are unique";
                self.complain(title.span, message, "again here", help);
            } else {
                variants.push(Variant { title, fields });
            }
        }
        if variants.is_empty() {
            let help =
                format!("list the variants below, each as `- title:`, indented by {indent} spaces");
            let message = "a union without variants";
            self.complain(head.span, message, "no variant follows", help);
            return None;
        }
        Some(Union {
            span: head.span,
            discriminator: head.discriminator,
            variants,
        })
    }
}

/// `- TITLE:`
fn variant_title(mut cursor: Cursor<'_>) -> Result<At<String>, Diagnostic> {
    let help = "write a variant as `- title:`";
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
