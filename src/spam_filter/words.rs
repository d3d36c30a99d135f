//! What the page says of the switch.

use super::page::FilterPage;
use crate::mail::{Filing, FilterState, is_hidden};

impl FilterPage {
    /// Says in one sentence what the mail server does.
    pub(super) fn found(&self, state: &FilterState) -> String {
        let l = &self.layout.l;
        match state.filing {
            Filing::On => l.t("filter-is-on"),
            Filing::Off => l.t("filter-is-off"),
            Filing::Inactive if state.own_rules.is_some() => l.t("filter-is-inactive"),
            Filing::Inactive => l.t("filter-is-inactive-alone"),
            Filing::Changed => l.t("filter-is-changed"),
        }
    }

    /// Says what that means for whoever reads mail with POP.
    pub(super) fn meaning(&self, state: &FilterState) -> String {
        let l = &self.layout.l;
        match state.filing {
            Filing::On => l.t("filter-pop-on"),
            Filing::Changed => l.t("filter-changed-way-out"),
            Filing::Off | Filing::Inactive => l.t("filter-pop-off"),
        }
    }

    /// Says what becomes of the owner's own rules.
    pub(super) fn own_rules(&self, state: &FilterState) -> String {
        let l = &self.layout.l;
        let Some(name) = &state.own_rules else { return l.t("filter-rules-none") };
        // Nothing in a name turns the sentence around it.
        let name: String = name.chars().filter(|&c| !is_hidden(c)).collect();
        let name = [("name", name.into())];
        match state.filing {
            Filing::On if state.own_rules_gone => l.with("filter-rules-gone", &name),
            Filing::On => l.with("filter-rules-beside", &name),
            Filing::Off | Filing::Inactive | Filing::Changed => l.with("filter-rules-active", &name),
        }
    }

    /// Says what the mail server lacks.
    pub(super) fn lacks(&self, extension: &str) -> String {
        self.layout.l.with("filter-missing", &[("what", extension.into())])
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
