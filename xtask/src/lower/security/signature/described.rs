//! A signature that is described in an object: its fields in, the description for the runtime out.

use webhook_runtime::security::{
    RequestPlace, ShownDigest, SignatureAlgorithm, SignaturePlace, SignatureScheme, SignedPart,
    SignedTimestamp,
};

use super::Shown;
use super::coverage::Coverage;
use super::key_kinds::key_form;
use super::template::{each_place, signed_parts};
use super::words::{algorithm, digest, kept_all, place, pointer};
use crate::lower::security::description::{Description, Fault, Read};
use crate::model::Signature;

/// The fields of `x-signature`.
const KEYS: [&str; 9] = [
    "alg",
    "key",
    "value",
    "signed",
    "timestamp",
    "digest",
    "each",
    "body",
    "id",
];

/// Older fields, which are read too.
const OLDER: [&str; 7] = [
    "algorithm",
    "secret",
    "content",
    "encoding",
    "prefix",
    "separator",
    "tolerance",
];

/// Fields and the older ones that say the same.
const ALG: [&str; 2] = ["alg", "algorithm"];
const KEY: [&str; 2] = ["key", "secret"];
const SIGNED: [&str; 2] = ["signed", "content"];

impl Description<'_> {
    /// Reads the description, of a scheme whose API key is shown so; `None` if the description alone
    /// says where signatures stand.
    pub fn read_signature(&self, shown: Option<Shown<'_>>) -> Read<Signature> {
        self.check_keys(&[], self.fields, [&KEYS, &OLDER], "`x-signature`")?;
        for [one, other] in [ALG, KEY, SIGNED] {
            if self.fields.contains_key(one) && self.fields.contains_key(other) {
                let what = format!("`{one}` and `{other}` say the same");
                return Err(self.key_fault(&[other], Fault::new(what, "leave one of them out")));
            }
        }
        let alg = self.said(ALG);
        let algorithm_word = self.text(alg)?.ok_or_else(|| {
            let help = "name the algorithm of the signature, as in `alg: hmac-sha256`";
            self.fault(&[], "the signature has no `alg`", help)
        })?;
        let algorithm = self.within(&[alg], algorithm(algorithm_word))?;
        let key = self.said(KEY);
        let form = key_form(self.text(key)?, algorithm, algorithm_word);
        let form = self.within(&[key], form)?;
        let signatures = self.signatures(shown, algorithm)?;
        let timestamp = self.timestamp(&signatures)?;
        let digest = self.digest()?;
        let each = self.each(&signatures)?;
        let signed = self.signed(algorithm, &signatures, timestamp.as_ref(), digest.as_ref())?;
        let delivery_id = match self.text("id")? {
            Some(word) => Some(self.within(&["id"], place(word))?),
            None => None,
        };
        Ok(Signature {
            preset: None,
            scheme: SignatureScheme {
                algorithm,
                key: form,
                signatures: kept_all(signatures),
                signed,
                timestamp,
                digest,
                each,
            },
            delivery_id,
        })
    }

    /// The one of two keys that is there; the first if none is.
    fn said(&self, [one, older]: [&'static str; 2]) -> &'static str {
        if self.fields.contains_key(older) {
            older
        } else {
            one
        }
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
                format!("`{name}` is the signature's own header, which holds no other value"),
                "name the header that holds it; for a time among the signatures (`t=…`) say `item:t`",
            )),
        }
    }

    /// A digest that is signed in place of the body.
    fn digest(&self) -> Read<Option<ShownDigest>> {
        let keys = &["digest"];
        let Some(value) = self.fields.get("digest") else {
            return Ok(None);
        };
        let help = "say `{ from: 'query:bodySHA256', item: '{sha256-hex}' }`";
        let fields = self.object(keys, value, help)?;
        self.check_keys(keys, fields, [&["from", "item"], &[]], "`digest`")?;
        let from = self.member(keys, fields, "from", "as in `from: 'header:Digest'`")?;
        let from = self.within(&["digest", "from"], place(from))?;
        if let RequestPlace::Body(_) = from {
            return Err(self.fault(
                &["digest", "from"],
                "a digest of the body cannot stand in the body",
                "say where it stands, as in `from: 'header:Digest'` or `from: 'query:digest'`",
            ));
        }
        let item = self.member(keys, fields, "item", "as in `item: '{sha256-hex}'`")?;
        let form = item
            .strip_prefix('{')
            .and_then(|item| item.strip_suffix('}'));
        let (hash, encoding) = form.and_then(digest).ok_or_else(|| {
            self.fault(
                &["digest", "item"],
                "which digest of the body is shown is not known",
                "say it as in `item: '{sha256-hex}'`",
            )
        })?;
        Ok(Some(ShownDigest {
            place: from,
            hash,
            encoding,
        }))
    }

    /// The list whose elements have signatures of their own.
    fn each(&self, signatures: &[SignaturePlace]) -> Read<Option<&'static str>> {
        let Some(text) = self.text("each")? else {
            return Ok(None);
        };
        let each = self.within(&["each"], pointer(text, "`/notificationItems`"))?;
        let is_inside = |one: &SignaturePlace| matches!(one.place, RequestPlace::Body(_));
        if !signatures.iter().all(is_inside) {
            return Err(self.fault(
                &["each"],
                "each element of a list has its own signature, and `value` has it outside of the body",
                "say under `value` where it stands in an element, as in `from: 'field:/signature'`; or leave `each` out",
            ));
        }
        Ok(Some(each))
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
        let unsigned = match self.text("body")? {
            None => false,
            Some("unsigned") => true,
            Some(_) => {
                return Err(self.fault(
                    &["body"],
                    "`body` of a signature says whether the body is signed",
                    "say `body: unsigned`, or leave it out",
                ));
            }
        };
        let keys = &[self.said(SIGNED)];
        let written = self.text(keys[0])?;
        if algorithm == SignatureAlgorithm::Token {
            let mut beside = ["signed", "content", "timestamp", "digest"].into_iter();
            return match beside.find(|key| self.fields.contains_key(*key)) {
                None => Ok(&[]),
                Some(key) => Err(self.fault(
                    &[key],
                    "a token is shown as it is, and signs nothing",
                    format!("leave `{key}` out, or name the algorithm of the signature"),
                )),
            };
        }
        let template = written.unwrap_or(match timestamp {
            Some(_) => "{timestamp}.{body}",
            None => "{body}",
        });
        let parts = self.within(keys, signed_parts(template))?;
        let coverage = Coverage {
            signed: parts,
            signatures,
            timestamp,
            digest,
            is_body_unsigned: unsigned,
        };
        if unsigned && coverage.signs_body() {
            return Err(self.fault(
                &["body"],
                "`body: unsigned` contradicts what is signed, which has the body in it",
                "leave `body` out, or take the body out of `signed`",
            ));
        }
        if let Some((what, help)) = coverage.trap() {
            return Err(self.fault(keys, what, help));
        }
        let mut places = Vec::new();
        each_place(parts, &mut |place| places.push(place));
        for place in places {
            if let RequestPlace::Header(names) = place {
                self.check_own_header(keys, names, signatures)?;
            }
        }
        Ok(parts)
    }
}
