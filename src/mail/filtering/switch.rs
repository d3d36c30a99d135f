//! The switch: turning it on and off.
//!
//! Of all scripts only ours is ever written or deleted, and each act is followed by a look: a cut leaves the owner's own script as it
//! was, and the same can be asked again. Only where a server lists an active script no sooner than another was made active (see
//! `include_hidden`), a cut between the two leaves the owner's not running.

use super::error::FilterError;
use super::found::{Filing, FilterState, Found, OwnRules, Result, Wanted, readable};
use super::place::Place;
use super::script::FilterScript;
use crate::mail::account::turn::AccountLock;
use crate::mail::{self, Account, Mark};
use crate::sieve::{self, Client, Code, ScriptName};
use tracing::Instrument as _;

/// What Pigeonhole (2.3) calls an active script that lay beside the owner's list, as a plain file, once another is made active. One
/// that has this name already is overwritten.
const RESCUED: &str = "dovecot.orig";

/// Which way to turn the switch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Marked mail is filed from now on.
    On,
    /// It is not.
    Off,
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

impl FilterSwitch {
    /// Looks what the server runs; changes nothing.
    ///
    /// # Errors
    /// When it cannot be asked.
    pub async fn look(&self) -> Result<FilterState> {
        let _lock = self.lock().await?;
        let place = Place::of(&self.account).await?;
        let mut client = self.connect().await?;
        let found = Found::look(&mut client, Some(&Wanted { marks: &self.marks, place: &place })).await?;
        client.log_out().await;
        Ok(found.state)
    }

    /// Turns the switch, and looks again; where it is as wanted, nothing is done. On brings up to date what is outdated. Goes on though
    /// nobody waits for it any more.
    ///
    /// # Errors
    /// [`FilterError::Changed`] where our script is not as we wrote it, [`FilterError::Interfered`] where another program is at work at the
    /// same moment, [`FilterError::Missing`], [`FilterError::Full`], [`FilterError::Beside`] and [`mail::Error::NoSuchRole`] where it cannot
    /// be turned on.
    pub async fn turn(&self, to: Turn) -> Result<FilterState> {
        let this = self.clone();
        let work = tokio::spawn(async move { this.turn_now(to).await }.in_current_span());
        work.await.unwrap_or_else(|_| Err(mail::Error::not_answered().into()))
    }

    async fn turn_now(&self, to: Turn) -> Result<FilterState> {
        let lock = self.lock().await?;
        let place = match to {
            Turn::On => Some(Place::of(&self.account).await?),
            Turn::Off => None,
        };
        let wanted = place.as_ref().map(|place| Wanted { marks: &self.marks, place });
        let mut client = self.connect().await?.bound_by(lock.fence());
        let found = Found::look(&mut client, wanted.as_ref()).await?;
        let turned = match (wanted, found.state.filing) {
            (_, Filing::Changed) => Err(FilterError::Changed),
            (Some(_), Filing::On) | (None, Filing::Off) => Ok(found),
            (Some(wanted), _) => turn_on(&mut client, found, &wanted).await,
            (None, _) => turn_off(&mut client, found).await,
        };
        client.log_out().await;
        Ok(turned?.state)
    }

    /// Waits for the owner's other windows: each talks with the server alone.
    async fn lock(&self) -> Result<AccountLock> {
        let deadline = self.account.mail().deadline;
        Ok(self.account.state().lock_scripts(deadline).await.map_err(mail::Error::from)?)
    }

    /// Connects. A password that is refused here is proved on the mailbox first: if it was changed, that is what is to be said.
    async fn connect(&self) -> Result<Client> {
        let Some(service) = &self.account.server().sieve else {
            return Err(FilterError::Unreachable(crate::imap::Error::Closed));
        };
        let connected = service.connect(self.account.credentials()).await.map_err(FilterError::from);
        if matches!(connected, Err(FilterError::SignInRefused(_))) {
            self.account.sign_in().await?;
        }
        connected
    }
}

/// Writes our script and makes it the active one, with the owner's own inside; or writes it anew, where it is active already.
async fn turn_on(client: &mut Client, found: Found, wanted: &Wanted<'_>) -> Result<Found> {
    if let Some(lack) = found.state.lack {
        return Err(lack.into());
    }
    let (ours, before, runs) = (found.ours.clone(), found.active().cloned(), found.runs());
    let included = match &found.script {
        Some(script) if runs => script.included.clone(),
        _ => before.as_ref().map(|name| name.as_str().to_owned()),
    };
    let script = FilterScript { included };
    if !matches!(found.state.own_rules, OwnRules::Gone(_)) {
        check(client, &script, wanted).await?;
    }
    let written = put(client, &ours, &script, wanted).await?;
    let written = written.expect(|now| now.active() == before.as_ref())?;
    if runs {
        return Ok(written);
    }
    let hidden = if before.is_none() { Some(Hidden::before(client, written).await?) } else { None };
    if let Err(refused) = client.activate(Some(&ours)).await {
        // A refusal has changed nothing: what was written for it goes again. Whether that succeeds does not matter.
        let _ = client.delete(&ours).await;
        return Err(refused.into());
    }
    let now = Found::look(client, Some(wanted)).await?.expect(|found| found.state.filing == Filing::On)?;
    match hidden {
        Some(hidden) => include_hidden(client, now, &hidden, wanted).await,
        None => Ok(now),
    }
}

/// Writes our script, and looks whether it is there.
async fn put(client: &mut Client, ours: &ScriptName, script: &FilterScript, wanted: &Wanted<'_>) -> Result<Found> {
    let text = wanted.text(client, script).ok_or(FilterError::Interfered)?;
    client.have_space(ours, text.len()).await?;
    client.put(ours, &text).await?;
    let now = Found::look(client, Some(wanted)).await?;
    now.expect(|now| now.script.as_ref() == Some(script) && now.state.filing != Filing::Outdated)
}

/// Asks whether the server can run our script, and the owner's own out of it.
///
/// To a script that is not there, or is not the owner's own to include, Pigeonhole says yes with a warning; but so it does to one that
/// is merely odd, and then also where it may be missing.
async fn check(client: &mut Client, script: &FilterScript, wanted: &Wanted<'_>) -> Result<()> {
    let (text, strict) = (wanted.text(client, script), wanted.strict_text(client, script));
    let (text, strict) = text.zip(strict).ok_or(FilterError::Interfered)?;
    if script.included.is_none() {
        client.check(&text).await?;
        return Ok(());
    }
    match client.check(&strict).await {
        Ok(Some(Code::Warnings)) if client.check(&text).await? != Some(Code::Warnings) => Err(FilterError::Beside),
        Err(sieve::Error::Refused(refusal)) if !matches!(refusal.code, Some(Code::Quota | Code::TryLater)) => {
            Err(FilterError::Beside)
        }
        checked => Ok(checked.map(|_| ())?),
    }
}

/// What was listed before ours was made active, where nothing was active as far as the list says.
struct Hidden {
    listed: Vec<ScriptName>,
    /// The text under the name that an active script gets which was not listed.
    rescued: Option<Vec<u8>>,
}

impl Hidden {
    async fn before(client: &mut Client, found: Found) -> Result<Self> {
        let listed: Vec<ScriptName> = found.scripts.into_iter().map(|script| script.name).collect();
        let rescued = match listed.iter().find(|name| name.as_str() == RESCUED) {
            Some(name) => readable(client, name).await?,
            None => None,
        };
        Ok(Self { listed, rescued })
    }

    /// Returns the script that has come to light since.
    async fn appeared(&self, client: &mut Client, now: &Found) -> Result<Option<ScriptName>> {
        let names = || now.scripts.iter().map(|script| &script.name);
        let mut new = names().filter(|name| **name != now.ours && !self.listed.contains(name));
        match (new.next(), new.next()) {
            (Some(name), None) => return Ok(Some(name.clone())),
            (Some(_), Some(_)) => return Err(FilterError::Interfered),
            (None, _) => {}
        }
        match names().find(|name| name.as_str() == RESCUED).cloned() {
            Some(name) if readable(client, &name).await? != self.rescued => Ok(Some(name)),
            _ => Ok(None),
        }
    }
}

/// Includes a script of the owner's that ran until now though no list showed it: one that lies where the active script is, as a plain
/// file. Where it cannot run beside ours, it is made the active one again, and ours goes.
async fn include_hidden(client: &mut Client, now: Found, hidden: &Hidden, wanted: &Wanted<'_>) -> Result<Found> {
    let Some(name) = hidden.appeared(client, &now).await? else { return Ok(now) };
    let ours = now.ours.clone();
    let script = FilterScript { included: Some(name.as_str().to_owned()) };
    let included = async {
        if !client.capabilities().has("include") {
            return Err(FilterError::Missing("include"));
        }
        check(client, &script, wanted).await?;
        put(client, &ours, &script, wanted).await
    };
    match included.await {
        Ok(found) => found.expect(|found| found.state.filing == Filing::On),
        // The line is fine: the server said no.
        Err(no @ (FilterError::Beside | FilterError::Missing(_) | FilterError::Full(_) | FilterError::Refused(_))) => {
            match client.activate(Some(&name)).await {
                // What cannot be made active did not run before, either.
                Err(sieve::Error::Refused(_)) => client.activate(None).await?,
                put_back => put_back?,
            }
            client.delete(&ours).await?;
            Err(no)
        }
        Err(error) => Err(error),
    }
}

/// Puts the owner's own script back in its place, if ours had it, and deletes ours.
async fn turn_off(client: &mut Client, found: Found) -> Result<Found> {
    let mut now = found;
    if now.runs() {
        let included = now.script.as_ref().and_then(|script| ScriptName::parse(script.included.as_deref()?));
        let before = included.filter(|name| now.is_there(name));
        client.activate(before.as_ref()).await?;
        now = Found::look(client, None).await?.expect(|found| found.active() == before.as_ref())?;
    }
    // Nobody may have touched it since: what is deleted here was looked at a moment ago.
    if now.state.filing == Filing::Changed {
        return Err(FilterError::Changed);
    }
    client.delete(&now.ours).await?;
    Found::look(client, None).await?.expect(|found| found.state.filing == Filing::Off)
}
