//! Private keys that sign as a sender does.
//!
//! In: a key in PEM, or as a scheme has its keys, and an algorithm. Out: a function that makes
//! signatures, or what is wrong with the key. No message shows the key.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P256_SHA256_FIXED_SIGNING,
    ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, EcdsaSigningAlgorithm, Ed25519KeyPair,
    RSA_PKCS1_SHA256, RSA_PKCS1_SHA384, RSA_PKCS1_SHA512, RSA_PSS_SHA256, RSA_PSS_SHA384,
    RSA_PSS_SHA512, RsaEncoding, RsaKeyPair,
};
use webhook_runtime::security::{HashAlgorithm, KeyForm, SignatureAlgorithm};

/// Makes the signature over some bytes.
pub(super) type Sign = Box<dyn Fn(&[u8]) -> Vec<u8> + Send + Sync>;

/// What every text in PEM begins with.
const BEGIN: &str = "-----BEGIN ";

/// What to do about a key that is none.
const HELP: &str = "give a private key in PEM, such as `openssl genpkey` writes (PKCS #8)";

/// How a signature is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// Ed25519 (RFC 8032).
    Ed25519,
    /// ECDSA on P-256 with SHA-256, in DER.
    P256InDer,
    /// The same, as two numbers (RFC 7518, section 3.4).
    P256,
    /// ECDSA on P-384 with SHA-384, as two numbers.
    P384,
    /// RSASSA-PKCS1-v1.5 (RFC 8017, section 8.2).
    Rsa(HashAlgorithm),
    /// RSASSA-PSS (RFC 8017, section 8.1).
    RsaPss(HashAlgorithm),
}

/// A private key, as far as it is taken apart.
pub(super) struct PrivateKey {
    bytes: Vec<u8>,
    form: Form,
}

/// What the bytes of a key are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// PKCS #8 (RFC 5958).
    Pkcs8,
    /// PKCS #1 (RFC 8017, section A.1.2).
    Pkcs1,
    /// What a scheme's form stands for.
    Bare,
}

/// Whether a text is in PEM.
pub(super) fn is_pem(text: &str) -> bool {
    text.trim_start().starts_with(BEGIN)
}

impl PrivateKey {
    /// Reads a key in PEM.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn from_pem(text: &str) -> Result<Self, String> {
        let mut found = Err(format!("it is not in PEM\nhelp: {HELP}"));
        let mut rest = text;
        while let Some((_, block)) = rest.split_once(BEGIN) {
            let parts = block.split_once("-----").and_then(|(label, after)| {
                let (content, after) = after.split_once("-----END ")?;
                Some((label, content, after))
            });
            let Some((label, content, after)) = parts else {
                return Err("its PEM has no end".to_owned());
            };
            let content: String = content.split_ascii_whitespace().collect();
            let bytes = || {
                STANDARD
                    .decode(&content)
                    .map_err(|_| "its PEM is not base64")
            };
            let (form, bytes) = match label {
                "PRIVATE KEY" => (Form::Pkcs8, bytes()?),
                "RSA PRIVATE KEY" if !content.contains(':') => (Form::Pkcs1, bytes()?),
                "EC PRIVATE KEY" if !content.contains(':') => {
                    let bytes = bytes()?;
                    let wrapped = wrapped(&bytes).ok_or_else(|| {
                        format!(
                            "its curve is neither P-256 nor P-384, or is not named\nhelp: {HELP}"
                        )
                    })?;
                    (Form::Pkcs8, wrapped)
                }
                "EC PARAMETERS" => {
                    rest = after;
                    continue;
                }
                "ENCRYPTED PRIVATE KEY" | "RSA PRIVATE KEY" | "EC PRIVATE KEY" => {
                    return Err("it is encrypted\nhelp: write it without a passphrase, as \
                         `openssl pkcs8 -topk8 -nocrypt` does"
                        .to_owned());
                }
                label if label.ends_with("PUBLIC KEY") || label == "CERTIFICATE" => {
                    found = Err(format!(
                        "it is a public key, with which nobody signs\nhelp: {HELP}"
                    ));
                    rest = after;
                    continue;
                }
                _ => {
                    rest = after;
                    continue;
                }
            };
            return Ok(Self { bytes, form });
        }
        found
    }

    /// Reads a key that is in PEM, or written as a scheme has its public keys.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn of_scheme(form: KeyForm, text: &str) -> Result<Self, String> {
        if is_pem(text) {
            return Self::from_pem(text);
        }
        let text = text.trim();
        let bytes = match form {
            KeyForm::Hex { prefix } => from_hex(text.strip_prefix(prefix).unwrap_or(text))
                .ok_or_else(|| format!("it is neither hexadecimal nor PEM\nhelp: {HELP}"))?,
            KeyForm::Base64 { prefix } => {
                // Private keys of Standard Webhooks have a prefix of their own.
                let bare = text.strip_prefix(prefix).filter(|_| !prefix.is_empty());
                let bare = bare.or_else(|| text.strip_prefix("whsk_")).unwrap_or(text);
                let mut found = [STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD].into_iter();
                found
                    .find_map(|engine| engine.decode(bare).ok())
                    .ok_or_else(|| format!("it is neither base64 nor PEM\nhelp: {HELP}"))?
            }
            KeyForm::Text | KeyForm::DigestOf(_) => {
                return Err(format!("it is not in PEM\nhelp: {HELP}"));
            }
        };
        Ok(Self {
            bytes,
            form: Form::Bare,
        })
    }

    /// The way in which tokens are signed with the key, where nothing else is said.
    pub fn usual_way(&self) -> Option<Way> {
        let ways = [
            Way::Ed25519,
            Way::P256,
            Way::P384,
            Way::Rsa(HashAlgorithm::Sha256),
        ];
        ways.into_iter().find(|way| self.signing(*way).is_ok())
    }

    /// What signs in this way.
    ///
    /// # Errors
    ///
    /// The key is one of another algorithm.
    pub fn signing(&self, way: Way) -> Result<Sign, String> {
        match way {
            Way::Ed25519 => self.ed25519(),
            Way::P256InDer => self.ecdsa(&ECDSA_P256_SHA256_ASN1_SIGNING, "P-256"),
            Way::P256 => self.ecdsa(&ECDSA_P256_SHA256_FIXED_SIGNING, "P-256"),
            Way::P384 => self.ecdsa(&ECDSA_P384_SHA384_FIXED_SIGNING, "P-384"),
            Way::Rsa(hash) => self.rsa(match hash {
                HashAlgorithm::Sha256 => &RSA_PKCS1_SHA256,
                HashAlgorithm::Sha384 => &RSA_PKCS1_SHA384,
                HashAlgorithm::Sha512 => &RSA_PKCS1_SHA512,
                HashAlgorithm::Sha1 => return Err("RSA with SHA-1 is not signed".to_owned()),
            }),
            Way::RsaPss(hash) => self.rsa(match hash {
                HashAlgorithm::Sha384 => &RSA_PSS_SHA384,
                HashAlgorithm::Sha512 => &RSA_PSS_SHA512,
                HashAlgorithm::Sha1 | HashAlgorithm::Sha256 => &RSA_PSS_SHA256,
            }),
        }
    }

    fn ed25519(&self) -> Result<Sign, String> {
        let key = match self.form {
            // The seed, alone or with the public key behind it.
            Form::Bare => {
                let seed = self
                    .bytes
                    .get(..32)
                    .filter(|_| [32, 64].contains(&self.bytes.len()));
                seed.and_then(|seed| Ed25519KeyPair::from_seed_unchecked(seed).ok())
                    .or_else(|| Ed25519KeyPair::from_pkcs8_maybe_unchecked(&self.bytes).ok())
            }
            Form::Pkcs8 => Ed25519KeyPair::from_pkcs8_maybe_unchecked(&self.bytes).ok(),
            Form::Pkcs1 => None,
        };
        let key = key.ok_or_else(|| format!("it is no private key of Ed25519\nhelp: {HELP}"))?;
        Ok(Box::new(move |content| key.sign(content).as_ref().to_vec()))
    }

    fn ecdsa(&self, way: &'static EcdsaSigningAlgorithm, curve: &str) -> Result<Sign, String> {
        let random = SystemRandom::new();
        let key = EcdsaKeyPair::from_pkcs8(way, &self.bytes, &random).map_err(|_| {
            format!("it is no private key of {curve} with its public key\nhelp: {HELP}")
        })?;
        Ok(Box::new(move |content| {
            let signature = key.sign(&random, content);
            signature
                .map(|signature| signature.as_ref().to_vec())
                .unwrap_or_default()
        }))
    }

    fn rsa(&self, way: &'static dyn RsaEncoding) -> Result<Sign, String> {
        let key = match self.form {
            Form::Pkcs1 => RsaKeyPair::from_der(&self.bytes),
            Form::Pkcs8 | Form::Bare => RsaKeyPair::from_pkcs8(&self.bytes),
        };
        let key = key.map_err(|_| {
            format!("it is no private key of RSA with 2048 bits or more\nhelp: {HELP}")
        })?;
        Ok(Box::new(move |content| {
            let mut signature = vec![0; key.public().modulus_len()];
            let signed = key.sign(way, &SystemRandom::new(), content, &mut signature);
            signed.map(|()| signature).unwrap_or_default()
        }))
    }
}

/// What signs for a scheme whose receivers have a public key.
///
/// # Errors
///
/// What is wrong with the key.
pub(super) fn signing(
    algorithm: SignatureAlgorithm,
    form: KeyForm,
    text: &str,
) -> Result<Sign, String> {
    let way = match algorithm {
        SignatureAlgorithm::EcdsaP256 => Way::P256InDer,
        SignatureAlgorithm::Rsa(hash) => Way::Rsa(hash),
        _ => Way::Ed25519,
    };
    PrivateKey::of_scheme(form, text)?.signing(way)
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u32>> = text.chars().map(|c| c.to_digit(16)).collect();
    let digits = digits.filter(|digits| digits.len().is_multiple_of(2))?;
    let pairs = digits.chunks_exact(2);
    let bytes = pairs.map(|pair| u8::try_from(pair.iter().fold(0, |sum, digit| sum * 16 + digit)));
    bytes.collect::<Result<_, _>>().ok()
}

/// A key of SEC 1 (RFC 5915), which names its curve itself, as PKCS #8 has it (RFC 5958).
fn wrapped(key: &[u8]) -> Option<Vec<u8>> {
    const EC_PUBLIC_KEY: &[u8] = &[0x06, 7, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 2, 1];
    const P_256: &[u8] = &[0x06, 8, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 3, 1, 7];
    const P_384: &[u8] = &[0x06, 5, 0x2B, 0x81, 4, 0, 0x22];
    let names = |curve: &[u8]| key.windows(curve.len()).any(|bytes| bytes == curve);
    let curve = [P_256, P_384].into_iter().find(|curve| names(curve))?;
    let algorithm = tagged(0x30, &[EC_PUBLIC_KEY, curve].concat())?;
    let key = tagged(4, key)?;
    let content = [[2, 1, 0].as_slice(), &algorithm, &key].concat();
    tagged(0x30, &content)
}

/// A value of DER with its tag and length (X.690, section 8.1).
fn tagged(tag: u8, content: &[u8]) -> Option<Vec<u8>> {
    let length = u16::try_from(content.len()).ok()?.to_be_bytes();
    let length = match length {
        [0, short @ 0..=127] => vec![short],
        [0, long] => vec![0x81, long],
        [high, low] => vec![0x82, high, low],
    };
    Some([&[tag], length.as_slice(), content].concat())
}
