//! The version step that a change asks for, and the rule by which it does.
//!
//! In: nothing. Out: the rules, each with its step and its words. It knows no change.

use serde::Serialize;

/// The version step that a change asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// The third number.
    Patch,
    /// The second number.
    Minor,
    /// The first number; the second while the first is 0.
    Major,
}

/// The rule by which a change asks for its step. Those of the Cargo book's chapter on semantic
/// versions have the name that they have there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// What is new and has no counterpart.
    ItemNew,
    /// A method of a trait that has a default.
    TraitNewDefaultItem,
    /// A variant of an enum that is `#[non_exhaustive]`.
    OpenEnumVariantNew,
    /// A field of a struct that is `#[non_exhaustive]`.
    OpenStructFieldNew,
    /// A field of a struct that handlers make.
    StructAddPublicField,
    /// What is removed, renamed or moved.
    ItemRemove,
    /// What has another type or signature.
    TypeChange,
    /// What is deprecated.
    Deprecation,
    /// Deliveries that were taken and are not any more, or not as well.
    DeliveryRefused,
    /// Deliveries that were taken for something else.
    DeliveryMeaning,
    /// Deliveries that were not taken, or not as well, and are now.
    DeliveryAccepted,
    /// The receiver asks for other credentials.
    CredentialsNeeded,
    /// The API is the same, and so is what handlers are given.
    NoEffect,
}

impl Step {
    /// Its name.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

impl Rule {
    /// The step that it asks for.
    #[must_use]
    pub fn step(self) -> Step {
        match self {
            Self::ItemRemove
            | Self::TypeChange
            | Self::StructAddPublicField
            | Self::DeliveryRefused
            | Self::DeliveryMeaning
            | Self::CredentialsNeeded => Step::Major,
            Self::ItemNew
            | Self::TraitNewDefaultItem
            | Self::OpenEnumVariantNew
            | Self::OpenStructFieldNew
            | Self::Deprecation
            | Self::DeliveryAccepted => Step::Minor,
            Self::NoEffect => Step::Patch,
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::ItemNew => "item-new",
            Self::TraitNewDefaultItem => "trait-new-default-item",
            Self::OpenEnumVariantNew => "open-enum-variant-new",
            Self::OpenStructFieldNew => "open-struct-field-new",
            Self::StructAddPublicField => "struct-add-public-field",
            Self::ItemRemove => "item-remove",
            Self::TypeChange => "type-change",
            Self::Deprecation => "deprecation",
            Self::DeliveryRefused => "delivery-refused",
            Self::DeliveryMeaning => "delivery-meaning",
            Self::DeliveryAccepted => "delivery-accepted",
            Self::CredentialsNeeded => "credentials-needed",
            Self::NoEffect => "no-effect",
        }
    }

    /// What it says.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::ItemNew => "a new public item breaks no code",
            Self::TraitNewDefaultItem => "a new method with a default breaks no implementation",
            Self::OpenEnumVariantNew => "a new variant of a non-exhaustive enum breaks no match",
            Self::StructAddPublicField => "a new field of a struct breaks code that makes one",
            Self::OpenStructFieldNew => "a new field of a non-exhaustive struct breaks no code",
            Self::ItemRemove => "a public item is removed, renamed or moved",
            Self::TypeChange => "a public type or signature changes",
            Self::Deprecation => "a part of the API is marked as deprecated",
            Self::DeliveryRefused => "deliveries that were in order are not any more",
            Self::DeliveryMeaning => "deliveries arrive as something else",
            Self::DeliveryAccepted => "more deliveries are in order than before",
            Self::CredentialsNeeded => "a receiver needs other credentials",
            Self::NoEffect => "the API is the same, and so is what handlers are given",
        }
    }
}
