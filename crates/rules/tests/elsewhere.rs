//! Functions of other languages.

mod data;

use data::errors;

#[test]
fn functions_within_functions_are_each_told_once() {
    const LEVELS: usize = 24;
    for (open, close) in [("concat(", ", \"x\")"), ("countif(", ", 3)"), ("coalesce(", ", \"x\")")] {
        let call = format!("{}goal.note{}", open.repeat(LEVELS), close.repeat(LEVELS));
        let errors = errors(&format!("require {call} = \"a\""));
        let of_the_function = errors.iter().filter(|error| error.starts_with("E0202")).count();
        let too_large = errors.iter().filter(|error| error.starts_with("E0227")).count();
        assert_eq!((of_the_function, too_large), (LEVELS, 0), "{open}: {errors:#?}");
    }
}
