//! Folders of text files as maps, and back.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The text of every file of a folder, by its path with forward slashes.
pub type Tree = BTreeMap<String, String>;

/// Reads every file below a folder, hidden ones too. A folder that is not there has no files.
///
/// # Errors
///
/// If something cannot be read, or is not UTF-8.
pub fn read_tree(root: &Path) -> io::Result<Tree> {
    let mut tree = Tree::new();
    for (path, file) in files(root)? {
        tree.insert(path, fs::read_to_string(file)?);
    }
    Ok(tree)
}

/// Writes every file of a tree below a folder. A file that already says the same is left alone.
///
/// # Errors
///
/// If something cannot be written.
pub fn write_tree(tree: &Tree, root: &Path) -> io::Result<()> {
    for (path, text) in tree {
        let file = root.join(path);
        if fs::read(&file).is_ok_and(|old| old == text.as_bytes()) {
            continue;
        }
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(file, text)?;
    }
    Ok(())
}

/// When each file below a folder was last written.
///
/// # Errors
///
/// If something cannot be read.
pub fn modification_times(root: &Path) -> io::Result<BTreeMap<String, SystemTime>> {
    files(root)?
        .into_iter()
        .map(|(path, file)| Ok((path, fs::metadata(file)?.modified()?)))
        .collect()
}

fn files(root: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    let mut found = Vec::new();
    let mut waiting = vec![root.to_path_buf()];
    while let Some(folder) = waiting.pop() {
        let entries = match fs::read_dir(&folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            entries => entries?,
        };
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                waiting.push(path);
            } else if let Ok(name) = path.strip_prefix(root) {
                let name = name.to_string_lossy().replace('\\', "/");
                found.push((name, path));
            }
        }
    }
    Ok(found)
}
