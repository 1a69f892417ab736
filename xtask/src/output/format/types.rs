//! Types.
//!
//! In: a type and the room that it has. Out: its lines, or nothing where it does not fit.

use syn::{GenericArgument, PathArguments, Type};

use super::lists::{Brackets, Item, PARENTHESES, list};
use super::shape::{LINE, LayOut, Shape};
use super::tokens::one_line;

const ANGLES: Brackets = Brackets {
    open: "<",
    close: ">",
    widest: LINE,
};

impl LayOut for Type {
    fn laid_out(&self, shape: Shape) -> Option<String> {
        let text = one_line(self);
        if shape.fits(&text) {
            return Some(text);
        }
        match self {
            Type::Path(it) => {
                let last = it.path.segments.last()?;
                let PathArguments::AngleBracketed(arguments) = &last.arguments else {
                    return None;
                };
                let before = it.path.segments.iter().map(|one| one.ident.to_string());
                let head = before.collect::<Vec<_>>().join("::");
                let items: Option<Vec<Item>> = arguments
                    .args
                    .iter()
                    .map(|one| match one {
                        GenericArgument::Type(it) => Some(Item::Type(it)),
                        _ => None,
                    })
                    .collect();
                list(&head, &items?, ANGLES, shape)
            }
            Type::Tuple(it) => {
                let items: Vec<Item> = it.elems.iter().map(Item::Type).collect();
                list("", &items, PARENTHESES, shape)
            }
            _ => None,
        }
    }
}
