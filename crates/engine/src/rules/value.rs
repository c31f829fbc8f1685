//! What expressions give.

use std::{borrow::Cow, sync::Arc};

use accordance_document::{Value as Node, ValueKind};
use accordance_rules::{CollectionId, Type};
use jiff::civil;

use super::calendar::{Length, Moment, parse_date, parse_moment};

/// A value of the data, and the record that it is in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'d> {
    pub(crate) collection: CollectionId,
    /// The number of the record in its collection.
    pub(crate) record: usize,
    pub(crate) node: Node<'d>,
}

/// What an expression gives.
#[derive(Clone, Debug)]
pub(crate) enum Value<'d> {
    Boolean(bool),
    Whole(i64),
    Number(f64),
    Text(Cow<'d, str>),
    Date(civil::Date),
    Moment(Moment),
    Length(Length),
    /// A list that was worked out.
    List(Arc<[Value<'d>]>),
    /// A list of the data, whose items are read as they are gone through.
    Items(Place<'d>, &'d Type),
    /// A record of the data.
    Record(Place<'d>),
}

impl<'d> Value<'d> {
    /// A value of the data, read as what its schema says; nothing where it is something else.
    pub(crate) fn read(place: Place<'d>, ty: &'d Type) -> Option<Self> {
        let node = place.node;
        Some(match ty {
            Type::Boolean => Self::Boolean(node.as_bool()?),
            Type::Whole => Self::Whole(node.as_i64()?),
            Type::Number => Self::Number(node.as_f64()?),
            Type::Text | Type::OneOf(_) => Self::Text(node.as_str()?.into()),
            Type::Id(_) | Type::Reference(_) => return Self::reference(place),
            Type::Date => Self::Date(parse_date(node.as_str()?)?),
            Type::DateTime => Self::Moment(parse_moment(node.as_str()?)?),
            Type::List(item) => {
                node.len().filter(|_| node.kind() == ValueKind::Array)?;
                Self::Items(place, item)
            }
            Type::Record(_) => {
                node.len().filter(|_| node.kind() == ValueKind::Object)?;
                Self::Record(place)
            }
            Type::Anything | Type::Nothing => return Self::any(place),
            Type::Duration => return None,
        })
    }

    /// The id of a record, or a reference to one.
    pub(crate) fn reference(place: Place<'d>) -> Option<Self> {
        let node = place.node;
        Some(match node.kind() {
            ValueKind::Text => Self::Text(node.as_str()?.into()),
            ValueKind::Number => Self::Text(node.to_json().to_string().into()),
            // An example gives a record where the data has a reference to it.
            ValueKind::Object => Self::Record(place),
            _ => return None,
        })
    }

    /// A value of the data of which its schema says nothing.
    fn any(place: Place<'d>) -> Option<Self> {
        let node = place.node;
        Some(match node.kind() {
            ValueKind::Null => return None,
            ValueKind::Boolean => Self::Boolean(node.as_bool()?),
            ValueKind::Number => match node.as_i64() {
                Some(whole) => Self::Whole(whole),
                None => Self::Number(node.as_f64()?),
            },
            ValueKind::Text => Self::Text(node.as_str()?.into()),
            ValueKind::Array => Self::Items(place, &Type::Anything),
            ValueKind::Object => Self::Record(place),
        })
    }

    pub(crate) fn list(items: Vec<Self>) -> Self {
        Self::List(items.into())
    }

    /// What it is called where it is not what is needed.
    pub(crate) fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Boolean(truth) => Some(*truth),
            _ => None,
        }
    }

    pub(crate) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whether it has items.
    pub(crate) fn is_list(&self) -> bool {
        matches!(self, Self::List(_) | Self::Items(..))
    }

    /// Calls `visit` with each item, in order, until it fails. An item of the data that is null, or not what its schema
    /// says, is `None`.
    pub(crate) fn each<E>(&self, visit: &mut dyn FnMut(Option<Self>) -> Result<(), E>) -> Result<(), E> {
        match self {
            Self::List(items) => items.iter().try_for_each(|item| visit(Some(item.clone()))),
            Self::Items(place, ty) => place
                .node
                .items()
                .filter(|node| !node.is_null())
                .try_for_each(|node| visit(Self::read(Place { node, ..*place }, ty))),
            _ => Ok(()),
        }
    }
}
