//! From bytes to lines and columns.

use crate::format::text_start;

/// Where the lines of a text begin.
///
/// ```
/// use accordance_document::LineIndex;
///
/// let lines = LineIndex::new("id: é\nnumber: 4\n");
/// assert_eq!(lines.line_column("id: é\nnumber: 4\n", 7), (2, 1));
/// ```
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<usize>,
    /// How many characters begin before each block, so that no column is counted over more than one of them: a record
    /// may be a line of many megabytes.
    before: Vec<usize>,
}

/// The bytes of a block.
const BLOCK: usize = 4096;

impl LineIndex {
    /// Reads the lines of a text once.
    pub fn new(text: &str) -> Self {
        // A byte-order mark is no column.
        let first = text_start(text);
        let breaks = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
        let blocks = text.as_bytes().chunks_exact(BLOCK).map(characters);
        let before = std::iter::once(0).chain(blocks.scan(0, |sum, block| {
            *sum += block;
            Some(*sum)
        }));
        Self { starts: std::iter::once(first).chain(breaks).collect(), before: before.collect() }
    }

    /// The line and column of a place, both from 1, the column in characters.
    pub fn line_column(&self, text: &str, at: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= at).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        let end = at.min(text.len()).max(start);
        (line, self.characters_to(text, end) - self.characters_to(text, start) + 1)
    }

    /// How many characters begin before a place.
    fn characters_to(&self, text: &str, at: usize) -> usize {
        let block = (at / BLOCK).min(self.before.len() - 1);
        let rest = text.as_bytes().get(block * BLOCK..at).unwrap_or_default();
        self.before[block] + characters(rest)
    }

    /// The text of a line, from 1, without its line break.
    pub fn line<'t>(&self, text: &'t str, line: usize) -> &'t str {
        let start = self.starts.get(line.wrapping_sub(1)).copied().unwrap_or(text.len());
        let end = self.starts.get(line).copied().unwrap_or(text.len());
        text.get(start..end).unwrap_or_default().trim_end_matches(['\n', '\r'])
    }
}

/// How many characters begin in some bytes. This needs no character boundary at their ends.
fn characters(bytes: &[u8]) -> usize {
    let begins = |byte: &u8| u8::from((byte & 0xc0) != 0x80);
    // A sum of so few fits in a byte, and many bytes are added together.
    let (chunks, rest) = bytes.as_chunks::<128>();
    let sums = chunks.iter().map(|chunk| usize::from(chunk.iter().map(begins).sum::<u8>()));
    sums.sum::<usize>() + rest.iter().map(|byte| usize::from(begins(byte))).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::LineIndex;

    proptest! {
        #[test]
        fn columns_are_counted_in_characters(
            pieces in prop::collection::vec(("[aé€😀\n]{0,6}", 1_usize..3000), 0..6),
            at in any::<prop::sample::Index>(),
        ) {
            let text: String = pieces.iter().map(|(piece, times)| piece.repeat(*times)).collect();
            let places: Vec<usize> = text.char_indices().map(|(place, _)| place).chain([text.len()]).collect();
            let at = *at.get(&places);
            let before = &text[..at];
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            prop_assert_eq!(LineIndex::new(&text).line_column(&text, at), (line, column));
        }
    }
}
