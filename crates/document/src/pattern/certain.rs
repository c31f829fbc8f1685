//! Patterns of which it is seen at once that every engine can use them, without building anything from them.

/// The product of the numbers of all repetitions is at most this, so that no engine finds the pattern too large.
const MOST_REPEATED: u32 = 1000;
/// Longer patterns are left to engines.
const LONGEST: usize = 400;

/// Whether a plain pattern can be used for certain: its classes are in order, and its repetitions are well formed and
/// small.
///
/// It says no of many that can be used too.
pub(super) fn is_certain(plain: &str) -> bool {
    if plain.len() > LONGEST {
        return false;
    }
    let mut repeated: u32 = 1;
    let mut rest = plain;
    while let Some(first) = rest.chars().next() {
        rest = &rest[first.len_utf8()..];
        match first {
            // Signs of pattern languages alone: of others, an escape is a construct in some.
            '\\' => match rest.strip_prefix(|sign: char| r"\.-/()[]{}|*+?^$".contains(sign)) {
                Some(after) => rest = after,
                None => return false,
            },
            '[' => match rest.split_once(']') {
                Some((class, after)) if is_ordered(class) => rest = after,
                _ => return false,
            },
            '{' => match rest.split_once('}').and_then(|(range, after)| Some((most(range)?, after))) {
                Some((most, after)) => {
                    repeated = repeated.saturating_mul(most.max(1));
                    rest = after;
                }
                None => return false,
            },
            _ => {}
        }
    }
    repeated <= MOST_REPEATED
}

/// Whether a class, as it stands between its brackets, has no escapes, and each of its ranges goes upwards.
fn is_ordered(class: &str) -> bool {
    let bytes = class.as_bytes();
    let inner =
        bytes.windows(3).all(|three| three[1] != b'-' || (three[0] < three[2] && three[0] != b'-' && three[2] != b'-'));
    // A second range that begins where the first ends is none: `a-c-e`.
    let overlaps = bytes.windows(4).any(|four| four[1] == b'-' && four[3] == b'-');
    inner && !overlaps && !class.is_empty() && !class.contains(['\\', '['])
}

/// The larger number of a repetition: `4`, `2,`, `2,4`.
fn most(range: &str) -> Option<u32> {
    let (least, most) = range.split_once(',').unwrap_or((range, range));
    let number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse::<u32>().ok())?;
    let least = number(least)?;
    let most = if most.is_empty() { least } else { number(most)? };
    (least <= most).then_some(most)
}

#[cfg(test)]
mod tests {
    use super::is_certain;

    #[test]
    fn the_patterns_of_most_schemas_are_certain() {
        for pattern in [
            "^[a-z0-9]+(-[a-z0-9]+)*$",
            "^([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])-[0-9]{2}-[0-9]{2}$",
            "^https?://[!#-;=?-Z_a-z~]+$",
            r"^([1-9]|1[0-7])\.([1-9]|1[0-9]|[a-d])$",
            "^a{2,}(b{0,2}|c)$",
        ] {
            assert!(is_certain(pattern), "{pattern}");
        }
    }

    #[test]
    fn what_an_engine_may_refuse_is_not_certain() {
        for pattern in [
            "^[z-a]$",
            "^[a-c-e]$",
            "^[]$",
            r"^[\d]$",
            r"^\<$",
            "^a{2,1}$",
            "^a{x}$",
            "^a{}$",
            "^a{,2}$",
            "^a{2$",
            "^(a{100}){100}$",
            "^a{99999999999}$",
            "^[a$",
        ] {
            assert!(!is_certain(pattern), "{pattern}");
        }
    }
}
