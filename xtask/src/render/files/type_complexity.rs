//! How complex the types of a generated crate are, as clippy's lint `type_complexity` counts.
//!
//! In: syntax trees. Out: the score of the most complex type of a field or of a function's
//! signature. A name, a tuple, a list, or a trait object weighs more the more types are around it:
//! lists of maps of lists cost much, wide structs nothing. Source: the documentation of the lint
//! and its behaviour.

use syn::visit::{Visit, visit_type};
use syn::{Field, File, ReturnType, Signature, Type};

/// What one name, tuple or list at the outside weighs.
const NAME: usize = 10;

/// What one trait object at the outside weighs.
const TRAIT_OBJECT: usize = 20;

/// The score of the most complex type that clippy looks at.
pub(crate) fn most_complex(file: &File) -> usize {
    let mut found = MostComplex(0);
    found.visit_file(file);
    found.0
}

/// The highest score so far.
struct MostComplex(usize);

impl MostComplex {
    fn measure(&mut self, outermost: &Type) {
        let mut score = Score { sum: 0, around: 1 };
        score.visit_type(outermost);
        self.0 = self.0.max(score.sum);
    }
}

impl<'t> Visit<'t> for MostComplex {
    fn visit_field(&mut self, field: &'t Field) {
        self.measure(&field.ty);
    }

    fn visit_signature(&mut self, signature: &'t Signature) {
        for input in &signature.inputs {
            if let syn::FnArg::Typed(input) = input {
                self.measure(&input.ty);
            }
        }
        if let ReturnType::Type(_, output) = &signature.output {
            self.measure(output);
        }
    }
}

/// The score of one type.
struct Score {
    sum: usize,
    /// How many types are around the present one, and one.
    around: usize,
}

impl<'t> Visit<'t> for Score {
    fn visit_type(&mut self, kind: &'t Type) {
        let (weight, deeper) = match kind {
            Type::Ptr(_) | Type::Reference(_) => (1, 0),
            Type::Path(_) | Type::Slice(_) | Type::Tuple(_) | Type::Array(_) => (NAME, 1),
            Type::TraitObject(_) => (TRAIT_OBJECT, 1),
            _ => (0, 0),
        };
        self.sum += weight * self.around;
        self.around += deeper;
        visit_type(self, kind);
        self.around -= deeper;
    }
}

#[cfg(test)]
mod tests {
    use super::most_complex;

    #[test]
    fn what_stands_inside_other_types_weighs_more() {
        let file = syn::parse_str(
            "struct A { a: u8, b: Option<Vec<Option<BTreeMap<String, Option<String>>>>> }",
        );
        assert_eq!(most_complex(&file.unwrap()), 260);
        let file = syn::parse_str("fn a(a: &str) -> impl Future<Output = Result<(), E>> {}");
        assert_eq!(most_complex(&file.unwrap()), 50);
    }
}
