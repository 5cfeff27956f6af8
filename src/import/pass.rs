//! One pass over what is about clients: those of a part are kept, and so is whose rows were
//! skipped. Who lost a row of their own gets no extract: it would be read as the whole record,
//! and a stay whose exit was lost as one that goes on.

use std::collections::BTreeMap;

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use super::bad_row::{BadRow, Wrong};
use super::client::{CLIENT, Client};
use super::counts::{Counts, MAX_TOLD, Own};
use super::error::ExportError;
use super::export::Export;
use super::household::Households;
use super::lost::{Doubt, Stray, Whom, owners};
use super::projects::Projects;
use super::rounded::{Numbers, is_rounded};
use super::rows::rows;
use super::spelling::{Levels, level, mark};
use super::stay::{Clients, ENROLLMENT, EXIT, Exit, Stay, Stays};
use super::table::Row;

/// The first rows that clients lost, by PersonalID.
pub(super) type Lost = BTreeMap<String, Vec<BadRow>>;

/// What a pass keeps.
pub(super) struct Pass<F> {
    is_kept: F,
    /// True where those that are kept were asked for by name.
    is_asked: bool,
    clients: Clients,
    households: Households,
    /// The enrollments that are kept, as marks.
    enrollments: HashSet<u64>,
    lost: BTreeMap<String, Loss>,
    strays: Vec<Stray>,
    /// Rows that were skipped, by the enrollment that they are of.
    by_enrollment: HashMap<String, BadRow>,
    /// Rows that were skipped and do not say for sure whose they are.
    pub doubts: Vec<Doubt>,
    /// What was found of clients besides, by PersonalID.
    own: BTreeMap<String, Own>,
    /// The PersonalIDs of Client.csv, as marks: all where clients were asked for by name, else
    /// those of this pass.
    known: HashSet<u64>,
    /// The PersonalIDs that are kept.
    levels: Levels,
    /// Those of them that are numbers.
    numbers: Numbers,
    /// Rows of a PersonalID that Client.csv does not have, where clients were asked for by name.
    pub of_unknown: usize,
}

/// What a pass found of the clients that it kept.
pub(super) struct Part {
    /// Those that are whole.
    pub clients: Clients,
    /// What the others lost.
    pub lost: Lost,
    /// What was found of each besides.
    pub own: BTreeMap<String, Own>,
    /// Who else is of their households.
    pub households: Households,
}

/// What is lost of what may be a client.
#[derive(Default)]
struct Loss {
    rows: Vec<BadRow>,
    /// True where it is one, though no row of Client.csv is kept.
    is_client: bool,
}

impl Loss {
    fn add(&mut self, row: &BadRow) {
        if self.rows.len() < MAX_TOLD && !self.rows.contains(row) {
            self.rows.push(row.clone());
        }
    }
}

impl<F: Fn(&str) -> bool> Pass<F> {
    /// Reads what is about clients.
    pub(super) fn read(
        export: &dyn Export,
        is_kept: F,
        is_asked: bool,
        counts: &mut Counts,
    ) -> Result<Self, ExportError> {
        let mut pass = Self {
            is_kept,
            is_asked,
            clients: Clients::new(),
            households: Households::default(),
            enrollments: HashSet::new(),
            lost: BTreeMap::new(),
            strays: Vec::new(),
            by_enrollment: HashMap::new(),
            doubts: Vec::new(),
            own: BTreeMap::new(),
            known: HashSet::new(),
            levels: Levels::default(),
            numbers: Numbers::default(),
            of_unknown: 0,
        };
        let (gone, skip) = (Self::deleted, Self::skip);
        rows(export, &CLIENT, counts, &mut pass, Self::client, gone, skip)?;
        let ids = || pass.clients.keys().chain(pass.lost.keys());
        (pass.levels, pass.numbers) = (Levels::of(ids()), Numbers::of(ids()));
        rows(export, &ENROLLMENT, counts, &mut pass, Self::enrollment, gone, skip)?;
        rows(export, &EXIT, counts, &mut pass, Self::exit, gone, skip)?;
        pass.place_strays(export)?;
        pass.households = Households::read(export, &pass.clients)?;
        pass.part_shared();
        Ok(pass)
    }

    /// Adds what was found of the clients of this pass.
    pub(super) fn add_to(&self, counts: &mut Counts) {
        self.own.values().for_each(|it| counts.add(it));
    }

    /// The clients that are whole, and what the others lost.
    pub(super) fn finish(mut self, projects: &Projects) -> Part {
        for (personal, (_, stays)) in &self.clients {
            for stay in stays.all() {
                let of_stay = self.by_enrollment.get(&stay.enrollment);
                let of_project = projects.loss(&stay.project);
                for row in of_stay.into_iter().chain(of_project) {
                    self.lost.entry(personal.clone()).or_default().add(row);
                }
            }
        }
        let mut lost = Lost::new();
        for (personal, loss) in self.lost {
            // What merely stood in half a row need not be a PersonalID.
            if self.clients.remove(&personal).is_some() || loss.is_client {
                lost.insert(personal, loss.rows);
            }
        }
        let Self { clients, own, households, .. } = self;
        Part { clients, lost, own, households }
    }

    fn own(&mut self, personal: &str) -> &mut Own {
        if !self.own.contains_key(personal) {
            self.own.insert(personal.to_owned(), Own::default());
        }
        self.own.get_mut(personal).expect("it is there now")
    }

    /// Notes the days of a row that are not known.
    fn days(&mut self, personal: &str, row: &Row<'_>) {
        if row.has_unknown_days() {
            self.own(personal).unknown_days.note(row);
        }
    }

    fn client(&mut self, row: &Row<'_>, _: &mut Counts) -> Result<(), BadRow> {
        let personal = row.needed("PersonalID")?;
        self.know(&personal);
        let client = Client::of(row)?;
        if !(self.is_kept)(&personal) {
            return Ok(());
        }
        self.days(&personal, row);
        match self.clients.get(&personal) {
            None => drop(self.clients.insert(personal, (client, Stays::default()))),
            Some((other, _)) if *other == client => {
                self.own(&personal).twice(CLIENT.file);
            }
            Some(_) => self.clash(&personal, row.bad(Wrong::Twice("PersonalID"))),
        }
        Ok(())
    }

    fn enrollment(&mut self, row: &Row<'_>, _: &mut Counts) -> Result<(), BadRow> {
        let personal = row.needed("PersonalID")?;
        let stay = Stay::of(row)?;
        if self.is_of_unknown(&personal, row) || !(self.is_kept)(&personal) {
            return Ok(());
        }
        let Some((_, stays)) = self.clients.get_mut(&personal) else {
            self.without_client(&personal);
            return Ok(());
        };
        match stays.get_mut(&stay.enrollment) {
            None => {
                self.enrollments.insert(mark(&stay.enrollment));
                stays.add(stay);
                self.days(&personal, row);
            }
            Some(other) if *other == stay => self.own(&personal).twice(ENROLLMENT.file),
            Some(_) => self.clash(&personal, row.bad(Wrong::Twice("EnrollmentID"))),
        }
        Ok(())
    }

    fn exit(&mut self, row: &Row<'_>, _: &mut Counts) -> Result<(), BadRow> {
        let personal = row.needed("PersonalID")?;
        let enrollment = row.needed("EnrollmentID")?;
        let exit = Exit::of(row)?;
        if self.is_of_unknown(&personal, row) {
            return Ok(());
        }
        let mut stays = self.clients.get_mut(&personal).map(|it| &mut it.1);
        let is_client = stays.is_some();
        let own = stays.as_mut().and_then(|stays| stays.get_mut(&enrollment));
        if let Some(stay) = own {
            match &stay.exit {
                None => stay.exit = Some(exit),
                Some(other) if *other == exit => self.own(&personal).twice(EXIT.file),
                Some(_) => self.clash(&personal, row.bad(Wrong::Twice("EnrollmentID"))),
            }
            self.days(&personal, row);
            return Ok(());
        }
        // What it means for whoever has the enrollment, and for whom it names: each is judged as
        // if the other had not been asked for.
        if self.enrollments.contains(&mark(&enrollment)) {
            self.stray(&personal, &enrollment, Whom::Owner, row);
        }
        if !(self.is_kept)(&personal) {
            // It is of another part.
        } else if !is_client {
            self.without_client(&personal);
        } else if let Some(bad) = self.by_enrollment.get(&enrollment) {
            // The row of the enrollment did not say whose it is: this one does.
            self.lost.entry(personal).or_default().add(bad);
        } else if !self.lost.contains_key(&personal) {
            self.stray(&personal, &enrollment, Whom::Named, row);
        }
        Ok(())
    }

    /// Notes whom Client.csv has.
    fn know(&mut self, personal: &str) {
        if self.is_asked || (self.is_kept)(personal) {
            self.known.insert(mark(personal));
        }
    }

    /// Notes a row whose PersonalID Client.csv does not have. Where it has one that differs only
    /// in what spreadsheets change, the row may be theirs, and their record is not whole.
    fn is_of_unknown(&mut self, personal: &str, row: &Row<'_>) -> bool {
        if self.known.contains(&mark(personal)) || self.lost.contains_key(personal) {
            return false;
        }
        let meant = self.levels.meant_by(personal).to_vec();
        for it in &meant {
            self.clash(it, row.bad(Wrong::Spelled("PersonalID")));
        }
        if meant.is_empty() && self.is_asked {
            if (self.is_kept)(personal) {
                self.own(personal).of_unknown += 1;
            } else {
                self.of_unknown += 1;
            }
        }
        !meant.is_empty()
    }

    /// Notes whose a row is that the export marks as deleted.
    fn deleted(&mut self, row: &Row<'_>) {
        let Some(personal) = row.cell("PersonalID") else { return };
        if row.file() == CLIENT.file {
            self.know(personal);
        }
        if (self.is_kept)(personal) {
            self.own(personal).deleted += 1;
        }
    }

    fn stray(&mut self, personal: &str, enrollment: &str, whom: Whom, row: &Row<'_>) {
        let [personal, enrollment] = [personal, enrollment].map(str::to_owned);
        let row = row.bad(Wrong::AnotherClients("EnrollmentID"));
        self.strays.push(Stray { personal, enrollment, whom, row });
    }

    /// What becomes of exits that end no stay of the client whose they say they are. Where the
    /// enrollment is another client's, nobody can tell which of the two has left, and the record
    /// of neither is whole.
    fn place_strays(&mut self, export: &dyn Export) -> Result<(), ExportError> {
        let strays = std::mem::take(&mut self.strays);
        let owners = owners(export, &strays)?;
        let mut levels: HashMap<String, HashSet<String>> = HashMap::new();
        for stray in strays {
            let owners = &owners[&stray.enrollment];
            if owners.contains(&stray.personal) {
                // Two people have an enrollment of this name: it is not this one's.
            } else if owners.is_empty() {
                let own = levels.entry(stray.personal.clone()).or_insert_with(|| {
                    let stays = self.clients.get(&stray.personal).map(|it| it.1.all());
                    stays.into_iter().flatten().map(|it| level(&it.enrollment)).collect()
                });
                if own.contains(&level(&stray.enrollment)) {
                    let wrong = Wrong::Spelled("EnrollmentID");
                    self.clash(&stray.personal, BadRow { wrong, ..stray.row });
                } else {
                    self.own(&stray.personal).without_enrollment += 1;
                }
            } else {
                let whom: Vec<&String> = match stray.whom {
                    Whom::Owner => owners.iter().collect(),
                    Whom::Named => vec![&stray.personal],
                };
                for personal in whom {
                    if (self.is_kept)(personal) {
                        self.clash(personal, stray.row.clone());
                    }
                }
            }
        }
        Ok(())
    }

    /// What becomes of enrollments that two people have: whose such a stay is, nobody can tell.
    fn part_shared(&mut self) {
        for (personal, other, row) in self.households.take_shared() {
            // How a spreadsheet wrote the same one is told already.
            let is_known = |it: &String| self.known.contains(&mark(it));
            let is_spelling = level(&personal) == level(&other);
            let is_told = is_spelling && !(is_known(&personal) && is_known(&other));
            if (self.is_kept)(&personal) && !is_told {
                self.clash(&personal, row);
            }
        }
    }

    /// A row of somebody whom no row of Client.csv tells, or only one that was skipped.
    fn without_client(&mut self, personal: &str) {
        match self.lost.get_mut(personal) {
            Some(loss) => loss.is_client = true,
            None => self.own(personal).without_client += 1,
        }
    }

    /// Notes a row that contradicts another one of this client.
    fn clash(&mut self, personal: &str, row: BadRow) {
        self.lost.entry(personal.to_owned()).or_default().add(&row);
        self.own(personal).clashes.insert(row);
    }

    /// Notes whose a row is, or may be, that is skipped.
    fn skip(&mut self, row: &Row<'_>, bad: BadRow) {
        // A file that was cut off may end within an identifier: what is left of it is another's.
        let cell = |it| row.cell(it).filter(|_| !row.is_cut_in(it));
        let (personal, enrollment) = (cell("PersonalID"), cell("EnrollmentID"));
        if let Some(it) = personal.filter(|_| bad.file == CLIENT.file) {
            self.know(it);
        }
        let is_whole = row.check().is_ok();
        // Of a number that was rounded, all whose first digits these are may be meant.
        let rounded = personal.filter(|it| is_rounded(it));
        let meant = match (personal, rounded) {
            (_, Some(rounded)) => self.numbers.meant_by(rounded),
            (whole, None) => whole.iter().map(|it| (*it).to_owned()).collect(),
        };
        for it in &meant {
            self.suspect(it, &bad, is_whole);
        }
        if !is_whole {
            // Cells may have moved, and several rows may be in it.
            row.pieces().for_each(|it| self.suspect(it, &bad, false));
        }
        // Who was asked for by name is none of the others.
        let is_read = rounded.is_none() || self.is_asked || !meant.is_empty();
        let is_told = is_whole && personal.is_some() && is_read;
        // An exit is of the client of its enrollment too.
        if let Some(enrollment) = enrollment
            && (!is_told || bad.file == EXIT.file)
        {
            let place = self.by_enrollment.entry(enrollment.to_owned());
            place.or_insert_with(|| bad.clone());
        }
        if !is_told {
            let personal = personal.filter(|_| rounded.is_none());
            self.doubts.push(Doubt::of(personal, enrollment, bad));
        }
    }

    /// A row is skipped that is of this client, if it is one.
    fn suspect(&mut self, personal: &str, bad: &BadRow, is_whole: bool) {
        // Behind Client.csv it is known who is a client.
        let tells = bad.file == CLIENT.file;
        let is_known =
            self.clients.contains_key(personal) || self.lost.contains_key(personal);
        if (tells || is_known) && (self.is_kept)(personal) {
            let loss = self.lost.entry(personal.to_owned()).or_default();
            loss.is_client |= tells && (is_whole || self.is_asked);
            loss.add(bad);
        }
    }
}
