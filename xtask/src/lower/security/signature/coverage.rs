//! What a signature covers.
//!
//! In: what is signed, where signatures, the time and a digest stand. Out: why such a signature would
//! admit nobody, or what it does not prove, in words. A part in brackets counts only if nothing that
//! a sender may leave out takes it along.

use webhook_runtime::security::{
    RequestPlace, ShownDigest, SignaturePlace, SignatureScheme, SignedPart, SignedTimestamp,
    TimestampPlace, TimestampUnit,
};

use super::template::{has, place_of};

/// A signature, as far as it covers something.
pub(super) struct Coverage<'s> {
    pub signed: &'static [SignedPart],
    pub signatures: &'s [SignaturePlace],
    pub timestamp: Option<&'s SignedTimestamp>,
    pub digest: Option<&'s ShownDigest>,
    /// Whether the description says that the body is not signed.
    pub is_body_unsigned: bool,
}

/// Whether nothing but the body is signed, so that of requests without one all have the same
/// signature.
pub(in crate::lower::security) fn signs_body_alone(scheme: &SignatureScheme) -> bool {
    let is_more = |part| is_value(part) && !is_body(part);
    !scheme.signed.is_empty() && !has(scheme.signed, &is_more)
}

/// Whether what is signed may be a token (RFC 9110, section 11.2, `token68`) as a sender makes
/// requests: a body that is decoded is none, nor is a URL.
pub(in crate::lower::security) fn may_be_token(scheme: &SignatureScheme) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~+/=".contains(c);
    let is_rfc3339 = |time: SignedTimestamp| time.unit == TimestampUnit::Rfc3339;
    scheme.signed.iter().all(|part| match part {
        SignedPart::Text(text) => text.chars().all(is_plain),
        // The colons between hours and minutes.
        SignedPart::Timestamp => !scheme.timestamp.is_some_and(is_rfc3339),
        SignedPart::Body | SignedPart::Url | SignedPart::UrlOfAnyPort => false,
        _ => true,
    })
}

/// What is wrong, and what to do.
type Trap = Option<(&'static str, &'static str)>;

impl Coverage<'_> {
    /// What is wrong, if anything is.
    pub fn trap(&self) -> Trap {
        self.body()
            .or_else(|| self.digest())
            .or_else(|| self.time())
            .or_else(|| self.itself())
    }

    /// Whether every signature is made over the body.
    pub fn signs_body(&self) -> bool {
        self.covers(&is_body)
    }

    fn covers(&self, is_wanted: &dyn Fn(SignedPart) -> bool) -> bool {
        certain(self.signed, is_wanted)
    }

    fn body(&self) -> Trap {
        if !self.is_body_unsigned {
            let is_signed = self.signs_body() || self.digest.is_some();
            return (!is_signed).then_some((
                "what is signed leaves the body out, so that a signature holds for any other body",
                "put `{body}` where the body stands, outside of brackets; or say `body: unsigned` where the vendor does not sign it",
            ));
        }
        (!has(self.signed, &is_value)).then_some((
            "what is signed is the same for every delivery, so that one signature holds for all",
            "put a value of the delivery there, such as `{timestamp}`, `{header:NAME}` or `{field:/pointer}`",
        ))
    }

    /// A digest proves something only if it is signed itself.
    fn digest(&self) -> Trap {
        let place = self.digest?.place;
        let is_url = |part| matches!(part, SignedPart::Url | SignedPart::UrlOfAnyPort);
        let is_covered = match place {
            RequestPlace::Header(names) => self.covers(&|part| part == SignedPart::Header(names)),
            RequestPlace::Query(name) => {
                self.covers(&is_url) || self.covers(&|part| part == SignedPart::Query(name))
            }
            // Refused where it is read.
            RequestPlace::Body(_) => return None,
        };
        (!is_covered).then_some((
            "what is signed leaves the digest out, so that a signature holds for any other body",
            "put `{header:NAME}` or `{query:NAME}` where the digest stands, or `{url}`",
        ))
    }

    fn time(&self) -> Trap {
        let is_time = |part| part == SignedPart::Timestamp;
        let Some(timestamp) = self.timestamp else {
            return has(self.signed, &is_time).then_some((
                "what is signed has a time that nothing tells",
                "say under `timestamp` where it stands",
            ));
        };
        let is_covered = match timestamp.place {
            TimestampPlace::Body(pointer) => {
                self.covers(&is_body) || self.covers(&|part| part == SignedPart::Pointer(pointer))
            }
            TimestampPlace::Header(names) => self.covers(&|part| part == SignedPart::Header(names)),
            TimestampPlace::AmongSignatures(_) => false,
        };
        (!self.covers(&is_time) && !is_covered).then_some((
            "what is signed leaves the time of signing out, so that a recorded delivery could be sent again",
            "put `{timestamp}` where the time stands, or leave `timestamp` out if it is not signed",
        ))
    }

    /// No signature is made over itself.
    fn itself(&self) -> Trap {
        let holds_itself = self.signatures.iter().any(|one| match one.place {
            RequestPlace::Header(_) => false,
            RequestPlace::Query(name) => has(self.signed, &|part| {
                part == SignedPart::Query(name)
                    || matches!(part, SignedPart::Url | SignedPart::UrlOfAnyPort)
            }),
            RequestPlace::Body(pointer) => has(self.signed, &|part| {
                part == SignedPart::Pointer(pointer) || is_body(part)
            }),
        });
        holds_itself.then_some((
            "what is signed has the signature in it, which nobody can make",
            "put the values there that are signed, as in `{path}`, `{query:NAME}` or `{field:/pointer}`",
        ))
    }
}

fn is_body(part: SignedPart) -> bool {
    matches!(
        part,
        SignedPart::Body | SignedPart::BodyDigest(..) | SignedPart::FormSorted
    )
}

/// Whether a part differs from one delivery to the next.
fn is_value(part: SignedPart) -> bool {
    !matches!(
        part,
        SignedPart::Text(_) | SignedPart::Method | SignedPart::Path
    )
}

/// Whether such a part is signed in every request.
fn certain(parts: &[SignedPart], is_wanted: &dyn Fn(SignedPart) -> bool) -> bool {
    parts.iter().any(|part| match part {
        SignedPart::Optional(inner) => {
            !inner.iter().any(|part| place_of(*part).is_some()) && certain(inner, is_wanted)
        }
        part => is_wanted(*part),
    })
}
