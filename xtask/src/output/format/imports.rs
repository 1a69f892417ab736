//! Imports.
//!
//! In: the items of a module. Out: the same, neighbouring `use` and `mod` lines in rustfmt's order,
//! and the lines of a `use`.

use std::cmp::Ordering;

use syn::{Item, ItemUse, UseTree};

use super::gaps::{Kind, item_kind};
use super::lists::filled;
use super::shape::{LINE, STEP, new_line, width};
use super::tokens::one_line;

/// The items, those sorted that stand together and whose order says nothing.
pub(super) fn sorted(items: &[Item]) -> Vec<&Item> {
    let mut sorted: Vec<&Item> = items.iter().collect();
    let groups = sorted.chunk_by_mut(|one, other| item_kind(one) == item_kind(other));
    for group in groups {
        match group.first().map(|one| item_kind(one)) {
            Some(Kind::Import(_)) => group.sort_by_cached_key(|one| match one {
                Item::Use(it) => segments(&it.tree),
                _ => Vec::new(),
            }),
            Some(Kind::Module) => group.sort_by(|one, other| match (one, other) {
                (Item::Mod(one), Item::Mod(other)) => {
                    by_version(&one.ident.to_string(), &other.ident.to_string())
                }
                _ => Ordering::Equal,
            }),
            _ => {}
        }
    }
    sorted
}

/// One part of a path, in the order in which rustfmt sorts them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Segment {
    SelfModule,
    Super,
    Crate,
    Name(Name),
    Glob,
    List(Vec<Vec<Segment>>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Name(String);

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Name {
    fn cmp(&self, other: &Self) -> Ordering {
        by_version(&self.0, &other.0)
    }
}

fn segments(tree: &UseTree) -> Vec<Segment> {
    let segment = |name: String| match name.as_str() {
        "self" => Segment::SelfModule,
        "super" => Segment::Super,
        "crate" => Segment::Crate,
        _ => Segment::Name(Name(name)),
    };
    match tree {
        UseTree::Path(it) => {
            let mut all = vec![segment(it.ident.to_string())];
            all.extend(segments(&it.tree));
            all
        }
        UseTree::Name(it) => vec![segment(it.ident.to_string())],
        UseTree::Rename(it) => vec![segment(format!("{} as {}", it.ident, it.rename))],
        UseTree::Glob(_) => vec![Segment::Glob],
        UseTree::Group(it) => {
            let mut items: Vec<Vec<Segment>> = it.items.iter().map(segments).collect();
            items.sort();
            vec![Segment::List(items)]
        }
    }
}

/// The order of names: capitals first, `_` before all others, and numbers by their value.
fn by_version(one: &str, other: &str) -> Ordering {
    let key = |text: &str| -> Vec<(u8, u128, char)> {
        let mut key = Vec::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            if digits > 0 {
                let (number, behind) = rest.split_at(digits);
                key.push((1, number.parse().unwrap_or(u128::MAX), ' '));
                rest = behind;
            } else {
                key.push(if first == '_' {
                    (0, 0, ' ')
                } else {
                    (2, 0, first)
                });
                rest = rest.get(first.len_utf8()..).unwrap_or_default();
            }
        }
        key
    };
    key(one).cmp(&key(other)).then_with(|| one.cmp(other))
}

/// The lines of a `use`.
pub(super) fn import_lines(it: &ItemUse, indent: usize) -> String {
    let visibility = match &it.vis {
        syn::Visibility::Inherited => String::new(),
        other => one_line(other) + " ",
    };
    let colons = it.leading_colon.map_or("", |_| "::");
    let mut path = format!("{visibility}use {colons}");
    let mut tree = &it.tree;
    while let UseTree::Path(inner) = tree {
        path = format!("{path}{}::", inner.ident);
        tree = &inner.tree;
    }
    let UseTree::Group(group) = tree else {
        return format!("{path}{};", one_line(tree));
    };
    let mut names: Vec<(Vec<Segment>, String)> = group
        .items
        .iter()
        .map(|one| (segments(one), one_line(one)))
        .collect();
    names.sort();
    let names: Vec<String> = names.into_iter().map(|(_, text)| text).collect();
    if let [only] = names.as_slice() {
        return format!("{path}{only};");
    }
    let row = format!("{path}{{{}}};", names.join(", "));
    // rustfmt keeps room for what never comes.
    if indent + width(&row) <= LINE - 2 {
        return row;
    }
    let start = new_line(indent + STEP);
    let lines = if names.iter().any(|name| name.contains('{')) {
        names.join(&format!(",{start}"))
    } else {
        filled(&names, indent + STEP).join(&start)
    };
    format!("{path}{{{start}{lines},{}}};", new_line(indent))
}
