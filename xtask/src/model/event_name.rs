//! Where deliveries name their event, and by which texts.

use crate::place::Pointer;

/// Where a delivery carries the name of its event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventNamePlace {
    /// In the body, at this place.
    Body(Pointer),
    /// In this header.
    Header(String),
    /// In this header and at this pointer in the body, joined by a dot.
    HeaderAndBody {
        /// The header that has the first half.
        header: String,
        /// The place of the second half.
        pointer: Pointer,
    },
    /// In this parameter of the query.
    Query(String),
    /// In the first of these that is there. Pointers stand one after another.
    Several(Vec<NamePlace>),
    /// In the path that the sender calls: its last segment.
    Path,
}

/// One of several places where a delivery may carry the name of its event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NamePlace {
    /// In the body.
    Pointer(Pointer),
    /// In this header.
    Header(String),
    /// In this parameter of the query.
    Query(String),
}

impl EventNamePlace {
    /// The places in the body that say the whole name, the first that is there counting.
    #[must_use]
    pub fn pointers(&self) -> Vec<&Pointer> {
        match self {
            Self::Body(pointer) => vec![pointer],
            Self::Several(places) => {
                let pointers = places.iter().filter_map(|place| match place {
                    NamePlace::Pointer(pointer) => Some(pointer),
                    NamePlace::Header(_) | NamePlace::Query(_) => None,
                });
                pointers.collect()
            }
            Self::Header(_) | Self::HeaderAndBody { .. } | Self::Query(_) | Self::Path => {
                Vec::new()
            }
        }
    }

    /// Whether the body alone tells the name.
    #[must_use]
    pub fn is_in_body(&self) -> bool {
        match self {
            Self::Body(_) => true,
            Self::Several(places) => self.pointers().len() == places.len(),
            _ => false,
        }
    }

    /// How many of the [`pointers`](Self::pointers) count before any header or query parameter does.
    #[must_use]
    pub fn leading_pointers(&self) -> usize {
        match self {
            Self::Several(places) => {
                let pointers = places.iter();
                let pointers = pointers.take_while(|one| matches!(one, NamePlace::Pointer(_)));
                pointers.count()
            }
            place => place.pointers().len(),
        }
    }

    /// Whether the body tells the name or a part of it, at least sometimes.
    #[must_use]
    pub fn reads_body(&self) -> bool {
        matches!(self, Self::HeaderAndBody { .. }) || !self.pointers().is_empty()
    }

    /// The name's places in words, each text in code after `coded` has made it fit.
    pub fn in_words(&self, coded: impl Fn(&str) -> String) -> String {
        let word = |place: &NamePlace| match place {
            NamePlace::Pointer(pointer) => coded(&pointer.to_string()),
            NamePlace::Header(header) => format!("the header {}", coded(header)),
            NamePlace::Query(query) => format!("the query parameter {}", coded(query)),
        };
        match self {
            Self::Body(pointer) => word(&NamePlace::Pointer(pointer.clone())),
            Self::Header(header) => word(&NamePlace::Header(header.clone())),
            Self::Query(query) => word(&NamePlace::Query(query.clone())),
            Self::HeaderAndBody { header, pointer } => {
                let pointer = coded(&pointer.to_string());
                format!("the header {} and {pointer}", coded(header))
            }
            Self::Several(places) => {
                let words: Vec<String> = places.iter().map(word).collect();
                format!("{}, whichever is there first", words.join(" or "))
            }
            Self::Path => "the path".to_owned(),
        }
    }
}

/// Where the head of a request names its event, and by which text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameInHead<'m> {
    /// In this header.
    Header(&'m str, &'m str),
    /// In this parameter of the query.
    Query(&'m str, &'m str),
    /// At the end of the path.
    Path(&'m str),
}

/// How the place of the event's name was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventNameSource {
    /// The document says it.
    Declared,
    /// The command line says it, whatever the document does.
    Option,
    /// One member's constants tell all bodies apart.
    Inferred,
    /// Nothing else does.
    Path,
}

/// A text by which deliveries name an event, where it is not the event's own name.
///
/// In the body alone it is compared exactly. A pair of header and member is joined by a dot, and
/// what vendors separate words by is compared as one: see [`comparable`](Self::comparable).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveredName {
    /// What the header says.
    pub header: Option<String>,
    /// What the body says.
    pub member: Option<String>,
}

impl DeliveredName {
    /// What vendors separate words by; each counts as a dot where header and member are joined.
    pub const SEPARATORS: [char; 4] = ['.', '-', '_', '/'];

    /// The text with a dot for every separator.
    #[must_use]
    pub fn comparable(text: &str) -> String {
        text.replace(Self::SEPARATORS, ".")
    }

    /// Header and member, joined by a dot.
    #[must_use]
    pub fn joined(&self) -> String {
        let halves: Vec<&str> = [&self.header, &self.member]
            .into_iter()
            .filter_map(Option::as_deref)
            .collect();
        halves.join(".")
    }

    /// The joined text as it is compared.
    #[must_use]
    pub fn comparable_text(&self) -> String {
        Self::comparable(&self.joined())
    }
}
