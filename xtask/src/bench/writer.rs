//! The same records as other programs write them.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    io,
};

use serde::Serialize;
use serde_json::{Serializer, Value, ser::Formatter};

/// How a program writes records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Writer {
    /// A space behind each comma and colon, as Python writes them.
    Spaced,
    /// Members sorted by their names, with these spaces.
    Sorted,
    /// Members of each record in another order, as programs write them that keep them by hash.
    Mixed,
}

impl Writer {
    pub(super) const ALL: [Self; 3] = [Self::Spaced, Self::Sorted, Self::Mixed];

    /// Its name, for people and in the names of files.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Spaced => "spaced",
            Self::Sorted => "sorted",
            Self::Mixed => "mixed",
        }
    }

    /// What its records are like, in a word.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Spaced => "with spaces",
            Self::Sorted => "with spaces, sorted",
            Self::Mixed => "each in another order",
        }
    }

    /// Writes a line of a number anew.
    pub(super) fn write(self, line: &str, number: u64, out: &mut dyn io::Write) -> io::Result<()> {
        let mut record: Value = serde_json::from_str(line)?;
        match self {
            Self::Spaced => {}
            Self::Sorted => record.sort_all_objects(),
            Self::Mixed => mix(&mut record, number),
        }
        if self == Self::Mixed {
            serde_json::to_writer(&mut *out, &record)?;
        } else {
            record.serialize(&mut Serializer::with_formatter(&mut *out, Spaces))?;
        }
        out.write_all(b"\n")
    }
}

fn mix(value: &mut Value, number: u64) {
    match value {
        Value::Object(members) => {
            let mut own: Vec<(String, Value)> = std::mem::take(members).into_iter().collect();
            own.sort_by_cached_key(|(name, _)| {
                let mut hasher = DefaultHasher::new();
                (number, name).hash(&mut hasher);
                hasher.finish()
            });
            own.iter_mut().for_each(|(_, member)| mix(member, number));
            members.extend(own);
        }
        Value::Array(items) => items.iter_mut().for_each(|item| mix(item, number)),
        _ => {}
    }
}

/// Writes a space behind each comma and colon.
struct Spaces;

impl Formatter for Spaces {
    fn begin_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W, is_first: bool) -> io::Result<()> {
        if is_first { Ok(()) } else { writer.write_all(b", ") }
    }

    fn begin_object_key<W: ?Sized + io::Write>(&mut self, writer: &mut W, is_first: bool) -> io::Result<()> {
        self.begin_array_value(writer, is_first)
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }
}

#[cfg(test)]
mod tests {
    use super::Writer;

    #[test]
    fn each_writer_writes_the_same_record_in_its_way() {
        let line = r#"{"id":"a","goals":["g-1","g-2"],"by":{"name":"N","id":7}}"#;
        let written = |writer: Writer, number: u64| {
            let mut out = Vec::new();
            writer.write(line, number, &mut out).expect("it is JSON");
            String::from_utf8(out).expect("UTF-8")
        };
        let spaced = r#"{"id": "a", "goals": ["g-1", "g-2"], "by": {"name": "N", "id": 7}}"#;
        assert_eq!(written(Writer::Spaced, 0).trim_end(), spaced);
        let sorted = r#"{"by": {"id": 7, "name": "N"}, "goals": ["g-1", "g-2"], "id": "a"}"#;
        assert_eq!(written(Writer::Sorted, 0).trim_end(), sorted);
        let mixed: std::collections::BTreeSet<String> = (0..50).map(|number| written(Writer::Mixed, number)).collect();
        assert!(mixed.len() > 6, "{mixed:?}");
        let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).expect("JSON");
        assert!(mixed.iter().all(|text| value(text) == value(line) && !text.contains(": ")), "{mixed:?}");
    }
}
