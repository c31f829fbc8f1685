//! Days as numbers that compare as days do.

/// A day, as year × 512 + month × 32 + day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Day(u32);

impl Day {
    /// Reads `2024-03-01`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let &[a, b, c, d, b'-', e, f, b'-', g, h] = text.as_bytes() else { return None };
        let number = |digits: &[u8]| digits.iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0'));
        let is_digits = [a, b, c, d, e, f, g, h].iter().all(u8::is_ascii_digit);
        is_digits.then(|| Self::new(number(&[a, b, c, d]), number(&[e, f]), number(&[g, h])))
    }

    fn new(year: u32, month: u32, day: u32) -> Self {
        Self(year << 9 | month << 5 | day)
    }

    /// So many months later, on the last day of the month where it has no such day.
    pub(crate) fn plus_months(self, months: u32) -> Self {
        let (year, month, day) = (self.0 >> 9, self.0 >> 5 & 15, self.0 & 31);
        let later = month - 1 + months;
        let (year, month) = (year + later / 12, later % 12 + 1);
        let last = match month {
            2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        Self::new(year, month, day.min(last))
    }
}

#[cfg(test)]
mod tests {
    use super::Day;

    #[test]
    fn months_end_where_they_end() {
        let day = |text: &str| Day::parse(text).expect("a day");
        assert!(day("2023-11-30").plus_months(3) == day("2024-02-29"));
        assert!(day("2024-11-30").plus_months(3) == day("2025-02-28"));
        assert!(day("2024-10-15").plus_months(3) == day("2025-01-15"));
        assert!(day("2024-09-30").plus_months(3) == day("2024-12-30"));
    }
}
