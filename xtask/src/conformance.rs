//! The published schemas as others use them: the conformance pack through five validators, and code that is generated
//! from the bundle.

mod agreement;
mod generated;
mod guide;
mod pack;
mod page;
mod tools;
mod validators;

use std::path::Path;

use crate::{Failure, say};
use agreement::Agreement;
use pack::Pack;
use tools::Tools;
use validators::Validator;

/// What happens with the tables in `docs/validators.md`, and with what its commands print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tables {
    /// It is compared with what was found.
    Check,
    /// It is written.
    Write,
}

/// Asks every validator about every case, generates code and tries it.
pub(crate) fn run(workspace: &Path, tables: Tables) -> Result<(), Failure> {
    let pack = Pack::read(&workspace.join("schemas/v1"))?;
    let tools = Tools::install(workspace)?;
    say(&format!("{} cases, each through the schema of its kind and through the bundle", pack.cases.len()));

    // At once, since the slowest is much slower than the others.
    let agreements: Vec<Agreement> = std::thread::scope(|scope| {
        let (pack, tools) = (&pack, &tools);
        let asked = Validator::ALL.map(|validator| scope.spawn(move || Agreement::of(validator, pack, tools)));
        let joined = asked.into_iter().map(|thread| {
            thread.join().unwrap_or_else(|_| Err(Failure::Told("a validator could not be asked to the end".into())))
        });
        joined.collect::<Result<_, Failure>>()
    })?;
    agreements.iter().for_each(|agreement| say(&agreement.line()));
    let told: Vec<String> = agreements.iter().filter_map(Agreement::disagreements).collect();
    if !told.is_empty() {
        return Err(Failure::Told(told.join("\n")));
    }

    let generators = generated::try_all(&pack, &tools)?;
    generators.iter().for_each(|generator| say(&generator.line()));
    let page = workspace.join("docs/validators.md");
    guide::try_page(&page, &pack, &tools, tables)?;
    page::update(&page, &page::tables(&agreements, &generators), tables)
}
