//! What shapes ask of one and the same value through others.

use super::shape::{More, Shape, Shapes};

/// How many shapes one may ask of one value. A schema that unfolds to more, or endlessly, is not known.
const MOST: u32 = 1000;

/// Leaves no shape that asks too many others of one value, and takes out the steps over shapes that only name another
/// one.
pub(super) fn unfold(shapes: &mut Shapes, root: u32) -> u32 {
    let mut sizes = vec![Size::New; shapes.len()];
    for shape in 0..crate::tree::size(shapes.len()) {
        size(shapes, shape, &mut sizes, 0);
    }
    let unknown = shapes.all[Shapes::UNKNOWN as usize];
    for (shape, size) in shapes.all.iter_mut().zip(&sizes) {
        if !matches!(size, Size::Known(size) if *size < MOST) {
            *shape = unknown;
        }
    }
    let meant: Vec<u32> = (0..crate::tree::size(shapes.len())).map(|shape| meant(shapes, shape)).collect();
    let mut mean = |shape: &mut u32| {
        if let Some(meant) = meant.get(*shape as usize) {
            *shape = *meant;
        }
    };
    for more in shapes.more.iter_mut().flatten() {
        asked_mut(more).into_iter().for_each(&mut mean);
    }
    for list in &mut shapes.lists {
        list.first.iter_mut().for_each(&mut mean);
        mean(&mut list.items);
    }
    for object in &mut shapes.objects {
        object.properties.iter_mut().for_each(|property| mean(&mut property.shape));
        object.patterns.iter_mut().for_each(|(_, shape)| mean(shape));
        object.names.iter_mut().for_each(&mut mean);
        mean(&mut object.additional);
        mean(&mut object.other);
    }
    let mut root = root;
    mean(&mut root);
    root
}

#[derive(Clone, Copy)]
enum Size {
    New,
    /// It is being counted: whoever meets it again unfolds endlessly.
    Open,
    Known(u32),
}

/// How many shapes are asked of a value, the shape itself included.
fn size(shapes: &Shapes, shape: u32, sizes: &mut [Size], depth: u32) -> u32 {
    // Those that ask one another in so long a row are as many.
    if depth >= MOST {
        return MOST;
    }
    let at = shape as usize;
    match sizes.get(at) {
        Some(Size::New) => {}
        Some(Size::Known(size)) => return *size,
        Some(Size::Open) | None => return MOST,
    }
    sizes[at] = Size::Open;
    let asked = shapes.more_of(shape).iter().flat_map(asked);
    let sum = asked.fold(1, |sum: u32, other| sum.saturating_add(size(shapes, other, sizes, depth + 1)));
    sizes[at] = Size::Known(sum.min(MOST));
    sum.min(MOST)
}

fn asked(more: &More) -> Vec<u32> {
    match more {
        More::All(shape) | More::Not(shape) => vec![*shape],
        More::Any(shapes) | More::One(shapes) => shapes.to_vec(),
        More::If { condition, then, otherwise } => vec![*condition, *then, *otherwise],
        More::Whole(_) | More::Unknown => Vec::new(),
    }
}

fn asked_mut(more: &mut More) -> Vec<&mut u32> {
    match more {
        More::All(shape) | More::Not(shape) => vec![shape],
        More::Any(shapes) | More::One(shapes) => shapes.iter_mut().collect(),
        More::If { condition, then, otherwise } => vec![condition, then, otherwise],
        More::Whole(_) | More::Unknown => Vec::new(),
    }
}

/// The shape that another one only names.
fn meant(shapes: &Shapes, shape: u32) -> u32 {
    let mut here = shape;
    // INVARIANT: no shape asks itself of a value any more, so this ends.
    while let Some(next) = only_named(shapes, here) {
        here = next;
    }
    here
}

fn only_named(shapes: &Shapes, shape: u32) -> Option<u32> {
    let own = shapes.all.get(shape as usize)?;
    match shapes.more_of(shape) {
        [More::All(other)] if (Shape { more: Shape::NO, ..*own }) == Shape::ANY => Some(*other),
        _ => None,
    }
}
