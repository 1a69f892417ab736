//! How a generated crate comes to its runtime: what was asked for.
//!
//! In: a word of the command line, and folders. Out: what the manifest says of the runtime, and the
//! word again. Nothing is read, so that a check and a write of the same command agree whatever lies
//! on the disk.

use std::fmt;
use std::path::{Component, Path, PathBuf, absolute};

use crate::render::{CrateSource, Runtime};
use crate::workspace::RUNTIME;

/// How a generated crate comes to its runtime.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuntimeChoice {
    /// It carries a copy.
    Copy,
    /// It depends on the crate in the workspace.
    Crate,
    /// It depends on the crate in this folder.
    Path(PathBuf),
    /// It depends on the crate in a Git repository, as it is at a commit or at the tip of the main
    /// branch.
    Git {
        /// Where the repository is.
        url: String,
        /// The commit.
        rev: Option<String>,
    },
    /// It depends on a version that was published.
    Version(String),
}

impl RuntimeChoice {
    /// What is meant where nothing is said: the crate of the workspace depends on the runtime
    /// beside it, any other stands alone.
    #[must_use]
    pub fn of_folder(out: &Path, of_workspace: &Path) -> Self {
        if is_same_folder(out, of_workspace) {
            Self::Crate
        } else {
            Self::Copy
        }
    }

    /// What a crate in the folder `out` says of its runtime.
    #[must_use]
    pub fn runtime(&self, out: &Path, workspace: &Path) -> Runtime {
        Runtime::Crate(match self {
            Self::Copy => return Runtime::Copy,
            Self::Crate => CrateSource::Path(from_folder(out, &workspace.join(RUNTIME))),
            Self::Path(folder) => CrateSource::Path(from_folder(out, folder)),
            Self::Git { url, rev } => CrateSource::Git {
                url: url.clone(),
                rev: rev.clone(),
            },
            Self::Version(version) => CrateSource::Version(version.clone()),
        })
    }

    /// Reads what was typed.
    ///
    /// # Errors
    ///
    /// Why it is none of the words, and what they are.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (word, rest) = text.split_once(':').unwrap_or((text, ""));
        let is_plain = |text: &str| {
            let odd = |c: char| c.is_whitespace() || c.is_control() || c == '"';
            !text.is_empty() && !text.contains(odd)
        };
        match (word, rest) {
            ("copy", "") => Ok(Self::Copy),
            ("crate", "") => Ok(Self::Crate),
            ("path", "") => Err("name the folder, as in path:../runtime".to_owned()),
            ("path", folder) => Ok(Self::Path(folder.into())),
            ("git", place) => {
                let (url, rev) = match place.split_once('#') {
                    Some((url, rev)) => (url, Some(rev)),
                    None => (place, None),
                };
                if !is_plain(url) || !url.contains("://") || rev.is_some_and(|rev| !is_plain(rev)) {
                    return Err("name the repository and a commit of it, as in git:https://example.com/runtime.git#1f2e3d".to_owned());
                }
                Ok(Self::Git {
                    url: url.to_owned(),
                    rev: rev.map(str::to_owned),
                })
            }
            ("version", version) => {
                let allowed = |c: char| c.is_ascii_alphanumeric() || ".*+-^~=<>, ".contains(c);
                let has_digit = version.contains(|c: char| c.is_ascii_digit());
                if !has_digit || !version.chars().all(allowed) {
                    return Err("name a version as Cargo does, as in version:0.1".to_owned());
                }
                Ok(Self::Version(version.to_owned()))
            }
            _ => Err("it is copy, crate, path:DIR, git:URL#COMMIT or version:VERSION".to_owned()),
        }
    }
}

impl fmt::Display for RuntimeChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Copy => f.write_str("copy"),
            Self::Crate => f.write_str("crate"),
            Self::Path(folder) => write!(f, "path:{}", folder.display()),
            Self::Git { url, rev: None } => write!(f, "git:{url}"),
            Self::Git {
                url,
                rev: Some(rev),
            } => write!(f, "git:{url}#{rev}"),
            Self::Version(version) => write!(f, "version:{version}"),
        }
    }
}

/// The way from one folder to another, with `/` on every system; the whole path where there is
/// none.
fn from_folder(out: &Path, folder: &Path) -> String {
    let (Some(from), Some(to)) = (whole(out), whole(folder)) else {
        return with_slashes(folder.to_path_buf());
    };
    let (from, to): (Vec<_>, Vec<_>) = (from.components().collect(), to.components().collect());
    let shared = from.iter().zip(&to).take_while(|(one, other)| one == other);
    let shared = shared.count();
    // Two drives have nothing in common.
    if from.first() != to.first() {
        return with_slashes(to.iter().collect());
    }
    let up = from.iter().skip(shared).map(|_| Component::ParentDir);
    with_slashes(up.chain(to.iter().skip(shared).copied()).collect())
}

fn with_slashes(path: PathBuf) -> String {
    let text = path.to_string_lossy();
    if cfg!(windows) {
        text.replace('\\', "/")
    } else {
        text.into_owned()
    }
}

/// Whether two paths name the same folder, symbolic links aside.
#[must_use]
pub fn is_same_folder(one: &Path, other: &Path) -> bool {
    one == other || whole(one).is_some_and(|one| Some(one) == whole(other))
}

/// A path from the root on, without `.` and `..`.
fn whole(path: &Path) -> Option<PathBuf> {
    let mut whole = PathBuf::new();
    // The empty path is the current folder.
    for component in absolute(Path::new(".").join(path)).ok()?.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                whole.pop();
            }
            other => whole.push(other),
        }
    }
    Some(whole)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{RuntimeChoice, from_folder};

    #[test]
    fn every_word_is_read_and_written_alike() {
        for text in [
            "copy",
            "crate",
            "path:../runtime",
            "git:https://example.com/runtime.git",
            "git:https://example.com/runtime.git#1f2e3d",
            "version:>=0.1, <0.3",
        ] {
            assert_eq!(RuntimeChoice::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_is_none_of_the_words_says_what_they_are() {
        for (text, remedy) in [
            ("crates", "copy, crate, path:DIR"),
            ("crate:0.1", "copy, crate, path:DIR"),
            ("path:", "path:../runtime"),
            ("git:runtime", "git:https://"),
            ("git:https://example.com/a b", "git:https://"),
            ("git:https://example.com/a#", "git:https://"),
            ("version:", "version:0.1"),
            ("version:\"", "version:0.1"),
        ] {
            let fault = RuntimeChoice::parse(text).unwrap_err();
            assert!(fault.contains(remedy), "{text}: {fault}");
        }
    }

    #[test]
    fn a_folder_is_named_as_seen_from_the_crate() {
        for (out, folder, expected) in [
            ("generated", "templates/runtime", "../templates/runtime"),
            (
                "./a/../generated/",
                "templates/runtime",
                "../templates/runtime",
            ),
            ("/a/b/c", "/a/d", "../../d"),
            ("/a/b", "/a/b/runtime", "runtime"),
        ] {
            assert_eq!(from_folder(Path::new(out), Path::new(folder)), expected);
        }
    }

    #[test]
    fn the_crate_of_the_workspace_alone_depends_on_it_if_nothing_is_said() {
        let of_workspace = Path::new("generated");
        for (out, expected) in [
            ("generated", RuntimeChoice::Crate),
            ("./generated/", RuntimeChoice::Crate),
            ("x/../generated", RuntimeChoice::Crate),
            ("../generated", RuntimeChoice::Copy),
        ] {
            let choice = RuntimeChoice::of_folder(Path::new(out), of_workspace);
            assert_eq!(choice, expected, "{out}");
        }
    }
}
