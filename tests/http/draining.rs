//! A process that is about to end says so, and serves on until its proxy has noticed.

use std::process::Command;
use std::time::{Duration, Instant};
use support::client::Site;
use support::host::closed_port;
use support::launcher::{Launcher, Program};
use support::wait::until;

fn start(seconds: &str) -> (Program, Site) {
    let port = closed_port();
    let listen = format!("127.0.0.1:{port}");
    let settings = [("WEB__ADMIN_LISTEN", listen.as_str()), ("WEB__DRAIN_SECONDS", seconds)];
    (Launcher::before(closed_port()).with(&settings).program(), Site::at(&format!("http://{listen}"), ""))
}

fn terminate(program: &Program) {
    assert!(Command::new("kill").args(["-TERM", &program.id().to_string()]).status().unwrap().success());
}

#[test]
fn after_sigterm_both_ports_say_that_they_drain_while_people_are_served() {
    let (mut app, machines) = start("3");
    let (people, machines) = (app.browser(), machines.browser());
    for asks in [&people, &machines] {
        assert_eq!((asks.get("/readyz").status, asks.get("/readyz").body.as_str()), (200, "ready\n"));
    }
    let began = Instant::now();
    terminate(&app);
    for asks in [&people, &machines] {
        until("/readyz to fail", || asks.get("/readyz").status == 503);
        assert_eq!(asks.get("/readyz").body, "draining\n");
        assert_eq!(asks.get("/healthz").status, 200, "it lives");
    }
    assert!(machines.get("/metrics").body.contains("\npostern_draining 1\n"));
    // On a connection of its own, as who was just sent here.
    assert_eq!(app.browser().page("/login").status, 200);
    assert!(began.elapsed() < Duration::from_secs(3), "this was still while it drained");
    while app.running() {
        assert!(began.elapsed() < Duration::from_secs(20), "it does not end");
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(began.elapsed() >= Duration::from_secs(3), "{:?}", began.elapsed());
    app.end();
}

#[test]
fn a_second_signal_ends_the_wait() {
    let (app, machines) = start("600");
    let machines = machines.browser();
    terminate(&app);
    until("/readyz to fail", || machines.get("/readyz").status == 503);
    let began = Instant::now();
    app.end();
    assert!(began.elapsed() < Duration::from_secs(15), "{:?}", began.elapsed());
}
