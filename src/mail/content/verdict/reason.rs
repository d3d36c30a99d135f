//! Reasons a person understands, and how strong each usually is.

macro_rules! reasons {
    ($($name:ident $key:literal $usual:literal $anchor:literal $doc:literal;)*) => {
        /// Says in plain words why a filter took a message for spam; many rules come to the same reason.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Reason { $(#[doc = $doc] $name,)* }

        impl Reason {
            /// Every reason.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Names its sentence: `reason-<key>`.
            pub fn key(self) -> &'static str {
                match self { $(Self::$name => concat!("reason-", $key),)* }
            }

            /// Names its few words for a row of the list: `short-reason-<key>`.
            pub fn short_key(self) -> &'static str {
                match self { $(Self::$name => concat!("short-reason-", $key),)* }
            }

            /// Names the article that says more, and the place in it.
            pub fn article(self) -> &'static str {
                match self { $(Self::$name => $anchor,)* }
            }

            /// Returns the points it usually brings, for filters that name rules without points.
            pub(super) fn usual(self) -> f32 {
                match self { $(Self::$name => $usual,)* }
            }
        }
    };
}

reasons! {
    Blocked "blocked" 100.0 "spam-filter-on-off#allow-list-and-block-list" "The owner has blocked the sender.";
    Test "test" 90.0 "how-the-spam-filter-works" "The test message GTUBE.";
    Malware "malware" 8.0 "how-the-spam-filter-works#typical-reasons-in-plain-words" "Malware, or a link to it.";
    Phishing "phishing" 6.0 "how-the-spam-filter-works#forged-senders-but-it-comes-from-my-bank" "Known phishing.";
    Extortion "extortion" 5.0 "how-the-spam-filter-works#typical-reasons-in-plain-words" "Demands money in a cryptocurrency.";
    LinkListed "link-listed" 2.5 "how-the-spam-filter-works#typical-reasons-in-plain-words" "A link on a blocklist.";
    ServerListed "server-listed" 2.4 "how-the-spam-filter-works#typical-reasons-in-plain-words" "A sending server on a blocklist.";
    KnownSpam "known-spam" 2.3 "how-the-spam-filter-works#typical-reasons-in-plain-words" "Reported as spam by many others.";
    Learned "learned" 2.2 "how-the-spam-filter-works#learning" "Words like those of earlier spam.";
    SenderForged "sender-forged" 2.1 "how-the-spam-filter-works#forged-senders-but-it-comes-from-my-bank" "SPF, DKIM or DMARC failed.";
    Scam "scam" 2.0 "how-the-spam-filter-works#typical-reasons-in-plain-words" "Promises money.";
    Drugs "drugs" 1.9 "how-the-spam-filter-works#typical-reasons-in-plain-words" "Offers medicine.";
    Adult "adult" 1.9 "how-the-spam-filter-works#typical-reasons-in-plain-words" "About sex.";
    Disguised "disguised" 1.8 "how-the-spam-filter-works#typical-reasons-in-plain-words" "Words written so that filters miss them.";
    Hidden "hidden" 1.7 "how-the-spam-filter-works#typical-reasons-in-plain-words" "Text that people cannot see.";
    NewDomain "new-domain" 1.6 "how-the-spam-filter-works#typical-reasons-in-plain-words" "A domain registered days ago.";
    OddDomain "odd-domain" 1.2 "how-the-spam-filter-works#typical-reasons-in-plain-words" "A domain ending that spammers like.";
    RepliesElsewhere "replies-elsewhere" 1.5 "how-the-spam-filter-works#typical-reasons-in-plain-words" "Answers go to another address.";
    ProgramForged "program-forged" 1.4 "how-the-spam-filter-works#typical-reasons-in-plain-words" "Not written by the program it names.";
    OddServer "odd-server" 1.3 "how-the-spam-filter-works#typical-reasons-in-plain-words" "A sending server without a proper name.";
    OddLink "odd-link" 1.2 "how-the-spam-filter-works#typical-reasons-in-plain-words" "A link that hides where it leads.";
    Attachment "attachment" 1.2 "how-the-spam-filter-works#typical-reasons-in-plain-words" "A dangerous attachment.";
    WrongDate "wrong-date" 1.1 "how-the-spam-filter-works#typical-reasons-in-plain-words" "Dated in the past or future.";
    Headers "headers" 1.0 "how-the-spam-filter-works#typical-reasons-in-plain-words" "Missing or broken headers.";
    NotToYou "not-to-you" 0.9 "how-the-spam-filter-works#typical-reasons-in-plain-words" "Not addressed to the reader.";
    Language "language" 0.9 "how-the-spam-filter-works#typical-reasons-in-plain-words" "In a script or language the owner does not use.";
    Greeting "greeting" 0.8 "how-the-spam-filter-works#typical-reasons-in-plain-words" "Greets nobody by name.";
    Advertising "advertising" 0.7 "how-the-spam-filter-works#typical-reasons-in-plain-words" "Bulk mail or advertising.";
    Shouting "shouting" 0.7 "how-the-spam-filter-works#typical-reasons-in-plain-words" "A subject that shouts, or is written oddly.";
    Pictures "pictures" 0.6 "how-the-spam-filter-works#typical-reasons-in-plain-words" "Pictures, and hardly any text.";
    BadHtml "bad-html" 0.5 "how-the-spam-filter-works#typical-reasons-in-plain-words" "Carelessly made HTML.";
    Encoded "encoded" 0.4 "how-the-spam-filter-works#typical-reasons-in-plain-words" "Encoded in an unusual way.";
    FreeMail "free-mail" 0.2 "how-the-spam-filter-works#typical-reasons-in-plain-words" "From a free mail address.";
    History "history" 0.1 "how-the-spam-filter-works#learning" "Earlier mail of the sender was spam.";
}
