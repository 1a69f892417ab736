//! The parts of the runtime that only crates with a feature have, or only those without.
//!
//! In: a file of the crate `webhook-runtime`, where such parts are marked, and what each feature is
//! to a crate. Out: the file without the parts that the crate has no use for, and without the marks
//! of those that it always has. What stays is as `rustfmt` would write it.

use std::fmt::Write as _;

use syn::punctuated::Punctuated;
use syn::{Expr, ExprLit, Lit, Meta, Token};

use super::needs::Standing;

/// What a condition comes to in one crate.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Condition {
    /// It holds always, or never.
    Is(bool),
    /// It still depends on this.
    On(String),
}

/// The text of a file in a crate to which features are what `standing` says. What is marked ends,
/// as rustfmt writes it, at the end of a line with as many brackets closed as are opened.
pub(super) fn settled(text: &str, standing: &impl Fn(&str) -> Standing) -> String {
    let mut kept = String::new();
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        match condition(line.trim(), standing) {
            None => {
                let is_end = line.trim_start().starts_with('}');
                if is_end && kept.ends_with("\n\n") {
                    kept.pop();
                }
                kept.push_str(line);
            }
            Some(Condition::On(condition)) => {
                let indent = line.len() - line.trim_start().len();
                // Writing to a text cannot fail.
                let _ = writeln!(kept, "{:indent$}#[cfg({condition})]", "");
            }
            Some(Condition::Is(true)) => {}
            Some(Condition::Is(false)) => {
                while let Some((before, _)) = last_line(&kept).filter(|(_, line)| is_of_item(line))
                {
                    kept.truncate(before);
                }
                let mut open = 0_usize;
                for line in lines.by_ref().map(str::trim) {
                    if is_of_item(line) {
                        continue;
                    }
                    open += line.matches(['(', '[', '{']).count();
                    open = open.saturating_sub(line.matches([')', ']', '}']).count());
                    if open == 0 && line.ends_with([';', ',', '}']) {
                        break;
                    }
                }
                // What stood between what was left out and its neighbours stands there once.
                if kept.ends_with("\n\n") || kept.ends_with("{\n") {
                    lines.next_if(|line| *line == "\n");
                }
            }
        }
    }
    kept
}

/// What the condition of a mark comes to; `None` for a line that is no mark of features.
fn condition(line: &str, standing: &impl Fn(&str) -> Standing) -> Option<Condition> {
    let condition = line.strip_prefix("#[cfg(")?.strip_suffix(")]")?;
    simplified(&syn::parse_str(condition).ok()?, standing)
}

/// A condition without the features that a crate always or never has; `None` for one that asks for
/// anything else.
fn simplified(condition: &Meta, standing: &impl Fn(&str) -> Standing) -> Option<Condition> {
    match condition {
        Meta::NameValue(feature) if feature.path.is_ident("feature") => {
            let Expr::Lit(ExprLit {
                lit: Lit::Str(name),
                ..
            }) = &feature.value
            else {
                return None;
            };
            let name = name.value();
            Some(match standing(&name) {
                Standing::Always => Condition::Is(true),
                Standing::Never => Condition::Is(false),
                Standing::Within(other) => Condition::On(format!("feature = {other:?}")),
                Standing::Needed | Standing::Offered => {
                    Condition::On(format!("feature = {name:?}"))
                }
            })
        }
        Meta::List(list) => {
            let inner = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
            let inner = inner.ok()?;
            let inner: Vec<Condition> = inner
                .iter()
                .map(|one| simplified(one, standing))
                .collect::<Option<_>>()?;
            if list.path.is_ident("not") {
                return Some(match inner.into_iter().next()? {
                    Condition::Is(holds) => Condition::Is(!holds),
                    Condition::On(condition) => Condition::On(format!("not({condition})")),
                });
            }
            let word = list.path.get_ident()?.to_string();
            // One that does not hold settles `all`, one that holds settles `any`.
            let settles = word == "any";
            if inner.contains(&Condition::Is(settles)) {
                return Some(Condition::Is(settles));
            }
            let mut open: Vec<String> = Vec::new();
            for one in inner {
                match one {
                    Condition::On(text) if !open.contains(&text) => open.push(text),
                    _ => {}
                }
            }
            Some(match open.as_slice() {
                [] => Condition::Is(!settles),
                [one] => Condition::On(one.clone()),
                several => Condition::On(format!("{word}({})", several.join(", "))),
            })
        }
        _ => None,
    }
}

/// Where the last line of a text begins, and the line.
fn last_line(text: &str) -> Option<(usize, &str)> {
    let line = text.split_inclusive('\n').next_back()?;
    Some((text.len() - line.len(), line.trim()))
}

/// Whether a line documents what follows it, or is an attribute of it.
fn is_of_item(line: &str) -> bool {
    line.starts_with("///") || line.starts_with("#[")
}

#[cfg(test)]
mod tests {
    use super::settled;
    use crate::render::files::needs::Standing;

    const FILE: &str = r#"use a;
#[cfg(feature = "handshakes")]
use b::{c, d};

struct S {
    e: u8,
    /// What f is.
    #[cfg(feature = "handshakes")]
    f: u8,
}

impl S {
    fn g() {}

    #[cfg(feature = "handshakes")]
    /// What h does.
    #[must_use]
    fn h(
        &self,
    ) -> u8 {
        self.f
    }

    #[cfg(not(feature = "handshakes"))]
    fn i() {}
}
"#;

    #[test]
    fn the_parts_of_other_crates_go_with_their_documentation_and_their_empty_lines() {
        let settled_as = |all| settled(FILE, &|_: &str| all);
        assert_eq!(
            settled_as(Standing::Never),
            "use a;\n\nstruct S {\n    e: u8,\n}\n\nimpl S {\n    fn g() {}\n\n    fn i() {}\n}\n"
        );
        assert_eq!(
            settled_as(Standing::Always),
            "use a;\nuse b::{c, d};\n\nstruct S {\n    e: u8,\n    /// What f is.\n    f: u8,\n}\n\nimpl S {\n    fn g() {}\n\n    /// What h does.\n    #[must_use]\n    fn h(\n        &self,\n    ) -> u8 {\n        self.f\n    }\n}\n"
        );
    }

    #[test]
    fn a_condition_is_left_without_what_is_settled() {
        let standing = |feature: &str| match feature {
            "always" => Standing::Always,
            "never" => Standing::Never,
            "within" => Standing::Within("own"),
            _ => Standing::Offered,
        };
        for (written, expected) in [
            (r#"feature = "own""#, Some(r#"feature = "own""#)),
            (r#"feature = "within""#, Some(r#"feature = "own""#)),
            (
                r#"any(feature = "never", feature = "own")"#,
                Some(r#"feature = "own""#),
            ),
            (
                r#"all(feature = "within", feature = "own")"#,
                Some(r#"feature = "own""#),
            ),
            (r#"not(feature = "never")"#, None),
            (
                r#"all(feature = "always", not(feature = "own"))"#,
                Some(r#"not(feature = "own")"#),
            ),
            (
                r#"any(feature = "a", all(feature = "b", feature = "c"))"#,
                Some(r#"any(feature = "a", all(feature = "b", feature = "c"))"#),
            ),
            ("test", Some("test")),
        ] {
            let mark = expected.map(|expected| format!("    #[cfg({expected})]\n"));
            assert_eq!(
                settled(&format!("    #[cfg({written})]\n    a;\n"), &standing),
                format!("{}    a;\n", mark.unwrap_or_default())
            );
        }
        for written in [
            r#"feature = "never""#,
            r#"all(feature = "own", feature = "never")"#,
            r#"not(any(feature = "own", feature = "always"))"#,
        ] {
            assert_eq!(
                settled(&format!("#[cfg({written})]\na;\nb;\n"), &standing),
                "b;\n"
            );
        }
    }
}
