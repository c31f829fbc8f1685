//! SARIF 2.1.0 (OASIS).

use std::{collections::BTreeMap, io::Write};

use accordance_engine::{Finding, Outcome, Place, Problem, Report, Severity, Tally};
use serde_json::{Value, json};
use serde_sarif::sarif::{
    ArtifactLocation, Invocation, Location, Message, MultiformatMessageString, Notification, PhysicalLocation,
    PropertyBag, Region, ReportingConfiguration, ReportingDescriptor, Result as SarifResult, ResultKind, ResultLevel,
    Run, Sarif, Suppression, Tool, ToolComponent,
};

use crate::{
    WriteError, clean,
    fingerprint::{self, Fingerprint},
    inert_json, values,
};

/// What results are known by from run to run. The number is that of the way in which it is made.
const FINGERPRINT: &str = "accordance/v1";

/// The schema that a SARIF 2.1.0 log names.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

pub(crate) fn write(report: &Report, out: &mut dyn Write) -> Result<(), WriteError> {
    let rules: Vec<ReportingDescriptor> = report.rules.iter().map(descriptor).collect();
    let driver =
        ToolComponent::builder().name("accordance").semantic_version(env!("CARGO_PKG_VERSION")).rules(rules).build();
    let invocation = Invocation::builder()
        .execution_successful(report.problems.is_empty())
        .tool_execution_notifications(report.problems.iter().map(notification).collect::<Vec<_>>())
        .build();
    let fingerprints = fingerprint::of(&report.findings)?;
    let findings = report.findings.iter().zip(fingerprints);
    let run = Run::builder()
        .tool(Tool::builder().driver(driver).build())
        .invocations(vec![invocation])
        .results(findings.map(|(finding, fingerprint)| result(finding, fingerprint, report)).collect::<Vec<_>>())
        .column_kind(json!("unicodeCodePoints"))
        .build();
    let log = Sarif::builder().version(json!("2.1.0")).schema(SCHEMA).runs(vec![run]).build();
    inert_json::write_pretty(&log, out)?;
    out.write_all(b"\n")?;
    Ok(())
}

/// What a rule says of itself.
fn descriptor(tally: &Tally) -> ReportingDescriptor {
    let mut descriptor = ReportingDescriptor::builder().id(tally.rule.to_string()).build();
    let Some(about) = &tally.about else { return descriptor };
    let text = |text: &str| MultiformatMessageString::builder().text(clean(text).into_owned()).build();
    descriptor.short_description = Some(text(&about.title));
    descriptor.full_description = about.because.as_deref().map(text);
    descriptor.help_uri = about
        .see
        .as_deref()
        .filter(|see| see.starts_with("https://") && !see.contains(char::is_whitespace))
        .map(|see| clean(see).into());
    let configuration = ReportingConfiguration::builder().level(json!(level(about.severity))).build();
    descriptor.default_configuration = Some(configuration);
    descriptor.properties = about.owner.as_ref().map(|owner| bag([("owner", owner.as_ref().into())]));
    descriptor
}

/// What SARIF has no property for.
fn bag<const COUNT: usize>(properties: [(&str, Value); COUNT]) -> PropertyBag {
    let properties: BTreeMap<String, Value> = properties.map(|(name, value)| (name.to_owned(), value)).into();
    PropertyBag::builder().additional_properties(properties).build()
}

fn level(severity: Severity) -> ResultLevel {
    match severity {
        Severity::Error => ResultLevel::Error,
        Severity::Warning => ResultLevel::Warning,
        Severity::Advice => ResultLevel::Note,
    }
}

fn result(finding: &Finding, fingerprint: Fingerprint, report: &Report) -> SarifResult {
    let level = match (finding.outcome, finding.severity) {
        (Outcome::CannotTell, _) => ResultLevel::None,
        (_, severity) => level(severity),
    };
    let kind = match finding.outcome {
        Outcome::Fails => ResultKind::Fail,
        Outcome::CannotTell => ResultKind::Open,
    };
    let text = match &finding.fix {
        Some(fix) => format!("{}. {}", finding.message.trim_end_matches('.'), fix),
        None => finding.message.clone(),
    };
    let index = report.rules.iter().position(|tally| tally.rule == finding.rule);
    let properties = bag([
        ("requirement", json!(finding.requirement)),
        ("pointer", json!(finding.place.pointer)),
        ("record", json!(finding.record)),
        ("values", values::of(finding).into()),
    ]);
    let suppressions = finding.waived.iter().map(|waived| {
        let reason = format!("{} (until {}, decided by {})", waived.because, waived.until, waived.by);
        Suppression::builder().kind(json!("external")).justification(clean(&reason).into_owned()).build()
    });
    let mut result = SarifResult::builder()
        .rule_id(finding.rule.to_string())
        .level(level)
        .kind(kind)
        .message(message(&text))
        .locations(vec![location(&finding.place, None)])
        .partial_fingerprints(BTreeMap::from([(FINGERPRINT.to_owned(), fingerprint.to_string())]))
        .properties(properties)
        .build();
    result.rule_index = index.and_then(|index| i64::try_from(index).ok());
    if !finding.related.is_empty() {
        let related = finding.related.iter().map(|related| location(&related.place, Some(&related.label)));
        result.related_locations = Some(related.collect());
    }
    let suppressions: Vec<_> = suppressions.collect();
    result.suppressions = (!suppressions.is_empty()).then_some(suppressions);
    result
}

fn notification(problem: &Problem) -> Notification {
    let place = Place {
        file: problem.file.clone(),
        line: problem.line.unwrap_or(1),
        column: problem.column.unwrap_or(1),
        span: 0..0,
        pointer: String::new(),
    };
    Notification::builder()
        .level(json!("error"))
        .message(message(&problem.message))
        .locations(vec![location(&place, None)])
        .build()
}

fn message(text: &str) -> Message {
    Message::builder().text(clean(text).into_owned()).build()
}

fn location(place: &Place, label: Option<&str>) -> Location {
    let number = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let region = Region::builder().start_line(number(place.line)).start_column(number(place.column)).build();
    let physical = PhysicalLocation::builder()
        .artifact_location(ArtifactLocation::builder().uri(address(&place.file)).build())
        .region(region)
        .build();
    let mut location = Location::builder().physical_location(physical).build();
    location.message = label.map(message);
    location
}

/// A file's name as a relative address (RFC 3986): other characters than those of names are percent-encoded.
fn address(file: &str) -> String {
    let mut address = String::new();
    for byte in file.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => address.push(byte.into()),
            _ => address.extend(['%', hex(byte >> 4), hex(byte & 15)]),
        }
    }
    address
}

fn hex(digit: u8) -> char {
    char::from_digit(digit.into(), 16).unwrap_or('0').to_ascii_uppercase()
}
