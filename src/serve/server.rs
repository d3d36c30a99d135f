//! Listens, and stops when it is told to.

use super::connections::{self, ConnectionPermit, Connections};
use super::descriptors;
use super::stream::WriteTimeout;
use crate::config::Config;
use crate::figures;
use crate::site;
use crate::state::AppState;
use crate::web::HoldingBody;
use anyhow::Context as _;
use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use ipnet::IpNet;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::watch;
use tower::ServiceExt as _;

/// Bounds the connections of browsers.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Connections at once; fewer where the system lets this process have fewer.
    pub connections: usize,
    /// Connections of one peer that is no proxy.
    pub share: usize,
    /// How long a browser may take to send the head of a request; also how long an idle connection is kept.
    pub head: Duration,
    /// How long an answer may wait without an octet of it being taken.
    pub stall: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { connections: 4096, share: 512, head: Duration::from_secs(30), stall: Duration::from_secs(60) }
    }
}

/// Connections at once where machines ask.
const MACHINES: usize = 64;
/// Files that are open besides connections: the database, the log, what listens.
const FILES: usize = 64;
/// Connections there are in any case.
const FEWEST: usize = 16;
/// Octets of the send buffer of one connection: a larger one would hide that a slow reader still takes something.
const UNREAD: u32 = 128 * 1024;
/// Connections that may wait to be accepted.
const BACKLOG: u32 = 1024;
/// How long running requests may take to finish once the process is told to stop.
const FINISH: Duration = Duration::from_secs(10);

/// A running server.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    tasks: Vec<tokio::task::JoinHandle<()>>,
    state: AppState,
}

/// Starts everything the configuration names.
///
/// # Errors
/// When the database cannot be opened, or an address cannot be listened on.
pub async fn start(config: Config) -> anyhow::Result<Running> {
    start_within(config, Limits::default()).await
}

/// Starts everything the configuration names, within limits of the caller's.
///
/// # Errors
/// As [`start`].
pub async fn start_within(config: Config, limits: Limits) -> anyhow::Result<Running> {
    figures::begin();
    let limits = fitting(limits, &config, descriptors::raise_nofile_limit());
    let (listen, admin_listen) = (config.web.listen, config.web.admin_listen);
    let proxies = config.web.trusted_proxies().to_vec();
    let state = AppState::new(config).await?;
    let listener = listen_on(listen)?;
    let address = listener.local_addr()?;
    let (stop, stopped) = watch::channel(false);
    let mut tasks =
        vec![tokio::spawn(accept(listener, site::router(state.clone()), limits, proxies.clone(), stopped.clone()))];
    if let Some(admin) = admin_listen {
        let machines = site::admin_router(state.clone());
        let limits = Limits { connections: MACHINES, share: MACHINES, ..limits };
        match listen_on(admin) {
            Ok(listener) => tasks.push(tokio::spawn(accept(listener, machines, limits, proxies, stopped.clone()))),
            // A second Postern on this machine has it: mail matters more than being watched.
            Err(error) => tracing::error!("admin_listen: {error:#}"),
        }
    }
    let (expiry, mut stopped) = (state.clone(), stopped);
    tasks.push(tokio::spawn(async move {
        tokio::select! {
            () = expiry.purge_expired() => {}
            () = expiry.keep_nights() => {}
            () = expiry.keep_up() => {}
            () = expiry.sessions().forget() => {}
            _ = stopped.changed() => {}
        }
    }));
    Ok(Running { address, stop, tasks, state })
}

impl Running {
    /// Returns where the site listens; the real port when 0 was configured.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Says at `/readyz` that this process is about to end, and serves on for `[web] drain_seconds`.
    pub async fn drain(&self) {
        self.state.drain();
        tokio::time::sleep(Duration::from_secs(self.state.config().web.drain_seconds)).await;
    }

    /// Stops accepting, lets running requests finish, and logs out of every mail server.
    pub async fn stop(self) {
        self.state.drain();
        let _ = self.stop.send(true);
        for task in self.tasks {
            let _ = task.await;
        }
        self.state.shut_down().await;
    }
}

/// Leaves files for the mail servers and the rest, so that whoever is let in can be served.
fn fitting(limits: Limits, config: &Config, files: usize) -> Limits {
    let others = config.servers.len() * config.imap.connections + MACHINES + FILES;
    let connections = limits.connections.min(files.saturating_sub(others)).max(FEWEST);
    if connections < limits.connections {
        tracing::warn!(connections, files, "few files may be open at once (ulimit -n): fewer connections are served");
    }
    // Whoever comes without a proxy never has more than a quarter.
    Limits { connections, share: limits.share.min(connections.div_ceil(4)), ..limits }
}

fn listen_on(address: SocketAddr) -> anyhow::Result<TcpListener> {
    let listen = || {
        let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
        socket.set_reuseaddr(true)?;
        // What is accepted inherits it.
        socket.set_send_buffer_size(UNREAD)?;
        socket.bind(address)?;
        socket.listen(BACKLOG)
    };
    listen().with_context(|| format!("cannot listen on {address}"))
}

async fn accept(
    listener: TcpListener,
    site: Router,
    limits: Limits,
    proxies: Vec<IpNet>,
    mut stopped: watch::Receiver<bool>,
) {
    let graceful = GracefulShutdown::new();
    let connections = Connections::new(limits.connections, limits.share, proxies);
    loop {
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
        // A full server must not keep us from stopping.
        let permit = tokio::select! {
            permit = connections.admit(peer.ip()) => permit,
            _ = stopped.changed() => break,
        };
        let Some(permit) = permit else {
            figures::connection_refused();
            tracing::debug!("a connection too many is closed");
            continue;
        };
        let serving = graceful.watch(connection(stream, peer, site.clone(), permit.clone(), limits));
        tokio::spawn(async move {
            tokio::select! {
                // A browser that goes away in the middle is no news.
                _ = serving => {}
                () = permit.evicted() => {}
            }
        });
    }
    drop(listener);
    let _ = tokio::time::timeout(FINISH, graceful.shutdown()).await;
}

fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    site: Router,
    permit: Arc<ConnectionPermit>,
    limits: Limits,
) -> http1::Connection<
    TokioIo<WriteTimeout>,
    impl hyper::service::HttpService<
        Incoming,
        ResBody = HoldingBody<connections::Request>,
        Error = Infallible,
        Future: Send,
    >,
> {
    let _ = stream.set_nodelay(true);
    let stream = WriteTimeout::new(stream, permit.clone(), limits.stall);
    let service = hyper::service::service_fn(move |request: Request<Incoming>| {
        let running = permit.request();
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(peer);
        let answer = site.clone().oneshot(request);
        async move { Ok(answer.await?.map(|body| HoldingBody::new(body, running))) }
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .serve_connection(TokioIo::new(stream), service)
}
