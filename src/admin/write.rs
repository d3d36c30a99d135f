//! `POST /admin/articles/{slug}`: shows what was written as readers would see it, or keeps it. `.../back`: an older version again.

use super::editor::{EditorPage, preview, saving};
use super::frame::Admin;
use crate::articles::Articles;
use crate::state::SaveError;
use crate::store;
use crate::web::{self, Error, Form, Path, from_text, page_with, see_other};
use axum::http::StatusCode;

/// What is done with what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Wish {
    /// It is shown as readers would see it.
    Preview,
    /// It is kept.
    Save,
}

/// The form of an article.
#[derive(Debug, serde::Deserialize)]
pub struct ArticleForm {
    seal: String,
    #[serde(deserialize_with = "from_text")]
    seen: i64,
    text: String,
    #[serde(rename = "do")]
    wish: Wish,
}

/// The button of an older version.
#[derive(Debug, serde::Deserialize)]
pub struct BackForm {
    seal: String,
    #[serde(deserialize_with = "from_text")]
    seen: i64,
    #[serde(deserialize_with = "from_text")]
    version: i64,
}

/// Shows what was written, or keeps it. Whatever is in the way, what was written stands in the form again.
pub async fn write(admin: Admin, Path(slug): Path<String>, Form(form): Form<ArticleForm>) -> web::Result {
    if !Articles::is_slug(&slug) {
        return Err(Error::NotFound);
    }
    let l = admin.frame.l.clone();
    let text = form.text.replace("\r\n", "\n");
    let shelf = admin.visit.state.shelf();
    let is_sealed = admin.check_seal(&saving(&slug), &form.seal).is_ok();
    let draft = shelf.draft(&slug, Some(&text)).await.map_err(|error| Error::Internal(error.into()))?;
    let shown = preview(&admin, &draft.articles, &slug, &text);
    let kept = match form.wish {
        Wish::Save if is_sealed => Some(shelf.save(&slug, form.seen, Some(&text), store::now()).await),
        _ => None,
    };
    if let Some(Ok(())) = kept {
        tracing::info!(article = slug, "an article was written");
        return Ok(see_other(&format!("/admin/articles/{slug}?kept=true"), None));
    }
    let now = EditorPage::of(admin, slug).await?;
    let (newest, theirs) = (now.seen, now.text.clone());
    // A form that was drawn before stays what it was: the other text counts as seen once it was shown.
    let page = EditorPage { text, preview: shown, mistakes: draft.mistakes, seen: form.seen, ..now };
    let again = |status, problem: &str, page| page_with(status, &EditorPage { problem: Some(l.t(problem)), ..page });
    match kept {
        None if !is_sealed => again(StatusCode::CONFLICT, "admin-sealed-for-another", page),
        None if page.mistakes.is_empty() => page_with(StatusCode::OK, &page),
        None => again(StatusCode::OK, "admin-has-mistakes", page),
        Some(Err(SaveError::Conflict)) => {
            let page = EditorPage { theirs: Some(theirs), seen: newest, ..page };
            again(StatusCode::CONFLICT, "admin-conflict", page)
        }
        Some(Err(SaveError::Mistakes(mistakes))) => {
            let problem = if mistakes.is_empty() { "admin-size" } else { "admin-has-mistakes" };
            again(StatusCode::UNPROCESSABLE_ENTITY, problem, EditorPage { mistakes, ..page })
        }
        Some(Err(SaveError::TooMany)) => again(StatusCode::UNPROCESSABLE_ENTITY, "admin-too-many-articles", page),
        Some(Err(SaveError::Store(error))) => Err(error.into()),
        Some(Err(SaveError::Internal(error))) => Err(Error::Internal(error.into())),
        // Answered above.
        Some(Ok(())) => page_with(StatusCode::OK, &page),
    }
}

/// Says what the button of an older version is sealed for.
pub fn bringing_back(slug: &str) -> String {
    format!("back {slug}")
}

/// Shows an older version again, as a new one; version 0 is the file.
pub async fn bring_back(admin: Admin, Path(slug): Path<String>, Form(form): Form<BackForm>) -> web::Result {
    admin.check_seal(&bringing_back(&slug), &form.seal)?;
    let (l, shelf) = (admin.frame.l.clone(), admin.visit.state.shelf());
    let text = shelf.text_of(&slug, form.version).await?;
    // Where an article was written here alone, its file is nothing, and it is shown no more.
    if text.is_none() && form.version != 0 {
        return Err(Error::NotFound);
    }
    let is_file = text.as_deref() == shelf.files().source(&slug);
    let kept = shelf.save(&slug, form.seen, text.as_deref().filter(|_| !is_file), store::now()).await;
    let (status, problem, mistakes) = match kept {
        Ok(()) => {
            tracing::info!(article = slug, "an older version of an article was brought back");
            return Ok(see_other(&format!("/admin/articles/{slug}?kept=true"), None));
        }
        Err(SaveError::Conflict) => (StatusCode::CONFLICT, "admin-conflict-back", Vec::new()),
        Err(SaveError::Mistakes(mistakes)) => (StatusCode::UNPROCESSABLE_ENTITY, "admin-has-mistakes", mistakes),
        Err(SaveError::TooMany) => (StatusCode::UNPROCESSABLE_ENTITY, "admin-too-many-articles", Vec::new()),
        Err(SaveError::Store(error)) => return Err(error.into()),
        Err(SaveError::Internal(error)) => return Err(Error::Internal(error.into())),
    };
    let page = EditorPage::of(admin, slug).await?;
    page_with(status, &EditorPage { problem: Some(l.t(problem)), mistakes, ..page })
}
