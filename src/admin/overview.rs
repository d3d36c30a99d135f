//! `GET /admin`: how things stand.

use super::frame::{Admin, Frame};
use super::health::{self, ServerRow};
use super::words::{day, moment, without_addresses};
use crate::i18n::Locale;
use crate::jobs::Standing;
use crate::state::AppState;
use crate::store::{self, votes};
use crate::web::{self, placeholders};
use askama::Template;
use std::collections::BTreeSet;

/// Days of failed sign-ins that are shown.
const DAYS: i64 = 14;
/// Sentences of visitors that are shown.
const SAID: usize = 100;

/// One article.
#[derive(Debug, Clone)]
pub struct ArticleRow {
    /// The name in its URL.
    pub slug: String,
    /// The title.
    pub title: String,
    /// How many found it useful.
    pub useful: u32,
    /// How many did not.
    pub not_useful: u32,
    /// Whether what is shown was written in the browser.
    pub is_written: bool,
}

/// What a visitor missed.
#[derive(Debug, Clone)]
pub struct MissingRow {
    /// The article.
    pub slug: String,
    /// In the visitor's words, without addresses.
    pub said: String,
    /// When.
    pub when: String,
}

/// Sign-ins that failed.
#[derive(Debug, Clone)]
pub struct FailureRow {
    /// The day.
    pub day: String,
    /// The mail domain.
    pub domain: String,
    /// Why.
    pub why: String,
    /// How many.
    pub count: i64,
}

/// Long work.
#[derive(Debug, Clone)]
pub struct JobRow {
    /// What is done.
    pub what: String,
    /// How it stands.
    pub how: String,
    /// How many.
    pub count: u32,
}

#[derive(Template)]
#[template(path = "admin/overview.html")]
pub(crate) struct AdminPage {
    pub(crate) frame: Frame,
    pub(crate) servers: Vec<ServerRow>,
    pub(crate) failures: Vec<FailureRow>,
    pub(crate) jobs: Vec<JobRow>,
    pub(crate) articles: Vec<ArticleRow>,
    pub(crate) missing: Vec<MissingRow>,
}

/// Shows it.
pub async fn show(admin: Admin) -> web::Result {
    let (state, l) = (&admin.visit.state, &admin.frame.l);
    web::page(&AdminPage {
        servers: health::servers(state, l).await,
        failures: failures(state, l).await?,
        jobs: jobs(state, l),
        articles: articles(&admin).await?,
        missing: missing(state, l).await?,
        frame: admin.frame,
    })
}

async fn failures(state: &AppState, l: &Locale) -> web::Result<Vec<FailureRow>> {
    let row = |(failed, count): (store::failures::Failed, i64)| FailureRow {
        day: day(l, failed.day),
        domain: if failed.domain.is_empty() { l.t("admin-other-domain") } else { failed.domain },
        why: l.t(&format!("admin-failed-{}", failed.kind)),
        count,
    };
    Ok(state.failures().of_last(DAYS, store::now()).await?.into_iter().map(row).collect())
}

fn jobs(state: &AppState, l: &Locale) -> Vec<JobRow> {
    let how = |standing| match standing {
        Standing::AtWork => l.t("admin-job-at-work"),
        Standing::Waiting => l.t("admin-job-waiting"),
        Standing::Done => l.t("admin-job-done"),
        Standing::Cancelled => l.t("admin-job-cancelled"),
        Standing::Failed => l.t("admin-job-failed"),
    };
    let tally = state.jobs().tally().into_iter();
    let what = |verb: &str| l.t(&format!("admin-verb-{verb}"));
    tally.map(|((verb, standing), count)| JobRow { what: what(verb), how: how(standing), count }).collect()
}

async fn articles(admin: &Admin) -> web::Result<Vec<ArticleRow>> {
    let (state, placeholders) = (&admin.visit.state, placeholders(&admin.visit, None));
    let (articles, votes) = (state.articles(), votes::counts(state.store()).await?);
    let written: BTreeSet<String> = state.shelf().slugs_written().await.into_iter().collect();
    let row = |slug: &str| {
        let (useful, not_useful) = votes.get(slug).copied().unwrap_or_default();
        let title = articles.article(slug).map(|article| article.title(&placeholders)).unwrap_or_default();
        ArticleRow { slug: slug.to_owned(), title, useful, not_useful, is_written: written.contains(slug) }
    };
    let mut rows: Vec<ArticleRow> = articles.slugs().map(row).collect();
    // What helps least stands first.
    rows.sort_by_key(|row| std::cmp::Reverse(row.not_useful));
    Ok(rows)
}

async fn missing(state: &AppState, l: &Locale) -> web::Result<Vec<MissingRow>> {
    let said = votes::missing(state.store()).await?.into_iter().take(SAID);
    let row = |missing: votes::Missing| MissingRow {
        said: without_addresses(l, &missing.said),
        when: moment(l, missing.said_at),
        slug: missing.article,
    };
    Ok(said.map(row).collect())
}
