//! Fields as servers write them, and as strangers do, rewritten by hand.

use super::*;

const US: &str = "mx.example.net";

/// Says what is made of these fields, from the top, for mail from this domain.
fn say(domain: &str, fields: &[&str]) -> Option<bool> {
    let fields: Vec<String> = fields.iter().map(|field| (*field).to_owned()).collect();
    confirmed(domain, &believed(&fields, &[US.to_owned()]))
}

#[test]
fn dmarc_decides_for_the_domain_it_is_about() {
    for (field, said) in [
        ("mx.example.net; dmarc=pass header.from=bank.example", Some(true)),
        ("mx.example.net; dmarc=fail (p=REJECT sp=REJECT) header.from=bank.example", Some(false)),
        (
            "mx.example.net; spf=pass smtp.mailfrom=bank.example; dkim=pass header.d=bank.example; dmarc=fail",
            Some(false),
        ),
        ("mx.example.net; dmarc=pass header.from=other.example", None),
        ("mx.example.net; dmarc=none header.from=bank.example", None),
        ("mx.example.net; dmarc=temperror header.from=bank.example", None),
        ("mx.example.net; none", None),
        ("mx.example.net 1; none", None),
        ("mx.example.net", None),
    ] {
        assert_eq!(say("bank.example", &[field]), said, "{field}");
    }
}

#[test]
fn without_dmarc_a_check_of_the_domain_itself_confirms_and_two_that_fail_do_not() {
    for (field, said) in [
        ("mx.example.net; dkim=pass header.d=bank.example", Some(true)),
        ("mx.example.net; dkim=pass header.i=@bank.example", Some(true)),
        ("mx.example.net; dkim=fail header.d=bank.example; dkim=pass header.d=bank.example", Some(true)),
        ("mx.example.net; dkim=pass header.d=spammer.example", None),
        ("mx.example.net; dkim=pass header.d=evilbank.example", None),
        ("mx.example.net; dkim=pass header.d=sub.bank.example", None),
        ("mx.example.net; dkim=pass header.d=example", None),
        ("mx.example.net; spf=pass smtp.mailfrom=news@bank.example", Some(true)),
        ("mx.example.net; spf=pass smtp.mailfrom=bounce@sender.example; dkim=none", None),
        ("mx.example.net; spf=fail smtp.mailfrom=bank.example; dkim=fail header.d=bank.example", Some(false)),
        ("mx.example.net; spf=softfail smtp.mailfrom=bank.example; dkim=none (message not signed)", Some(false)),
        ("mx.example.net; spf=fail smtp.mailfrom=bank.example", None),
        ("mx.example.net; spf=neutral smtp.mailfrom=bank.example; dkim=fail", None),
    ] {
        assert_eq!(say("bank.example", &[field]), said, "{field}");
    }
    assert_eq!(say("mail.bank.example", &["mx.example.net; dkim=pass header.d=bank.example"]), Some(true));
}

#[test]
fn the_grammar_is_read_with_its_quotes_comments_versions_and_cases() {
    for field in [
        "\"mx.example.net\"; dmarc=pass header.from=bank.example",
        "(our own) MX.Example.NET 1 ; DMARC = Pass (p=none (dis=none)) header.from = Bank.Example",
        "mx.example.net;\tdkim/1=fail reason=\"a; dmarc=fail\" header.b=abc==;\tdmarc/1=pass header.from=\"bank.example\"",
        "mx.example.net; x-odd=fail; dmarc=pass (a \\) dmarc=fail) header.from=bank.example;",
        "mx.example.net; dmarc=pass policy.dmarc=none header.from=bank.example.",
    ] {
        assert_eq!(say("bank.example", &[field]), Some(true), "{field}");
    }
    let check =
        believed(&["mx.example.net; spf=pass (x) smtp.mailfrom=\"a;b\"@bank.example".to_owned()], &[US.to_owned()]);
    assert_eq!(check[0].property("smtp.mailfrom"), Some("a;b@bank.example"));
}

#[test]
fn fields_of_others_broken_fields_and_forged_ones_below_say_nothing() {
    for field in [
        "mx.evil.example; dmarc=pass header.from=bank.example",
        "mx.example.net.evil.example; dmarc=pass header.from=bank.example",
        "evil; mx.example.net; dmarc=pass header.from=bank.example",
        "(mx.example.net) evil; dmarc=pass header.from=bank.example",
        "mx.example.net (; dmarc=pass header.from=bank.example",
        "mx.example.net; x=\" dmarc=pass header.from=bank.example",
        "mx.example.net; dmarc=pass) header.from=bank.example",
        "=; dmarc=pass",
        "",
        "\\",
    ] {
        assert_eq!(say("bank.example", &[field]), None, "{field}");
    }
    let many = format!("mx.example.net; {} dmarc=pass", "a=b; ".repeat(10_000));
    assert_eq!(say("bank.example", &[&many]), None);
    let (true_one, forged) = ("mx.example.net; dmarc=fail", "mx.example.net; dmarc=pass header.from=bank.example");
    assert_eq!(say("bank.example", &[true_one, forged]), Some(false));
    let signed =
        ["mx.example.net; spf=fail", "mx.example.net; dkim=fail", "mx.example.net; dkim=pass header.d=bank.example"];
    assert_eq!(say("bank.example", &signed), Some(false), "one field a method, the topmost");
    assert_eq!(say("bank.example", &["mx.other.example; dmarc=fail", forged]), Some(true));
}

#[test]
fn only_a_domain_that_is_one_is_named() {
    let person = |address: &str| Person { name: None, address: Some(address.to_owned()) };
    assert_eq!(domain_of(&person("a@Bank.Example.")), Some("bank.example".to_owned()));
    for address in ["", "a", "a@", "a@<b>", "a@b c", "a@[192.0.2.1]"] {
        assert_eq!(domain_of(&person(address)), None, "{address}");
    }
}
