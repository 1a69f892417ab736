//! Reading never panics, whatever the bytes.

use xtask::diagnostic::Diagnostics;
use xtask::document::{ReadOptions, read_document};
use xtask::resolve::Resolver;
use xtask::source::Sources;

use super::folder::Folder;

/// Reads, judges and shows a text; what comes of it does not matter, that it ends does.
fn survives(folder: &Folder, bytes: &[u8]) {
    let path = folder.path("fuzz.yaml");
    std::fs::write(&path, bytes).unwrap();
    let mut diagnostics = Diagnostics::new();
    let sources = Sources::read(&path, &mut diagnostics);
    let _ = read_document(
        &Resolver::new(&sources),
        ReadOptions::default(),
        &mut diagnostics,
    );
    let text = diagnostics.render(&sources, false);
    assert_eq!(text.is_empty(), diagnostics.is_empty());
}

/// Small enough to be read some thousand times, and with every feature of the syntax.
const SEED: &str = "%YAML 1.2\n---\nopenapi: 3.1.0 # é\ninfo: {title: \"Größe\\u00e9\", version: '1'}\nwebhooks:\n  a: &a\n    post: {tags: [x, y], requestBody: {$ref: '#/c/%7Ex'}}\n  b: *a\nc: |-\n  text\n  more\n? q\n: >\n  f\nsecurity: [{k: []}]\nn: [1.5, .nan, ~, !t 0x1F, -7]\n";

#[test]
fn truncated_documents_never_panic() {
    let folder = Folder::with(&[]);
    for length in 0..=SEED.len() {
        survives(&folder, &SEED.as_bytes()[..length]);
    }
}

#[test]
fn documents_with_a_byte_replaced_never_panic() {
    let folder = Folder::with(&[]);
    for at in 0..SEED.len() {
        for byte in b"\0\n \"#&*-:[{|\xff" {
            let mut bytes = SEED.as_bytes().to_vec();
            bytes[at] = *byte;
            survives(&folder, &bytes);
        }
    }
}

#[test]
fn documents_with_many_bytes_replaced_never_panic() {
    let folder = Folder::with(&[]);
    // A linear congruential generator: the same documents on every run.
    let mut state = 1_u64;
    let mut next = |limit: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % limit
    };
    for _ in 0..1500 {
        let mut bytes = SEED.as_bytes().to_vec();
        for _ in 0..=next(8) {
            let (from, to) = (next(bytes.len()), next(bytes.len()));
            match next(3) {
                0 => bytes[to] = bytes[from],
                1 => drop(
                    bytes
                        .splice(to..to, SEED.bytes().skip(from).take(7))
                        .count(),
                ),
                _ => bytes.truncate(bytes.len().max(40) - next(5)),
            }
        }
        survives(&folder, &bytes);
    }
}
