//! Where signatures stand in a request and how they are written: `value`, or the older fields of an API
//! key, in, the places for the runtime out.

use serde_json::{Map, Value};
use webhook_runtime::security::{SignatureAlgorithm, SignatureEncoding, SignaturePlace};

use super::Shown;
use super::template::item;
use super::words::{encoding, kept, place};
use crate::document::ApiKeyIn;
use crate::lower::security::description::{Description, Fault, Read};

impl Description<'_> {
    /// Where signatures stand: `value`, or else the scheme's own place with `encoding`, `prefix` and
    /// `separator`.
    pub(super) fn signatures(
        &self,
        shown: Option<Shown<'_>>,
        algorithm: SignatureAlgorithm,
    ) -> Read<Vec<SignaturePlace>> {
        let mut older = ["encoding", "prefix", "separator"].into_iter();
        let older = older.find(|key| self.fields.contains_key(*key));
        let Some(value) = self.fields.get("value") else {
            let is_token = algorithm == SignatureAlgorithm::Token;
            let shown = shown.filter(|_| older.is_some() || is_token);
            let shown = shown.ok_or_else(|| self.at(&[], nowhere()))?;
            return self.own_place(shown, algorithm).map(|place| vec![place]);
        };
        if let Some(key) = older {
            let what = format!("`value` says what `{key}` would say");
            let help = "put it into the `item` or the `split` of `value`";
            return Err(self.key_fault(&[key], Fault::new(what, help)));
        }
        let Value::Array(values) = value else {
            let place = self.signature_place(&["value"], value, algorithm)?;
            return Ok(vec![place]);
        };
        if values.is_empty() {
            return Err(self.at(&["value"], nowhere()));
        }
        let mut places: Vec<SignaturePlace> = Vec::new();
        for (index, value) in values.iter().enumerate() {
            let index = index.to_string();
            let keys = ["value", index.as_str()];
            let place = self.signature_place(&keys, value, algorithm)?;
            if places.contains(&place) {
                let what = "`value` lists the same place twice";
                return Err(self.fault(&keys, what, "leave one of them out"));
            }
            places.push(place);
        }
        Ok(places)
    }

    /// One place where signatures stand.
    fn signature_place(
        &self,
        keys: &[&str],
        value: &Value,
        algorithm: SignatureAlgorithm,
    ) -> Read<SignaturePlace> {
        let help = "say where the signature stands and how it is written, as in `{ from: 'header:X-Signature', item: '{hex}' }`";
        let fields = value.as_object();
        let what = "`value` of a signature is neither an object nor a list of objects";
        let fields = fields.ok_or_else(|| self.fault(keys, what, help))?;
        let known: &[&str] = &["from", "split", "item"];
        self.check_keys(keys, fields, [known, &[]], "`value`")?;
        let inner = |key| [keys, &[key]].concat();
        let from = self.member(keys, fields, "from", "as in `from: 'header:X-Signature'`")?;
        let from = self.within(&inner("from"), place(from))?;
        let written = self.member(keys, fields, "item", "as in `item: 'v1={hex}'`")?;
        let (prefix, encoding, suffix) = self.within(&inner("item"), item(written))?;
        self.check_encoding(&inner("item"), encoding, algorithm)?;
        let separators = match fields.get("split") {
            None => "",
            Some(Value::String(text)) if !text.trim().is_empty() => kept(text.trim()),
            Some(Value::String(text)) if !text.is_empty() => " ",
            Some(said) => {
                let what = match said {
                    Value::String(_) => "`split` is empty, so it separates nothing",
                    _ => "`split` is not text",
                };
                let help = "say which character separates several signatures, as in `split: ','`; leave it out where there is only one";
                return Err(self.fault(&inner("split"), what, help));
            }
        };
        let place = SignaturePlace {
            place: from,
            separators,
            prefix,
            suffix,
            encoding,
        };
        self.within(&inner("split"), check_separators(&place))?;
        Ok(place)
    }

    fn own_place(&self, shown: Shown<'_>, algorithm: SignatureAlgorithm) -> Read<SignaturePlace> {
        let encoding = match self.text("encoding")? {
            None if algorithm == SignatureAlgorithm::Token => SignatureEncoding::Text,
            None => return Err(self.at(&[], unwritten())),
            Some(word) => self.within(&["encoding"], encoding(word))?,
        };
        self.check_encoding(&["encoding"], encoding, algorithm)?;
        let own = match shown.location_in {
            ApiKeyIn::Header => format!("header:{}", shown.name),
            ApiKeyIn::Query => format!("query:{}", shown.name),
            ApiKeyIn::Cookie => {
                return Err(self.fault(
                    &[],
                    "a signature does not stand in a cookie",
                    "say `in: header`, and the header's name under `name`",
                ));
            }
        };
        let prefix = self.text("prefix")?.unwrap_or_default();
        let separators = self.text("separator")?.unwrap_or_default();
        let separators = match separators.trim() {
            "" if !separators.is_empty() => " ",
            // On the day of a rotation a vendor sends several. Neither a comma nor a space is part of a
            // signature, so where nothing else is said, they separate.
            "" => kept(&" ,".replace(|c| prefix.contains(c), "")),
            text => kept(text),
        };
        let place = SignaturePlace {
            place: self.within(&[], place(&own))?,
            separators,
            prefix: kept(prefix),
            suffix: "",
            encoding,
        };
        self.within(&["separator"], check_separators(&place))?;
        Ok(place)
    }

    /// A text that an inner object must have.
    pub(super) fn member<'v>(
        &self,
        keys: &[&str],
        fields: &'v Map<String, Value>,
        key: &str,
        example: &str,
    ) -> Read<&'v str> {
        let of = keys.first().copied().unwrap_or_default();
        fields.get(key).and_then(Value::as_str).ok_or_else(|| {
            let what = format!("`{of}` of a signature has no text under `{key}`");
            let says = match key {
                "from" => "say where it stands",
                _ => "say how it is written",
            };
            self.fault(&[keys, &[key]].concat(), what, format!("{says}, {example}"))
        })
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
            "a token is text, and a signature is bytes",
            "say `{text}` for `alg: token`, and `{hex}`, `{base64}` or `{base64url}` for a signature",
        ))
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
        "say under `value` where, as in `value: { from: 'header:X-Signature', item: '{hex}' }`",
    )
}

fn unwritten() -> Fault {
    Fault::new(
        "nothing says how the signature is written",
        "say it under `value`, as in `value: { from: 'header:X-Signature', item: '{hex}' }`",
    )
}
