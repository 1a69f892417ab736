//! The members that a union's test looks at, as variables.
//!
//! In: a test and the types that the union's variants hold. Out: the statement that looks up every member which the test and those after
//! it ask for, and the names of the variables.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::model::{Field, Model, Shape, TagTest, TypeKind, Union, UnionTest};
use crate::render::syntax::{Imports, ident};

/// Names that the statements use themselves.
const TAKEN: [&str; 18] = [
    "boolean",
    "closest",
    "fitting",
    "has_members",
    "integer",
    "integers",
    "json",
    "kind",
    "known",
    "member_at",
    "members",
    "nested",
    "nested_by",
    "read",
    "tag",
    "text",
    "variant",
    "variant_by",
];

/// Variables of the statements, that no other may be mistaken for.
const VARIABLES: [&str; 4] = ["fitting", "json", "read", "tag"];

/// What is known where a test is asked.
#[derive(Clone, Default)]
pub(crate) struct Scope {
    /// The members that have been looked up, and the variables that hold them.
    pub members: Vec<(String, Ident)>,
    /// Whether the value is known to be an object.
    pub is_object: bool,
}

impl Scope {
    /// The variable that holds a member.
    pub fn member(&self, wire: &str) -> Option<&Ident> {
        let mut members = self.members.iter();
        let (_, binding) = members.find(|(name, _)| name == wire)?;
        Some(binding)
    }

    /// Looks up the members that a test and those after it ask for, if any are left.
    pub fn with_members_of(
        &self,
        test: &UnionTest,
        model: &Model,
        union: &Union,
        imports: &mut Imports,
    ) -> (Option<TokenStream>, Self) {
        let mut names = Vec::new();
        collect_names(test, &mut names);
        names.retain(|name| self.member(name).is_none());
        let mut scope = self.clone();
        if names.is_empty() {
            return (None, scope);
        }
        imports.add("crate::runtime::generated::union::members");
        let bindings = self.bindings(model, union, &names);
        let found = quote!(let [#(#bindings),*] = members(json, [#(#names),*]););
        let names = names.into_iter().map(str::to_owned);
        scope.members.extend(names.zip(bindings));
        (Some(found), scope)
    }

    /// Variables for members: the names of the fields that hold them, unless one is too much like another variable's.
    fn bindings(&self, model: &Model, union: &Union, names: &[&str]) -> Vec<Ident> {
        let mut known: Vec<String> = VARIABLES.map(str::to_owned).to_vec();
        known.extend(self.members.iter().map(|(_, one)| one.to_string()));
        // Numbers of one width do not differ in one digit more.
        let width = (self.members.len() + names.len()).to_string().len();
        let mut bindings: Vec<Ident> = Vec::new();
        for wire in names {
            let fields =
                (0..union.variants.len()).flat_map(|variant| fields(model, union, variant));
            let found = fields.into_iter().find(|field| field.name.wire == *wire);
            let binding = found.map(|field| match field.name.ident.as_str() {
                taken if TAKEN.contains(&taken) => format_ident!("{taken}_member"),
                free => ident(free),
            });
            let is_like = |binding: &Ident| {
                let binding = binding.to_string();
                known.iter().any(|known| is_like(&binding, known))
            };
            let binding = binding
                .filter(|binding| !is_like(binding))
                .unwrap_or_else(|| {
                    let number = known.len() - VARIABLES.len();
                    format_ident!("member_{number:0width$}")
                });
            known.push(binding.to_string());
            bindings.push(binding);
        }
        bindings
    }
}

/// Whether a reader may take one name for another: they are the same, or one letter is all that they differ in, whatever their digits.
/// clippy warns of names of three letters and more (`similar_names`).
fn is_like(one: &str, other: &str) -> bool {
    let is_short = one.len().min(other.len()) < 3;
    let folded = |name: &str| name.replace(|letter: char| letter.is_numeric(), "0");
    one == other || !is_short && strsim::levenshtein(&folded(one), &folded(other)) == 1
}

/// The fields of a variant that is an object.
pub(crate) fn fields<'m>(
    model: &'m Model,
    union: &Union,
    variant: usize,
) -> impl Iterator<Item = &'m Field> {
    let shape = union.variants.get(variant).map(|variant| &variant.shape);
    let object = match shape {
        Some(Shape::Named(id)) => model.definition(*id),
        _ => None,
    };
    let fields = match object.map(|definition| &definition.kind) {
        Some(TypeKind::Object(object)) => object.fields.as_slice(),
        _ => &[],
    };
    fields.iter()
}

/// The members that a test and those after it look up in the value itself, in the order in which they are asked for.
fn collect_names<'t>(test: &'t UnionTest, names: &mut Vec<&'t str>) {
    let mut add = |name: &'t String| {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    };
    match test {
        UnionTest::Tag(TagTest {
            path, otherwise, ..
        }) => {
            if let [property] = path.as_slice() {
                add(property);
            }
            otherwise
                .iter()
                .flat_map(|test| &test.present)
                .for_each(add);
            for further in test.further() {
                collect_names(further, names);
            }
        }
        UnionTest::Members(tests) => tests.iter().flat_map(|test| &test.present).for_each(add),
        UnionTest::Kind(_) | UnionTest::Attempt(_) => {}
    }
}
