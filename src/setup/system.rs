//! What a visitor's device is, as its browser says (RFC 9110, 10.1.5). A guess: it only decides what stands first on the page.

/// A system that people read mail on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum System {
    Iphone,
    Ipad,
    Mac,
    Android,
    Windows,
    Linux,
}

/// A device of Apple's, by how a profile is installed on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Device {
    Mac,
    Handheld,
}

impl System {
    /// Recognises a system; nothing where it is none of those, or nobody can tell. An iPad says that it is a Mac,
    /// unless its owner asks for pages made for phones.
    pub(super) fn of(user_agent: &str) -> Option<Self> {
        let has = |word: &str| user_agent.contains(word);
        // These name others as well, so that sites made for those let them in.
        if ["Windows Phone", "CrOS", "SMART-TV", "Tizen", "compatible;", "KAIOS"].iter().any(|word| has(word)) {
            return None;
        }
        let words = [
            ("iPhone", Self::Iphone),
            ("iPod", Self::Iphone),
            ("iPad", Self::Ipad),
            ("Android", Self::Android),
            ("Windows NT", Self::Windows),
            ("Macintosh", Self::Mac),
            ("Linux", Self::Linux),
            ("X11;", Self::Linux),
        ];
        words.into_iter().find(|(word, _)| has(word)).map(|(_, system)| system)
    }

    /// Returns on what the profile for Apple's devices would be installed here: nothing, or what this may be, the likelier first.
    pub(super) fn devices(self) -> &'static [Device] {
        match self {
            Self::Iphone | Self::Ipad => &[Device::Handheld],
            Self::Mac => &[Device::Mac, Device::Handheld],
            Self::Android | Self::Windows | Self::Linux => &[],
        }
    }

    /// Tells whether it has a camera that could look at another screen, and fits into a pocket.
    pub(super) fn is_handheld(self) -> bool {
        matches!(self, Self::Iphone | Self::Ipad | Self::Android)
    }

    /// Returns the key of the heading over what fits it.
    pub(super) fn heading(self) -> &'static str {
        match self {
            Self::Iphone => "setup-here-iphone",
            Self::Ipad => "setup-here-ipad",
            Self::Mac => "setup-here-mac",
            Self::Android => "setup-here-android",
            Self::Windows => "setup-here-windows",
            Self::Linux => "setup-here-linux",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::System::{Android, Ipad, Iphone, Linux, Mac, Windows};
    use super::*;

    #[test]
    #[rustfmt::skip]
    fn a_browser_says_what_it_runs_on() {
        for (system, user_agent) in [
            (Some(Iphone), "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"),
            (Some(Iphone), "Mozilla/5.0 (iPhone; CPU iPhone OS 17_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/129.0.6668.69 Mobile/15E148 Safari/604.1"),
            (Some(Iphone), "Mozilla/5.0 (iPod touch; CPU iPhone OS 12_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/12.1 Mobile/15E148 Safari/604.1"),
            (Some(Ipad), "Mozilla/5.0 (iPad; CPU OS 16_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 Mobile/15E148 Safari/604.1"),
            (Some(Ipad), "Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/131.0 Mobile/15E148 Safari/605.1.15"),
            (Some(Mac), "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15"),
            (Some(Mac), "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:139.0) Gecko/20100101 Firefox/139.0"),
            (Some(Android), "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0.0.0 Mobile Safari/537.36"),
            (Some(Android), "Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36"),
            (Some(Android), "Mozilla/5.0 (Android 15; Mobile; rv:139.0) Gecko/139.0 Firefox/139.0"),
            (Some(Windows), "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0.0.0 Safari/537.36 Edg/137.0.0.0"),
            (Some(Windows), "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:139.0) Gecko/20100101 Firefox/139.0"),
            (Some(Windows), "Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; AS; rv:11.0) like Gecko"),
            (Some(Linux), "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:139.0) Gecko/20100101 Firefox/139.0"),
            (Some(Linux), "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0.0.0 Safari/537.36"),
            (Some(Linux), "Mozilla/5.0 (X11; FreeBSD amd64; rv:138.0) Gecko/20100101 Firefox/138.0"),
            (None, "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0.0.0 Safari/537.36"),
            (None, "Mozilla/5.0 (Windows Phone 10.0; Android 6.0.1; Microsoft; Lumia 950) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/52.0.2743.116 Mobile Safari/537.36 Edge/15.15063"),
            (None, "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0.0.0 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"),
            (None, "curl/8.5.0"),
            (None, ""),
        ] {
            assert_eq!(System::of(user_agent), system, "{user_agent}");
        }
    }
}
