//! One connection in a task of its own: it does the work that is sent to it, and listens while there is none.

use crate::imap::client::Session;
use crate::imap::types::MailboxName;
use futures_util::future::BoxFuture;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

/// How long nothing is asked before IDLE is sent: the pages of one click come closer together.
const QUIET: Duration = Duration::from_secs(2);
/// Unsolicited responses that are read while nobody works; more is a flood.
const MAX_UNSOLICITED: usize = 10_000;

/// Work for a connection; what it comes to is handed out once the connection is free for the next.
pub(super) type Job = Box<dyn for<'a> FnOnce(&'a mut Session) -> BoxFuture<'a, Deliver> + Send>;

/// Hands out what work has come to.
pub(super) type Deliver = Box<dyn FnOnce() + Send>;

/// The handle of a connection's task; when it is dropped, the task logs out.
#[derive(Debug)]
pub(super) struct ConnectionHandle {
    jobs: mpsc::Sender<Job>,
    status: Arc<ConnectionStatus>,
    /// Until when it proves the password it was opened with.
    expires_at: Instant,
}

/// Tells those who choose among connections what one is at.
#[derive(Debug, Default)]
pub(super) struct ConnectionStatus {
    busy: AtomicBool,
    /// The mailbox that is open for looking.
    open: Mutex<Option<MailboxName>>,
}

impl ConnectionHandle {
    /// Makes a handle of a connection that was opened just now, and the end where its work arrives.
    pub fn new(max_age: Duration) -> (Self, mpsc::Receiver<Job>) {
        let (jobs, work) = mpsc::channel(1);
        (Self { jobs, status: Arc::default(), expires_at: Instant::now() + max_age }, work)
    }

    pub fn status(&self) -> Arc<ConnectionStatus> {
        self.status.clone()
    }

    pub fn is_alive(&self) -> bool {
        !self.jobs.is_closed()
    }

    /// Tells whether it may be lent: it is alive, and its sign-in is not too long ago.
    pub fn is_good(&self) -> bool {
        self.is_alive() && Instant::now() < self.expires_at
    }

    /// Tells whether it still works for somebody who went away.
    pub fn is_busy(&self) -> bool {
        self.status.busy.load(Ordering::SeqCst)
    }

    /// Asks about the mailbox that is open for looking.
    pub fn has_open(&self, wanted: &dyn Fn(Option<&MailboxName>) -> bool) -> bool {
        wanted(self.status.open.lock().unwrap_or_else(PoisonError::into_inner).as_ref())
    }

    /// Sends work; tells whether there was still somebody to take it.
    pub async fn send(&self, job: Job) -> bool {
        self.status.busy.store(true, Ordering::SeqCst);
        self.jobs.send(job).await.is_ok()
    }
}

/// Serves a connection: does the work that comes, and logs out when nothing comes for a while or nobody can send any more.
///
/// In between it listens: a server that says goodbye is noticed before the next page is asked for, and IDLE (RFC 2177) brings
/// what happens in the open mailbox.
pub(super) async fn serve(
    mut session: Session,
    mut work: mpsc::Receiver<Job>,
    status: Arc<ConnectionStatus>,
    idle: Duration,
) {
    let mut end = Instant::now() + idle;
    let mut quiet = Instant::now() + QUIET;
    let mut unsolicited = 0;
    loop {
        tokio::select! {
            biased;
            job = work.recv() => {
                let Some(job) = job else { break };
                let answer = job(&mut session).await;
                *status.open.lock().unwrap_or_else(PoisonError::into_inner) = session.examining().cloned();
                status.busy.store(false, Ordering::SeqCst);
                // Not before: who has the answer may ask for this connection again at once.
                if session.is_broken() {
                    work.close();
                    return answer();
                }
                answer();
                (end, quiet, unsolicited) = (Instant::now() + idle, Instant::now() + QUIET, 0);
            }
            heard = session.read_unsolicited() => {
                unsolicited += 1;
                if heard.is_err() || unsolicited > MAX_UNSOLICITED {
                    return;
                }
            }
            () = sleep_until(end) => break,
            () = sleep_until(quiet), if session.can_idle() => {
                if session.start_idle().await.is_err() {
                    return;
                }
            }
        }
    }
    work.close();
    session.log_out().await;
}
