//! Made-up texts in place of those of people.
//!
//! In: a text or a number, and perhaps its format. Out: another of the same form, the same for the
//! same one and, as far as there are so many, others for others. It knows neither types nor places.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use serde_json::Number;

use crate::rfc3339::{is_date, is_date_time};

/// What letters are replaced by, one after another.
const LETTERS: &[u8] = b"loremipsumdolorsitametconsecteturadipiscingelit";

/// The same for digits; no number begins with a zero.
const DIGITS: &[u8] = b"123456789";

/// The same for the letters of hexadecimal digits.
const HEX_LETTERS: &[u8] = b"abcdef";

/// How long a text is at least that is taken for hexadecimal digits.
const HEX: usize = 8;

/// How often another beginning is tried where a made-up text is taken.
const TRIES: usize = 200;

/// Made-up texts, by those that they replace.
#[derive(Debug, Default)]
pub(super) struct Texts {
    given: BTreeMap<String, String>,
    taken: BTreeSet<String>,
}

impl Texts {
    /// A text in place of another, the proposed one if it is free.
    pub fn replace(
        &mut self,
        original: &str,
        format: Option<&str>,
        proposed: Option<&str>,
    ) -> String {
        if original.is_empty() {
            return String::new();
        }
        if let Some(given) = self.given.get(original) {
            return given.clone();
        }
        let is_free = |text: &&str| !self.taken.contains(*text) && *text != original;
        let made = match proposed.filter(is_free) {
            Some(proposed) => proposed.to_owned(),
            None => {
                let form = Form::of(original, format);
                let mut tries = (0..TRIES).map(|number| form.made(original, number));
                let others = |text: &String| text != original;
                let free = tries.find(|text| others(text) && !self.taken.contains(text));
                let any = || {
                    (0..TRIES)
                        .map(|number| form.made(original, number))
                        .find(others)
                };
                free.or_else(any).unwrap_or_else(|| "text".to_owned())
            }
        };
        self.taken.insert(made.clone());
        self.given.insert(original.to_owned(), made.clone());
        made
    }

    /// A number in place of another, with as many digits.
    pub fn replace_number(&mut self, original: &Number, proposed: Option<&Number>) -> Number {
        let written = original.to_string();
        let proposed = proposed.map(ToString::to_string);
        let (digits, exponent) = match written.find(['e', 'E']) {
            Some(at) => written.split_at(at),
            None => (written.as_str(), ""),
        };
        let made = match proposed {
            Some(proposed) => self.replace(&written, None, Some(&proposed)),
            None => self.replace(digits, None, None) + exponent,
        };
        let is_of_kind = |made: &Number| {
            made.is_f64() == original.is_f64() && made.is_i64() >= original.is_i64()
        };
        let made = serde_json::from_str(&made).ok().filter(is_of_kind);
        made.unwrap_or_else(|| Number::from(1))
    }
}

/// What a text looks like.
#[derive(Debug, Clone, Copy)]
enum Form {
    Email,
    Uuid,
    Address,
    IpV4,
    IpV6,
    Hostname,
    DateTime,
    Date,
    Hex,
    Other,
}

impl Form {
    fn of(text: &str, format: Option<&str>) -> Self {
        match format {
            Some("email" | "idn-email") => return Self::Email,
            Some("hostname" | "idn-hostname") => return Self::Hostname,
            _ => {}
        }
        let is_address = text.find("://").is_some_and(|at| {
            let scheme = text.get(..at).unwrap_or_default();
            !scheme.is_empty()
                && scheme
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || c == '+')
        });
        let has_blank = text.contains(char::is_whitespace);
        match text.parse::<IpAddr>() {
            Ok(IpAddr::V4(_)) => return Self::IpV4,
            Ok(IpAddr::V6(_)) => return Self::IpV6,
            Err(_) => {}
        }
        if is_address {
            Self::Address
        } else if !has_blank
            && text
                .split_once('@')
                .is_some_and(|(_, host)| host.contains('.'))
        {
            Self::Email
        } else if is_uuid(text) {
            Self::Uuid
        } else if is_date_time(text) {
            Self::DateTime
        } else if is_date(text) {
            Self::Date
        } else if text.len() >= HEX && text.bytes().all(|b| b.is_ascii_hexdigit()) {
            Self::Hex
        } else {
            Self::Other
        }
    }

    /// One of several texts of this form.
    fn made(self, original: &str, number: usize) -> String {
        let nth = number + 1;
        match self {
            Self::Email => format!("person{nth}@example.com"),
            Self::Uuid => format!("00000000-0000-4000-8000-{nth:012}"),
            Self::Address => format!("https://example.com/{nth}"),
            Self::IpV4 => format!("192.0.2.{nth}"),
            Self::IpV6 => format!("2001:db8::{nth:x}"),
            Self::Hostname => format!("host{nth}.example.com"),
            Self::DateTime => format!("2026-01-31T12:{:02}:{:02}Z", number / 60, number % 60),
            Self::Date => format!("2026-{:02}-{:02}", number / 28 % 12 + 1, number % 28 + 1),
            Self::Hex => masked(original, HEX_LETTERS, number),
            Self::Other => masked(original, LETTERS, number),
        }
    }
}

fn is_uuid(text: &str) -> bool {
    let lengths = text.split('-').map(str::len);
    let is_hex = text.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    is_hex && lengths.eq([8, 4, 4, 4, 12])
}

/// A text with other letters and digits, of the same case and at the same places.
fn masked(text: &str, letters: &[u8], number: usize) -> String {
    let at = |list: &[u8], index: usize| {
        let found = list.get(index % list.len().max(1));
        char::from(found.copied().unwrap_or(b'a'))
    };
    let (mut letter, mut digit) = (number, number);
    let masked = text.chars().map(|c| match c {
        '0'..='9' => {
            digit += 1;
            at(DIGITS, digit - 1)
        }
        c if c.is_ascii_alphabetic() => {
            letter += 1;
            let made = at(letters, letter - 1);
            if c.is_ascii_uppercase() {
                made.to_ascii_uppercase()
            } else {
                made
            }
        }
        // The text stays one beyond ASCII.
        c if c.is_uppercase() => 'É',
        c if c.is_lowercase() => 'é',
        c if c.is_alphanumeric() => '字',
        other => other,
    });
    masked.collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Number, json};

    use super::Texts;

    #[test]
    fn a_made_up_text_has_the_form_of_the_one_that_it_replaces() {
        for (original, made) in [
            ("anna.meier@bank.ch", "person1@example.com"),
            (
                "8F14E45F-CEEA-467F-A8D7-0123456789AB",
                "00000000-0000-4000-8000-000000000001",
            ),
            ("https://a.test/people/anna?x=1", "https://example.com/1"),
            ("203.0.113.9", "192.0.2.1"),
            ("2001:db8:1::7", "2001:db8::1"),
            ("1984-05-06", "2026-01-01"),
            ("1984-05-06T07:08:09.5+02:00", "2026-01-31T12:00:00Z"),
            ("+41 44 668 18 00", "+12 34 567 89 12"),
            ("C01X00T47", "L12O34R56"),
            ("Zoë Müller", "Loé Réemip"),
            ("d41d8cd98f00b204", "a12b3cd45e67f891"),
            ("", ""),
        ] {
            assert_eq!(
                Texts::default().replace(original, None, None),
                made,
                "{original}"
            );
        }
        let mut texts = Texts::default();
        assert_eq!(
            texts.replace("anna@home", Some("email"), None),
            "person1@example.com"
        );
        assert_eq!(
            texts.replace("bank", Some("hostname"), None),
            "host1.example.com"
        );
    }

    #[test]
    fn one_text_has_one_replacement_and_others_have_others() {
        let mut texts = Texts::default();
        let first = texts.replace("anna", None, None);
        let second = texts.replace("bert", None, None);
        assert_ne!(first, second);
        assert_eq!(texts.replace("anna", None, None), first);
        // A proposal is taken once, and never in place of itself.
        assert_eq!(texts.replace("Chur", None, Some("Bern")), "Bern");
        assert_ne!(texts.replace("Thun", None, Some("Bern")), "Bern");
        assert_ne!(Texts::default().replace("Bern", None, Some("Bern")), "Bern");
        assert_ne!(Texts::default().replace("lore", None, None), "lore");
    }

    #[test]
    fn numbers_keep_their_kind_and_length() {
        let made = |value: serde_json::Value| {
            let number = value.as_number().unwrap().clone();
            Texts::default().replace_number(&number, None).to_string()
        };
        assert_eq!(made(json!(4711)), "1234");
        assert_eq!(made(json!(-4711)), "-1234");
        assert_eq!(made(json!(47.11)), "12.34");
        assert_eq!(made(json!(1e300)), json!(2e300).to_string());
        assert_eq!(made(json!(u64::MAX)), "12345678912345678912");
        assert_eq!(made(json!(i64::MIN)), "-1234567891234567891");
        let proposed = Number::from(5);
        let number = Texts::default().replace_number(&Number::from(4711), Some(&proposed));
        assert_eq!(number, proposed);
    }
}
