//! What somebody changes of a delivery before it is sent.
//!
//! In: `--set /POINTER=VALUE` and `--remove /POINTER` as they were typed, and the JSON value of a
//! delivery. Out: the value with the changes. A pointer leads on through a text that holds JSON.

use serde_json::Value;

use crate::characters::shown;
use crate::diagnostic::did_you_mean;
use crate::place::Pointer;

/// One change of a delivery.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit {
    pointer: Pointer,
    /// What stands there afterwards; nothing, if it is removed.
    value: Option<Value>,
}

impl Edit {
    /// Reads `/POINTER=VALUE`. The value is JSON, or else a text.
    ///
    /// # Errors
    ///
    /// No `=`, or no JSON pointer before it.
    pub fn set(typed: &str) -> Result<Self, String> {
        let (pointer, value) = typed
            .split_once('=')
            .ok_or("say what is to stand there, as in /POINTER=VALUE")?;
        Ok(Self {
            pointer: pointer_of(pointer)?,
            value: Some(value_of(value)),
        })
    }

    /// Reads `/POINTER`.
    ///
    /// # Errors
    ///
    /// It is no JSON pointer, or that of the whole delivery.
    pub fn remove(typed: &str) -> Result<Self, String> {
        let pointer = pointer_of(typed)?;
        if pointer.is_root() {
            return Err("the whole delivery cannot be removed; name a member".to_owned());
        }
        Ok(Self {
            pointer,
            value: None,
        })
    }

    /// Changes a delivery.
    ///
    /// # Errors
    ///
    /// The pointer leads nowhere: how far it leads, and what to do.
    pub fn apply(&self, body: &mut Value) -> Result<(), String> {
        let tokens: Vec<&str> = self.pointer.tokens().collect();
        self.apply_at(body, &tokens, 0)
            .map_err(|why| format!("`{}` {why}", shown(&self.in_words())))
    }

    /// As it was typed, without the value.
    fn in_words(&self) -> String {
        let option = if self.value.is_some() {
            "--set"
        } else {
            "--remove"
        };
        format!("{option} {}", self.pointer)
    }

    /// Changes what the tokens from `at` lead to.
    fn apply_at(&self, value: &mut Value, tokens: &[&str], at: usize) -> Result<(), String> {
        let Some(token) = tokens.get(at) else {
            *value = self.value.clone().unwrap_or_default();
            return Ok(());
        };
        let is_last = at + 1 == tokens.len();
        let here = Here {
            tokens: tokens.get(..at).unwrap_or_default(),
            token,
        };
        match value {
            Value::Object(members) => match (&self.value, is_last) {
                (Some(new), true) => {
                    members.insert((*token).to_owned(), new.clone());
                    Ok(())
                }
                (None, true) => match members.shift_remove(*token) {
                    Some(_) => Ok(()),
                    None => Err(here.is_missing(members.keys(), false)),
                },
                _ => match members.get_mut(*token) {
                    Some(member) => self.apply_at(member, tokens, at + 1),
                    None => {
                        let is_set = self.value.is_some();
                        Err(here.is_missing(members.keys(), is_set))
                    }
                },
            },
            Value::Array(items) => {
                let count = items.len();
                let index = match *token {
                    "-" => Some(count),
                    token => token.parse().ok(),
                };
                match (index, &self.value) {
                    (Some(index), None) if is_last && index < count => {
                        items.remove(index);
                        Ok(())
                    }
                    (Some(index), Some(new)) if is_last && index == count => {
                        items.push(new.clone());
                        Ok(())
                    }
                    (Some(index), _) => match items.get_mut(index) {
                        Some(item) => self.apply_at(item, tokens, at + 1),
                        None => Err(here.is_beyond(count)),
                    },
                    (None, _) => Err(here.is_beyond(count)),
                }
            }
            Value::String(text) => {
                let json = serde_json::from_str::<Value>(text).ok();
                let json = json.filter(|json| json.is_object() || json.is_array());
                let mut json = json.ok_or_else(|| here.is_within("a text"))?;
                self.apply_at(&mut json, tokens, at)?;
                *text = json.to_string();
                Ok(())
            }
            Value::Null => Err(here.is_within("null")),
            Value::Bool(_) => Err(here.is_within("a truth value")),
            Value::Number(_) => Err(here.is_within("a number")),
        }
    }
}

/// Where a pointer leads no further.
struct Here<'t> {
    /// What it leads to.
    tokens: &'t [&'t str],
    /// What is not there.
    token: &'t str,
}

impl Here<'_> {
    fn pointer(&self) -> Pointer {
        let tokens = self.tokens.iter();
        tokens.fold(Pointer::root(), |pointer, token| pointer.child(token))
    }

    /// What is found, in words.
    fn place(&self) -> String {
        match self.tokens {
            [] => "the delivery".to_owned(),
            _ => format!("what stands at `{}`", shown(&self.pointer().to_string())),
        }
    }

    /// An object does not have the member; it could be made first, if something is to be set in it.
    fn is_missing<'n>(
        &self,
        names: impl Iterator<Item = &'n String> + Clone,
        is_set: bool,
    ) -> String {
        let names: Vec<&str> = names.map(String::as_str).collect();
        let own = self.pointer().child(self.token);
        let help = match names.as_slice() {
            [] => "there is no member at all".to_owned(),
            names => did_you_mean(self.token, names.iter().copied()),
        };
        let first = match is_set && !help.starts_with("did you mean") {
            true => format!("; or make it first, with `--set '{own}={{}}'`"),
            false => String::new(),
        };
        format!(
            "leads nowhere: {} has no `{}`\nhelp: {help}{}",
            self.place(),
            shown(self.token),
            shown(&first)
        )
    }

    /// A list does not have the item.
    fn is_beyond(&self, count: usize) -> String {
        let known = match count {
            0 => "has no items".to_owned(),
            1 => "has 1 item, `0`".to_owned(),
            count => format!("has {count} items, `0` to `{}`", count - 1),
        };
        format!(
            "leads nowhere: the list {} {known}\nhelp: name one of them; `--set` appends at `-`",
            match self.tokens {
                [] => "of the delivery".to_owned(),
                _ => format!("at `{}`", shown(&self.pointer().to_string())),
            }
        )
    }

    /// A value has nothing inside.
    fn is_within(&self, what: &str) -> String {
        let own = self.pointer();
        format!(
            "leads nowhere: {} is {what}, which has no members\n\
             help: replace it as a whole, as in `--set '{}={{\"{}\": …}}'`",
            self.place(),
            shown(&own.to_string()),
            shown(self.token)
        )
    }
}

/// The value that a typed text stands for: JSON if it is JSON, else the text.
pub(crate) fn value_of(typed: &str) -> Value {
    serde_json::from_str(typed).unwrap_or_else(|_| typed.into())
}

fn pointer_of(typed: &str) -> Result<Pointer, String> {
    Pointer::parse(typed).ok_or_else(|| {
        let help = Pointer::remedy(typed);
        let help = help.unwrap_or_else(|| "as in /address/city".to_owned());
        format!("`{}` is no JSON pointer: {help}", shown(typed))
    })
}
