//! What may follow for a ticket: one table, from what the ledger says, what the output folder
//! has, and what is asked for.

use super::entry::{Action, Because};
use super::state::State;

/// What the output folder has under the name of a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Folder {
    /// Nothing.
    Absent,
    /// The letter of a denial.
    Letter,
    /// The package that the ledger tells of last, unchanged.
    Released,
    /// Something else, or a package that was changed.
    Other,
}

/// What somebody wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Build the package.
    Build,
    /// Write the letter of a denial.
    Deny,
    /// Write the record unlocked.
    Print,
    /// Record that nobody asks for a copy any more.
    Withdraw,
    /// Record that a denial or a withdrawal no longer applies.
    Reopen,
}

/// What somebody wants to do, and what they said on the command line.
#[derive(Debug, Clone, Copy)]
pub struct Wish {
    /// What.
    pub deed: Deed,
    /// `--replace`: in place of what is there.
    pub replace: bool,
    /// `--again`: once more, what was released is gone.
    pub again: bool,
    /// `--because`.
    pub because: Option<Because>,
}

impl Wish {
    /// Something done for the first time.
    pub fn to(deed: Deed) -> Self {
        Self { deed, replace: false, again: false, because: None }
    }
}

/// What follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// It may be done, and the ledger gets a line of this.
    Do(Action, Option<Because>),
    /// The package is there: nothing is to be done if request and extract still say the same.
    Compare,
    /// It may not be done.
    Stop(Stop),
}

/// Why something may not be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// The request was denied.
    Denied,
    /// The request was withdrawn.
    Withdrawn,
    /// A package was released, and is gone.
    ReleasedBefore,
    /// What is there is not what was released.
    Damaged,
    /// Something is there already.
    AlreadyThere,
    /// A package is built once more, and nobody said why.
    NoBecause,
    /// There is nothing to reopen, or to withdraw.
    Nothing,
    /// The ledger has the ticket in other capitals.
    OtherCapitals,
}

/// What follows for a ticket.
pub fn next(state: Option<&State>, folder: Folder, wish: Wish) -> Next {
    use Action::{Deny, Print, Purge, Release, Reopen, Replace, Withdraw};
    let action = state.map(|it| it.action);
    // Of a closed ticket nothing goes out.
    let closed = match action {
        Some(Deny) => Some(Stop::Denied),
        Some(Withdraw) => Some(Stop::Withdrawn),
        _ => None,
    };
    let is_released = matches!(action, Some(Release | Replace));
    let is_gone = action == Some(Purge) || (is_released && folder == Folder::Absent);
    match (wish.deed, closed) {
        (Deed::Reopen, Some(_)) => Next::Do(Reopen, wish.because),
        (Deed::Withdraw, None) if action != Some(Purge) => Next::Do(Withdraw, None),
        (Deed::Reopen, None) => Next::Stop(Stop::Nothing),
        (Deed::Withdraw, None) => Next::Stop(Stop::ReleasedBefore),
        // A letter may be written again.
        (Deed::Deny, Some(Stop::Denied)) => letter(folder, wish),
        (_, Some(stop)) => Next::Stop(stop),
        // What went out once goes out again another way where somebody says why.
        (Deed::Print, None) if is_released || is_gone => match wish.because {
            None if is_gone => Next::Stop(Stop::ReleasedBefore),
            because => Next::Do(Print, because),
        },
        (Deed::Print, None) => Next::Do(Print, None),
        (Deed::Deny, None) if action == Some(Reopen) && folder == Folder::Letter => {
            Next::Do(Deny, None)
        }
        (Deed::Deny, None) => letter(folder, wish),
        (Deed::Build, None) if is_gone => {
            rebuild(wish.again, Release, wish, Stop::ReleasedBefore)
        }
        (Deed::Build, None) if is_released => match folder {
            Folder::Released if !wish.replace => Next::Compare,
            _ => rebuild(wish.replace, Replace, wish, Stop::Damaged),
        },
        (Deed::Build, None) => match folder {
            Folder::Absent => Next::Do(Release, None),
            Folder::Letter if action == Some(Reopen) => Next::Do(Release, None),
            _ => rebuild(wish.replace, Replace, wish, Stop::AlreadyThere),
        },
    }
}

/// A letter takes the place of what is there only where that was asked for.
fn letter(folder: Folder, wish: Wish) -> Next {
    if folder == Folder::Absent || wish.replace {
        Next::Do(Action::Deny, None)
    } else {
        Next::Stop(Stop::AlreadyThere)
    }
}

/// A package is built once more where that was asked for, and why.
fn rebuild(is_asked: bool, action: Action, wish: Wish, stop: Stop) -> Next {
    match wish.because {
        _ if !is_asked => Next::Stop(stop),
        None => Next::Stop(Stop::NoBecause),
        because => Next::Do(action, because),
    }
}

#[cfg(test)]
mod tests {
    use super::super::state::states;
    use super::super::state::tests::entry;
    use super::*;

    const WHY: Because = Because::Corrected;

    /// What follows for a ticket after a deed of the ledger.
    fn after(action: Option<Action>, folder: Folder, wish: Wish) -> Next {
        let states =
            states(&action.map(|it| entry("T-1", it)).into_iter().collect::<Vec<_>>());
        next(states.get("t-1"), folder, wish)
    }

    // Long: a table, a line a case.
    #[test]
    fn the_table_of_states() {
        use Action::{Deny, Print, Purge, Release, Reopen, Replace, Withdraw};
        use Folder::{Absent, Letter, Other, Released};
        use Next::{Compare, Do};
        let stop = Next::Stop;
        let because = Some(WHY);
        let build = Wish::to(Deed::Build);
        let replace = Wish { replace: true, because, ..build };
        let again = Wish { again: true, because, ..build };
        let no_reason = Wish { because: None, ..replace };
        let deny = Wish::to(Deed::Deny);
        let deny_over = Wish { replace: true, ..deny };
        let print = Wish::to(Deed::Print);
        let resend = Wish { because, ..print };
        let withdraw = Wish::to(Deed::Withdraw);
        let reopen = Wish { because: Some(Because::Appeal), ..Wish::to(Deed::Reopen) };
        let reopened = Do(Reopen, Some(Because::Appeal));
        let rebuilt = Do(Replace, because);
        for (state, folder, wish, expected) in [
            // Open: nothing was ever done.
            (None, Absent, build, Do(Release, None)),
            (None, Other, build, stop(Stop::AlreadyThere)),
            (None, Other, replace, rebuilt),
            (None, Other, no_reason, stop(Stop::NoBecause)),
            (None, Absent, no_reason, Do(Release, None)),
            (None, Absent, again, Do(Release, None)),
            (None, Absent, deny, Do(Deny, None)),
            (None, Other, deny, stop(Stop::AlreadyThere)),
            (None, Absent, print, Do(Print, None)),
            (None, Absent, withdraw, Do(Withdraw, None)),
            (None, Absent, reopen, stop(Stop::Nothing)),
            // Open again: the letter makes way by itself, a package does not.
            (Some(Reopen), Absent, build, Do(Release, None)),
            (Some(Reopen), Letter, build, Do(Release, None)),
            (Some(Reopen), Letter, deny, Do(Deny, None)),
            (Some(Reopen), Released, build, stop(Stop::AlreadyThere)),
            (Some(Reopen), Released, replace, rebuilt),
            (Some(Reopen), Released, print, Do(Print, None)),
            (Some(Reopen), Absent, reopen, stop(Stop::Nothing)),
            // Released, and there.
            (Some(Release), Released, build, Compare),
            (Some(Replace), Released, build, Compare),
            (Some(Release), Released, again, Compare),
            (Some(Release), Released, replace, rebuilt),
            (Some(Release), Released, no_reason, stop(Stop::NoBecause)),
            (Some(Release), Other, build, stop(Stop::Damaged)),
            (Some(Release), Letter, build, stop(Stop::Damaged)),
            (Some(Release), Other, replace, rebuilt),
            (Some(Release), Released, print, Do(Print, None)),
            (Some(Release), Other, print, Do(Print, None)),
            (Some(Release), Released, deny, stop(Stop::AlreadyThere)),
            (Some(Release), Released, deny_over, Do(Deny, None)),
            (Some(Release), Released, withdraw, Do(Withdraw, None)),
            // Released, and gone; or purged.
            (Some(Release), Absent, build, stop(Stop::ReleasedBefore)),
            (Some(Release), Absent, replace, stop(Stop::ReleasedBefore)),
            (Some(Release), Absent, again, Do(Release, because)),
            (Some(Purge), Absent, build, stop(Stop::ReleasedBefore)),
            (Some(Purge), Absent, again, Do(Release, because)),
            (Some(Purge), Absent, Wish { because: None, ..again }, stop(Stop::NoBecause)),
            (Some(Purge), Absent, print, stop(Stop::ReleasedBefore)),
            (Some(Release), Absent, print, stop(Stop::ReleasedBefore)),
            (Some(Release), Absent, resend, Do(Print, because)),
            (Some(Release), Released, resend, Do(Print, because)),
            (Some(Purge), Absent, resend, Do(Print, because)),
            (Some(Deny), Letter, resend, stop(Stop::Denied)),
            (Some(Withdraw), Released, resend, stop(Stop::Withdrawn)),
            // Printed, and nothing else: as if nothing had been done.
            (None, Absent, resend, Do(Print, None)),
            (Some(Print), Absent, print, Do(Print, None)),
            (Some(Print), Absent, build, Do(Release, None)),
            (Some(Print), Absent, deny, Do(Deny, None)),
            (Some(Print), Absent, withdraw, Do(Withdraw, None)),
            (Some(Print), Absent, reopen, stop(Stop::Nothing)),
            (Some(Purge), Absent, withdraw, stop(Stop::ReleasedBefore)),
            // Denied.
            (Some(Deny), Letter, build, stop(Stop::Denied)),
            (Some(Deny), Letter, replace, stop(Stop::Denied)),
            (Some(Deny), Absent, again, stop(Stop::Denied)),
            (Some(Deny), Letter, print, stop(Stop::Denied)),
            (Some(Deny), Letter, withdraw, stop(Stop::Denied)),
            (Some(Deny), Letter, deny, stop(Stop::AlreadyThere)),
            (Some(Deny), Letter, deny_over, Do(Deny, None)),
            (Some(Deny), Letter, reopen, reopened),
            // Withdrawn.
            (Some(Withdraw), Released, build, stop(Stop::Withdrawn)),
            (Some(Withdraw), Absent, replace, stop(Stop::Withdrawn)),
            (Some(Withdraw), Released, print, stop(Stop::Withdrawn)),
            (Some(Withdraw), Absent, deny, stop(Stop::Withdrawn)),
            (Some(Withdraw), Released, withdraw, stop(Stop::Withdrawn)),
            (Some(Withdraw), Released, reopen, reopened),
        ] {
            let found = after(state, folder, wish);
            assert_eq!(found, expected, "{state:?}, {folder:?}, {wish:?}");
        }
    }
}
