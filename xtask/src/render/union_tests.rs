//! How a union finds its variant, as code.
//!
//! In: a [`Union`] and the types that its variants hold. Out: the statements that bind `decoded`, given the value's `json`.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::imports::Imports;
use super::tokens::ident;
use crate::model::{
    Attempt, AttemptConstant, Field, JsonKind, KindChoice, Model, OpenEnum, Shape, TagArm, TagKind,
    TypeDefinition, TypeId, TypeKind, Union, UnionTest,
};

/// Names that the statements use themselves.
const TAKEN: [&str; 13] = [
    "boolean",
    "closest",
    "decoded",
    "fitting",
    "integer",
    "json",
    "kind",
    "known",
    "member_at",
    "members",
    "text",
    "variant",
    "variant_by",
];

/// An arm with more values than this asks the enum of the tag whether it knows the value.
const LISTED: usize = 8;

/// Renders the statements that bind `decoded`.
pub(super) fn render_test(model: &Model, union: &Union, imports: &mut Imports) -> TokenStream {
    let Asked { bindings, decoded } = Test { model, union }.asked(&union.test, imports);
    quote!(#bindings let decoded = #decoded;)
}

/// A test as code.
struct Asked {
    /// What is looked up first, if anything.
    bindings: Option<TokenStream>,
    /// The expression whose value is the decoded union.
    decoded: TokenStream,
}

impl Asked {
    /// Both as one expression.
    fn block(self) -> TokenStream {
        let Self { bindings, decoded } = self;
        match bindings {
            Some(bindings) => quote!({ #bindings #decoded }),
            None => decoded,
        }
    }
}

struct Test<'a> {
    model: &'a Model,
    union: &'a Union,
}

impl Test<'_> {
    fn asked(&self, test: &UnionTest, imports: &mut Imports) -> Asked {
        match test {
            UnionTest::Tag {
                path,
                kind,
                arms,
                absent,
                ..
            } => self.tag(path, *kind, arms, absent.as_deref(), imports),
            UnionTest::Kind(kinds) => self.kind(kinds, imports),
            UnionTest::Members(members) => self.members(members, imports),
            UnionTest::Attempt(order) => self.attempt(order, imports),
        }
    }

    /// `variant(&json).map(Self::Name)`
    fn read(&self, index: usize) -> TokenStream {
        let name = self.variant_ident(index);
        quote!(variant(&json).map(Self::#name))
    }

    fn variant_ident(&self, index: usize) -> Ident {
        let variant = self.union.variants.get(index);
        ident(variant.map_or("Unknown", |variant| variant.ident.as_str()))
    }

    /// `variant_by(&json, &["name"]).map(Self::Name)`: the variant that these members chose by being there.
    fn read_by(&self, index: usize, members: &[String], imports: &mut Imports) -> TokenStream {
        if members.is_empty() {
            return self.read(index);
        }
        imports.add("crate::runtime::union::variant_by");
        let name = self.variant_ident(index);
        quote!(variant_by(&json, &[#(#members),*]).map(Self::#name))
    }

    fn tag(
        &self,
        path: &[String],
        kind: TagKind,
        arms: &[TagArm],
        absent: Option<&UnionTest>,
        imports: &mut Imports,
    ) -> Asked {
        imports.add(match kind {
            TagKind::Text => "crate::runtime::union::text",
            TagKind::Integer => "crate::runtime::union::integer",
            TagKind::Boolean => "crate::runtime::union::boolean",
        });
        let near = match path {
            [property] => Some(property.as_str()),
            _ => None,
        };
        let mut names: Vec<&str> = near.into_iter().collect();
        names.extend(
            arms.iter()
                .flat_map(|arm| &arm.required)
                .map(String::as_str),
        );
        let names = distinct(names);
        let bindings = self.bindings(&names);
        let mut taken: BTreeSet<&str> = BTreeSet::new();
        let mut rendered = Vec::new();
        for arm in arms {
            let read = self.read_by(arm.variant, &arm.required, imports);
            let present = arm.required.iter().filter_map(|name| {
                let binding = bindings.get(names.iter().position(|other| other == name)?)?;
                Some(quote!(#binding.is_some()))
            });
            let present: Vec<TokenStream> = present.collect();
            if kind == TagKind::Text
                && let Some(known) = near.and_then(|near| self.enum_of_tag(near, arm, imports))
            {
                rendered.push(quote!(Some(tag) if #known::is_known(tag) #(&& #present)* => #read,));
                continue;
            }
            // A value that an earlier arm takes whatever else is there cannot come this far.
            let values: Vec<TokenStream> = arm
                .values
                .iter()
                .filter(|value| !taken.contains(value.as_str()))
                .filter_map(|value| literal(value, kind))
                .collect();
            if present.is_empty() {
                taken.extend(arm.values.iter().map(String::as_str));
            }
            let guard = (!present.is_empty()).then(|| quote!(if #(#present)&&*));
            if !values.is_empty() {
                rendered.push(quote!(Some(#(#values)|*) #guard => #read,));
            }
        }
        if let Some(test) = absent {
            let read = self.asked(test, imports).block();
            rendered.push(quote!(None => #read,));
        }
        let (found, tag) = match (path, bindings.first()) {
            ([_], Some(tag)) => {
                imports.add("crate::runtime::union::members");
                let found = quote!(let [#(#bindings),*] = members(&json, [#(#names),*]););
                (Some(found), quote!(#tag))
            }
            ([], _) => (None, quote!(Some(&json))),
            (path, _) => {
                imports.add("crate::runtime::union::member_at");
                let found = quote!(let tag = member_at(&json, &[#(#path),*]););
                (Some(found), quote!(tag))
            }
        };
        let value = match kind {
            TagKind::Text => quote!(text(#tag).as_deref()),
            TagKind::Integer => quote!(integer(#tag)),
            TagKind::Boolean => quote!(boolean(#tag)),
        };
        Asked {
            bindings: found,
            decoded: quote!(match #value {
                #(#rendered)*
                _ => variant(&json).map(Self::Unknown),
            }),
        }
    }

    /// The enum that lists just the arm's values, where they are too many for a pattern.
    fn enum_of_tag(&self, property: &str, arm: &TagArm, imports: &mut Imports) -> Option<Ident> {
        if arm.values.len() <= LISTED {
            return None;
        }
        let field = self
            .fields(arm.variant)
            .find(|field| field.name.wire == property)?;
        let Shape::Named(id) = field.shape else {
            return None;
        };
        let TypeDefinition {
            ident: name,
            kind: TypeKind::OpenEnum(OpenEnum { values, .. }),
            ..
        } = self.model.definition(id)?
        else {
            return None;
        };
        let same = values.iter().map(|value| &value.name.wire).eq(&arm.values);
        same.then(|| {
            imports.add_definition(id);
            ident(name)
        })
    }

    fn kind(&self, kinds: &[(JsonKind, KindChoice)], imports: &mut Imports) -> Asked {
        imports.add("crate::runtime::union::kind");
        imports.add("crate::runtime::union::JsonKind");
        let integers = kinds.iter().any(|(kind, _)| *kind == JsonKind::Integer);
        // Types that lead to the same are asked together.
        let mut arms: Vec<(Vec<TokenStream>, String, TokenStream)> = Vec::new();
        for (kind, choice) in kinds {
            let read = match choice {
                KindChoice::One(index) => self.read(*index),
                KindChoice::Further(test) => self.asked(test, imports).block(),
            };
            let pattern = match kind {
                JsonKind::Boolean => quote!(JsonKind::Boolean),
                JsonKind::Integer => quote!(JsonKind::Integer),
                JsonKind::Number if integers => quote!(JsonKind::Number),
                JsonKind::Number => quote!(JsonKind::Integer | JsonKind::Number),
                JsonKind::String => quote!(JsonKind::String),
                JsonKind::Array => quote!(JsonKind::Array),
                JsonKind::Object => quote!(JsonKind::Object),
            };
            let text = read.to_string();
            match arms.iter_mut().find(|(_, known, _)| *known == text) {
                Some((patterns, ..)) => patterns.push(pattern),
                None => arms.push((vec![pattern], text, read)),
            }
        }
        let arms = arms
            .into_iter()
            .map(|(patterns, _, read)| quote!(#(#patterns)|* => #read,));
        Asked {
            bindings: None,
            decoded: quote!(match kind(&json) {
                #(#arms)*
                _ => variant(&json).map(Self::Unknown),
            }),
        }
    }

    fn members(&self, tests: &[(Vec<String>, usize)], imports: &mut Imports) -> Asked {
        imports.add("crate::runtime::union::members");
        let names = distinct(
            tests
                .iter()
                .flat_map(|(own, _)| own)
                .map(String::as_str)
                .collect(),
        );
        let bindings = self.bindings(&names);
        let mut chain = quote!({ variant(&json).map(Self::Unknown) });
        for (own, index) in tests.iter().rev() {
            let read = self.read_by(*index, own, imports);
            let present = own.iter().filter_map(|name| {
                let binding = bindings.get(names.iter().position(|other| other == name)?)?;
                Some(quote!(#binding.is_some()))
            });
            let mut conditions: Vec<TokenStream> = present.collect();
            if conditions.is_empty() {
                imports.add("crate::runtime::union::kind");
                imports.add("crate::runtime::union::JsonKind");
                conditions.push(quote!(kind(&json) == JsonKind::Object));
            }
            chain = quote!(if #(#conditions)&&* { #read } else #chain);
        }
        Asked {
            bindings: Some(quote!(let [#(#bindings),*] = members(&json, [#(#names),*]);)),
            decoded: chain,
        }
    }

    fn attempt(&self, attempts: &[Attempt], imports: &mut Imports) -> Asked {
        imports.add("crate::runtime::union::closest");
        let attempts = attempts.iter().map(|attempt| {
            let variant = self.union.variants.get(attempt.variant);
            let shape = variant.map(|variant| &variant.shape);
            let mut known = Vec::new();
            self.collect_members(shape, &mut BTreeSet::new(), &mut known);
            let constants = attempt.constants.iter().map(|constant| {
                let AttemptConstant { path, values } = constant;
                quote!((&[#(#path),*], &[#(#values),*]),)
            });
            let name = self.variant_ident(attempt.variant);
            let read = match self.union_of(shape) {
                Some((id, inner)) => {
                    imports.add("crate::runtime::union::known");
                    imports.add_definition(id);
                    let inner = ident(&inner.ident);
                    quote!(known(json, |value: &#inner| !matches!(value, #inner::Unknown(_))))
                }
                None => quote!(variant(json)),
            };
            quote!((&[#(#known),*], &[#(#constants)*], |json| #read.map(Self::#name)),)
        });
        let attempts: Vec<TokenStream> = attempts.collect();
        Asked {
            bindings: Some(quote!(let fitting = closest(&json, [#(#attempts)*]);)),
            decoded: quote!(fitting.or_else(|_| variant(&json).map(Self::Unknown))),
        }
    }

    /// The union that a shape is.
    fn union_of(&self, shape: Option<&Shape>) -> Option<(TypeId, &TypeDefinition)> {
        let Some(Shape::Named(id)) = shape else {
            return None;
        };
        let definition = self.model.definition(*id)?;
        matches!(definition.kind, TypeKind::Union(_)).then_some((*id, definition))
    }

    /// The names of members that a shape knows, those of all variants where it is a union.
    fn collect_members<'m>(
        &'m self,
        shape: Option<&Shape>,
        passed: &mut BTreeSet<TypeId>,
        known: &mut Vec<&'m str>,
    ) {
        let Some(Shape::Named(id)) = shape else {
            return;
        };
        if !passed.insert(*id) {
            return;
        }
        match self
            .model
            .definition(*id)
            .map(|definition| &definition.kind)
        {
            Some(TypeKind::Object(object)) => {
                for field in &object.fields {
                    if !known.contains(&field.name.wire.as_str()) {
                        known.push(&field.name.wire);
                    }
                }
            }
            Some(TypeKind::Union(union)) => {
                for variant in &union.variants {
                    self.collect_members(Some(&variant.shape), passed, known);
                }
            }
            _ => {}
        }
    }

    /// Variables for members: the names of the fields that hold them.
    fn bindings(&self, names: &[&str]) -> Vec<Ident> {
        let mut bindings: Vec<Ident> = Vec::new();
        for (index, wire) in names.iter().enumerate() {
            let fields = (0..self.union.variants.len()).flat_map(|variant| self.fields(variant));
            let found = fields.into_iter().find(|field| field.name.wire == *wire);
            let binding = found.map(|field| match field.name.ident.as_str() {
                taken if TAKEN.contains(&taken) => format_ident!("{taken}_member"),
                free => ident(free),
            });
            let binding = binding
                .filter(|binding| !bindings.contains(binding))
                .unwrap_or_else(|| format_ident!("member_{index}"));
            bindings.push(binding);
        }
        bindings
    }

    /// The fields of a variant that is an object.
    fn fields(&self, variant: usize) -> impl Iterator<Item = &Field> {
        let shape = self
            .union
            .variants
            .get(variant)
            .map(|variant| &variant.shape);
        let object = match shape {
            Some(Shape::Named(TypeId(index))) => self.model.types.get(*index),
            _ => None,
        };
        let fields = match object.map(|definition| &definition.kind) {
            Some(TypeKind::Object(object)) => object.fields.as_slice(),
            _ => &[],
        };
        fields.iter()
    }
}

/// A tag's value as a pattern.
fn literal(value: &str, kind: TagKind) -> Option<TokenStream> {
    match kind {
        TagKind::Text => Some(quote!(#value)),
        TagKind::Integer => {
            let number = Literal::i64_unsuffixed(value.parse().ok()?);
            Some(quote!(#number))
        }
        TagKind::Boolean => {
            let truth: bool = value.parse().ok()?;
            Some(quote!(#truth))
        }
    }
}

fn distinct(names: Vec<&str>) -> Vec<&str> {
    let mut seen = BTreeSet::new();
    names
        .into_iter()
        .filter(|name| seen.insert(*name))
        .collect()
}
