//! Numbers by their mathematical value.

use serde_json::Number;

use crate::{Value, tree::Kind};

/// A number as it is compared: `3`, `3.0` and `30e-1` are one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Exact {
    /// Any whole number that 64 bits or a double below 2^65 hold.
    Whole(i128),
    /// A double that is not whole, or a larger one.
    Float(f64),
}

impl Exact {
    pub(crate) fn from_f64(number: f64) -> Self {
        const LIMIT: f64 = 36_893_488_147_419_103_232.0;
        if number.fract() == 0.0 && number.abs() < LIMIT {
            #[expect(clippy::cast_possible_truncation, reason = "whole and within the limit")]
            return Self::Whole(number as i128);
        }
        Self::Float(number)
    }

    pub(crate) fn from_number(number: &Number) -> Option<Self> {
        if let Some(whole) = number.as_i64() {
            return Some(Self::Whole(whole.into()));
        }
        number.as_u64().map(|whole| Self::Whole(whole.into())).or_else(|| number.as_f64().map(Self::from_f64))
    }
}

impl Value<'_> {
    pub(crate) fn exact(self) -> Option<Exact> {
        let node = self.node();
        match node.kind {
            Kind::Unsigned => Some(Exact::Whole(node.bits().into())),
            Kind::Signed => Some(Exact::Whole(node.bits().cast_signed().into())),
            Kind::Float => Some(Exact::from_f64(f64::from_bits(node.bits()))),
            _ => None,
        }
    }

    pub(crate) fn number(self) -> Option<Number> {
        let node = self.node();
        match node.kind {
            Kind::Unsigned => Some(node.bits().into()),
            Kind::Signed => Some(node.bits().cast_signed().into()),
            Kind::Float => Number::from_f64(f64::from_bits(node.bits())),
            _ => None,
        }
    }
}
