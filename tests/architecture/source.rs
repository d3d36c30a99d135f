//! One file of `src/`, as far as the rules need it: the paths it names, its texts, its macros. Tests are left out.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens as _;
use std::collections::BTreeMap;
use syn::{Attribute, Item, UseTree, Visibility};

/// A path as written, without what it ends in; `crate`, `super` and `self` are words of it.
type Words = Vec<String>;

/// One file of `src/`.
#[derive(Debug)]
pub struct Source {
    /// The path below `src/`, with `/`.
    pub file: String,
    /// The number of lines.
    pub lines: usize,
    /// Every path, and the line it is on.
    pub paths: Vec<(usize, Words)>,
    /// What is passed on by `pub use`: the name here, and the path.
    pub passed_on: BTreeMap<String, Words>,
    /// Every string literal, and the line it is on.
    pub texts: Vec<(usize, String)>,
    /// Every macro that is called, and the line it is on.
    pub macros: Vec<(usize, String)>,
}

impl Source {
    /// Reads a file's text.
    pub fn read(name: &str, text: &str) -> Self {
        let parsed = syn::parse_file(text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let mut source = Self {
            file: name.to_owned(),
            lines: text.matches('\n').count() + 1,
            paths: Vec::new(),
            passed_on: BTreeMap::new(),
            texts: Vec::new(),
            macros: Vec::new(),
        };
        if name.ends_with("tests.rs") {
            return source;
        }
        for item in parsed.items.into_iter().filter(|item| !is_test(item)) {
            match item {
                Item::Use(used) => {
                    let line = used.use_token.span.start().line;
                    let public = !matches!(used.vis, Visibility::Inherited);
                    source.take_use(&used.tree, Vec::new(), public, line);
                }
                item => source.take(item.to_token_stream(), false),
            }
        }
        source
    }

    /// Returns the first folder, or the file's own name without one.
    pub fn room(&self) -> &str {
        self.file.split(['/', '.']).next().unwrap_or_default()
    }

    /// Returns the module, from the crate's root.
    pub fn module(&self) -> Words {
        let name = self.file.trim_end_matches(".rs").trim_end_matches("/mod");
        if name == "lib" { Vec::new() } else { name.split('/').map(str::to_owned).collect() }
    }

    /// Returns a path from the crate's root; a bare name may be a module in this file's folder.
    pub fn absolute(&self, path: &[String]) -> Words {
        let mut module = self.module();
        let mut rest = path;
        loop {
            match rest.split_first() {
                Some((first, after)) if first == "crate" || first == "postern" => {
                    module.clear();
                    rest = after;
                }
                Some((first, after)) if first == "super" => {
                    module.pop();
                    rest = after;
                }
                Some((first, after)) if first == "self" => rest = after,
                _ => break,
            }
        }
        module.extend_from_slice(rest);
        module
    }

    fn take_use(&mut self, tree: &UseTree, before: Words, public: bool, line: usize) {
        let with = |ident: &syn::Ident| [before.clone(), vec![plain(ident)]].concat();
        let (path, name) = match tree {
            UseTree::Path(path) => {
                return self.take_use(&path.tree, with(&path.ident), public, path.ident.span().start().line);
            }
            UseTree::Group(group) => {
                return group.items.iter().for_each(|tree| self.take_use(tree, before.clone(), public, line));
            }
            UseTree::Glob(_) => (before, String::new()),
            UseTree::Name(name) if name.ident == "self" => (before.clone(), before.last().cloned().unwrap_or_default()),
            UseTree::Name(name) => (with(&name.ident), plain(&name.ident)),
            UseTree::Rename(renamed) => (with(&renamed.ident), plain(&renamed.rename)),
        };
        let line = match tree {
            UseTree::Name(name) => name.ident.span().start().line,
            _ => line,
        };
        if public {
            self.passed_on.insert(name, path.clone());
        }
        // What is only passed on leads out of the room all the same.
        if !public || path.first().is_some_and(|first| ["crate", "postern", "super"].contains(&first.as_str())) {
            self.paths.push((line, path));
        }
    }

    /// Takes what stands in tokens, macros included: they are not expanded, but what they name is named.
    fn take(&mut self, tokens: TokenStream, mut after_dot: bool) {
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            let line = token.span().start().line;
            let was_after_dot = std::mem::take(&mut after_dot);
            match token {
                TokenTree::Group(group) => self.take(group.stream(), false),
                // An attribute, documentation among them.
                TokenTree::Punct(sign) if sign.as_char() == '#' => {
                    tokens.next_if(|next| matches!(next, TokenTree::Group(g) if g.delimiter() == Delimiter::Bracket));
                }
                TokenTree::Punct(sign) => after_dot = sign.as_char() == '.',
                TokenTree::Literal(literal) => {
                    if let Some(text) = text_of(literal) {
                        self.texts.push((line, text));
                    }
                }
                TokenTree::Ident(ident) => {
                    let mut path = vec![plain(&ident)];
                    let is_colon = |token: &TokenTree| matches!(token, TokenTree::Punct(sign) if sign.as_char() == ':');
                    while tokens.next_if(is_colon).is_some() {
                        tokens.next_if(is_colon);
                        let Some(TokenTree::Ident(next)) = tokens.next_if(|t| matches!(t, TokenTree::Ident(_))) else {
                            break;
                        };
                        path.push(plain(&next));
                    }
                    let is_macro =
                        tokens.peek().is_some_and(|t| matches!(t, TokenTree::Punct(p) if p.as_char() == '!'));
                    if is_macro {
                        self.macros.extend(path.last().map(|name| (line, name.clone())));
                    }
                    if !was_after_dot {
                        self.paths.push((line, path));
                    }
                }
            }
        }
    }
}

fn plain(ident: &proc_macro2::Ident) -> String {
    ident.to_string().trim_start_matches("r#").to_owned()
}

fn text_of(literal: proc_macro2::Literal) -> Option<String> {
    match syn::Lit::new(literal) {
        syn::Lit::Str(text) => Some(text.value()),
        syn::Lit::ByteStr(text) => Some(String::from_utf8_lossy(&text.value()).into_owned()),
        _ => None,
    }
}

fn is_test(item: &Item) -> bool {
    let attributes: &[Attribute] = match item {
        Item::Const(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    };
    attributes.iter().any(|attribute| attribute.to_token_stream().to_string().replace(' ', "") == "#[cfg(test)]")
}
