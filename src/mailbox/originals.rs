//! What is told of originals that were taken out of the filter's wrappers.

use crate::i18n::{Arg, Locale};
use crate::mail::{Error, LARGEST_ORIGINAL, Rescued, Unwrapped, Verb};
use crate::web::{Flash, Tone, report};

/// Tells what became of the messages: of a single wrapped one exactly, of several by number.
pub(super) fn told(rescued: &Rescued, locale: &Locale) -> Flash {
    if let ([original], 1) = (rescued.originals.as_slice(), rescued.outcome.asked) {
        return of_one(original, locale);
    }
    let mut flash = report(Verb::Rescue, &rescued.outcome, locale);
    let mut say = |key: &str, is_so: fn(&Unwrapped) -> bool| {
        let count = rescued.originals.iter().filter(|original| is_so(original)).count();
        if count > 0 {
            let count = Arg::from(u32::try_from(count).unwrap_or(u32::MAX));
            flash.sentences.push((key.to_owned(), vec![("count".to_owned(), count)]));
        }
    };
    say("flash-unwrap-reports-left", |original| {
        matches!(original, Unwrapped::WrapperLeft | Unwrapped::WrapperUnknown | Unwrapped::NotFound)
    });
    say("flash-unwrap-still-wrapped", |original| matches!(original, Unwrapped::NothingInside | Unwrapped::TooLarge));
    say("flash-over-quota", |original| matches!(original, Unwrapped::Refused(Error::OverQuota(_))));
    flash
}

/// Tells whether a single message was left as it was, for a reason that does not pass by itself.
pub(super) fn untouched(rescued: &Rescued) -> bool {
    use Unwrapped::{NothingInside, Refused, TooLarge};
    matches!(rescued.originals.as_slice(), [NothingInside | TooLarge | Refused(_)])
}

fn of_one(original: &Unwrapped, locale: &Locale) -> Flash {
    let (tone, key, args) = match original {
        Unwrapped::Delivered => (Tone::Good, "flash-unwrap-done", vec![]),
        Unwrapped::WrapperLeft => (Tone::Note, "flash-unwrap-wrapper-left", vec![]),
        Unwrapped::WrapperUnknown => (Tone::Note, "flash-unwrap-wrapper-unknown", vec![]),
        Unwrapped::NotFound => (Tone::Note, "flash-unwrap-not-found", vec![]),
        Unwrapped::Unknown => (Tone::Bad, "flash-unwrap-unknown", vec![]),
        Unwrapped::Missing => (Tone::Note, "flash-missing", vec![("count", Arg::from(1_u32))]),
        Unwrapped::NotWrapped | Unwrapped::NothingInside => (Tone::Bad, "flash-unwrap-nothing-inside", vec![]),
        Unwrapped::TooLarge => {
            (Tone::Bad, "flash-unwrap-too-large", vec![("size", Arg::from(locale.size(&LARGEST_ORIGINAL)))])
        }
        Unwrapped::Refused(Error::OverQuota(_)) => (Tone::Bad, "flash-unwrap-over-quota", vec![]),
        Unwrapped::Refused(_) => (Tone::Bad, "flash-unwrap-refused", vec![]),
    };
    let args = args.into_iter().map(|(name, arg): (&str, Arg)| (name.to_owned(), arg)).collect();
    Flash::new(tone, vec![(key.to_owned(), args)])
}
