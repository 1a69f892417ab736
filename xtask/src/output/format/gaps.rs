//! Blank lines between items.
//!
//! In: a file whose documentation is marked already. Out: the same with a mark where a person would put a blank line.

use syn::visit_mut::{self, VisitMut};
use syn::{
    AttrStyle, Attribute, File, ImplItem, Item, ItemImpl, ItemMod, ItemTrait, TraitItem, UseTree,
};

use super::marks::{Marks, is_mark};

/// Marks the blank lines of a file.
pub(super) fn marked(file: &mut File, marks: &mut Marks) {
    Gaps { marks }.visit_file_mut(file);
}

struct Gaps<'m> {
    marks: &'m mut Marks,
}

/// What matters about a neighbour: lines of one kind stand together, everything else stands apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// `use` and `extern crate`, by where they lead: the standard library, other crates, this crate.
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
#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    Standard,
    Foreign,
    Own,
}

fn origin(tree: &UseTree) -> Origin {
    match tree {
        UseTree::Path(path) => match path.ident.to_string().as_str() {
            "std" | "core" | "alloc" => Origin::Standard,
            "crate" | "self" | "super" => Origin::Own,
            _ => Origin::Foreign,
        },
        _ => Origin::Foreign,
    }
}

impl Gaps<'_> {
    fn set_apart<'b>(
        &mut self,
        members: impl Iterator<Item = (Shape, Option<&'b mut Vec<Attribute>>)>,
        below_text: bool,
    ) {
        let mut above = below_text.then_some(Shape::Block);
        for (shape, attrs) in members {
            let together = above.is_none_or(|above| above == shape && shape != Shape::Block);
            if let Some(attrs) = attrs
                && !together
            {
                attrs.insert(0, self.marks.place(AttrStyle::Outer, vec![String::new()]));
            }
            above = Some(shape);
        }
    }
}

impl VisitMut for Gaps<'_> {
    fn visit_file_mut(&mut self, file: &mut File) {
        visit_mut::visit_file_mut(self, file);
        self.set_apart(file.items.iter_mut().map(item), !file.attrs.is_empty());
    }

    fn visit_item_mod_mut(&mut self, module: &mut ItemMod) {
        visit_mut::visit_item_mod_mut(self, module);
        let below_text = has_inner(&module.attrs);
        if let Some((_, items)) = &mut module.content {
            self.set_apart(items.iter_mut().map(item), below_text);
        }
    }

    fn visit_item_impl_mut(&mut self, block: &mut ItemImpl) {
        visit_mut::visit_item_impl_mut(self, block);
        self.set_apart(
            block.items.iter_mut().map(impl_item),
            has_inner(&block.attrs),
        );
    }

    fn visit_item_trait_mut(&mut self, block: &mut ItemTrait) {
        visit_mut::visit_item_trait_mut(self, block);
        self.set_apart(
            block.items.iter_mut().map(trait_item),
            has_inner(&block.attrs),
        );
    }
}

fn has_inner(attrs: &[Attribute]) -> bool {
    attrs
        .iter()
        .any(|attr| matches!(attr.style, AttrStyle::Inner(_)))
}

fn unless_documented(shape: Shape, attrs: &[Attribute]) -> Shape {
    let is_doc = |attr: &Attribute| is_mark(attr) || attr.path().is_ident("doc");
    if attrs.iter().any(is_doc) {
        Shape::Block
    } else {
        shape
    }
}

fn item(item: &mut Item) -> (Shape, Option<&mut Vec<Attribute>>) {
    match item {
        Item::Use(item) => (Shape::Import(origin(&item.tree)), Some(&mut item.attrs)),
        Item::ExternCrate(item) => (Shape::Import(Origin::Foreign), Some(&mut item.attrs)),
        Item::Const(item) => (
            unless_documented(Shape::Constant, &item.attrs),
            Some(&mut item.attrs),
        ),
        Item::Static(item) => (
            unless_documented(Shape::Constant, &item.attrs),
            Some(&mut item.attrs),
        ),
        Item::Type(item) => (
            unless_documented(Shape::Alias, &item.attrs),
            Some(&mut item.attrs),
        ),
        Item::Mod(item) => {
            let declared = item.content.is_none();
            let shape = if declared {
                Shape::Module
            } else {
                Shape::Block
            };
            (unless_documented(shape, &item.attrs), Some(&mut item.attrs))
        }
        Item::Enum(item) => (Shape::Block, Some(&mut item.attrs)),
        Item::Fn(item) => (Shape::Block, Some(&mut item.attrs)),
        Item::ForeignMod(item) => (Shape::Block, Some(&mut item.attrs)),
        Item::Impl(item) => (Shape::Block, Some(&mut item.attrs)),
        Item::Macro(item) => (Shape::Block, Some(&mut item.attrs)),
        Item::Struct(item) => (Shape::Block, Some(&mut item.attrs)),
        Item::Trait(item) => (Shape::Block, Some(&mut item.attrs)),
        Item::TraitAlias(item) => (Shape::Block, Some(&mut item.attrs)),
        Item::Union(item) => (Shape::Block, Some(&mut item.attrs)),
        _ => (Shape::Block, None),
    }
}

fn impl_item(item: &mut ImplItem) -> (Shape, Option<&mut Vec<Attribute>>) {
    match item {
        ImplItem::Const(item) => (
            unless_documented(Shape::Constant, &item.attrs),
            Some(&mut item.attrs),
        ),
        ImplItem::Type(item) => (
            unless_documented(Shape::Alias, &item.attrs),
            Some(&mut item.attrs),
        ),
        ImplItem::Fn(item) => (Shape::Block, Some(&mut item.attrs)),
        ImplItem::Macro(item) => (Shape::Block, Some(&mut item.attrs)),
        _ => (Shape::Block, None),
    }
}

fn trait_item(item: &mut TraitItem) -> (Shape, Option<&mut Vec<Attribute>>) {
    match item {
        TraitItem::Const(item) => (
            unless_documented(Shape::Constant, &item.attrs),
            Some(&mut item.attrs),
        ),
        TraitItem::Type(item) => (
            unless_documented(Shape::Alias, &item.attrs),
            Some(&mut item.attrs),
        ),
        TraitItem::Fn(item) => (Shape::Block, Some(&mut item.attrs)),
        TraitItem::Macro(item) => (Shape::Block, Some(&mut item.attrs)),
        _ => (Shape::Block, None),
    }
}
