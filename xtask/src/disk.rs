//! Files that may turn out to be anything: only regular ones are read, and only so much of them.
//!
//! In: a path and a size. Out: bytes, or why there are none. Opening waits for nobody, and what
//! counts is what was opened, whatever stood at the path before. It knows neither documents nor
//! crates.

use std::fmt;
use std::fs::{self, File, FileType, Metadata};
use std::io::{self, Read};
use std::path::Path;

/// What is read of a file if nothing else is said, in bytes: 64 MiB.
pub const MAX_FILE_SIZE: u64 = 64 << 20;

/// How many times as much as the largest file all files may have together.
pub(crate) const FILES: u64 = 8;

/// How much of a file its first lines are looked for in.
const HEAD: u64 = 4096;

/// Why a file was not read.
#[derive(Debug)]
pub enum Unread {
    /// It is not a regular file, but this.
    Special(&'static str),
    /// It has more than this many bytes.
    TooLarge(u64),
    /// Together with others, it has more than this many bytes.
    TooMuch(u64),
    /// The operating system refused.
    Failed(io::Error),
}

impl Unread {
    /// What to do about it, where more can be said than that the file must be one that can be read.
    #[must_use]
    pub fn remedy(&self) -> Option<String> {
        match self {
            Self::Special("a folder") => Some("name a file in it".to_owned()),
            Self::Special(_) => Some("write what it holds to a file, and name that".to_owned()),
            Self::TooLarge(limit) => Some(format!(
                "if the file is meant, allow more with `--max-file-size {}`",
                size_argument(limit.saturating_mul(2))
            )),
            Self::TooMuch(_) => Some(
                "if all of them are meant, allow more with `--max-file-size`: together they may have eight times as much"
                    .to_owned(),
            ),
            Self::Failed(_) => None,
        }
    }
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Special(kind) => write!(f, "it is {kind}, and only regular files are read"),
            Self::TooLarge(limit) => write!(f, "it has more than {}", size(*limit)),
            Self::TooMuch(limit) => {
                write!(f, "the files have more than {} together", size(*limit))
            }
            Self::Failed(error) => match error.kind() {
                io::ErrorKind::NotFound => f.write_str("there is no such file"),
                io::ErrorKind::PermissionDenied => f.write_str("permission denied"),
                // Some files of the kernel are regular files and have no data yet.
                io::ErrorKind::WouldBlock => {
                    f.write_str("it gives nothing to read without waiting")
                }
                _ => write!(f, "{error}"),
            },
        }
    }
}

impl From<io::Error> for Unread {
    fn from(error: io::Error) -> Self {
        Self::Failed(error)
    }
}

/// Whether a symbolic link at the end of a path is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Links {
    Followed,
    Refused,
}

/// Opens a regular file of at most `limit` bytes. It may grow; [`read_from`] minds that.
pub(crate) fn open(path: &Path, links: Links, limit: u64) -> Result<File, Unread> {
    // Checked before opening too: a device may act as soon as it is opened.
    let found = match links {
        Links::Followed => fs::metadata(path),
        Links::Refused => fs::symlink_metadata(path),
    };
    check(&found?, limit)?;
    let file = opened(path, links)?;
    check(&file.metadata()?, limit)?;
    Ok(file)
}

/// All that a regular file holds, which is at most `limit` bytes.
pub(crate) fn read(path: &Path, links: Links, limit: u64) -> Result<Vec<u8>, Unread> {
    read_from(open(path, links, limit)?, limit)
}

/// All that is left of an open file, which is at most `limit` bytes.
pub(crate) fn read_from(file: impl Read, limit: u64) -> Result<Vec<u8>, Unread> {
    let mut bytes = Vec::new();
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length <= limit) {
        Ok(bytes)
    } else {
        Err(Unread::TooLarge(limit))
    }
}

/// The first lines of a regular file of any size, symbolic links refused; what is not UTF-8 is
/// replaced.
pub(crate) fn head(path: &Path) -> Result<String, Unread> {
    let mut bytes = Vec::new();
    let file = open(path, Links::Refused, u64::MAX)?;
    file.take(HEAD).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The names of what a folder holds, in order; none if it cannot be read.
pub(crate) fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

/// Whether two looks found one file or folder. Where the operating system has no such question,
/// they did.
pub(crate) fn is_same(one: &Metadata, other: &Metadata) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        one.dev() == other.dev() && one.ino() == other.ino()
    }
    #[cfg(not(unix))]
    {
        let _ = (one, other);
        true
    }
}

/// What a thing is called that is not a regular file, with its article.
pub(crate) fn kind(found: FileType) -> &'static str {
    if found.is_dir() {
        return "a folder";
    }
    if found.is_symlink() {
        return "a symbolic link";
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if found.is_fifo() {
            return "a pipe";
        }
        if found.is_socket() {
            return "a socket";
        }
        if found.is_block_device() || found.is_char_device() {
            return "a device";
        }
    }
    "no regular file"
}

/// A size in the largest unit in which it is a whole number.
pub(crate) fn size(bytes: u64) -> String {
    match in_unit(bytes) {
        Some((number, unit)) => format!("{number} {unit}"),
        None if bytes == 1 => "1 byte".to_owned(),
        None => format!("{bytes} bytes"),
    }
}

/// A size as `--max-file-size` takes it.
pub(crate) fn size_argument(bytes: u64) -> String {
    match in_unit(bytes) {
        Some((number, unit)) => format!("{number}{unit}"),
        None => bytes.to_string(),
    }
}

fn in_unit(bytes: u64) -> Option<(u64, &'static str)> {
    let units = [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")];
    let unit = units
        .into_iter()
        .find(|(unit, _)| bytes > 0 && bytes.is_multiple_of(*unit));
    unit.map(|(unit, name)| (bytes / unit, name))
}

fn check(found: &Metadata, limit: u64) -> Result<(), Unread> {
    if !found.is_file() {
        return Err(Unread::Special(kind(found.file_type())));
    }
    if found.len() > limit {
        return Err(Unread::TooLarge(limit));
    }
    Ok(())
}

/// Opens without waiting for the other end of a pipe that may have been put there just now.
#[cfg(unix)]
fn opened(path: &Path, links: Links) -> io::Result<File> {
    use rustix::fs::{Mode, OFlags, open};
    let mut flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOCTTY;
    if links == Links::Refused {
        flags |= OFlags::NOFOLLOW;
    }
    Ok(File::from(open(path, flags, Mode::empty())?))
}

#[cfg(not(unix))]
fn opened(path: &Path, _: Links) -> io::Result<File> {
    File::open(path)
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::{Unread, read_from, size};

    #[test]
    fn what_grows_without_end_is_read_no_further_than_the_limit() {
        assert!(matches!(
            read_from(io::repeat(0), 9),
            Err(Unread::TooLarge(9))
        ));
        assert_eq!(read_from(&b"123456789"[..], 9).unwrap(), b"123456789");
    }

    #[test]
    fn sizes_are_told_in_the_largest_unit() {
        for (bytes, told) in [
            (0, "0 bytes"),
            (1, "1 byte"),
            (1000, "1000 bytes"),
            (1024, "1 KiB"),
            (1536, "1536 bytes"),
            (64 << 20, "64 MiB"),
            (u64::MAX, "18446744073709551615 bytes"),
        ] {
            assert_eq!(size(bytes), told);
        }
    }
}
