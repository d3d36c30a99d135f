//! The filters whose words are read.

macro_rules! filters {
    ($($variant:ident $word:literal $name:literal;)*) => {
        /// A spam filter that writes into the header of a message what it found.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Filter { $(#[doc = $name] $variant,)* }

        impl Filter {
            /// Every one.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Reads the word for it in a configuration.
            pub fn named(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)* _ => None }
            }

            /// Returns the word for it in a configuration.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// Returns what its makers call it.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

filters! {
    SpamAssassin "spamassassin" "SpamAssassin";
    Rspamd "rspamd" "rspamd";
    Amavis "amavis" "amavis";
    Exim "exim" "Exim";
    MailScanner "mailscanner" "MailScanner";
    Barracuda "barracuda" "Barracuda";
    Microsoft "microsoft" "Microsoft";
    Proofpoint "proofpoint" "Proofpoint";
    Cloudmark "cloudmark" "Cloudmark";
    Bogofilter "bogofilter" "bogofilter";
    Dspam "dspam" "DSPAM";
    SpamProbe "spamprobe" "SpamProbe";
    Crm114 "crm114" "CRM114";
    Stalwart "stalwart" "Stalwart";
    Fastmail "fastmail" "Fastmail";
    HMailServer "hmailserver" "hMailServer";
    Vade "vade" "Vade";
    Sophos "sophos" "Sophos";
    Gmx "gmx" "GMX";
    Kaspersky "kaspersky" "Kaspersky";
    TrendMicro "trendmicro" "Trend Micro";
    Yandex "yandex" "Yandex";
    Mailgun "mailgun" "Mailgun";
    MailRu "mailru" "Mail.ru";
    Expurgate "expurgate" "eXpurgate";
    SpamExperts "spamexperts" "SpamExperts";
    Symantec "symantec" "Symantec";
    Mimecast "mimecast" "Mimecast";
    Ses "ses" "Amazon SES";
}

/// Those that write `X-Spam-*`: which one it was cannot always be told.
pub(super) const X_SPAM: [Filter; 6] =
    [Filter::SpamAssassin, Filter::Rspamd, Filter::Amavis, Filter::Exim, Filter::Stalwart, Filter::Fastmail];
