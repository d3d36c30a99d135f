//! One row for each dialect and each trap of the filters in the field: what their headers say, rewritten by hand.

use super::Filter as F;
use super::Limit as L;
use super::Reason as R;
use super::{Explanation, Filter, Limit, Reason, Verdict, rules};

/// What a filter wrote; which one it is, points, limit, spam or not, reasons.
type Row = (&'static str, Option<Filter>, Option<f32>, Option<Limit>, Option<bool>, &'static [Reason]);

const SPAM: Option<bool> = Some(true);
const HAM: Option<bool> = Some(false);

#[rustfmt::skip]
const ROWS: &[Row] = &[
    // SpamAssassin: folded behind a comma or a blank, with points, without any rule, good mail, the flag alone.
    ("X-Spam-Flag: YES\nX-Spam-Status: Yes, score=5.0 required=5.0 tests=BAYES_99,\tDKIM_SIGNED,DKIM_VALID,\tSUBJ_ALL_CAPS autolearn=no autolearn_force=no\tversion=3.4.6", Some(F::SpamAssassin), Some(5.0), Some(L::Spam(5.0)), SPAM, &[R::Learned, R::Shouting]),
    ("X-Spam-Status: Yes, score=8.1 required=5.0 tests=BAYES_999=0.2,BAYES_99=3.5, URIBL_BLACK=1.7 autolearn=spam", Some(F::SpamAssassin), Some(8.1), Some(L::Spam(5.0)), SPAM, &[R::Learned, R::LinkListed]),
    ("X-Spam-Status: No, score=-2.6 required=5.0 tests=BAYES_00,DKIM_VALID,SPF_PASS autolearn=ham version=4.0.1", Some(F::SpamAssassin), Some(-2.6), Some(L::Spam(5.0)), HAM, &[]),
    ("X-Spam-Status: No, score=0.1 required=5.0 tests=none", Some(F::SpamAssassin), Some(0.1), Some(L::Spam(5.0)), HAM, &[]),
    ("X-Spam-Flag: YES", None, None, None, SPAM, &[]),
    ("X-Spam-Level: *******", None, Some(7.0), Some(L::Usual(5.0)), None, &[]),
    ("X-Spam-Status: Yes, score=6.3 required=5.0 tests=AWL,BAYES_50,T_REMOTE_IMAGE,RDNS_NONE", Some(F::SpamAssassin), Some(6.3), Some(L::Spam(5.0)), SPAM, &[R::OddServer, R::Learned, R::Pictures]),
    // Its report: evidence without a star, addresses written out, a negative row.
    ("X-Spam-Status: Yes, score=6.9 required=5.0 tests=BAYES_99,FREEMAIL_FROM,LOTS_OF_MONEY,RCVD_IN_DNSWL_NONE\nX-Spam-Report: \t*  3.5 BAYES_99 BODY: Bayes spam probability is 99 to 100%\t*      [score: 1.0000]\t*  0.0 FREEMAIL_FROM Sender email is commonly abused\t*      [anna[at]example.net]\t[list.dnswl.org]\t* -0.0 RCVD_IN_DNSWL_NONE RBL: no trust\t*  3.4 LOTS_OF_MONEY Huge sums", Some(F::SpamAssassin), Some(6.9), Some(L::Spam(5.0)), SPAM, &[R::Learned, R::Scam]),
    // amavis: brackets, unknown points, a list of the owner, alerts.
    ("X-Spam-Flag: YES\nX-Spam-Score: 7.131\nX-Spam-Level: *******\nX-Spam-Status: Yes,\tscore=7.131\ttagged_above=2\trequired=6.31\ttests=[BAYES_99=3.5,\tDRUGS_ERECTILE=3.6]\tautolearn=no", Some(F::Amavis), Some(7.131), Some(L::Spam(6.31)), SPAM, &[R::Drugs, R::Learned]),
    ("X-Spam-Flag: YES\nX-Spam-Status: Yes,\tscore=x\ttagged_above=-999\trequired=6.2\tBLACKLISTED\ttests=[]\tautolearn=unavailable", Some(F::Amavis), None, None, SPAM, &[R::Blocked]),
    ("X-Amavis-Alert: INFECTED, message contains virus: Eicar-Test-Signature", Some(F::Amavis), None, None, None, &[R::Malware]),
    ("X-Amavis-Alert: BANNED, message contains .exe,invoice.scr", Some(F::Amavis), None, None, None, &[R::Attachment]),
    ("X-Amavis-Alert: BAD HEADER SECTION, Duplicate header field: \"Subject\"", Some(F::Amavis), None, None, None, &[R::Headers]),
    // Exim: ten times the points, its own names, its report, and a report of good mail whose prose speaks of spam.
    ("X-Spam-Status: Yes, score=7.9\nX-Spam-Score: 79\nX-Spam-Bar: +++++++\nX-Spam-Report: Spam detection software, running on the system \"mx.example.net\",\thas identified this incoming email as possible spam.  Content analysis details:   (7.9 points, 5.0 required)\t pts rule name              description\t---- ---------------------- --------------------------------------------------\t 3.5 BAYES_99               BODY: Bayes spam probability is 99 to 100%\t 4.4 URIBL_DBL_SPAM         Contains a spam URL listed in the DBL", Some(F::Exim), Some(7.9), Some(L::Spam(5.0)), SPAM, &[R::LinkListed, R::Learned]),
    ("X-Spam_score: 12.4\nX-Spam_score_int: 124\nX-Spam_bar: ++++++++++++\nX-Spam_report: \t 3.0 RDNS_NONE no name\t 9.4 GTUBE a test", Some(F::Exim), Some(12.4), Some(L::Usual(5.0)), None, &[R::Test, R::OddServer]),
    ("X-Spam-Status: No, score=-1.9\nX-Spam-Score: -18\nX-Spam-Bar: -\nX-Ham-Report: Spam detection software has identified this incoming email as possible spam.  9.9 BAYES_99", Some(F::Exim), Some(-1.9), Some(L::Usual(5.0)), HAM, &[]),
    ("X-Spam-Score: 130\nX-Spam-Bar: +++++++++++++", Some(F::Exim), Some(13.0), Some(L::Usual(5.0)), None, &[]),
    // rspamd: "False" only says that it was not refused, and the second number is where it would have been.
    ("X-Spamd-Result: default: False [11.20 / 15.00];\tBAYES_SPAM(5.10)[100.00%];\tDMARC_POLICY_REJECT(2.00)[example.com : No valid SPF, No valid DKIM,reject];\tMIME_GOOD(-0.10)[text/plain];\tASN(0.00)[asn:64500, ipnet:192.0.2.0/24, country:XX]\nX-Rspamd-Action: add header", Some(F::Rspamd), Some(11.2), Some(L::Refused(15.0)), SPAM, &[R::Learned, R::SenderForged]),
    ("X-Spamd-Result: default: True [22.00 / 15.00];\tGTUBE(0.00)[];\tFUZZY_DENIED(12.00)[1:abc:1.00:txt]", Some(F::Rspamd), Some(22.0), Some(L::Refused(15.0)), SPAM, &[R::KnownSpam]),
    ("X-Spam: Yes\nX-Spamd-Bar: +++++++", Some(F::Rspamd), Some(7.0), Some(L::Usual(6.0)), SPAM, &[]),
    ("X-Spam: Yes", None, None, None, SPAM, &[]),
    ("X-Rspamd-Action: no action\nX-Rspamd-Score: 1.20", Some(F::Rspamd), Some(1.2), Some(L::Usual(6.0)), HAM, &[]),
    ("X-Rspamd-Score: 8.25\nX-Rspamd-Bar: ++++++++\nX-Rspamd-Report: BAYES_SPAM(3) RBL_SPAMHAUS_XBL(5.3) MIME_GOOD(-0.1)", Some(F::Rspamd), Some(8.25), Some(L::Usual(6.0)), None, &[R::ServerListed, R::Learned]),
    ("X-Spam-Score: 12.3 (++++++++++++)\nX-Spam-Status: Yes\nX-Spam-Report: Action: add header\tSymbol: BAYES_SPAM(5.10)\tSymbol: PHISHING(4.00)\tMessage-ID: a@example.com", Some(F::Rspamd), Some(12.3), Some(L::Usual(6.0)), SPAM, &[R::Learned, R::Phishing]),
    ("X-Virus: Eicar-Test-Signature", None, None, None, None, &[R::Malware]),
    // MailScanner: the host's name in the field, the words in any language, a row of letters.
    ("X-Example-MailScanner-SpamCheck: spam, SpamAssassin (nicht zwischen gespeichert, Wertung=15.2, benoetigt 6, BAYES_99 3.50, RCVD_IN_XBL 11.70)", Some(F::MailScanner), Some(15.2), Some(L::Spam(6.0)), SPAM, &[R::ServerListed, R::Learned]),
    ("X-Example-MailScanner-SpamScore: sssssss", Some(F::MailScanner), Some(7.0), Some(L::Usual(5.0)), None, &[]),
    ("X-Example-MailScanner: Found to be infected", Some(F::MailScanner), None, None, None, &[R::Malware]),
    ("X-Example-MailScanner: Found to be clean\nX-Example-MailScanner-SpamScore: 5.5", Some(F::MailScanner), Some(5.5), Some(L::Usual(5.0)), None, &[]),
    ("X-Example-TMailScanner-SpamCheck: not spam, SpamAssassin (score=1.87, required 4,        autolearn=disabled, INVALID_DATE 0.23,        RAZOR2_CHECK 0.15)", Some(F::MailScanner), Some(1.87), Some(L::Spam(4.0)), HAM, &[R::WrongDate, R::KnownSpam]),
    // Barracuda: capitals, a blank behind the comma, an empty list, a level that is switched off.
    ("X-Barracuda-Spam-Flag: YES\nX-Barracuda-Spam-Score: 10.11\nX-Barracuda-Spam-Status: Yes, SCORE=10.11 using per-user scores of TAG_LEVEL=3.5 QUARANTINE_LEVEL=9.0 KILL_LEVEL=1000.0 tests=BSF_SC0_MISMATCH_TO, HTML_MESSAGE", Some(F::Barracuda), Some(10.11), Some(L::Spam(3.5)), SPAM, &[R::NotToYou]),
    ("X-Barracuda-Spam-Status: Yes, SCORE=6.00 using global scores of TAG_LEVEL=1000.0 QUARANTINE_LEVEL=1000.0 KILL_LEVEL=9.0 tests=", Some(F::Barracuda), Some(6.0), Some(L::Spam(9.0)), SPAM, &[]),
    // Microsoft: a category, a list of the owner, what a transport rule did, bulk, the old settings.
    ("X-Forefront-Antispam-Report: CIP:192.0.2.1;CTRY:US;LANG:en;SCL:9;SRV:;IPV:NLI;SFV:SPM;CAT:HPHISH;SFTY:9.19;DIR:INB;", Some(F::Microsoft), Some(9.0), Some(L::Scale(5.0, 9.0)), SPAM, &[R::Phishing]),
    ("X-Forefront-Antispam-Report: CIP:192.0.2.1;SCL:5;SFV:SPM;DIR:INB;", Some(F::Microsoft), Some(5.0), Some(L::Scale(5.0, 9.0)), SPAM, &[R::KnownSpam]),
    ("X-Forefront-Antispam-Report: CIP:192.0.2.1;SCL:6;SFV:SKB;CAT:NONE;", Some(F::Microsoft), Some(6.0), Some(L::Scale(5.0, 9.0)), SPAM, &[R::Blocked]),
    ("X-Forefront-Antispam-Report: SFV:NSPM;SCL:1;CAT:NONE;", Some(F::Microsoft), Some(1.0), Some(L::Scale(5.0, 9.0)), HAM, &[]),
    ("X-Forefront-Antispam-Report: SFV:SKN;SCL:-1;CAT:NONE;\nX-Microsoft-Antispam: BCL:0;", Some(F::Microsoft), Some(-1.0), Some(L::Scale(5.0, 9.0)), HAM, &[]),
    ("X-Microsoft-Antispam: BCL:8;", Some(F::Microsoft), None, None, None, &[R::Advertising]),
    ("X-CustomSpam: Web bug", Some(F::Microsoft), None, None, None, &[R::Pictures]),
    ("X-CustomSpam: SPF Record Fail", Some(F::Microsoft), None, None, None, &[R::SenderForged]),
    // The others.
    ("X-Spam-score: 8.1\nX-Spam-hits: BAYES_99 3.5, ME_NOAUTH 0.01, URIBL_SBL 4.6, LANGUAGES en\nX-Spam-source: IP='192.0.2.1'", Some(F::Fastmail), Some(8.1), Some(L::Usual(5.0)), None, &[R::LinkListed, R::Learned]),
    ("X-Spam-Score: 9.30\nX-Spam-Result: BAYES_SPAM (5.10), RDNS_NONE (2.00)", Some(F::Stalwart), Some(9.3), Some(L::Usual(5.0)), None, &[R::Learned, R::OddServer]),
    ("X-hMailServer-Spam: YES\nX-hMailServer-Reason-1: Rejected by Spamhaus. - (Score: 5)\nX-hMailServer-Reason-Score: 5", Some(F::HMailServer), Some(5.0), None, SPAM, &[R::ServerListed]),
    ("X-VR-SPAMSTATE: SPAM\nX-VR-SPAMSCORE: 300\nX-VR-SPAMCAUSE: gggruggvucft", Some(F::Vade), Some(300.0), Some(L::Scale(300.0, 900.0)), SPAM, &[]),
    ("X-PMX-Spam: Gauge=XXXXXXX, Probability=98%, Report='SPAM'", Some(F::Sophos), Some(98.0), Some(L::Scale(50.0, 100.0)), SPAM, &[]),
    ("X-GMX-Antispam: 5 (nemesis text pattern profiler); Detail=V3;", Some(F::Gmx), None, None, SPAM, &[]),
    ("X-GMX-Antispam: 0 (Mail was not recognized as spam); Detail=V3;", Some(F::Gmx), None, None, HAM, &[]),
    ("X-GMX-Antispam: -2 (not scanned, spam filter disabled)", None, None, None, None, &[]),
    // A filter that says yes is believed before one on the way that said no.
    ("X-Spam-Flag: NO\nX-Spam: Yes\nX-Spam-Score: 6.5", None, Some(6.5), Some(L::Usual(5.0)), SPAM, &[]),
    // SpamAssassin before 2004, with the list in another place, with nothing but its own words.
    ("X-Spam-Status: Yes, hits=11.2 required=5.0\ttests=BIG_FONT,CLICK_BELOW,SUBJ_ALL_CAPS\tversion=2.31\nX-Spam-Level: ***********", Some(F::SpamAssassin), Some(11.2), Some(L::Spam(5.0)), SPAM, &[R::Shouting]),
    ("X-Spam-Checker-Version: SpamAssassin 3.4.6 (2021-04-09) on mx.example.org\nX-Spam-Level: ***\nX-Spam-Status: No, score=3.1 required=5.0 tests=BAYES_50,RDNS_NONE\tautolearn=no autolearn_force=no version=3.4.6", Some(F::SpamAssassin), Some(3.1), Some(L::Spam(5.0)), HAM, &[R::OddServer, R::Learned]),
    ("X-Spam-Status: Yes, tests=RDNS_NONE,BAYES_99 required=4.5 score=7.7", Some(F::SpamAssassin), Some(7.7), Some(L::Spam(4.5)), SPAM, &[R::Learned, R::OddServer]),
    ("X-Spam-Status: Yes, score=1000.0 required=5.0 tests=GTUBE,NO_RELAYS\tautolearn=no\nX-Spam-Report: \t* 1000 GTUBE BODY: Generic Test for Unsolicited Bulk Email", Some(F::SpamAssassin), Some(1000.0), Some(L::Spam(5.0)), SPAM, &[R::Test]),
    // amavis: the owner's own lists.
    ("X-Spam-Status: No, score=-97\ttagged_above=-999\trequired=5\tWHITELISTED\ttests=[BAYES_99=3.5]\tautolearn=no", Some(F::Amavis), Some(-97.0), Some(L::Spam(5.0)), HAM, &[R::Learned]),
    // rspamc: names without points, and the limit behind the points.
    ("X-Spam-Scanner: rspamc 3.4\nX-Spam: yes\nX-Spam-Action: add header\nX-Spam-Score: 10.60 / 15.00\nX-Spam-Level: ***********\nX-Spam-Symbols: BAYES_SPAM,\tR_DKIM_NA,\tMISSING_MIMEOLE", Some(F::Rspamd), Some(10.6), Some(L::Refused(15.0)), SPAM, &[R::Learned, R::ProgramForged]),
    ("X-Rspamd-Action: reject\nX-Spamd-Result: default: True [16.60 / 15.00];\tBAYES_SPAM(5.10)[99.99%];\tSUBJ_ALL_CAPS(3.00)[41]", Some(F::Rspamd), Some(16.6), Some(L::Refused(15.0)), SPAM, &[R::Learned, R::Shouting]),
    // An option is a stranger's words: no symbol is read out of it.
    ("X-Spamd-Result: default: False [7.00 / 15.00];\tFROM_HAS_DN(0.00)[];\tSUBJ_X(0.00)[DRUGS(9.00) now];\tBAYES_SPAM(5.10)[99%]", Some(F::Rspamd), Some(7.0), Some(L::Refused(15.0)), None, &[R::Learned]),
    // Filters that do nothing but learn.
    ("X-Bogosity: Spam, tests=bogofilter, spamicity=0.999814, version=1.2.5", Some(F::Bogofilter), Some(0.999814), Some(L::Probability(0.99)), SPAM, &[R::Learned]),
    ("X-Bogosity: Unsure, tests=bogofilter, spamicity=0.681633, version=1.2.5", Some(F::Bogofilter), Some(0.681633), Some(L::Probability(0.99)), None, &[]),
    ("X-Bogosity: Ham, tests=bogofilter, spamicity=0.000000, version=1.2.5", Some(F::Bogofilter), Some(0.0), Some(L::Probability(0.99)), HAM, &[]),
    ("X-Bogosity: Yes, tests=bogofilter, spamicity=1.000000, version=0.13", Some(F::Bogofilter), Some(1.0), Some(L::Probability(0.99)), SPAM, &[R::Learned]),
    ("X-SpamProbe: SPAM 0.9459119 e21564d6c142b6e9060919add45745d3", Some(F::SpamProbe), Some(0.9459119), Some(L::Probability(0.6)), SPAM, &[R::Learned]),
    ("X-SpamProbe: GOOD 0.0000051 ba07c6e2f00cda2a43ff2f0b4d1b3c0e", Some(F::SpamProbe), Some(0.0000051), Some(L::Probability(0.6)), HAM, &[]),
    ("X-DSPAM-Result: Spam\nX-DSPAM-Confidence: 0.9997\nX-DSPAM-Probability: 1.0000\nX-DSPAM-Signature: 4f5a2b1c", Some(F::Dspam), Some(1.0), Some(L::Probability(0.5)), SPAM, &[R::Learned]),
    ("X-DSPAM-Result: Innocent\nX-DSPAM-Probability: 0.0000", Some(F::Dspam), Some(0.0), Some(L::Probability(0.5)), HAM, &[]),
    ("X-DSPAM-Class: Spam", Some(F::Dspam), None, None, SPAM, &[R::Learned]),
    ("X-CRM114-Status: SPAM  ( pR: -21.45 )", Some(F::Crm114), Some(21.45), Some(L::Usual(5.0)), SPAM, &[R::Learned]),
    ("X-CRM114-Status: Good  ( pR: 12.3 )", Some(F::Crm114), Some(-12.3), Some(L::Usual(5.0)), HAM, &[]),
    // Gateways, and other providers.
    ("X-Proofpoint-Spam-Details: rule=spam policy=default score=98 priorityscore=0 phishscore=0\tbulkscore=12 spamscore=98 suspectscore=3 adultscore=0 classifier=spam", Some(F::Proofpoint), Some(98.0), Some(L::Scale(50.0, 100.0)), SPAM, &[R::KnownSpam]),
    ("X-Proofpoint-Spam-Details: rule=phish policy=default score=100 phishscore=100 spamscore=0", Some(F::Proofpoint), Some(100.0), Some(L::Scale(50.0, 100.0)), SPAM, &[R::Phishing]),
    ("X-Proofpoint-Spam-Details: rule=notspam policy=default score=0 phishscore=0 bulkscore=0 spamscore=0", Some(F::Proofpoint), Some(0.0), Some(L::Scale(50.0, 100.0)), HAM, &[]),
    ("X-Proofpoint-Virus-Version: vendor=baseguard engine=ICAP:2.0.0 definitions=2026-03-01", None, None, None, None, &[]),
    ("X-CMAE-Score: 100\nX-CMAE-Analysis: v=2.4 cv=abc", Some(F::Cloudmark), Some(100.0), Some(L::Scale(95.0, 100.0)), SPAM, &[R::KnownSpam]),
    ("X-CMAE-Score: 0", Some(F::Cloudmark), Some(0.0), Some(L::Scale(95.0, 100.0)), HAM, &[]),
    ("X-KLMS-AntiSpam-Status: spam\nX-KLMS-AntiSpam-Rate: 95", Some(F::Kaspersky), Some(95.0), None, SPAM, &[]),
    ("X-KSMG-AntiSpam-Status: not_detected", Some(F::Kaspersky), None, None, HAM, &[]),
    ("X-TM-AS-Result: Yes-12.345600-5.000000-31-1", Some(F::TrendMicro), Some(12.3456), Some(L::Spam(5.0)), SPAM, &[]),
    ("X-TM-AS-Result: No--8.900000-5.000000-31-1", Some(F::TrendMicro), Some(-8.9), Some(L::Spam(5.0)), HAM, &[]),
    ("X-Yandex-Spam: 4", Some(F::Yandex), None, None, SPAM, &[]),
    ("X-Yandex-Spam: 1", Some(F::Yandex), None, None, HAM, &[]),
    ("X-Mailgun-Sflag: Yes\nX-Mailgun-Sscore: 6.3", Some(F::Mailgun), Some(6.3), Some(L::Usual(5.0)), SPAM, &[]),
    ("X-hMailServer-Spam: NO\nX-hMailServer-Reason-Score: 2", Some(F::HMailServer), Some(2.0), None, HAM, &[]),
    // Forged: below the host's own, above what a host appends, a report that nobody asked for, words of another filter.
    ("X-Spam-Status: Yes, score=9.1 required=5.0 tests=BAYES_99,URIBL_BLACK\nX-Spam-Status: No, score=-5.0 required=5.0 tests=USER_IN_WELCOMELIST", Some(F::SpamAssassin), Some(9.1), Some(L::Spam(5.0)), SPAM, &[R::LinkListed, R::Learned]),
    ("X-Spam-Flag: YES\nX-Spam-Status: Yes, score=9.1 required=5.0 tests=BAYES_99\nX-Spam-Flag: NO", Some(F::SpamAssassin), Some(9.1), Some(L::Spam(5.0)), SPAM, &[R::Learned]),
    ("X-Spam-Status: No, score=-9.9 required=5.0 tests=BAYES_00\nX-Spamd-Result: default: False [12.00 / 15.00];\tBAYES_SPAM(5.10)[100%]\nX-Rspamd-Action: add header", Some(F::Rspamd), Some(12.0), Some(L::Refused(15.0)), SPAM, &[R::Learned]),
    ("X-Barracuda-Spam-Status: No, SCORE=0.00 using global scores of TAG_LEVEL=3.5\nX-Spam-Status: Yes, score=8.0 required=5.0 tests=BAYES_99", Some(F::SpamAssassin), Some(8.0), Some(L::Spam(5.0)), SPAM, &[R::Learned]),
    ("X-Spam-Status: Yes, score=8.0 required=5.0 tests=BAYES_99\nX-Forefront-Antispam-Report: SFV:NSPM;SCL:1;CAT:NONE;", Some(F::SpamAssassin), Some(8.0), Some(L::Spam(5.0)), SPAM, &[R::Learned]),
    ("X-Bogosity: Ham, tests=bogofilter, spamicity=0.000000\nX-Spam-Status: Yes, score=8.0 required=5.0 tests=BAYES_99", Some(F::SpamAssassin), Some(8.0), Some(L::Spam(5.0)), SPAM, &[R::Learned]),
    ("X-Spam-Status: Yes, score=8.0 required=5.0 tests=BAYES_99,RDNS_NONE\nX-Spam-Report: \t* -50 USER_IN_WELCOMELIST a good friend\t*  0.1 DKIM_VALID yes", Some(F::SpamAssassin), Some(8.0), Some(L::Spam(5.0)), SPAM, &[R::Learned, R::OddServer]),
    ("X-Spam-Status: Yes, score=8.0 required=5.0 tests=BAYES_99\nX-Spam-Score: -9.0\nX-Spam-Level: ", Some(F::SpamAssassin), Some(8.0), Some(L::Spam(5.0)), SPAM, &[R::Learned]),
    ("X-Rspamd-Score: -5.00\nX-Rspamd-Action: no action\nX-Amavis-Alert: INFECTED, message contains virus: Eicar", Some(F::Rspamd), Some(-5.0), Some(L::Usual(6.0)), HAM, &[R::Malware]),
    ("X-CustomSpam: Web bug\nX-Spam-Status: Yes, score=6.0 required=5.0 tests=none", Some(F::SpamAssassin), Some(6.0), Some(L::Spam(5.0)), SPAM, &[]),
    ("X-Yandex-Spam: 1\nX-Yandex-Spam: 4", Some(F::Yandex), None, None, SPAM, &[]),
    // Broken: cut, empty, without numbers, with numbers that are none, with signs that do not belong there.
    ("X-Spam-Status: Yes, score=", None, None, None, SPAM, &[]),
    ("X-Spam-Status: Yes, score=nan required=inf tests=BAYES_99", Some(F::SpamAssassin), None, None, SPAM, &[R::Learned]),
    ("X-Spam-Status: Yes, score=1e99 required=5.0", Some(F::SpamAssassin), None, None, SPAM, &[]),
    ("X-Spam-Status: Yes, score=9999999999999999999999999999999999999999999 required=5.0", Some(F::SpamAssassin), None, Some(L::Spam(5.0)), SPAM, &[]),
    ("X-Spam-Status: Yes, score=--5 required=5.0", Some(F::SpamAssassin), None, Some(L::Spam(5.0)), SPAM, &[]),
    ("X-Spam-Status: Yes, score=5,5 required=5,0 tests=BAYES_99", Some(F::SpamAssassin), Some(5.5), Some(L::Spam(5.0)), SPAM, &[R::Learned]),
    ("X-Spam-Status: \u{0}Yes\u{0}, score=5.5", None, Some(5.5), Some(L::Usual(5.0)), None, &[]),
    ("X-Spam-Status: Ja, Wertung=5.5", None, None, None, None, &[]),
    ("X-Spam-Status: Yes, score=5.5 required=5.0 tests=[BAYES_99=3.5, URIBL_BL", Some(F::Amavis), Some(5.5), Some(L::Spam(5.0)), SPAM, &[R::Learned, R::LinkListed]),
    ("X-Spam-Status: Yes, score=5.5 required=5.0 tests=größe,BAYES_99", Some(F::SpamAssassin), Some(5.5), Some(L::Spam(5.0)), SPAM, &[]),
    ("X-Spam-Score: ", None, None, None, None, &[]),
    ("X-Spam-Score: +-+-+-", None, Some(3.0), Some(L::Usual(5.0)), None, &[]),
    ("X-Spamd-Result: default: False [9.50", Some(F::Rspamd), Some(9.5), None, None, &[]),
    ("X-Spamd-Result: default: False [9.50 / ];\tBAYES_SPAM(x)[;\tFUZZY_DENIED(3.40", Some(F::Rspamd), Some(9.5), None, None, &[]),
    ("X-Spamd-Result: ((((((((([[[[[[[[]]]]))))", None, None, None, None, &[]),
    ("X-Forefront-Antispam-Report: SCL;SFV;CAT;;;:::SCL:", None, None, None, None, &[]),
    ("X-Forefront-Antispam-Report: SCL:x;SFV:SPM;CAT:\u{202e}PHSH;", Some(F::Microsoft), None, None, SPAM, &[]),
    ("X-Example-MailScanner-SpamCheck: spam, SpamAssassin (", Some(F::MailScanner), None, None, SPAM, &[]),
    ("X-Bogosity: Spam, tests=bogofilter, spamicity=7", Some(F::Bogofilter), None, None, SPAM, &[R::Learned]),
    ("X-Bogosity: ?", None, None, None, None, &[]),
    ("X-SpamProbe: SPAM", Some(F::SpamProbe), None, None, SPAM, &[R::Learned]),
    ("X-Proofpoint-Spam-Details: score=98", Some(F::Proofpoint), Some(98.0), Some(L::Scale(50.0, 100.0)), SPAM, &[]),
    ("X-TM-AS-Result: Yes-", Some(F::TrendMicro), None, None, SPAM, &[]),
    ("X-hMailServer-Reason-1: no points here", None, None, None, None, &[]),
];

/// The rules that real mail names most often. Each is told in plain words.
#[rustfmt::skip]
const COMMON: &str = "\
    BAYES_50 BAYES_60 BAYES_80 BAYES_95 BAYES_99 BAYES_999 URIBL_BLACK URIBL_GREY URIBL_RED URIBL_SBL URIBL_SBL_A URIBL_CSS \
    URIBL_CSS_A URIBL_DBL_SPAM URIBL_DBL_PHISH URIBL_DBL_MALWARE URIBL_DBL_ABUSE_SPAM URIBL_DBL_ABUSE_REDIR URIBL_ABUSE_SURBL \
    URIBL_CR_SURBL URIBL_MW_SURBL URIBL_PH_SURBL URIBL_WS_SURBL URIBL_JP_SURBL URIBL_RHS_DOB RCVD_IN_XBL \
    RCVD_IN_PBL RCVD_IN_SBL RCVD_IN_SBL_CSS RCVD_IN_BL_SPAMCOP_NET RCVD_IN_SORBS_DUL RCVD_IN_SORBS_WEB RCVD_IN_SORBS_SPAM \
    RCVD_IN_BRBL_LASTEXT RCVD_IN_PSBL RCVD_IN_MSPIKE_BL RCVD_IN_MSPIKE_L3 RCVD_IN_MSPIKE_L4 RCVD_IN_MSPIKE_L5 RCVD_IN_MSPIKE_ZBI \
    RCVD_IN_VALIDITY_RPBL RCVD_IN_RP_RNBL RAZOR2_CHECK RAZOR2_CF_RANGE_51_100 RAZOR2_CF_RANGE_E8_51_100 PYZOR_CHECK DCC_CHECK \
    DIGEST_MULTIPLE SPF_FAIL SPF_SOFTFAIL SPF_HELO_FAIL SPF_HELO_SOFTFAIL T_SPF_HELO_FAIL DKIM_ADSP_NXDOMAIN DKIM_ADSP_CUSTOM_MED \
    DKIM_ADSP_ALL DKIM_ADSP_DISCARD DKIM_INVALID NML_ADSP_CUSTOM_MED DMARC_REJECT DMARC_QUAR HEADER_FROM_DIFFERENT_DOMAINS \
    HTML_IMAGE_ONLY_04 HTML_IMAGE_ONLY_08 HTML_IMAGE_ONLY_16 HTML_IMAGE_ONLY_24 HTML_IMAGE_ONLY_32 HTML_IMAGE_RATIO_02 \
    HTML_IMAGE_RATIO_04 HTML_SHORT_LINK_IMG_1 HTML_SHORT_LINK_IMG_2 HTML_FONT_LOW_CONTRAST HTML_FONT_SIZE_HUGE HTML_FONT_FACE_BAD \
    HTML_MIME_NO_HTML_TAG HTML_TITLE_SUBJ_DIFF HTML_OBFUSCATE_05_10 HTML_TAG_BALANCE_BODY HTML_TEXT_INVISIBLE_STYLE \
    MIME_HTML_ONLY MIME_HTML_MOSTLY MIME_HTML_ONLY_MULTI MIME_QP_LONG_LINE MIME_HEADER_CTYPE_ONLY MIME_BASE64_TEXT \
    MIME_BASE64_BLANKS MPART_ALT_DIFF MPART_ALT_DIFF_COUNT MIME_CHARSET_FARAWAY CHARSET_FARAWAY_HEADER BASE64_LENGTH_79_INF \
    FREEMAIL_FROM FREEMAIL_REPLYTO FREEMAIL_REPLYTO_END_DIGIT FREEMAIL_FORGED_REPLYTO FREEMAIL_FORGED_FROMDOMAIN \
    FREEMAIL_ENVFROM_END_DIGIT FREEMAIL_REPLY FROM_LOCAL_NOVOWEL FROM_LOCAL_DIGITS FROM_EXCESS_BASE64 FROM_MISSPACED FROM_MISSP_MSFT \
    FROM_MISSP_EH_MATCH FROM_SUSPICIOUS_NTLD FROM_SUSPICIOUS_NTLD_FP FROM_NTLD_REPLY_FREEMAIL FROM_FMBLA_NEWDOM FROM_FMBLA_NEWDOM14 \
    FROM_FMBLA_NEWDOM28 FROM_STARTS_WITH_NUMS FROM_PAYPAL_SPOOF FROM_IN_TO_AND_SUBJ FROM_BLANK_NAME REPLYTO_WITHOUT_TO_CC \
    FORGED_YAHOO_RCVD FORGED_HOTMAIL_RCVD2 FORGED_GMAIL_RCVD FORGED_MUA_OUTLOOK FORGED_MUA_MOZILLA FORGED_OUTLOOK_HTML \
    FORGED_OUTLOOK_TAGS FORGED_RELAY_MUA_TO_MX FSL_HELO_FAKE FSL_BULK_SIG RATWARE_MS_HASH RATWARE_NAME_ID FAKE_REPLY_C \
    SUBJ_ALL_CAPS SUBJ_ILLEGAL_CHARS SUBJ_AS_SEEN SUBJ_BUY SUBJ_DOLLARS SUBJ_YOUR_DEBT SUBJECT_NEEDS_ENCODING SUBJECT_DRUG_GAP_C \
    PLING_QUERY UPPERCASE_50_75 RDNS_NONE RDNS_DYNAMIC RDNS_LOCALHOST HELO_DYNAMIC_IPADDR HELO_DYNAMIC_IPADDR2 \
    HELO_DYNAMIC_SPLIT_IP HELO_NO_DOMAIN HELO_LOCALHOST HELO_MISC_IP HELO_LH_HOME RCVD_HELO_IP_MISMATCH RCVD_NUMERIC_HELO \
    RCVD_ILLEGAL_IP RCVD_DOUBLE_IP_SPAM NO_RDNS_DOTCOM_HELO TVD_RCVD_IP TVD_RCVD_SINGLE DYN_RDNS_AND_INLINE_IMAGE DOS_OE_TO_MX \
    MISSING_DATE MISSING_FROM MISSING_HEADERS MISSING_MID MISSING_SUBJECT MISSING_MIME_HB_SEP MISSING_MIMEOLE INVALID_DATE \
    INVALID_MSGID DATE_IN_FUTURE_03_06 DATE_IN_FUTURE_06_12 DATE_IN_FUTURE_96_Q DATE_IN_PAST_03_06 DATE_IN_PAST_12_24 \
    DATE_IN_PAST_96_XX MSGID_FROM_MTA_HEADER MSGID_RANDY MSGID_SHORT HEADER_COUNT_SUBJECT HDR_ORDER_FTSDMCXX_DIRECT \
    UNDISC_FREEM UNDISC_MONEY TO_MALFORMED TO_NO_BRKTS_DIRECT TO_NO_BRKTS_HTML_ONLY TO_EQ_FM_DIRECT_MX T_REMOTE_IMAGE \
    T_PDS_OTHER_BAD_TLD PDS_OTHER_BAD_TLD PDS_BTC_ID PDS_BTC_MSGID PDS_FROM_2_EMAILS PDS_DBL_URL_TNB_RUNON \
    PDS_TONAME_EQ_TOLOCAL_SHORT PDS_HP_HELO_NORDNS BITCOIN_SPAM_02 BITCOIN_SPAM_05 BITCOIN_EXTORT_01 BITCOIN_DEADLINE BITCOIN_YOUR_INFO \
    DRUGS_ERECTILE DRUGS_ERECTILE_OBFU DRUGS_ANXIETY DRUGS_MUSCLE DRUGS_DIET DRUG_ED_CAPS FUZZY_VPILL FUZZY_PHARMACY \
    FUZZY_CREDIT FUZZY_BITCOIN BODY_ENHANCEMENT LOTS_OF_MONEY ADVANCE_FEE_2 ADVANCE_FEE_3_NEW ADVANCE_FEE_4_NEW ADVANCE_FEE_5_NEW \
    ADVANCE_FEE_2_NEW_MONEY ADVANCE_FEE_3_NEW_FORM MONEY_FRAUD_3 MONEY_FRAUD_5 MONEY_FRAUD_8 MONEY_FORM_SHORT MONEY_FREEMAIL_REPTO \
    MILLION_USD US_DOLLARS_3 DEAR_SOMETHING DEAR_FRIEND DEAR_WINNER FILL_THIS_FORM FILL_THIS_FORM_LONG FORM_FRAUD_5 \
    NORMAL_HTTP_TO_IP NUMERIC_HTTP_ADDR BODY_SINGLE_URI URI_HEX URI_NOVOWEL URI_PHISH URI_TRUNCATED URI_WP_HACKED URI_ONLY_MSGID_MALF \
    HTTPS_HTTP_MISMATCH GOOG_REDIR_NORDNS SHORTENER_SHORT_IMG STOCK_TIP EM_ROLEX VIA_GAP_GRA OBFU_TEXT_ATTACH TRACKER_ID EXCUSE_4 \
    AC_DIV_BONANZA AC_HTML_NONSENSE_TAGS GAPPY_SUBJECT MIXED_HREF_CASE UNICODE_OBFU_ZW HK_RANDOM_FROM HK_RANDOM_ENVFROM \
    XPRIO_SHORT_SUBJ XM_PHPMAILER_FORGED PHP_SCRIPT_MUA KAM_DMARC_REJECT KAM_LAZY_DOMAIN_SECURITY KAM_SHORT KAM_NUMSUBJECT TXREP \
    BAYES_SPAM R_SPF_FAIL R_SPF_SOFTFAIL R_DKIM_REJECT DMARC_POLICY_REJECT DMARC_POLICY_QUARANTINE DMARC_POLICY_SOFTFAIL \
    FUZZY_DENIED FUZZY_PROB LOCAL_FUZZY_DENIED RBL_SPAMHAUS_SBL RBL_SPAMHAUS_XBL RBL_SPAMHAUS_PBL RBL_SPAMHAUS_CSS RBL_MAILSPIKE_WORST \
    RECEIVED_SPAMHAUS_XBL DBL_SPAM DBL_PHISH DBL_MALWARE ABUSE_SURBL CRACKED_SURBL PH_SURBL_MULTI MW_SURBL_MULTI URIBL_BLACK PHISHING \
    PHISHED_OPENPHISH HFILTER_HOSTNAME_UNKNOWN HFILTER_HELO_IP_A HFILTER_URL_ONLY ONCE_RECEIVED ONCE_RECEIVED_STRICT RDNS_NONE \
    MISSING_TO MISSING_MID MIME_HTML_ONLY MIME_BAD_ATTACHMENT MIME_BAD_EXTENSION MIME_DOUBLE_BAD_EXTENSION R_MIXED_CHARSET \
    R_PARTS_DIFFER R_SUSPICIOUS_URL R_UNDISC_RCPT R_BAD_CTE_7BIT ZERO_FONT MANY_INVISIBLE_PARTS SPOOF_REPLYTO SPOOF_DISPLAY_NAME \
    REPLYTO_EQ_TO_ADDR FREEMAIL_REPLYTO_NEQ_FROM_DOM SUBJ_ALL_CAPS SUBJECT_ENDS_EXCLAIM FORGED_RECIPIENTS FORGED_SENDER \
    FORGED_MUA_THEBAT_MSGID LEAKED_PASSWORD_SCAM BITCOIN_ADDR MID_RHS_NOT_FQDN CLAM_VIRUS NEURAL_SPAM_LONG NEURAL_SPAM_SHORT \
    REDIRECTOR_URL URL_IN_SUBJECT HTTP_TO_IP SUSPICIOUS_RECIPS";

/// The reasons against, without rules that nobody has words for.
fn reasons_of(explanation: &Explanation) -> Vec<Reason> {
    explanation.reasons.iter().filter_map(|told| told.reason).collect()
}

fn fields(block: &str) -> Vec<(String, String)> {
    let field = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_lowercase(), value.to_owned()));
    block.lines().filter_map(field).collect()
}

#[test]
fn every_dialect_and_every_trap_is_read() {
    for (block, filter, score, limit, spam, reasons) in ROWS {
        let (verdict, told) = (Verdict::read(&fields(block), &[]), Explanation::read(&fields(block), &[]));
        assert_eq!(verdict.and_then(|verdict| verdict.score), *score, "{block}");
        let limit = limit.filter(|_| verdict.is_some());
        assert_eq!(verdict.and_then(|verdict| verdict.limit), limit, "{block}");
        assert_eq!(verdict.and_then(|verdict| verdict.first), reasons.first().copied(), "{block}");
        assert_eq!((told.filter, told.spam), (*filter, *spam), "{block}");
        assert_eq!(reasons_of(&told), *reasons, "{block}");
    }
    assert!(ROWS.len() >= 100, "{}", ROWS.len());
}

#[test]
fn a_header_that_is_cut_doubled_or_turned_round_harms_nothing() {
    for (block, ..) in ROWS {
        for cut in (0..block.len()).filter(|&at| block.is_char_boundary(at)) {
            let (begin, end) = block.split_at(cut);
            for part in [begin, end, &format!("{end}\n{begin}"), &format!("{begin}{begin}")] {
                let _ = (Verdict::read(&fields(part), &[]), Explanation::read(&fields(part), &[]));
            }
        }
    }
}

#[test]
fn a_verdict_of_good_mail_never_outweighs_one_of_spam_wherever_it_stands() {
    let spam: Vec<_> = ROWS
        .iter()
        .filter(|(_, filter, score, _, spam, _)| filter.is_some() && score.is_some() && *spam == SPAM)
        .collect();
    let ham: Vec<_> = ROWS.iter().filter(|(.., spam, _)| *spam == HAM).collect();
    for (spam, good) in spam.iter().flat_map(|spam| ham.iter().map(move |ham| (spam, ham))) {
        let both = [fields(good.0), fields(spam.0)].concat();
        let names: Vec<_> = fields(good.0).into_iter().map(|(name, _)| name).collect();
        // Two fields of one name: the topmost counts, and that is the other test's matter.
        let scanners = [spam, good].iter().all(|(block, ..)| block.contains("MailScanner"));
        if scanners || fields(spam.0).iter().any(|(name, _)| names.contains(name)) {
            continue;
        }
        let told = Explanation::read(&both, &[]);
        assert_eq!(told.spam, SPAM, "{} above {}", good.0, spam.0);
    }
}

#[test]
fn only_the_filters_that_a_host_names_are_believed() {
    let both = "X-Spam-Status: Yes, score=8.0 required=5.0 tests=BAYES_99\nX-Forefront-Antispam-Report: SFV:SPM;SCL:9;CAT:PHSH;";
    for (trust, filter, score) in [
        (&[][..], Some(F::SpamAssassin), Some(8.0)),
        (&[F::SpamAssassin], Some(F::SpamAssassin), Some(8.0)),
        // Who writes X-Spam-* cannot always be told.
        (&[F::Exim], Some(F::SpamAssassin), Some(8.0)),
        (&[F::Microsoft], Some(F::Microsoft), Some(9.0)),
        (&[F::Rspamd, F::Barracuda], Some(F::SpamAssassin), Some(8.0)),
        (&[F::Barracuda], None, None),
    ] {
        let (verdict, told) = (Verdict::read(&fields(both), trust), Explanation::read(&fields(both), trust));
        assert_eq!((told.filter, verdict.and_then(|verdict| verdict.score)), (filter, score), "{trust:?}");
    }
}

#[test]
fn a_field_of_a_megabyte_is_read_and_bounded() {
    let long = |name: &str, piece: &str| vec![(name.to_owned(), piece.repeat(1_000_000 / piece.len()))];
    for (name, piece) in [
        ("x-spam-status", "tests=BAYES_99,score=5 "),
        ("x-spam-report", "1.0 BAYES_99 words "),
        ("x-spamd-result", "A_RULE(1.00)[x];("),
        ("x-spamd-result", "[[[(("),
        ("x-forefront-antispam-report", "SCL:5;CAT:PHSH;"),
        ("x-a-mailscanner-spamcheck", "(A_RULE 1.0,"),
        ("x-bogosity", "spamicity="),
        ("x-proofpoint-spam-details", "rule=spamscore="),
        ("x-spam-level", "*"),
    ] {
        assert!(Explanation::read(&long(name, piece), &[]).hits.len() <= 200, "{name}");
    }
}

#[test]
fn a_filter_that_gives_neither_points_nor_a_reason_gives_no_verdict() {
    for block in ["X-Spam-Flag: YES", "X-GMX-Antispam: 5 (x)", "X-Spam: Yes", "X-Amavis-Alert: SOMETHING new"] {
        assert_eq!(Verdict::read(&fields(block), &[]), None, "{block}");
    }
}

#[test]
fn the_commonest_rules_are_told_in_plain_words() {
    let untold: Vec<_> = COMMON.split_whitespace().filter(|rule| rules::look_up(rule).flatten().is_none()).collect();
    assert!(untold.is_empty(), "no words for {untold:?}");
    assert!(COMMON.split_whitespace().count() >= 150);
}

#[test]
fn a_star_in_a_pattern_stands_for_anything_and_for_nothing_else() {
    for (pattern, rule, fits) in [
        ("A_*", "A_B", true),
        ("*_B", "A_B", true),
        ("A_*_C*", "A_B_C", true),
        ("A_*_C*", "A_C", false),
        ("A*A", "A", false),
        ("AB", "ABC", false),
        ("*X*", "ABC", false),
    ] {
        assert_eq!(rules::fits(pattern, rule), fits, "{pattern} {rule}");
    }
}
