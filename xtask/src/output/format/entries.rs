//! Macro calls with a list of entries: `name!(Type { entry, entry })`.
//!
//! In: a file and its text as prettyplease lays it out, which fills lines with the tokens of a macro. Out: the text with a line for each
//! entry, as a struct has one for each field. An entry reads like a constant without the word, or is two dots and one that does.

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;
use syn::{File, Item, ItemMacro};

/// The calls of such macros in a file: as they are laid out, and with an entry a line.
pub(super) struct Calls(Vec<(String, String)>);

impl Calls {
    /// Those at the outermost level of a file, in its order.
    pub fn of(file: &File) -> Self {
        let calls = file.items.iter().filter_map(|item| match item {
            // At the outermost level an item looks as it does alone.
            Item::Macro(call) => laid_out(call).map(|laid_out| (unparse(item.clone()), laid_out)),
            _ => None,
        });
        Self(calls.collect())
    }

    /// The text of the file with an entry a line in its calls.
    pub fn on_their_lines(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        for (filled, laid_out) in &self.0 {
            if let Some((before, after)) = rest.split_once(filled.as_str()) {
                out.push_str(before);
                out.push_str(laid_out);
                rest = after;
            }
        }
        out.push_str(rest);
        out
    }
}

/// The call with an entry a line; `None` for a call of another form.
fn laid_out(call: &ItemMacro) -> Option<String> {
    let tokens: Vec<TokenTree> = call.mac.tokens.clone().into_iter().collect();
    let [TokenTree::Ident(name), TokenTree::Group(group)] = tokens.as_slice() else {
        return None;
    };
    let entries = lines(split(group.stream()))?;
    let path = &call.mac.path;
    let path = quote!(#path).to_string().replace(' ', "");
    Some(format!("{path}!({name} {{\n{entries}}});\n"))
}

/// The tokens between commas that no bracket holds.
fn split(tokens: TokenStream) -> Vec<TokenStream> {
    let mut entries = vec![TokenStream::new()];
    let mut depth = 0_usize;
    for token in tokens {
        if let TokenTree::Punct(punct) = &token {
            match punct.as_char() {
                '<' => depth += 1,
                '>' => depth = depth.saturating_sub(1),
                ',' if depth == 0 => {
                    entries.push(TokenStream::new());
                    continue;
                }
                _ => {}
            }
        }
        if let Some(entry) = entries.last_mut() {
            entry.extend([token]);
        }
    }
    entries.retain(|entry| !entry.is_empty());
    entries
}

/// The lines of all entries; `None` where there are none, or one is of another form.
fn lines(entries: Vec<TokenStream>) -> Option<String> {
    let mut rests = Vec::new();
    let mut constants = Vec::new();
    for tokens in entries {
        let mut code = tokens.clone().into_iter();
        let is_rest = is_dot(code.next()) && is_dot(code.next());
        rests.push(is_rest);
        constants.push(if is_rest { code.collect() } else { tokens });
    }
    let file: File = syn::parse2(quote!(#(const #constants;)*)).ok()?;
    let text = prettyplease::unparse(&file);
    let texts = text.trim_end().strip_prefix("const ")?.split("\nconst ");
    let texts: Vec<&str> = texts.collect();
    let mut laid_out = String::with_capacity(text.len());
    for (is_rest, text) in rests.iter().zip(&texts) {
        let (dots, comma) = if *is_rest { ("..", "") } else { ("", ",") };
        laid_out.push_str("    ");
        laid_out.push_str(dots);
        let mut lines = text.strip_suffix(';')?.lines().peekable();
        while let Some(line) = lines.next() {
            // What is broken over lines ends with a comma, which the macro was not given.
            let closes = lines.peek().map(|next| next.trim_start());
            let closes = closes.is_some_and(|next| next.starts_with(['>', ')']));
            laid_out.push_str(line.strip_suffix(',').filter(|_| closes).unwrap_or(line));
            if lines.peek().is_some() {
                laid_out.push_str("\n    ");
            }
        }
        laid_out.push_str(comma);
        laid_out.push('\n');
    }
    (rests.len() == texts.len()).then_some(laid_out)
}

fn is_dot(token: Option<TokenTree>) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == '.')
}

fn unparse(item: Item) -> String {
    prettyplease::unparse(&File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items: vec![item],
    })
}
