//! The flows themselves, kept for as long as the engine's window knows them.
//!
//! The engine keeps sums and links. Evidence is made of flows, so whoever watches keeps them, in
//! pages of a ring that is as long as the window.

use alloc::{collections::BTreeMap, vec::Vec};
use codec::{Decode, Encode};
use critical_chains_flows::Flow;

/// Flows of one page.
const PAGE_FLOWS: u32 = 256;

/// Pages that are kept at hand while one looks for flows.
const PAGES_AT_HAND: usize = 8;

/// Where pages are kept. Whatever is read was written under the same place, or is lost.
pub trait PageStore {
    /// The bytes at a place.
    fn read(&self, place: u32) -> Option<Vec<u8>>;

    /// Replaces the bytes at a place.
    fn write(&mut self, place: u32, bytes: &[u8]);
}

#[derive(Clone, Debug, Encode, Decode)]
struct Page {
    /// Number of its first flow in the window.
    first: u32,
    flows: Vec<Flow>,
}

impl Page {
    fn get(&self, sequence: u32) -> Option<&Flow> {
        let at = sequence.checked_sub(self.first)?;
        self.flows.get(usize::try_from(at).ok()?)
    }
}

/// The flows that are held.
pub struct Holdings<S> {
    store: S,
    /// Places of the ring.
    places: u32,
    /// The page that flows are added to.
    open: Option<(u32, Page)>,
    at_hand: BTreeMap<u32, Page>,
}

impl<S: PageStore> Holdings<S> {
    /// The flows in a store, as many as a window of `2^capacity_bits` flows knows.
    pub fn new(store: S, capacity_bits: u8) -> Self {
        let flows = 1u32.checked_shl(capacity_bits.into()).unwrap_or(u32::MAX);
        // One more, as the oldest page and the newest are both there in part.
        let places = flows.div_ceil(PAGE_FLOWS).saturating_add(1);
        Self { store, places, open: None, at_hand: BTreeMap::new() }
    }

    /// Adds the flow of the next number. What was held of this number and later ones belongs to a
    /// past that did not happen, and is dropped.
    pub fn add(&mut self, sequence: u32, flow: Flow) {
        let number = sequence / PAGE_FLOWS;
        if self.open.as_ref().is_none_or(|(open, _)| *open != number) {
            self.flush();
            let page = self.load(number).unwrap_or(Page { first: sequence, flows: Vec::new() });
            self.open = Some((number, page));
            self.at_hand.remove(&number);
        }
        if let Some((_, page)) = &mut self.open {
            let held = sequence.checked_sub(page.first).and_then(|held| held.try_into().ok());
            match held {
                Some(held) if held <= page.flows.len() => page.flows.truncate(held),
                // The flows before it are lost.
                _ => *page = Page { first: sequence, flows: Vec::new() },
            }
            page.flows.push(flow);
        }
    }

    /// The flow of a number.
    pub fn get(&mut self, sequence: u32) -> Option<Flow> {
        let number = sequence / PAGE_FLOWS;
        if let Some((open, page)) = &self.open
            && *open == number
        {
            return page.get(sequence).cloned();
        }
        if !self.at_hand.contains_key(&number) {
            let page = self.load(number)?;
            if self.at_hand.len() >= PAGES_AT_HAND {
                self.at_hand.pop_first();
            }
            self.at_hand.insert(number, page);
        }
        self.at_hand.get(&number)?.get(sequence).cloned()
    }

    /// Writes what was added.
    pub fn flush(&mut self) {
        if let Some((number, page)) = &self.open {
            let place = self.place(*number);
            self.store.write(place, &page.encode());
        }
    }

    fn place(&self, number: u32) -> u32 {
        number.checked_rem(self.places).unwrap_or_default()
    }

    fn load(&self, number: u32) -> Option<Page> {
        let bytes = self.store.read(self.place(number))?;
        let page = Page::decode(&mut bytes.as_slice()).ok()?;
        (page.first / PAGE_FLOWS == number).then_some(page)
    }
}
