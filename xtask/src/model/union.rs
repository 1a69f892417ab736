//! Unions, and how their variants are told apart.

use std::collections::BTreeSet;

use super::{Docs, Field, Shape, TypeId};
use crate::place::Location;

/// A value that has one of several shapes.
#[derive(Debug, Clone)]
pub struct Union {
    /// The variants in spec order.
    pub variants: Vec<Variant>,
    /// What a delivery is asked in order to find its variant.
    pub test: UnionTest,
    /// The members that every variant has under one name and with one shape.
    pub shared: Vec<SharedMember>,
}

/// A member that all variants of a union have. Each of them is an object there, or a union that has
/// it too.
#[derive(Debug, Clone)]
pub struct SharedMember {
    /// The first of the objects that have it.
    pub object: TypeId,
    /// Its place among the fields of that object.
    pub at: usize,
    /// The name of the method that gives it out.
    pub method: String,
    /// The field as that object has it, but without documentation where the objects differ in it.
    pub field: Field,
}

impl Union {
    /// A union whose shared members are not known yet.
    #[must_use]
    pub fn new(variants: Vec<Variant>, test: UnionTest) -> Self {
        Self {
            variants,
            test,
            shared: Vec::new(),
        }
    }
}

/// One shape of a union.
#[derive(Debug, Clone)]
pub struct Variant {
    /// The Rust name of the variant.
    pub ident: String,
    /// What the spec says of it.
    pub docs: Docs,
    /// The shape of its value.
    pub shape: Shape,
    /// Where the spec has it.
    pub place: Option<Location>,
}

/// How the variant of a value is found. Variants are named by their index.
#[derive(Debug, Clone)]
pub enum UnionTest {
    /// By the value of one member, or of a member further down.
    Tag(TagTest),
    /// By the type of the JSON value.
    Kind(Vec<(JsonKind, Outcome)>),
    /// By the members that are present: the first whose members are all there wins.
    Members(Vec<MemberTest>),
    /// By trying the variants whose constants the value does not contradict; of those that decode,
    /// the one wins that knows most members of the value, then the one of whose constants most are
    /// there, then the one that keeps most of the value, then the first.
    Attempt(Vec<Attempt>),
}

impl UnionTest {
    /// The tests that this one leads to.
    pub fn further(&self) -> Vec<&Self> {
        let outcomes: Vec<&Outcome> = match self {
            Self::Tag(tag) => tag.arms.iter().map(|arm| &arm.outcome).collect(),
            Self::Kind(kinds) => kinds.iter().map(|(_, outcome)| outcome).collect(),
            Self::Members(_) | Self::Attempt(_) => Vec::new(),
        };
        let mut further: Vec<&Self> = outcomes
            .into_iter()
            .filter_map(|outcome| match outcome {
                Outcome::One(_) => None,
                Outcome::Further(test) => Some(&**test),
            })
            .collect();
        if let Self::Tag(tag) = self {
            further.extend(tag.absent.as_deref());
        }
        further
    }

    /// This test and all that it leads to, in the order in which they are asked.
    pub fn all(&self) -> Vec<&Self> {
        let further = self.further().into_iter().flat_map(Self::all);
        std::iter::once(self).chain(further).collect()
    }

    /// The variants that are tried in the end.
    pub fn tried(&self) -> BTreeSet<usize> {
        let attempts = self.all().into_iter();
        let attempts = attempts.filter(|test| matches!(test, Self::Attempt(_)));
        attempts.flat_map(Self::variants).collect()
    }

    /// The variants that it can lead to.
    pub fn variants(&self) -> BTreeSet<usize> {
        let mut variants: BTreeSet<usize> = match self {
            Self::Tag(tag) => {
                let listed = tag.arms.iter().filter_map(|arm| arm.outcome.one());
                let otherwise = tag.otherwise.iter().map(|test| test.variant);
                listed.chain(otherwise).collect()
            }
            Self::Kind(kinds) => kinds.iter().filter_map(|(_, of)| of.one()).collect(),
            Self::Members(tests) => tests.iter().map(|test| test.variant).collect(),
            Self::Attempt(attempts) => attempts.iter().map(|attempt| attempt.variant).collect(),
        };
        for test in self.further() {
            variants.extend(test.variants());
        }
        variants
    }
}

/// A member whose value tells variants apart.
#[derive(Debug, Clone)]
pub struct TagTest {
    /// The names on the wire that lead to the member, outermost first; none where the value itself
    /// is the tag.
    pub path: Vec<String>,
    /// What the values are in JSON.
    pub kind: TagKind,
    /// Whether the spec says that this member tells the variants apart; else it follows from their
    /// constants.
    pub declared: bool,
    /// What the values say; of two that list the same value the first counts.
    pub arms: Vec<TagArm>,
    /// What makes a value that no arm lists one of some variant; without it such a value is of
    /// none.
    pub otherwise: Option<MemberTest>,
    /// What values without the member are asked; without it they are of no variant.
    pub absent: Option<Box<UnionTest>>,
}

/// Members by which a variant is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberTest {
    /// The members that must be there and not be `null`.
    pub present: Vec<String>,
    /// The members that must be there, `null` or not.
    pub named: Vec<String>,
    /// The variant.
    pub variant: usize,
}

/// A variant to try.
#[derive(Debug, Clone)]
pub struct Attempt {
    /// The variant.
    pub variant: usize,
    /// What other variants of the attempt do not share.
    pub constants: Vec<AttemptConstant>,
}

/// What a value must be at one place in order to be of a variant.
#[derive(Debug, Clone)]
pub struct AttemptConstant {
    /// The names on the wire that lead to the place, outermost first; none for the value itself.
    pub path: Vec<String>,
    /// What it must be one of, as text.
    pub values: Vec<String>,
}

/// What an answer says about the variant of a value.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// It settles the variant.
    One(usize),
    /// It leaves several, which another test tells apart.
    Further(Box<UnionTest>),
}

impl Outcome {
    /// The variant that it settles.
    pub fn one(&self) -> Option<usize> {
        match self {
            Self::One(variant) => Some(*variant),
            Self::Further(_) => None,
        }
    }

    /// The variants that it leaves.
    pub fn variants(&self) -> BTreeSet<usize> {
        match self {
            Self::One(variant) => BTreeSet::from([*variant]),
            Self::Further(test) => test.variants(),
        }
    }
}

/// The JSON type of a tag's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TagKind {
    /// Strings.
    Text,
    /// Integers.
    Integer,
    /// `true` and `false`.
    Boolean,
}

/// What some values of a tag say.
#[derive(Debug, Clone)]
pub struct TagArm {
    /// The values as text.
    pub values: Vec<String>,
    /// What follows from them.
    pub outcome: Outcome,
}

/// The types of JSON values that tell variants apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum JsonKind {
    /// `true` or `false`.
    Boolean,
    /// A number written without fraction or exponent.
    Integer,
    /// Any number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}
