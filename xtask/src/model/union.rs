//! Unions, and how their variants are told apart.

use super::{Docs, Shape};

/// A value that has one of several shapes.
#[derive(Debug, Clone)]
pub struct Union {
    /// The variants in spec order.
    pub variants: Vec<Variant>,
    /// What a delivery is asked in order to find its variant.
    pub test: UnionTest,
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
}

/// How the variant of a value is found. Variants are named by their index.
#[derive(Debug, Clone)]
pub enum UnionTest {
    /// By the value of one member, or of a member further down.
    Tag {
        /// The names on the wire that lead to the member, outermost first; none where the value itself is the tag.
        path: Vec<String>,
        /// What the values are in JSON.
        kind: TagKind,
        /// Whether the spec says that this member tells the variants apart; else it follows from their constants.
        declared: bool,
        /// What is asked, in this order; the first arm that holds wins.
        arms: Vec<TagArm>,
        /// What values without the member are asked; without it they are of no variant.
        absent: Option<Box<UnionTest>>,
    },
    /// By the type of the JSON value.
    Kind(Vec<(JsonKind, KindChoice)>),
    /// By the members that are present: the first whose members are all there wins.
    Members(Vec<(Vec<String>, usize)>),
    /// By trying the variants; of those that decode, the one wins whose constants the value contradicts least, then the one that knows
    /// most members of the value, then the first.
    Attempt(Vec<Attempt>),
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

/// What the JSON type of a value says about its variant.
#[derive(Debug, Clone)]
pub enum KindChoice {
    /// It settles the variant.
    One(usize),
    /// It leaves several, which another test tells apart.
    Further(Box<UnionTest>),
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

/// One question about a tag.
#[derive(Debug, Clone)]
pub struct TagArm {
    /// The tag's values that belong to the variant, as text.
    pub values: Vec<String>,
    /// Members that must be present too, where another variant shares a value.
    pub required: Vec<String>,
    /// The variant.
    pub variant: usize,
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
