//! Which reason a rule comes to: the commonest rules of SpamAssassin 4 and rspamd 3 by name, the others by family.

use super::Reason;
use super::Reason as R;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Names of rules, and beginnings of names (with `*`). The first that fits decides; `None` hides what says nothing to a reader: good
/// signs, and notes for the administrator.
#[rustfmt::skip]
const RULES: &[(&str, Option<Reason>)] = &[
    // Notes for the administrator, and signs that mean nothing by themselves.
    ("*_BLOCKED", None), ("*_BLOCKED_OPENDNS", None), ("*_BLOCKED_OPENRESOLVER", None), ("DBL_PROHIBIT", None),
    ("HTML_MESSAGE", None), ("DKIM_SIGNED", None), ("DKIM_VALID*", None), ("SPF_PASS", None), ("SPF_HELO_PASS", None),
    ("SPF_NONE", None), ("SPF_HELO_NONE", None), ("SPF_NEUTRAL", None), ("SPF_HELO_NEUTRAL", None), ("R_SPF_NA", None),
    ("R_SPF_ALLOW", None), ("R_SPF_NEUTRAL", None), ("R_SPF_DNSFAIL", None), ("R_DKIM_NA", None), ("R_DKIM_ALLOW", None),
    ("R_DKIM_TEMPFAIL", None), ("DMARC_NA", None), ("DMARC_PASS", None), ("DMARC_NONE", None), ("DMARC_MISSING", None),
    ("DMARC_POLICY_ALLOW*", None), ("ARC_*", None), ("ALL_TRUSTED", None), ("NO_RELAYS", None), ("MIME_GOOD", None),
    ("MAILLIST", None), ("FUZZY_WHITE", None), ("FUZZY_UNKNOWN", None), ("RWL_*", None), ("DKIMWL_WL*", None),
    ("RCVD_IN_DNSWL*", None), ("RCVD_IN_IADB*", None), ("RCVD_IN_MSPIKE_H*", None), ("RCVD_IN_MSPIKE_WL", None),
    ("RCVD_IN_VALIDITY_CERTIFIED", None), ("RCVD_IN_VALIDITY_SAFE", None), ("RCVD_COUNT_*", None), ("RCVD_TLS_*", None),
    ("RCVD_VIA_*", None), ("RCPT_COUNT_*", None), ("DWL_DNSWL*", None), ("WHITELIST_*", None), ("USER_IN_WELCOME*", None),
    ("USER_IN_WHITE*", None), ("USER_IN_DEF_*", None), ("SUBJECT_IN_WELCOMELIST", None), ("SUBJECT_IN_WHITELIST", None),
    ("BAYES_00", None), ("BAYES_05", None), ("BAYES_20", None), ("BAYES_40", None), ("BAYES_HAM", None), ("UNPARSEABLE_RELAY", None),
    ("*BOUNCE_MESSAGE", None), ("DCC_REPUT_00_12", None), ("DCC_REPUT_13_19", None), ("RCVD_IN_BSP_*", None), ("RCVD_IN_RP_CERTIFIED", None), ("RCVD_IN_RP_SAFE", None),
    ("RCVD_IN_HOSTKARMA_W*", None), ("FROM_FMBLA_NDBLOCKED", None), ("FROM_GOV_DKIM_AU", None), ("KAM_DMARC_STATUS", None),
    ("MAILING_LIST_MULTI", None), ("NICE_REPLY_*", None), ("SHORTCIRCUIT", None), ("TO_DN_*", None), ("TO_MATCH_ENVRCPT_*", None),
    // The owner's own decision, and the test.
    ("USER_IN_BLOCK*", Some(R::Blocked)), ("USER_IN_BLACK*", Some(R::Blocked)), ("SUBJECT_IN_BLOCKLIST", Some(R::Blocked)),
    ("SUBJECT_IN_BLACKLIST", Some(R::Blocked)), ("AMAVIS:BLACKLISTED", Some(R::Blocked)), ("SFV:SKB", Some(R::Blocked)), ("SFV:BLK", Some(R::Blocked)), ("GTUBE", Some(R::Test)),
    // Danger.
    ("URIBL_MW_SURBL", Some(R::Malware)), ("MW_SURBL*", Some(R::Malware)), ("URIBL_DBL_MALWARE", Some(R::Malware)),
    ("URIBL_DBL_BOTNETCC", Some(R::Malware)), ("URIBL_DBL_ABUSE_MALW", Some(R::Malware)), ("URIBL_DBL_ABUSE_BOTCC", Some(R::Malware)),
    ("DBL_MALWARE", Some(R::Malware)), ("DBL_BOTNET", Some(R::Malware)), ("DBL_ABUSE_MALWARE", Some(R::Malware)),
    ("DBL_ABUSE_BOTNET", Some(R::Malware)), ("CLAM_VIRUS", Some(R::Malware)), ("CAT:MALW", Some(R::Malware)), ("CAT:AMP", Some(R::Malware)),
    ("URIBL_PH_SURBL", Some(R::Phishing)), ("PH_SURBL*", Some(R::Phishing)), ("URIBL_DBL_PHISH", Some(R::Phishing)),
    ("URIBL_DBL_ABUSE_PHISH", Some(R::Phishing)), ("DBL_PHISH", Some(R::Phishing)), ("DBL_ABUSE_PHISH", Some(R::Phishing)),
    ("PHISH*", Some(R::Phishing)), ("ACCT_PHISHING*", Some(R::Phishing)), ("FROM_BANK_NOAUTH", Some(R::Phishing)),
    ("FROM_PAYPAL_SPOOF", Some(R::Phishing)), ("FROM_GOV_SPOOF", Some(R::Phishing)), ("FROM_MISSP_PHISH", Some(R::Phishing)),
    ("*_PHISH", Some(R::Phishing)), ("*_PHISH_MANY", Some(R::Phishing)), ("POSSIBLE_*_PHISH_*", Some(R::Phishing)), ("TVD_PH_*", Some(R::Phishing)),
    ("VFY_ACCT_*", Some(R::Phishing)), ("TVD_SUBJ_ACC_NUM", Some(R::Phishing)), ("*_IMG_NOT_RCVD_*", Some(R::Phishing)), ("FBI_SPOOF", Some(R::Phishing)),
    ("GOOG_MALWARE_*", Some(R::Malware)), ("MALWARE_*", Some(R::Malware)), ("MALW_*", Some(R::Malware)), ("ACH_CANCELLED_EXE", Some(R::Malware)),
    ("VIRUS*", Some(R::Malware)), ("OLETOOLS*", Some(R::Malware)), ("AMAVIS:INFECTED", Some(R::Malware)),
    ("CAT:PHSH", Some(R::Phishing)), ("CAT:HPHSH", Some(R::Phishing)), ("CAT:HPHISH", Some(R::Phishing)), ("URI_PHISH*", Some(R::Phishing)),
    ("BITCOIN_*", Some(R::Extortion)), ("MONERO_*", Some(R::Extortion)), ("GB_BITCOIN_*", Some(R::Extortion)), ("GB_HASHBL_BTC", Some(R::Extortion)),
    ("BOMB_*", Some(R::Extortion)), ("PDS_LTC_*", Some(R::Extortion)), ("*_EXTORT", Some(R::Extortion)), ("ZW_OBFU_BITCOIN", Some(R::Extortion)),
    ("LEAKED_PASSWORD_SCAM*", Some(R::Extortion)), ("PDS_BTC*", Some(R::Extortion)), ("BTC_*", Some(R::Extortion)), ("FROM_NEWDOM_BTC", Some(R::Extortion)),
    // Lists of others.
    ("URIBL_RHS_DOB", Some(R::NewDomain)), ("FROM_FMBLA_NEWDOM*", Some(R::NewDomain)), ("FROM_NUMBERO_NEWDOMAIN", Some(R::NewDomain)),
    ("SEM_URIBL_FRESH*", Some(R::NewDomain)), ("URIBL_*", Some(R::LinkListed)), ("DBL*", Some(R::LinkListed)), ("*_SURBL", Some(R::LinkListed)),
    ("SEM_URIBL*", Some(R::LinkListed)), ("SPAMHAUS_ZEN_URIBL", Some(R::LinkListed)), ("RSPAMD_URIBL", Some(R::LinkListed)),
    ("RSPAMD_EMAILBL", Some(R::LinkListed)), ("MSBL_EBL*", Some(R::LinkListed)), ("CRACKED_SURBL", Some(R::LinkListed)),
    ("RCVD_IN_*", Some(R::ServerListed)), ("RBL_*", Some(R::ServerListed)), ("RECEIVED_*", Some(R::ServerListed)), ("DKIMWL_BL", Some(R::ServerListed)),
    ("RAZOR2_*", Some(R::KnownSpam)), ("PYZOR_*", Some(R::KnownSpam)), ("DCC_*", Some(R::KnownSpam)), ("DIGEST_MULTIPLE", Some(R::KnownSpam)),
    ("FUZZY_DENIED", Some(R::KnownSpam)), ("FUZZY_PROB", Some(R::KnownSpam)), ("CAT:HSPM", Some(R::KnownSpam)), ("CAT:SPM", Some(R::KnownSpam)),
    ("*FUZZY_DENIED", Some(R::KnownSpam)), ("SPAM_FLAG", Some(R::KnownSpam)), ("HASHBL_*", Some(R::KnownSpam)), ("SFV:SPM", Some(R::KnownSpam)),
    ("MAILSPIKE", Some(R::ServerListed)), ("SEM_*", Some(R::ServerListed)), ("SENDERSCORE*", Some(R::ServerListed)), ("KAM_VERY_BLACK_DBL", Some(R::LinkListed)),
    ("IP_REPUTATION_SPAM", Some(R::History)), ("SENDER_REP_SPAM", Some(R::History)), ("BAD_REP_POLICIES", Some(R::History)), ("BOGOFILTER*", Some(R::Learned)),
    ("BAYES_*", Some(R::Learned)), ("NEURAL_SPAM*", Some(R::Learned)), ("AWL", Some(R::History)), ("TXREP*", Some(R::History)),
    // Who it says it is from.
    ("SPF_FAIL", Some(R::SenderForged)), ("SPF_SOFTFAIL", Some(R::SenderForged)), ("SPF_HELO_*", Some(R::SenderForged)), ("R_SPF_*", Some(R::SenderForged)),
    ("DKIM_INVALID", Some(R::SenderForged)), ("DKIM_ADSP_*", Some(R::SenderForged)), ("R_DKIM_*", Some(R::SenderForged)), ("DMARC_*", Some(R::SenderForged)),
    ("BLACKLIST_*", Some(R::SenderForged)), ("FORGED_SENDER", Some(R::SenderForged)), ("FORGED_SPF_HELO", Some(R::SenderForged)),
    ("FORGED_GMAIL_RCVD", Some(R::SenderForged)), ("FORGED_HOTMAIL_RCVD2", Some(R::SenderForged)), ("FORGED_YAHOO_RCVD", Some(R::SenderForged)),
    ("HEADER_FROM_DIFFERENT_DOMAINS", Some(R::SenderForged)), ("SPOOF*", Some(R::SenderForged)), ("TO_EQ_FM_*", Some(R::SenderForged)),
    ("CAT:SPOOF", Some(R::SenderForged)), ("CAT:DIMP", Some(R::SenderForged)), ("CAT:UIMP", Some(R::SenderForged)), ("CAT:GIMP", Some(R::SenderForged)),
    ("FREEMAIL_FROM", Some(R::FreeMail)), ("FREEMAIL_ENVFROM*", Some(R::FreeMail)), ("FREEMAIL_*REPL*", Some(R::RepliesElsewhere)),
    ("FREEMAIL_REPL*", Some(R::RepliesElsewhere)), ("FREEMAIL_FORGED_REPLYTO", Some(R::RepliesElsewhere)), ("REPLYTO_*", Some(R::RepliesElsewhere)),
    ("REPTO_*", Some(R::RepliesElsewhere)), ("FREEMAIL_*", Some(R::FreeMail)), ("FORGED_*", Some(R::ProgramForged)), ("FAKE_*", Some(R::ProgramForged)),
    ("RATWARE_*", Some(R::ProgramForged)), ("MISSING_MIMEOLE", Some(R::ProgramForged)), ("FROM_SUSPICIOUS_NTLD*", Some(R::OddDomain)),
    ("FROM_NTLD*", Some(R::OddDomain)), ("PDS_OTHER_BAD_TLD", Some(R::OddDomain)), ("FROM_DOMAIN_NOVOWEL", Some(R::OddDomain)), ("FROM_LOCAL_*", Some(R::OddDomain)),
    ("RDNS_*", Some(R::OddServer)), ("HELO_*", Some(R::OddServer)), ("HFILTER_URL*", Some(R::OddLink)), ("HFILTER_*", Some(R::OddServer)),
    ("KHOP_HELO_FCRDNS", Some(R::OddServer)), ("ONCE_RECEIVED*", Some(R::OddServer)), ("DIRECT_TO_MX", Some(R::OddServer)),
    // What it is about.
    ("ADVANCE_FEE_*", Some(R::Scam)), ("MONEY_BACK", Some(R::Advertising)), ("MONEY_*", Some(R::Scam)), ("LOTS_OF_MONEY", Some(R::Scam)),
    ("UNDISC_MONEY", Some(R::Scam)), ("MILLION_*", Some(R::Scam)), ("NA_DOLLARS", Some(R::Scam)), ("US_DOLLARS_3", Some(R::Scam)),
    ("DEAR_BENEFICIARY", Some(R::Scam)), ("DEAR_WINNER", Some(R::Scam)), ("FILL_THIS_FORM*", Some(R::Scam)), ("FORM_FRAUD*", Some(R::Scam)), ("LOTTO_*", Some(R::Scam)),
    ("DEAR_*", Some(R::Greeting)), ("DRUGS_*", Some(R::Drugs)), ("SUBJECT_DRUG*", Some(R::Drugs)), ("SUBJECT_DIET", Some(R::Drugs)),
    ("FUZZY_PHARMACY", Some(R::Drugs)), ("FUZZY_MEDICATION", Some(R::Drugs)), ("FUZZY_PRESCRIPT", Some(R::Drugs)), ("FUZZY_*PILL", Some(R::Drugs)),
    ("SUBJECT_FUZZY_MEDS", Some(R::Drugs)), ("BODY_ENHANCEMENT*", Some(R::Drugs)), ("SUBJECT_SEXUAL", Some(R::Adult)), ("FUZZY_PORN", Some(R::Adult)),
    ("PORN*", Some(R::Adult)), ("OBFU_HTML_ATT*", Some(R::Attachment)), ("OBFU_JPG_ATT*", Some(R::Attachment)), ("OBFU_DOC_ATT*", Some(R::Attachment)),
    ("FUZZY_*", Some(R::Disguised)), ("SUBJECT_FUZZY*", Some(R::Disguised)), ("HTML_OBFUSCATE*", Some(R::Disguised)),
    ("OBFU*", Some(R::Disguised)), ("GAPPY_*", Some(R::Disguised)), ("MIXED_*", Some(R::Disguised)), ("R_MIXED_CHARSET*", Some(R::Disguised)),
    ("FROM_OFFERS", Some(R::Advertising)), ("SUBJ_BUY", Some(R::Advertising)), ("CAT:BULK", Some(R::Advertising)), ("EXCUSE_*", Some(R::Advertising)),
    ("TRACKER_ID", Some(R::Advertising)), ("BULK_*", Some(R::Advertising)),
    // How it is made.
    ("HTML_TEXT_INVISIBLE*", Some(R::Hidden)), ("HTML_FONT_LOW_CONTRAST", Some(R::Hidden)), ("HTML_FONT_TINY*", Some(R::Hidden)), ("HTML_OFF_PAGE", Some(R::Hidden)),
    ("NORMAL_HTTP_TO_IP", Some(R::OddLink)), ("NUMERIC_HTTP_ADDR", Some(R::OddLink)), ("BODY_SINGLE_URI", Some(R::OddLink)), ("BODY_URI_ONLY", Some(R::OddLink)),
    ("URL_SHORTENER*", Some(R::OddLink)), ("URI_*", Some(R::OddLink)), ("HTML_SHORT_LINK_IMG*", Some(R::OddLink)), ("AC_*", Some(R::BadHtml)),
    ("MICROSOFT_EXECUTABLE", Some(R::Attachment)), ("MIME_SUSPECT_NAME", Some(R::Attachment)), ("MIME_BAD_ATTACHMENT", Some(R::Attachment)),
    ("MIME_BAD_EXTENSION", Some(R::Attachment)), ("MIME_DOUBLE_BAD_EXTENSION", Some(R::Attachment)), ("MIME_ENCRYPTED_ARCHIVE", Some(R::Attachment)),
    ("MIME_OBFUSCATED_ARCHIVE", Some(R::Attachment)), ("MIME_ARCHIVE_IN_ARCHIVE", Some(R::Attachment)), ("MIME_EXE_*", Some(R::Attachment)), ("PDF_*", Some(R::Attachment)),
    ("DATE_*", Some(R::WrongDate)), ("INVALID_DATE*", Some(R::WrongDate)), ("INVALID_TZ*", Some(R::WrongDate)), ("MISSING_DATE", Some(R::WrongDate)),
    ("MISSING_SUBJECT", Some(R::Shouting)), ("MISSING_HEADERS", Some(R::NotToYou)), ("MISSING_*", Some(R::Headers)), ("INVALID_*", Some(R::Headers)),
    ("FROM_NO_USER", Some(R::Headers)), ("FROM_MISSP*", Some(R::Headers)), ("FROM_ILLEGAL*", Some(R::Headers)), ("BAD_ENC_HEADER", Some(R::Headers)),
    ("UNDISC_*", Some(R::NotToYou)), ("TO_*", Some(R::NotToYou)), ("FORGED_RECIPIENTS*", Some(R::NotToYou)), ("SORTED_RECIPS", Some(R::NotToYou)), ("SUSPICIOUS_RECIPS", Some(R::NotToYou)),
    ("CHARSET_FARAWAY*", Some(R::Language)), ("HTML_CHARSET_FARAWAY", Some(R::Language)), ("MIME_CHARSET_FARAWAY", Some(R::Language)), ("UNWANTED_LANGUAGE_BODY", Some(R::Language)),
    ("BODY_8BITS", Some(R::Language)), ("SUBJ_*", Some(R::Shouting)), ("SUBJECT_*", Some(R::Shouting)), ("PLING_*", Some(R::Shouting)),
    ("HTML_IMAGE_*", Some(R::Pictures)), ("REMOTE_IMAGE", Some(R::Pictures)), ("MIME_HTML_*", Some(R::BadHtml)), ("HTML_*", Some(R::BadHtml)), ("MPART_ALT_DIFF*", Some(R::BadHtml)),
    ("MIME_QP_LONG_LINE", Some(R::Encoded)), ("MIME_BASE64*", Some(R::Encoded)), ("MIME_*", Some(R::Encoded)), ("FROM_EXCESS_BASE64", Some(R::Encoded)), ("BASE64_*", Some(R::Encoded)),
    // The families that are named less often, in the order of the reasons.
    ("FBI_MONEY", Some(R::Scam)), ("*_DOLLARS", Some(R::Scam)), ("COMPENSATION", Some(R::Scam)), ("UNCLAIMED_MONEY", Some(R::Scam)), ("YOU_INHERIT", Some(R::Scam)),
    ("XFER_*", Some(R::Scam)), ("WON_*", Some(R::Scam)), ("URG_BIZ", Some(R::Scam)), ("LUCRATIVE", Some(R::Scam)), ("BAD_CREDIT", Some(R::Scam)), ("REFINANCE_*", Some(R::Scam)),
    ("FIN_FREE", Some(R::Scam)), ("JOIN_MILLIONS", Some(R::Scam)), ("BANKING_LAWS", Some(R::Scam)), ("STOCK_*", Some(R::Scam)), ("PUMPDUMP*", Some(R::Scam)),
    ("LIST_PRTL_*", Some(R::Scam)), ("STRONG_BUY", Some(R::Scam)), ("INVESTMENT_ADVICE", Some(R::Scam)), ("TVD_STOCK*", Some(R::Scam)), ("DAY_I_EARNED", Some(R::Scam)),
    ("SHARE_50_50", Some(R::Scam)), ("TVD_SUBJ_OWE", Some(R::Scam)), ("TVD_SUBJ_WIPE_DEBT", Some(R::Scam)), ("DOS_LET_GO_JOB", Some(R::Scam)), ("KAM_LOTTO*", Some(R::Scam)),
    ("INTRODUCTION", Some(R::Scam)), ("DRUG_*", Some(R::Drugs)), ("IMPOTENCE", Some(R::Drugs)), ("DIET_*", Some(R::Drugs)), ("ONLINE_PHARMACY", Some(R::Drugs)),
    ("NO_PRESCRIPTION", Some(R::Drugs)), ("NO_MEDICAL", Some(R::Drugs)), ("HK_NAME_DRUGS", Some(R::Drugs)), ("TVD_VISIT_PHARMA", Some(R::Drugs)), ("TVD_QUAL_MEDS", Some(R::Drugs)),
    ("TVD_FUZZY_PHARMA*", Some(R::Drugs)), ("TT_OBSCURED_*", Some(R::Drugs)), ("VIA_GAP_GRA", Some(R::Drugs)), ("*_PILL_PRICE", Some(R::Drugs)), ("MALE_ENHANCE", Some(R::Drugs)),
    ("*_PORN", Some(R::Adult)), ("CUM_SHOT", Some(R::Adult)), ("MORE_SEX", Some(R::Adult)), ("DOS_ANAL_*", Some(R::Adult)),
    ("FONT_INVIS*", Some(R::Hidden)), ("STY_INVIS*", Some(R::Hidden)), ("WORD_INVIS*", Some(R::Hidden)), ("LONG_INVISIBLE*", Some(R::Hidden)), ("*_LOW_CONTRAST", Some(R::Hidden)),
    ("TVD_VIS_HIDDEN", Some(R::Hidden)), ("ZERO_FONT", Some(R::Hidden)), ("R_WHITE_ON_WHITE", Some(R::Hidden)), ("MANY_INVISIBLE_PARTS", Some(R::Hidden)), ("COMMENT_GIBBERISH", Some(R::Hidden)),
    ("UNICODE_OBFU*", Some(R::Disguised)), ("*GIBBERISH*", Some(R::Disguised)), ("SHY_OBFU_*", Some(R::Disguised)), ("ZW_OBFU_*", Some(R::Disguised)), ("ZERO_WIDTH_*", Some(R::Disguised)),
    ("TVD_FUZZY_*", Some(R::Disguised)), ("TVD_SPACE*", Some(R::Disguised)), ("SUSP_UTF8_WORD_*", Some(R::Disguised)), ("PP_*", Some(R::Disguised)), ("EMAIL_ROT13", Some(R::Disguised)),
    ("OBSCURED_EMAIL", Some(R::Disguised)), ("LONGWORDS", Some(R::Disguised)), ("HEXHASH_WORD", Some(R::Disguised)), ("WEIRD_QUOTING", Some(R::Disguised)),
    ("FROMNAME_*", Some(R::SenderForged)), ("GB_FROMNAME_*", Some(R::SenderForged)), ("NML_ADSP_*", Some(R::SenderForged)), ("PDS_HELO_SPF_FAIL", Some(R::SenderForged)),
    ("PDS_FROM_2_EMAILS*", Some(R::SenderForged)), ("PDS_TO_EQ_FROM_NAME", Some(R::SenderForged)), ("CONFIRMED_FORGED", Some(R::SenderForged)), ("MULTI_FORGED", Some(R::SenderForged)),
    ("TONLINE_FAKE_DKIM", Some(R::SenderForged)), ("NO_DNS_FOR_FROM", Some(R::SenderForged)), ("KAM_DMARC_*", Some(R::SenderForged)), ("KAM_LAZY_DOMAIN_SECURITY", Some(R::SenderForged)),
    ("VIOLATED_DIRECT_SPF", Some(R::SenderForged)), ("FROM_IN_TO_AND_SUBJ", Some(R::SenderForged)), ("CUSTOM:SPF", Some(R::SenderForged)), ("BSF_SPF_*", Some(R::SenderForged)),
    ("*_REPLYTO_FREEMAIL", Some(R::RepliesElsewhere)), ("ODD_FREEM_REPTO", Some(R::RepliesElsewhere)), ("GB_FREEM*", Some(R::RepliesElsewhere)), ("MSM_PRIO_REPTO", Some(R::RepliesElsewhere)),
    ("HK_RANDOM_REPLYTO", Some(R::RepliesElsewhere)), ("HK_RANDOM_*", Some(R::OddDomain)), ("FROM_STARTS_WITH_NUMS", Some(R::OddDomain)), ("VPS_NO_NTLD", Some(R::OddDomain)),
    ("PDS_PRO_TLD", Some(R::OddDomain)), ("KAM_INFOUSMEBIZ", Some(R::OddDomain)), ("SEO_SUSP_NTLD", Some(R::Advertising)), ("THIS_IS_ADV_*", Some(R::Advertising)), ("*_NTLD", Some(R::OddDomain)),
    ("HREF_EMPTY_*", Some(R::OddLink)), ("GOOG*", Some(R::OddLink)), ("*_REDIR", Some(R::OddLink)), ("*SHORTENER*", Some(R::OddLink)), ("*SHORTNER*", Some(R::OddLink)), ("*URISHRT*", Some(R::OddLink)),
    ("GB_FAKE_RF_SHORT", Some(R::OddLink)), ("WEIRD_PORT", Some(R::OddLink)), ("HTTP*", Some(R::OddLink)), ("IP_LINK_PLUS", Some(R::OddLink)), ("LONG_HEX_URI", Some(R::OddLink)),
    ("TVD_SILLY_URI_OBFU", Some(R::OddLink)), ("DOS_FIX_MY_URI", Some(R::OddLink)), ("DOS_URI_ASTERISK", Some(R::OddLink)), ("MANY_SUBDOM", Some(R::OddLink)), ("SPAM_CWINDOWSNET", Some(R::OddLink)),
    ("PDS_*_URL", Some(R::OddLink)), ("PDS_DBL_URL_*", Some(R::OddLink)), ("HIDE_WIN_STATUS", Some(R::OddLink)), ("REDIRECTOR_URL*", Some(R::OddLink)), ("*SUSPICIOUS_URL*", Some(R::OddLink)),
    ("URL_*", Some(R::OddLink)), ("*OMOGRAPH_URL", Some(R::OddLink)), ("DATA_URI_OBFU", Some(R::OddLink)), ("GB_CUSTOM_HTM_URI", Some(R::OddLink)), ("GB_STORAGE_*", Some(R::OddLink)),
    ("GB_WEBFORM", Some(R::OddLink)), ("UNSUB_GOOG_FORM", Some(R::OddLink)), ("KAM_SHORT", Some(R::OddLink)), ("CUSTOM:LINK", Some(R::OddLink)),
    ("HDR_ORDER_*", Some(R::ProgramForged)), ("MIMEOLE_*", Some(R::ProgramForged)), ("XM_*", Some(R::ProgramForged)), ("TVD_RATWARE_*", Some(R::ProgramForged)), ("AXB_*", Some(R::ProgramForged)),
    ("STATIC_XPRIO_OLE", Some(R::ProgramForged)), ("TBIRD_SUSP_*", Some(R::ProgramForged)), ("SPAMMY_XMAILER", Some(R::ProgramForged)), ("GB_FORGED_MUA_*", Some(R::ProgramForged)),
    ("PHP_*", Some(R::ProgramForged)), ("PDS_PHP_EVAL", Some(R::ProgramForged)), ("BOGUS_MSM_HDRS", Some(R::ProgramForged)), ("MSGID_OUTLOOK_INVALID", Some(R::ProgramForged)),
    ("*_TO_MX", Some(R::OddServer)), ("DYN_RDNS_*", Some(R::OddServer)), ("SHORT_HELO_*", Some(R::OddServer)), ("CK_HELO_*", Some(R::OddServer)), ("FSL_HELO_*", Some(R::OddServer)), ("FSL_NEW_HELO_USER", Some(R::OddServer)),
    ("NSL_RCVD_*", Some(R::OddServer)), ("TVD_RCVD_*", Some(R::OddServer)), ("RCVD_*HELO*", Some(R::OddServer)), ("RCVD_*_IP*", Some(R::OddServer)), ("RCVD_DBL_DQ", Some(R::OddServer)),
    ("NO_RDNS_*", Some(R::OddServer)), ("PDS_HP_HELO_NORDNS", Some(R::OddServer)), ("NO_FM_NAME_IP_HOSTN", Some(R::OddServer)), ("*_NORDNS", Some(R::OddServer)),
    ("GMD_*", Some(R::Attachment)), ("*_ATTACH", Some(R::Attachment)), ("DOC_ATTACH_*", Some(R::Attachment)), ("DOS_ZIP_*", Some(R::Attachment)), ("ENCRYPTED_PDF", Some(R::Attachment)),
    ("KAM_OLEMACRO*", Some(R::Attachment)), ("AMAVIS:BANNED", Some(R::Attachment)),
    ("MSGID_*", Some(R::Headers)), ("MID_*", Some(R::Headers)), ("HEADER_COUNT_*", Some(R::Headers)), ("HEAD_*", Some(R::Headers)), ("HDRS_*", Some(R::Headers)), ("FROMSPACE", Some(R::Headers)),
    ("FROM_ADDR_WS", Some(R::Headers)), ("FROM_BLANK_NAME", Some(R::Headers)), ("FROM_UNBAL2", Some(R::Headers)), ("FROM_WSP_TRAIL", Some(R::Headers)), ("APOSTROPHE_*", Some(R::Headers)),
    ("CORRUPT_FROM_LINE_*", Some(R::Headers)), ("UNRESOLVED_TEMPLATE", Some(R::Headers)), ("PERCENT_RANDOM", Some(R::Headers)), ("XPRIO*", Some(R::Headers)), ("X_*", Some(R::Headers)),
    ("RCVD_BAD_ID", Some(R::Headers)), ("RCVD_AM_PM", Some(R::Headers)), ("RCVD_FORGED_WROTE", Some(R::Headers)), ("NULL_IN_BODY", Some(R::Headers)), ("MULTIPLE_*", Some(R::Headers)),
    ("BROKEN_HEADERS", Some(R::Headers)), ("R_NO_SPACE_IN_FROM", Some(R::Headers)), ("TEQF_USR_MSGID_*", Some(R::Headers)), ("TT_MSGID_TRUNC", Some(R::Headers)), ("AMAVIS:BAD-HEADER", Some(R::Headers)),
    ("R_UNDISC_RCPT", Some(R::NotToYou)), ("*TONOM_EQ_TOLOC*", Some(R::NotToYou)), ("PDS_FRNOM_TODOM_*", Some(R::NotToYou)), ("PDS_TONAME_EQ_TOLOCAL*", Some(R::NotToYou)), ("PDS_*_NAKED_TO", Some(R::NotToYou)), ("SENT_TO_EMAIL_ADDR", Some(R::NotToYou)),
    ("BSF_*MISMATCH_TO*", Some(R::NotToYou)), ("*_UCE_*", Some(R::Language)), ("FSL_CTYPE_WIN1251", Some(R::Language)),
    ("UPPERCASE_*", Some(R::Shouting)), ("LOCALPART_IN_SUBJECT", Some(R::Shouting)), ("KAM_NUMSUBJECT", Some(R::Shouting)), ("FAKE_REPLY*", Some(R::Shouting)),
    ("HOSTED_IMG_*", Some(R::Pictures)), ("IMG_ONLY_*", Some(R::Pictures)), ("DC_*", Some(R::Pictures)), ("DYNAMIC_IMGUR", Some(R::Pictures)), ("LONG_IMG_URI", Some(R::Pictures)), ("WIKI_IMG", Some(R::Pictures)),
    ("DOTGOV_IMAGE", Some(R::Pictures)), ("TVD_FW_GRAPHIC_*", Some(R::Pictures)), ("CTYPE_8SPACE_GIF", Some(R::Pictures)), ("R_EMPTY_IMAGE", Some(R::Pictures)), ("TEQF_USR_IMAGE", Some(R::Pictures)), ("CUSTOM:PICTURE", Some(R::Pictures)),
    ("ADMAIL", Some(R::Advertising)), ("AD_PREFS", Some(R::Advertising)), ("ADMITS_SPAM", Some(R::Advertising)), ("CANT_SEE_AD", Some(R::Advertising)), ("MARKETING_*", Some(R::Advertising)),
    ("SCC_BOGUS_CTE_*", Some(R::Encoded)), ("SCC_*", Some(R::Advertising)), ("THIS_AD", Some(R::Advertising)), ("LOW_PRICE", Some(R::Advertising)), ("PRICES_*", Some(R::Advertising)),
    ("ONE_TIME", Some(R::Advertising)), ("RISK_FREE", Some(R::Advertising)), ("GUARANTEED_*", Some(R::Advertising)), ("BANG_*", Some(R::Advertising)), ("REMOVE_BEFORE_LINK", Some(R::Advertising)),
    ("END_FUTURE_EMAILS", Some(R::Advertising)), ("KHOP_UNSUB_*", Some(R::Advertising)), ("REPLICA_WATCH", Some(R::Advertising)), ("EM_ROLEX", Some(R::Advertising)), ("USB_DRIVES", Some(R::Advertising)),
    ("VISTA_COST", Some(R::Advertising)), ("APP_DEVELOPMENT_*", Some(R::Advertising)), ("PHOTO_EDITING_*", Some(R::Advertising)), ("RAND_*", Some(R::Advertising)), ("JH_SPAMMY_*", Some(R::Advertising)),
    ("FSL_BULK_SIG", Some(R::Advertising)), ("ACT_NOW_CAPS", Some(R::Advertising)), ("FREE_QUOTE_INSTANT", Some(R::Advertising)), ("BIGNUM_EMAILS_*", Some(R::Advertising)), ("CN_B2B_SPAMMER", Some(R::Advertising)),
    ("TVD_*", Some(R::Advertising)), ("OFFER_ONLY_*", Some(R::Advertising)), ("PRECEDENCE_BULK", Some(R::Advertising)), ("BCL:*", Some(R::Advertising)), ("KAM_ADVERT*", Some(R::Advertising)),
    ("KAM_MARKETING*", Some(R::Advertising)), ("*RUDE_HTML", Some(R::BadHtml)), ("MALF_HTML_*", Some(R::BadHtml)), ("CONTENT_AFTER_HTML*", Some(R::BadHtml)), ("MANY_SPAN_IN_TEXT", Some(R::BadHtml)),
    ("JS_FROMCHARCODE", Some(R::BadHtml)), ("LONGLN_*", Some(R::BadHtml)), ("*PARTS_DIFFER", Some(R::BadHtml)), ("KAM_HTMLNOISE", Some(R::BadHtml)), ("EXT_CSS", Some(R::BadHtml)), ("CUSTOM:HTML", Some(R::BadHtml)),
    ("BOGUS_MIME_*", Some(R::Encoded)), ("CTE_*", Some(R::Encoded)), ("NONEXISTENT_CHARSET", Some(R::Encoded)), ("CTYPE_NULL", Some(R::Encoded)), ("CDISP_*", Some(R::Encoded)), ("R_BAD_CTE_*", Some(R::Encoded)),
    ("R_MISSING_CHARSET", Some(R::Encoded)), ("BLANK_LINES_*", Some(R::Encoded)), ("PDS_BAD_THREAD_QP_64", Some(R::Encoded)), ("FREEM_*", Some(R::FreeMail)), ("MALFORMED_FREEMAIL", Some(R::FreeMail)),
];

/// Finds the reason that a rule comes to; `None` where there is nothing to say in plain words.
pub(super) fn reason_of(rule: &str) -> Option<Reason> {
    // Experiments of the filter's makers have the name of what they test.
    let rule = rule.strip_prefix("T_").unwrap_or(rule);
    let may_fit = rule.bytes().next().and_then(|first| BY_LETTER.get(&first));
    let mut may_fit = may_fit.map_or(ANYWHERE.iter(), |rules| rules.iter());
    may_fit.find(|(pattern, _)| fits(pattern, rule)).and_then(|(_, reason)| *reason)
}

type Rule = &'static (&'static str, Option<Reason>);

/// The rules that begin with anything.
static ANYWHERE: LazyLock<Vec<Rule>> =
    LazyLock::new(|| RULES.iter().filter(|(pattern, _)| pattern.starts_with('*')).collect());

/// The rules that may fit a name with this first letter, in their order: a page of a list looks up hundreds of names.
static BY_LETTER: LazyLock<BTreeMap<u8, Vec<Rule>>> = LazyLock::new(|| {
    let letters = RULES.iter().filter_map(|(pattern, _)| pattern.bytes().next());
    let may_fit = |letter| RULES.iter().filter(|(pattern, _)| pattern.starts_with([char::from(letter), '*'])).collect();
    letters.map(|letter| (letter, may_fit(letter))).collect()
});

/// Compares with a pattern, in which `*` stands for anything.
pub(super) fn fits(pattern: &str, rule: &str) -> bool {
    let Some((begin, mut pattern)) = pattern.split_once('*') else { return pattern == rule };
    let Some(mut rest) = rule.strip_prefix(begin) else { return false };
    while let Some((piece, others)) = pattern.split_once('*') {
        let Some((_, behind)) = rest.split_once(piece) else { return false };
        (rest, pattern) = (behind, others);
    }
    rest.ends_with(pattern)
}
