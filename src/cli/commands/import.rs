//! `crr import`: an export of the vendor's system becomes extracts. They are plain JSON, for
//! their owner only: keep them on an encrypted disk, and delete them after the build.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use chrono::SecondsFormat;

use super::import_args::{ClarityJson, HmisCsv, Import, ImportCommand};
use super::import_lost::{EXPORT_AGAIN, bad_rows, lost};
use crate::cli::outcome::{self, Done, counted};
use crate::cli::read;
use crate::cli::session::Session;
use crate::diagnostics::{Diagnostic, Failure, Place, Report};
use crate::import::{self, Clarity, Counts, ExportError, Merge, Wanted};
use crate::io;
use crate::pipeline::Inputs;

/// The largest mapping file, and the largest file of other sections, in bytes.
const MAX_BYTES: u64 = 256 * 1024 * 1024;

impl Import {
    /// Runs the one that was asked for.
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Done, Failure> {
        match &self.command {
            ImportCommand::HmisCsv(it) => hmis_csv(it, session.inputs),
            ImportCommand::ClarityJson(it) => clarity_json(it),
        }
    }
}

/// Neither export has a field for it; rule `privacy-not-known` asks.
const PRIVACY_NOT_SAID: &str = "the export does not say whether a record is private: a request by ticket needs \
     `found_in_hmis_on`";

fn hmis_csv(args: &HmisCsv, inputs: &mut Inputs) -> Result<Done, Failure> {
    let site = read::site(args.site.as_deref(), inputs)?;
    let export = io::open_export(&args.export)
        .map_err(|err| outcome::reading(&err, "EXPORT"))?
        .map_err(|err| refuse(&err))?;
    let wanted = Wanted {
        clients: (!args.all)
            .then(|| args.client.iter().cloned().collect::<BTreeSet<_>>()),
        ids: args
            .ids
            .as_deref()
            .map(|it| mapping(it, "--ids", import::ids))
            .transpose()?,
        merge: args.with.as_deref().map_or_else(|| Ok(Merge::default()), merge)?,
        skip_bad_rows: args.skip_bad_rows,
        zone: site.time_zone.0,
    };
    let mut folder = io::ExtractFolder::open(&args.to, args.replace)
        .map_err(|err| outcome::writing(&err, "--to"))?;
    let counts = import::import(&*export, &wanted, |id, bytes| {
        folder.add(id, bytes).map_err(|err| outcome::writing(&err, "--to"))
    })?;
    if counts.bad > 0 && !args.skip_bad_rows {
        return Err(Failure::refused(bad_rows(&counts, true)));
    }
    let mut report = lost(&counts, !args.all);
    report.append(bad_rows(&counts, false));
    if report.is_refused() {
        return Err(Failure::refused(report));
    }
    report.append(remarks(&counts));
    report.append(not_merged(counts.not_merged));
    if counts.clients == 0 {
        report.push(no_clients(&counts));
        return Err(Failure::refused(report));
    }
    folder.keep().map_err(|err| outcome::writing(&err, "--to"))?;
    let deleted: usize = counts.deleted.values().sum();
    Ok(Done {
        data: args.to.display().to_string(),
        summary: format!(
            "imported {} with {}; left out {} that the export marks as deleted\n\
             {PRIVACY_NOT_SAID}\n\
             the extracts are NOT locked: delete them after the build\n",
            counted(counts.clients, "client"),
            counted(counts.enrollments, "enrollment"),
            counted(deleted, "row"),
        ),
        result: Some(serde_json::json!({
            "clients": counts.clients,
            "enrollments": counts.enrollments,
            "deleted": counts.deleted,
            "bad": counts.bad,
            "left_out": counts.left_out,
            "of_nobody": counts.nobodys,
            "without_client": counts.without_client,
            "without_enrollment": counts.without_enrollment,
            "without_project": counts.without_project,
            "without_id": counts.without_id,
            "not_found": counts.not_found,
            "merged": counts.merged,
        })),
        report,
        ..Done::default()
    })
}

fn clarity_json(args: &ClarityJson) -> Result<Done, Failure> {
    let read = |path: &PathBuf, flag: &str| {
        io::read_limited(path, MAX_BYTES).map_err(|err| outcome::reading(&err, flag))
    };
    let all = |paths: &[PathBuf], flag: &str| -> Result<Vec<String>, Failure> {
        paths.iter().map(|it| read(it, flag)).collect()
    };
    let client = read(&args.client, "--client")?;
    let enrollments = all(&args.enrollments, "--enrollments")?;
    let files = all(&args.files, "--files")?;
    let merge = args.with.as_deref().map_or_else(|| Ok(Merge::default()), merge)?;
    let agencies =
        args.agencies.as_deref().map(|it| mapping(it, "--agencies", import::agencies));
    let inputs = Clarity {
        agencies: agencies.transpose()?.unwrap_or_default(),
        client: &client,
        enrollments: enrollments.iter().map(String::as_str).collect(),
        files: files.iter().map(String::as_str).collect(),
    };
    let at = args.exported_at.to_rfc3339_opts(SecondsFormat::Secs, false);
    let (id, bytes, left_out) = import::clarity(&inputs, &at, &merge).map_err(|err| {
        Failure::refused(Diagnostic::error(err.slug(), err.to_string()).hint(err.hint()))
    })?;
    let writing = |err| outcome::writing(&err, "--to");
    let mut folder = io::ExtractFolder::open(&args.to, args.replace).map_err(writing)?;
    folder.add(&id, &bytes).map_err(writing)?;
    folder.keep().map_err(writing)?;
    Ok(Done {
        data: args.to.display().to_string(),
        summary: format!(
            "imported 1 client; left out {} of the household and {}\n\
             {PRIVACY_NOT_SAID}\n\
             the extract is NOT locked: delete it after the build\n",
            counted(left_out.members, "other member"),
            counted(left_out.deleted, "deleted file"),
        ),
        result: Some(serde_json::json!({
            "household_members": left_out.members,
            "deleted_files": left_out.deleted,
        })),
        report: not_merged(left_out.not_merged),
        ..Done::default()
    })
}

impl From<ExportError> for Failure {
    fn from(err: ExportError) -> Self {
        refuse(&err)
    }
}

fn refuse(err: &ExportError) -> Failure {
    Failure::refused(
        Diagnostic::error(err.slug(), err.to_string())
            .at(Place::Outside("EXPORT".into()))
            .hint(err.hint()),
    )
}

/// The pairs of a mapping file.
type Pairs = HashMap<String, String>;

fn mapping(
    path: &Path,
    flag: &str,
    read: fn(&[u8]) -> Result<Pairs, ExportError>,
) -> Result<Pairs, Failure> {
    let bytes =
        io::read_bytes(path, MAX_BYTES).map_err(|err| outcome::reading(&err, flag))?;
    read(&bytes).map_err(|err| refuse(&err))
}

fn merge(path: &Path) -> Result<Merge, Failure> {
    let text = io::read_limited(path, MAX_BYTES)
        .map_err(|err| outcome::reading(&err, "--with"))?;
    Merge::parse(&text).map_err(|err| {
        Failure::refused(
            Diagnostic::error("merge-unreadable", err.to_string())
                .at(Place::Outside("--with".into()))
                .hint("write one extract or a list of them, each with its `client_id`"),
        )
    })
}

/// Sections from elsewhere that found no client.
fn not_merged(n: usize) -> Report {
    if n == 0 {
        return Report::default();
    }
    let clients = counted(n, "client");
    Diagnostic::warning(
        "sections-not-merged",
        format!("sections of {clients} that the export does not have: left out"),
    )
    .at(Place::Outside("--with".into()))
    .hint("check the identifiers: there, too, they are those of HMIS")
    .into()
}

fn no_clients(counts: &Counts) -> Diagnostic {
    let place = Place::Outside("EXPORT".into());
    if counts.left_out > 0 {
        return Diagnostic::error(
            "no-clients",
            "no client of the export is left to import",
        )
        .at(place)
        .hint(EXPORT_AGAIN);
    }
    Diagnostic::error("no-clients", "no client of the export was asked for")
        .at(place)
        .hint("check the identifiers; with `--ids` they are those of HMIS")
}

/// What is odd about an export, and stops nothing.
fn remarks(counts: &Counts) -> Report {
    let mut report = Report::default();
    let mut warn = |slug, n: usize, what: &str, hint: &str| {
        if n > 0 {
            let rows = counted(n, "row");
            report.push(
                Diagnostic::warning(slug, format!("{rows} {what}"))
                    .at(Place::Outside("EXPORT".into()))
                    .hint(hint),
            );
        }
    };
    warn(
        "row-without-client-row",
        counts.without_client,
        "about a PersonalID that Client.csv does not have: left out",
        "the export may have been cut by date or project",
    );
    warn(
        "exit-without-enrollment",
        counts.without_enrollment,
        "of Exit.csv end an enrollment that Enrollment.csv does not have: left out",
        "the enrollment may have been deleted",
    );
    warn(
        "row-without-project",
        counts.without_project,
        "of Enrollment.csv name a project that Project.csv does not have",
        "those stays show no name, kind or agency of the project",
    );
    warn(
        "row-without-id",
        counts.without_id,
        "of Client.csv have no HMIS identifier: left out",
        "give each PersonalID a line in the file of `--ids`",
    );
    if counts.not_found > 0 {
        let n = counted(counts.not_found, "client");
        report.push(
            Diagnostic::warning(
                "client-not-in-export",
                format!("{n} asked for: not there"),
            )
            .at(Place::Outside("--client".into()))
            .hint("check the identifiers; with `--ids` they are those of HMIS"),
        );
    }
    if counts.may_be_hashed {
        report.push(
            Diagnostic::warning(
                "export-may-be-hashed",
                "Export.csv says that names are hashed (HashStatus 3); none looks hashed",
            )
            .at(Place::Outside("EXPORT".into()))
            .hint("compare a name and a Social Security number with HMIS before you use an extract"),
        );
    }
    for (file, columns) in &counts.missing {
        report.push(
            Diagnostic::warning(
                "columns-missing",
                format!("{file} has no column {}", columns.join(", ")),
            )
            .hint("what they would hold is shown as not recorded"),
        );
    }
    report
}
