//! The site: every feature's URLs in one list, and the layers around them, each with its reason. `watch` is what machines ask.

mod watch;

pub use watch::health_routes;

use crate::state::AppState;
use crate::web;
use crate::{admin, cleanup, help, login, mailbox, message, overview, pictures, progress, setup, spam_filter, storage};
use axum::extract::Request;
use axum::http::{Extensions, HeaderMap, StatusCode, Uri, Version, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::{Extension, Router};
use std::time::Duration;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate as _};
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutLayer};

/// Octets of a form: some ten thousand checked messages.
const MAX_FORM: usize = 256 * 1024;
/// Octets of a form with an article in it: each of its octets may be sent as three.
const MAX_ARTICLE_FORM: usize = 1024 * 1024;
/// Octets of what a mail program asks: an address and some XML around it.
const MAX_QUESTION: usize = 16 * 1024;
/// How long a browser may pause while it sends a form.
const MAX_PAUSE: Duration = Duration::from_secs(30);
/// How long a mail program may take to ask.
const MAX_QUESTION_TIME: Duration = Duration::from_secs(30);
/// How long a page may take; emptying a large folder is the longest.
const MAX_TIME: Duration = Duration::from_secs(600);

/// Returns the whole site.
pub fn router(state: AppState) -> Router {
    // Around the routes, for a layer on them would see the path after it has been looked up.
    Router::new().fallback_service(routes(state)).layer(axum::middleware::from_fn(spell_as_outlook_means))
}

/// Returns the routes with what is around them. The layer added last runs first.
fn routes(state: AppState) -> Router {
    Router::new()
        .merge(overview::routes())
        .merge(mailbox::routes())
        .merge(message::routes())
        .merge(pictures::routes())
        .merge(cleanup::routes())
        .merge(spam_filter::routes())
        .merge(storage::routes())
        .merge(progress::routes())
        .merge(login::routes())
        .merge(help::routes())
        .merge(setup::routes())
        .fallback(|| async { web::Error::NotFound })
        // A form from elsewhere is refused before anything reads it.
        .layer(from_fn_with_state(state.clone(), web::check_origin))
        .layer(RequestBodyLimitLayer::new(MAX_FORM))
        // A form that trickles in holds one of our connections.
        .layer(RequestBodyTimeoutLayer::new(MAX_PAUSE))
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, MAX_TIME))
        // A panic is a failure like others; the page says so.
        .layer(CatchPanicLayer::custom(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response()))
        .layer(from_fn_with_state(state.clone(), web::error_pages))
        .layer(from_fn_with_state(state.clone(), web::flash_middleware))
        // Who looks after the site has pages of another kind.
        .merge(public_admin_routes(&state))
        // Machines get neither pages nor news.
        .merge(program_routes())
        // Around all that is work: whoever asks for too much is refused before anything is read or looked up.
        .layer(from_fn_with_state(state.clone(), web::limit_requests))
        // No work: they are in memory.
        .merge(asset_routes())
        .merge(health_routes())
        .layer(axum::middleware::from_fn(web::compress_pages))
        // What is passed on as it comes stays as it comes: compressing would hold it back, and an attachment seldom gains.
        .layer(
            CompressionLayer::new()
                .quality(CompressionLevel::Fastest)
                .compress_when(DefaultPredicate::new().and(is_no_download)),
        )
        .layer(from_fn_with_state(state.clone(), web::security_headers))
        .layer(from_fn_with_state(state.clone(), web::log_request))
        .with_state(state)
}

/// Returns what pages are made with. Also where there is none of that name, nobody is looked up and no page is drawn.
fn asset_routes() -> Router<AppState> {
    Router::new().route("/static/{hash}/{name}", get(web::serve_asset))
}

/// Returns what is on `admin_listen`: what machines ask, and the pages of those who look after the site, if they have any.
pub fn admin_router(state: AppState) -> Router {
    let pages = match state.admin() {
        None => Router::new(),
        Some(_) => with_admin_layers(own_admin_routes(&state), &state)
            .merge(asset_routes())
            .layer(axum::middleware::from_fn(web::compress_pages))
            .layer(from_fn_with_state(state.clone(), web::security_headers))
            .layer(from_fn_with_state(state.clone(), web::log_request)),
    };
    pages.merge(health_routes()).merge(watch::figure_routes()).with_state(state)
}

fn own_admin_routes(state: &AppState) -> Router<AppState> {
    let routes = admin::routes().fallback(|| async { web::Error::NotFound }).layer(Extension(admin::OwnPort));
    // Also for reading: a page of a stranger may call itself by a name that leads here.
    routes.layer(from_fn_with_state(state.clone(), web::check_own_host))
}

/// Returns the pages of those who look after the site, where the host wants them on the port of the site as well.
fn public_admin_routes(state: &AppState) -> Router<AppState> {
    if state.admin().is_none() || !state.config().admin.public {
        return Router::new();
    }
    with_admin_layers(admin::routes().layer(from_fn_with_state(state.clone(), web::check_origin)), state)
}

fn with_admin_layers(routes: Router<AppState>, state: &AppState) -> Router<AppState> {
    routes
        .layer(RequestBodyLimitLayer::new(MAX_ARTICLE_FORM))
        .layer(RequestBodyTimeoutLayer::new(MAX_PAUSE))
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, MAX_TIME))
        .layer(CatchPanicLayer::custom(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response()))
        .layer(from_fn_with_state(state.clone(), admin::error_pages))
}

/// Returns what mail programs ask.
///
/// Outlook asks by POST and names no origin, so the origin check is not around these: it keeps strangers from acting in the name of
/// somebody who is signed in, and here nobody is. No cookie is looked at, and no answer changes anything.
fn program_routes() -> Router<AppState> {
    setup::machine_routes()
        .layer(RequestBodyLimitLayer::new(MAX_QUESTION))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, MAX_QUESTION_TIME))
        .layer(CatchPanicLayer::custom(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response()))
}

/// Spells the paths of Autodiscover in small letters: each Outlook writes them in its own way.
async fn spell_as_outlook_means(mut request: Request, next: Next) -> Response {
    if let Some(spelt) = spelt(request.uri()) {
        *request.uri_mut() = spelt;
    }
    next.run(request).await
}

fn spelt(uri: &Uri) -> Option<Uri> {
    let known = [setup::AUTODISCOVER, setup::AUTODISCOVER_POINTER];
    let (path, rest) = known.into_iter().find_map(|known| {
        let (head, rest) = uri.path().split_at_checked(known.len())?;
        (head.eq_ignore_ascii_case(known) && (rest.is_empty() || rest.starts_with('/'))).then_some((known, rest))
    })?;
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let mut parts = uri.clone().into_parts();
    // Behind the pointer stands the version, then an address.
    parts.path_and_query = format!("{path}{}{query}", rest.replacen("/V1.0/", "/v1.0/", 1)).parse().ok();
    Uri::from_parts(parts).ok()
}

fn is_no_download(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    !headers.contains_key(header::CONTENT_DISPOSITION)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::figures::Route;
    use axum::body::Body;
    use http_body_util::BodyExt as _;
    use std::collections::BTreeSet;
    use tower::ServiceExt as _;

    /// Returns the state of a site with more in its configuration, and the folder of its files.
    async fn state(more: &str) -> (tempfile::TempDir, AppState) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("postern.toml");
        let url = format!("sqlite://{}/postern.db", folder.path().display());
        let text = format!(
            "{more}\n[store]\nurl = \"{url}\"\n[[server]]\ndomains = [\"*\"]\nimap = {{ host = \"127.0.0.1\", port = 1 }}\n"
        );
        std::fs::write(&file, text).unwrap();
        let state = AppState::new(Config::load(Some(&file), std::iter::empty()).unwrap()).await.unwrap();
        (folder, state)
    }

    /// Asks a site from somewhere in the internet; returns the status, the media type and what is answered.
    async fn ask(site: &Router, path: &str) -> (u16, String, String) {
        let mut request = Request::get(path).body(Body::empty()).unwrap();
        request.extensions_mut().insert(std::net::SocketAddr::from(([192, 0, 2, 1], 4711)));
        let answer = site.clone().oneshot(request).await.unwrap();
        let kind = answer.headers().get(header::CONTENT_TYPE).map(|kind| kind.to_str().unwrap().to_owned());
        let status = answer.status().as_u16();
        let octets = answer.into_body().collect().await.unwrap().to_bytes();
        (status, kind.unwrap_or_default(), String::from_utf8(octets.to_vec()).unwrap())
    }

    /// Returns longer than an answer of the store is good for.
    fn a_moment() -> Duration {
        Duration::from_millis(1100)
    }

    fn plain(status: u16, words: &str) -> (u16, String, String) {
        (status, "text/plain; charset=utf-8".to_owned(), words.to_owned())
    }

    #[tokio::test]
    async fn a_machine_that_asks_gets_plain_text_also_when_the_store_is_away_and_the_store_is_asked_once_a_second() {
        let (_folder, state) = state("").await;
        let site = router(state.clone());
        assert_eq!(ask(&site, "/readyz").await, plain(200, "ready\n"));
        let began = std::time::Instant::now();
        state.store().close().await;
        let again = ask(&site, "/readyz").await;
        if began.elapsed() < a_moment() / 2 {
            assert_eq!(again, plain(200, "ready\n"), "what was found out a moment ago");
        }
        tokio::time::sleep(a_moment()).await;
        assert_eq!(ask(&site, "/readyz").await, plain(503, "the store does not answer\n"));
    }

    #[tokio::test]
    async fn only_files_that_pages_are_made_with_are_free_and_one_that_is_not_there_is_a_line_for_which_nobody_is_looked_up()
     {
        let (_folder, state) = state("[limits]\nper_client = 3").await;
        let site = router(state.clone());
        let style = state.assets().url("app.css");
        state.store().close().await;
        for _ in 0..5 {
            assert_eq!(ask(&site, &style).await.0, 200);
            assert_eq!(ask(&site, "/static/a/b").await, plain(404, "not found\n"));
        }
        let mut answers = Vec::new();
        for _ in 0..5 {
            answers.push(ask(&site, "/static/a/b/c").await.0);
        }
        assert_eq!(answers, [404, 404, 404, 429, 429], "what is no place of a file is counted");
        assert_eq!(ask(&site, &style).await.0, 200);
    }

    /// Lists the templates of a router, as its debug print has them.
    fn templates(router: &Router<AppState>) -> BTreeSet<String> {
        let printed = format!("{router:?}");
        let words = printed.split('"').skip(1).step_by(2);
        words.filter(|word| word.starts_with('/') && !word.contains("{*")).map(str::to_owned).collect()
    }

    #[test]
    fn every_route_is_counted_by_its_template() {
        let routers = [
            overview::routes(),
            mailbox::routes(),
            message::routes(),
            pictures::routes(),
            cleanup::routes(),
            spam_filter::routes(),
            storage::routes(),
            progress::routes(),
            login::routes(),
            help::routes(),
            setup::routes(),
            setup::machine_routes(),
            admin::routes(),
            health_routes(),
            asset_routes(),
        ];
        let templates: BTreeSet<String> = routers.iter().flat_map(templates).collect();
        let unknown: Vec<&String> = templates.iter().filter(|template| !Route::is_known(template)).collect();
        assert_eq!(unknown, Vec::<&String>::new(), "these belong into figures/route.rs");
        assert_eq!(templates.len(), Route::count(), "figures/route.rs has templates that are no more");
    }
}
