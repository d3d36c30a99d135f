//! What machines ask: whether this process lives, whether it can serve, and its figures.

use crate::figures::{self, JobState, Now};
use crate::jobs::Standing;
use crate::state::AppState;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;

/// Returns what load balancers ask; also on `admin_listen`.
pub fn health_routes() -> Router<AppState> {
    Router::new().route("/healthz", get(|| async { "ok\n" })).route("/readyz", get(ready))
}

/// Returns what is told on `admin_listen` alone: how much goes on here is nobody else's business.
pub(super) fn figure_routes() -> Router<AppState> {
    Router::new().route("/metrics", get(metrics))
}

async fn ready(State(state): State<AppState>) -> Response {
    if state.is_draining() {
        return (StatusCode::SERVICE_UNAVAILABLE, "draining\n").into_response();
    }
    if !state.store_answers().await {
        return (StatusCode::SERVICE_UNAVAILABLE, "the store does not answer\n").into_response();
    }
    "ready\n".into_response()
}

async fn metrics(State(state): State<AppState>) -> Response {
    ([(CONTENT_TYPE, figures::CONTENT_TYPE)], figures::text(&now(&state).await)).into_response()
}

/// Asks how things stand. Nothing of it is asked of a mail server.
async fn now(state: &AppState) -> Now {
    let mut now = Now { store_is_up: state.store().ping().await.is_ok(), ..Now::default() };
    let [up, away, unasked] = &mut now.mail_servers;
    for (_, server) in state.servers() {
        let (connections, waiting, rows) = server.count();
        now.imap.add(connections);
        if connections.ratio() > now.imap_fullest.ratio() {
            now.imap_fullest = connections;
        }
        now.imap_waiting += waiting;
        now.rows += rows;
        *match server.pulse() {
            None => &mut *unasked,
            Some(pulse) if pulse.is_up => &mut *up,
            Some(_) => &mut *away,
        } += 1;
    }
    let job = |((_, standing), count): ((&str, Standing), u32)| {
        let state = match standing {
            Standing::AtWork => JobState::AtWork,
            Standing::Waiting => JobState::Waiting,
            Standing::Done => JobState::Done,
            Standing::Cancelled => JobState::Cancelled,
            Standing::Failed => JobState::Failed,
        };
        (state, usize::try_from(count).unwrap_or(usize::MAX))
    };
    now.jobs = state.jobs().tally().into_iter().map(job).collect();
    now.sessions = state.sessions().active();
    now.store = state.store().count();
    now.is_draining = state.is_draining();
    now
}
