//! What the page says of the switch.

use super::page::FilterPage;
use crate::mail::{Filing, FilterState, Lack, OwnRules, is_hidden};

impl FilterPage {
    /// Says in one sentence what the mail server does.
    pub(super) fn found(&self, state: &FilterState) -> String {
        let l = &self.layout.l;
        match state.filing {
            Filing::On => l.t("filter-is-on"),
            Filing::Outdated => l.t("filter-is-outdated"),
            Filing::Off => l.t("filter-is-off"),
            Filing::Inactive if state.own_rules == OwnRules::None => l.t("filter-is-inactive-alone"),
            Filing::Inactive => l.t("filter-is-inactive"),
            Filing::Changed => l.t("filter-is-changed"),
        }
    }

    /// Says what that means for whoever reads mail with POP.
    pub(super) fn meaning(&self, state: &FilterState) -> String {
        let l = &self.layout.l;
        match state.filing {
            Filing::On => l.t("filter-pop-on"),
            Filing::Outdated => l.t("filter-pop-outdated"),
            Filing::Changed => l.with("filter-changed-way-out", &[("name", shown(&state.ours).into())]),
            Filing::Off | Filing::Inactive => l.t("filter-pop-off"),
        }
    }

    /// Says what becomes of the owner's own rules.
    pub(super) fn own_rules(&self, state: &FilterState) -> String {
        let l = &self.layout.l;
        let (key, name) = match &state.own_rules {
            OwnRules::None => return l.t("filter-rules-none"),
            OwnRules::Unknown => return l.t("filter-rules-unknown"),
            OwnRules::Active(name) if state.filing == Filing::Changed => ("filter-rules-active-only", name),
            OwnRules::Active(name) => ("filter-rules-active", name),
            OwnRules::Beside(name) => ("filter-rules-beside", name),
            OwnRules::Gone(name) => ("filter-rules-gone", name),
            OwnRules::Perhaps(name) => ("filter-rules-perhaps", name),
        };
        l.with(key, &[("name", shown(name).into()), ("ours", shown(&state.ours).into())])
    }

    /// Says what the mail server lacks.
    pub(super) fn lacks(&self, lack: &Lack) -> String {
        match *lack {
            Lack::Extension(extension) => self.layout.l.with("filter-missing", &[("what", extension.into())]),
            Lack::SpamFolder => self.layout.l.t("filter-no-folder"),
        }
    }

    /// Says where the provider's own switch is.
    pub(super) fn panel_link(&self) -> String {
        self.layout.l.with("filter-panel-link", &[("brand", self.layout.brand.as_str().into())])
    }

    /// Says who helps.
    pub(super) fn support(&self) -> String {
        self.layout.l.with("support", &[("brand", self.layout.brand.as_str().into())])
    }
}

/// Makes a name of somebody else's fit for a sentence: nothing in it turns the words around it.
fn shown(name: &str) -> String {
    name.chars().filter(|&c| !is_hidden(c)).collect()
}
