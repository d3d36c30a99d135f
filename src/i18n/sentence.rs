//! A sentence as it is said again and again: cut once at the values that are put into it.

use super::{Arg, number};
use fluent_syntax::ast::{Expression, InlineExpression, Pattern, PatternElement};

/// A sentence that only puts values between its words. One that chooses by a number or a word stays with Fluent.
#[derive(Debug, Default)]
pub(super) struct Plain(Vec<Piece>);

#[derive(Debug)]
enum Piece {
    Words(String),
    Value(String),
}

impl Plain {
    /// Holds a sentence without values.
    pub(super) fn fixed(words: String) -> Self {
        Self(vec![Piece::Words(words)])
    }

    /// Cuts a sentence; `None` when there is more in it than words and values.
    pub(super) fn cut(pattern: &Pattern<&str>) -> Option<Self> {
        let piece = |element: &PatternElement<&str>| match element {
            PatternElement::TextElement { value } => Some(Piece::Words((*value).to_owned())),
            PatternElement::Placeable {
                expression: Expression::Inline(InlineExpression::VariableReference { id }),
            } => Some(Piece::Value(id.name.to_owned())),
            PatternElement::Placeable { .. } => None,
        };
        pattern.elements.iter().map(piece).collect::<Option<Vec<_>>>().map(Self)
    }

    /// Returns the names of its values.
    #[cfg(test)]
    pub(super) fn values(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Value(name) => Some(name.as_str()),
            Piece::Words(_) => None,
        })
    }

    /// Says it; `None` when a value is missing.
    pub(super) fn say(&self, args: &[(&str, Arg)], separator: &str) -> Option<String> {
        // Most sentences are words alone.
        if let [Piece::Words(words)] = self.0.as_slice() {
            return Some(words.clone());
        }
        let mut said = String::with_capacity(64);
        for piece in &self.0 {
            match piece {
                Piece::Words(words) => said.push_str(words),
                Piece::Value(name) => match args.iter().find(|(given, _)| given == name)? {
                    (_, Arg::Text(text)) => said.push_str(text),
                    (_, Arg::Number(number)) => said.push_str(&number::in_words(*number, separator)),
                },
            }
        }
        Some(said)
    }
}
