//! The benchmark: `accordance check` beside other engines, on the same records and rules.

mod data;
mod engine;
mod found;
mod instructions;
mod machine;
mod measure;
mod page;
mod race;
mod workshop;
mod writer;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use clap::Args;

use crate::{Failure, say};
use engine::Engine;
use page::{Section, Table, costs, ratio, seconds};
use race::{Entrant, Forecast, Limits, must_find, race};
use workshop::{Build, Work, Workshop};
use writer::Writer;

/// On so many threads engines run, if they can.
const THREADS: usize = 2;
/// More records than these are not put into files of their own, and not validated by slow engines.
const MANY: u64 = 100_000;
/// Records of a small data set, and how often a check of it is timed.
const SMALL: (u64, usize) = (10, 25);
/// Records of a quick try.
const SMOKE: u64 = 300;

/// How the benchmark is run.
#[derive(Clone, Debug, Args)]
#[command(after_help = "\
Without --engines, all of them are measured, as are many small files, and docs/performance.md is written.

Examples:
  cargo xtask bench                                             everything: an hour, 10 GB of disk
  cargo xtask bench --records 100000 --engines accordance,handwritten,duckdb
  cargo xtask bench --instructions                              counts that repeat, by valgrind
  cargo xtask bench --smoke                                     a quick try of the benchmark itself")]
pub(crate) struct Options {
    /// On how many records
    #[arg(long, value_name = "N,N…", value_delimiter = ',', default_values_t = [10_000, 100_000, 1_000_000])]
    records: Vec<u64>,
    /// How often each engine is run
    #[arg(long, value_name = "N", default_value_t = 5)]
    runs: usize,
    /// Which engines [default: all]
    #[arg(long, value_name = "NAME,…", value_delimiter = ',', value_enum)]
    engines: Vec<Engine>,
    /// Measure many small files too
    #[arg(long)]
    files: bool,
    /// An engine that has taken so many seconds of CPU time on a set of records is not run on it again, and not at all
    /// where that is foreseen from fewer records
    #[arg(long, value_name = "SECONDS", default_value_t = 180)]
    patience: u64,
    /// Count instructions instead of time
    #[arg(long, conflicts_with_all = ["engines", "files", "smoke"])]
    instructions: bool,
    /// Compare what two engines that need no installation find on few records, in quick builds, and measure nothing
    #[arg(long, conflicts_with_all = ["engines", "files"])]
    smoke: bool,
}

pub(crate) fn run(project: &Path, options: &Options) -> Result<(), Failure> {
    let build = if options.smoke { Build::Quick } else { Build::Release };
    let bench = Bench::new(project, options, build)?;
    if options.smoke {
        return bench.smoke();
    }
    if options.instructions {
        return instructions::run(&bench.workshop, &bench.data);
    }
    let is_whole = options.engines.is_empty();
    for engine in &bench.engines {
        bench.workshop.make_ready(*engine)?;
    }
    let mut sections = vec![page::setting(project, options.runs)?];
    sections.extend(bench.rules(&options.records)?);
    sections.push(bench.threads(&options.records)?);
    sections.push(bench.writers(&options.records)?);
    if is_whole || options.files {
        sections.push(bench.files(&options.records)?);
    }
    if bench.has(Engine::Ajv) {
        sections.push(bench.schema_alone(&options.records)?);
    }
    sections.push(bench.built_in(&options.records)?);
    sections.push(bench.start()?);
    if is_whole {
        page::write(&project.join("docs/performance.md"), &sections)?;
    }
    Ok(())
}

struct Bench {
    workshop: Workshop,
    /// Where records are.
    data: PathBuf,
    engines: BTreeSet<Engine>,
    limits: Limits,
}

impl Bench {
    fn new(project: &Path, options: &Options, build: Build) -> Result<Self, Failure> {
        let workshop = Workshop::new(project, build);
        let data = workshop.own.join("data");
        fs::create_dir_all(&data).map_err(|error| Failure::at(&data, error))?;
        // Ratios are to the command, and the floor is read by the hand-written program.
        let always = [Engine::Accordance, Engine::Handwritten];
        let engines = match &options.engines[..] {
            [] => <Engine as clap::ValueEnum>::value_variants(),
            some => some,
        };
        Ok(Self {
            workshop,
            data,
            engines: always.iter().chain(engines).copied().collect(),
            limits: Limits { runs: options.runs.max(1), patience: Duration::from_secs(options.patience) },
        })
    }

    fn has(&self, engine: Engine) -> bool {
        self.engines.contains(&engine)
    }

    /// The ten rules over each number of records, and how costs grow with it.
    fn rules(&self, sizes: &[u64]) -> Result<Vec<Section>, Failure> {
        let mut sizes = sizes.to_vec();
        sizes.sort_unstable();
        sizes.dedup();
        let (mut sections, mut forecast, mut all) = (Vec::new(), Forecast::default(), Vec::new());
        for records in sizes {
            let data = data::ndjson(&self.data, records)?;
            let mut entrants = Vec::new();
            for engine in self.engines.iter().filter(|engine| engine.runs_rules_on_lines()) {
                let mut entrant = Entrant::new(*engine, &data, THREADS);
                entrant.left_out = forecast.objection(*engine, records, self.limits)?;
                entrants.push(entrant);
            }
            race(&self.workshop, &mut entrants, self.limits)?;
            must_find(&entrants, &self.names()?)?;
            forecast.learn(&entrants);
            let title = format!("Ten rules over {records} records, {}", page::megabytes(data.bytes));
            sections.push(Section::new(title).with(&costs(&entrants)).show());
            all.push((records, entrants));
        }
        sections.push(self.findings(&all)?.show());
        if all.len() > 1 {
            sections.push(growth(&all).show());
        }
        Ok(sections)
    }

    /// The names of the rules, in the order of their file.
    fn names(&self) -> Result<Vec<String>, Failure> {
        let path = self.workshop.rules();
        let text = fs::read_to_string(&path).map_err(|error| Failure::at(&path, error))?;
        let block = |line: &str| {
            let name = line.strip_prefix("rule ").or_else(|| line.strip_prefix("matrix "))?;
            name.split(' ').next().map(str::to_owned)
        };
        Ok(text.lines().filter_map(block).collect())
    }

    fn findings(&self, all: &[(u64, Vec<Entrant>)]) -> Result<Section, Failure> {
        let sizes: Vec<String> = all.iter().map(|(records, _)| format!("{records} records")).collect();
        let head: Vec<&str> = std::iter::once("").chain(sizes.iter().map(String::as_str)).collect();
        let mut table = Table::new(&head);
        for rule in self.names()? {
            let counts = all.iter().map(|(_, entrants)| {
                let found = entrants.first().and_then(|entrant| entrant.found.as_ref());
                found.map(|found| found.of(&rule).to_string()).unwrap_or_default()
            });
            let counts: Vec<String> = counts.collect();
            table.row([vec![rule], counts].concat());
        }
        Ok(Section::new("Findings")
            .saying("All engines found these, on the same records: the benchmark fails where they do not.")
            .with(&table))
    }

    /// What a second thread brings.
    fn threads(&self, sizes: &[u64]) -> Result<Section, Failure> {
        let data = data::ndjson(&self.data, most(sizes))?;
        let entrant = |engine: Engine, threads: usize, title: &str| Entrant::new(engine, &data, threads).titled(title);
        let mut entrants = [
            entrant(Engine::Accordance, 2, "accordance, two threads"),
            entrant(Engine::Accordance, 1, "accordance, one thread"),
            entrant(Engine::Handwritten, 2, "hand-written Rust, two threads"),
            entrant(Engine::Handwritten, 1, "hand-written Rust, one thread"),
        ];
        race(&self.workshop, &mut entrants, self.limits)?;
        let title = format!("One thread and two, {} records", data.records);
        Ok(Section::new(title).with(&costs(&entrants)).show())
    }

    /// The same records as other programs write them.
    fn writers(&self, sizes: &[u64]) -> Result<Section, Failure> {
        let data = data::ndjson(&self.data, most(sizes))?;
        let mut all = vec![("as the schema has them", data)];
        for writer in Writer::ALL {
            all.push((writer.title(), data::rewritten(&self.data, most(sizes), writer)?));
        }
        let mut entrants = Vec::new();
        for (engine, name) in [(Engine::Accordance, "accordance"), (Engine::Handwritten, "hand-written Rust")] {
            for (title, data) in &all {
                entrants.push(Entrant::new(engine, data, THREADS).titled(&format!("{name}, {title}")));
            }
        }
        race(&self.workshop, &mut entrants, self.limits)?;
        let title = format!("The same {} records as other programs write them", most(sizes));
        Ok(Section::new(title)
            .saying(
                "Without spaces and with members in the order of the schema; with a space behind each comma and colon, as \
                 Python writes them; with these spaces, and members sorted by their names; and with the members of each \
                 record in another order.",
            )
            .with(&costs(&entrants))
            .show())
    }

    /// Many small files beside one with the same records.
    fn files(&self, sizes: &[u64]) -> Result<Section, Failure> {
        let one = data::ndjson(&self.data, most(sizes))?;
        let many = data::files(&self.data, most(sizes))?;
        let mut entrants = vec![
            Entrant::new(Engine::Accordance, &many, THREADS).titled("accordance, many files"),
            Entrant::new(Engine::Accordance, &one, THREADS).titled("accordance, one file"),
            Entrant::new(Engine::Handwritten, &many, THREADS).titled("reading many files").doing(Work::Reading),
            Entrant::new(Engine::Handwritten, &one, THREADS).titled("reading one file").doing(Work::Reading),
        ];
        if self.has(Engine::CfnGuard) {
            entrants.push(Entrant::new(Engine::CfnGuard, &many, THREADS));
        }
        race(&self.workshop, &mut entrants, self.limits)?;
        let walls: Vec<Duration> = entrants.iter().filter_map(Entrant::cost).map(|cost| cost.wall).collect();
        let section = Section::new(format!("{} files with a record each, and one with all of them", one.records))
            .saying("Reading is finding and opening the files, a check of UTF-8, and counting lines: no check can take less.")
            .with(&costs(&entrants));
        let section = match walls[..] {
            [check_many, check_one, read_many, read_one, ..] => section.saying(&format!(
                "Without reading, many files take {} times as long as one.",
                ratio(check_many.saturating_sub(read_many), check_one.saturating_sub(read_one))
            )),
            _ => section,
        };
        Ok(section.show())
    }

    /// Schema validation alone.
    fn schema_alone(&self, sizes: &[u64]) -> Result<Section, Failure> {
        let data = data::ndjson(&self.data, most(sizes))?;
        let mut entrants =
            [Engine::Accordance, Engine::Ajv].map(|engine| Entrant::new(engine, &data, THREADS).doing(Work::Schema));
        race(&self.workshop, &mut entrants, self.limits)?;
        Ok(Section::new(format!("Schema validation alone, {} records", data.records)).with(&costs(&entrants)).show())
    }

    /// The rules of a run that names none.
    fn built_in(&self, sizes: &[u64]) -> Result<Section, Failure> {
        let data = data::ndjson(&self.data, most(sizes))?;
        let mut entrants = [
            Entrant::new(Engine::Accordance, &data, THREADS).titled("the built-in rules").doing(Work::Pack),
            Entrant::new(Engine::Accordance, &data, THREADS).titled("the ten rules"),
        ];
        race(&self.workshop, &mut entrants, self.limits)?;
        let [all, ten] = entrants.each_ref().map(|entrant| entrant.found.as_ref().map_or(0, found::Found::total));
        let said = format!(
            "The built-in rules find {all} things in these records, which are made for others, and the ten rules {ten}. \
             Each is worked out, looked up and written."
        );
        Ok(Section::new(format!("The built-in rules, {} records", data.records))
            .saying(&said)
            .with(&costs(&entrants))
            .show())
    }

    /// A small data set, from start to exit.
    fn start(&self) -> Result<Section, Failure> {
        let (records, runs) = SMALL;
        let data = data::ndjson(&self.data, records)?;
        let mut entrants = [
            Entrant::new(Engine::Accordance, &data, THREADS).titled("the ten rules"),
            Entrant::new(Engine::Accordance, &data, THREADS).titled("the built-in rules").doing(Work::Pack),
            Entrant::new(Engine::Accordance, &data, THREADS).titled("no rules").doing(Work::Schema),
        ];
        race(&self.workshop, &mut entrants, Limits { runs, ..self.limits })?;
        let mut table = Table::new(&["accordance check", "wall", "CPU", "memory"]);
        for entrant in &entrants {
            if let Some(cost) = entrant.cost() {
                let cells = [seconds(cost.wall), seconds(cost.cpu()), page::megabytes(cost.memory)];
                table.row(std::iter::once(entrant.title.clone()).chain(cells).collect());
            }
        }
        let title = format!("From start to exit on {records} records, median of {runs} runs");
        Ok(Section::new(title).with(&table).show())
    }

    fn smoke(&self) -> Result<(), Failure> {
        let engines = [Engine::Accordance, Engine::Handwritten];
        for engine in engines {
            self.workshop.make_ready(engine)?;
        }
        let data = data::ndjson(&self.data, SMOKE)?;
        let mut entrants = engines.map(|engine| Entrant::new(engine, &data, THREADS));
        race(&self.workshop, &mut entrants, Limits { runs: 1, ..self.limits })?;
        must_find(&entrants, &self.names()?)?;
        let total = entrants[0].found.as_ref().map_or(0, found::Found::total);
        say(&format!("both engines find the same {total} things in {} records", data.records));
        Ok(())
    }
}

/// The most records that small files, validation alone and a single thread are measured on.
fn most(sizes: &[u64]) -> u64 {
    sizes.iter().copied().filter(|records| *records <= MANY).max().unwrap_or(MANY)
}

/// What a record takes where there are more and more of them.
fn growth(all: &[(u64, Vec<Entrant>)]) -> Section {
    let sizes: Vec<String> = all.iter().map(|(records, _)| format!("{records} records")).collect();
    let head: Vec<&str> = std::iter::once("").chain(sizes.iter().map(String::as_str)).collect();
    let mut table = Table::new(&head);
    for entrant in all.iter().take(1).flat_map(|(_, entrants)| entrants) {
        let costs = all.iter().map(|(records, entrants)| {
            let cost = entrants.iter().find(|other| other.engine == entrant.engine).and_then(Entrant::cost);
            let each = cost.and_then(|cost| cost.wall.checked_div(u32::try_from(*records).ok()?));
            each.map_or_else(|| "not run".to_owned(), |each| format!("{:.1} µs", each.as_secs_f64() * 1e6))
        });
        table.row(std::iter::once(entrant.title.clone()).chain(costs).collect());
    }
    Section::new("Growth: wall time for each record").with(&table)
}
