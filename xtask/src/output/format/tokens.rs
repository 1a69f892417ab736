//! Tokens on one line.
//!
//! In: tokens of types, patterns, signatures and macros. Out: the same as a person spaces them.
//! What needs more than one line is laid out by its kind, elsewhere.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Expr, File, Item, parse_quote};

use super::shape::{STEP, new_line};

/// Operators of more than one character that are written without blanks inside.
const OPERATORS: [&str; 19] = [
    "..=", "...", "::", "->", "=>", "..", "&&", "||", "==", "!=", "<=", ">=", "+=", "-=", "*=",
    "/=", "%=", "|=", "&=",
];

/// Operators with a blank on both sides.
const SPACED: [&str; 22] = [
    "=", "+", "|", "@", "->", "=>", "&&", "||", "==", "!=", "<=", ">=", "+=", "-=", "*=", "/=",
    "%=", "|=", "&=", "/", "%", "^",
];

/// Words behind which there is a blank, whatever follows.
const WORDS: [&str; 19] = [
    "as", "const", "dyn", "else", "extern", "fn", "for", "if", "impl", "in", "let", "match",
    "move", "mut", "ref", "return", "type", "use", "where",
];

/// What a token looks like to its neighbours.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look<'t> {
    /// A name, a literal or a lifetime.
    Word(&'t str),
    Operator(&'t str),
    Open(Delimiter),
    Close(Delimiter),
}

/// The tokens on one line.
pub(super) fn one_line(code: &impl ToTokens) -> String {
    let mut line = Line::default();
    line.tokens(code.to_token_stream());
    line.text
}

/// An item that rustfmt's rules are not known here for, as prettyplease prints it.
pub(super) fn printed_item(item: &Item, indent: usize) -> String {
    let text = one_line(item);
    // A line end inside a literal must not be followed by an indent.
    if text.contains('\n') {
        return text;
    }
    printed(item.clone())
        .trim_end()
        .replace('\n', &new_line(indent))
}

/// The same for an expression.
pub(super) fn printed_expression(code: &Expr, indent: usize) -> String {
    let text = one_line(code);
    if text.contains('\n') {
        return text;
    }
    let text = printed(parse_quote!(fn f() { #code }));
    let lines: Vec<&str> = text.lines().collect();
    let body = lines
        .get(1..lines.len().saturating_sub(1))
        .unwrap_or_default();
    let body = body.iter().map(|line| line.get(STEP..).unwrap_or_default());
    body.collect::<Vec<_>>().join(&new_line(indent))
}

fn printed(item: Item) -> String {
    prettyplease::unparse(&File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items: vec![item],
    })
}

#[derive(Default)]
struct Line {
    text: String,
    /// How the last token looks, and where it starts.
    last: Option<(Kind, usize)>,
}

#[derive(Clone, Copy)]
enum Kind {
    Word,
    Operator,
    Open(Delimiter),
    Close(Delimiter),
}

impl Line {
    fn tokens(&mut self, tokens: TokenStream) {
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Group(group) => {
                    let (open, close) = match group.delimiter() {
                        Delimiter::Parenthesis => ("(", ")"),
                        Delimiter::Bracket => ("[", "]"),
                        Delimiter::Brace => ("{", "}"),
                        Delimiter::None => {
                            self.tokens(group.stream());
                            continue;
                        }
                    };
                    let delimiter = group.delimiter();
                    self.push(open, Kind::Open(delimiter));
                    self.tokens(group.stream());
                    self.push(close, Kind::Close(delimiter));
                }
                TokenTree::Ident(ident) => self.push(&ident.to_string(), Kind::Word),
                TokenTree::Literal(literal) => self.push(&literal.to_string(), Kind::Word),
                TokenTree::Punct(punct) => {
                    let mut text = punct.as_char().to_string();
                    let mut spacing = punct.spacing();
                    while spacing == Spacing::Joint
                        && let Some(TokenTree::Punct(next)) = tokens.peek()
                        && OPERATORS.iter().any(|one| {
                            one.strip_prefix(&text)
                                .is_some_and(|rest| rest.starts_with(next.as_char()))
                        })
                    {
                        text.push(next.as_char());
                        spacing = next.spacing();
                        tokens.next();
                    }
                    if text == "'"
                        && let Some(TokenTree::Ident(name)) = tokens.peek()
                    {
                        text.push_str(&name.to_string());
                        tokens.next();
                        self.push(&text, Kind::Word);
                    } else {
                        // A list on one line ends with no comma.
                        let ends = text == ","
                            && match tokens.peek() {
                                None => true,
                                Some(TokenTree::Punct(next)) => next.as_char() == '>',
                                Some(_) => false,
                            };
                        if !ends {
                            self.push(&text, Kind::Operator);
                        }
                    }
                }
            }
        }
    }

    fn push(&mut self, text: &str, kind: Kind) {
        fn look(kind: Kind, text: &str) -> Look<'_> {
            match kind {
                Kind::Word => Look::Word(text),
                Kind::Operator => Look::Operator(text),
                Kind::Open(delimiter) => Look::Open(delimiter),
                Kind::Close(delimiter) => Look::Close(delimiter),
            }
        }
        if let Some((last, start)) = self.last {
            let last = look(last, self.text.get(start..).unwrap_or_default());
            if is_spaced(last, look(kind, text)) {
                self.text.push(' ');
            }
        }
        self.last = Some((kind, self.text.len()));
        self.text.push_str(text);
    }
}

/// Whether there is a blank between two tokens.
fn is_spaced(one: Look, other: Look) -> bool {
    use Delimiter::Brace;
    use Look::{Close, Open, Operator, Word};
    match (one, other) {
        (Open(Brace), Close(_)) => false,
        (Open(Brace), _) | (_, Close(Brace)) => true,
        (Open(_), _) | (_, Close(_)) => false,
        (_, Operator("," | ";" | ":" | "." | "?" | "::" | ">")) => false,
        (Operator("," | ";" | ":"), _) => true,
        (Operator("::" | "." | "<" | "#" | "$"), _) => false,
        (Operator(op), _) | (_, Operator(op)) if SPACED.contains(&op) => true,
        (Operator(">"), Word(_) | Open(Brace)) => true,
        (Operator(_), Open(Brace)) => true,
        (Operator(_), _) => false,
        (_, Operator("<" | "!")) => false,
        (_, Operator("..")) => false,
        (_, Operator(_)) => true,
        (Word(word), Open(Delimiter::Parenthesis | Delimiter::Bracket)) => {
            WORDS.contains(&word) || word.starts_with('\'')
        }
        (Close(_), Open(Delimiter::Parenthesis | Delimiter::Bracket)) => false,
        (Word(_) | Close(_), Word(_) | Open(_)) => true,
    }
}
