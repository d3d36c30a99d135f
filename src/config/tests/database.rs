//! `[store]`: a file, or a PostgreSQL server.

use super::*;
use crate::store::Server;

fn store(text: &str) -> String {
    format!("{SMALL}[store]\n{text}\n")
}

fn server(text: &str) -> Server {
    match config_of(&store(text)).store.location {
        Location::Server(server) => *server,
        Location::File(path) => panic!("{}", path.display()),
    }
}

#[test]
fn a_postgresql_server_is_named_as_libpq_names_it() {
    for (url, shown) in [
        ("postgres://ann@db.example.net/postern", "postgres://ann@db.example.net:5432/postern"),
        ("postgresql://ann:secret@[::1]:5433/p", "postgres://ann@[::1]:5433/p"),
        ("postgres://db/p%20q?user=ann&port=7", "postgres://ann@db:7/p q"),
        ("postgres:///p?host=/run/postgresql&user=ann", "postgres://ann@/p at /run/postgresql, port 5432"),
        ("postgres://ann@%2Frun%2Fpostgresql/p", "postgres://ann@/p at /run/postgresql, port 5432"),
        ("postgres://ann@db/?dbname=p&options=-c%20search_path%3Dx%20-cwork_mem%3D1MB", "postgres://ann@db:5432/p"),
    ] {
        let server = server(&format!("url = \"{url}\""));
        assert_eq!(server.to_string(), shown, "{url}");
        assert_eq!(server.has_password(), url.contains("secret"));
        assert!(!format!("{server:?}").contains("secret"));
    }
}

#[test]
fn its_password_may_stand_in_the_address_in_a_key_in_the_environment_or_in_a_file() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("pg.password"), "se cret\nmore").unwrap();
    let url = "url = \"postgres://ann@db/p\"";
    for (text, variables) in [
        (url.to_owned() + "\npassword = \"se cret\"", &[][..]),
        (url.to_owned() + "\npassword_file = \"pg.password\"", &[]),
        (url.to_owned(), &[("POSTERN__STORE__PASSWORD", "se cret")]),
        ("url = \"postgres://ann:se%20cret@db/p\"".to_owned(), &[]),
        (String::new(), &[("POSTERN__STORE__URL", "postgres://ann:se%20cret@db/p")]),
    ] {
        let config = load_in(folder.path(), &store(&text), variables).unwrap();
        let shown = format!("{config:?}");
        let Location::Server(server) = config.store.location else { panic!("{shown}") };
        assert!(server.has_password() && !shown.contains("cret"), "{shown}");
    }
    assert!(!server(url).has_password());
}

#[test]
fn a_mistake_in_an_address_is_told_without_its_password() {
    let shape = "\"postgres://user@host/database\" or \"postgres:///database?host=/folder/of/the/socket&user=name\"";
    let misread = "an address with a '/', '?', '#' or '@' that has to be written as %2F, %3F, %23 or %40";
    let url = "\"sqlite://relative.db\", \"sqlite:///absolute.db\" or \"postgres://user@host/database\"";
    for (text, found, allowed) in [
        ("url = \"mysql://ann:secret@db/p\"", "an address of another kind", url),
        ("url = \"postgres://ann:secret@db\"", "a PostgreSQL address without a database", shape),
        ("url = \"postgres:///p\"", "a PostgreSQL address without a host", shape),
        ("url = \"host=db user=ann password=secret\"", "an address of another kind", url),
        ("url = \"ann:secret@db/p\"", "an address of another kind", url),
        ("url = \"postgres://ann:?secret@db/p\"", misread, shape),
        ("url = \"postgres://ann:/secret@db/p\"", misread, shape),
        ("url = \"postgres://ann:12/secret@db/p\"", misread, shape),
        ("url = \"postgres://ann:#secret@db/p\"", misread, shape),
        ("url = \"postgres://ann:secret@db:x/p\"", "a PostgreSQL address that is none (invalid port number)", shape),
        ("url = \"postgres://ann:secret@db/p?port=x\"", "port \"x\"", "a port from 1 to 65535"),
        (
            "url = \"postgres://ann:secret@db/p?sslmode=verify\"",
            "sslmode \"verify\"",
            "verify-full, verify-ca, require, prefer, allow, disable",
        ),
        (
            "url = \"postgres://ann:secret@db/p?ssl_mode=disable\"",
            "\"ssl_mode\" in a PostgreSQL address",
            "host, port, user, dbname, sslmode, sslrootcert, sslcert, sslkey, application_name, options",
        ),
        ("url = \"postgres://ann@db/p?options=x\"", "options \"x\"", "-c name=value, once or several times"),
        (
            "url = \"postgres://ann:secret@db/p\"\npassword = \"secret\"",
            "more than one password",
            "one: in the address, in store.password or in store.password_file",
        ),
    ] {
        assert_eq!(
            mistake_of(&format!("[store]\n{text}")),
            format!("postern.toml:7: store.url: found {found}; allowed: {allowed}")
        );
    }
    for (text, told) in [
        (
            "url = \"postgres://ann@db/p\"\npassword_file = \"none\"",
            "store.password_file: found \"none\": No such file or directory (os error 2); allowed: a file with the password in its first line",
        ),
        ("password = \"secret\"", "store.password: found a password; allowed: none for an SQLite file"),
        (
            "url = \"postgres://ann@db/p?sslrootcert=none\"",
            "store.url: found sslrootcert \"none\": No such file or directory (os error 2); allowed: a PEM file",
        ),
    ] {
        let mistake = mistake_of(&format!("[store]\n{text}"));
        assert_eq!(mistake.split_once(": ").unwrap().1, told);
    }
}

#[test]
fn a_server_on_another_machine_proves_who_it_is_unless_the_host_says_otherwise() {
    for (url, is_protected) in [
        ("postgres://ann@db.example.net/p", true),
        ("postgres://ann@db.example.net/p?sslmode=verify-full", true),
        ("postgres://ann@db.example.net/p?sslmode=verify-ca", false),
        ("postgres://ann@db.example.net/p?sslmode=require", false),
        ("postgres://ann@db.example.net/p?sslmode=disable", false),
        ("postgres://ann@127.0.0.1/p?sslmode=disable", true),
        ("postgres://ann@localhost/p", true),
        ("postgres:///p?host=/run/postgresql", true),
    ] {
        let text = store(&format!("url = \"{url}\""));
        assert_eq!(server(&format!("url = \"{url}\"")).is_protected(), is_protected, "{url}");
        let warned = config_of(&text).warnings().iter().any(|warning| warning.starts_with("store.url: "));
        assert_eq!(warned, !is_protected, "{url}");
    }
}
