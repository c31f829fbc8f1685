//! Syntax tree to text.

/// A field as it is written after a dot or before a colon: in backquotes where it is no plain name.
pub(crate) fn field(name: &str) -> String {
    let mut bytes = name.bytes();
    let plain = bytes.next().is_some_and(|first| first.is_ascii_alphabetic() || first == b'_')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if plain { name.to_owned() } else { format!("`{name}`") }
}
