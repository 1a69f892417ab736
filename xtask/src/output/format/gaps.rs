//! Blank lines between items.
//!
//! In: an item. Out: what matters about it to its neighbours.

use syn::{Attribute, ImplItem, Item, TraitItem, UseTree};

/// Lines of one kind stand together, everything else stands apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `use` and `extern crate`, by where they lead.
    Import(Origin),
    /// `mod x;`
    Module,
    /// A constant, or an associated one.
    Constant,
    /// A type alias, or an associated type.
    Alias,
    /// Whatever has a body, and whatever is documented.
    Block,
}

/// Where a `use` leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    Standard,
    Foreign,
    Own,
}

fn origin(tree: &UseTree) -> Origin {
    let UseTree::Path(path) = tree else {
        return Origin::Foreign;
    };
    match path.ident.to_string().as_str() {
        "std" | "core" | "alloc" => Origin::Standard,
        "crate" | "self" | "super" => Origin::Own,
        _ => Origin::Foreign,
    }
}

fn unless_documented(kind: Kind, attributes: &[Attribute]) -> Kind {
    if attributes.iter().any(|one| one.path().is_ident("doc")) {
        Kind::Block
    } else {
        kind
    }
}

pub(super) fn item_kind(item: &Item) -> Kind {
    match item {
        Item::Use(it) => Kind::Import(origin(&it.tree)),
        Item::ExternCrate(_) => Kind::Import(Origin::Foreign),
        Item::Const(it) => unless_documented(Kind::Constant, &it.attrs),
        Item::Static(it) => unless_documented(Kind::Constant, &it.attrs),
        Item::Type(it) => unless_documented(Kind::Alias, &it.attrs),
        Item::Mod(it) if it.content.is_none() => unless_documented(Kind::Module, &it.attrs),
        _ => Kind::Block,
    }
}

pub(super) fn impl_kind(item: &ImplItem) -> Kind {
    match item {
        ImplItem::Const(it) => unless_documented(Kind::Constant, &it.attrs),
        ImplItem::Type(it) => unless_documented(Kind::Alias, &it.attrs),
        _ => Kind::Block,
    }
}

pub(super) fn trait_kind(item: &TraitItem) -> Kind {
    match item {
        TraitItem::Const(it) => unless_documented(Kind::Constant, &it.attrs),
        TraitItem::Type(it) => unless_documented(Kind::Alias, &it.attrs),
        _ => Kind::Block,
    }
}
