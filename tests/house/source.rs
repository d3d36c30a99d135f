//! Reads Rust as far as the rules need it: words and signs, texts, and where tests begin and end.

/// A word, a sign or a text of a source file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// A name or keyword; `r#` is dropped.
    Word(String),
    /// One character that is not part of a word.
    Sign(char),
    /// The inside of a string literal, as written.
    Text(String),
}

/// A token and where it stands.
#[derive(Debug, Clone)]
pub struct Placed {
    /// What it is.
    pub token: Token,
    /// The line, from 1.
    pub line: usize,
    /// Whether it stands below `#[cfg(test)]`.
    pub in_test: bool,
}

/// One file of `src/`.
#[derive(Debug)]
pub struct Source {
    /// The path below `src/`, with `/`.
    pub file: String,
    /// The number of lines.
    pub lines: usize,
    /// Everything but comments, spaces and single characters.
    pub tokens: Vec<Placed>,
}

impl Source {
    /// Reads a file's text.
    pub fn read(file: &str, text: &str) -> Self {
        let mut tokens = Reader { chars: text.chars().collect(), at: 0, line: 1 }.tokens();
        mark_tests(&mut tokens);
        if file.ends_with("tests.rs") {
            tokens.iter_mut().for_each(|placed| placed.in_test = true);
        }
        Self { file: file.to_owned(), lines: text.matches('\n').count() + 1, tokens }
    }

    /// Returns the first folder, or the file's own name without one.
    pub fn room(&self) -> &str {
        self.file.split(['/', '.']).next().unwrap_or_default()
    }

    /// Returns how many `super::` lead from this file to the crate's root.
    pub fn depth(&self) -> usize {
        let name = usize::from(!self.file.ends_with("/mod.rs"));
        self.file.matches('/').count() + name
    }
}

struct Reader {
    chars: Vec<char>,
    at: usize,
    line: usize,
}

impl Reader {
    fn peek(&self, ahead: usize) -> char {
        self.chars.get(self.at + ahead).copied().unwrap_or('\0')
    }

    fn next(&mut self) -> Option<char> {
        let c = self.chars.get(self.at).copied()?;
        self.at += 1;
        self.line += usize::from(c == '\n');
        Some(c)
    }

    fn skip(&mut self, count: usize) {
        for _ in 0..count {
            self.next();
        }
    }

    fn tokens(mut self) -> Vec<Placed> {
        let mut tokens = Vec::new();
        while self.at < self.chars.len() {
            let line = self.line;
            if let Some(token) = self.token() {
                tokens.push(Placed { token, line, in_test: false });
            }
        }
        tokens
    }

    fn token(&mut self) -> Option<Token> {
        if self.comment() {
            return None;
        }
        if let Some(text) = self.text() {
            return Some(Token::Text(text));
        }
        let c = self.next()?;
        match c {
            '\'' => {
                self.character();
                None
            }
            c if c.is_whitespace() => None,
            c if c.is_alphanumeric() || c == '_' => {
                if c == 'r' && self.peek(0) == '#' {
                    self.skip(1);
                    return None;
                }
                let mut word = String::from(c);
                while self.peek(0).is_alphanumeric() || self.peek(0) == '_' {
                    word.extend(self.next());
                }
                Some(Token::Word(word))
            }
            c => Some(Token::Sign(c)),
        }
    }

    fn comment(&mut self) -> bool {
        match (self.peek(0), self.peek(1)) {
            ('/', '/') => {
                while !matches!(self.next(), None | Some('\n')) {}
                true
            }
            ('/', '*') => {
                let mut open = 0_usize;
                loop {
                    match (self.peek(0), self.peek(1)) {
                        ('/', '*') => {
                            open += 1;
                            self.skip(2);
                        }
                        ('*', '/') => {
                            open -= 1;
                            self.skip(2);
                            if open == 0 {
                                return true;
                            }
                        }
                        _ => {
                            if self.next().is_none() {
                                return true;
                            }
                        }
                    }
                }
            }
            _ => false,
        }
    }

    /// Reads `"..."`, `b"..."`, `c"..."`, and the raw ones with their `#`.
    fn text(&mut self) -> Option<String> {
        let mut ahead = usize::from(matches!(self.peek(0), 'b' | 'c'));
        let raw = self.peek(ahead) == 'r';
        ahead += usize::from(raw);
        let mut hashes = 0;
        while raw && self.peek(ahead) == '#' {
            hashes += 1;
            ahead += 1;
        }
        if self.peek(ahead) != '"' {
            return None;
        }
        self.skip(ahead + 1);
        let mut text = String::new();
        while let Some(c) = self.next() {
            match c {
                '"' if (0..hashes).all(|n| self.peek(n) == '#') => {
                    self.skip(hashes);
                    break;
                }
                '\\' if !raw => {
                    text.push(c);
                    text.extend(self.next());
                }
                c => text.push(c),
            }
        }
        Some(text)
    }

    /// Reads the rest of `'x'`; of a lifetime, nothing.
    fn character(&mut self) {
        if self.peek(0) == '\\' {
            self.skip(2);
            while !matches!(self.next(), None | Some('\'')) {}
        } else if self.peek(1) == '\'' {
            self.skip(2);
        }
    }
}

/// Marks the item below each `#[cfg(test)]`: up to its `;` or the end of its braces.
fn mark_tests(tokens: &mut [Placed]) {
    let is = |placed: &Placed, sign: char| placed.token == Token::Sign(sign);
    let attribute = ["cfg", "test"].map(|word| Token::Word(word.to_owned()));
    let mut at = 0;
    while at < tokens.len() {
        let words = tokens.get(at..).unwrap_or_default().windows(7).next().is_some_and(|w| {
            matches!(w, [hash, open, cfg, _, test, _, _]
                if is(hash, '#') && is(open, '[') && [&cfg.token, &test.token] == [&attribute[0], &attribute[1]])
        });
        if !words {
            at += 1;
            continue;
        }
        let mut depth = 0_usize;
        for placed in tokens.iter_mut().skip(at + 7) {
            placed.in_test = true;
            at += 1;
            match placed.token {
                Token::Sign('{' | '(' | '[') => depth += 1,
                Token::Sign('}') if depth == 1 => break,
                Token::Sign('}' | ')' | ']') => depth = depth.saturating_sub(1),
                Token::Sign(';') if depth == 0 => break,
                _ => {}
            }
        }
        at += 7;
    }
}
