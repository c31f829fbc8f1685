//! The ten rules.

use std::{
    fmt::Write as _,
    fs, iter,
    path::Path,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use regex::Regex;

use crate::{
    calendar::Day,
    facts::{Facts, PARTS, join},
    input::{Failure, Work},
    record::{Meeting, Named},
};

/// Ids of the records that are only referred to.
pub(crate) struct Reference {
    goals: Vec<String>,
    themes: Vec<String>,
    organizations: Vec<String>,
}

impl Reference {
    pub(crate) fn read(folder: &Path) -> Result<Self, Failure> {
        let ids = |name: &str| -> Result<Vec<String>, Failure> {
            let text = fs::read_to_string(folder.join(name))?;
            let id = |line| Ok(sonic_rs::from_str::<Named<'_>>(line)?.id.0.into_owned());
            text.lines().map(id).collect()
        };
        Ok(Self {
            goals: ids("goals.ndjson")?,
            themes: ids("themes.ndjson")?,
            organizations: ids("organizations.ndjson")?,
        })
    }
}

fn position(ids: &[String], id: &str) -> Option<usize> {
    ids.iter().position(|known| known == id)
}

/// What one thread finds and keeps.
pub(crate) struct Worker<'r> {
    reference: &'r Reference,
    title: Regex,
    not_final: Regex,
    findings: String,
    /// Listed contributions: the meeting and the origin.
    listed: Facts,
    /// Contributions that are carried over: the meeting that they go to and their id; the meeting that they come from.
    carried: Facts,
    /// The day that each meeting begins.
    begins: Facts,
    /// The next session of meetings: its id; the day that the earlier one begins, and its id.
    follows: Facts,
    /// How many contributions name each goal and theme.
    named: Vec<u64>,
    /// In how many meetings each organization takes part.
    attended: Vec<u64>,
}

impl<'r> Worker<'r> {
    pub(crate) fn new(reference: &'r Reference) -> Self {
        let regex = |text| Regex::new(text).expect("a regular expression");
        Self {
            reference,
            title: regex(r"^[A-Z][A-Za-z ]+: session [1-9][0-9]*$"),
            not_final: regex(r"(to be (confirmed|completed)|TB[CD])"),
            findings: String::new(),
            listed: Facts::new(),
            carried: Facts::new(),
            begins: Facts::new(),
            follows: Facts::new(),
            named: vec![0; reference.goals.len() * reference.themes.len()],
            attended: vec![0; reference.organizations.len()],
        }
    }

    fn find(&mut self, rule: &str, record: &str) {
        found(&mut self.findings, rule, record);
    }
}

fn found(findings: &mut String, rule: &str, record: &str) {
    writeln!(findings, "{rule},{record}").expect("a text can be written to");
}

impl Work for Worker<'_> {
    fn line(&mut self, line: &str) -> Result<(), Failure> {
        let meeting: Meeting<'_> = sonic_rs::from_str(line)?;
        let id = &*meeting.id.0;
        let day = |text: &str| Day::parse(text).ok_or_else(|| format!("{text} is no day"));
        let (starts_on, ends_on) = (day(&meeting.starts_on.0)?, day(&meeting.ends_on.0)?);
        if starts_on > ends_on {
            self.find("days-in-order", id);
        }
        for due_on in meeting.actions.iter().filter_map(|action| action.due_on.as_ref()) {
            if day(&due_on.0)? > ends_on.plus_months(3) {
                self.find("due-in-time", id);
            }
        }
        if meeting.title.en.as_ref().is_some_and(|title| !self.title.is_match(&title.0)) {
            self.find("title-has-number", id);
        }
        for participant in &meeting.participants {
            if let Some(at) = position(&self.reference.organizations, &participant.organization.0) {
                self.attended[at] += 1;
            }
        }
        for contribution in &meeting.contributions {
            if self.not_final.is_match(&contribution.text.0) {
                self.find("text-is-final", id);
            }
            if contribution.goals.is_empty() && contribution.themes.is_empty() && contribution.status.0 != "withdrawn" {
                self.find("names-goal", id);
            }
            let is_by = |by: &str| meeting.participants.iter().any(|participant| participant.organization.0 == by);
            if contribution.by.as_ref().is_some_and(|by| !is_by(&by.0)) {
                self.find("speaks", id);
            }
            if let Some(origin) = &contribution.origin {
                self.listed.keep([id, &origin.0], "");
            }
            if let Some(later) = &contribution.carried_to {
                self.carried.keep([&later.0, &contribution.id.0], id);
            }
            for goal in contribution.goals.iter().filter_map(|goal| position(&self.reference.goals, &goal.0)) {
                for theme in contribution.themes.iter().filter_map(|theme| position(&self.reference.themes, &theme.0)) {
                    self.named[goal * self.reference.themes.len() + theme] += 1;
                }
            }
        }
        self.begins.keep([id, ""], &meeting.starts_on.0);
        if let Some(next) = &meeting.next_session {
            self.follows.keep([&next.0, ""], &format!("{}{id}", meeting.starts_on.0));
        }
        Ok(())
    }
}

/// The findings of all workers, and those of the rules over all records.
pub(crate) fn finish(workers: Vec<Worker<'_>>, reference: &Reference, threads: usize) -> Vec<String> {
    let next = AtomicUsize::new(0);
    let mut texts: Vec<String> = thread::scope(|scope| {
        let run = || {
            let mut findings = String::new();
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                if at >= PARTS {
                    return findings;
                }
                join_part(&workers, at, &mut findings);
            }
        };
        let handles: Vec<_> = (0..threads.max(1)).map(|_| scope.spawn(run)).collect();
        handles.into_iter().map(|handle| handle.join().expect("a panic aborts the program")).collect()
    });
    let mut counted = String::new();
    let themes = reference.themes.len();
    for (at, goal) in (0..reference.goals.len()).flat_map(|at| iter::repeat_n(at, themes)).enumerate() {
        if workers.iter().all(|worker| worker.named[at] == 0) {
            found(&mut counted, "goals-by-theme", &reference.goals[goal]);
        }
    }
    for (at, organization) in reference.organizations.iter().enumerate() {
        if workers.iter().all(|worker| worker.attended[at] == 0) {
            found(&mut counted, "takes-part", organization);
        }
    }
    texts.push(counted);
    texts.extend(workers.into_iter().map(|worker| worker.findings));
    texts
}

fn join_part(workers: &[Worker<'_>], at: usize, findings: &mut String) {
    let listed = workers.iter().map(|worker| worker.listed.part(at));
    let carried = workers.iter().map(|worker| worker.carried.part(at));
    join(listed, carried, |meeting, met| {
        if met.is_none() {
            found(findings, "kept", meeting);
        }
    });
    let begins = workers.iter().map(|worker| worker.begins.part(at));
    let follows = workers.iter().map(|worker| worker.follows.part(at));
    join(begins, follows, |earlier, next| {
        let (starts_on, meeting) = earlier.split_at("2024-01-01".len());
        // Days of this form compare as texts do.
        if next.is_some_and(|next| next < starts_on) {
            found(findings, "follows", meeting);
        }
    });
}
