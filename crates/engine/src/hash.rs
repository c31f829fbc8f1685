//! Maps and sets for what is looked up once or more for each record. Their hash is quick, and its keys are drawn anew
//! for each run, so that no file can be written for its ids to collide.

use std::collections::{HashMap, HashSet};

pub(crate) use foldhash::fast::RandomState;

pub(crate) type Map<K, V> = HashMap<K, V, RandomState>;

pub(crate) type Set<T> = HashSet<T, RandomState>;
