//! Every filter: which fields are its own, and who reads them.

use super::fields::Fields;
use super::filter::{Filter, X_SPAM};
use super::said::Said;
use super::{gateways, learners, microsoft, providers, rspamd, x_spam};

/// Reads what one kind of filter writes.
pub(super) struct Dialect {
    /// Those that write it.
    filters: &'static [Filter],
    /// Whether it writes `X-Spam-*` beside its own.
    pub writes_x_spam: bool,
    /// Tells whether a field is one of theirs.
    pub belongs: fn(&str) -> bool,
    pub read: fn(Fields<'_>) -> Option<Said>,
}

impl Dialect {
    pub fn is_trusted(&self, trust: &[Filter]) -> bool {
        trust.is_empty() || self.filters.iter().any(|one| trust.contains(one))
    }

    pub fn is_x_spam(&self) -> bool {
        self.filters.len() > 1
    }
}

macro_rules! dialects {
    ($($filters:expr, $x_spam:literal, $belongs:path, $read:path;)*) => {
        /// Every one; a field belongs to the first that takes it.
        pub(super) static DIALECTS: &[Dialect] = &[
            $(Dialect { filters: $filters, writes_x_spam: $x_spam, belongs: $belongs, read: $read },)*
        ];
    };
}

dialects! {
    &X_SPAM, false, x_spam::belongs, x_spam::read;
    &[Filter::Rspamd], true, rspamd::belongs, rspamd::read;
    &[Filter::MailScanner], true, belongs::mail_scanner, gateways::mail_scanner;
    &[Filter::Barracuda], false, belongs::barracuda, gateways::barracuda;
    &[Filter::Microsoft], false, microsoft::belongs, microsoft::read;
    &[Filter::Proofpoint], false, belongs::proofpoint, gateways::proofpoint;
    &[Filter::Cloudmark], false, belongs::cloudmark, gateways::cloudmark;
    &[Filter::Bogofilter], false, belongs::bogofilter, learners::bogofilter;
    &[Filter::Dspam], false, belongs::dspam, learners::dspam;
    &[Filter::SpamProbe], false, belongs::spam_probe, learners::spam_probe;
    &[Filter::Crm114], false, belongs::crm114, learners::crm114;
    &[Filter::TrendMicro], false, belongs::trend_micro, gateways::trend_micro;
    &[Filter::Kaspersky], false, belongs::kaspersky, gateways::kaspersky;
    &[Filter::Symantec], false, belongs::symantec, gateways::symantec;
    &[Filter::SpamExperts], false, belongs::spam_experts, gateways::spam_experts;
    &[Filter::Expurgate], false, belongs::expurgate, gateways::expurgate;
    &[Filter::Mimecast], false, belongs::mimecast, gateways::mimecast;
    &[Filter::HMailServer], false, belongs::hmail_server, providers::hmail_server;
    &[Filter::Vade], false, belongs::vade, providers::vade;
    &[Filter::Sophos], false, belongs::sophos, providers::sophos;
    &[Filter::Gmx], false, belongs::gmx, providers::gmx;
    &[Filter::Yandex], false, belongs::yandex, providers::yandex;
    &[Filter::Mailgun], false, belongs::mailgun, providers::mailgun;
    &[Filter::MailRu], false, belongs::mail_ru, providers::mail_ru;
    &[Filter::Ses], false, belongs::ses, providers::ses;
}

/// How the names of fields begin, by filter.
mod belongs {
    macro_rules! beginnings {
        ($($filter:ident $($begin:literal)+;)*) => {
            $(pub fn $filter(field: &str) -> bool { [$($begin),+].iter().any(|begin| field.starts_with(begin)) })*
        };
    }
    beginnings! {
        barracuda "x-barracuda-";
        proofpoint "x-proofpoint-spam";
        cloudmark "x-cmae-" "x-cnfs-" "x-cm-score" "x-cm-analysis" "x-authority-analysis";
        bogofilter "x-bogosity";
        dspam "x-dspam-";
        spam_probe "x-spamprobe";
        crm114 "x-crm114-";
        trend_micro "x-tm-as-" "x-tmase-" "x-imss-";
        kaspersky "x-klms-" "x-ksmg-" "x-kse-antispam" "x-spamtest-";
        symantec "x-spamreason" "x-spaminfo" "x-starscan-";
        spam_experts "x-spamexperts-" "x-mailassure-" "x-spampanel-" "x-recommended-action";
        expurgate "x-purgate" "x-toi-expurgate";
        mimecast "x-mimecast-spam-";
        hmail_server "x-hmailserver-";
        vade "x-vr-spam" "x-vade-" "x-ovh-spam-";
        sophos "x-pmx-" "x-perlmx-";
        gmx "x-gmx-anti" "x-ui-filterresults";
        yandex "x-yandex-";
        mailgun "x-mailgun-";
        mail_ru "x-mras";
        ses "x-ses-";
    }

    /// The provider's own name stands before it.
    pub fn mail_scanner(field: &str) -> bool {
        field.contains("mailscanner")
    }
}

/// The fields that a list asks for, so that a row says what the page of its message will say; MailScanner's have the host's name in
/// theirs, and cannot be asked for.
pub const LISTED: &str = "X-SPAM-FLAG X-SPAM-STATUS X-SPAM-REPORT X-SPAM-SCORE X-SPAM-LEVEL X-SPAM-BAR X-SPAM X-SPAM-THRESHOLD X-SPAM-CHECKER-VERSION \
    X-SPAM-HITS X-SPAM-KNOWN-SENDER X-SPAM-RESULT X-SPAM-SYMBOLS X-SPAM-ACTION X-SPAM-SCANNER X-SPAM-SCORE-INT \
    X-SPAM_SCORE X-SPAM_SCORE_INT X-SPAM_BAR X-SPAM_REPORT X-SPAM_ACTION X-VIRUS X-VIRUS-STATUS X-AMAVIS-ALERT \
    X-SPAMD-RESULT X-SPAMD-BAR X-RSPAMD-SCORE X-RSPAMD-BAR X-RSPAMD-ACTION X-RSPAMD-REPORT \
    X-BARRACUDA-SPAM-FLAG X-BARRACUDA-SPAM-STATUS X-BARRACUDA-SPAM-SCORE X-BARRACUDA-SPAM-REPORT \
    X-FOREFRONT-ANTISPAM-REPORT X-MICROSOFT-ANTISPAM X-MS-EXCHANGE-ORGANIZATION-SCL X-CUSTOMSPAM \
    X-PROOFPOINT-SPAM-DETAILS X-CMAE-SCORE X-CM-SCORE X-CMAE-SCAN-RESULT \
    X-BOGOSITY X-DSPAM-RESULT X-DSPAM-CLASS X-DSPAM-PROBABILITY X-SPAMPROBE X-CRM114-STATUS \
    X-TM-AS-RESULT X-TMASE-RESULT \
    X-KLMS-ANTISPAM-STATUS X-KLMS-ANTISPAM-RATE X-KLMS-ANTISPAM-METHOD X-KSMG-ANTISPAM-STATUS X-KSMG-ANTISPAM-RATE X-KSMG-ANTISPAM-METHOD \
    X-KSE-ANTISPAM-STATUS X-KSE-ANTISPAM-RATE X-KSE-ANTISPAM-METHOD X-SPAMTEST-STATUS X-SPAMTEST-RATE X-SPAMTEST-METHOD \
    X-SPAMREASON X-SPAMEXPERTS-CLASS X-SPAMEXPERTS-EVIDENCE X-MAILASSURE-CLASS X-MAILASSURE-EVIDENCE X-SPAMPANEL-CLASS X-SPAMPANEL-EVIDENCE \
    X-PURGATE-TYPE X-PURGATE X-TOI-EXPURGATEID X-MIMECAST-SPAM-SCORE \
    X-HMAILSERVER-SPAM X-HMAILSERVER-REASON-SCORE X-HMAILSERVER-REASON-1 X-HMAILSERVER-REASON-2 X-HMAILSERVER-REASON-3 \
    X-VR-SPAMSTATE X-VR-SPAMSCORE X-VADE-SPAMSTATE X-VADE-SPAMSCORE X-PMX-SPAM X-PERLMX-SPAM \
    X-GMX-ANTISPAM X-UI-FILTERRESULTS X-YANDEX-SPAM X-MRAS \
    X-MAILGUN-SFLAG X-MAILGUN-SSCORE X-MAILGUN-SPAM-RULES X-SES-SPAM-VERDICT X-SES-VIRUS-VERDICT";

/// Tells whether a field, by its name in lower case, is one that filters write.
pub(super) fn is_of_a_filter(field: &str) -> bool {
    field.starts_with("x-ham") || DIALECTS.iter().any(|dialect| (dialect.belongs)(field))
}
