//! `crr import`: an export of the vendor's system becomes extracts, sealed with the desk's key.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::PathBuf;
use std::sync::Arc;

use super::import_args::{ClarityJson, HmisCsv, Import, ImportCommand};
use super::import_seal::{Sealing, removed};
use crate::cli::clarity_remarks::clarity_remarks;
use crate::cli::flags::existing;
use crate::cli::import_lost::{bad_rows, lost};
use crate::cli::import_remarks::{no_clients, not_merged, remarks};
use crate::cli::import_with::With;
use crate::cli::outcome::{self, Done, counted};
use crate::cli::session::Session;
use crate::cli::tables::{MAX_BYTES, mapping, refused};
use crate::diagnostics::Failure;
use crate::import::{self, Clarity, Counts, LeftOut, Mapping, Wanted};
use crate::io::{self, Given};

impl Import {
    /// Runs the one that was asked for.
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Done, Failure> {
        match &self.command {
            ImportCommand::HmisCsv(it) => hmis_csv(it, session),
            ImportCommand::ClarityJson(it) => clarity_json(it, session),
            ImportCommand::Tables(it) => it.run(session),
        }
    }
}

/// Neither export has a field for it; rule `privacy-not-known` asks.
const PRIVACY_NOT_SAID: &str = "the export does not say whether a record is private: a request by ticket needs \
     `found_in_hmis_on`";

// Long: the steps of one import, in their order.
fn hmis_csv(args: &HmisCsv, session: &mut Session<'_>) -> Result<Done, Failure> {
    let mut sealing = Sealing::of(&args.seal, args.to.as_deref(), session)?;
    let inputs = &mut *session.inputs;
    let export = Given::at(&args.export)
        .and_then(|it| io::open_export(&it))
        .map_err(|err| outcome::reading(&err, "EXPORT"))??;
    let client = match args.client.as_slice() {
        [one] => Some(one.as_str()),
        _ => None,
    };
    let with = With { paths: &args.with, map: args.map.as_deref(), client };
    let with = with.read(sealing.keys(), inputs)?;
    let wanted = Wanted {
        clients: (!args.all)
            .then(|| args.client.iter().cloned().collect::<BTreeSet<_>>()),
        ids: mapping(args.ids.as_deref(), "--ids", Mapping::ids)?.map(Arc::new),
        merge: with.merge,
        skip_bad_rows: args.skip_bad_rows,
        zone: sealing.site.time_zone.0,
    };
    let existing = existing(args.replace);
    let mut folder = sealing.folder(existing)?;
    let counts = import::import(&*export, &wanted, |ids, bytes| {
        folder.add(ids, bytes).map_err(|err| outcome::writing(&err, "--to"))
    })?;
    if counts.bad > 0 && !args.skip_bad_rows && args.all {
        return Err(Failure::refused(bad_rows(&counts, true)));
    }
    let mut report = lost(&counts, !args.all);
    report.append(bad_rows(&counts, false));
    if report.is_refused() {
        return Err(Failure::refused(report));
    }
    report.append(remarks(&counts));
    report.append(not_merged(counts.not_merged));
    report.append(with.report);
    report.append(sealing.report());
    report.append(removed(&folder));
    if counts.clients == 0 {
        report.push(no_clients(&counts));
        return Err(Failure::refused(report));
    }
    folder.keep().map_err(|err| outcome::writing(&err, "--to"))?;
    let deleted: usize = counts.deleted.values().sum();
    Ok(Done {
        data: sealing.to.display().to_string(),
        summary: format!(
            "imported {} with {}; left out {} that the export marks as deleted\n\
             {}{}{PRIVACY_NOT_SAID}\n{}",
            counted(counts.clients, "client"),
            counted(counts.enrollments, "enrollment"),
            counted(deleted, "row"),
            rows_by_file(&counts),
            with.said,
            sealing.said(counts.clients),
        ),
        result: Some(numbers(&counts)),
        report,
        ..Done::default()
    })
}

/// What became of the rows of each file, how many households are known, and how many clients
/// have several identifiers.
fn rows_by_file(counts: &Counts) -> String {
    let mut told = String::new();
    for (file, n) in &counts.rows {
        let of = |all: &BTreeMap<&'static str, usize>, what: &str| {
            all.get(file).filter(|it| **it > 0).map(|it| format!("{it} {what}"))
        };
        let left: Vec<String> = [
            of(&counts.deleted, "deleted"),
            of(&counts.twice, "told twice"),
            of(&counts.bad_rows, "not readable"),
        ]
        .into_iter()
        .flatten()
        .collect();
        let left = if left.is_empty() {
            String::new()
        } else {
            format!(" ({})", left.join(", "))
        };
        writeln!(told, "  {file}  {} read{left}", counted(*n, "row")).expect("a string");
    }
    let known = counts.households.known;
    writeln!(
        told,
        "who else is of the household is known of {}",
        counted(known, "client")
    )
    .expect("a string");
    match counts.several_ids {
        0 => {}
        1 => told += "1 client has several HMIS identifiers: all stand in one extract\n",
        n => {
            let clients = counted(n, "client");
            writeln!(
                told,
                "{clients} have several HMIS identifiers: all of one client stand in one extract"
            )
            .expect("a string");
        }
    }
    told
}

/// What `--json` gives.
fn numbers(counts: &Counts) -> serde_json::Value {
    serde_json::json!({
        "exported_at": counts.exported_at,
        "sections": counts.sections,
        "clients": counts.clients,
        "enrollments": counts.enrollments,
        "rows": counts.rows,
        "deleted": counts.deleted,
        "twice": counts.twice,
        "bad_rows": counts.bad_rows,
        "households_known": counts.households.known,
        "bad": counts.bad,
        "left_out": counts.left_out,
        "of_nobody": counts.nobodys,
        "without_client": counts.without_client,
        "without_enrollment": counts.without_enrollment,
        "without_project": counts.without_project,
        "without_id": counts.without_id,
        "several_ids": counts.several_ids,
        "shared_ids": counts.shared_ids,
        "ids_not_taken": counts.ids_not_taken,
        "unknown_days": counts.unknown_days.count(),
        "not_found": counts.not_found,
        "merged": counts.merged,
    })
}

fn clarity_json(args: &ClarityJson, session: &mut Session<'_>) -> Result<Done, Failure> {
    let mut sealing = Sealing::of(&args.seal, args.to.as_deref(), session)?;
    let inputs = &mut *session.inputs;
    let read = |path: &PathBuf, flag: &str| {
        io::read_limited(path, MAX_BYTES).map_err(|err| outcome::reading(&err, flag))
    };
    let all = |paths: &[PathBuf], flag: &str| -> Result<Vec<String>, Failure> {
        paths.iter().map(|it| read(it, flag)).collect()
    };
    let client = read(&args.client, "--client")?;
    let enrollments = all(&args.enrollments, "--enrollments")?;
    let files = all(&args.files, "--files")?;
    let with = With { paths: &args.with, map: args.map.as_deref(), client: None };
    let with = with.read(sealing.keys(), inputs)?;
    let agencies = mapping(args.agencies.as_deref(), "--agencies", Mapping::agencies)?;
    let retrieved = Clarity {
        agencies: agencies.unwrap_or_default(),
        client: &client,
        enrollments: enrollments.iter().map(String::as_str).collect(),
        files: files.iter().map(String::as_str).collect(),
    };
    let zone = sealing.site.time_zone.0;
    let at = args.exported_at.text_in(zone);
    let (id, bytes, left_out) =
        import::clarity(&retrieved, &at, &with.merge).map_err(|err| refused(&err))?;
    let writing = |err| outcome::writing(&err, "--to");
    let existing = existing(args.replace);
    let mut folder = sealing.folder(existing)?;
    folder.add(&[id], &bytes).map_err(writing)?;
    let mut report = removed(&folder);
    folder.keep().map_err(writing)?;
    report.append(clarity_remarks(&left_out));
    report.append(with.report);
    report.append(sealing.report());
    Ok(Done {
        data: sealing.to.display().to_string(),
        summary: clarity_summary(&left_out, &with.said, &sealing),
        result: Some(serde_json::json!({
            "exported_at": at,
            "sections": left_out.sections,
            "household_members": left_out.members,
            "deleted_files": left_out.deleted,
            "deleted_enrollments": left_out.deleted_stays,
            "unknown_days": left_out.unknown_days.len(),
        })),
        report,
        ..Done::default()
    })
}

/// What an import of Clarity's JSON says at its end.
fn clarity_summary(left_out: &LeftOut, with: &str, sealing: &Sealing) -> String {
    let stays = match left_out.deleted_stays {
        0 => String::new(),
        n => format!(", {}", counted(n, "deleted enrollment")),
    };
    let privacy = if left_out.private.is_some() {
        String::new()
    } else {
        format!("{PRIVACY_NOT_SAID}\n")
    };
    format!(
        "imported 1 client; left out {} of the household{stays} and {}\n{with}{privacy}{}",
        counted(left_out.members, "other member"),
        counted(left_out.deleted, "deleted file"),
        sealing.said(1),
    )
}
