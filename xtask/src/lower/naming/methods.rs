//! What methods can be called, those that events are handled by above all.
//!
//! In: the name that a method would have, some of which promise something by custom, which clippy
//! holds them to. Out: whether it can have it, and what it is called instead. It settles nothing.

use crate::diagnostic::{Code, Diagnostic};
use crate::document::Operation;
use crate::ident::{Style, identifier_of};

/// Methods that take a value beside the one they are called on, and that a reader takes for
/// operators: clippy warns of others.
pub(crate) const OPERATORS: [&str; 10] = [
    "add", "bitand", "bitor", "bitxor", "div", "mul", "rem", "shl", "shr", "sub",
];

/// What a handler's method is called: a method that takes `&self`, as all of them do, is not called
/// as those that make a value, or turn one into another.
pub(crate) fn handler_method(name: String) -> String {
    let to_mut = name
        .strip_prefix("to_")
        .is_some_and(|rest| rest == "mut" || rest.ends_with("_mut"));
    let promises =
        name == "new" || name.starts_with("from_") || name.starts_with("into_") || to_mut;
    if promises { format!("on_{name}") } else { name }
}

/// What is wrong with the name that an operation is given: it names a variant and a method, and is
/// written as either.
pub(crate) fn name_fault(operation: &Operation) -> Option<Diagnostic> {
    let name = operation.rust_name.as_deref()?;
    let variant = identifier_of(name, Style::Camel);
    let method = identifier_of(name, Style::Snake);
    if variant == name || method.trim_start_matches("r#") == name {
        return None;
    }
    let help = if name.is_empty() {
        "give it a name, or leave `x-rust-name` out".to_owned()
    } else {
        format!("call it `{variant}`, or choose another name")
    };
    let message = format!("`{name}` is not how Rust writes the name of a variant or of a method");
    let place = operation.location.child("x-rust-name");
    let diagnostic = Diagnostic::new(Code::InvalidValue, message);
    Some(diagnostic.at(&place, "not the name of an event").help(help))
}

#[cfg(test)]
mod tests {
    use super::handler_method;

    #[test]
    fn a_method_that_takes_a_reference_promises_nothing_else() {
        let named = |name: &str| handler_method(name.to_owned());
        for name in ["new", "from_a", "into_a", "to_mut", "to_a_mut"] {
            assert_eq!(named(name), format!("on_{name}"));
        }
        for name in [
            "newer", "new_a", "from", "into", "as_a", "as_a_mut", "is_a", "to_a", "mut_",
        ] {
            assert_eq!(named(name), name);
        }
    }
}
