//! Text templates.
//!
//! In: a template and what it is filled with. Out: text, or a diagnostic that names the template.

use minijinja::Environment;
use minijinja::value::Serde;
use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic};

/// A file of the crate, by its path.
pub(super) fn text_file(
    path: &str,
    template: &str,
    context: &Value,
) -> Result<(String, String), Diagnostic> {
    Ok((path.to_owned(), fill(path, template, context)?))
}

/// The text of a template.
pub(super) fn fill(path: &str, template: &str, context: &Value) -> Result<String, Diagnostic> {
    let text = Environment::new().render_str(template, Serde(context));
    text.map_err(|error| template_fault(path, &format!("{error:#}")))
}

/// A template that is not what the generator expects.
pub(crate) fn template_fault(path: &str, why: &str) -> Diagnostic {
    Diagnostic::new(
        Code::NotRendered,
        format!("the template of `{path}` does not render: {why}"),
    )
    .help("mend the file of that name in `templates/text/`")
}
