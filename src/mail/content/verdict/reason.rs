//! Reasons a person understands, against a message and for it, and how strong each usually is.

macro_rules! reasons {
    (
        against { $($name:ident $key:literal $usual:literal $anchor:literal $doc:literal;)* }
        for { $($good:ident $good_key:literal $good_usual:literal $good_anchor:literal $good_doc:literal;)* }
    ) => {
        /// Says in plain words why a filter took a message for spam, or what it found that speaks for it; many rules come to the
        /// same reason.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Reason { $(#[doc = $doc] $name,)* $(#[doc = $good_doc] $good,)* }

        impl Reason {
            /// Those that speak against a message.
            pub const AGAINST: &[Self] = &[$(Self::$name,)*];
            /// Those that speak for it.
            pub const FOR: &[Self] = &[$(Self::$good,)*];

            /// Names its sentence: `reason-<name>`, or `good-<name>`.
            pub fn key(self) -> &'static str {
                match self { $(Self::$name => concat!("reason-", $key),)* $(Self::$good => concat!("good-", $good_key),)* }
            }

            /// Names its few words for a row of the list, `short-reason-<name>`; what speaks for a message has none.
            pub fn short_key(self) -> Option<&'static str> {
                match self { $(Self::$name => Some(concat!("short-reason-", $key)),)* $(Self::$good => None,)* }
            }

            /// Names the article that says more, and the place in it.
            pub fn article(self) -> &'static str {
                match self { $(Self::$name => $anchor,)* $(Self::$good => $good_anchor,)* }
            }

            /// Tells whether it speaks for a message.
            pub fn is_good(self) -> bool {
                match self { $(Self::$name => false,)* $(Self::$good => true,)* }
            }

            /// Reads its name in the table of rules; a good one stands behind a plus sign.
            pub(super) fn named(name: &str) -> Option<Self> {
                match name { $($key => Some(Self::$name),)* $(concat!("+", $good_key) => Some(Self::$good),)* _ => None }
            }

            /// Returns the points it usually brings, or takes off, for filters that name rules without points.
            pub(super) fn usual(self) -> f32 {
                match self { $(Self::$name => $usual,)* $(Self::$good => $good_usual,)* }
            }
        }
    };
}

reasons! {
    against {
        Blocked "blocked" 100.0 "spam-filter-on-off#allow-list-and-block-list" "The owner has blocked the sender.";
        Test "test" 90.0 "how-the-spam-filter-works#typical-reasons-in-plain-words" "The test message GTUBE.";
        Malware "malware" 8.0 "how-the-spam-filter-works#viruses-traps-and-threats" "Malware, or a link to it.";
        Phishing "phishing" 6.0 "how-the-spam-filter-works#forged-senders-but-it-comes-from-my-bank" "Known phishing.";
        Extortion "extortion" 5.0 "how-the-spam-filter-works#viruses-traps-and-threats" "Demands money in a cryptocurrency.";
        LinkListed "link-listed" 2.5 "how-the-spam-filter-works#warning-lists" "A link on a blocklist.";
        ServerListed "server-listed" 2.4 "how-the-spam-filter-works#warning-lists" "A sending server on a blocklist.";
        KnownSpam "known-spam" 2.3 "how-the-spam-filter-works#known-from-other-spam" "Reported as spam by many others.";
        Learned "learned" 2.2 "how-the-spam-filter-works#learning" "Words like those of earlier spam.";
        SenderForged "sender-forged" 2.1 "how-the-spam-filter-works#the-sender-cannot-be-confirmed" "SPF, DKIM or DMARC failed.";
        Scam "scam" 2.0 "how-the-spam-filter-works#money-pills-and-sex" "Promises money.";
        Drugs "drugs" 1.9 "how-the-spam-filter-works#money-pills-and-sex" "Offers medicine.";
        Adult "adult" 1.9 "how-the-spam-filter-works#money-pills-and-sex" "About sex.";
        Disguised "disguised" 1.8 "how-the-spam-filter-works#hidden-words-and-hidden-links" "Words written so that filters miss them.";
        Hidden "hidden" 1.7 "how-the-spam-filter-works#hidden-words-and-hidden-links" "Text that people cannot see.";
        NewDomain "new-domain" 1.6 "how-the-spam-filter-works#warning-lists" "A domain registered days ago.";
        OddDomain "odd-domain" 1.2 "how-the-spam-filter-works#the-sender-cannot-be-confirmed" "A domain ending that spammers like.";
        RepliesElsewhere "replies-elsewhere" 1.5 "how-the-spam-filter-works#the-sender-cannot-be-confirmed" "Answers go to another address.";
        ProgramForged "program-forged" 1.4 "how-the-spam-filter-works#the-computer-and-the-program-that-sent-it" "Not written by the program it names.";
        OddServer "odd-server" 1.3 "how-the-spam-filter-works#the-computer-and-the-program-that-sent-it" "A sending server without a proper name.";
        OddLink "odd-link" 1.2 "how-the-spam-filter-works#hidden-words-and-hidden-links" "A link that hides where it leads.";
        Attachment "attachment" 1.2 "how-the-spam-filter-works#viruses-traps-and-threats" "A dangerous attachment.";
        WrongDate "wrong-date" 1.1 "how-the-spam-filter-works#carelessly-made" "Dated in the past or future.";
        Headers "headers" 1.0 "how-the-spam-filter-works#carelessly-made" "Missing or broken headers.";
        NotToYou "not-to-you" 0.9 "how-the-spam-filter-works#not-written-to-you" "Not addressed to the reader.";
        Language "language" 0.9 "how-the-spam-filter-works#not-written-to-you" "In a script or language the owner does not use.";
        Greeting "greeting" 0.8 "how-the-spam-filter-works#not-written-to-you" "Greets nobody by name.";
        Advertising "advertising" 0.7 "how-the-spam-filter-works#advertising-and-pictures" "Bulk mail or advertising.";
        Shouting "shouting" 0.7 "how-the-spam-filter-works#carelessly-made" "A subject that shouts, or is written oddly.";
        Pictures "pictures" 0.6 "how-the-spam-filter-works#advertising-and-pictures" "Pictures, and hardly any text.";
        BadHtml "bad-html" 0.5 "how-the-spam-filter-works#carelessly-made" "Carelessly made HTML.";
        Encoded "encoded" 0.4 "how-the-spam-filter-works#carelessly-made" "Encoded in an unusual way.";
        FreeMail "free-mail" 0.2 "how-the-spam-filter-works#the-sender-cannot-be-confirmed" "From a free mail address.";
        History "history" 0.1 "how-the-spam-filter-works#learning" "Earlier mail of the sender was spam.";
    }
    for {
        Allowed "listed" -50.0 "spam-filter-on-off#allow-list-and-block-list" "The owner, or the provider, has allowed the sender.";
        LikeGood "learned" -1.9 "how-the-spam-filter-works#learning" "Words like those of good mail.";
        Known "known" -1.5 "how-the-spam-filter-works#what-speaks-for-a-message" "Earlier mail of the sender was good.";
        TrustedServer "trusted-server" -1.0 "how-the-spam-filter-works#what-speaks-for-a-message" "A sending server on a list of good ones.";
        Signed "signed" -0.2 "how-the-spam-filter-works#what-speaks-for-a-message" "SPF, DKIM or DMARC passed.";
        WellMade "form" -0.1 "how-the-spam-filter-works#what-speaks-for-a-message" "Made as proper mail is.";
    }
}
