//! Serves the site over HTTP/1.1: bounded in connections, patient with requests, impatient with slow headers.

use crate::app::{self, App};
use crate::config::Config;
use anyhow::Context as _;
use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tower::ServiceExt as _;

/// Connections of browsers at once.
const CONNECTIONS: usize = 4096;
/// How long a browser may take to send the head of a request; also how long an idle connection is kept.
const HEAD: Duration = Duration::from_secs(30);
/// How long running requests may take to finish once the process is told to stop.
const FINISH: Duration = Duration::from_secs(10);

/// Is a running server.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    tasks: Vec<tokio::task::JoinHandle<()>>,
    app: App,
}

/// Starts everything the configuration names.
///
/// # Errors
/// When the database cannot be opened, or an address cannot be listened on.
pub async fn start(config: Config) -> anyhow::Result<Running> {
    let (listen, admin_listen) = (config.web.listen, config.web.admin_listen);
    let app = App::new(config).await?;
    let listener = listen_on(listen).await?;
    let address = listener.local_addr()?;
    let (stop, stopped) = watch::channel(false);
    let mut tasks = vec![tokio::spawn(accept(listener, app::site(app.clone()), stopped.clone()))];
    if let Some(admin) = admin_listen {
        let machines = app::machines().with_state(app.clone());
        match listen_on(admin).await {
            Ok(listener) => tasks.push(tokio::spawn(accept(listener, machines, stopped.clone()))),
            // A second Postern on this machine has it: mail matters more than being watched.
            Err(error) => tracing::error!("admin_listen: {error:#}"),
        }
    }
    let (house, mut stopped) = (app.clone(), stopped);
    tasks.push(tokio::spawn(async move {
        tokio::select! {
            () = house.keep_house() => {}
            _ = stopped.changed() => {}
        }
    }));
    Ok(Running { address, stop, tasks, app })
}

impl Running {
    /// Returns where the site listens; the real port when 0 was configured.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Stops accepting, lets running requests finish, and logs out of every mail server.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
        for task in self.tasks {
            let _ = task.await;
        }
        self.app.shut_down().await;
    }
}

async fn listen_on(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}"))
}

async fn accept(listener: TcpListener, site: Router, mut stopped: watch::Receiver<bool>) {
    let graceful = GracefulShutdown::new();
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        // A full house must not keep us from stopping.
        let place = tokio::select! {
            place = room.clone().acquire_owned() => place,
            _ = stopped.changed() => break,
        };
        let Ok(place) = place else { break };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stopped.changed() => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of file descriptors, most likely: wait for some to come back instead of spinning.
                tracing::warn!("cannot accept a connection: {error}");
                tokio::time::sleep(Duration::from_millis(200)).await;
                continue;
            }
        };
        let serving = graceful.watch(connection(stream, peer, site.clone()));
        tokio::spawn(async move {
            // A browser that goes away in the middle is no news.
            let _ = serving.await;
            drop(place);
        });
    }
    drop(listener);
    let _ = tokio::time::timeout(FINISH, graceful.shutdown()).await;
}

fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    site: Router,
) -> http1::Connection<
    TokioIo<TcpStream>,
    impl hyper::service::HttpService<Incoming, ResBody = Body, Error = std::convert::Infallible, Future: Send>,
> {
    let _ = stream.set_nodelay(true);
    let service = hyper::service::service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(peer);
        site.clone().oneshot(request)
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .serve_connection(TokioIo::new(stream), service)
}
