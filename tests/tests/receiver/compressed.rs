//! Bodies that are compressed.

use std::io::Write;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use rebilly_kyc_webhooks::runtime::receiver::Limits;

use crate::client::Post;
use crate::credentials::PLAIN;
use crate::door::{Door, WAYS};

const BEST: Compression = Compression::best();

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), BEST);
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

fn zlib(body: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), BEST);
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

fn deflate(body: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), BEST);
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

/// Brotli without compression: one meta-block as it is, and an empty one (RFC 7932, section 9.2).
fn brotli(body: &[u8]) -> Vec<u8> {
    let head = u32::try_from(body.len() - 1).unwrap() << 4 | 1 << 20;
    [&head.to_le_bytes()[..3], body, &[3]].concat()
}

fn coded(coding: &'static str, body: Vec<u8>) -> Post {
    Post::new(body)
        .with_key()
        .header("content-encoding", coding)
}

#[tokio::test]
async fn a_compressed_body_is_handed_over_unpacked() {
    let door = Door::open().await;
    let plain = PLAIN.as_bytes();
    let half = plain.len() / 2;
    for (coding, body) in [
        ("gzip", gzip(plain)),
        ("X-GZIP", gzip(plain)),
        (
            "gzip",
            [gzip(&plain[..half]), gzip(&plain[half..])].concat(),
        ),
        ("deflate", zlib(plain)),
        ("deflate", deflate(plain)),
        ("br", brotli(plain)),
    ] {
        let answer = door.post(coded(coding, body)).await;
        assert_eq!(answer.status, 204, "{coding}");
        let notes = door.inbox.take();
        assert_eq!(notes.len(), WAYS, "{coding}");
        for note in notes {
            assert_eq!(note.method, "kyc_request_attempted", "{coding}");
            assert_eq!(note.body, PLAIN, "{coding}");
            assert!(!note.headers.contains_key("content-encoding"), "{coding}");
        }
    }
}

#[tokio::test]
async fn what_cannot_be_unpacked_reaches_the_fallback_as_it_came() {
    let door = Door::limited(Limits::default().with_body(1000)).await;
    door.inbox.store();
    let padded = |length: usize| format!("{PLAIN:<length$}").into_bytes();
    let (cut, bomb) = (gzip(PLAIN.as_bytes()), gzip(&vec![b' '; 100_000]));
    assert!(bomb.len() < 1000);
    let large_window = vec![0x11, 0x3f, 0, 0, 3];
    for (coding, body, reason) in [
        ("gzip", cut[..cut.len() - 1].to_vec(), "malformed"),
        ("gzip", gzip(&padded(1001)), "more than 1000 bytes"),
        ("gzip", bomb, "more than 1000 bytes"),
        ("br", large_window, "malformed"),
        ("deflate", b"\x78\x9cno".to_vec(), "malformed"),
        ("br, gzip", gzip(&brotli(PLAIN.as_bytes())), "not undone"),
        ("zstd", gzip(PLAIN.as_bytes()), "not undone"),
    ] {
        let answer = door.post(coded(coding, body.clone())).await;
        assert_eq!(answer.status, 204, "{coding}");
        for note in door.inbox.take() {
            assert_eq!(note.method, "undecodable", "{coding}");
            assert!(note.debug.contains(reason), "{}", note.debug);
            assert_eq!(note.body, body, "{coding}");
            assert_eq!(note.headers["content-encoding"], coding);
        }
    }
    let largest = door.post(coded("gzip", gzip(&padded(1000)))).await;
    assert_eq!(largest.status, 204);
    assert_eq!(door.inbox.take()[0].body.len(), 1000);
}

#[tokio::test]
async fn nothing_is_unpacked_for_those_who_are_not_let_in() {
    let door = Door::open().await;
    let post = Post::new(gzip(PLAIN.as_bytes())).header("content-encoding", "gzip");
    assert_eq!(door.post(post).await.status, 401);
    assert_eq!(door.inbox.count(), 0);
}
