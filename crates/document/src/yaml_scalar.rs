//! What a plain scalar of YAML stands for (YAML 1.2.2, section 10.3.2, core schema).

use saphyr_parser::Tag;

/// The value of a scalar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Scalar {
    Null,
    Boolean(bool),
    Unsigned(u64),
    Signed(i64),
    Float(f64),
    /// A number that fits neither 64 bits nor a double, and `.inf` and `.nan`, which JSON does not have.
    TooLarge,
    Text,
}

/// Reads a scalar without quotes. A date stays a text.
pub(crate) fn plain(text: &str) -> Scalar {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Scalar::Null,
        "true" | "True" | "TRUE" => return Scalar::Boolean(true),
        "false" | "False" | "FALSE" => return Scalar::Boolean(false),
        _ => {}
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return Scalar::TooLarge;
    }
    let in_base =
        |digits: &str, base: u32| u64::from_str_radix(digits, base).map_or(Scalar::TooLarge, Scalar::Unsigned);
    if let Some(octal) = text.strip_prefix("0o").filter(|digits| all(digits, |b| matches!(b, b'0'..=b'7'))) {
        return in_base(octal, 8);
    }
    if let Some(hexadecimal) = text.strip_prefix("0x").filter(|digits| all(digits, |b| b.is_ascii_hexdigit())) {
        return in_base(hexadecimal, 16);
    }
    if all(unsigned, |b| b.is_ascii_digit()) {
        return whole(text);
    }
    if is_float(unsigned) {
        return match text.parse::<f64>() {
            // There is one zero, as in JSON here.
            Ok(number) if number.is_finite() => Scalar::Float(number + 0.0),
            _ => Scalar::TooLarge,
        };
    }
    Scalar::Text
}

/// The name of a tag of the core schema; `!` alone says that the value is a text.
pub(crate) fn core_tag(tag: &Tag) -> Option<&str> {
    match (tag.handle.as_str(), tag.suffix.as_str()) {
        ("tag:yaml.org,2002:" | "!!", suffix) => Some(suffix).filter(|suffix| CORE_TAGS.contains(suffix)),
        ("", "tag:yaml.org,2002:str" | "!") | ("!", "") => Some("str"),
        _ => None,
    }
}

const CORE_TAGS: [&str; 7] = ["str", "int", "float", "bool", "null", "map", "seq"];

/// Reads a scalar whose tag says what it is; nothing where it is something else.
pub(crate) fn tagged(text: &str, tag: &str) -> Option<Scalar> {
    match (tag, plain(text)) {
        ("str", _) => Some(Scalar::Text),
        #[expect(clippy::cast_precision_loss, reason = "the tag asks for a double")]
        ("float", Scalar::Unsigned(number)) => Some(Scalar::Float(number as f64)),
        #[expect(clippy::cast_precision_loss, reason = "the tag asks for a double")]
        ("float", Scalar::Signed(number)) => Some(Scalar::Float(number as f64)),
        ("int", scalar @ (Scalar::Unsigned(_) | Scalar::Signed(_) | Scalar::TooLarge))
        | ("float", scalar @ (Scalar::Float(_) | Scalar::TooLarge))
        | ("bool", scalar @ Scalar::Boolean(_))
        | ("null", scalar @ Scalar::Null) => Some(scalar),
        _ => None,
    }
}

fn all(digits: &str, is_digit: impl Fn(u8) -> bool) -> bool {
    !digits.is_empty() && digits.bytes().all(is_digit)
}

fn whole(text: &str) -> Scalar {
    let text = text.strip_prefix('+').unwrap_or(text);
    match (text.parse::<u64>(), text.parse::<i64>()) {
        (Ok(number), _) => Scalar::Unsigned(number),
        (_, Ok(0)) => Scalar::Unsigned(0),
        (_, Ok(number)) => Scalar::Signed(number),
        _ => Scalar::TooLarge,
    }
}

/// `[0-9]+(\.[0-9]*)?` or `\.[0-9]+`, with or without an exponent.
fn is_float(text: &str) -> bool {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['-', '+']).unwrap_or(exponent))),
        None => (text, None),
    };
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let mantissa_is_right = match mantissa.split_once('.') {
        Some(("", fraction)) => !fraction.is_empty() && digits(fraction),
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => !mantissa.is_empty() && digits(mantissa),
    };
    mantissa_is_right && exponent.is_none_or(|exponent| !exponent.is_empty() && digits(exponent))
}

#[cfg(test)]
mod tests {
    use super::{Scalar, plain};

    #[test]
    fn there_is_one_zero() {
        for text in ["-0.0", "-0e0", "-.0"] {
            assert!(matches!(plain(text), Scalar::Float(zero) if zero == 0.0 && zero.is_sign_positive()), "{text}");
        }
    }

    #[test]
    fn plain_scalars_follow_the_core_schema() {
        for (text, value) in [
            ("~", Scalar::Null),
            ("TRUE", Scalar::Boolean(true)),
            ("yes", Scalar::Text),
            ("010", Scalar::Unsigned(10)),
            ("0o10", Scalar::Unsigned(8)),
            ("0xff", Scalar::Unsigned(255)),
            ("-3", Scalar::Signed(-3)),
            ("+3", Scalar::Unsigned(3)),
            ("-0", Scalar::Unsigned(0)),
            ("16.10", Scalar::Float(16.10)),
            ("1e3", Scalar::Float(1000.0)),
            (".5", Scalar::Float(0.5)),
            (".inf", Scalar::TooLarge),
            ("1e999", Scalar::TooLarge),
            ("99999999999999999999", Scalar::TooLarge),
            ("2023-07-03", Scalar::Text),
            ("16.a", Scalar::Text),
            ("e3", Scalar::Text),
            (".", Scalar::Text),
            ("-", Scalar::Text),
        ] {
            assert_eq!(plain(text), value, "{text}");
        }
    }
}
