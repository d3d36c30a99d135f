//! What the server runs over what is delivered: the owner's scripts, and ours among them.

use super::error::FilterError;
use super::place::Place;
use super::script::FilterScript;
use crate::mail::{self, Mark};
use crate::sieve::{self, Client, Code, Script, ScriptName};

/// The name of our script, whichever site wrote it.
const OURS: &str = "postern";

/// A specialised result of the switch.
pub(super) type Result<T, E = FilterError> = std::result::Result<T, E>;

/// Whether marked mail is filed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filing {
    /// Nobody asked the server for it.
    Off,
    /// The server does it.
    On,
    /// The server does it, but by another mark, or into another folder, than it would be told to now.
    Outdated,
    /// Our script is there, and another one is active, or none: somebody has changed that, or we were cut off.
    Inactive,
    /// Somebody has edited our script, has given it another name, or has one of that name.
    Changed,
}

/// What is known of the owner's own script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OwnRules {
    /// The server names none that runs.
    None,
    /// It is the active one.
    Active(String),
    /// Ours includes it.
    Beside(String),
    /// Ours includes one that is not there any more.
    Gone(String),
    /// Our script was changed, and still includes it.
    Perhaps(String),
    /// Our script was changed, and nobody knows what runs.
    Unknown,
}

/// Why the switch cannot be turned on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// The server does not have this extension of Sieve.
    Extension(&'static str),
    /// There is no Spam folder, and none can be made.
    SpamFolder,
}

impl From<Lack> for FilterError {
    fn from(lack: Lack) -> Self {
        match lack {
            Lack::Extension(extension) => Self::Missing(extension),
            Lack::SpamFolder => mail::Error::NoSuchRole(mail::Role::Spam).into(),
        }
    }
}

/// What the server runs over what is delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterState {
    /// Whether marked mail is filed.
    pub filing: Filing,
    /// The name of our script: not always the one that we gave it, where somebody has changed it.
    pub ours: String,
    /// The owner's own script.
    pub own_rules: OwnRules,
    /// Why the switch cannot be turned on.
    pub lack: Option<Lack>,
}

/// What our script would say if it were written now.
#[derive(Debug)]
pub(super) struct Wanted<'a> {
    pub marks: &'a [Mark],
    pub place: &'a Place,
}

impl Wanted<'_> {
    /// Writes it for a server; `None` where it cannot file.
    pub fn text(&self, client: &Client, script: &FilterScript) -> Option<String> {
        let makes = client.capabilities().has("mailbox");
        self.place.usable(makes).map(|name| script.write(self.marks, name, makes))
    }

    /// Writes it so that a server says no where the owner's own script cannot be included.
    pub fn strict_text(&self, client: &Client, script: &FilterScript) -> Option<String> {
        let makes = client.capabilities().has("mailbox");
        self.place.usable(makes).map(|name| script.write_strict(self.marks, name, makes))
    }
}

/// What was found of the owner's scripts.
pub(super) struct Found {
    pub state: FilterState,
    pub scripts: Vec<Script>,
    /// The name that our script has, or would have.
    pub ours: ScriptName,
    /// Our script, where it is there and as it was written.
    pub script: Option<FilterScript>,
}

impl Found {
    /// Asks the server; without what is wanted, whether our script is up to date is not looked at.
    pub async fn look(client: &mut Client, wanted: Option<&Wanted<'_>>) -> Result<Self> {
        let ours = ScriptName::parse(OURS).ok_or(FilterError::Changed)?;
        let scripts = client.scripts().await?;
        let active = scripts.iter().find(|script| script.is_active).map(|script| script.name.clone());
        let (mut filing, mut script, mut changed) = (Filing::Off, None, None);
        if scripts.iter().any(|script| script.name == ours) {
            let text = client.script(&ours).await?.ok_or(FilterError::Interfered)?;
            script = FilterScript::read(&text);
            filing = match &script {
                None => Filing::Changed,
                Some(_) if active.as_ref() != Some(&ours) => Filing::Inactive,
                Some(script) => match wanted.and_then(|wanted| wanted.text(client, script)) {
                    Some(now) if !FilterScript::is_kept_as(&text, &now) => Filing::Outdated,
                    _ => Filing::On,
                },
            };
            if filing == Filing::Changed {
                changed = Some((ours.clone(), text));
            }
        }
        if let Some(name) = active.as_ref().filter(|name| **name != ours)
            && let Some(text) = readable(client, name).await?
            && FilterScript::was_ours(&text)
        {
            (filing, changed) = (Filing::Changed, Some((name.clone(), text)));
        }
        let is_there = |name: &str| scripts.iter().any(|script| script.name.as_str() == name);
        let own_rules = match (&changed, &active, &script) {
            (Some((name, text)), Some(active), _) if name == active => {
                let included = FilterScript::still_included(text).filter(|name| is_there(name));
                included.map_or(OwnRules::Unknown, OwnRules::Perhaps)
            }
            (Some(_), None, _) => OwnRules::Unknown,
            (_, Some(active), Some(script)) if *active == ours => match script.included.clone() {
                Some(name) if is_there(&name) => OwnRules::Beside(name),
                Some(name) => OwnRules::Gone(name),
                None => OwnRules::None,
            },
            (_, Some(active), _) => OwnRules::Active(active.as_str().to_owned()),
            (None, None, _) => OwnRules::None,
        };
        let needed = [Some("fileinto"), (own_rules != OwnRules::None).then_some("include")];
        let missing = needed.into_iter().flatten().find(|extension| !client.capabilities().has(extension));
        let no_folder = wanted.is_some_and(|wanted| wanted.text(client, &FilterScript { included: None }).is_none());
        let lack = missing.map(Lack::Extension).or(no_folder.then_some(Lack::SpamFolder));
        let name = changed.as_ref().map_or(&ours, |(name, _)| name).as_str().to_owned();
        Ok(Self { state: FilterState { filing, ours: name, own_rules, lack }, scripts, ours, script })
    }

    /// Returns the name of the active script.
    pub fn active(&self) -> Option<&ScriptName> {
        self.scripts.iter().find(|script| script.is_active).map(|script| &script.name)
    }

    /// Tells whether a script is there.
    pub fn is_there(&self, name: &ScriptName) -> bool {
        self.scripts.iter().any(|script| script.name == *name)
    }

    /// Tells whether our script runs.
    pub fn runs(&self) -> bool {
        matches!(self.state.filing, Filing::On | Filing::Outdated)
    }

    /// Goes on if all is as wanted.
    pub fn expect(self, wanted: impl FnOnce(&Self) -> bool) -> Result<Self> {
        if wanted(&self) { Ok(self) } else { Err(FilterError::Interfered) }
    }
}

/// Fetches a script of the owner's; `None` where the server does not show it, as it may be with the provider's.
pub(super) async fn readable(client: &mut Client, name: &ScriptName) -> Result<Option<Vec<u8>>> {
    match client.script(name).await {
        Err(sieve::Error::Refused(refusal)) if refusal.code != Some(Code::TryLater) => Ok(None),
        text => Ok(text?),
    }
}
