//! What the manifest of the crate says of itself.
//!
//! In: `x-crate` and `info` of the document. Out: a version, licence, repository and keywords as
//! Cargo and the registry take them. What `x-crate` says is
//! checked; what `info` says is of the API, so it is taken where it is fit for a crate and passed
//! over where not. Source: the Cargo book, "The Manifest Format".

use semver::Version;

use super::naming::package_name_fault;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{self, Document, Package};
use crate::model::{License, Manifest};

/// The version of a crate of which nobody says one.
const VERSION: &str = "0.1.0";

/// The licence of a crate of which nobody says one: that of the generator's templates.
const LICENSE: &str = "MIT OR Apache-2.0";

/// The keywords of a crate of which nobody says any.
const KEYWORDS: [&str; 2] = ["openapi", "webhooks"];

/// How many keywords the registry takes, and how many characters of each.
const MOST_KEYWORDS: usize = 5;
const LONGEST_KEYWORD: usize = 20;

/// The manifest's entries.
pub(super) fn lower_manifest(document: &Document, diagnostics: &mut Diagnostics) -> Manifest {
    let (info, package) = (&document.info, &document.package);
    check(package, diagnostics);
    let version = package.version.clone();
    let version = version.or_else(|| Some(as_version(&info.version)?.to_string()));
    let license = match (&package.license, &package.license_file, &info.license) {
        (Some(license), _, _) => License::Expression(license.clone()),
        (None, Some(file), _) => License::File(file.clone()),
        (None, None, Some(license)) => of_api(license),
        (None, None, None) => License::Expression(LICENSE.to_owned()),
    };
    let keywords = package.keywords.clone();
    Manifest {
        version: version.unwrap_or_else(|| VERSION.to_owned()),
        license,
        repository: package.repository.clone(),
        keywords: keywords.unwrap_or_else(|| KEYWORDS.map(str::to_owned).to_vec()),
    }
}

/// The licence of the API, if the registry knows it.
fn of_api(license: &document::License) -> License {
    let said = license.identifier.iter().chain([&license.name]);
    let mut known = said.filter_map(|text| {
        let text = text.trim();
        if license_fault(text).is_none() {
            return Some(text.to_owned());
        }
        let (id, length) = spdx::imprecise_license_id(text)?;
        (length == text.len()).then(|| id.name.to_owned())
    });
    known.next().map_or(License::Other, License::Expression)
}

/// The version that a text stands for: `v2.1` is `2.1.0`. Dates and words stand for none.
fn as_version(text: &str) -> Option<Version> {
    let text = text.trim();
    let text = text.strip_prefix('v').unwrap_or(text);
    let is_short = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    let missing = 2_usize.saturating_sub(text.matches('.').count());
    let padding = ".0".repeat(if is_short { missing } else { 0 });
    Version::parse(&format!("{text}{padding}")).ok()
}

/// Why a text is no licence for the registry; `None` for a good one.
fn license_fault(text: &str) -> Option<String> {
    let fault = spdx::Expression::parse(text).err()?;
    Some(fault.reason.to_string())
}

/// Refuses what Cargo or the registry would refuse.
fn check(package: &Package, diagnostics: &mut Diagnostics) {
    let mut refuse = |key: &str, why: String, help: &str| {
        diagnostics.push(
            Diagnostic::new(Code::InvalidValue, why)
                .at(package.location.child(key), "not taken by Cargo")
                .help(help),
        );
    };
    if let Some(name) = &package.name
        && let Some(fault) = package_name_fault(name)
    {
        let why = format!("`{name}` is no name for the package: {fault}");
        refuse(
            "name",
            why,
            "name it in lower case, as in `parcel-webhooks`",
        );
    }
    if let Some(version) = &package.version
        && let Err(fault) = Version::parse(version)
    {
        let near = as_version(version).map(|near| format!("write `\"{near}\"`"));
        let why = format!("`{version}` is no version: {fault}");
        let help = near.unwrap_or_else(|| "write three numbers, as in `\"1.2.0\"`".to_owned());
        refuse("version", why, &help);
    }
    if let Some(license) = &package.license
        && let Some(fault) = license_fault(license)
    {
        let near = spdx::imprecise_license_id(license).map(|(id, _)| id.name);
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write an SPDX expression, as in `MIT OR Apache-2.0`, or name a file as `license-file`".to_owned(),
        };
        let why = format!("`{license}` is no SPDX expression: {fault}");
        refuse("license", why, &help);
    }
    if let Some(file) = &package.license_file {
        let is_relative = !file.is_empty() && !file.starts_with('/') && !file.contains(['\\', ':']);
        if !is_relative {
            let why = format!("`{file}` is no path from the crate's folder");
            refuse("license-file", why, "write it with `/`, as in `../LICENSE`");
        } else if package.license.is_some() {
            let why = "a package has a `license` or a `license-file`".to_owned();
            refuse("license-file", why, "take one of them away");
        }
    }
    if let Some(repository) = &package.repository {
        let host = ["https://", "http://"]
            .iter()
            .find_map(|scheme| repository.strip_prefix(scheme));
        let is_url = host.is_some_and(|host| {
            host.starts_with(|c: char| c.is_ascii_alphanumeric())
                && !host.contains(char::is_whitespace)
        });
        if !is_url {
            let why = format!("`{repository}` is no address of a repository");
            refuse(
                "repository",
                why,
                "write it as in `https://github.com/owner/name`",
            );
        }
    }
    let keywords = package.keywords.as_deref().unwrap_or_default();
    if keywords.len() > MOST_KEYWORDS {
        let why = format!(
            "there are {} keywords, and the registry takes {MOST_KEYWORDS}",
            keywords.len()
        );
        refuse("keywords", why, "keep those that people search for");
    }
    for (index, keyword) in keywords.iter().enumerate() {
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '+');
        let is_plain = keyword.starts_with(|c: char| c.is_ascii_alphanumeric())
            && keyword.chars().all(allowed)
            && keyword.len() <= LONGEST_KEYWORD;
        if !is_plain {
            let why = format!("the registry does not take `{keyword}` for a keyword");
            let place = package.location.child("keywords").child(&index.to_string());
            diagnostics.push(
                Diagnostic::new(Code::InvalidValue, why)
                    .at(place, "not taken by the registry")
                    .help("write up to 20 letters, digits, `-`, `_` and `+`, with a letter or a digit first"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{as_version, of_api};
    use crate::document;
    use crate::model::License;

    #[test]
    fn a_licence_of_an_api_is_one_of_a_crate_where_the_registry_knows_it() {
        for (name, identifier, known) in [
            ("MIT", None, Some("MIT")),
            ("Apache 2.0", None, Some("Apache-2.0")),
            ("Ours", Some("Apache-2.0 OR MIT"), Some("Apache-2.0 OR MIT")),
            ("Proprietary", None, None),
            ("MIT, mostly", None, None),
        ] {
            let license = document::License {
                location: crate::place::Location::default(),
                name: name.to_owned(),
                identifier: identifier.map(str::to_owned),
                url: None,
            };
            let known = known.map(str::to_owned);
            let known = known.map_or(License::Other, License::Expression);
            assert_eq!(of_api(&license), known, "{name}");
        }
    }

    #[test]
    fn a_version_of_an_api_is_one_of_a_crate_where_it_is_numbers() {
        for (text, version) in [
            ("1.2.3", Some("1.2.3")),
            ("v2.1", Some("2.1.0")),
            ("3", Some("3.0.0")),
            ("1.0.0-beta.1", Some("1.0.0-beta.1")),
            ("2026-11-28", None),
            ("2026.11.05", None),
            ("latest", None),
            ("1.2.3.4", None),
            ("", None),
        ] {
            let found = as_version(text).map(|version| version.to_string());
            assert_eq!(found.as_deref(), version, "{text}");
        }
    }
}
