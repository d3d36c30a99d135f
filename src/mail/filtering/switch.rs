//! The switch: what the server runs now, and turning it on and off.
//!
//! Of all scripts only ours is ever written or deleted, and each act is followed by a look: a cut anywhere leaves the owner's own script
//! as it was, and the same can be asked again.

use super::error::FilterError;
use super::script::FilterScript;
use crate::mail::account::state::AccountLock;
use crate::mail::{self, Account, Mailbox, Mark, Role};
use crate::sieve::{Client, Script, ScriptName};

/// The name of our script, whichever site wrote it.
const OURS: &str = "postern";

/// A specialised result of the switch.
type Result<T, E = FilterError> = std::result::Result<T, E>;

/// Whether marked mail is filed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filing {
    /// Nobody asked the server for it.
    Off,
    /// The server does it.
    On,
    /// Our script is there, and another one is active, or none: somebody has changed that, or we were cut off.
    Inactive,
    /// Somebody has edited our script, or has one of that name.
    Changed,
}

/// Which way to turn the switch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Marked mail is filed from now on.
    On,
    /// It is not.
    Off,
}

/// What the server runs over what is delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterState {
    /// Whether marked mail is filed.
    pub filing: Filing,
    /// The owner's own script: the active one, or the one that ours includes.
    pub own_rules: Option<String>,
    /// Whether ours includes one that is not there any more.
    pub own_rules_gone: bool,
    /// The extension of Sieve without which the switch cannot be turned on.
    pub missing: Option<&'static str>,
}

/// The switch of one owner.
#[derive(Debug, Clone)]
pub struct FilterSwitch {
    account: Account,
    marks: Vec<Mark>,
}

impl Account {
    /// Returns the switch; `None` where the host names no server for it, or no filter whose mark is known.
    pub fn filter_switch(&self) -> Option<FilterSwitch> {
        let server = self.server();
        let marks = Mark::of(&server.trust);
        (server.sieve.is_some() && !marks.is_empty()).then(|| FilterSwitch { account: self.clone(), marks })
    }
}

/// What was found of the owner's scripts.
struct Found {
    state: FilterState,
    scripts: Vec<Script>,
    ours: ScriptName,
    /// Our script, where it is there and as it was written.
    script: Option<FilterScript>,
}

impl Found {
    fn active(&self) -> Option<&ScriptName> {
        self.scripts.iter().find(|script| script.is_active).map(|script| &script.name)
    }

    fn is_there(&self, name: &ScriptName) -> bool {
        self.scripts.iter().any(|script| script.name == *name)
    }
}

impl FilterSwitch {
    /// Looks what the server runs; changes nothing.
    ///
    /// # Errors
    /// When it cannot be asked.
    pub async fn look(&self) -> Result<FilterState> {
        let _lock = self.lock().await?;
        let mut client = self.connect().await?;
        let found = look(&mut client).await?;
        client.log_out().await;
        Ok(found.state)
    }

    /// Turns the switch, and looks again; where it is as wanted, nothing is done. Goes on though nobody waits for it any more.
    ///
    /// # Errors
    /// [`FilterError::Changed`] where our script is not as we wrote it, [`FilterError::Interfered`] where another program is at work at the
    /// same moment, [`FilterError::Missing`] and [`FilterError::Full`] where it cannot be turned on.
    pub async fn turn(&self, to: Turn) -> Result<FilterState> {
        let this = self.clone();
        let work = tokio::spawn(async move { this.turn_now(to).await });
        work.await.unwrap_or_else(|_| Err(mail::Error::not_answered().into()))
    }

    async fn turn_now(&self, to: Turn) -> Result<FilterState> {
        let _lock = self.lock().await?;
        let spam = match to {
            Turn::On => Some(self.account.mail().find(Role::Spam).await?),
            Turn::Off => None,
        };
        let mut client = self.connect().await?;
        let found = look(&mut client).await?;
        let turned = match (spam, found.state.filing) {
            (_, Filing::Changed) => Err(FilterError::Changed),
            (Some(_), Filing::On) | (None, Filing::Off) => Ok(found),
            (Some(spam), _) => self.turn_on(&mut client, found, &spam).await,
            (None, _) => turn_off(&mut client, found).await,
        };
        client.log_out().await;
        Ok(turned?.state)
    }

    async fn turn_on(&self, client: &mut Client, found: Found, spam: &Mailbox) -> Result<Found> {
        if let Some(missing) = found.state.missing {
            return Err(FilterError::Missing(missing));
        }
        let (ours, own_rules) = (found.ours.clone(), found.active().cloned());
        let script = FilterScript { included: own_rules.as_ref().map(|name| name.as_str().to_owned()) };
        let text = script.write(&self.marks, &spam.name.decoded(), client.capabilities().has("mailbox"));
        client.have_space(&ours, text.len()).await?;
        client.check(&text).await?;
        client.put(&ours, &text).await?;
        let written = look(client).await?;
        if written.script.as_ref() != Some(&script) || written.active() != own_rules.as_ref() {
            return Err(FilterError::Interfered);
        }
        if let Err(refused) = client.activate(Some(&ours)).await {
            // A refusal has changed nothing: what was written for it goes again. Whether that succeeds does not matter.
            let _ = client.delete(&ours).await;
            return Err(refused.into());
        }
        expect(look(client).await?, |found| found.state.filing == Filing::On)
    }

    /// Waits for the owner's other windows: each talks with the server alone.
    async fn lock(&self) -> Result<AccountLock> {
        let deadline = self.account.mail().deadline;
        Ok(self.account.state().lock_scripts(deadline).await.map_err(mail::Error::from)?)
    }

    async fn connect(&self) -> Result<Client> {
        match &self.account.server().sieve {
            Some(service) => Ok(service.connect(self.account.credentials()).await?),
            None => Err(FilterError::Refused("no server for rules".to_owned())),
        }
    }
}

/// Puts the owner's own script back in its place, if ours had it, and deletes ours.
async fn turn_off(client: &mut Client, found: Found) -> Result<Found> {
    let mut now = found;
    if now.state.filing == Filing::On {
        let included = now.script.as_ref().and_then(|script| ScriptName::parse(script.included.as_deref()?));
        let before = included.filter(|name| now.is_there(name));
        client.activate(before.as_ref()).await?;
        now = expect(look(client).await?, |found| found.active() == before.as_ref())?;
    }
    // Nobody may have touched it since: what is deleted here was looked at a moment ago.
    if now.state.filing == Filing::Changed {
        return Err(FilterError::Changed);
    }
    client.delete(&now.ours).await?;
    expect(look(client).await?, |found| found.state.filing == Filing::Off)
}

fn expect(found: Found, wanted: impl FnOnce(&Found) -> bool) -> Result<Found> {
    if wanted(&found) { Ok(found) } else { Err(FilterError::Interfered) }
}

async fn look(client: &mut Client) -> Result<Found> {
    let ours = ScriptName::parse(OURS).ok_or(FilterError::Changed)?;
    let scripts = client.scripts().await?;
    let listed = scripts.iter().find(|script| script.name == ours);
    let (mut filing, mut script) = (Filing::Off, None);
    if let Some(listed) = listed {
        let text = client.script(&ours).await?.ok_or(FilterError::Interfered)?;
        script = FilterScript::read(&text);
        filing = match (&script, listed.is_active) {
            (None, _) => Filing::Changed,
            (Some(_), true) => Filing::On,
            (Some(_), false) => Filing::Inactive,
        };
    }
    let active = scripts.iter().find(|script| script.is_active && script.name != ours);
    let own_rules = match filing {
        Filing::On => script.as_ref().and_then(|script| script.included.clone()),
        _ => active.map(|script| script.name.as_str().to_owned()),
    };
    let is_there = |name: &str| scripts.iter().any(|script| script.name.as_str() == name);
    let own_rules_gone = own_rules.as_deref().is_some_and(|name| !is_there(name));
    let needed = [Some("fileinto"), own_rules.is_some().then_some("include")];
    let missing = needed.into_iter().flatten().find(|extension| !client.capabilities().has(extension));
    Ok(Found { state: FilterState { filing, own_rules, own_rules_gone, missing }, scripts, ours, script })
}
