//! From the number of a character in a text to its place in bytes.

/// From the number of a character in a text to its place in bytes.
pub(crate) enum ByteOffsets<'s> {
    Ascii(usize),
    /// The place of every 64th character, and the text is walked from there.
    Marked {
        text: &'s str,
        marks: Vec<usize>,
    },
}

impl<'s> ByteOffsets<'s> {
    const STEP: usize = 64;

    pub(crate) fn new(text: &'s str) -> Self {
        if text.is_ascii() {
            return Self::Ascii(text.len());
        }
        let marks = text.char_indices().step_by(Self::STEP).map(|(at, _)| at).collect();
        Self::Marked { text, marks }
    }

    pub(crate) fn at(&self, character: usize) -> usize {
        match self {
            Self::Ascii(length) => character.min(*length),
            Self::Marked { text, marks } => {
                let Some(&mark) = marks.get(character / Self::STEP) else {
                    return text.len();
                };
                let within = text[mark..].char_indices().nth(character % Self::STEP);
                within.map_or(text.len(), |(at, _)| mark + at)
            }
        }
    }
}
