//! Files as a Git revision has them.
//!
//! In: a revision and the path of a document. Out: a folder of its own with the files, which is
//! removed with the value. The work tree and its index are not touched: Git fills an index beside
//! them, and writes from that.

use std::io;
use std::path::{Component, Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::source::FileRules;

/// A document of a revision, written to a folder that goes with this value.
#[derive(Debug)]
pub(super) struct Checkout {
    folder: TempDir,
    /// The document in that folder.
    pub document: PathBuf,
    /// The rules for reading it, whose folders and overlays are those of the revision.
    pub files: FileRules,
}

impl Checkout {
    /// Writes what a revision has of the folder of a document; of all folders where the rules name
    /// others. An overlay that the revision does not have yet is left out.
    ///
    /// # Errors
    /// Why not, as people read it: there is no repository around the document, no such revision, or
    /// the revision has no such document.
    pub fn of(revision: &str, document: &Path, rules: &FileRules) -> Result<Self, String> {
        let place = InRepository::of(document)?;
        let commit = format!("{revision}^{{commit}}");
        let asked = [
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &commit,
        ];
        let commit = place.git(&asked).map_err(|_| {
            format!(
                "`{revision}` is neither a document nor a revision of this Git repository; \
                 give the path of a YAML or JSON file, or a name that `git rev-parse` knows"
            )
        })?;
        let path = place.path.clone();
        let asked = format!("{commit}:{path}");
        let found = place.git(&["cat-file", "-t", &asked]);
        if found.as_deref() != Ok("blob") {
            return Err(format!(
                "the revision `{revision}` has no document `{path}`; name another with `--spec`"
            ));
        }
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let tree = folder.path().join("tree");
        let within = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let is_alone = rules.allow_outside.is_empty() && rules.overlays.is_empty();
        let within = if is_alone { within } else { "" };
        let target = tree.join(within);
        std::fs::create_dir_all(&target).map_err(|error| error.to_string())?;
        let repository = place.git(&["rev-parse", "--absolute-git-dir"])?;
        let index = folder.path().join("index");
        // The folder is the work tree, so that its own is not looked at.
        let beside = |arguments: &[&str]| {
            let mut command = place.command(&[]);
            command.arg("--git-dir").arg(&repository);
            command.arg("--work-tree").arg(&target).args(arguments);
            command.env("GIT_INDEX_FILE", &index).current_dir(&target);
            run(&mut command)
        };
        beside(&["read-tree", &format!("{commit}:{within}")])?;
        beside(&["checkout-index", "--all", "--quiet"])?;
        let here = |path: &PathBuf| match InRepository::of(path) {
            Ok(place) => tree.join(place.path),
            Err(_) => path.clone(),
        };
        let overlays = rules.overlays.iter().map(here);
        let files = FileRules {
            allow_outside: rules.allow_outside.iter().map(here).collect(),
            overlays: overlays.filter(|overlay| overlay.is_file()).collect(),
            ..rules.clone()
        };
        Ok(Self {
            document: tree.join(&path),
            files,
            folder,
        })
    }

    /// The folder that paths of the revision begin with here.
    pub fn root(&self) -> PathBuf {
        self.folder.path().join("tree")
    }
}

/// A path, seen from a repository.
struct InRepository {
    /// A folder in the repository.
    folder: PathBuf,
    /// The path from the root of the repository, with slashes.
    path: String,
}

impl InRepository {
    /// # Errors
    /// There is no Git, or no repository around the path.
    fn of(path: &Path) -> Result<Self, String> {
        let full = std::path::absolute(path).map_err(|error| error.to_string())?;
        let mut above = full.ancestors().skip(1);
        let folder = above.find(|folder| folder.is_dir());
        let folder = folder.unwrap_or(Path::new("/")).to_path_buf();
        let rest = full.strip_prefix(&folder).unwrap_or(&full);
        let mut place = Self {
            path: String::new(),
            folder,
        };
        let prefix = place
            .git(&["rev-parse", "--show-prefix"])
            .map_err(|error| {
                format!(
                    "{error}; revisions are those of the repository in which `{}` lies",
                    path.display()
                )
            })?;
        let mut parts: Vec<String> = prefix.split('/').map(str::to_owned).collect();
        parts.retain(|part| !part.is_empty());
        for part in rest.components() {
            match part {
                Component::ParentDir => drop(parts.pop()),
                Component::Normal(name) => parts.push(name.to_string_lossy().into_owned()),
                _ => {}
            }
        }
        place.path = parts.join("/");
        Ok(place)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        // What a hook says of its own repository does not hold for this one.
        for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
            command.env_remove(name);
        }
        command.current_dir(&self.folder).args(arguments);
        command
    }

    fn git(&self, arguments: &[&str]) -> Result<String, String> {
        run(&mut self.command(arguments))
    }
}

/// What Git prints, without the line end.
fn run(command: &mut Command) -> Result<String, String> {
    let output = command.output().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => "cannot run `git`: there is no such program".to_owned(),
        _ => format!("cannot run `git`: {error}"),
    })?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end().to_owned();
    if output.status.success() {
        return Ok(text(&output.stdout));
    }
    let said = text(&output.stderr);
    let line = said.lines().next().unwrap_or("it gave no reason");
    Err(format!("git: {}", line.trim_start_matches("fatal: ")))
}
