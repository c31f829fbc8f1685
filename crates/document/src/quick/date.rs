//! Dates, as the format `date` asserts them: those of RFC 3339, from the year 0 on.

use crate::pattern::Table;

/// Which dates a text may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dates {
    All,
    /// Those after the year 0.
    FromYearOne,
}

impl Dates {
    #[inline]
    pub(super) fn has(self, text: &[u8]) -> bool {
        let Some([y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1]) = text.first_chunk() else { return false };
        let digits = [y0, y1, y2, y3, m0, m1, d0, d1].map(|byte| byte.wrapping_sub(b'0'));
        if text.len() != LENGTH || digits.iter().any(|digit| *digit > 9) {
            return false;
        }
        let [y0, y1, y2, y3, m0, m1, d0, d1] = digits.map(u32::from);
        let (year, month, day) = (y0 * 1000 + y1 * 100 + y2 * 10 + y3, m0 * 10 + m1, d0 * 10 + d1);
        let days = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
            2 => 28,
            _ => return false,
        };
        (1..=days).contains(&day) && (self == Self::All || year > 0)
    }

    /// The dates that a pattern accepts, where these are all of them, or all after the year 0: then nothing is to be
    /// asked of the pattern.
    pub(super) fn of_pattern(pattern: &Table) -> Option<Self> {
        // The states after each four digits other than four zeros, and those after four zeros.
        let (mut others, mut zeros) = (Vec::new(), vec![0]);
        for at in 0..LENGTH {
            let bytes = if at == 4 || at == 7 { b'-'..=b'-' } else { b'0'..=b'9' };
            let next = |states: &[u8], bytes: std::ops::RangeInclusive<u8>| {
                let mut next: Vec<u8> =
                    states.iter().flat_map(|state| bytes.clone().map(move |byte| pattern.next(*state, byte))).collect();
                next.sort_unstable();
                next.dedup();
                next
            };
            let after_others = next(&others, bytes.clone());
            if at < 4 {
                others = next(&zeros, b'1'..=b'9');
                zeros = next(&zeros, b'0'..=b'0');
            } else {
                others = Vec::new();
                zeros = next(&zeros, bytes);
            }
            others.extend(after_others);
            others.sort_unstable();
            others.dedup();
        }
        let accepts = |state: &u8| pattern.is_end(*state);
        match (others.iter().all(accepts), zeros.iter().all(accepts), zeros.iter().any(accepts)) {
            (true, true, _) => Some(Self::All),
            (true, _, false) => Some(Self::FromYearOne),
            _ => None,
        }
    }
}

/// How many bytes a date has.
const LENGTH: usize = 10;
