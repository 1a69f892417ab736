//! What stands in place of the crate's root module while a write is under way.
//!
//! In: the command that writes the crate, and what the root module says before and after. Out: a
//! text that does not compile and says why. Whatever cuts the write short, no crate of files that
//! do not belong together is built. It touches no disk.

use super::declared;
use crate::output::header;

/// The root module of a crate.
pub(super) const ROOT_MODULE: &str = "src/lib.rs";

/// By this line a mark is known.
const SAYS: &str = "//! A write of this crate was cut short: its files do not belong together.";

/// A root module that stops the compiler and names the command that repairs the crate.
///
/// It declares the modules of both texts, without the compiler taking notice: by them codegen knows
/// its own files, and finds those that a later write has no use for.
pub(super) fn mark(command: &str, before: Option<&str>, after: &str) -> String {
    let message =
        format!("codegen was interrupted while it wrote this crate. To repair it, run: {command}");
    let mut text = format!("{SAYS}\n\ncompile_error!({message:?});\n");
    let mut modules: Vec<&str> = Vec::new();
    for module in [before.unwrap_or_default(), after]
        .into_iter()
        .flat_map(str::lines)
        .filter_map(declared)
        .filter(|module| module.chars().all(is_of_a_name))
    {
        if !modules.contains(&module) {
            modules.push(module);
            text.push_str(&format!("\n#[cfg(any())]\nmod {module};\n"));
        }
    }
    header::head(ROOT_MODULE, text)
}

fn is_of_a_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '#'
}

/// Whether a text is a mark.
pub(super) fn is_mark(text: &str) -> bool {
    header::is_generated(text) && text.lines().any(|line| line == SAYS)
}

#[cfg(test)]
mod tests {
    use super::{is_mark, mark};
    use crate::output::apply::declares;

    #[test]
    fn a_mark_is_a_module_that_tells_the_command_and_all_modules() {
        let before = "//! Docs of mod this;\n\nmod a;\npub mod r#type;\n";
        let text = mark(
            "codegen --out 'a \"b\" \\'",
            Some(before),
            "pub mod c;\nmod a;\n",
        );
        assert!(is_mark(&text) && !is_mark(before));
        assert!(
            text.contains(r#"run: codegen --out 'a \"b\" \\'");"#),
            "{text}"
        );
        for module in ["a", "type", "c"] {
            assert!(declares(&text, module), "{module}: {text}");
        }
        assert!(!declares(&text, "this"), "{text}");
        assert_eq!(text.matches("mod a;").count(), 1, "{text}");
        let file = syn::parse_file(&text).unwrap();
        assert_eq!(file.items.len(), 4);
        // A mark over a mark keeps what both know.
        let again = mark("codegen", Some(&text), "mod d;\n");
        assert!(declares(&again, "type") && declares(&again, "d"));
    }
}
