//! How a script recognises what a filter has marked as spam: one field of the header for each, as far as there is one whose name is
//! known and whose words, not its numbers, say it.

use super::Filter;

/// A field that a filter writes into the header of spam.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// The name of the field.
    pub field: &'static str,
    /// What stands in it, as a pattern of Sieve (RFC 5228, 2.7.1, `:matches`): `*` is anything. Capitals do not matter.
    pub pattern: &'static str,
}

const fn mark(field: &'static str, pattern: &'static str) -> Mark {
    Mark { field, pattern }
}

/// SpamAssassin, alone or within amavis or Exim.
const SPAM_ASSASSIN: &[Mark] = &[mark("X-Spam-Flag", "YES"), mark("X-Spam-Status", "Yes*")];
/// What most filters write: theirs, and rspamd's.
const USUAL: &[Mark] = &[mark("X-Spam-Flag", "YES"), mark("X-Spam-Status", "Yes*"), mark("X-Spam", "Yes")];

impl Mark {
    /// Returns the marks of these filters, of the usual ones where none is named. Empty where no filter named has a mark that a
    /// script could find.
    pub fn of(filters: &[Filter]) -> Vec<Self> {
        if filters.is_empty() {
            return USUAL.to_vec();
        }
        let mut found: Vec<Self> = Vec::new();
        for mark in filters.iter().flat_map(|filter| filter.marks()) {
            if !found.contains(mark) {
                found.push(*mark);
            }
        }
        found
    }
}

impl Filter {
    /// Returns how this filter marks spam.
    fn marks(self) -> &'static [Mark] {
        match self {
            Self::SpamAssassin | Self::Amavis | Self::Exim => SPAM_ASSASSIN,
            Self::Rspamd => USUAL,
            Self::Barracuda => const { &[mark("X-Barracuda-Spam-Flag", "YES")] },
            Self::Microsoft => const { &[mark("X-Forefront-Antispam-Report", "*SFV:SPM;*")] },
            Self::Proofpoint => const { &[mark("X-Proofpoint-Spam-Details", "rule=spam*")] },
            Self::Bogofilter => const { &[mark("X-Bogosity", "Spam,*"), mark("X-Bogosity", "Yes,*")] },
            Self::Dspam => const { &[mark("X-DSPAM-Result", "Spam")] },
            Self::SpamProbe => const { &[mark("X-SpamProbe", "SPAM *")] },
            Self::Crm114 => const { &[mark("X-CRM114-Status", "SPAM *")] },
            Self::HMailServer => const { &[mark("X-hMailServer-Spam", "YES")] },
            Self::Vade => const { &[mark("X-VR-SPAMSTATE", "SPAM"), mark("X-VADE-SPAMSTATE", "SPAM")] },
            Self::Kaspersky => const { &[mark("X-KLMS-AntiSpam-Status", "spam")] },
            Self::TrendMicro => const { &[mark("X-TM-AS-Result", "Yes-*")] },
            Self::Yandex => const { &[mark("X-Yandex-Spam", "4")] },
            Self::Mailgun => const { &[mark("X-Mailgun-Sflag", "Yes")] },
            Self::Expurgate => const { &[mark("X-purgate-type", "spam")] },
            Self::SpamExperts => const { &[mark("X-SpamExperts-Class", "spam")] },
            Self::Ses => const { &[mark("X-SES-Spam-Verdict", "FAIL")] },
            // Numbers alone, a name that differs from host to host, or words that are not known well enough.
            Self::MailScanner
            | Self::Cloudmark
            | Self::Stalwart
            | Self::Fastmail
            | Self::Sophos
            | Self::Gmx
            | Self::MailRu
            | Self::Symantec
            | Self::Mimecast => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::filters;
    use super::*;

    #[test]
    fn what_a_script_takes_for_marked_the_list_calls_spam_too() {
        for (filter, mark) in
            Filter::ALL.iter().flat_map(|filter| filter.marks().iter().map(move |mark| (filter, mark)))
        {
            // Yes-12.3-5.0 is the shape of Trend Micro's; the others need no more than their word.
            let value = match mark.pattern {
                "Yes-*" => "Yes-12.345600-5.000000-31-1".to_owned(),
                "SPAM *" => "SPAM 0.9459119 fb9e2d9c".to_owned(),
                "rule=spam*" => "rule=spam policy=default score=98 spamscore=98".to_owned(),
                pattern => pattern.replace('*', " "),
            };
            let fields = [(mark.field.to_lowercase(), value)];
            assert_eq!(filters::read(&fields, &[*filter]).spam, Some(true), "{filter:?} {fields:?}");
        }
    }

    #[test]
    fn the_usual_marks_stand_for_filters_nobody_named_and_no_mark_comes_twice() {
        let fields = |filters: &[Filter]| Mark::of(filters).iter().map(|mark| mark.field).collect::<Vec<_>>();
        assert_eq!(fields(&[]), ["X-Spam-Flag", "X-Spam-Status", "X-Spam"]);
        assert_eq!(fields(&[Filter::Amavis, Filter::SpamAssassin]), ["X-Spam-Flag", "X-Spam-Status"]);
        assert!(fields(&[Filter::Gmx]).is_empty());
    }
}
