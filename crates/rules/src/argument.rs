//! Values of parameters that a run is given.

use accordance_syntax::{Limits, ast, parse};

use crate::{
    Type,
    check::data_constant_of,
    core::{Constant, Program},
    nearest::nearest,
};

/// The value that a run gives a parameter, written as in a rule file; a text may be written without its quotes.
///
/// # Errors
/// There is no such parameter, or the text is no value of its kind; a sentence that says what to write.
pub fn argument(program: &Program, name: &str, text: &str) -> Result<Constant, String> {
    let Some(parameter) = program.parameters.iter().find(|parameter| parameter.name == name) else {
        let names = program.parameters.iter().map(|parameter| parameter.name.as_str());
        let advice = match nearest(name, names.clone()) {
            Some(near) => format!("write {near}"),
            None if program.parameters.is_empty() => "the rules have no parameters".to_owned(),
            None => format!("the rules have {}", names.collect::<Vec<_>>().join(", ")),
        };
        return Err(format!("there is no parameter {name:?}; {advice}"));
    };
    let given = written(text).filter(|(_, ty)| is_of(ty, &parameter.ty));
    match given {
        Some((value, _)) => Ok(value),
        None if parameter.ty.is_textual() && !text.contains('"') => Ok(Constant::Text(text.into())),
        None => Err(format!("{text:?} is no value of the parameter {name}; write {}", example(&parameter.ty))),
    }
}

/// The value of a text, as `param` takes one.
fn written(text: &str) -> Option<(Constant, Type)> {
    if text.contains('\n') {
        return None;
    }
    let parsed = parse(&format!("accordance 1\nparam value = {text}\n"), Limits::default());
    match (parsed.mistakes.as_slice(), parsed.file.blocks.as_slice()) {
        ([], [ast::Block::Param(param)]) => data_constant_of(param.value.as_ref()?),
        _ => None,
    }
}

fn is_of(given: &Type, wanted: &Type) -> bool {
    match (given, wanted) {
        (Type::Whole, Type::Number) | (Type::List(_), Type::List(_)) => given.union(wanted).is_some(),
        _ => given == wanted,
    }
}

fn example(ty: &Type) -> &'static str {
    match ty {
        Type::Boolean => "true or false",
        Type::Whole => "a whole number, like 12",
        Type::Number => "a number, like 3.5",
        Type::Date => "a date, like 2023-07-03",
        Type::DateTime => "a date with a time, like 2023-07-03T09:30:00Z",
        Type::Duration => "a length of time, like \"90 days\"",
        Type::List(_) => "a list, like [1, 2]",
        _ => "a text",
    }
}
