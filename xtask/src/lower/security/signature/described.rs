//! A signature that is described in an object: its fields in, the description for the runtime out.

use serde_json::Value;
use webhook_runtime::security::{
    KeyForm, RequestPlace, ShownDigest, SignatureAlgorithm, SignatureEncoding, SignaturePlace,
    SignatureScheme, SignedPart, SignedTimestamp,
};

use super::coverage::Coverage;
use super::fields::Description;
use super::template::{item, place_of, signed_parts};
use super::words::{Fault, algorithm, digest, encoding, kept, kept_all, key_form, place, pointer};
use super::{Read, Shown, complaint};
use crate::document::ApiKeyIn;
use crate::model::Signature;

/// The fields of `x-signature`. Two names in one row say the same.
const KEYS: [[&str; 2]; 13] = [
    ["alg", "algorithm"],
    ["key", "secret"],
    ["value", "value"],
    ["encoding", "encoding"],
    ["prefix", "prefix"],
    ["separator", "separator"],
    ["signed", "content"],
    ["body", "body"],
    ["timestamp", "timestamp"],
    ["tolerance", "tolerance"],
    ["digest", "digest"],
    ["each", "each"],
    ["id", "id"],
];

impl Description<'_> {
    /// Reads the description, of a scheme whose API key is shown so; `None` if the description alone
    /// says where signatures stand.
    pub fn read(&self, shown: Option<Shown<'_>>) -> Read<Signature> {
        self.check_keys(self.fields, KEYS.as_flattened(), "x-signature")?;
        for [one, other] in KEYS {
            if one != other && self.fields.contains_key(one) && self.fields.contains_key(other) {
                return Err(self.fault(
                    &[other],
                    Fault::new(
                        format!("`{one}` and `{other}` say the same"),
                        "leave one of them out",
                    ),
                ));
            }
        }
        let word = self.text(&["alg", "algorithm"])?.unwrap_or_default();
        let algorithm = self.within(&["alg", "algorithm"], algorithm(word))?;
        let key = match self.text(&["key", "secret"])? {
            Some(word) => self.within(&["key", "secret"], key_form(word))?,
            None => KeyForm::Text,
        };
        let signatures = self.signatures(shown, algorithm)?;
        let timestamp = self.timestamp(&signatures)?;
        let digest = self.digest()?;
        let each = match self.text(&["each"])? {
            Some(text) => Some(self.within(&["each"], pointer(text))?),
            None => None,
        };
        let signed = self.signed(algorithm, &signatures, timestamp.as_ref(), digest.as_ref())?;
        let delivery_id = match self.text(&["id"])? {
            Some(word) => Some(self.within(&["id"], place(word))?),
            None => None,
        };
        Ok(Signature {
            preset: None,
            scheme: SignatureScheme {
                algorithm,
                key,
                signatures: kept_all(signatures),
                signed,
                timestamp,
                digest,
                each,
            },
            delivery_id,
        })
    }

    /// Where signatures stand: `value`, or else the scheme's own place with `encoding`, `prefix` and
    /// `separator`.
    fn signatures(
        &self,
        shown: Option<Shown<'_>>,
        algorithm: SignatureAlgorithm,
    ) -> Read<Vec<SignaturePlace>> {
        let Some(value) = self.fields.get("value") else {
            let shown = shown.ok_or_else(|| self.fault(&["value"], nowhere()))?;
            return self.own_place(shown, algorithm).map(|place| vec![place]);
        };
        if let Some(key) = ["encoding", "prefix", "separator"]
            .into_iter()
            .find(|key| self.fields.contains_key(*key))
        {
            return Err(self.fault(
                &[key],
                Fault::new(
                    format!("`value` says what `{key}` would say"),
                    "put it into the `item` or the `split` of `value`",
                ),
            ));
        }
        let values = match value {
            Value::Array(values) => values.iter().collect(),
            one => vec![one],
        };
        if values.is_empty() {
            return Err(self.fault(&["value"], nowhere()));
        }
        let places = values.into_iter().map(|value| {
            let fields = self.object(&["value"], value, &["from", "split", "item"])?;
            let from = self.member(fields, "value", "from")?;
            let written = self.member(fields, "value", "item")?;
            let (prefix, encoding, suffix) = self.within(&["value"], item(written))?;
            let separators = match fields.get("split") {
                None => "",
                Some(Value::String(text)) if !text.trim().is_empty() => kept(text.trim()),
                Some(Value::String(text)) if !text.is_empty() => " ",
                Some(_) => {
                    return Err(self.fault(
                        &["value"],
                        Fault::new(
                            "`split` is not text",
                            "say which character separates several signatures, as in `split: ','`",
                        ),
                    ));
                }
            };
            self.check_encoding(&["value"], encoding, algorithm)?;
            let place = SignaturePlace {
                place: self.within(&["value"], place(from))?,
                separators,
                prefix,
                suffix,
                encoding,
            };
            self.within(&["value"], check_separators(&place))?;
            Ok(place)
        });
        places.collect()
    }

    fn own_place(&self, shown: Shown<'_>, algorithm: SignatureAlgorithm) -> Read<SignaturePlace> {
        let encoding = match self.text(&["encoding"])? {
            None if algorithm == SignatureAlgorithm::Token => SignatureEncoding::Text,
            word => self.within(&["encoding"], encoding(word.unwrap_or_default()))?,
        };
        self.check_encoding(&["encoding"], encoding, algorithm)?;
        let own = match shown.location_in {
            ApiKeyIn::Header => format!("header:{}", shown.name),
            ApiKeyIn::Query => format!("query:{}", shown.name),
            ApiKeyIn::Cookie => {
                return Err(complaint(
                    self.place.clone(),
                    Fault::new(
                        "a signature does not stand in a cookie",
                        "say `in: header`, and the header's name under `name`",
                    ),
                ));
            }
        };
        let prefix = self.text(&["prefix"])?.unwrap_or_default();
        let separators = self.text(&["separator"])?.unwrap_or_default();
        let separators = match separators.trim() {
            "" if !separators.is_empty() => " ",
            // On the day of a rotation a vendor sends several. Neither a comma nor a space is part of a
            // signature, so where nothing else is said, they separate.
            "" => kept(&" ,".replace(|c| prefix.contains(c), "")),
            text => kept(text),
        };
        let place = SignaturePlace {
            place: self.within(&["value"], place(&own))?,
            separators,
            prefix: kept(prefix),
            suffix: "",
            encoding,
        };
        self.within(&["separator"], check_separators(&place))?;
        Ok(place)
    }

    /// A token is shown as it is, and nothing else is.
    fn check_encoding(
        &self,
        keys: &[&str],
        encoding: SignatureEncoding,
        algorithm: SignatureAlgorithm,
    ) -> Read<()> {
        let is_text = encoding == SignatureEncoding::Text;
        if is_text == (algorithm == SignatureAlgorithm::Token) {
            return Ok(());
        }
        Err(self.fault(
            keys,
            Fault::new(
                "a token is text, and a signature is bytes",
                "say `{text}` for `alg: token`, and `{hex}`, `{base64}` or `{base64url}` for a signature",
            ),
        ))
    }

    /// Refuses a header that holds the signature where another value is asked for.
    pub(super) fn check_own_header(
        &self,
        keys: &[&str],
        names: &[&str],
        signatures: &[SignaturePlace],
    ) -> Read<()> {
        let own = signatures.iter().find_map(|one| match one.place {
            RequestPlace::Header(own) => names
                .iter()
                .find(|name| own.iter().any(|own| own.eq_ignore_ascii_case(name))),
            _ => None,
        });
        match own {
            None => Ok(()),
            Some(name) => Err(self.fault(
                keys,
                Fault::new(
                    format!("`{name}` is the signature's own header, which holds no other value"),
                    "name the header that holds it; for a time among the signatures (`t=…`) say `item:t`",
                ),
            )),
        }
    }

    /// A digest that is signed in place of the body.
    fn digest(&self) -> Read<Option<ShownDigest>> {
        let keys = &["digest"];
        let Some(value) = self.fields.get("digest") else {
            return Ok(None);
        };
        let fields = self.object(keys, value, &["from", "item"])?;
        let from = self.member(fields, "digest", "from")?;
        let item = self.member(fields, "digest", "item")?;
        let form = item
            .strip_prefix('{')
            .and_then(|item| item.strip_suffix('}'));
        let (hash, encoding) = form.and_then(digest).ok_or_else(|| {
            self.fault(
                keys,
                Fault::new(
                    "which digest of the body is shown is not known",
                    "say it as in `item: '{sha256-hex}'`",
                ),
            )
        })?;
        Ok(Some(ShownDigest {
            place: self.within(keys, place(from))?,
            hash,
            encoding,
        }))
    }

    /// What is signed. A time of signing that is not signed could be set anew by anybody who recorded a
    /// delivery, and a body that is not signed could be any.
    fn signed(
        &self,
        algorithm: SignatureAlgorithm,
        signatures: &[SignaturePlace],
        timestamp: Option<&SignedTimestamp>,
        digest: Option<&ShownDigest>,
    ) -> Read<&'static [SignedPart]> {
        let keys = &["signed", "content"];
        let written = self.text(keys)?;
        if algorithm == SignatureAlgorithm::Token {
            let mut beside = ["signed", "content", "timestamp", "digest"].into_iter();
            return match beside.find(|key| self.fields.contains_key(*key)) {
                None => Ok(&[]),
                Some(key) => Err(self.fault(
                    &[key],
                    Fault::new(
                        "a token is shown as it is, and signs nothing",
                        format!("leave `{key}` out, or name the algorithm of the signature"),
                    ),
                )),
            };
        }
        let template = written.unwrap_or(match timestamp {
            Some(_) => "{timestamp}.{body}",
            None => "{body}",
        });
        let parts = self.within(keys, signed_parts(template))?;
        let unsigned = match self.text(&["body"])? {
            None => false,
            Some("unsigned") => true,
            Some(_) => {
                return Err(self.fault(
                    &["body"],
                    Fault::new(
                        "`body` of a signature says whether the body is signed",
                        "say `body: unsigned`, or leave it out",
                    ),
                ));
            }
        };
        let coverage = Coverage {
            signed: parts,
            signatures,
            timestamp,
            digest,
            is_body_unsigned: unsigned,
        };
        if let Some((what, help)) = coverage.trap() {
            return Err(self.fault(keys, Fault::new(what, help)));
        }
        let mut headers = Vec::new();
        collect_headers(parts, &mut headers);
        for names in headers {
            self.check_own_header(keys, names, signatures)?;
        }
        Ok(parts)
    }
}

/// Refuses a separator that is a part of what it separates.
fn check_separators(place: &SignaturePlace) -> Result<(), Fault> {
    let is_in_text = |c: char| match place.encoding {
        SignatureEncoding::Hex => c.is_ascii_hexdigit(),
        SignatureEncoding::Base64 => c.is_ascii_alphanumeric() || "+/=".contains(c),
        SignatureEncoding::Base64Url => c.is_ascii_alphanumeric() || "-_=".contains(c),
        SignatureEncoding::Text => false,
    };
    let is_part = |c: char| is_in_text(c) || place.prefix.contains(c) || place.suffix.contains(c);
    match place.separators.chars().find(|c| is_part(*c)) {
        None => Ok(()),
        Some(c) => Err(Fault::new(
            format!("`{c}` separates signatures, and is a part of one too"),
            "say under `split` what stands between two signatures, and under `item` how one is written",
        )),
    }
}

fn nowhere() -> Fault {
    Fault::new(
        "nothing says where the signature stands",
        "say under `value` where, as in `{ from: 'header:X-Signature', item: '{hex}' }`",
    )
}

fn collect_headers(parts: &[SignedPart], to: &mut Vec<&'static [&'static str]>) {
    for part in parts {
        match (part, place_of(*part)) {
            (SignedPart::Optional(parts), _) => collect_headers(parts, to),
            (_, Some(RequestPlace::Header(names))) => to.push(names),
            _ => {}
        }
    }
}
