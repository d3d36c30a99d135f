//! Sends traces to a collector of OpenTelemetry (the feature `otel`): each request, and in it what was asked of the mail server and of the
//! database. In plain HTTP, so that there is no second TLS in this program: the collector is on this machine, and passes them on.

use http_body_util::{BodyExt as _, Full, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use opentelemetry::trace::TracerProvider as _;
use opentelemetry::{KeyValue, global};
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use opentelemetry_otlp::{SpanExporter, WithExportConfig as _, WithHttpConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::SdkTracerProvider;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::runtime::Handle;
use tokio::time::timeout;
use tracing_subscriber::{Layer, Registry};

/// How long the collector may take.
const ANSWER: Duration = Duration::from_secs(5);
/// Octets of its answer that are read.
const MAX_ANSWER: usize = 64 * 1024;

/// Sends what is left when it is told to.
pub(crate) struct Traces(SdkTracerProvider);

impl Traces {
    /// Sends the rest, and waits a little for that.
    pub(crate) fn end(&self) {
        // A collector that is away loses the last ones.
        let _ = self.0.shutdown_with_timeout(ANSWER);
    }
}

/// Prepares to send traces to a collector, such as `http://127.0.0.1:4318`, on the runtime of the caller.
///
/// # Errors
/// When the address cannot be used.
pub(crate) fn begin(endpoint: &str) -> anyhow::Result<(Traces, Box<dyn Layer<Registry> + Send + Sync>)> {
    let client = Collector { runtime: Handle::current(), is_told: Arc::default() };
    let exporter = SpanExporter::builder().with_http().with_http_client(client);
    let exporter = exporter.with_endpoint(format!("{endpoint}/v1/traces")).with_timeout(ANSWER).build()?;
    let version = KeyValue::new("service.version", env!("CARGO_PKG_VERSION"));
    let resource = Resource::builder().with_service_name("postern").with_attribute(version).build();
    let provider = SdkTracerProvider::builder().with_batch_exporter(exporter).with_resource(resource).build();
    global::set_tracer_provider(provider.clone());
    let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("postern"));
    // Where in the sources a line stands is nobody's business there.
    Ok((Traces(provider), layer.with_location(false).with_threads(false).boxed()))
}

/// The collector, over one connection for each batch. The exporter has a thread without a runtime.
#[derive(Debug)]
struct Collector {
    runtime: Handle,
    /// Whether the log knows already that it is away.
    is_told: Arc<AtomicBool>,
}

impl HttpClient for Collector {
    fn send_bytes<'l, 'f>(
        &'l self,
        request: Request<Bytes>,
    ) -> Pin<Box<dyn Future<Output = Result<Response<Bytes>, HttpError>> + Send + 'f>>
    where
        'l: 'f,
        Self: 'f,
    {
        Box::pin(async move {
            let sent = self.runtime.spawn(async move { timeout(ANSWER, send(request)).await });
            let answer = match sent.await? {
                Ok(answer) => answer,
                Err(late) => Err(late.into()),
            };
            match &answer {
                Ok(_) => self.is_told.store(false, Ordering::Relaxed),
                Err(error) if !self.is_told.swap(true, Ordering::Relaxed) => {
                    tracing::warn!("traces cannot be sent: {error}");
                }
                Err(_) => {}
            }
            answer
        })
    }
}

async fn send(request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
    let authority = request.uri().authority().ok_or("a collector without a host")?.clone();
    let host = authority.host().trim_start_matches('[').trim_end_matches(']');
    let stream = TcpStream::connect((host, authority.port_u16().unwrap_or(80))).await?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    let talking = tokio::spawn(connection);
    let (mut head, body) = request.into_parts();
    head.headers.insert("host", authority.as_str().parse()?);
    head.uri = head.uri.path_and_query().map_or("/", |path| path.as_str()).parse()?;
    let answer = sender.send_request(Request::from_parts(head, Full::new(body))).await?;
    let (head, body) = answer.into_parts();
    let octets = Limited::new(body, MAX_ANSWER).collect().await?.to_bytes();
    talking.abort();
    Ok(Response::from_parts(head, octets))
}
