//! What series are told apart by: words that are all known before anything happens, so that nothing a stranger sends makes a new series.

/// One label with all of its values.
pub(super) trait Label: Copy {
    /// Its name.
    const NAME: &'static str;
    /// How many values it has.
    const COUNT: usize;

    /// Returns every value.
    fn all() -> impl Iterator<Item = Self>;

    /// Returns the value as it stands in a series.
    fn word(self) -> &'static str;

    /// Returns where the value stands among all.
    fn at(self) -> usize;
}

/// The labels of one series, as Prometheus has them.
pub(super) type Pairs = Vec<(&'static str, &'static str)>;

/// One label, or several together.
pub(super) trait Labels: Copy {
    /// Returns every combination, in the order of [`Labels::at`].
    fn all() -> impl Iterator<Item = Self>;

    /// Returns where a combination stands among all.
    fn at(self) -> usize;

    /// Returns names and values.
    fn pairs(self) -> Pairs;
}

impl<L: Label> Labels for L {
    fn all() -> impl Iterator<Item = Self> {
        <L as Label>::all()
    }

    fn at(self) -> usize {
        Label::at(self)
    }

    fn pairs(self) -> Pairs {
        vec![(L::NAME, self.word())]
    }
}

impl<A: Label, B: Label> Labels for (A, B) {
    fn all() -> impl Iterator<Item = Self> {
        A::all().flat_map(|a| B::all().map(move |b| (a, b)))
    }

    fn at(self) -> usize {
        self.0.at() * B::COUNT + self.1.at()
    }

    fn pairs(self) -> Pairs {
        vec![(A::NAME, self.0.word()), (B::NAME, self.1.word())]
    }
}

impl<A: Label, B: Label, C: Label> Labels for (A, B, C) {
    fn all() -> impl Iterator<Item = Self> {
        A::all().flat_map(|a| B::all().flat_map(move |b| C::all().map(move |c| (a, b, c))))
    }

    fn at(self) -> usize {
        (self.0.at() * B::COUNT + self.1.at()) * C::COUNT + self.2.at()
    }

    fn pairs(self) -> Pairs {
        vec![(A::NAME, self.0.word()), (B::NAME, self.1.word()), (C::NAME, self.2.word())]
    }
}

/// Makes an enum of each label: its name in the series, and each value with its word.
macro_rules! labels {
    ($($(#[$doc:meta])* $label:ident as $name:literal: $($(#[$about:meta])* $value:ident = $word:literal),+;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $label {
            $($(#[$about])* $value),+
        }

        impl Label for $label {
            const NAME: &'static str = $name;
            const COUNT: usize = [$($word),+].len();

            fn all() -> impl Iterator<Item = Self> {
                [$(Self::$value),+].into_iter()
            }

            fn word(self) -> &'static str {
                match self {
                    $(Self::$value => $word),+
                }
            }

            fn at(self) -> usize {
                self as usize
            }
        }
    )+};
}

labels! {
    /// What kind of request it was.
    Method as "method":
        /// GET and HEAD.
        Read = "read",
        /// POST.
        Write = "write",
        /// Any other, which no page takes.
        Other = "other";

    /// How a request was answered.
    Status as "status":
        /// 1xx and 2xx.
        Good = "2xx",
        /// 3xx.
        Elsewhere = "3xx",
        /// 4xx.
        TheirFault = "4xx",
        /// 5xx.
        OurFault = "5xx";

    /// A command to the mail server.
    ImapCommand as "command":
        /// The sign-in, LOGIN or AUTHENTICATE PLAIN.
        Login = "LOGIN",
        /// CAPABILITY.
        Capability = "CAPABILITY",
        /// STARTTLS.
        StartTls = "STARTTLS",
        /// ID.
        Id = "ID",
        /// LIST, with counts or without.
        List = "LIST",
        /// STATUS.
        Status = "STATUS",
        /// GETQUOTAROOT.
        Quota = "QUOTA",
        /// SELECT.
        Select = "SELECT",
        /// EXAMINE.
        Examine = "EXAMINE",
        /// FETCH and UID FETCH; of one that is passed on as it comes, until the last octet.
        Fetch = "FETCH",
        /// SEARCH and UID SEARCH.
        Search = "SEARCH",
        /// UID SORT.
        Sort = "SORT",
        /// UID STORE.
        Store = "STORE",
        /// UID COPY.
        Copy = "COPY",
        /// UID MOVE.
        Move = "MOVE",
        /// EXPUNGE and UID EXPUNGE.
        Expunge = "EXPUNGE",
        /// APPEND, until the server has stored the message.
        Append = "APPEND",
        /// IDLE, until the server is willing.
        Idle = "IDLE",
        /// NOOP.
        Noop = "NOOP",
        /// LOGOUT.
        Logout = "LOGOUT",
        /// Any other.
        Other = "other";

    /// How a command ended.
    ImapResult as "result":
        /// OK.
        Ok = "ok",
        /// NO.
        No = "no",
        /// BAD.
        Bad = "bad",
        /// Not at all: the line was cut, or what came was no answer.
        Cut = "cut",
        /// Not in time.
        Timeout = "timeout";

    /// What became of the opening of a connection to a mail server.
    Opening as "result":
        /// It is signed in.
        Ok = "ok",
        /// The server refused the sign-in.
        Refused = "refused",
        /// No TLS that can be trusted.
        Insecure = "insecure",
        /// There was no answer, or none that is one.
        Away = "away";

    /// What became of who waited for a connection.
    Wait as "result":
        /// One came free.
        Served = "served",
        /// None came free in time.
        NoneFree = "none_free";

    /// Whether a connection is at work.
    Use as "state":
        /// Lent, or being opened or closed.
        InUse = "in_use",
        /// Waiting for work.
        Idle = "idle";

    /// What is known of a mail server.
    ServerState as "state":
        /// It answered when it was last asked.
        Up = "up",
        /// It did not.
        Away = "away",
        /// Nobody has asked since the start.
        Unasked = "unasked";

    /// How a try to sign in ended; the words are those of `login::failure`.
    SignIn as "result":
        /// Somebody is signed in.
        Ok = "ok",
        /// The address has no domain.
        NoDomain = "no-domain",
        /// It is no address, or no form.
        Malformed = "malformed",
        /// No password was typed.
        NoPassword = "no-password",
        /// The domain is not served here.
        NotServed = "not-served",
        /// Too many failed before.
        TooMany = "too-many",
        /// The mail server does not take the password.
        WrongPassword = "wrong-password",
        /// The password is too old.
        Expired = "expired",
        /// The mailbox is locked.
        Locked = "locked",
        /// The server wants TLS.
        NotPrivate = "not-private",
        /// The server says that the provider is to be asked.
        AskProvider = "ask-provider",
        /// The server refuses, and does not say why.
        Refused = "refused",
        /// All connections are in use.
        Busy = "busy",
        /// The server has too many connections of this owner.
        Connections = "connections",
        /// The connection cannot be trusted.
        NotSecure = "not-secure",
        /// The server does not answer.
        ServerAway = "server-away",
        /// Somebody was refused at `/admin`.
        Admin = "admin";

    /// What was done to messages.
    Deed as "action":
        /// Moved out of Spam into the Inbox.
        Rescued = "rescued",
        /// Moved out of Trash, or another folder, into the Inbox.
        Restored = "restored",
        /// Deleted for good.
        Deleted = "deleted",
        /// Deleted for good by the cleaning that their owner switched on.
        Cleaned = "cleaned",
        /// Moved to Trash.
        ToTrash = "to_trash",
        /// Moved to Spam.
        ToSpam = "to_spam",
        /// Moved back to where they were.
        Undone = "undone",
        /// Marked as read.
        Read = "read";

    /// How a job stands.
    JobState as "state":
        /// Somebody is at it.
        AtWork = "at_work",
        /// It waits for its owner to come back.
        Waiting = "waiting",
        /// It came to its end, a moment ago.
        Done = "done",
        /// Its owner stopped it, a moment ago.
        Cancelled = "cancelled",
        /// It could not go on, since a moment ago.
        Failed = "failed";

    /// How a job ended.
    JobEnd as "result":
        /// With all of it.
        Done = "done",
        /// Its owner stopped it.
        Cancelled = "cancelled",
        /// It could not go on.
        Failed = "failed";

    /// A kind of statement to the database.
    Statement as "kind":
        /// SELECT.
        Read = "read",
        /// Any other.
        Write = "write";

    /// Why the database gave no answer.
    StoreTrouble as "reason":
        /// It took too long, or no connection came free.
        Late = "late",
        /// It refused the statement.
        Refused = "refused",
        /// It is not there, or what it said was not understood.
        Away = "away";
}

impl SignIn {
    /// Finds the result that has this word; an unknown one is a refusal.
    pub fn named(word: &str) -> Self {
        <Self as Label>::all().find(|result| result.word() == word).unwrap_or(Self::Refused)
    }
}
