//! `send` over TLS, to a receiver whose certificate is by an authority of its own.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::desk::{Desk, Ran};

/// Takes one connection, and shows what it was sent if the sender trusted the certificate.
fn serve() -> (String, JoinHandle<Option<String>>) {
    let certificate = CertificateDer::from_pem_slice(include_bytes!("tls/localhost.pem"));
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("tls/localhost.private.pem"));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.unwrap()], key.unwrap())
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!(
        "https://localhost:{}/in",
        listener.local_addr().unwrap().port()
    );
    let serving = thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        let connection = ServerConnection::new(Arc::new(config)).unwrap();
        let mut stream = StreamOwned::new(connection, stream);
        let mut request = Vec::new();
        while !request.ends_with(b"}\n") {
            let mut piece = [0; 4096];
            let length = stream.read(&mut piece).ok().filter(|length| *length > 0)?;
            request.extend_from_slice(&piece[..length]);
        }
        let answer = b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n";
        stream.write_all(answer).unwrap();
        stream.conn.send_close_notify();
        stream.flush().unwrap();
        String::from_utf8(request).ok()
    });
    (url, serving)
}

fn send(url: &str, authority: &str) -> Ran {
    let desk = Desk::new();
    let trusted = format!("{}/tests/cli/tls/{authority}", env!("CARGO_MANIFEST_DIR"));
    let arguments = [
        "send",
        "parcel-sent",
        "--spec",
        "parcels.yaml",
        "--url",
        url,
    ];
    let mut command = desk.command(&arguments);
    command
        .env("SSL_CERT_FILE", trusted)
        .env_remove("SSL_CERT_DIR");
    Ran::of(command.output().unwrap())
}

#[test]
fn a_delivery_goes_over_tls_to_whom_the_machine_trusts() {
    let (url, serving) = serve();
    let ran = send(&url, "authority.pem");
    assert_eq!((ran.exit, ran.stderr.as_str()), (Some(0), ""));
    assert!(ran.stdout.starts_with("204\n"), "{}", ran.stdout);
    let request = serving.join().unwrap().unwrap();
    assert!(request.starts_with("POST /in"), "{request}");
}

#[test]
fn nobody_else_is_sent_anything() {
    let (url, serving) = serve();
    // A certificate that is not by an authority that the machine trusts.
    let ran = send(
        &url,
        "../../../../templates/runtime/tests/security/keys/README.md",
    );
    assert_eq!(serving.join().unwrap(), None);
    assert_eq!((ran.exit, ran.stdout.as_str()), (Some(2), ""));
    let begins = format!("error: no answer from {url}: ");
    assert!(ran.stderr.starts_with(&begins), "{}", ran.stderr);
    assert!(ran.stderr.contains("SSL_CERT_FILE"), "{}", ran.stderr);
}
