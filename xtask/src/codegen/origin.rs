//! Which document the crate in a folder was made from.
//!
//! In: the README of the crate that a folder holds, and the one that a run makes. Out: whether they
//! are of different documents, by the titles in them. A title stays where the same document is named
//! by another path, lies elsewhere, or has new events; and the README says it in any case.

use crate::characters::shown;
use crate::disk::{self, Links};
use crate::output::{OutputTree, header};
use crate::workspace::{self, OUT, SPEC};

use super::CodegenOptions;

/// The file that says the title.
const README: &str = "README.md";

/// What stands around the title in the README's first paragraph.
const AROUND: (&str, &str) = (
    "\nTyped webhook receivers for ",
    ": the body of a delivery goes in,",
);

/// The titles of two documents: of the one that a folder was made from, and of the one at hand.
pub(super) struct OtherOrigin {
    before: String,
    now: String,
}

/// Whether the folder was made from another document. That the workspace's own spec is given
/// another title is no mistake in a path.
pub(super) fn other_origin(options: &CodegenOptions, tree: &OutputTree) -> Option<OtherOrigin> {
    let workspace = workspace::root();
    if options.spec == workspace.join(SPEC) && options.out == workspace.join(OUT) {
        return None;
    }
    let path = options.out.join(README);
    let written = disk::read(&path, Links::Refused, options.files.max_file_size).ok()?;
    let written = String::from_utf8(written).ok()?;
    let before = title(&written).filter(|_| header::is_generated(&written))?;
    let now = title(tree.get(README)?)?;
    (before != now).then(|| OtherOrigin {
        before: before.to_owned(),
        now: now.to_owned(),
    })
}

fn title(readme: &str) -> Option<&str> {
    let (_, rest) = readme.split_once(AROUND.0)?;
    let (title, _) = rest.split_once(AROUND.1)?;
    (!title.is_empty() && !title.contains('\n')).then_some(title)
}

impl OtherOrigin {
    /// Why nothing is written, and what to do.
    pub(super) fn refusal(&self, options: &CodegenOptions) -> String {
        format!(
            "`{}` was made from the document \"{}\", and `{}` is \"{}\"\n\
             help: name another folder with `--out`, or say `--replace` if the crate there shall be \
             made from this document from now on",
            shown(&options.out.to_string_lossy()),
            shown(&self.before),
            shown(&options.spec.to_string_lossy()),
            shown(&self.now),
        )
    }
}
