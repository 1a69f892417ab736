//! The example deliveries, found as the generator finds them: through the spec.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use rebilly_kyc_webhooks::decode;
use serde_json::Value;
use xtask::diagnostic::Diagnostics;
use xtask::document::{ExampleValue, ReadOptions, read_document};
use xtask::resolve::Resolver;
use xtask::source::Sources;

use super::json;

/// An example delivery of the spec.
#[derive(Debug, Clone)]
pub struct Sample {
    /// The key of the webhook that names it.
    pub webhook: String,
    /// Its file.
    pub file: PathBuf,
    /// The bytes of the file, without what is stale.
    pub body: Vec<u8>,
    /// What the spec does not describe, or describes otherwise: a place and what is wrong there. A
    /// member that was renamed in the spec and not in the example is one. `decoding::examples`
    /// tells it; no other test fails for it.
    pub stale: Vec<String>,
}

impl Sample {
    /// The name of the file, without its folder.
    #[must_use]
    pub fn name(&self) -> String {
        let name = self.file.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }

    /// The body as JSON.
    ///
    /// # Panics
    ///
    /// If it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{}: {error}", self.name()))
    }
}

/// The folder of the spec.
#[must_use]
pub fn spec_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec")
}

/// Every example that the spec names, in the order of the spec.
///
/// # Panics
///
/// If there is anything to say about the spec, or an example is not a file of its own.
#[must_use]
pub fn samples() -> &'static [Sample] {
    static SAMPLES: LazyLock<Vec<Sample>> = LazyLock::new(read_samples);
    &SAMPLES
}

fn read_samples() -> Vec<Sample> {
    let mut diagnostics = Diagnostics::new();
    let sources = Sources::read(&spec_folder().join("openapi.yaml"), &mut diagnostics);
    let document = read_document(
        &Resolver::new(&sources),
        ReadOptions::default(),
        &mut diagnostics,
    );
    let rendered = diagnostics.render(&sources, false);
    assert!(rendered.is_empty(), "{rendered}");
    let webhooks = document.expect("a document").webhooks;
    let mut samples = Vec::new();
    for webhook in &webhooks {
        let bodies = webhook
            .path_item
            .operations
            .iter()
            .filter_map(|operation| operation.request_body.as_ref());
        for example in bodies
            .flat_map(|body| &body.content)
            .flat_map(|media| &media.examples)
        {
            let ExampleValue::File(file) = &example.value else {
                panic!(
                    "the example `{}` of `{}` is not a file",
                    example.name, webhook.name
                );
            };
            let (body, stale) = up_to_date(fs::read(file).expect("a readable example"));
            samples.push(Sample {
                webhook: webhook.name.clone(),
                file: file.clone(),
                body,
                stale,
            });
        }
    }
    samples
}

/// A body without what the crate does not keep of it, and what that is.
fn up_to_date(body: Vec<u8>) -> (Vec<u8>, Vec<String>) {
    let (Ok(written), Ok(decoded)) = (serde_json::from_slice::<Value>(&body), decode(&body)) else {
        return (body, Vec::new());
    };
    let kept = serde_json::to_value(&decoded.value).expect("an event is JSON");
    let dropped = json::dropped(&written, &kept);
    let defects = decoded.defects.iter();
    let mut stale: Vec<String> = defects
        .map(|defect| format!("`{}`: {}", defect.pointer, defect.reason))
        .collect();
    let mut rest = written;
    for pointer in &dropped {
        if !decoded
            .defects
            .iter()
            .any(|defect| defect.pointer == *pointer)
        {
            stale.push(format!("`{pointer}`: the spec has no such member"));
        }
        if rest.pointer(pointer).is_some() && !pointer.is_empty() {
            rest = json::without(&rest, pointer);
        }
    }
    if stale.is_empty() {
        return (body, stale);
    }
    (
        serde_json::to_vec_pretty(&rest).expect("a value is JSON"),
        stale,
    )
}

/// The example in the file of this name, without `.json`.
///
/// # Panics
///
/// If the spec names no such file.
#[must_use]
pub fn sample(name: &str) -> &'static Sample {
    let file = format!("{name}.json");
    samples()
        .iter()
        .find(|sample| sample.name() == file)
        .unwrap_or_else(|| panic!("the spec names no example {file}"))
}
