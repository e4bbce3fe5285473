//! Counts the children of one element by name.

use std::collections::HashMap;

/// Names looked up one by one; beyond them a map keeps the time linear.
const FEW: usize = 16;

/// Bytes of a name whose memory is kept for the next element: names of the standard have at most
/// 35, with a namespace they seldom have 200. Hostile ones may have 128 KiB.
const MAX_KEPT_NAME_BYTES: usize = 256;

/// Names for which the map is kept: several times as many as any element of the standard has
/// children of different names. A hostile record may have tens of thousands.
const MAX_KEPT_NAMES: usize = 256;

/// The names seen among the children of one element. Reused from element to element.
#[derive(Default)]
pub(crate) struct Siblings {
    few: Vec<(String, u64)>,
    used: usize,
    many: HashMap<Box<str>, u64>,
}

impl Siblings {
    /// Forgets the names, and gives back what memory is out of the ordinary: one of these is kept
    /// for every level of nesting.
    pub(crate) fn clear(&mut self) {
        for (name, _) in self.few.iter_mut().take(self.used) {
            if name.capacity() > MAX_KEPT_NAME_BYTES {
                *name = String::new();
            }
        }
        self.used = 0;
        if self.many.capacity() > MAX_KEPT_NAMES {
            self.many = HashMap::new();
        } else {
            self.many.clear();
        }
    }

    /// Which one of its name this child is, from 1.
    pub(crate) fn count(&mut self, name: &str) -> u64 {
        let used = self.few.iter_mut().take(self.used);
        if let Some((_, count)) = used.into_iter().find(|(known, _)| known == name) {
            *count = count.saturating_add(1);
            return *count;
        }
        if self.used == FEW {
            let count = match self.many.get_mut(name) {
                Some(count) => count,
                None => self.many.entry(name.into()).or_default(),
            };
            *count = count.saturating_add(1);
            return *count;
        }
        match self.few.get_mut(self.used) {
            Some((known, count)) => {
                known.clear();
                known.push_str(name);
                *count = 1;
            }
            None => self.few.push((name.to_owned(), 1)),
        }
        self.used = self.used.saturating_add(1);
        1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_many_names_apart() {
        let mut siblings = Siblings::default();

        for round in 1..=3 {
            for name in 0..3 * FEW {
                assert_eq!(siblings.count(&name.to_string()), round);
            }
        }
    }

    #[test]
    fn forgets_when_cleared() {
        let mut siblings = Siblings::default();
        for name in 0..3 * FEW {
            siblings.count(&name.to_string());
        }

        siblings.clear();

        for name in (0..3 * FEW).rev() {
            assert_eq!(siblings.count(&name.to_string()), 1);
        }
    }

    #[test]
    fn keeps_little_memory_when_cleared() {
        let mut siblings = Siblings::default();
        let long = "x".repeat(100_000);
        siblings.count("short");
        siblings.count(&long);
        for name in 0..10_000 {
            siblings.count(&name.to_string());
        }

        siblings.clear();

        assert!(siblings.few.iter().all(|(name, _)| name.capacity() <= MAX_KEPT_NAME_BYTES));
        assert!(siblings.many.capacity() <= MAX_KEPT_NAMES);
        assert_eq!((siblings.count(&long), siblings.count("short")), (1, 1));
    }
}
