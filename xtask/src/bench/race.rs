//! Engines run in turn, again and again, so that what disturbs the machine disturbs all of them.

use std::{
    collections::BTreeMap,
    fs,
    time::{Duration, Instant},
};

use super::{
    data::Data,
    engine::Engine,
    found::Found,
    machine,
    measure::{self, Cost},
    workshop::{Work, Workshop},
};
use crate::{Failure, say};

/// So long nothing is said of how far a race is.
const PATIENCE_OF_PEOPLE: Duration = Duration::from_secs(5);

/// One engine on one set of records.
#[derive(Clone, Debug)]
pub(super) struct Entrant {
    pub(super) title: String,
    pub(super) engine: Engine,
    pub(super) work: Work,
    pub(super) threads: usize,
    pub(super) data: Data,
    pub(super) runs: Vec<Cost>,
    pub(super) found: Option<Found>,
    /// Why it is not run.
    pub(super) left_out: Option<String>,
}

impl Entrant {
    /// An engine that runs the rules, on as many threads as it uses of `threads`.
    pub(super) fn new(engine: Engine, data: &Data, threads: usize) -> Self {
        Self {
            title: engine.title().to_owned(),
            engine,
            work: Work::Rules,
            threads: engine.threads(threads),
            data: data.clone(),
            runs: Vec::new(),
            found: None,
            left_out: None,
        }
    }

    #[must_use]
    pub(super) fn titled(self, title: &str) -> Self {
        Self { title: title.to_owned(), ..self }
    }

    #[must_use]
    pub(super) fn doing(self, work: Work) -> Self {
        Self { work, ..self }
    }

    /// What it takes: the median of its runs.
    pub(super) fn cost(&self) -> Option<Cost> {
        Cost::median(&self.runs)
    }

    fn spent(&self) -> Duration {
        self.runs.iter().map(Cost::cpu).sum()
    }
}

/// How much is run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    pub(super) runs: usize,
    /// An engine that has taken so much time of processors on a set of records is not run on it again, and not at all
    /// where that is foreseen.
    pub(super) patience: Duration,
}

/// What engines took on fewer records, to foresee what more would take.
#[derive(Clone, Debug, Default)]
pub(super) struct Forecast(BTreeMap<Engine, (u64, Cost)>);

impl Forecast {
    /// Learns from a race.
    pub(super) fn learn(&mut self, entrants: &[Entrant]) {
        for entrant in entrants {
            if let Some(cost) = entrant.cost() {
                self.0.insert(entrant.engine, (entrant.data.records, cost));
            }
        }
    }

    /// Why an engine should not be run on so many records, if so.
    pub(super) fn objection(&self, engine: Engine, records: u64, limits: Limits) -> Result<Option<String>, Failure> {
        let Some((fewer, cost)) = self.0.get(&engine) else { return Ok(None) };
        let times = u32::try_from(records / fewer).unwrap_or(u32::MAX);
        let memory = cost.memory.saturating_mul(times.into());
        if memory > machine::available_memory()? / 10 * 9 {
            return Ok(Some(format!("it would take about {} GB of memory", memory / 1_000_000_000)));
        }
        let time = cost.cpu().saturating_mul(times);
        if time > limits.patience {
            return Ok(Some(format!("it would take about {} s", time.as_secs())));
        }
        Ok(None)
    }
}

/// Runs all entrants in turn, and fails where they do not find the same.
pub(super) fn race(workshop: &Workshop, entrants: &mut [Entrant], limits: Limits) -> Result<(), Failure> {
    let findings = workshop.own.join("findings");
    let log = workshop.own.join("log");
    let mut told = Instant::now();
    for run in 0..limits.runs {
        for entrant in entrants.iter_mut().filter(|entrant| entrant.left_out.is_none()) {
            if run > 0 && entrant.spent() > limits.patience {
                continue;
            }
            match fs::remove_file(&findings) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(Failure::at(&findings, error));
                }
                _ => {}
            }
            let Entrant { engine, work, threads, data, .. } = &*entrant;
            data.warm()?;
            let command = workshop.command(*engine, *work, data, *threads, &findings);
            let output = if Workshop::writes_to_output(*engine) { &findings } else { &log };
            let cost = measure::run(command, engine.statuses(), output, &workshop.own.join("errors"))?;
            entrant.runs.push(cost);
            if entrant.work == Work::Reading {
                continue;
            }
            let found = Found::read(&findings, entrant.engine.form())?;
            if let Some(before) = entrant.found.replace(found)
                && entrant.found.as_ref() != Some(&before)
            {
                return Err(Failure::Told(format!("{} found other things in another run", entrant.title)));
            }
        }
        if told.elapsed() > PATIENCE_OF_PEOPLE {
            say(&format!("run {} of {} is done", run + 1, limits.runs));
            told = Instant::now();
        }
    }
    compare(entrants)
}

/// Fails where two entrants that do the same work on the same records find different things.
fn compare(entrants: &[Entrant]) -> Result<(), Failure> {
    let whole = entrants.iter().find(|entrant| entrant.found.is_some() && entrant.engine.rules().is_none());
    let Some((first, expected)) = whole.and_then(|first| Some((first, first.found.as_ref()?))) else { return Ok(()) };
    let mut told = Vec::new();
    for entrant in entrants.iter().filter(|entrant| entrant.work == first.work) {
        let Some(found) = &entrant.found else { continue };
        let differences = expected.differences(found, entrant.engine.rules(), entrant.engine.count());
        if !differences.is_empty() {
            told.push(format!("{} and {} differ: {}", first.title, entrant.title, differences.join("; ")));
        }
    }
    if told.is_empty() { Ok(()) } else { Err(Failure::Told(told.join("\n"))) }
}

/// Fails where a rule finds nothing, since nothing much would be compared then, or anything else is found, such as a
/// fault of a record.
pub(super) fn must_find(entrants: &[Entrant], rules: &[String]) -> Result<(), Failure> {
    for entrant in entrants {
        let Some(found) = &entrant.found else { continue };
        let is_own = |rule: &&str| entrant.engine.rules().is_none_or(|own| own.contains(rule));
        let asked: Vec<&str> = rules.iter().map(String::as_str).filter(is_own).collect();
        let silent: Vec<&str> = asked.iter().copied().filter(|rule| found.of(rule) == 0).collect();
        let others: Vec<&str> = found.rules().filter(|rule| !asked.contains(rule)).collect();
        for (rules, what) in [(silent, "finds nothing"), (others, "was not asked for")] {
            if let [first, ..] = rules[..] {
                let more = if rules.len() > 1 { format!(", {} more", rules.len() - 1) } else { String::new() };
                return Err(Failure::Told(format!("{}: {first} {what}{more}", entrant.title)));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Entrant, Forecast, Limits};
    use crate::bench::{data::Data, engine::Engine, measure::Cost};

    #[test]
    fn what_takes_too_long_or_too_much_on_more_records_is_foreseen() {
        let data = Data { meetings: "m".into(), reference: "r".into(), records: 1000, bytes: 1 };
        let mut slow = Entrant::new(Engine::Jq, &data, 2);
        let second = Duration::from_secs(1);
        slow.runs.push(Cost { wall: second, user: second, system: Duration::ZERO, memory: 1_000_000 });
        let mut large = Entrant::new(Engine::Polars, &data, 2);
        large.runs.push(Cost { wall: Duration::ZERO, user: second, system: Duration::ZERO, memory: 1 << 40 });
        let mut forecast = Forecast::default();
        forecast.learn(&[slow, large]);
        let limits = Limits { runs: 5, patience: 60 * second };
        let objection = |engine, records| {
            forecast.objection(engine, records, limits).map_err(|failure| failure.to_string()).expect("it is known")
        };
        assert_eq!(objection(Engine::Jq, 10_000), None);
        assert_eq!(objection(Engine::Jq, 100_000).as_deref(), Some("it would take about 100 s"));
        assert!(objection(Engine::Polars, 1000).is_some_and(|told| told.contains("memory")));
        assert_eq!(objection(Engine::Duckdb, 1_000_000), None);
    }
}
