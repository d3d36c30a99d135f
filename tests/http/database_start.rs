//! What the start says of a database that cannot be used: one line, with a way on.

use std::path::Path;
use support::database::Database;
use support::dovecot::{Dovecot, Options, Tls};
use support::host::closed_port;
use support::launcher::{Launcher, command};
use support::postgres::{self, Postgres, USER};

/// Starts the program with a database, and returns what it says before it ends.
fn start(folder: &Path, url: &str) -> String {
    let server = "[[server]]\ndomains = [\"example.org\"]\nimap.host = \"mail.example.org\"\n";
    let text = format!("[web]\nlisten = \"127.0.0.1:0\"\nadmin_listen = \"\"\n[store]\nurl = \"{url}\"\n{server}");
    std::fs::write(folder.join("postern.toml"), text).unwrap();
    let program = command(folder, &[("RUST_LOG", "error")]).output().unwrap();
    assert_eq!(program.status.code(), Some(1), "{url}");
    let told = String::from_utf8(program.stderr).unwrap();
    let [line] = told.lines().collect::<Vec<_>>()[..] else { panic!("{url}: {told}") };
    assert!(!line.contains(postgres::PASSWORD) && !line.contains("elephant"), "{line}");
    line.to_owned()
}

#[test]
fn what_is_wrong_with_a_postgresql_server_is_one_line() {
    let server = Postgres::start();
    let folder = tempfile::tempdir().unwrap();
    let port = server.port();
    server.sql("postgres", "CREATE ROLE guest LOGIN PASSWORD 'x'");
    server.sql("postgres", "CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0");
    let (newer, foreign, good) = (server.database(), server.database(), server.database());
    Database::at(&foreign).run("CREATE TABLE session (id int)");
    Launcher::before(closed_port()).on_database(&newer).start();
    Database::at(&newer).run(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9999, 'x', true, '', 0);
         INSERT INTO needed (migration) VALUES (9999)",
    );
    for (url, told) in [
        (
            format!("postgres://{USER}:wrong@127.0.0.1:{port}/db0"),
            "password authentication failed for user \"postern\"",
        ),
        (
            format!("postgres://{USER}@127.0.0.1:{port}/db0"),
            "; the password is store.password, store.password_file or stands in store.url",
        ),
        (server.address("none"), "database \"none\" does not exist"),
        (server.address("latin"), "it keeps texts as LATIN1; it has to be made with ENCODING 'UTF8'"),
        (
            good.replace(USER, "guest").replace("elephant%207", "x"),
            "permission denied for schema public; the user has to own the database",
        ),
        (newer, "it was made by a newer Postern (migration 9999 is not known here)"),
        (foreign, "relation \"session\" already exists and is not Postern's"),
        (format!("postgres://{USER}@127.0.0.1:1/p"), "Connection refused (os error 111)"),
        (format!("postgres:///p?host={}&user=x", folder.path().display()), "No such file or directory (os error 2)"),
        (format!("{good}?sslmode=require"), "server does not support TLS"),
    ] {
        let line = start(folder.path(), &url);
        assert!(line.starts_with("postern: the database postgres://"), "{line}");
        assert!(line.contains(told), "{told}: {line}");
    }
}

#[test]
fn a_file_that_another_program_has_locked_or_that_is_no_database_is_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("p.db");
    let url = format!("sqlite://{}", file.display());
    std::fs::write(&file, "This is a letter to my aunt, and no database at all.").unwrap();
    assert!(start(folder.path(), &url).contains("file is not a database"));
    std::fs::remove_file(&file).unwrap();
    std::fs::write(&file, "").unwrap();
    let other = Database::at(&url);
    other.run("BEGIN EXCLUSIVE");
    let line = start(folder.path(), &url);
    assert!(line.starts_with(&format!("postern: the database {} cannot be used: ", file.display())), "{line}");
    assert!(line.contains("database is locked"), "{line}");
}

#[test]
fn a_server_is_believed_when_its_certificate_is() {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let tls = Tls { certificate: made.cert.pem(), key: made.signing_key.serialize_pem() };
    let server = Postgres::with_tls(&tls);
    let folder = tempfile::tempdir().unwrap();
    let ca = folder.path().join("ca.pem");
    std::fs::write(&ca, &tls.certificate).unwrap();
    let (dovecot, ca) = (Dovecot::start(Options::default()), ca.display());
    let by_name = server.database().replace("127.0.0.1", "localhost");
    for (url, why) in [
        (format!("{by_name}?sslmode=verify-full"), "UnknownIssuer"),
        (
            format!("{}?sslmode=verify-full&sslrootcert={ca}", by_name.replace("localhost", "127.0.0.1")),
            "not valid for name",
        ),
    ] {
        let line = start(folder.path(), &url);
        assert!(line.contains(why), "{line}");
    }
    let app =
        Launcher::before(&dovecot).on_database(&format!("{by_name}?sslmode=verify-full&sslrootcert={ca}")).start();
    app.anna();
    assert_eq!(server.sql("postgres", "SELECT count(*) > 0 FROM pg_stat_ssl WHERE ssl"), "t\n");
    let socket = format!("postgres:///db0?host={}&port={}&user={USER}", server.socket().display(), server.port());
    Launcher::before(&dovecot).on_database(&socket).start().anna();
}

#[test]
fn a_server_may_be_named_by_its_ipv6_address() {
    if std::net::TcpListener::bind("[::1]:0").is_err() {
        // A machine without IPv6.
        return;
    }
    let (server, dovecot) = (Postgres::start(), Dovecot::start(Options::default()));
    Launcher::before(&dovecot).on_database(&server.database().replace("127.0.0.1", "[::1]")).start().anna();
}
