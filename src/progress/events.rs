//! `GET /jobs/{id}/events`: how far long work is, as it goes on (server-sent events, HTML Living Standard, 9.2).

use super::page::found;
use super::told::Told;
use crate::web::{self, Path, SignedIn};
use axum::response::IntoResponse as _;
use axum::response::sse::{Event, Sse};
use futures_util::stream;
use std::convert::Infallible;
use std::time::Duration;
use tokio::time::Instant;

/// How often something is told, at least: a browser then knows that we are there, and a countdown goes on.
const BEAT: Duration = Duration::from_millis(900);

/// How long one connection tells; a browser then asks anew, and shows by that whose session it still has.
const LONGEST: Duration = Duration::from_secs(300);

/// Tells on one connection, which ends with the job.
pub(super) async fn show(user: SignedIn, Path(id): Path<String>) -> web::Result {
    let job = found(&user, &id).await?;
    let jobs = user.visit.state.jobs().clone();
    let (open, stopping, l) = (jobs.open(&user.account, job.id), jobs.stopping(), user.visit.locale.clone());
    let watch = open.as_ref().map(|open| open.watch());
    let end = Instant::now() + LONGEST;
    let begin = (open, watch, stopping, true);
    let told = stream::unfold(Some(begin), move |state| {
        let (l, job, jobs) = (l.clone(), job.clone(), jobs.clone());
        async move {
            let (open, mut watch, mut stopping, first) = state?;
            if let (Some(watch), false) = (&mut watch, first) {
                tokio::select! {
                    _ = watch.changed() => {}
                    () = tokio::time::sleep(BEAT) => {}
                    _ = stopping.changed() => return None,
                    () = tokio::time::sleep_until(end) => return None,
                }
            }
            if let Some(open) = &open {
                jobs.look_at(open).await;
            }
            let view = open.as_ref().map_or(job, |open| open.view());
            let told = Told::of(&l, &view, crate::store::now());
            let event = Event::default().event(if told.ended { "end" } else { "progress" }).data(json(&told));
            let next = (!told.ended).then_some((open, watch, stopping, false));
            Some((Ok::<_, Infallible>(event), next))
        }
    });
    Ok(Sse::new(told).into_response())
}

/// Writes what is told on one line, as an event wants it.
fn json(told: &Told) -> String {
    // Plain texts and numbers of our own: they can always be written.
    serde_json::to_string(told).unwrap_or_default()
}
