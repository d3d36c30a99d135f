//! What filters write, by hand after real headers: for each the filter, its number and what that is compared with, whether it calls the
//! message spam, and the rules. Then what spammers write beside it, and what is broken.

use super::said::Said;
use super::{Filter, Hit, Limit, filters, registry};
use Filter as F;
use Limit as L;
use std::time::{Duration, Instant};

/// Fields; filter, number, limit, spam or not, rules.
type Row = (&'static str, Option<Filter>, Option<f32>, Option<Limit>, Option<bool>, &'static str);

const SPAM: Option<bool> = Some(true);
const HAM: Option<bool> = Some(false);

#[rustfmt::skip]
const ROWS: &[Row] = &[
    // SpamAssassin 4 and 3: folded behind commas and blanks, points beside the names, no rule at all, good mail.
    ("X-Spam-Checker-Version: SpamAssassin 4.0.1 (2024-03-25) on mx.example.org\nX-Spam-Flag: YES\nX-Spam-Level: *********\nX-Spam-Status: Yes, score=9.5 required=5.0 tests=BAYES_99,\tBAYES_999,HTML_MESSAGE,\tURIBL_BLACK autolearn=spam autolearn_force=no\tversion=4.0.1", Some(F::SpamAssassin), Some(9.5), Some(L::Spam(5.0)), SPAM, "BAYES_99 BAYES_999 HTML_MESSAGE URIBL_BLACK"),
    ("X-Spam-Status: Yes, score=8.1 required=5.0 tests=BAYES_999=0.2,BAYES_99=3.5,\tURIBL_BLACK=1.7 autolearn=spam version=3.4.6", Some(F::SpamAssassin), Some(8.1), Some(L::Spam(5.0)), SPAM, "BAYES_999 BAYES_99 URIBL_BLACK"),
    ("X-Spam-Status: No, score=-2.6 required=5.0 tests=BAYES_00,DKIM_VALID,\tSPF_PASS autolearn=ham version=4.0.1", Some(F::SpamAssassin), Some(-2.6), Some(L::Spam(5.0)), HAM, "BAYES_00 DKIM_VALID SPF_PASS"),
    ("X-Spam-Status: No, score=0.0 required=5.0 tests=none", Some(F::SpamAssassin), Some(0.0), Some(L::Spam(5.0)), HAM, ""),
    // SpamAssassin 2: another word for points, blanks between the names, a version behind them.
    ("X-Spam-Status: Yes, hits=7.1 required=5.0 tests=FROM_ENDS_IN_NUMS SUBJ_ALL_CAPS\tCLICK_BELOW version=2.31", Some(F::SpamAssassin), Some(7.1), Some(L::Spam(5.0)), SPAM, "FROM_ENDS_IN_NUMS SUBJ_ALL_CAPS CLICK_BELOW"),
    ("X-Spam-Status: No, hits=-4.4 required=5.0\ttests=KNOWN_MAILING_LIST,IN_REP_TO version=2.20", Some(F::SpamAssassin), Some(-4.4), Some(L::Spam(5.0)), HAM, "KNOWN_MAILING_LIST IN_REP_TO"),
    ("X-Spam-Status: Yes, hits=12.0 required=7.0\ttests=CASHCASHCASH", Some(F::SpamAssassin), Some(12.0), Some(L::Spam(7.0)), SPAM, "CASHCASHCASH"),
    // The order turned round; a limit by another name; a host's own rules in small letters.
    ("X-Spam-Status: Yes, required=4.5 autolearn=no score=6.2 tests=BAYES_80,RDNS_NONE", Some(F::SpamAssassin), Some(6.2), Some(L::Spam(4.5)), SPAM, "BAYES_80 RDNS_NONE"),
    ("X-Spam-Status: score=6.5, limit=6.0, \ttests=BAYES_95,SPF_FAIL", None, Some(6.5), Some(L::Spam(6.0)), SPAM, "BAYES_95 SPF_FAIL"),
    ("X-Spam-Status: Yes, score=7.0 required=5.0 tests=BAYES_99,our_rule_no_7,local_Words=2.5,RDNS_NONE autolearn=no", Some(F::SpamAssassin), Some(7.0), Some(L::Spam(5.0)), SPAM, "BAYES_99 our_rule_no_7 local_Words RDNS_NONE"),
    // Its report: rows with a star, evidence without one, a row that counts for the message.
    ("X-Spam-Status: Yes, score=5.2 required=5.0 tests=BAYES_50,DKIM_VALID,LOTS_OF_MONEY\nX-Spam-Report: \t*  0.8 BAYES_50 BODY: Bayes spam probability is 40 to 60%\t*      [score: 0.5000]\t* -0.1 DKIM_VALID a signature\t[list.dnswl.org]\t*  4.5 LOTS_OF_MONEY Huge... sums of money", Some(F::SpamAssassin), Some(5.2), Some(L::Spam(5.0)), SPAM, "BAYES_50 DKIM_VALID LOTS_OF_MONEY"),
    ("X-Spam-Report: Content analysis details:   (5.5 points, 5.0 required)\t pts rule name              description\t---- ---------------------- -----\t 5.5 BAYES_99               BODY: Bayes\nX-Spam-Flag: YES", Some(F::Exim), Some(5.5), Some(L::Spam(5.0)), SPAM, "BAYES_99"),
    ("X-Spam-Flag: YES", None, None, None, SPAM, ""),
    ("X-Spam-Level: *******", None, Some(7.0), Some(L::Usual(5.0)), None, ""),
    // amavis: brackets, a limit of three, points that are not known, the owner's list, alerts, and its elder form.
    ("X-Virus-Scanned: Debian amavis at example.org\nX-Spam-Flag: YES\nX-Spam-Score: 7.131\nX-Spam-Level: *******\nX-Spam-Status: Yes, score=7.131 tagged_above=2 required=6.31\ttests=[BAYES_99=3.5, DRUGS_ERECTILE=3.6,\tHTML_MESSAGE=0.001] autolearn=no", Some(F::Amavis), Some(7.131), Some(L::Spam(6.31)), SPAM, "BAYES_99 DRUGS_ERECTILE HTML_MESSAGE"),
    ("X-Spam-Flag: YES\nX-Spam-Status: Yes, score=x tagged_above=-999 required=6.2 BLACKLISTED\ttests=[] autolearn=unavailable", Some(F::Amavis), None, None, SPAM, "AMAVIS:BLACKLISTED"),
    ("X-Spam-Status: No, score=-3 tagged_above=-999 required=6.2 WHITELISTED\ttests=[] autolearn=disabled", Some(F::Amavis), Some(-3.0), Some(L::Spam(6.2)), HAM, "AMAVIS:WHITELISTED"),
    ("X-Spam-Status: Yes, hits=7.4 tagged_above=2.0 required=6.3 tests=BAYES_80,\tFORGED_YAHOO_RCVD", Some(F::Amavis), Some(7.4), Some(L::Spam(6.3)), SPAM, "BAYES_80 FORGED_YAHOO_RCVD"),
    ("X-Quarantine-ID: <dY6IVUvRWovp>\nX-Amavis-Alert: INFECTED, message contains virus: Eicar-Test-Signature", Some(F::Amavis), None, None, None, "AMAVIS:INFECTED"),
    ("X-Amavis-Alert: BANNED, message contains .exe,invoice.scr\nX-Spam-Flag: NO\nX-Spam-Score: 0.1\nX-Spam-Status: No, score=0.1 tagged_above=-999 required=5\ttests=[RDNS_NONE=0.1] autolearn=no", Some(F::Amavis), Some(0.1), Some(L::Spam(5.0)), HAM, "RDNS_NONE AMAVIS:BANNED"),
    // Exim and cPanel: points times ten, names of their own, a report of good mail whose prose speaks of spam.
    ("X-Spam-Status: Yes, score=7.9\nX-Spam-Score: 79\nX-Spam-Bar: +++++++\nX-Spam-Report: Spam detection software has identified this incoming email as possible spam.  Content analysis details:   (7.9 points, 5.0 required)\t pts rule name              description\t---- ---------------------- ------\t 3.5 BAYES_99               BODY: Bayes\t 4.4 URIBL_DBL_SPAM         a link\nX-Spam-Flag: YES", Some(F::Exim), Some(7.9), Some(L::Spam(5.0)), SPAM, "BAYES_99 URIBL_DBL_SPAM"),
    ("X-Spam_score: 12.4\nX-Spam_score_int: 124\nX-Spam_bar: ++++++++++++\nX-Spam_report: \t 3.0 RDNS_NONE no name\t 9.4 GTUBE a test", Some(F::Exim), Some(12.4), Some(L::Usual(5.0)), None, "RDNS_NONE GTUBE"),
    ("X-Spam-Status: No, score=-1.9\nX-Spam-Score: -18\nX-Spam-Bar: -\nX-Ham-Report: Spam detection software has identified this incoming email as possible spam.  9.9 BAYES_99", Some(F::Exim), Some(-1.9), Some(L::Usual(5.0)), HAM, ""),
    ("X-Spam-Score: 9.5 (+++++++++)", None, Some(9.5), Some(L::Usual(5.0)), None, ""),
    ("X-Spam-Score: 79", None, None, None, None, ""),
    ("X-Spam-Score: 0", None, Some(0.0), Some(L::Usual(5.0)), None, ""),
    // rspamd: "False" says only that it was not refused; True says spam. Options hold what strangers write.
    ("X-Spamd-Bar: +++++++++++\nX-Spamd-Result: default: False [11.92 / 15.00];\tBAYES_SPAM(4.43)[98.24%];\tPHISHING(2.00)[example.net->example.com,BAYES_HAM(-9.00)];\tMIME_GOOD(-0.10)[text/plain]\nX-Spam-Level: ***********\nX-Spam-Status: Yes, score=11.92\nX-Rspamd-Server: vm\nX-Rspamd-Queue-Id: 4XyZ0745\nX-Rspamd-Action: add header\nX-Stat-Signature: 8xbdpujq3pfn\nX-Spam: Yes", Some(F::Rspamd), Some(11.92), Some(L::Refused(15.0)), SPAM, "BAYES_SPAM PHISHING MIME_GOOD"),
    ("X-Spamd-Result: default: True [22.00 / 15.00];\tGTUBE(0.00)[];\tFUZZY_DENIED(12.00)[1:abc:1.00:txt]", Some(F::Rspamd), Some(22.0), Some(L::Refused(15.0)), SPAM, "GTUBE FUZZY_DENIED"),
    ("X-Spamd-Result: default: False [-1.19 / 15.00];\tDMARC_POLICY_ALLOW(-0.50)[example.org,none];\tR_DKIM_ALLOW(-0.20)[example.org:s=a]\nX-Rspamd-Action: no action", Some(F::Rspamd), Some(-1.19), Some(L::Refused(15.0)), HAM, "DMARC_POLICY_ALLOW R_DKIM_ALLOW"),
    ("X-Rspamd-Bar: ++++++++++++\nX-Rspamd-Report: FUZZY_DENIED(10.348733) FROM_EXCESS_QP(1.2) BAYES_HAM(-2.999999)\nX-Rspamd-Score: 12.314971", Some(F::Rspamd), Some(12.314971), Some(L::Usual(6.0)), None, "FUZZY_DENIED FROM_EXCESS_QP BAYES_HAM"),
    ("X-Rspamd-Score: 1.20\nX-Rspamd-Action: greylist", Some(F::Rspamd), Some(1.2), Some(L::Usual(6.0)), HAM, ""),
    ("X-Spam: Yes", None, None, None, SPAM, ""),
    ("X-Spam: Yes\nX-Spamd-Bar: +++++++", Some(F::Rspamd), Some(7.0), Some(L::Usual(6.0)), SPAM, ""),
    ("X-Spam-Scanner: rspamc 3.4\nX-Spam-Scan-Time: 0.156\nX-Spam-Action: add header\nX-Spam-Score: 8.40 / 15.00\nX-Spam-Level: ********\nX-Spam-Symbols: BAYES_SPAM,\tFORWARDED,\tR_SPF_FAIL", Some(F::Rspamd), Some(8.4), Some(L::Refused(15.0)), SPAM, "BAYES_SPAM FORWARDED R_SPF_FAIL"),
    ("X-Spam-Score: 12.3 (++++++++++++)\nX-Spam-Status: Yes\nX-Spam-Report: Action: add header\tSymbol: BAYES_SPAM(5.10)\tSymbol: PHISHING(4.00)\tMessage-ID: a@example.com", Some(F::Rspamd), Some(12.3), Some(L::Usual(6.0)), SPAM, "BAYES_SPAM PHISHING"),
    ("X-Virus: Eicar-Test-Signature", None, None, None, None, "VIRUS"),
    ("X-Virus-Scanned: clamav-milter 1.0 at mx.example.org\nX-Virus-Status: Infected (Eicar-Test-Signature)", None, None, None, None, "VIRUS"),
    // MailScanner: the host's name in the field, its words in any language, a row of letters, names of blocklists.
    ("X-Example-MailScanner-Information: ask the host\nX-Example-MailScanner: Found to be clean\nX-Example-MailScanner-SpamCheck: spam, SpamAssassin (not cached,\tscore=23.481, required 5, autolearn=spam,\tADVANCE_FEE_5_NEW_MONEY 3.00, BAYES_99 3.80)\nX-Example-MailScanner-SpamScore: sssssssssssssssssssssss\nX-Spam-Status: Yes", Some(F::MailScanner), Some(23.481), Some(L::Spam(5.0)), SPAM, "ADVANCE_FEE_5_NEW_MONEY BAYES_99"),
    ("X-Example-MailScanner-SpamCheck: not spam, SpamAssassin (not cached,\tscore=-1.5, required 5, BAYES_00 -1.50)\nX-Spam-Status: No", Some(F::MailScanner), Some(-1.5), Some(L::Spam(5.0)), HAM, "BAYES_00"),
    ("X-Example-MailScanner-SpamCheck: spam, SpamAssassin (nicht zwischen gespeichert, Wertung=15.2, benoetigt 6, BAYES_99 3.50)", Some(F::MailScanner), Some(15.2), Some(L::Spam(6.0)), SPAM, "BAYES_99"),
    ("X-Example-MailScanner-SpamCheck: spam, ORDB-RBL, SpamAssassin (score=8.1, required 5, RAZOR2_CHECK 8.10)", Some(F::MailScanner), Some(8.1), Some(L::Spam(5.0)), SPAM, "RAZOR2_CHECK MAILSCANNER:BLOCKLIST"),
    ("X-Example-MailScanner-SpamScore: sssssss", Some(F::MailScanner), Some(7.0), Some(L::Usual(5.0)), None, ""),
    ("X-Example-MailScanner: Found to be infected", Some(F::MailScanner), None, None, None, "VIRUS"),
    // Barracuda: capitals, its report, levels that are switched off.
    ("X-Barracuda-Spam-Flag: YES\nX-Barracuda-Spam-Score: 10.11\nX-Barracuda-Spam-Status: Yes, SCORE=10.11 using per-user scores of TAG_LEVEL=3.5 QUARANTINE_LEVEL=9.0 KILL_LEVEL=1000.0 tests=BSF_SC0_MISMATCH_TO, HTML_MESSAGE", Some(F::Barracuda), Some(10.11), Some(L::Spam(3.5)), SPAM, "BSF_SC0_MISMATCH_TO HTML_MESSAGE"),
    ("X-Barracuda-Bayes: INNOCENT GLOBAL 0.0000 1.0000 -2.0210\nX-Barracuda-Spam-Score: 1.09\nX-Barracuda-Spam-Status: No, SCORE=1.09 using global scores of TAG_LEVEL=1000.0 QUARANTINE_LEVEL=1000.0 KILL_LEVEL=9.0 tests=DATE_IN_FUTURE_06_12\nX-Barracuda-Spam-Report: Code version 3.2, rules version 3.2.3.121467\tRule breakdown below\t pts rule name              description\t---- ---------------------- -----\t3.11 DATE_IN_FUTURE_06_12   Date: is 6 to 12 hours after Received: date", Some(F::Barracuda), Some(1.09), Some(L::Spam(9.0)), HAM, "DATE_IN_FUTURE_06_12"),
    ("X-Barracuda-Spam-Status: No, SCORE=6.00 using global scores of TAG_LEVEL=1000.0 QUARANTINE_LEVEL=1000.0 KILL_LEVEL=1000.0 tests=", Some(F::Barracuda), Some(6.0), None, HAM, ""),
    // Microsoft: kinds, the owner's lists, bulk, and what was written where the message was sent.
    ("X-Forefront-Antispam-Report: CIP:192.0.2.1;CTRY:US;LANG:en;SCL:9;SRV:;IPV:NLI;SFV:SPM;CAT:HPHISH;SFTY:9.19;DIR:INB;\nX-Microsoft-Antispam: BCL:0;", Some(F::Microsoft), Some(9.0), Some(L::Scale(5.0, 9.0)), SPAM, "CAT:HPHISH"),
    ("X-Forefront-Antispam-Report: CIP:192.0.2.1;SCL:6;SFV:SKB;CAT:NONE;DIR:INB;", Some(F::Microsoft), Some(6.0), Some(L::Scale(5.0, 9.0)), SPAM, "SFV:SKB"),
    ("X-MS-Exchange-Organization-SCL: 6", Some(F::Microsoft), Some(6.0), Some(L::Scale(5.0, 9.0)), SPAM, ""),
    ("X-MS-Exchange-Organization-AuthSource: mx.example.org\nX-MS-Exchange-Organization-SCL: -1", Some(F::Microsoft), Some(-1.0), Some(L::Scale(5.0, 9.0)), HAM, ""),
    ("X-Microsoft-Antispam: BCL:8;", Some(F::Microsoft), None, None, None, "BCL:8"),
    ("X-CustomSpam: Web bug", Some(F::Microsoft), None, None, None, "CUSTOM:PICTURE"),
    ("X-Forefront-Antispam-Report: CIP:255.255.255.255;CTRY:;LANG:en;SCL:1;SRV:;IPV:NLI;SFV:NSPM;CAT:NONE;DIR:OUT;SFP:1102;", None, None, None, None, ""),
    // Proofpoint: parts of a hundred; the last was written where the message was sent.
    ("X-Proofpoint-Virus-Version: vendor=fsecure engine=2.50.10432 definitions=2011-08-09_05\nX-Proofpoint-Spam-Details: rule=spam policy=default score=100 spamscore=100 ipscore=0 suspectscore=0\tphishscore=38 bulkscore=100 adultscore=1 classifier=spam adjust=0\treason=mlx engine=6.0.2 definitions=main-1108090099", Some(F::Proofpoint), Some(100.0), Some(L::Scale(50.0, 100.0)), SPAM, "PROOFPOINT:SPAM PROOFPOINT:BULK"),
    ("X-Proofpoint-Spam-Details: rule=phish policy=default score=71 phishscore=71 impostorscore=64 mlxlogscore=999 priorityscore=1501", Some(F::Proofpoint), Some(71.0), Some(L::Scale(50.0, 100.0)), SPAM, "PROOFPOINT:PHISH PROOFPOINT:IMPOSTER"),
    ("X-Proofpoint-Spam-Details: rule=notspam policy=default score=0 phishscore=0\tbulkscore=0 spamscore=0 mlxscore=0 mlxlogscore=999 classifier=spam", Some(F::Proofpoint), Some(0.0), Some(L::Scale(50.0, 100.0)), HAM, ""),
    ("X-Proofpoint-Spam-Details: rule=outbound_notspam policy=outbound score=0 spamscore=0", None, None, None, None, ""),
    // Cloudmark.
    ("X-CMAE-Score: 100\nX-CMAE-Analysis: v=2.3 cv=XpTUx2N9 c=1 sm=1 tr=0\ta=UWs3HLbX/2nnQ3s7vZ42gw==:117", Some(F::Cloudmark), Some(100.0), Some(L::Scale(95.0, 100.0)), SPAM, "CLOUDMARK"),
    ("X-CM-Score: 0.00\nX-CNFS-Analysis: v=2.4 cv=OonsyD/t c=1 sm=1 tr=0 ts=683e26b0", Some(F::Cloudmark), Some(0.0), Some(L::Scale(95.0, 100.0)), HAM, ""),
    ("X-CNFS-Analysis: v=2.4 cv=OonsyD/t c=1 sm=1 tr=0 ts=683e26b0", None, None, None, None, ""),
    ("X-Virus-Scanned: OK\nX-Spam-Threshold: 95\nX-Spam-Score: 100", None, Some(100.0), Some(L::Spam(95.0)), SPAM, ""),
    // Those that learn: bogofilter, DSPAM, SpamProbe, CRM114.
    ("X-Bogosity: Spam, tests=bogofilter, spamicity=0.999814, version=1.2.5", Some(F::Bogofilter), Some(0.999814), Some(L::Probability(0.99)), SPAM, "BOGOFILTER"),
    ("X-Bogosity: Ham, tests=bogofilter, spamicity=0.003042, version=1.2.5", Some(F::Bogofilter), Some(0.003042), Some(L::Probability(0.99)), HAM, "BOGOFILTER:HAM"),
    ("X-Bogosity: Unsure, tests=bogofilter, spamicity=0.500014, version=1.2.5", Some(F::Bogofilter), Some(0.500014), Some(L::Probability(0.99)), None, ""),
    ("X-Bogosity: Yes, tests=bogofilter, spamicity=1.000000, version=0.13.7", Some(F::Bogofilter), Some(1.0), Some(L::Probability(0.99)), SPAM, "BOGOFILTER"),
    ("X-DSPAM-Result: Spam\nX-DSPAM-Processed: Thu Sep 25 18:16:42 2014\nX-DSPAM-Confidence: 0.9997\nX-DSPAM-Probability: 1.0000\nX-DSPAM-Signature: 100,54244dfa3111023813005", Some(F::Dspam), Some(1.0), Some(L::Probability(0.5)), SPAM, "DSPAM"),
    ("X-DSPAM-Result: Whitelisted\nX-DSPAM-Confidence: 0.9989\nX-DSPAM-Probability: 0.0000", Some(F::Dspam), Some(0.0), Some(L::Probability(0.5)), HAM, "DSPAM:HAM"),
    ("X-SpamProbe: SPAM 0.9459119 fb9e2d9c6482288ec22afb7bdcb98acd", Some(F::SpamProbe), Some(0.9459119), Some(L::Probability(0.6)), SPAM, "SPAMPROBE"),
    ("X-SpamProbe: GOOD 0.0033324 fb9e2d9c6482288ec22afb7bdcb98acd", Some(F::SpamProbe), Some(0.0033324), Some(L::Probability(0.6)), HAM, "SPAMPROBE:HAM"),
    ("X-CRM114-Version: 20100106-BlameMichelson ( TRE 0.8.0 (BSD) ) MR-646709E3\nX-CRM114-CacheID: sfid-20200514_092835\nX-CRM114-Status: SPAM  ( -14.34  )", Some(F::Crm114), Some(14.34), Some(L::Usual(5.0)), SPAM, "CRM114"),
    ("X-CRM114-Status: UNSURE (   4.76  )\nX-CRM114-Notice: Please train this message.", Some(F::Crm114), Some(-4.76), Some(L::Usual(5.0)), None, ""),
    ("X-CRM114-Status: Good  ( pR: 21.45 )", Some(F::Crm114), Some(-21.45), Some(L::Usual(5.0)), HAM, "CRM114:HAM"),
    // Gateways and providers.
    ("X-TM-AS-Product-Ver: SMEX-7.5.0.1256-5.6.1016-16512.001\nX-TM-AS-Result: Yes-5.322300-5.000000-31-1\nX-TM-AS-User-Approved-Sender: No", Some(F::TrendMicro), Some(5.3223), Some(L::Spam(5.0)), SPAM, ""),
    ("X-TM-AS-Result: Yes-12.814-6.0-31-2", Some(F::TrendMicro), Some(12.814), Some(L::Spam(6.0)), SPAM, "TRENDMICRO:PHISH"),
    ("X-TMASE-Version: SMEX-14.0.0.3152-9.1.1006-23728.005\nX-TMASE-Result: 10--4.149800-8.000000", Some(F::TrendMicro), Some(-4.1498), Some(L::Spam(8.0)), HAM, ""),
    ("X-TM-AS-Result: No--1.813-5.0-31-1", Some(F::TrendMicro), Some(-1.813), Some(L::Spam(5.0)), HAM, ""),
    ("X-KLMS-Message-Action: skipped, AntiSpam\nX-KLMS-AntiSpam-Rate: 95\nX-KLMS-AntiSpam-Status: spam\nX-KLMS-AntiSpam-Method: headers", Some(F::Kaspersky), Some(95.0), None, SPAM, "KASPERSKY"),
    ("X-KLMS-AntiSpam-Status: not scanned, disabled by settings", None, None, None, None, ""),
    ("X-SpamTest-Rate: 60\nX-SpamTest-Status: Probable Spam\nX-SpamTest-Info: Profiles 566\nX-SpamTest-Info: helo_type=3", Some(F::Kaspersky), Some(60.0), None, SPAM, ""),
    ("X-SpamReason: Yes, hits=7.8 required=7.0 tests=newsletters: ,HTML_20_30,\tHTML_MESSAGE", Some(F::Symantec), Some(7.8), Some(L::Spam(7.0)), SPAM, "HTML_20_30 HTML_MESSAGE"),
    ("X-SpamExperts-Class: spam\nX-SpamExperts-Evidence: Combined (0.97)\nX-Recommended-Action: reject", Some(F::SpamExperts), Some(0.97), Some(L::Probability(0.9)), SPAM, ""),
    ("X-SpamExperts-Class: ham\nX-SpamExperts-Evidence: SB/example_com (0.00234768760834)", Some(F::SpamExperts), Some(0.0023476875), Some(L::Probability(0.9)), HAM, ""),
    ("X-purgate-ID: tlsNG-c201ff/1776957606-2BF66443-2BB0F2CB/10/73395122804\nX-purgate-type: spam\nX-purgate-size: 3281", Some(F::Expurgate), None, None, SPAM, ""),
    ("X-TOI-EXPURGATEID: 150726::1620576229-0000454D-8A3D108E/0/0 CLEAN NORMAL", Some(F::Expurgate), None, None, HAM, ""),
    ("X-Mimecast-Spam-Score: 7", Some(F::Mimecast), Some(7.0), None, None, ""),
    ("X-hMailServer-Spam: YES\nX-hMailServer-Reason-1: Tagged as Spam by SpamAssassin - (Score: 5)\nX-hMailServer-Reason-2: Listed there. - (Score: 3)\nX-hMailServer-Reason-Score: 8", Some(F::HMailServer), Some(8.0), None, SPAM, "HMAIL:SPAMASSASSIN HMAIL:BLOCKLIST"),
    ("X-VR-SPAMSTATE: SPAM\nX-VR-SPAMSCORE: 300\nX-VR-SPAMCAUSE: gggruggvucftvghtrhhoucdtuddr", Some(F::Vade), Some(300.0), Some(L::Scale(300.0, 900.0)), SPAM, ""),
    ("X-VADE-SPAMSTATE: clean\nX-VADE-SPAMCAUSE: gggruggvucft", Some(F::Vade), None, None, HAM, ""),
    ("X-PMX-Version: 6.4.8.2820816\nX-PMX-Spam: Gauge=XXXXXXXXX, Probability=98%, Report=' FORGED_FROM_GMAIL 0.1, HTML_00_01 0.05, __ANY_URI 0'", Some(F::Sophos), Some(98.0), Some(L::Scale(50.0, 100.0)), SPAM, "FORGED_FROM_GMAIL HTML_00_01"),
    ("X-GMX-Antispam: 6 (nemesis text pattern profiler); Detail=V3;", Some(F::Gmx), None, None, SPAM, ""),
    ("X-GMX-Antispam: -2 (not scanned, spam filter disabled)", None, None, None, None, ""),
    ("X-UI-Filterresults: junk:10;V03:K0:cdojl5YHfkg=:jhTb", Some(F::Gmx), None, None, SPAM, ""),
    ("X-Yandex-Front: mxback1h.mail.yandex.net\nX-Yandex-Spam: 4", Some(F::Yandex), None, None, SPAM, ""),
    ("X-Mailgun-Spam-Rules: DKIM_SIGNED, BAYES_99\nX-Mailgun-Sscore: 5.7\nX-Mailgun-Sflag: Yes", Some(F::Mailgun), Some(5.7), Some(L::Usual(5.0)), SPAM, "DKIM_SIGNED BAYES_99"),
    ("X-Mras: PROBABLE_SPAM", Some(F::MailRu), None, None, SPAM, ""),
    ("X-SES-Spam-Verdict: FAIL\nX-SES-Virus-Verdict: PASS", Some(F::Ses), None, None, SPAM, ""),
    ("X-Spam-known-sender: no\nX-Spam-score: 8.1\nX-Spam-hits: BAYES_99 3.5, ME_NOAUTH 0.01, URIBL_SBL 4.6, LANGUAGES en\nX-Spam-source: IP='192.0.2.1'", Some(F::Fastmail), Some(8.1), Some(L::Usual(5.0)), None, "BAYES_99 ME_NOAUTH URIBL_SBL"),
    ("X-Spam-Score: 9.30\nX-Spam-Result: BAYES_SPAM (5.10), RDNS_NONE (2.00)", Some(F::Stalwart), Some(9.3), Some(L::Usual(5.0)), None, "BAYES_SPAM RDNS_NONE"),
    ("X-IronPort-Anti-Spam-Filtered: true\nX-IronPort-Anti-Spam-Result: A0DgBABc2QZf", None, None, None, None, ""),
];

/// What a spammer wrote, above or below, and whether the filter that decides is trusted: a host that appends its fields should name it.
#[rustfmt::skip]
const FORGED: &[(Row, bool)] = &[
    (("X-Spam-Status: Yes, score=9.5 required=5.0 tests=BAYES_99\nX-Mailer: x\nX-Spam-Status: No, score=-9.9 required=5.0 tests=BAYES_00", Some(F::SpamAssassin), Some(9.5), Some(L::Spam(5.0)), SPAM, "BAYES_99"), true),
    (("X-Spam-Status: Yes, score=9.5 required=5.0 tests=BAYES_99\nX-Spam-Status: No, score=-9.9 required=5.0 tests=BAYES_00", Some(F::SpamAssassin), Some(9.5), Some(L::Spam(5.0)), SPAM, "BAYES_99"), true),
    (("X-Spam-Flag: YES\nX-Spam-Status: Yes, score=9.5 required=5.0 tests=BAYES_99\nX-Barracuda-Spam-Status: No, SCORE=0.00 using global scores of TAG_LEVEL=3.5 tests=BSF_GOOD", Some(F::SpamAssassin), Some(9.5), Some(L::Spam(5.0)), SPAM, "BAYES_99"), true),
    (("X-Spam-Status: No, score=-9.9 required=5.0 tests=BAYES_00\nX-Spamd-Bar: +++++++++\nX-Spamd-Result: default: False [9.50 / 15.00]; BAYES_SPAM(5.10)[100.00%]\nX-Spam-Status: Yes, score=9.50\nX-Rspamd-Action: add header", Some(F::Rspamd), Some(9.5), Some(L::Refused(15.0)), SPAM, "BAYES_SPAM"), false),
    (("X-Bogosity: Ham, tests=bogofilter, spamicity=0.000000, version=1.2.5\nX-Spam-Score: 79\nX-Spam-Bar: +++++++\nX-Spam-Status: Yes, score=7.9", Some(F::Exim), Some(7.9), Some(L::Usual(5.0)), SPAM, ""), false),
    (("X-Forefront-Antispam-Report: SCL:-1;SFV:SKN;CAT:NONE;\nX-Spam-Status: Yes, score=6.0 required=5.0 tests=RDNS_NONE", Some(F::SpamAssassin), Some(6.0), Some(L::Spam(5.0)), SPAM, "RDNS_NONE"), false),
    (("X-Spam-Status: Yes, score=6.0 required=5.0 tests=RDNS_NONE,BAYES_60\nX-Spam-Report: * -50 USER_IN_WELCOMELIST the owner wants it", Some(F::SpamAssassin), Some(6.0), Some(L::Spam(5.0)), SPAM, "RDNS_NONE BAYES_60"), true),
    (("X-Spamd-Result: default: False [8.00 / 15.00]; BAYES_SPAM(5.10)[a]\nX-Rspamd-Action: add header\nX-Spam-Status: No, score=-9.0 required=5.0 tests=BAYES_00", Some(F::Rspamd), Some(8.0), Some(L::Refused(15.0)), SPAM, "BAYES_SPAM"), true),
    (("X-Spam-Flag: YES\nX-Mailer: x\nX-Spam-Status: No, score=-9.0 required=5.0 tests=BAYES_00", None, None, None, SPAM, ""), true),
    (("X-Spam-Flag: YES\nX-Mailer: x\nX-DSPAM-Result: Innocent\nX-DSPAM-Probability: 0.0000", None, None, None, SPAM, ""), true),
    (("X-Example-MailScanner-SpamCheck: spam, SpamAssassin (score=12.3, required 6, BAYES_99 3.50)\nX-Other-MailScanner-SpamCheck: not spam, SpamAssassin (score=-9.0, required 6, BAYES_00 -9.0)", Some(F::MailScanner), Some(12.3), Some(L::Spam(6.0)), SPAM, "BAYES_99"), true),
    (("X-Spam-Status: No, score=1.0 required=5.0 tests=RDNS_NONE\nX-Mailer: x\nX-Spam-Status: No, score=-9.0 required=5.0 tests=BAYES_00", Some(F::SpamAssassin), Some(1.0), Some(L::Spam(5.0)), HAM, "RDNS_NONE"), true),
    (("X-Spam-Status: Yes, score=6.0 required=5.0 tests=RDNS_NONE\nX-Spam-Flag: NO\nX-CMAE-Score: 0", Some(F::SpamAssassin), Some(6.0), Some(L::Spam(5.0)), SPAM, "RDNS_NONE"), true),
    (("X-SpamProbe: GOOD 0.0000000 0\nX-Bogosity: Spam, tests=bogofilter, spamicity=0.999999, version=1.2.5", Some(F::Bogofilter), Some(0.999999), Some(L::Probability(0.99)), SPAM, "BOGOFILTER"), false),
    (("X-Spam-Flag: YES\nX-Spam-Status: No, score=-9.0 required=5.0 tests=BAYES_00\nX-Spam-Level: *********", Some(F::SpamAssassin), Some(9.0), Some(L::Usual(5.0)), SPAM, ""), true),
    (("X-Mras: Ok\nX-Spamd-Result: default: False [3.49 / 15.00]; DATE_IN_PAST(1.00)[82077]\nX-Rspamd-Action: no action", Some(F::Rspamd), Some(3.49), Some(L::Refused(15.0)), HAM, "DATE_IN_PAST"), true),
    (("X-Amavis-Alert: INFECTED, message contains virus: Eicar\nX-Mailer: x\nX-Spam-Status: No, score=-9 tagged_above=-999 required=5 WHITELISTED tests=[]", Some(F::Amavis), Some(-9.0), Some(L::Spam(5.0)), HAM, "AMAVIS:WHITELISTED AMAVIS:INFECTED"), true),
    (("X-Spam-Status: No, score=-9.9 required=5.0 tests=BAYES_00\nX-Spam-Score: 79\nX-Spam-Bar: +++++++\nX-Spam-Status: Yes, score=7.9", None, Some(7.9), Some(L::Usual(5.0)), SPAM, ""), false),
];

#[rustfmt::skip]
const BROKEN: &[Row] = &[
    ("X-Spam-Status:", None, None, None, None, ""),
    ("X-Spam-Status: , score= required= tests=", None, None, None, None, ""),
    ("X-Spam-Status: Yes, score=nan required=inf tests=BAYES_99", Some(F::SpamAssassin), None, None, SPAM, "BAYES_99"),
    ("X-Spam-Status: Yes, score=1e99 required=-1e-99 tests=BAYES_99=1e99", Some(F::SpamAssassin), None, None, SPAM, "BAYES_99"),
    ("X-Spam-Status: Yes, score=99999999999999999999999999999999999999999999999999999999 required=5.0 tests=A_B", Some(F::SpamAssassin), None, None, SPAM, "A_B"),
    ("X-Spam-Status: Yes, score=9.5 requi", None, Some(9.5), Some(L::Usual(5.0)), SPAM, ""),
    ("X-Spam-Status: Yes, score=9.5 required=5.0 tests=BAYES_99,URIBL_", Some(F::SpamAssassin), Some(9.5), Some(L::Spam(5.0)), SPAM, "BAYES_99 URIBL_"),
    ("X-Spam-Status: Yes, score=--5 required=5.. tests=[BAYES_99=,RDNS_NONE=x", Some(F::Amavis), None, None, SPAM, "BAYES_99 RDNS_NONE"),
    ("X-Spam-Status: J\u{e4}, score=9,5 required=5,0 tests=\u{dc}BEL_1,BAYES_99", Some(F::SpamAssassin), Some(9.5), Some(L::Spam(5.0)), SPAM, ""),
    ("X-Spam-Status: Yes,\0score=9.5\0required=5.0 tests=BAYES_99\0", Some(F::SpamAssassin), Some(9.5), Some(L::Spam(5.0)), SPAM, ""),
    ("X-Spam-Score: nan", None, None, None, None, ""),
    ("X-Spam-Score: +", None, Some(1.0), Some(L::Usual(5.0)), None, ""),
    ("X-Spam-Score: ++++-+++", None, Some(7.0), Some(L::Usual(5.0)), None, ""),
    ("X-Spamd-Result: [", None, None, None, None, ""),
    ("X-Spamd-Result: default: False [9.50 / 15.00; BAYES_SPAM(5.10)[100", Some(F::Rspamd), Some(9.5), Some(L::Refused(15.0)), None, ""),
    ("X-Spamd-Result: default: False [9.50 / 15.00]; BAYES_SPAM(5.10)[[[[[[[[; MIME_GOOD(-0.10)[]", Some(F::Rspamd), Some(9.5), Some(L::Refused(15.0)), None, "BAYES_SPAM"),
    ("X-Spamd-Result: default: maybe [x / y]; BAYES_SPAM(z)[]; )))(((", None, None, None, None, ""),
    ("X-Spam-Report: * * * 1.0", None, None, None, None, ""),
    ("X-Spam-Report: 1.0 2.0 3.0 -- ---- ---", None, None, None, None, ""),
    ("X-Example-MailScanner-SpamCheck: spam, SpamAssassin (", Some(F::MailScanner), None, None, SPAM, ""),
    ("X-Example-MailScanner-SpamCheck: (((((,=,=,=))))) ", None, None, None, None, ""),
    ("X-Barracuda-Spam-Status: Yes, SCORE= using TAG_LEVEL=", Some(F::Barracuda), None, None, SPAM, ""),
    ("X-Forefront-Antispam-Report: ;;;:::SCL:;SCL", None, None, None, None, ""),
    ("X-Forefront-Antispam-Report: SCL:99999999999999999999999999999999999999999999;SFV:;CAT:", None, None, None, None, ""),
    ("X-Proofpoint-Spam-Details: rule= policy= score=101 spamscore=-1 phishscore=1e9", None, None, None, None, ""),
    ("X-TM-AS-Result: Yes", None, None, None, None, ""),
    ("X-TM-AS-Result: Yes-----", Some(F::TrendMicro), None, None, SPAM, ""),
    // Points of two writers in one run: nobody forges more than the filter gave.
    ("X-Spam-Status: No, score=-9.9 required=5.0 tests=BAYES_00\nX-Spam-Score: 79\nX-Spam-Bar: +++++++", Some(F::SpamAssassin), Some(7.9), Some(L::Usual(5.0)), None, ""),
    ("X-Spam-Score: 8.1\nX-Spam-Level: ********\nX-Spam-Status: No, score=-5.0 required=5.0 tests=BAYES_00", Some(F::SpamAssassin), Some(8.1), Some(L::Usual(5.0)), None, ""),
    ("X-Bogosity: Spam, spamicity=7", Some(F::Bogofilter), None, None, SPAM, "BOGOFILTER"),
    ("X-SpamProbe: SPAM", Some(F::SpamProbe), None, None, SPAM, "SPAMPROBE"),
    ("X-CRM114-Status: (", None, None, None, None, ""),
    ("X-DSPAM-Result: \u{fffd}\u{fffd}", None, None, None, None, ""),
    ("X-SpamExperts-Class: spam\nX-SpamExperts-Evidence: Combined (nan)", Some(F::SpamExperts), None, None, SPAM, ""),
    ("X-PMX-Spam: Gauge=, Probability=%, Report='", None, None, None, None, ""),
    ("X-hMailServer-Reason-999: (Score: 1)\nX-hMailServer-Reason-: x", None, None, None, None, ""),
    ("X-VR-SPAMSCORE: 1e400", None, None, None, None, ""),
    ("X-Virus: \0", None, None, None, None, "VIRUS"),
];

fn fields(block: &str) -> Vec<(String, String)> {
    let field =
        |(name, value): (&str, &str)| (name.to_lowercase(), value.strip_prefix(' ').unwrap_or(value).to_owned());
    block.split('\n').filter_map(|line| line.split_once(':')).map(field).collect()
}

fn read(block: &str) -> Said {
    filters::read(&fields(block), &[])
}

fn names(hits: &[Hit]) -> String {
    hits.iter().map(|hit| hit.name.as_str()).collect::<Vec<_>>().join(" ")
}

/// What a row tells, of what was read.
fn told(said: &Said) -> (Option<Filter>, Option<f32>, Option<Limit>, Option<bool>, String) {
    (said.filter, said.score, said.limit, said.spam, names(&said.hits))
}

fn expected(row: &Row) -> (Option<Filter>, Option<f32>, Option<Limit>, Option<bool>, String) {
    let (_, filter, score, limit, spam, hits) = *row;
    (filter, score, limit, spam, hits.to_owned())
}

fn all() -> impl Iterator<Item = &'static Row> {
    ROWS.iter().chain(FORGED.iter().map(|(row, _)| row)).chain(BROKEN)
}

/// Asserts what must be true of whatever was read.
fn is_sound(said: &Said, of: &str) {
    assert!(said.score.is_none_or(f32::is_finite) && said.limit.is_none_or(Limit::is_finite), "{of}");
    assert!(said.hits.len() <= super::hit::MAX_HITS + 10 && said.hits.iter().all(|hit| hit.name.len() <= 100), "{of}");
}

#[test]
fn every_filter_is_read_whole_forged_and_broken() {
    for row in all() {
        assert_eq!(told(&read(row.0)), expected(row), "{}", row.0);
    }
    assert!(ROWS.len() >= 90 && FORGED.len() >= 10 && BROKEN.len() >= 15);
    let unread: Vec<_> = F::ALL.iter().filter(|filter| ROWS.iter().all(|row| row.1 != Some(**filter))).collect();
    assert!(unread.is_empty(), "no row of {unread:?}");
}

#[test]
fn what_decides_is_trusted_where_it_stands_above_the_rest() {
    for (row, trusted) in FORGED {
        assert_eq!(read(row.0).trusted, *trusted, "{}", row.0);
    }
    assert!(ROWS.iter().filter(|row| row.4.is_some() || row.2.is_some()).all(|row| read(row.0).trusted));
}

#[test]
fn no_verdict_of_good_mail_outweighs_one_of_spam() {
    for spam in ROWS.iter().filter(|row| row.4 == SPAM) {
        for ham in ROWS.iter().filter(|row| row.4 == HAM) {
            // A warning of the other still counts.
            let without = |mut told: (Option<Filter>, Option<f32>, Option<Limit>, Option<bool>, String)| {
                told.4 = told.4.replace("AMAVIS:BANNED", "").trim().to_owned();
                told
            };
            let below = read(&format!("{}\nX-Mailer: x\n{}", spam.0, ham.0));
            assert_eq!((without(told(&below)), below.trusted), (expected(spam), true), "{} {}", spam.0, ham.0);
            let above = read(&format!("{}\nX-Mailer: x\n{}", ham.0, spam.0));
            assert_eq!((without(told(&above)), above.trusted), (expected(spam), false), "{} {}", ham.0, spam.0);
        }
    }
}

#[test]
fn a_row_cut_anywhere_does_no_harm() {
    for (block, ..) in all() {
        for (at, _) in block.char_indices() {
            let cut = &block[..at];
            is_sound(&read(cut), cut);
            let (begin, end) = (&block[..at], &block[at..]);
            is_sound(&read(&format!("{end}{begin}")), end);
        }
    }
}

#[test]
fn fields_twice_say_the_same_and_in_another_order_too() {
    for (block, _, score, limit, spam, _) in ROWS {
        let mut twice = fields(block);
        twice.extend(fields(block));
        let said = filters::read(&twice, &[]);
        assert_eq!((said.score, said.limit, said.spam), (*score, *limit, *spam), "{block}");
        let mut turned = fields(block);
        turned.reverse();
        let said = filters::read(&turned, &[]);
        is_sound(&said, block);
        assert_eq!((said.score, said.spam), (*score, *spam), "{block}");
    }
}

#[test]
fn only_what_a_host_trusts_is_read() {
    let both = "X-Spam-Status: Yes, score=9.5 required=5.0 tests=BAYES_99\nX-Barracuda-Spam-Status: Yes, SCORE=3.00 using TAG_LEVEL=2.5 tests=";
    for (trust, filter, score, trusted) in [
        (&[][..], Some(F::SpamAssassin), Some(9.5), true),
        (&[F::SpamAssassin][..], Some(F::SpamAssassin), Some(9.5), true),
        (&[F::Barracuda][..], Some(F::Barracuda), Some(3.0), true),
        // The family is shared: who names one of it lets all of it be read.
        (&[F::Rspamd][..], Some(F::SpamAssassin), Some(9.5), true),
        (&[F::Barracuda, F::Exim][..], Some(F::SpamAssassin), Some(9.5), true),
        // Nothing was read, so nothing of it came along.
        (&[F::Gmx][..], None, None, true),
    ] {
        let said = filters::read(&fields(both), trust);
        assert_eq!((said.filter, said.score, said.trusted), (filter, score, trusted), "{trust:?}");
    }
    let appended = fields(
        "X-Bogosity: Ham, spamicity=0.0\nX-Spamd-Result: default: False [9.50 / 15.00]\nX-Rspamd-Action: add header",
    );
    assert!(!filters::read(&appended, &[]).trusted);
    assert!(
        filters::read(&appended, &[F::Rspamd]).trusted && filters::read(&appended, &[F::Bogofilter, F::Rspamd]).trusted
    );
    for filter in F::ALL {
        assert_eq!(F::named(filter.word()), Some(*filter));
        for (block, of, ..) in ROWS.iter().filter(|row| row.1 == Some(*filter)) {
            assert_eq!(filters::read(&fields(block), &[*filter]).filter, *of, "{block}");
        }
    }
}

#[test]
fn a_million_octets_are_read_as_fast_as_they_are_many() {
    let pieces = [
        "(", "[", "A(1)[", "AAA(1)[", "A(1)", ")", "tests=", "score=", "A_B,", "A_B=1 ", "1.0 ABC ", "=", ";", "SCL:",
        "_", "9", "\t",
    ];
    let before = ["", "Yes, score=1 tests=", "default: False [1 / 2]; ", "spam, SpamAssassin (", "---- --- "];
    let names = [
        "x-spam-status",
        "x-spam-report",
        "x-spam-score",
        "x-spamd-result",
        "x-rspamd-report",
        "x-spam-hits",
        "x-example-mailscanner-spamcheck",
        "x-barracuda-spam-status",
        "x-forefront-antispam-report",
        "x-proofpoint-spam-details",
        "x-pmx-spam",
        "x-tm-as-result",
    ];
    for name in names {
        for (piece, before) in pieces.iter().flat_map(|piece| before.map(|before| (piece, before))) {
            let value = before.to_owned() + &piece.repeat(1_000_000 / piece.len());
            let block = [(name.to_owned(), value)];
            let start = Instant::now();
            is_sound(&filters::read(&block, &[]), name);
            // What grows with the square takes many minutes; a machine with much else to do takes some seconds.
            assert!(start.elapsed() < Duration::from_secs(30), "{name} {before} {piece}");
        }
    }
    let start = Instant::now();
    for name in ["x-spam-status", "x-mailer", "x-spamd-result"] {
        is_sound(&filters::read(&vec![(name.to_owned(), "Yes, score=1 tests=A_B".to_owned()); 100_000], &[]), name);
    }
    let different: Vec<_> = (0..100_000).map(|n| (format!("x-spam-{n}"), "Yes".to_owned())).collect();
    is_sound(&filters::read(&different, &[]), "x-spam-*");
    assert!(start.elapsed() < Duration::from_secs(60));
}

#[test]
fn the_fields_that_a_list_asks_for_are_enough() {
    let names: Vec<_> = registry::LISTED.split_whitespace().map(str::to_lowercase).collect();
    let strange: Vec<_> = names.iter().filter(|name| !registry::is_of_a_filter(name)).collect();
    assert!(strange.is_empty(), "of no filter: {strange:?}");
    for row in ROWS.iter().filter(|row| row.1 != Some(F::MailScanner)) {
        let asked: Vec<_> = fields(row.0).into_iter().filter(|(name, _)| names.contains(name)).collect();
        assert_eq!(told(&filters::read(&asked, &[])), expected(row), "{}", row.0);
    }
}
