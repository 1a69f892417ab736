//! How much may be read: of one file, and of all files together.
//!
//! In: the size of the largest file. Out: what each reading may still take. It does not know what
//! is read.

use std::sync::atomic::{AtomicU64, Ordering};

use super::boundary::NotRead;
use crate::disk::{FILES, MAX_FILE_SIZE, Unread};

/// An allowance of bytes, part of which may be spent.
#[derive(Debug)]
pub(super) struct Allowance {
    each: u64,
    total: u64,
    left: AtomicU64,
}

impl Default for Allowance {
    fn default() -> Self {
        Self::of(MAX_FILE_SIZE)
    }
}

impl Allowance {
    /// An allowance for files of at most so many bytes each.
    pub(super) fn of(max_file_size: u64) -> Self {
        let total = max_file_size.saturating_mul(FILES);
        Self {
            each: max_file_size,
            total,
            left: AtomicU64::new(total),
        }
    }

    /// Reads a file; `read` is given the number of bytes that the file may have.
    pub(super) fn spend(
        &self,
        read: impl FnOnce(u64) -> Result<Vec<u8>, NotRead>,
    ) -> Result<Vec<u8>, NotRead> {
        let left = self.left.load(Ordering::Relaxed);
        let limit = self.each.min(left);
        match read(limit) {
            Ok(bytes) => {
                let spent = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
                self.left
                    .store(left.saturating_sub(spent), Ordering::Relaxed);
                Ok(bytes)
            }
            Err(NotRead::Unread(Unread::TooLarge(_))) if limit < self.each => {
                Err(Unread::TooMuch(self.total).into())
            }
            refused => refused,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Allowance;
    use crate::disk::read_from;

    #[test]
    fn what_was_read_is_taken_off_what_all_files_may_have() {
        let allowance = Allowance::of(10);
        let read = |bytes: &[u8]| {
            let read = allowance.spend(|limit| Ok(read_from(bytes, limit)?));
            read.map_err(|refusal| refusal.to_string())
        };
        for _ in 0..7 {
            assert_eq!(read(b"0123456789").unwrap(), b"0123456789");
        }
        assert_eq!(
            read(b"0123456789x").unwrap_err(),
            "it has more than 10 bytes"
        );
        assert_eq!(read(b"0123456").unwrap(), b"0123456");
        assert_eq!(
            read(b"0123").unwrap_err(),
            "the files have more than 80 bytes together"
        );
        assert_eq!(read(b"012").unwrap(), b"012");
        assert_eq!(read(b"").unwrap(), b"");
    }
}
