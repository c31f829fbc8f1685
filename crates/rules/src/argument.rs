//! Values of parameters that a run is given.

use std::collections::BTreeSet;

use accordance_syntax::{Limits, ast, parse};

use crate::{
    Type,
    check::data_constant_of,
    core::{Constant, Program},
    nearest::nearest,
};

/// The value that a run gives the parameters of a name, written as in a rule file; a text may be written without its
/// quotes. Files that do not see each other may each have a parameter of that name: those whose kind the value is of
/// get it, each told by its number in the program.
///
/// # Errors
/// There is no such parameter, or the text is no value of the kind of any; a sentence that says what to write.
pub fn argument(program: &Program, name: &str, text: &str) -> Result<Vec<(usize, Constant)>, String> {
    let all = program.parameters.iter().enumerate();
    let named: Vec<(usize, &Type)> = all
        .filter(|(_, parameter)| parameter.name == name)
        .map(|(number, parameter)| (number, &parameter.ty))
        .collect();
    if named.is_empty() {
        let names: BTreeSet<&str> = program.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
        let advice = match nearest(name, names.iter().copied()) {
            Some(near) => format!("write {near}"),
            None if names.is_empty() => "the rules have no parameters".to_owned(),
            None => format!("the rules have {}", names.into_iter().collect::<Vec<_>>().join(", ")),
        };
        return Err(format!("there is no parameter {name:?}; {advice}"));
    }
    let given_to = |value: &Constant, fits: &dyn Fn(&Type) -> bool| -> Vec<(usize, Constant)> {
        named.iter().filter(|(_, ty)| fits(ty)).map(|(number, _)| (*number, value.clone())).collect()
    };
    let mut given = written(text).map_or_else(Vec::new, |(value, ty)| given_to(&value, &|wanted| is_of(&ty, wanted)));
    // A text that begins like one in quotes is one with a mistake.
    if given.is_empty() && !text.starts_with('"') {
        given = given_to(&Constant::Text(text.into()), &Type::is_textual);
    }
    if given.is_empty() {
        let mut examples: Vec<String> = named.iter().map(|(_, ty)| example(ty)).collect();
        examples.dedup();
        return Err(format!("{text:?} is no value of the parameter {name}; write {}", examples.join(", or ")));
    }
    Ok(given)
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

fn example(ty: &Type) -> String {
    match ty {
        Type::Boolean => "true or false".to_owned(),
        Type::Whole => "a whole number, like 12".to_owned(),
        Type::Number => "a number, like 3.5".to_owned(),
        Type::Date => "a date, like 2023-07-03".to_owned(),
        Type::DateTime => "a date with a time, like 2023-07-03T09:30:00Z".to_owned(),
        Type::Duration => "a length of time, like \"90 days\"".to_owned(),
        Type::List(item) => format!("a list, like [{}]", item_of_example(item)),
        _ => "a text".to_owned(),
    }
}

fn item_of_example(ty: &Type) -> String {
    match ty {
        Type::Boolean => "true, false".to_owned(),
        Type::Number => "1.5, 2".to_owned(),
        Type::Date => "2023-07-03, 2023-07-04".to_owned(),
        Type::DateTime => "2023-07-03T09:30:00Z".to_owned(),
        Type::Duration => "90 days, 1 year".to_owned(),
        Type::List(item) => format!("[{}]", item_of_example(item)),
        item if item.is_textual() => "\"a\", \"b\"".to_owned(),
        _ => "1, 2".to_owned(),
    }
}
