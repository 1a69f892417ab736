//! What JSON Schema says: questions to the schemas of a document, and no decisions.

pub(crate) mod constants;
pub(crate) mod discriminator;
pub(crate) mod given_names;
pub(crate) mod inheritance;
pub(crate) mod members;
pub(crate) mod reference;
pub(crate) mod types;
pub(crate) mod values;
pub(crate) mod view;
pub(crate) mod vocabulary;
