//! The certificate that signs profiles.

use super::{SMALL, load_in, mistake_of};
use std::fs;

#[test]
fn a_certificate_for_profiles_needs_its_own_key() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    let [one, two] =
        ["one.example", "two.example"].map(|name| rcgen::generate_simple_self_signed([name.to_owned()]).unwrap());
    let ed25519 = rcgen::KeyPair::generate_for(&rcgen::PKCS_ED25519).unwrap();
    write("one.pem", &one.cert.pem());
    write("one.key", &one.signing_key.serialize_pem());
    write("two.key", &two.signing_key.serialize_pem());
    write("ed25519.key", &ed25519.serialize_pem());
    write("empty", "");
    write("twice.pem", &one.cert.pem().repeat(2));
    let more = format!("{SMALL}[setup]\ncertificate = \"twice.pem\"\nkey = \"one.key\"\n");
    let read = load_in(folder.path(), &more, &[]).unwrap().setup.signing.unwrap().read().unwrap();
    assert_eq!(read.cert.len(), 1, "the same one twice is one");
    for (certificate, key, wanted) in [
        ("one.pem", "two.key", "setup.key: found \"two.key\": "),
        ("one.pem", "one.pem", "setup.key: found \"one.pem\": "),
        ("one.pem", "ed25519.key", "setup.key: found \"ed25519.key\": neither RSA nor ECDSA; allowed: "),
        ("one.pem", "gone", "setup.key: found \"gone\": No such file or directory (os error 2); allowed: "),
        ("empty", "one.key", "setup.certificate: found \"empty\": no certificate in it; allowed: "),
        ("gone", "one.key", "setup.certificate: found \"gone\": No such file"),
    ] {
        let more = format!("{SMALL}[setup]\ncertificate = \"{certificate}\"\nkey = \"{key}\"\n");
        let mistakes = load_in(folder.path(), &more, &[]).unwrap_err();
        assert_eq!(mistakes.len(), 1, "{mistakes:#?}");
        assert!(mistakes[0].contains(wanted) && mistakes[0].starts_with("postern.toml:"), "{wanted}: {mistakes:#?}");
    }
    assert!(
        mistake_of("[setup]\nkey = \"one.key\"").contains("setup.certificate: found nothing; allowed: a file with")
    );
}
