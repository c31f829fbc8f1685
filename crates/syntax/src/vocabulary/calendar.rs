//! Months and numbers, as they are written in words.

/// Months, as they are written in words.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The number of the month that an English word names, in full or by its first letters: 1 for January.
///
/// ```
/// assert_eq!(accordance_syntax::month("Sept"), Some(9));
/// assert_eq!(accordance_syntax::month("monday"), None);
/// ```
pub fn month(word: &str) -> Option<u8> {
    let lower = word.to_lowercase();
    let is_meant = |month: &&str| lower.len() > 2 && month.starts_with(&*lower);
    (1..).zip(MONTHS).find(|(_, month)| is_meant(month)).map(|(number, _)| number)
}

/// Whole numbers as they are written in words.
const NUMBERS: [(&str, i64); 13] = [
    ("a", 1),
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
];

/// The whole number up to twelve that an English word names.
///
/// ```
/// assert_eq!(accordance_syntax::number("three"), Some(3));
/// assert_eq!(accordance_syntax::number("third"), None);
/// ```
pub fn number(word: &str) -> Option<i64> {
    NUMBERS.iter().find(|(written, _)| *written == word).map(|(_, number)| *number)
}

/// The days of the week in English, French and Spanish, from Monday on.
const WEEKDAYS: [(&str, [&str; 3]); 7] = [
    ("Monday", ["monday", "lundi", "lunes"]),
    ("Tuesday", ["tuesday", "mardi", "martes"]),
    ("Wednesday", ["wednesday", "mercredi", "miercoles"]),
    ("Thursday", ["thursday", "jeudi", "jueves"]),
    ("Friday", ["friday", "vendredi", "viernes"]),
    ("Saturday", ["saturday", "samedi", "sabado"]),
    ("Sunday", ["sunday", "dimanche", "domingo"]),
];

/// The day of the week that an English, French or Spanish word names, as the language writes it.
///
/// ```
/// assert_eq!(accordance_syntax::weekday("Lundi"), Some("Monday"));
/// assert_eq!(accordance_syntax::weekday("sábado"), Some("Saturday"));
/// assert_eq!(accordance_syntax::weekday("Mondy"), None);
/// ```
pub fn weekday(word: &str) -> Option<&'static str> {
    let plain = word.to_lowercase().replace('á', "a").replace('é', "e");
    WEEKDAYS.iter().find(|(_, written)| written.contains(&plain.as_str())).map(|(day, _)| *day)
}

/// The length of time that a text spells, as it is written without quotes.
///
/// ```
/// assert_eq!(accordance_syntax::duration("3 months").as_deref(), Some("3 months"));
/// assert_eq!(accordance_syntax::duration("1 Months").as_deref(), Some("1 month"));
/// assert_eq!(accordance_syntax::duration("3 goals"), None);
/// ```
pub fn duration(text: &str) -> Option<String> {
    let mut parts = text.split_whitespace();
    let [Some(count), Some(unit), None] = std::array::from_fn(|_| parts.next()) else { return None };
    let count: u32 = count.parse().ok()?;
    let (unit, _) = super::duration_unit(&unit.to_lowercase())?;
    Some(format!("{count} {}{}", unit.word(), if count == 1 { "" } else { "s" }))
}
