//! Where the workspace keeps things.
//!
//! In: the environment. Out: the paths of the workspace's own spec, crate and runtime. It knows no
//! command.

use std::env;
use std::path::{Path, PathBuf};

/// The root document of the workspace's own spec.
pub const SPEC: &str = "spec/openapi.yaml";

/// The folder of the crate that is made of it.
pub const OUT: &str = "generated";

/// The folder of the runtime.
pub const RUNTIME: &str = "templates/runtime";

/// The root of the workspace, relative to the current folder where it lies in or below that, so
/// that messages stay short.
///
/// cargo tells a program that it runs where its package is, and the root is the folder above. Run
/// without cargo, the current folder is taken for the root.
#[must_use]
pub fn root() -> PathBuf {
    let Some(package) = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from) else {
        return PathBuf::new();
    };
    let Some(root) = package.parent() else {
        return PathBuf::new();
    };
    let inside = env::current_dir()
        .ok()
        .and_then(|current| root.strip_prefix(current).ok().map(Path::to_path_buf));
    inside.unwrap_or_else(|| root.to_path_buf())
}
