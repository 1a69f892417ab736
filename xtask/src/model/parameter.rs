//! What comes beside a body: headers, parameters of the query, and segments of the path.

use super::{Docs, FormField, Name, Shape};
use crate::place::Location;

/// A part of a request in which values come beside the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ParameterPlace {
    /// The headers.
    Headers,
    /// The path of the URL.
    Path,
    /// The query of the URL.
    Query,
}

/// What comes beside a body in one part of the request; events that have the same share it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParameterSet {
    /// The Rust name.
    pub ident: String,
    /// The part of the request.
    pub place: ParameterPlace,
    /// How the path ends, its parameters in braces; empty in other parts.
    pub path: String,
    /// The parameters, in spec order.
    pub fields: Vec<ParameterField>,
}

/// One parameter: a header, a parameter of the query, or a segment of the path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParameterField {
    /// The parameter's name, and the field's.
    pub name: Name,
    /// What the spec says of it.
    pub docs: Docs,
    /// What its text stands for: a scalar, or a list of scalars, where its form does not say more.
    pub shape: Shape,
    /// How its text is read.
    pub form: ParameterForm,
    /// Where the spec describes it.
    pub place: Location,
}

/// How the text of a parameter is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParameterForm {
    /// As one value.
    Scalar,
    /// As values with this between them.
    List(char),
    /// As values of which each has the name before it.
    Repeated,
    /// As JSON.
    Json,
    /// As an object of these members.
    Object(ObjectForm, Vec<FormField>),
}

/// How an object is written in a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ObjectForm {
    /// As `filter[colour]=red&filter[size]=4`.
    Deep,
    /// As `colour=red&size=4`, without a name of its own.
    Members,
    /// As `filter=colour,red,size,4`, with this between names and values.
    Pairs(char),
}
