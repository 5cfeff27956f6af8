//! The questions of `crr new`: ten for an adult who asks by ticket and gets the copy by e-mail,
//! more only where an answer calls for one. What a flag or a form has answered is not asked.

use super::answers::client_id;
use super::flags::day;
use super::interview::Interview;
use crate::diagnostics::Failure;
use crate::model::{ClientId, Day, Ticket};
use crate::request::form::{Ask, Form, OpenedOn, Way};
use crate::request::{Authority, Language, MAX_PROFILES, Relation};
use crate::site::Site;

/// Asks for what a form does not say.
pub(super) fn fill(
    form: &mut Form,
    site: &Site,
    names: &[(&'static str, String)],
    today: Day,
    interview: &mut Interview<'_>,
) -> Result<(), Failure> {
    // Answers that are there decide nothing that is asked before them: each group looks at the
    // form as it is by then.
    ticket(form, interview)?;
    client(form, site, interview)?;
    agency(form, site, interview)?;
    who(form, interview)?;
    days(form, today, interview)?;
    delivery(form, interview)?;
    opening(form, interview)?;
    language(form, names, interview)
}

fn is_due(form: &Form, ask: Ask) -> bool {
    form.missing().contains(&ask)
}

fn head(ask: Ask, question: &str, interview: &mut Interview<'_>) {
    interview.head(question, ask.why());
}

fn ticket(form: &mut Form, interview: &mut Interview<'_>) -> Result<(), Failure> {
    if is_due(form, Ask::Ticket) {
        head(Ask::Ticket, "What is the number of the help-desk ticket?", interview);
        let form_of = "write letters, digits and `-`, as in 2026-0142";
        let check = |text: &str| Ticket::new(text).ok_or_else(|| form_of.to_owned());
        form.ticket = Some(interview.typed("ticket", None, check)?);
    }
    Ok(())
}

fn client(
    form: &mut Form,
    site: &Site,
    interview: &mut Interview<'_>,
) -> Result<(), Failure> {
    if is_due(form, Ask::ClientId) {
        head(Ask::ClientId, "What is the client's HMIS ID?", interview);
        interview.say(
            "   One person with several profiles: all of them, with commas between.",
        );
        form.clients = interview.typed("HMIS ID", None, |text| ids(text, site))?;
    }
    Ok(())
}

/// The identifiers that somebody typed.
fn ids(text: &str, site: &Site) -> Result<Vec<ClientId>, String> {
    let ids = text.split(',').filter(|it| !it.trim().is_empty());
    let ids: Vec<ClientId> = ids.map(client_id).collect::<Result<_, _>>()?;
    match ids.len() {
        0 => Err("type the HMIS ID, as in 69E44770D".into()),
        n if n > MAX_PROFILES => Err(format!("at most {MAX_PROFILES} profiles")),
        _ => match ids.iter().find_map(|it| site.odd_id(it)) {
            Some(odd) => Err(odd),
            None => Ok(ids),
        },
    }
}

fn agency(
    form: &mut Form,
    site: &Site,
    interview: &mut Interview<'_>,
) -> Result<(), Failure> {
    if !is_due(form, Ask::Agency) {
        return Ok(());
    }
    head(Ask::Agency, "Which agency asks for the client?", interview);
    let known = site.agency_names();
    if !known.is_empty() {
        let options: Vec<_> = known.iter().map(|it| (Some(*it), *it)).collect();
        let options = [options, vec![(None, "another agency")]].concat();
        if let Some(name) = interview.choice(&options, false)? {
            form.agency = Some(name.to_owned());
            return Ok(());
        }
    }
    let check = |text: &str| match text {
        "" => Err("type the agency's name as it is in HMIS".to_owned()),
        name => Ok(name.to_owned()),
    };
    form.agency = Some(interview.typed("agency", None, check)?);
    Ok(())
}

fn who(form: &mut Form, interview: &mut Interview<'_>) -> Result<(), Failure> {
    if is_due(form, Ask::AskedBy) {
        head(Ask::AskedBy, "Who asks?", interview);
        let options = [
            (Relation::Client, "the client"),
            (Relation::Parent, "a parent of a minor client"),
            (Relation::Guardian, "a guardian of a minor client"),
        ];
        form.asked_by = Some(interview.choice(&options, true)?);
    }
    if is_due(form, Ask::AuthoritySeen) {
        head(Ask::AuthoritySeen, "Which paper did the agency see?", interview);
        let options = [
            (Authority::BirthCertificate, "a birth certificate that names the parent"),
            (Authority::AdoptionDecree, "a decree of adoption that names the parent"),
            (Authority::CourtOrder, "a court order of custody, placement or dependency"),
            (Authority::LettersOfGuardianship, "a court's letters of guardianship"),
        ];
        form.authority_seen = Some(interview.choice(&options, false)?);
        interview.head(
            "If a runaway and homeless youth program served the minor: when did they consent?",
            "Such a program's record needs the minor's own consent. Enter: it did not.",
        );
        form.youth_consented_on = interview.typed("day", None, day_or_none)?;
    }
    Ok(())
}

fn day_or_none(text: &str) -> Result<Option<Day>, String> {
    if text.is_empty() { Ok(None) } else { day(text).map(Some) }
}

/// When what happened at the agency.
#[derive(Debug, Clone, Copy)]
enum SameDay {
    Both,
    OtherDays,
    Called,
}

fn days(
    form: &mut Form,
    today: Day,
    interview: &mut Interview<'_>,
) -> Result<(), Failure> {
    if is_due(form, Ask::RequestedOn) {
        head(Ask::RequestedOn, "On which day did they ask the agency?", interview);
        form.requested_on = Some(interview.day("day", None)?);
    }
    let asked = form.requested_on;
    let (verify, find) =
        (is_due(form, Ask::IdentityVerifiedOn), is_due(form, Ask::FoundInHmisOn));
    let mut same = SameDay::OtherDays;
    if verify && find {
        interview.head(
            "Did the agency verify who asks and find the record in HMIS itself, that day?",
            Ask::FoundInHmisOn.why(),
        );
        let options = [
            (SameDay::Both, "yes, both that day"),
            (SameDay::OtherDays, "yes, but on another day"),
            (SameDay::Called, "it could not find the record, and called"),
        ];
        same = interview.choice(&options, true)?;
    }
    match same {
        SameDay::Both => {
            form.identity_verified_on = asked;
            form.found_in_hmis_on = asked;
        }
        SameDay::OtherDays | SameDay::Called => {
            if verify {
                interview.say("   The agency verified who asks on:");
                form.identity_verified_on = Some(interview.day("day", asked)?);
            }
            if matches!(same, SameDay::Called) {
                interview.say("   The agency called on:");
                form.called_on = Some(interview.day("day", asked)?);
            } else if find {
                interview.say("   The agency found the record in HMIS itself on:");
                form.found_in_hmis_on = Some(interview.day("day", asked)?);
            }
        }
    }
    if is_due(form, Ask::SubmittedOn) {
        head(
            Ask::SubmittedOn,
            "On which day did the agency tell the help desk?",
            interview,
        );
        form.submitted_on = Some(interview.day("day", form.called_on.or(Some(today)))?);
    }
    Ok(())
}

fn delivery(form: &mut Form, interview: &mut Interview<'_>) -> Result<(), Failure> {
    if is_due(form, Ask::Delivery) {
        head(Ask::Delivery, "How does the copy reach them?", interview);
        let mut options = vec![
            ((Way::Email, Some(false)), "by e-mail; only they read that mailbox"),
            ((Way::Email, Some(true)), "by e-mail; others may read that mailbox too"),
            ((Way::InPerson, None), "in person, on paper"),
        ];
        // Nobody receives a minor's copy but who asked for it.
        if form.asked_by == Some(Relation::Client) {
            let contact = (Way::TrustedContact, None);
            options.push((contact, "by e-mail to a trusted contact whom they approved"));
        }
        let (way, others) = interview.choice(&options, false)?;
        form.way = Some(way);
        form.others_may_read = form.others_may_read.or(others);
    }
    if is_due(form, Ask::OthersMayRead) {
        head(Ask::OthersMayRead, "May others read that mailbox?", interview);
        let options = [(false, "no, only they"), (true, "yes, or they are not sure")];
        form.others_may_read = Some(interview.choice(&options, false)?);
    }
    if is_due(form, Ask::ApprovedInWritingOn) {
        head(
            Ask::ApprovedInWritingOn,
            "On which day did they approve the contact in writing?",
            interview,
        );
        form.approved_in_writing_on = Some(interview.day("day", form.requested_on)?);
    }
    if form.way == Some(Way::InPerson) && form.pick_up_on.is_none() {
        interview.head(
            "On which day do they come for it?",
            "The guide for the agency names it. Enter: not agreed yet.",
        );
        form.pick_up_on = interview.typed("day", None, day_or_none)?;
    }
    Ok(())
}

fn opening(form: &mut Form, interview: &mut Interview<'_>) -> Result<(), Failure> {
    if is_due(form, Ask::OpenedOn) {
        head(Ask::OpenedOn, "What do they open it on?", interview);
        let options = [
            ((OpenedOn::Phone, None), "a phone"),
            ((OpenedOn::Computer, None), "a computer or tablet of their own"),
            ((OpenedOn::LibraryComputer, None), "a computer that others use too"),
            ((OpenedOn::Phone, Some(true)), "a phone, in large print"),
            ((OpenedOn::Computer, Some(true)), "a computer or tablet, in large print"),
        ];
        let (on, is_large) = interview.choice(&options, false)?;
        form.opened_on = Some(on);
        form.is_large = form.is_large.or(is_large);
    } else if form.way == Some(Way::InPerson) && form.is_large.is_none() {
        interview.head("Do they need large print?", "It is set at 18 points.");
        let options = [(false, "no"), (true, "yes")];
        form.is_large = Some(interview.choice(&options, true)?);
    }
    if is_due(form, Ask::CanOpenConfirmedOn) {
        head(
            Ask::CanOpenConfirmedOn,
            "On which day did they say that they can open a locked file?",
            interview,
        );
        form.can_open_confirmed_on = Some(interview.day("day", form.requested_on)?);
    }
    Ok(())
}

fn language(
    form: &mut Form,
    names: &[(&'static str, String)],
    interview: &mut Interview<'_>,
) -> Result<(), Failure> {
    if form.language.is_none() {
        interview
            .head("Which language do they read?", "The copy and the guide are in it.");
        let options = Language::ALL.iter().map(|language| {
            let named = names.iter().find(|(token, _)| *token == language.token());
            (*language, named.map_or(language.token(), |it| it.1.as_str()))
        });
        let options: Vec<_> = options.collect();
        form.language = Some(interview.choice(&options, true)?);
    }
    Ok(())
}
