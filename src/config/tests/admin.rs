//! `[admin]`.

use super::*;

const HASH: &str = "$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHRzYWx0$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\n";

#[test]
fn a_hash_that_is_none_of_argon2id_or_takes_all_the_memory_is_a_mistake() {
    for wrong in [
        "",
        "secret",
        "$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW",
        &HASH.replace("argon2id", "argon2i"),
        &HASH.replace("m=65536", "m=99999999"),
        "$argon2id$v=19$m=65536,t=3,p=4",
        &HASH.replace("$AAAA", "$AA?A"),
    ] {
        let mistake = mistake_of(&format!("[admin]\npassword_hash = \"{wrong}\""));
        assert!(
            mistake.starts_with("postern.toml:7: admin.password_hash: found ") && mistake.contains("hash-password"),
            "{mistake}"
        );
    }
    let mistake = mistake_of("[admin]\npublic = true");
    assert!(mistake.contains("admin.password_hash: found nothing"), "{mistake}");
}

#[test]
fn a_file_of_codes_must_be_there_and_hold_a_secret_of_some_length() {
    let folder = tempfile::tempdir().unwrap();
    let text = format!("{SMALL}[admin]\npassword_hash = \"{HASH}\"\ntotp_file = \"totp.secret\"\n");
    for (content, found) in
        [(None, "No such file"), (Some("GEZDGNBV"), "without such a secret"), (Some("!"), "without")]
    {
        if let Some(content) = content {
            fs::write(folder.path().join("totp.secret"), content).unwrap();
        }
        let mistakes = load_in(folder.path(), &text, &[]).unwrap_err();
        assert_eq!(mistakes.len(), 1, "{mistakes:?}");
        assert!(
            mistakes[0].starts_with("postern.toml:8: admin.totp_file: found ") && mistakes[0].contains(found),
            "{mistakes:?}"
        );
    }
    fs::write(folder.path().join("totp.secret"), SECRET).unwrap();
    let config = load_in(folder.path(), &text, &[]).unwrap();
    assert!(!format!("{:?}", config.admin).contains("GEZD") && !format!("{:?}", config.admin).contains("argon2id"));
}

#[test]
fn what_opens_the_admin_pages_to_others_is_warned_of() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("totp.secret");
    fs::write(&file, SECRET).unwrap();
    let warnings = |mode: u32, web: &str, admin: &str| {
        fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
        let text = SMALL.replacen("[web]", &format!("[web]\n{web}"), 1);
        let text = format!("{text}[admin]\n{admin}\n");
        let warnings = load_in(folder.path(), &text, &[]).unwrap().warnings();
        warnings.iter().map(|line| line.split(": ").next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let hash = format!("password_hash = \"{HASH}\"");
    let codes = format!("{hash}\ntotp_file = \"totp.secret\"");
    assert_eq!(warnings(0o644, "", ""), [""; 0]);
    assert_eq!(warnings(0o600, "", &codes), [""; 0]);
    assert_eq!(warnings(0o640, "", &codes), ["admin.totp_file"]);
    assert_eq!(warnings(0o600, "admin_listen = \"\"", &codes), ["admin.password_hash"]);
    assert_eq!(warnings(0o600, "admin_listen = \"0.0.0.0:9090\"", &codes), ["web.admin_listen"]);
    assert_eq!(warnings(0o600, "admin_listen = \"\"", &format!("{codes}\npublic = true")), [""; 0]);
    assert_eq!(warnings(0o600, "", &format!("{hash}\npublic = true")), ["admin.public"]);
    assert_eq!(warnings(0o600, "", &hash.replace("m=65536", "m=4096")), ["admin.password_hash"]);
}
