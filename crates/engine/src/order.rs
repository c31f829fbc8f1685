//! The order in which findings are told: by file, by place, and by rule.

use rayon::prelude::*;

use crate::Finding;

/// Findings that were made together, each with the number of its file.
pub(crate) type Located = Vec<(usize, Finding)>;

/// Where a finding stands in the order, and where it is. Findings are large: these are sorted in their stead, so that
/// each finding is moved once.
#[derive(Clone, Copy)]
struct Key {
    file: usize,
    start: usize,
    end: usize,
    rule: Option<usize>,
    group: usize,
    number: usize,
}

/// All findings in their order. `rule` gives the rank of a finding's rule among those at the same place; none comes first.
/// Findings that are alike in all of this stay in the order in which they were made.
pub(crate) fn in_order(groups: Vec<Located>, rule: impl Fn(&Finding) -> Option<usize> + Sync) -> Vec<Finding> {
    let of_group = |(group, findings): (usize, &Located)| {
        let key = |(number, (file, finding)): (usize, &(usize, Finding))| {
            let span = &finding.place.span;
            Key { file: *file, start: span.start, end: span.end, rule: rule(finding), group, number }
        };
        findings.iter().enumerate().map(key).collect::<Vec<_>>()
    };
    let mut keys: Vec<Key> = groups.par_iter().enumerate().flat_map_iter(of_group).collect();
    let pointer = |key: &Key| Some(&*groups.get(key.group)?.get(key.number)?.1.place.pointer);
    keys.par_sort_unstable_by(|a, b| {
        let at = |key: &Key| (key.file, key.start, key.end, key.rule);
        // Most findings have a place of their own.
        let by_pointer = || pointer(a).cmp(&pointer(b));
        at(a).cmp(&at(b)).then_with(by_pointer).then_with(|| (a.group, a.number).cmp(&(b.group, b.number)))
    });
    let mut groups: Vec<Vec<(usize, Option<Finding>)>> = groups
        .into_par_iter()
        .map(|group| group.into_iter().map(|(file, finding)| (file, Some(finding))).collect())
        .collect();
    let mut sorted = Vec::with_capacity(keys.len());
    sorted.extend(
        keys.into_iter().filter_map(|Key { group, number, .. }| groups.get_mut(group)?.get_mut(number)?.1.take()),
    );
    sorted
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::in_order;
    use crate::{Finding, finding::Place};

    #[test]
    fn findings_are_told_by_file_place_rule_and_pointer_and_as_they_were_made() {
        let made = |rule: &str, file: usize, span: Range<usize>, pointer: &str, message: &str| {
            let place = Place { file: "".into(), line: 1, column: 1, span, pointer: pointer.to_owned() };
            (file, Finding { message: message.to_owned(), ..Finding::built_in(rule, place) })
        };
        let groups = vec![
            vec![made("b", 1, 0..1, "", "9"), made("b", 0, 9..10, "", "8"), made("b", 0, 3..4, "/y", "5")],
            Vec::new(),
            vec![made("a", 0, 3..4, "/z", "3"), made("b", 0, 3..4, "/y", "6"), made("b", 0, 3..4, "/x", "4")],
            vec![made("a", 0, 3..5, "", "7"), made("unknown", 0, 3..4, "/z", "2"), made("b", 0, 0..9, "", "1")],
        ];
        let ranks = ["a", "b"];
        let sorted = in_order(groups, |finding| ranks.iter().position(|rule| **rule == *finding.rule));
        let messages: Vec<&str> = sorted.iter().map(|finding| &*finding.message).collect();
        assert_eq!(messages, ["1", "2", "3", "4", "5", "6", "7", "8", "9"]);
    }
}
