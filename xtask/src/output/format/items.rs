//! Items.
//!
//! In: an item and its indentation. Out: its lines, documentation and attributes included.

use quote::ToTokens;
use syn::{
    Expr, Field, Fields, Generics, ImplItem, Item, ItemImpl, Signature, TraitItem, Type, Variant,
    Visibility, WhereClause,
};

use super::assigned::{assigned, assigned_at_any_width};
use super::attributes::{attribute_lines, inner_lines};
use super::blocks::statements;
use super::gaps::{Kind, impl_kind, item_kind, trait_kind};
use super::imports::{import_lines, sorted};
use super::lists::{self, PARENTHESES, list};
use super::macros::macro_call;
use super::shape::{LINE, LayOut, STEP, Shape, new_line, width};
use super::tokens::{one_line, printed_item};

/// The widest variant with fields on one line.
const VARIANT: usize = 35;

/// The items of a file or a module, blank lines between them.
pub(super) fn items_lines(items: &[Item], indent: usize, below_text: bool) -> String {
    let items = sorted(items);
    let parts = items
        .iter()
        .map(|one| (item_kind(one), item_lines(one, Shape::line(indent))));
    set_apart(parts, indent, below_text)
}

/// Parts below one another, blank lines where a person would put them.
fn set_apart(
    parts: impl Iterator<Item = (Kind, String)>,
    indent: usize,
    below_text: bool,
) -> String {
    let mut lines = String::new();
    let mut above = below_text.then_some(Kind::Block);
    for (kind, text) in parts {
        if !above.is_none_or(|above| above == kind && kind != Kind::Block) {
            lines.push('\n');
        }
        lines.push_str(&new_line(indent));
        lines.push_str(&text);
        above = Some(kind);
    }
    lines
}

impl LayOut for Item {
    fn laid_out(&self, shape: Shape) -> Option<String> {
        Some(item_lines(self, shape))
    }
}

/// One item; the first line has no indentation.
fn item_lines(item: &Item, shape: Shape) -> String {
    let indent = shape.indent;
    let end = new_line(indent);
    match item {
        Item::Use(it) => attribute_lines(&it.attrs, indent) + &import_lines(it, indent),
        Item::Const(it) => {
            let head = format!("{}const {}", vis(&it.vis), it.ident);
            attribute_lines(&it.attrs, indent) + &constant(&head, &it.ty, Some(&it.expr), shape)
        }
        Item::Static(it) => {
            let mutability = it.mutability.to_token_stream();
            let head = format!("{}static {mutability}{}", vis(&it.vis), it.ident);
            attribute_lines(&it.attrs, indent) + &constant(&head, &it.ty, Some(&it.expr), shape)
        }
        Item::Type(it) => {
            let head = format!(
                "{}type {}{} =",
                vis(&it.vis),
                it.ident,
                one_line(&it.generics)
            );
            let ty = assigned_at_any_width(&head, &*it.ty, before_end(shape));
            format!("{}{ty};", attribute_lines(&it.attrs, indent))
        }
        Item::Mod(it) => {
            let head = format!("{}mod {}", vis(&it.vis), it.ident);
            let attributes = attribute_lines(&it.attrs, indent);
            let Some((_, items)) = &it.content else {
                return format!("{attributes}{head};");
            };
            let text = inner_lines(&it.attrs, indent + STEP);
            let items = items_lines(items, indent + STEP, !text.is_empty());
            format!("{attributes}{head} {{{text}{items}{end}}}")
        }
        Item::Struct(it) => {
            let head = format!(
                "{}struct {}{}",
                vis(&it.vis),
                it.ident,
                angles(&it.generics)
            );
            let clause = where_lines(it.generics.where_clause.as_ref(), indent);
            let attributes = attribute_lines(&it.attrs, indent);
            attributes + &fields(&head, &it.fields, &clause, shape, ";")
        }
        Item::Enum(it) => {
            let head = format!("{}enum {}{}", vis(&it.vis), it.ident, angles(&it.generics));
            let clause = where_lines(it.generics.where_clause.as_ref(), indent);
            let variants = it.variants.iter().map(|one| variant(one, indent + STEP));
            let attributes = attribute_lines(&it.attrs, indent);
            format!("{attributes}{head}{} {}", clause, braced(variants, indent))
        }
        Item::Trait(it) => {
            let unsafety = it.unsafety.map_or("", |_| "unsafe ");
            let mut head = format!(
                "{}{unsafety}trait {}{}",
                vis(&it.vis),
                it.ident,
                angles(&it.generics)
            );
            if !it.supertraits.is_empty() {
                head = format!("{head}: {}", one_line(&it.supertraits));
            }
            let clause = where_lines(it.generics.where_clause.as_ref(), indent);
            let parts = it
                .items
                .iter()
                .map(|one| (trait_kind(one), trait_item(one, indent + STEP)));
            let items = set_apart(parts, indent + STEP, false);
            let attributes = attribute_lines(&it.attrs, indent);
            attributes + &in_braces(&(head + &clause), &items, indent)
        }
        Item::Impl(it) => attribute_lines(&it.attrs, indent) + &implementation(it, indent),
        Item::Fn(it) => {
            let head = vis(&it.vis);
            let attributes = attribute_lines(&it.attrs, indent);
            attributes + &function(&head, &it.sig, Some(&it.block), indent)
        }
        Item::Macro(it) => {
            let text = macro_call(&it.mac, before_end(shape));
            let text = text.unwrap_or_else(|| one_line(&it.mac));
            let semicolon = it.semi_token.map_or("", |_| ";");
            format!("{}{text}{semicolon}", attribute_lines(&it.attrs, indent))
        }
        other => printed_item(other, indent),
    }
}

fn before_end(shape: Shape) -> Shape {
    Shape {
        end: shape.end - 1,
        ..shape
    }
}

fn vis(code: &Visibility) -> String {
    match code {
        Visibility::Inherited => String::new(),
        other => one_line(other) + " ",
    }
}

fn angles(generics: &Generics) -> String {
    let mut bare = generics.clone();
    bare.where_clause = None;
    one_line(&bare)
}

/// A where clause, a bound a line; nothing without one.
fn where_lines(clause: Option<&WhereClause>, indent: usize) -> String {
    let Some(clause) = clause.filter(|clause| !clause.predicates.is_empty()) else {
        return String::new();
    };
    let mut lines = new_line(indent) + "where";
    for predicate in &clause.predicates {
        lines.push_str(&new_line(indent + STEP));
        lines.push_str(&one_line(predicate));
        lines.push(',');
    }
    lines
}

/// A head with its braces, below a where clause on a line of their own.
fn in_braces(head: &str, lines: &str, indent: usize) -> String {
    let end = new_line(indent);
    let open = if head.contains("\nwhere")
        || head.contains(" where\n")
        || head.trim_end().ends_with(',')
    {
        end.as_str()
    } else {
        " "
    };
    if lines.is_empty() {
        return format!("{head}{open}{{}}");
    }
    format!("{head}{open}{{{lines}{end}}}")
}

fn braced(lines: impl Iterator<Item = String>, indent: usize) -> String {
    let mut text = String::new();
    for line in lines {
        text.push_str(&new_line(indent + STEP));
        text.push_str(&line);
    }
    if text.is_empty() {
        return "{}".to_owned();
    }
    format!("{{{text}{}}}", new_line(indent))
}

fn constant(head: &str, ty: &Type, value: Option<&Expr>, shape: Shape) -> String {
    let head = format!("{head}: {}", one_line(ty));
    let Some(value) = value else {
        return head + ";";
    };
    let head = head + " =";
    let shape = before_end(shape);
    assigned_at_any_width(&head, value, shape) + ";"
}

/// The fields of a struct or a variant, and what ends it.
fn fields(head: &str, code: &Fields, clause: &str, shape: Shape, end: &str) -> String {
    match code {
        Fields::Unit => format!("{head}{clause}{end}"),
        Fields::Unnamed(it) => {
            let fields = it.unnamed.iter().map(|one| {
                let attributes = attribute_lines(&one.attrs, shape.indent + STEP);
                format!("{attributes}{}{}", vis(&one.vis), one_line(&one.ty))
            });
            let texts: Vec<String> = fields.collect();
            let items: Vec<lists::Item> = texts.iter().map(|one| lists::Item::Text(one)).collect();
            let is_plain = it.unnamed.iter().all(|one| one.attrs.is_empty());
            let list = is_plain.then(|| list(head, &items, PARENTHESES, before_end(shape)));
            let list = list.flatten();
            let list = list.unwrap_or_else(|| {
                let (start, end) = (new_line(shape.indent + STEP), new_line(shape.indent));
                format!("{head}({start}{},{end})", texts.join(&format!(",{start}")))
            });
            list + clause + end
        }
        Fields::Named(it) => {
            let lines = it.named.iter().map(|one| field(one, shape.indent + STEP));
            format!("{head}{clause} {}", braced(lines, shape.indent))
        }
    }
}

fn field(it: &Field, indent: usize) -> String {
    let shape = before_end(Shape::line(indent));
    let name = it
        .ident
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default();
    let head = format!("{}{name}:", vis(&it.vis));
    let text = assigned(&head, &it.ty, shape);
    let text = text.unwrap_or_else(|| {
        let start = new_line(indent + STEP);
        format!("{head}{start}{}", one_line(&it.ty))
    });
    format!("{}{text},", attribute_lines(&it.attrs, indent))
}

fn variant(it: &Variant, indent: usize) -> String {
    let attributes = attribute_lines(&it.attrs, indent);
    if let Fields::Named(fields) = &it.fields
        && fields.named.iter().all(|one| one.attrs.is_empty())
    {
        let fields: Vec<String> = fields.named.iter().map(one_line).collect();
        let row = fields.join(", ");
        if !row.is_empty() && width(&row) <= VARIANT {
            return format!("{attributes}{} {{ {row} }},", it.ident);
        }
    }
    let value = it.discriminant.as_ref();
    let value = value.map(|(_, value)| format!(" = {}", one_line(value)));
    let fields = fields(
        &it.ident.to_string(),
        &it.fields,
        "",
        Shape::line(indent),
        "",
    );
    let value = value.unwrap_or_default();
    format!("{attributes}{fields}{value},")
}

fn implementation(it: &ItemImpl, indent: usize) -> String {
    let mut head = format!("impl{} ", angles(&it.generics));
    if let Some((path, _)) = &it.trait_ {
        head = format!("{head}{} for ", one_line(path));
    }
    head = head + &one_line(&it.self_ty) + &where_lines(it.generics.where_clause.as_ref(), indent);
    let parts = it
        .items
        .iter()
        .map(|one| (impl_kind(one), impl_item(one, indent + STEP)));
    let text = inner_lines(&it.attrs, indent + STEP);
    let items = set_apart(parts, indent + STEP, !text.is_empty());
    in_braces(&head, &(text + &items), indent)
}

fn impl_item(item: &ImplItem, indent: usize) -> String {
    let shape = Shape::line(indent);
    match item {
        ImplItem::Const(it) => {
            let head = format!("{}const {}", vis(&it.vis), it.ident);
            attribute_lines(&it.attrs, indent) + &constant(&head, &it.ty, Some(&it.expr), shape)
        }
        ImplItem::Type(it) => {
            let generics = one_line(&it.generics);
            let text = format!("type {}{generics} = {};", it.ident, one_line(&it.ty));
            attribute_lines(&it.attrs, indent) + &vis(&it.vis) + &text
        }
        ImplItem::Fn(it) => {
            let attributes = attribute_lines(&it.attrs, indent);
            attributes + &function(&vis(&it.vis), &it.sig, Some(&it.block), indent)
        }
        ImplItem::Macro(it) => {
            let text = macro_call(&it.mac, before_end(shape));
            let text = text.unwrap_or_else(|| one_line(&it.mac));
            attribute_lines(&it.attrs, indent) + &text + it.semi_token.map_or("", |_| ";")
        }
        other => one_line(other),
    }
}

fn trait_item(item: &TraitItem, indent: usize) -> String {
    let shape = Shape::line(indent);
    match item {
        TraitItem::Const(it) => {
            let value = it.default.as_ref().map(|(_, value)| value);
            let head = format!("const {}", it.ident);
            attribute_lines(&it.attrs, indent) + &constant(&head, &it.ty, value, shape)
        }
        TraitItem::Fn(it) => {
            let attributes = attribute_lines(&it.attrs, indent);
            attributes + &function("", &it.sig, it.default.as_ref(), indent)
        }
        TraitItem::Type(it) => {
            let mut bare = it.clone();
            bare.attrs = Vec::new();
            attribute_lines(&it.attrs, indent) + &one_line(&bare)
        }
        other => one_line(other),
    }
}

/// A function; without a body if it is only declared.
fn function(before: &str, sig: &Signature, body: Option<&syn::Block>, indent: usize) -> String {
    let mut bare = sig.clone();
    bare.inputs.clear();
    bare.output = syn::ReturnType::Default;
    bare.generics.where_clause = None;
    let head = one_line(&bare);
    let head = format!("{before}{}", head.trim_end_matches("()"));
    let inputs: Vec<String> = sig.inputs.iter().map(one_line).collect();
    let output = match &sig.output {
        syn::ReturnType::Default => String::new(),
        output => format!(" {}", one_line(output)),
    };
    let clause = where_lines(sig.generics.where_clause.as_ref(), indent);
    let (behind, lines) = match body {
        None => (";", String::new()),
        Some(body) if body.stmts.is_empty() => (" {}", String::new()),
        Some(body) => (
            " {",
            statements(body, indent + STEP) + &new_line(indent) + "}",
        ),
    };
    let row = format!("{head}({}){output}", inputs.join(", "));
    let open = if clause.is_empty() { behind } else { "" };
    let room = width(&row) + indent + width(open);
    let below = new_line(indent);
    // rustfmt counts the brace that a declaration does not have, and finds out when the arguments are
    // laid out already.
    let is_full = room > LINE || body.is_none() && room == LINE;
    let signature = if room > LINE && !inputs.is_empty() {
        let start = new_line(indent + STEP);
        let inputs = inputs.join(&format!(",{start}"));
        format!("{head}({start}{inputs},{below}){output}")
    } else if is_full && !output.is_empty() && room <= LINE + 3 && body.is_some() {
        // As rustfmt counts where there are no arguments, only the brace does not fit.
        return format!("{row}{clause}{below}{}{lines}", behind.trim_start());
    } else if is_full && !output.is_empty() {
        let inputs = inputs.join(", ");
        format!("{head}({inputs}){below}{}", output.trim_start())
    } else {
        row
    };
    if clause.is_empty() || body.is_none() {
        return format!("{signature}{clause}{behind}{lines}");
    }
    format!("{signature}{clause}{below}{}{lines}", behind.trim_start())
}
