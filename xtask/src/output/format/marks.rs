//! Places in a file that are filled in when it is laid out: blank lines and comments.
//!
//! In: the lines that a place shall hold. Out: an attribute that prettyplease prints as a comment on a line of its own, and in the end the text
//! with the lines in that line's place. A place is settled on the tree, so nothing inside a string is taken for one; and what a comment says
//! passes neither through literals nor through the printer, so it cannot be taken for code either.

use proc_macro2::Span;
use syn::visit_mut::VisitMut;
use syn::{AttrStyle, Attribute, Expr, ExprLit, File, Lit, LitStr, Meta, MetaNameValue};

/// The places of one file.
pub(super) struct Marks {
    /// What the comment of each mark begins with; its number follows.
    name: String,
    /// What each place holds, by the number of its mark.
    places: Vec<Vec<String>>,
}

impl Marks {
    /// A file without places.
    pub fn new() -> Self {
        Self {
            name: "~mark~".to_owned(),
            places: Vec::new(),
        }
    }

    /// A new place that holds these lines, indented as the code around it; an empty one is a blank line.
    pub fn place(&mut self, style: AttrStyle, lines: Vec<String>) -> Attribute {
        let said = format!("{}{}", self.name, self.places.len());
        self.places.push(lines);
        Attribute {
            pound_token: syn::token::Pound::default(),
            style,
            bracket_token: syn::token::Bracket::default(),
            meta: Meta::NameValue(MetaNameValue {
                path: syn::Ident::new(COMMENT, Span::call_site()).into(),
                eq_token: syn::token::Eq::default(),
                value: Expr::Lit(ExprLit {
                    attrs: Vec::new(),
                    lit: Lit::Str(LitStr::new(&said, Span::call_site())),
                }),
            }),
        }
    }

    /// The text of the file, a line for each mark.
    pub fn print(&mut self, file: &mut File) -> String {
        let mut text = prettyplease::unparse(file);
        // A comment that the text has already, be it in a string, must not become a place.
        while text.matches(&self.name).count() != self.places.len() {
            self.name.push('_');
            Renamed { mark: &self.name }.visit_file_mut(file);
            text = prettyplease::unparse(file);
        }
        text
    }

    /// The text with the lines of each place where its mark is.
    pub fn fill(&self, text: &str) -> String {
        let mut filled = String::with_capacity(text.len().saturating_mul(2));
        for line in text.split_inclusive('\n') {
            let code = line.trim_start();
            let Some(lines) = self.marked(code) else {
                filled.push_str(line);
                continue;
            };
            let indent = line.strip_suffix(code).unwrap_or_default();
            for line in lines {
                if !line.is_empty() {
                    filled.push_str(indent);
                    filled.push_str(line);
                }
                filled.push('\n');
            }
        }
        filled
    }

    /// The lines of the place that a line of code marks.
    fn marked(&self, code: &str) -> Option<&[String]> {
        let number = code.strip_prefix("//")?.strip_prefix(&self.name)?;
        let place = self.places.get(number.trim_end().parse::<usize>().ok()?)?;
        Some(place)
    }
}

/// The name of the attribute that prettyplease prints as a comment.
const COMMENT: &str = "comment";

/// Whether an attribute marks a place.
pub(super) fn is_mark(attribute: &Attribute) -> bool {
    attribute.path().is_ident(COMMENT)
}

/// Gives the marks another name.
struct Renamed<'a> {
    mark: &'a str,
}

impl VisitMut for Renamed<'_> {
    fn visit_attribute_mut(&mut self, attribute: &mut Attribute) {
        if !is_mark(attribute) {
            return;
        }
        if let Meta::NameValue(pair) = &mut attribute.meta
            && let Expr::Lit(ExprLit {
                lit: Lit::Str(said),
                ..
            }) = &mut pair.value
        {
            let value = said.value();
            let number = value.trim_start_matches(|c: char| !c.is_ascii_digit());
            *said = LitStr::new(&format!("{}{number}", self.mark), said.span());
        }
    }
}
