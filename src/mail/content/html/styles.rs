//! CSS of a mail, reduced to declarations that can only change how its own text looks.
//!
//! Nothing that loads, moves out of its place, animates, or takes its value from elsewhere: of functions only colours.

use cssparser::{Parser, ToCss as _, Token, TokenSerializationType};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// Properties that are kept.
pub(super) const PROPERTIES: [&str; 82] = [
    "background",
    "background-color",
    "border",
    "border-bottom",
    "border-bottom-color",
    "border-bottom-left-radius",
    "border-bottom-right-radius",
    "border-bottom-style",
    "border-bottom-width",
    "border-collapse",
    "border-color",
    "border-left",
    "border-left-color",
    "border-left-style",
    "border-left-width",
    "border-radius",
    "border-right",
    "border-right-color",
    "border-right-style",
    "border-right-width",
    "border-spacing",
    "border-style",
    "border-top",
    "border-top-color",
    "border-top-left-radius",
    "border-top-right-radius",
    "border-top-style",
    "border-top-width",
    "border-width",
    "box-sizing",
    "caption-side",
    "clear",
    "color",
    "direction",
    "display",
    "empty-cells",
    "float",
    "font",
    "font-family",
    "font-size",
    "font-style",
    "font-variant",
    "font-weight",
    "height",
    "letter-spacing",
    "line-height",
    "list-style-position",
    "list-style-type",
    "margin",
    "margin-bottom",
    "margin-left",
    "margin-right",
    "margin-top",
    "max-height",
    "max-width",
    "min-height",
    "min-width",
    "opacity",
    "overflow",
    "overflow-wrap",
    "padding",
    "padding-bottom",
    "padding-left",
    "padding-right",
    "padding-top",
    "table-layout",
    "text-align",
    "text-decoration",
    "text-decoration-color",
    "text-decoration-line",
    "text-decoration-style",
    "text-indent",
    "text-overflow",
    "text-transform",
    "vertical-align",
    "visibility",
    "white-space",
    "width",
    "word-break",
    "word-spacing",
    "word-wrap",
    "writing-mode",
];
/// Functions that are kept: colours.
pub(super) const FUNCTIONS: [&str; 4] = ["hsl", "hsla", "rgb", "rgba"];
/// Octets of one value.
const MAX_VALUE: usize = 200;
/// Octets of the selectors of one rule.
const MAX_SELECTORS: usize = 1000;
/// Different `style` attributes that are remembered, and octets of each.
const MAX_KNOWN: (usize, usize) = (2000, 1000);
/// What a selector may be made of besides names: classes, ids, descendants, children.
const COMBINATORS: [char; 4] = ['.', '>', '*', ','];

/// A rule of a stylesheet that can be applied.
#[derive(Debug, PartialEq)]
pub(super) struct Rule {
    /// Selectors of elements, classes and ids, with commas between them.
    pub selectors: String,
    /// `name:value`, with semicolons between them.
    pub declarations: String,
}

/// Filters `style` attributes, and remembers what came of some: a mail writes the same ones over and over.
#[derive(Debug, Default)]
pub(super) struct Filter(Mutex<BTreeMap<String, String>>);

impl Filter {
    /// Filters declarations.
    pub fn declarations(&self, style: &str) -> String {
        if style.len() > MAX_KNOWN.1 {
            return declarations(style);
        }
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(filtered) = known.get(style) {
            return filtered.clone();
        }
        let filtered = declarations(style);
        if known.len() < MAX_KNOWN.0 {
            known.insert(style.to_owned(), filtered.clone());
        }
        filtered
    }
}

fn declarations(style: &str) -> String {
    declared(&mut Parser::new(style))
}

/// Filters a stylesheet: rules for elements, classes and ids stay; rules for screens of some width, fonts and imports go.
pub(super) fn rules(css: &str) -> Vec<Rule> {
    let (mut rules, mut parser) = (Vec::new(), Parser::new(css));
    while let Some(selectors) = prelude(&mut parser) {
        let body = parser.parse_nested_block(|inner| Ok::<_, cssparser::ParseError<()>>(declared(inner)));
        let (Some(selectors), Ok(declarations)) = (selectors, body) else { continue };
        if !declarations.is_empty() {
            rules.push(Rule { selectors, declarations });
        }
    }
    rules
}

/// Reads up to the next block; `Some(None)` when the block is not one to keep, `None` at the end.
fn prelude(parser: &mut Parser<'_>) -> Option<Option<String>> {
    let (mut selectors, mut kept, mut at_rule) = (String::new(), true, false);
    while let Ok(token) = parser.next_including_whitespace() {
        match token {
            Token::CurlyBracketBlock => {
                let selectors = selectors.trim();
                kept &= !selectors.is_empty() && selectors.len() <= MAX_SELECTORS;
                return Some(kept.then(|| selectors.to_owned()));
            }
            Token::Semicolon if at_rule => (selectors, kept, at_rule) = (String::new(), true, false),
            Token::AtKeyword(_) => (kept, at_rule) = (false, true),
            Token::Ident(name) if is_name(name) => selectors.push_str(name),
            Token::IDHash(name) if is_name(name) => {
                selectors.push('#');
                selectors.push_str(name);
            }
            Token::WhiteSpace(_) => selectors.push(' '),
            Token::Comma => selectors.push(','),
            Token::Delim(delim) if COMBINATORS.contains(delim) => selectors.push(*delim),
            Token::CDO | Token::CDC => {}
            _ => kept = false,
        }
    }
    None
}

fn is_name(name: &str) -> bool {
    name.len() <= 60 && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
}

fn declared(parser: &mut Parser<'_>) -> String {
    let mut out = String::new();
    while !parser.is_exhausted() {
        let name = match parser.next() {
            Ok(Token::Ident(name)) => Some(name.to_ascii_lowercase()),
            Ok(Token::Semicolon) => continue,
            _ => None,
        };
        let colon = parser.try_parse(Parser::expect_colon).is_ok();
        let value = value(parser);
        let Some((name, value)) = name.zip(value).filter(|(name, _)| colon && PROPERTIES.contains(&name.as_str()))
        else {
            continue;
        };
        if !out.is_empty() {
            out.push(';');
        }
        out.push_str(&name);
        out.push(':');
        out.push_str(&value);
    }
    out
}

/// Reads a value up to its semicolon; `None` when there is anything in it that is not known to be harmless.
fn value(parser: &mut Parser<'_>) -> Option<String> {
    let (mut out, mut kept, mut before) = (String::new(), true, TokenSerializationType::Nothing);
    while let Ok(token) = parser.next_including_whitespace() {
        let token = token.clone();
        stand_apart(&token, &mut before, &mut out);
        match &token {
            Token::Semicolon => break,
            Token::WhiteSpace(_) => out.push(' '),
            Token::Function(name) => {
                kept &= FUNCTIONS.iter().any(|known| name.eq_ignore_ascii_case(known));
                kept &= token.to_css(&mut out).is_ok();
                let inside = parser.parse_nested_block(|inner| Ok::<_, cssparser::ParseError<()>>(colour(inner)));
                let inside = inside.ok().flatten();
                kept &= inside.is_some();
                out.push_str(&inside.unwrap_or_default());
                out.push(')');
                before = TokenSerializationType::Nothing;
            }
            Token::Ident(word) => kept &= is_plain(word) && token.to_css(&mut out).is_ok(),
            // The name of a font; nothing that another reader could take for the end of the string.
            Token::QuotedString(text) => kept &= text.split(' ').all(is_plain) && token.to_css(&mut out).is_ok(),
            Token::Hash(_) | Token::IDHash(_) | Token::Comma => kept &= token.to_css(&mut out).is_ok(),
            Token::Number { .. } | Token::Percentage { .. } | Token::Dimension { .. } => {
                kept &= token.to_css(&mut out).is_ok();
            }
            Token::Delim('!' | '/') => kept &= token.to_css(&mut out).is_ok(),
            _ => kept = false,
        }
        kept &= out.len() <= MAX_VALUE;
        if !kept {
            out.clear();
        }
    }
    let value = out.trim();
    // What can only be written with an escape is no word that anybody needs.
    (kept && !value.is_empty() && !value.contains('\\')).then(|| value.to_owned())
}

/// Puts a blank between two pieces that would become one when they are read again, such as what stands on both sides of a comment.
fn stand_apart(token: &Token<'_>, before: &mut TokenSerializationType, out: &mut String) {
    let this = token.serialization_type();
    if before.needs_separator_when_before(this) {
        out.push(' ');
    }
    *before = this;
}

fn is_plain(word: &str) -> bool {
    word.chars().all(|c| c.is_alphanumeric() || "-_.,".contains(c))
}

/// Reads the numbers of a colour.
fn colour(parser: &mut Parser<'_>) -> Option<String> {
    let (mut out, mut before) = (String::new(), TokenSerializationType::Nothing);
    while let Ok(token) = parser.next_including_whitespace() {
        stand_apart(token, &mut before, &mut out);
        match token {
            Token::Number { .. } | Token::Percentage { .. } | Token::Dimension { .. } | Token::Comma => {
                token.to_css(&mut out).ok()?;
            }
            Token::WhiteSpace(_) => out.push(' '),
            Token::Delim('/') => out.push('/'),
            _ => return None,
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_stay_and_everything_else_goes() {
        for (style, wanted) in [
            ("color:red; font-size: 12px", "color:red;font-size:12px"),
            ("COLOR: #FF0000 !important", "color:#FF0000 !important"),
            ("background: rgba(1, 2, 3, .5)", "background:rgba(1, 2, 3, 0.5)"),
            ("font-family: 'A B', serif", "font-family:\"A B\", serif"),
            ("background:url(https://x.example/a.png)", ""),
            ("background:URL('//x.example')", ""),
            ("background:u\\72l(//x.example)", ""),
            ("background:image-set('a' 1x);color:red", "color:red"),
            ("color:var(--x,url(//x.example))", ""),
            ("width:expression(alert(1))", ""),
            ("font-family:'x\\27;color:red'", ""),
            ("font-family:x\\3b", ""),
            ("color:red/**/;/*;color:blue*/width:1px", "color:red;width:1px"),
            ("position:fixed;top:0;color:red", "color:red"),
            ("-moz-binding:url(x);behavior:url(x)", ""),
            ("color", ""),
            ("color;color:red", "color:red"),
            (":;;;{}color:red", ""),
            ("color:red}body{color:blue", ""),
            ("width:calc(100% - 1px)", ""),
            ("width:12E-px;color:#a\\20 b;color:rgb(1e-x)", ""),
            ("font:/51x.2p1 a/**/b 5/**/rgb(1.5.5)c", "font:/51x 0.2p1 a b 5 rgb(1.5 0.5)c"),
            ("color:attr(x)", ""),
        ] {
            assert_eq!(declarations(style), wanted, "{style}");
        }
    }

    #[test]
    fn rules_for_names_stay_and_rules_for_circumstances_go() {
        let css = "@import 'x'; @font-face{src:url(x)} a.b > #c, td * {color:red;position:fixed} @media screen{p{color:blue}} \
                   a[href^=x]{color:red} a:hover{color:red} <!-- body, html p {margin:0} --> p{background:url(x)} p{color:red";
        let rules: Vec<_> = rules(css).into_iter().map(|rule| (rule.selectors, rule.declarations)).collect();
        let wanted = [("a.b > #c, td *", "color:red"), ("body, html p", "margin:0"), ("p", "color:red")];
        assert_eq!(rules, wanted.map(|(selectors, declared)| (selectors.to_owned(), declared.to_owned())));
    }

    #[test]
    fn nesting_and_length_are_bounded() {
        for style in ["(".repeat(500_000), "a:[{(".repeat(100_000), format!("color:{}", "r".repeat(500_000))] {
            assert_eq!(declarations(&style), "");
            assert_eq!(rules(&format!("p{{{style}")), []);
        }
    }
}
