//! The forms that a value may have: `allOf`, `anyOf`, `oneOf`.

use serde_json::{Map, Value, json};

use super::{Both, FORMS, Part, Question, Walk};
use crate::{document::Document, question::Asked, trail::Into};

/// The forms of two versions, brought together.
struct Aligned<'s> {
    /// Forms that belong together: their places, and the schemas.
    pairs: Vec<(usize, &'s Value, &'s Value)>,
    removed: Vec<&'s Value>,
    added: Vec<&'s Value>,
}

impl<'s> Walk<'s> {
    pub(super) fn forms(
        &mut self,
        old: &'s Value,
        new: &'s Value,
        was: &'s Map<String, Value>,
        is: &'s Map<String, Value>,
    ) {
        let list = |schema: &'s Map<String, Value>, name: &str| schema.get(name).and_then(Value::as_array);
        if FORMS.iter().any(|name| was.contains_key(*name) != is.contains_key(*name)) {
            return self.group(old, new, &|name| FORMS.contains(&name));
        }
        for keyword in FORMS {
            let (Some(olds), Some(news)) = (list(was, keyword), list(is, keyword)) else { continue };
            if keyword == "allOf" {
                self.all_of(old, new, olds, news);
            } else {
                self.some_of(old, new, keyword, olds, news);
            }
        }
    }

    fn all_of(&mut self, old: &'s Value, new: &'s Value, olds: &'s [Value], news: &'s [Value]) {
        if olds.len() != news.len() {
            return self.group(old, new, &|name| name == "allOf");
        }
        for (at, (old_part, new_part)) in olds.iter().zip(news).enumerate() {
            self.step(old, new, Into::Form(at + 1), old_part, new_part);
        }
    }

    fn some_of(&mut self, old: &'s Value, new: &'s Value, keyword: &str, olds: &'s [Value], news: &'s [Value]) {
        let aligned = self.aligned(olds, news);
        // A form that takes more may take what another one takes already, and then `oneOf` takes neither.
        let mut adds_up = Both { writers: true, readers: true };
        if keyword == "oneOf" {
            adds_up = Both {
                writers: share_nothing(self.versions.new, news),
                readers: share_nothing(self.versions.old, olds),
            };
        }
        for question in [Question::Writers, Question::Readers] {
            let adds_up = *adds_up.of(question);
            *self.adds_up.of(question) &= adds_up;
        }
        if !aligned.added.is_empty() || !aligned.removed.is_empty() {
            let reasons = [(&aligned.added, "added"), (&aligned.removed, "removed")]
                .into_iter()
                .flat_map(|(forms, what)| forms.iter().map(move |form| (*form, what)))
                .map(|(form, what)| format!("the form {} is {what}", self.name(form)))
                .collect();
            let (kept_olds, kept_news): (Vec<&Value>, Vec<&Value>) =
                aligned.pairs.iter().map(|(_, old, new)| (*old, *new)).unzip();
            let all = |kept: Vec<&'s Value>, more: &[&'s Value]| {
                let forms: Vec<&Value> = kept.into_iter().chain(more.iter().copied()).collect();
                json!({keyword: forms})
            };
            let part = Part {
                old: all(kept_olds, &aligned.removed),
                new: all(kept_news, &aligned.added),
                property: None,
                reasons,
                kept: Both {
                    writers: adds_up.writers && aligned.removed.is_empty(),
                    readers: adds_up.readers && aligned.added.is_empty(),
                },
            };
            self.part(old, new, part);
        }
        for (at, old_form, new_form) in aligned.pairs {
            self.step(old, new, Into::Form(at + 1), old_form, new_form);
        }
    }

    /// Brings forms together: those that are alike, then those of one name, then the rest in their order.
    fn aligned(&self, olds: &'s [Value], news: &'s [Value]) -> Aligned<'s> {
        let mut left: Vec<&'s Value> = olds.iter().collect();
        let mut partners: Vec<Option<&'s Value>> = vec![None; news.len()];
        let is_alike = |old: &'s Value, new: &'s Value| self.versions.are_alike(old, new);
        let is_named_alike = |old: &'s Value, new: &'s Value| {
            let named = |schema: &'s Value, document: Document<'s>| document.resolved(schema).name;
            let name = named(new, self.versions.new);
            name.is_some() && named(old, self.versions.old) == name
        };
        let belongs: [&dyn Fn(&'s Value, &'s Value) -> bool; 2] = [&is_alike, &is_named_alike];
        for belongs in belongs {
            for (new, partner) in news.iter().zip(&mut partners).filter(|(_, partner)| partner.is_none()) {
                if let Some(at) = left.iter().position(|old| belongs(old, new)) {
                    *partner = Some(left.remove(at));
                }
            }
        }
        if partners.iter().filter(|partner| partner.is_none()).count() == left.len() {
            let mut rest = left.drain(..);
            partners.iter_mut().filter(|partner| partner.is_none()).for_each(|partner| *partner = rest.next());
        }
        let with_partner = || news.iter().zip(&partners).enumerate();
        Aligned {
            pairs: with_partner().filter_map(|(at, (new, old))| Some((at, (*old)?, new))).collect(),
            removed: left,
            added: with_partner().filter(|(_, (_, old))| old.is_none()).map(|(_, (new, _))| new).collect(),
        }
    }

    /// A form by the name of its definition, or in a few words.
    fn name(&self, form: &'s Value) -> String {
        let name = self.versions.new.resolved(form).name.or(self.versions.old.resolved(form).name);
        name.map_or_else(|| crate::reasons::whole(form), str::to_owned)
    }
}

/// Whether no two forms take the same value, so far as that can be told.
fn share_nothing(document: Document<'_>, forms: &[Value]) -> bool {
    let asked: Vec<Asked> = forms.iter().map(|form| Asked::new(document.standalone(form))).collect();
    let mut rest = asked.as_slice();
    while let Some((first, others)) = rest.split_first() {
        if !others.iter().all(|other| first.shares_nothing_with(other)) {
            return false;
        }
        rest = others;
    }
    true
}
