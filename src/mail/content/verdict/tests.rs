//! Headers as filters write them, rewritten by hand.

use super::{Explanation, Limit, Reason, Verdict, rules};

/// The reasons against, without rules that nobody has words for.
fn reasons_of(explanation: &Explanation) -> Vec<Reason> {
    explanation.reasons.iter().filter_map(|told| told.reason).collect()
}

fn fields(block: &str) -> Vec<(String, String)> {
    let field = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_lowercase(), value.to_owned()));
    block.lines().filter_map(field).collect()
}

/// Asserts points, limit and reasons.
fn says(block: &str, score: f32, limit: Option<Limit>, reasons: &[Reason]) {
    let verdict = Verdict::read(&fields(block), &[]).unwrap_or_else(|| panic!("no points: {block}"));
    assert_eq!((verdict.score, verdict.limit), (Some(score), limit), "{block}");
    let explanation = Explanation::read(&fields(block), &[]);
    assert_eq!(reasons_of(&explanation), reasons, "{block}");
    assert_eq!(verdict.first, reasons.first().copied(), "{block}");
    assert!(!explanation.fields.is_empty(), "{block}");
}

#[test]
fn spamassassin_tells_points_limit_and_rules() {
    let status = "X-Spam-Status: Yes, score=9.5 required=5.0 tests=BAYES_99,HTML_MESSAGE,\tURIBL_BLACK, RDNS_NONE autolearn=no version=4.0.1";
    says(status, 9.5, Some(Limit::Spam(5.0)), &[Reason::LinkListed, Reason::Learned, Reason::OddServer]);
    let points = "X-Spam-Status: Yes, score=6 required=5 tests=BAYES_99=3.5,RDNS_NONE=3.6,DKIM_VALID=-0.1 autolearn=no";
    says(points, 6.0, Some(Limit::Spam(5.0)), &[Reason::OddServer, Reason::Learned]);
    says("X-Spam-Status: Yes, hits=7.1 required=5.0 tests=none", 7.1, Some(Limit::Spam(5.0)), &[]);
}

#[test]
fn the_rows_of_a_report_tell_points_and_its_prose_tells_nothing() {
    let report = "X-Spam-Status: Yes, score=5.2 required=5.0 tests=BAYES_50,DKIM_VALID,LOTS_OF_MONEY\nX-Spam-Report: \t*  0.8 BAYES_50 BODY: Bayes spam probability\t*      is 40 to 60%\t*      [score: 0.5000]\t* -0.1 DKIM_VALID a good one\t*  4.4 LOTS_OF_MONEY Huge... sums of money";
    says(report, 5.2, Some(Limit::Spam(5.0)), &[Reason::Scam, Reason::Learned]);
    let hits = Explanation::read(&fields(report), &[]).hits;
    let told: Vec<_> = hits.iter().map(|hit| (hit.name.as_str(), hit.points)).collect();
    assert_eq!(told, [("LOTS_OF_MONEY", Some(4.4)), ("BAYES_50", Some(0.8)), ("DKIM_VALID", Some(-0.1))]);
    assert!(hits[1].text.starts_with("BODY: Bayes spam probability"));
    let compared =
        "X-Spam-Score: 55\nX-Spam-Bar: +++++\nX-Spam-Report: Content analysis details:   (5.5 points, 5.0 required)";
    says(compared, 5.5, Some(Limit::Spam(5.0)), &[]);
    let of_another = "X-Spam-Score: 1.5 (+)\nX-Spam-Report: Content analysis details:   (9.9 points, 5.0 required)";
    says(of_another, 1.5, Some(Limit::Usual(5.0)), &[]);
    let ham = "X-Spam-Score: 1.0\nX-Spam-Report: The filter on this host has identified this as possible SPAM mail";
    says(ham, 1.0, Some(Limit::Usual(5.0)), &[]);
}

#[test]
fn amavis_puts_points_beside_the_rules() {
    let value = "X-Spam-Status: Yes,\tscore=7.131\ttagged_above=2\trequired=6.31\ttests=[BAYES_99=3.5,\tSPF_FAIL=3.6,\tHTML_MESSAGE=0.001]\tautolearn=no";
    says(value, 7.131, Some(Limit::Spam(6.31)), &[Reason::SenderForged, Reason::Learned]);
}

#[test]
fn exim_writes_ten_times_the_points_or_a_row() {
    let usual = Some(Limit::Usual(5.0));
    says("X-Spam-Score: 79\nX-Spam-Bar: +++++++", 7.9, usual, &[]);
    says("X-Spam-Score: 9.5 (+++++++++)", 9.5, usual, &[]);
    says("X-Spam-Score: 7\nX-Spam-Level: *******", 7.0, usual, &[]);
    says("X-Spam-Score: +++++", 5.0, usual, &[]);
    says("X-Spam-Status: Yes, score=7.9\nX-Spam-Score: 79\nX-Spam-Bar: +++++++", 7.9, usual, &[]);
    assert_eq!(Verdict::read(&fields("X-Spam-Score: 79"), &[]), None, "79 points, or 7.9: nobody knows");
}

#[test]
fn the_second_number_of_rspamd_is_where_mail_is_refused() {
    let result = "X-Spamd-Result: default: False [9.50 / 15.00]; BAYES_SPAM(5.10)[100.00%]; R_SPF_FAIL(1.00)[-all:c]; MIME_GOOD(-0.10)[text/plain]; FUZZY_DENIED(3.40)[1:abc:1.00:txt]";
    says(result, 9.5, Some(Limit::Refused(15.0)), &[Reason::Learned, Reason::KnownSpam, Reason::SenderForged]);
    says(
        "X-Rspamd-Score: 8.25\nX-Rspamd-Report: BAYES_SPAM(3) MIME_GOOD(-0.1)",
        8.25,
        Some(Limit::Usual(6.0)),
        &[Reason::Learned],
    );
    says(
        "X-Spam-Status: Yes, score=7.00\nX-Spamd-Result: default: False [7.00 / 15.00]; RBL_SPAMHAUS_XBL(4.00)[x]",
        7.0,
        Some(Limit::Refused(15.0)),
        &[Reason::ServerListed],
    );
}

#[test]
fn barracuda_and_mailscanner_name_their_own_limits() {
    let barracuda = "X-Barracuda-Spam-Score: 10.11\nX-Barracuda-Spam-Status: Yes, SCORE=10.11 using per-user scores of TAG_LEVEL=3.5 QUARANTINE_LEVEL=9.0 KILL_LEVEL=1000.0 tests=BSF_SC0_MISMATCH_TO, SUBJ_ALL_CAPS";
    says(barracuda, 10.11, Some(Limit::Spam(3.5)), &[Reason::NotToYou, Reason::Shouting]);
    for word in ["score", "Wertung", "punteggio"] {
        let scanner = format!(
            "X-Example-Net-MailScanner-SpamCheck: spam, SpamAssassin (not cached, {word}=12.3, required 6, autolearn=disabled, BAYES_99 3.50, DRUGS_ERECTILE 8.00, HTML_MESSAGE 0.00)"
        );
        says(&scanner, 12.3, Some(Limit::Spam(6.0)), &[Reason::Drugs, Reason::Learned]);
    }
}

#[test]
fn microsoft_and_the_others_are_read_too() {
    let report =
        "X-Forefront-Antispam-Report: CIP:192.0.2.1;CTRY:US;LANG:en;SCL:5;SRV:;IPV:NLI;SFV:SPM;CAT:PHSH;DIR:INB;";
    says(report, 5.0, Some(Limit::Scale(5.0, 9.0)), &[Reason::Phishing]);
    says("X-MS-Exchange-Organization-SCL: 6", 6.0, Some(Limit::Scale(5.0, 9.0)), &[]);
    says(
        "X-Spam-score: 8.1\nX-Spam-hits: BAYES_99 3.5, URIBL_SBL 4.6, LANGUAGES en",
        8.1,
        Some(Limit::Usual(5.0)),
        &[Reason::LinkListed, Reason::Learned],
    );
    says("X-hMailServer-Reason-Score: 7", 7.0, None, &[]);
    says("X-VR-SPAMSCORE: 300", 300.0, Some(Limit::Scale(300.0, 900.0)), &[]);
    says("X-PMX-Spam: Gauge=XXXXXXX, Probability=98%", 98.0, Some(Limit::Scale(50.0, 100.0)), &[]);
}

#[test]
fn what_is_no_verdict_gives_none_and_harms_nothing() {
    for nothing in [
        "",
        "X-Spam-Status: Yes",
        "X-Spam-Score: nan",
        "X-Spam-Score: inf",
        "X-Spam-Status: , score= required= tests=",
        "X-Spamd-Result: [",
        "X-Spam-Report: * * * 1.0",
    ] {
        assert_eq!(Verdict::read(&fields(nothing), &[]), None, "{nothing}");
        assert!(Explanation::read(&fields(nothing), &[]).reasons.is_empty(), "{nothing}");
    }
    let many = format!("X-Spam-Status: Yes, score=5.0 required=5.0 tests={}", "BAYES_99,".repeat(10_000));
    assert_eq!(Explanation::read(&fields(&many), &[]).hits.len(), 200);
}

#[test]
fn every_line_of_the_table_is_read() {
    let lines = include_str!("rules.txt").lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    let unread: Vec<_> =
        lines.clone().filter(|line| rules::LINES.iter().all(|read| !line.starts_with(read.pattern))).collect();
    assert!(unread.is_empty() && lines.count() == rules::LINES.len(), "{unread:?}");
}

#[test]
fn good_signs_and_notes_for_administrators_are_no_reasons() {
    for rule in [
        "BAYES_00",
        "DKIM_VALID_AU",
        "SPF_PASS",
        "URIBL_BLOCKED",
        "RCVD_IN_DNSWL_HI",
        "RCVD_IN_ZEN_BLOCKED_OPENDNS",
        "DMARC_POLICY_ALLOW",
        "USER_IN_WELCOMELIST",
    ] {
        let meaning = rules::look_up(rule).flatten();
        assert!(meaning.is_none_or(|meaning| meaning.reason.is_good()), "{rule}");
    }
    for (rule, reason) in [
        ("BAYES_999", Reason::Learned),
        ("RCVD_IN_XBL", Reason::ServerListed),
        ("URIBL_DBL_PHISH", Reason::Phishing),
        ("URIBL_RHS_DOB", Reason::NewDomain),
        ("FREEMAIL_FORGED_REPLYTO", Reason::RepliesElsewhere),
        ("FORGED_MUA_OUTLOOK", Reason::ProgramForged),
        ("T_REMOTE_IMAGE", Reason::Pictures),
    ] {
        assert_eq!(rules::look_up(rule).flatten().map(|meaning| meaning.reason), Some(reason), "{rule}");
    }
}

#[test]
fn what_a_filter_let_through_above_the_usual_limit_was_not_compared_with_it() {
    for lines in [
        "X-Spam-Status: No, score=7.9\nX-Spam-Score: 79\nX-Spam-Bar: +++++++\nX-Spam-Flag: NO",
        "X-Spam-Status: No, score=12 tagged_above=-999 required=5 WHITELISTED tests=[]",
    ] {
        let verdict = Verdict::read(&fields(lines), &[]).unwrap();
        assert!(verdict.score.unwrap() > 7.0 && verdict.certainty().is_none(), "{lines}: {verdict:?}");
    }
}

#[test]
fn what_a_named_filter_wrote_comes_before_what_many_write() {
    let lines = "X-Spam-Status: No, score=-9.9 required=5.0 tests=BAYES_00\nX-Mailer: x\n\
                 X-Spamd-Result: default: False [9.50 / 15.00]; BAYES_SPAM(5.10)[]";
    let verdict = Verdict::read(&fields(lines), &[super::Filter::Rspamd]).unwrap();
    assert_eq!((verdict.score, verdict.limit), (Some(9.5), Some(Limit::Refused(15.0))));
}

#[test]
fn a_sign_that_goes_either_way_is_no_reason_and_a_reason_that_is_not_told_is_known_all_the_same() {
    let of =
        |tests: &str| Explanation::read(&fields(&format!("X-Spam-Status: Yes, score=9 required=5 tests={tests}")), &[]);
    assert!(of("AWL,BAYES_99").reasons.iter().all(|told| told.rule != "AWL"));
    let many = of("BAYES_999=3.7,URIBL_BLACK=1.7,RCVD_IN_XBL=3.3,SPF_FAIL=0.9");
    assert!(many.reasons.iter().all(|told| told.reason != Some(Reason::SenderForged)));
    assert!(many.tells(Reason::SenderForged) && !many.tells(Reason::Malware));
    let first = |tests: &str| {
        Verdict::read(&fields(&format!("X-Spam-Status: Yes, score=9 required=5 tests={tests}")), &[]).unwrap().first
    };
    assert_eq!((first("BAYES_50,HTML_MESSAGE"), first("BAYES_99")), (None, Some(Reason::Learned)));
}
