//! The arguments that say what a sender knows.
//!
//! In: what was typed, and the files and variables that it names. Out: credentials as
//! `SCHEME=VALUE`, and what tokens say. Schemes are looked up later. No message shows a value.

use std::path::Path;
use std::{env, fs};

use clap::Args;
use serde_json::Value;

use crate::send::{TokenAlgorithm, TokenOptions};

/// What a sender knows.
#[derive(Debug, Args)]
pub struct CredentialArgs {
    /// A credential for a security scheme of the spec; may be given several times
    ///
    /// A key; the secret or the private key that signs; a token; or user:password. Other users of
    /// the machine can see it while the command runs: secrets that matter come from a file or from
    /// the environment.
    #[arg(long, value_name = "SCHEME=VALUE")]
    pub auth: Vec<String>,

    /// The same from a file, such as a private key in PEM; one line end at its end does not count
    #[arg(long, value_name = "SCHEME=FILE", value_parser = from_file)]
    pub auth_file: Vec<Secret>,

    /// The same from an environment variable
    #[arg(long, value_name = "SCHEME=VARIABLE", value_parser = from_variable)]
    pub auth_env: Vec<Secret>,

    /// A claim of the JSON Web Tokens that are made, such as iss=acme; may be given several times
    ///
    /// The value is JSON if it can be read as that, and a text otherwise. Without any, a token says
    /// when it was made (`iat`) and that it is good for five minutes (`exp`).
    #[arg(long, value_name = "NAME=VALUE", value_parser = TokenOptions::claim)]
    pub claim: Vec<(String, Value)>,

    /// How JSON Web Tokens are signed [default: as the key asks for: HS256 with a secret]
    #[arg(long, value_name = "ALGORITHM", value_enum, ignore_case = true)]
    pub token_alg: Option<TokenAlgorithm>,
}

/// A credential that is not to be shown.
#[derive(Clone)]
pub struct Secret(String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl CredentialArgs {
    /// All credentials, each as `SCHEME=VALUE`.
    #[must_use]
    pub fn all(&self) -> Vec<String> {
        let further = self.auth_file.iter().chain(&self.auth_env);
        let further = further.map(|secret| secret.0.clone());
        self.auth.iter().cloned().chain(further).collect()
    }

    /// What tokens say, and how they are signed.
    #[must_use]
    pub fn token(&self) -> TokenOptions {
        TokenOptions {
            algorithm: self.token_alg,
            claims: self.claim.iter().cloned().collect(),
        }
    }
}

fn from_file(typed: &str) -> Result<Secret, String> {
    read(typed, "FILE", |path| {
        fs::read_to_string(Path::new(path))
            .map_err(|error| format!("{path} cannot be read: {error}"))
    })
}

fn from_variable(typed: &str) -> Result<Secret, String> {
    read(typed, "VARIABLE", |name| {
        env::var(name).map_err(|_| format!("the variable {name} is not set, or is not text"))
    })
}

fn read(
    typed: &str,
    what: &str,
    value: impl FnOnce(&str) -> Result<String, String>,
) -> Result<Secret, String> {
    let (scheme, from) = typed
        .split_once('=')
        .ok_or_else(|| format!("say of which security scheme it is, as SCHEME={what}"))?;
    let value = value(from)?;
    let value = value.strip_suffix('\n').unwrap_or(&value);
    let value = value.strip_suffix('\r').unwrap_or(value);
    if value.is_empty() {
        return Err(format!("{from} holds nothing"));
    }
    Ok(Secret(format!("{scheme}={value}")))
}
