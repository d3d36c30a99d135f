//! What is counted while a request is at work, as spans of its trace (the feature `otel`); nothing without a collector.
//!
//! They hold what the figures hold, words that are known before: no address, no folder, and of a request its route.

use super::label::{ImapCommand, ImapResult, Label as _, Method, Statement, Status};
use super::route::Route;
use opentelemetry::trace::{Span as _, SpanKind, TraceContextExt as _, Tracer as _};
use opentelemetry::{KeyValue, global};
use std::time::{Duration, SystemTime};
use tracing_opentelemetry::OpenTelemetrySpanExt as _;

/// Names the running trace by its request.
pub(super) fn request(route: Route, method: Method, status: Status) {
    let context = tracing::Span::current().context();
    let span = context.span();
    span.update_name(format!("{} {}", method.word(), route.word()));
    span.set_attribute(KeyValue::new("http.route", route.word()));
    span.set_attribute(KeyValue::new("postern.status", status.word()));
    if status == Status::OurFault {
        span.set_status(opentelemetry::trace::Status::error(""));
    }
}

/// Adds a command to the mail server.
pub(super) fn imap_command(command: ImapCommand, result: ImapResult, time: Duration) {
    add(command.word(), time, vec![KeyValue::new("postern.result", result.word())]);
}

/// Adds a statement to the database.
pub(super) fn statement(kind: Statement, time: Duration) {
    let name = match kind {
        Statement::Read => "store read",
        Statement::Write => "store write",
    };
    add(name, time, Vec::new());
}

fn add(name: &'static str, time: Duration, attributes: Vec<KeyValue>) {
    let parent = tracing::Span::current().context();
    if !parent.has_active_span() {
        return;
    }
    let (tracer, end) = (global::tracer("postern"), SystemTime::now());
    let begin = end.checked_sub(time).unwrap_or(end);
    let builder = tracer.span_builder(name).with_kind(SpanKind::Client).with_start_time(begin);
    builder.with_attributes(attributes).start_with_context(&tracer, &parent).end_with_timestamp(end);
}
