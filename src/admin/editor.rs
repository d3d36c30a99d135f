//! `GET /admin/articles/{slug}`: one article as it is written, how it is shown, and what it was before.

use super::frame::{Admin, Frame};
use super::words::moment;
use crate::articles::{Articles, Mistake};
use crate::web::{self, Error, Path, Query, page_with, placeholders, see_other};
use askama::Template;
use axum::http::StatusCode;

/// What a new article begins with.
const SKELETON: &str = "+++\ntitle = \"\"\nsummary = \"\"\ntags = []\n+++\n\n";

/// Which article somebody wants to write.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct NameQuery {
    name: String,
}

/// What was done before this page.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct KeptQuery {
    kept: bool,
}

/// How readers would see it.
#[derive(Debug, Clone)]
pub struct Preview {
    /// The title.
    pub title: String,
    /// One or two sentences.
    pub summary: String,
    /// The body.
    pub html: String,
}

/// One version of an article.
#[derive(Debug, Clone)]
pub struct VersionRow {
    /// Counted from 1; 0 is the file.
    pub number: i64,
    /// When it was written.
    pub when: String,
    /// Letters of its text; none where the article went back to the file.
    pub letters: i64,
}

#[derive(Template)]
#[template(path = "admin/editor.html")]
pub(crate) struct EditorPage {
    pub(crate) frame: Frame,
    pub(crate) slug: String,
    /// What stands in the form.
    pub(crate) text: String,
    /// The version that the writer has seen.
    pub(crate) seen: i64,
    pub(crate) seal: String,
    /// That it is kept.
    pub(crate) is_kept: bool,
    /// Why it is not.
    pub(crate) problem: Option<String>,
    pub(crate) mistakes: Vec<Mistake>,
    /// What somebody else has written meanwhile.
    pub(crate) theirs: Option<String>,
    pub(crate) preview: Option<Preview>,
    /// The last one first.
    pub(crate) versions: Vec<VersionRow>,
    /// Whether there is a file of it.
    pub(crate) has_file: bool,
    /// Where readers see it, if they do; on this port there may be no such page.
    pub(crate) shown_at: Option<String>,
}

/// Leads to the article of this name, whether there is one or not.
pub async fn open(_admin: Admin, Query(asked): Query<NameQuery>) -> web::Result {
    let name = asked.name.trim();
    if Articles::is_slug(name) {
        Ok(see_other(&format!("/admin/articles/{name}"), None))
    } else {
        Err(Error::Field("name".to_owned()))
    }
}

/// Shows an article in a form; one that does not exist yet begins with what every article has.
pub async fn show(admin: Admin, Path(slug): Path<String>, Query(asked): Query<KeptQuery>) -> web::Result {
    let page = EditorPage { is_kept: asked.kept, ..EditorPage::of(admin, slug).await? };
    page_with(StatusCode::OK, &page)
}

impl EditorPage {
    /// Gathers an article as it is shown now.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a name that no article can have; the database's.
    pub async fn of(admin: Admin, slug: String) -> Result<Self, Error> {
        if !Articles::is_slug(&slug) {
            return Err(Error::NotFound);
        }
        let shelf = admin.visit.state.shelf();
        // Whoever begins to write begins with the newest, also of another process.
        shelf.look().await?;
        let (seen, text) = shelf.written(&slug).await;
        let file = shelf.files().source(&slug);
        let has_file = file.is_some();
        let text = text.or_else(|| file.map(str::to_owned)).unwrap_or_else(|| SKELETON.to_owned());
        let l = &admin.frame.l;
        let row = |version: crate::store::article_versions::Version| VersionRow {
            number: version.number,
            when: moment(l, version.saved_at),
            letters: version.letters,
        };
        let versions = shelf.versions(&slug).await?.into_iter().map(row).collect();
        let public = admin.visit.state.config().web.public_url.origin();
        let shown_at = shelf.shown().article(&slug).map(|_| format!("{public}/help/{slug}"));
        let seal = admin.seal(&saving(&slug))?;
        Ok(Self {
            frame: admin.frame,
            slug,
            text,
            seen,
            seal,
            is_kept: false,
            problem: None,
            mistakes: Vec::new(),
            theirs: None,
            preview: None,
            versions,
            has_file,
            shown_at,
        })
    }
}

/// Says what the form of an article is sealed for.
pub fn saving(slug: &str) -> String {
    format!("save {slug}")
}

/// Shows an article as its readers would see it, if it can be read.
pub fn preview(admin: &Admin, articles: &Articles, slug: &str, text: &str) -> Option<Preview> {
    let article = articles.article(slug).filter(|_| articles.source(slug) == Some(text))?;
    let placeholders = placeholders(&admin.visit, None);
    let (title, summary) = (article.title(&placeholders), article.summary(&placeholders));
    Some(Preview { title, summary, html: article.html(&placeholders) })
}
