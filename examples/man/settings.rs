//! postern.toml(5), made of the README: its section "Every setting", with a paragraph for each row of the table.

const SECTION: &str = "\n## Every setting\n";
/// As `date` of the page: a build is to give the same octets again.
const HEAD: &str = ".TH postern.toml 5 \"\" \"Postern\" \"Postern\"\n\
    .SH NAME\npostern.toml \\- the configuration of Postern\n\
    .SH DESCRIPTION\n";
const EXAMPLE: &str = ".SH EXAMPLE\nThe smallest useful file:\n.PP\n.nf\n\
    [web]\npublic_url = \"https://webmail.example.net\"\n[[server]]\ndomains = [\"*\"]\n\
    imap = { host = \"mail.example.net\", port = 993, security = \"tls\" }\n.fi\n\
    .SH FILES\n.TP\n/etc/postern/postern.toml\nWhere the service reads it.\n\
    .SH \"SEE ALSO\"\n.BR postern (1),\n.BR postern-check-config (1)\n";

/// Makes the page.
///
/// # Errors
/// Where the README has no such section, or no table in it.
pub fn page(readme: &str) -> Result<String, &'static str> {
    let (_, section) = readme.split_once(SECTION).ok_or("the README has no section \"Every setting\"")?;
    let section = section.split("\n## ").next().unwrap_or_default();
    let mut page = HEAD.to_owned();
    let mut settings = 0;
    for line in section.lines() {
        match line.strip_prefix('|') {
            Some(row) => {
                if let Some([key, default, what]) = cells(row) {
                    settings += 1;
                    if settings == 1 {
                        page.push_str(".SH SETTINGS\n");
                    }
                    page.push_str(&format!(".TP\n{}\n{}\n", text(&key), text(&sentence(&default, &what))));
                }
            }
            None if line.is_empty() => page.push_str(if settings == 0 { ".PP\n" } else { ".SH NOTES\n" }),
            None => page.push_str(&format!("{}\n", text(line))),
        }
    }
    if settings == 0 {
        return Err("the README's section \"Every setting\" has no table");
    }
    // What comes behind the table is one section, in paragraphs.
    let (first, rest) = page.split_once(".SH NOTES\n").unwrap_or((&page, ""));
    Ok(format!("{first}.SH NOTES\n{}{EXAMPLE}", rest.replace(".SH NOTES\n", ".PP\n")).replace(".PP\n.SH", ".SH"))
}

/// Splits a row of the table; `None` for its head and the line below.
fn cells(row: &str) -> Option<[String; 3]> {
    let row = row.replace("\\|", "\u{0}");
    let mut cells = row.trim_end_matches('|').split('|').map(|cell| cell.trim().replace('\u{0}', "|"));
    let cells = [cells.next()?, cells.next()?, cells.next()?];
    (!cells[0].starts_with('-') && cells[0] != "key").then_some(cells)
}

fn sentence(default: &str, what: &str) -> String {
    match default {
        "" => what.to_owned(),
        default => format!("{what}. Default: {default}"),
    }
}

/// Writes a line for roff: code and bold words stand out, nothing in it is a request.
fn text(line: &str) -> String {
    let mut out = String::new();
    let mut code = false;
    for letter in line.replace("**", "").chars() {
        match letter {
            '`' => {
                out.push_str(if code { "\\fR" } else { "\\fB" });
                code = !code;
            }
            '\\' => out.push_str("\\e"),
            '-' if code => out.push_str("\\-"),
            '\'' if code => out.push_str("\\(aq"),
            letter => out.push(letter),
        }
    }
    if out.starts_with(['.', '\'']) { format!("\\&{out}") } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_of_the_readme_has_a_paragraph() {
        let readme = include_str!("../../README.md");
        let page = page(readme).unwrap();
        for line in readme.lines().filter(|line| line.starts_with("| `[")) {
            let key = line.split('`').nth(1).unwrap();
            assert!(page.contains(&format!(".TP\n\\fB{}\\fR", key.replace('-', "\\-"))), "{key}");
        }
        assert!(page.matches(".TP\n").count() > 40);
    }

    #[test]
    fn nothing_in_a_line_is_a_request() {
        assert_eq!(text(".so /etc/passwd"), "\\&.so /etc/passwd");
        assert_eq!(text("'x"), "\\&'x");
        assert_eq!(text(r"a \n b"), r"a \en b");
        assert_eq!(text("say `--config 'x'`"), "say \\fB\\-\\-config \\(aqx\\(aq\\fR");
    }
}
