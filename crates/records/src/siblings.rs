//! Counts the children of one element by name.

use std::collections::HashMap;

/// Names looked up one by one; beyond them a map keeps the time linear.
const FEW: usize = 16;

/// The names seen among the children of one element. Reused from element to element.
#[derive(Default)]
pub(crate) struct Siblings {
    few: Vec<(String, u64)>,
    used: usize,
    many: HashMap<Box<str>, u64>,
}

impl Siblings {
    pub(crate) fn clear(&mut self) {
        self.used = 0;
        self.many.clear();
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
}
