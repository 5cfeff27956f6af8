//! Where the passphrase comes from and where it goes.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::flags::{HandOver, PassphraseIn};
use super::outcome;
use super::terminal;
use crate::diagnostics::{Diagnostic, Failure, Place, Report};
use crate::io::{self, Listed, PassphraseList, StagedLine, StagedSecret, Supplied};
use crate::model::Day;
use crate::package::{Package, Passphrase};

/// The passphrase that a build locks with: supplied and checked, or made.
pub(super) fn to_lock(
    from: &PassphraseIn,
    ticket: &str,
    record_words: &BTreeSet<String>,
) -> Result<Passphrase, Failure> {
    let Some(supplied) = read(from)? else {
        return Ok(Passphrase::generate(&io::random));
    };
    let text = match supplied.listed(ticket, None).into_iter().next() {
        Some(listed) => listed,
        None => first_line(&supplied, from)?,
    };
    // Nobody sees the spaces around it, and nobody types them.
    Passphrase::supplied(text.trim(), record_words).map_err(|err| {
        Failure::refused(
            Diagnostic::error(err.slug(), err.to_string())
                .at(Place::Outside(flag(from).into()))
                .hint(err.hint()),
        )
    })
}

/// What a package may be opened with: a passphrase that is supplied, or those that a list has
/// for the ticket, first that of its receipt, or one that is asked for.
pub(super) fn to_open(
    from: &PassphraseIn,
    ticket: &str,
    receipt: &str,
) -> Result<Vec<Passphrase>, Failure> {
    if let Some(supplied) = read(from)? {
        let listed = supplied.listed(ticket, Some(receipt));
        if !listed.is_empty() {
            return Ok(listed.iter().map(|it| Passphrase::to_open(it)).collect());
        }
        return Ok(typed(&first_line(&supplied, from)?));
    }
    let nobody = || {
        Failure::refused(
            Diagnostic::error(
                "passphrase-missing",
                "there is no terminal to ask for the passphrase on",
            )
            .hint("pass `--passphrase-file FILE` or `--passphrase-fd N`"),
        )
    };
    if !terminal::has_reader() {
        return Err(nobody());
    }
    let text = rpassword::prompt_password("passphrase: ").map_err(|_| nobody())?;
    Ok(typed(&Zeroizing::new(text)))
}

/// What somebody typed, without the spaces around it and the mark that an editor may have put
/// before it; and with them, which a package of an earlier version may have been locked with.
fn typed(text: &str) -> Vec<Passphrase> {
    let plain = text.trim_start_matches('\u{FEFF}').trim();
    let mut all = vec![Passphrase::to_open(plain)];
    if plain != text {
        all.push(Passphrase::to_open(text));
    }
    all
}

/// Refuses a build whose passphrase nobody would ever see, and a file for it in the folder
/// whose packages are forwarded, or under a name that is taken.
pub(super) fn check_hand_over(
    from: &PassphraseIn,
    to: &HandOver,
    out: &Path,
) -> Result<(), Failure> {
    let named = [
        (&to.passphrase_out, OUT),
        (&to.passphrase_sheet, SHEET),
        (&to.passphrase_sheets, SHEETS),
    ];
    for (path, flag) in named {
        if let Some(path) = path {
            check_not_below(path, flag, out)?;
        }
    }
    if let Some(path) = &to.passphrase_sheet {
        io::check_new(path).map_err(|err| outcome::writing(&err, SHEET))?;
    }
    let is_kept = is_supplied(from) || is_written(to);
    if (!is_kept || to.spell) && !terminal::has_reader() {
        return Err(unseen(
            "pass `--passphrase-out FILE`, or supply one with `--passphrase-file FILE`",
        ));
    }
    Ok(())
}

/// Nobody would see the passphrase.
pub(super) fn unseen(hint: &str) -> Failure {
    Failure::refused(
        Diagnostic::error(
            "passphrase-unseen",
            "there is no terminal to show the passphrase on",
        )
        .hint(hint),
    )
}

/// Refuses a file for a passphrase in the folder whose packages are forwarded.
pub(super) fn check_not_below(
    path: &Path,
    flag: &str,
    out: &Path,
) -> Result<(), Failure> {
    if !io::is_below(path, out) {
        return Ok(());
    }
    Err(Failure::refused(
        Diagnostic::error(
            "passphrase-beside-package",
            "the passphrase would be in the output folder, beside what it opens",
        )
        .at(Place::Outside(flag.into()))
        .hint("name a file in another folder"),
    ))
}

/// The file that the passphrase of a package goes to.
pub(super) fn list(to: &HandOver) -> Result<Option<PassphraseList>, Failure> {
    let open =
        |path| PassphraseList::open(path).map_err(|err| outcome::writing(&err, OUT));
    to.passphrase_out.as_deref().map(open).transpose()
}

/// Writes the passphrase of a package into its list. It is on the disk before the package is,
/// and is removed if the package is not written.
pub(super) fn stage_line<'a>(
    list: &'a mut PassphraseList,
    package: &Package,
    passphrase: &Passphrase,
    day: Day,
) -> Result<StagedLine<'a>, Failure> {
    let listed = Listed {
        ticket: package.ticket(),
        passphrase: passphrase.expose(),
        day,
        receipt: &package.receipt_digest(),
    };
    list.stage(&listed).map_err(|err| outcome::writing(&err, OUT))
}

/// Writes the sheet with the passphrase, in the same way.
pub(super) fn stage_sheet(
    to: &HandOver,
    ticket: &str,
    sheet: Option<&[u8]>,
) -> Result<Option<StagedSecret>, Failure> {
    let Some(sheet) = sheet else { return Ok(None) };
    let staged = match (&to.passphrase_sheet, &to.passphrase_sheets) {
        (Some(path), _) => {
            StagedSecret::write(path, sheet).map_err(|err| outcome::writing(&err, SHEET))
        }
        // An interrupted run may have left one, and an older package had another.
        (None, Some(folder)) => {
            StagedSecret::write_over(&sheet_in(folder, ticket), sheet)
                .map_err(|err| outcome::writing(&err, SHEETS))
        }
        (None, None) => return Ok(None),
    };
    staged.map(Some)
}

/// The sheet of a ticket in a folder of sheets.
pub(super) fn sheet_in(folder: &Path, ticket: &str) -> PathBuf {
    folder.join(format!("{ticket}-passphrase.pdf"))
}

/// The package was written: its sheet stays.
pub(super) fn keep_sheet(sheet: Option<StagedSecret>) -> Result<(), Failure> {
    let kept = sheet.map_or(Ok(()), StagedSecret::keep);
    kept.map_err(|err| outcome::writing(&err, SHEETS).having_written(1))
}

/// True where a sheet is to be made.
pub(super) fn wants_sheet(to: &HandOver) -> bool {
    to.passphrase_sheet.is_some() || to.passphrase_sheets.is_some()
}

const OUT: &str = "--passphrase-out";
const SHEET: &str = "--passphrase-sheet";
const SHEETS: &str = "--passphrase-sheets";

/// True where the passphrase goes to a file.
pub(super) fn is_written(to: &HandOver) -> bool {
    to.passphrase_out.is_some() || wants_sheet(to)
}

/// True where the person at the terminal brought the passphrase and so knows it.
pub(super) fn is_supplied(from: &PassphraseIn) -> bool {
    from.passphrase_file.is_some() || from.passphrase_fd.is_some()
}

fn flag(from: &PassphraseIn) -> &'static str {
    if from.passphrase_file.is_some() { "--passphrase-file" } else { "--passphrase-fd" }
}

fn read(from: &PassphraseIn) -> Result<Option<Supplied>, Failure> {
    let supplied = match (&from.passphrase_file, from.passphrase_fd) {
        (Some(path), _) => Supplied::read(path),
        (None, Some(fd)) => Supplied::read_fd(fd),
        (None, None) => return Ok(None),
    };
    supplied.map(Some).map_err(|err| outcome::reading(&err, flag(from)))
}

fn first_line(
    supplied: &Supplied,
    from: &PassphraseIn,
) -> Result<Zeroizing<String>, Failure> {
    supplied.first_line().map_err(|err| outcome::reading(&err, flag(from)))
}

/// Warns of a folder in which any account could exchange the file with the passphrase.
pub(super) fn open_folders(from: &PassphraseIn, to: &HandOver) -> Report {
    let named = [
        (&from.passphrase_file, "--passphrase-file"),
        (&to.passphrase_out, OUT),
        (&to.passphrase_sheet, SHEET),
        (&to.passphrase_sheets, SHEETS),
    ];
    let mut report = Report::default();
    for (path, flag) in named {
        let Some(folder) = path.as_deref().and_then(io::open_folder) else { continue };
        let message =
            format!("every account can exchange files in `{}`", folder.display());
        report.push(
            Diagnostic::warning("open-folder", message)
                .at(Place::Outside(flag.into()))
                .hint("keep it in a folder of your own, or run `chmod o-w` on this one"),
        );
    }
    report
}
