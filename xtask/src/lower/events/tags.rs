//! Tags that are not declared, where others are.
//!
//! In: the document. Out: warnings. The group of such a tag stands behind those that are declared,
//! and has no description.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, closest};
use crate::document::Document;

/// Warns about each tag of a webhook that the document does not declare. A document that declares
/// none has a mind to.
pub(super) fn warn_of_undeclared_tags(document: &Document, diagnostics: &mut Diagnostics) {
    let declared = || document.tags.iter().map(|tag| tag.name.as_str());
    let Some(first) = document.tags.first() else {
        return;
    };
    for (_, operation) in document.operations() {
        let tags = operation.tags.iter().enumerate();
        for (index, tag) in tags.filter(|(_, tag)| declared().all(|name| name != *tag)) {
            let place = operation.location.child("tags").child(&index.to_string());
            let help = match closest(tag, declared()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "declare it under `tags`, with a description of the group".to_owned(),
            };
            diagnostics.push(
                Diagnostic::new(
                    Code::UndeclaredTag,
                    format!("the tag `{tag}` is not declared, and others are"),
                )
                .at(place, "not among the document's `tags`")
                .and(&first.location, "the first that is declared")
                .help(help),
            );
        }
    }
}
