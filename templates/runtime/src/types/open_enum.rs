//! Open enums: what all of them can do besides naming their values.
//!
//! An enum brings its table `KNOWN`, which has each known value with its text, and a variant
//! `Unknown(String)` for every other text.

/// Gives open enums `as_str`, `From<&str>`, `From<String>`, `AsRef<str>`, `Display` and `FromStr`
/// (which cannot fail), all by the table `KNOWN`.
#[doc(hidden)]
#[macro_export]
macro_rules! open_enum {
    ($($name:ident),+ $(,)?) => {$(
        impl $name {
            /// Whether the spec lists this text.
            #[must_use]
            pub fn is_known(text: &str) -> bool {
                Self::KNOWN.iter().any(|(_, known)| *known == text)
            }

            /// The text on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    Self::Unknown(text) => text,
                    known => Self::KNOWN
                        .iter()
                        .find(|(value, _)| value == known)
                        .map_or("", |(_, text)| *text),
                }
            }
        }

        impl ::std::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::KNOWN
                    .iter()
                    .find(|(_, known)| *known == text)
                    .map_or_else(|| Self::Unknown(text.to_owned()), |(value, _)| value.clone())
            }
        }

        impl ::std::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl ::std::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            fn from_str(text: &str) -> ::std::result::Result<Self, ::std::convert::Infallible> {
                ::std::result::Result::Ok(Self::from(text))
            }
        }
    )+};
}

pub use open_enum;
