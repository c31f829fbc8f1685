//! Runs `ten.rego` over meetings: `with-regorus INPUT REFERENCE FINDINGS THREADS`.
//!
//! Rules of one record see it as `input`, on as many threads as asked for. Those over all records see, as `data`, the fields
//! that they read.

use std::{
    error::Error,
    fs::{self, File},
    io::{BufWriter, Write},
    path::Path,
    process::ExitCode,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use regorus::{Engine, Value};

type Failure = Box<dyn Error + Send + Sync>;

/// So many lines are taken by a thread at a time.
const PIECE: usize = 200;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments[..] {
        [input, reference, findings, threads] => run(input, Path::new(reference), findings, threads),
        _ => Err("usage: with-regorus INPUT REFERENCE FINDINGS THREADS".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(input: &str, reference: &Path, findings: &str, threads: &str) -> Result<(), Failure> {
    let mut engine = Engine::new();
    engine.add_policy("ten.rego".to_owned(), include_str!("ten.rego").to_owned())?;
    let text = fs::read_to_string(input)?;
    let lines: Vec<&str> = text.lines().collect();
    let next = AtomicUsize::new(0);
    let work = || -> Result<(Vec<Value>, String), Failure> {
        let (mut engine, mut kept, mut found) = (engine.clone(), Vec::new(), String::new());
        loop {
            let start = next.fetch_add(PIECE, Ordering::Relaxed);
            if start >= lines.len() {
                return Ok((kept, found));
            }
            for line in &lines[start..lines.len().min(start + PIECE)] {
                let meeting = Value::from_json_str(line)?;
                kept.push(projected(&meeting)?);
                engine.set_input(meeting);
                add(&engine.eval_rule("data.ten.record".to_owned())?, &mut found)?;
            }
        }
    };
    let done: Vec<(Vec<Value>, String)> = thread::scope(|scope| {
        let handles: Vec<_> = (0..threads.parse().unwrap_or(1)).map(|_| scope.spawn(work)).collect();
        handles.into_iter().map(|handle| handle.join().expect("no thread panics")).collect::<Result<_, Failure>>()
    })?;
    let (kept, mut found): (Vec<_>, Vec<_>) = done.into_iter().unzip();
    let mut data = Value::new_object();
    let object = data.as_object_mut()?;
    object.insert("meetings".into(), Value::from(kept.into_iter().flatten().collect::<Vec<_>>()));
    for name in ["goals", "themes", "organizations"] {
        let text = fs::read_to_string(reference.join(name).with_extension("ndjson"))?;
        let ids = text.lines().map(|line| Ok(Value::from_json_str(line)?["id"].clone()));
        object.insert(name.into(), Value::from(ids.collect::<Result<Vec<_>, Failure>>()?));
    }
    engine.add_data(data)?;
    let mut last = String::new();
    add(&engine.eval_rule("data.ten.all".to_owned())?, &mut last)?;
    found.push(last);
    let mut out = BufWriter::new(File::create(findings)?);
    for text in found {
        out.write_all(text.as_bytes())?;
    }
    out.flush()?;
    Ok(())
}

/// What the rules over all meetings read of one.
fn projected(meeting: &Value) -> Result<Value, Failure> {
    let only = |from: &Value, names: &[&str]| -> Result<Value, Failure> {
        let mut some = Value::new_object();
        for name in names {
            if from[*name] != Value::Undefined {
                some.as_object_mut()?.insert((*name).into(), from[*name].clone());
            }
        }
        Ok(some)
    };
    let mut kept = only(meeting, &["id", "starts_on", "next_session"])?;
    let contributions = meeting["contributions"].as_array()?.iter();
    let contributions = contributions.map(|said| only(said, &["id", "origin", "carried_to", "goals", "themes"]));
    let participants = meeting["participants"].as_array()?.iter().map(|listed| listed["organization"].clone());
    let object = kept.as_object_mut()?;
    object.insert("participants".into(), Value::from(participants.collect::<Vec<_>>()));
    object.insert("contributions".into(), Value::from(contributions.collect::<Result<Vec<_>, Failure>>()?));
    Ok(kept)
}

/// Writes the ids under each rule's name as lines.
fn add(found: &Value, lines: &mut String) -> Result<(), Failure> {
    for (rule, records) in found.as_object()? {
        for record in records.as_array()? {
            lines.push_str(&format!("{},{}\n", rule.as_string()?, record.as_string()?));
        }
    }
    Ok(())
}
