//! Fields of forms: what the specification says of each.
//!
//! Knows what a field's text stands for, and what the names in brackets behind its own lead to, and
//! nothing of a body.

/// A field that the specification lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormField<'f> {
    /// The field's name.
    pub name: &'f str,
    /// What its text stands for.
    pub kind: FormKind,
    /// Whether it may be given several times, as `tag=a&tag=b`, `tag[]=a&tag[]=b` or
    /// `tag[0]=a&tag[1]=b`.
    pub list: bool,
    /// What stands between the items of a list that is given once, as the comma in `tag=a,b`.
    pub separator: Option<char>,
    /// The members of the object that the field is, or that each item of its list is: in
    /// `address[city]=a`, `city` is one of `address`.
    pub inside: &'f [FormField<'f>],
    /// What any other member is; its name means nothing.
    pub others: Option<&'f FormField<'f>>,
}

impl<'f> FormField<'f> {
    /// A field whose text is meant as it is.
    #[must_use]
    pub const fn text(name: &'f str) -> Self {
        Self::of(name, FormKind::Text)
    }

    /// A field whose text is a number.
    #[must_use]
    pub const fn number(name: &'f str) -> Self {
        Self::of(name, FormKind::Number)
    }

    /// A field whose text is a truth value.
    #[must_use]
    pub const fn boolean(name: &'f str) -> Self {
        Self::of(name, FormKind::Boolean)
    }

    /// A part that may be binary and is read as text.
    #[must_use]
    pub const fn binary(name: &'f str) -> Self {
        Self::of(name, FormKind::Binary)
    }

    /// A field whose text is JSON, or which is given member by member, with brackets.
    #[must_use]
    pub const fn json(name: &'f str) -> Self {
        Self::of(name, FormKind::Json)
    }

    /// The same field, which is an object with these members, or a list of such.
    #[must_use]
    pub const fn with(self, inside: &'f [FormField<'f>]) -> Self {
        Self { inside, ..self }
    }

    /// The same field, whose other members are like this one.
    #[must_use]
    pub const fn with_others(self, others: &'f FormField<'f>) -> Self {
        Self {
            others: Some(others),
            ..self
        }
    }

    /// The same field, which may be given several times.
    #[must_use]
    pub const fn list(self) -> Self {
        Self { list: true, ..self }
    }

    /// The same field, which is a list in one text: this stands between its items.
    #[must_use]
    pub const fn separated_by(self, separator: char) -> Self {
        Self {
            separator: Some(separator),
            ..self.list()
        }
    }

    const fn of(name: &'f str, kind: FormKind) -> Self {
        Self {
            name,
            kind,
            list: false,
            separator: None,
            inside: &[],
            others: None,
        }
    }
}

/// What the text of a field stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormKind {
    /// Itself.
    Text,
    /// A number, as JSON writes it; nothing, if it is empty.
    Number,
    /// A truth value: `true`, `false`, `1` or `0`; nothing, if it is empty.
    Boolean,
    /// Bytes, of which those that are not UTF-8 are read as U+FFFD, with a defect.
    Binary,
    /// A JSON text; nothing, if it is empty.
    Json,
}
