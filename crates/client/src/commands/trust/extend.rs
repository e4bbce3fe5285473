//! What is trusted, extended by what a node can prove.
//!
//! The node need not be honest. Each page of sets is checked before the next one is asked for, and
//! only a set that is proven, or was trusted before, leads on: what the node makes us ask and keep
//! is bounded by what the authorities have signed.

use crate::{
    batch::to_hex,
    chain::{AuthoritySets, ChainError, ListedSet},
    output::Failure,
};
use critical_chains_integrity::trust::{GrowingTrust, HandoffError, TrustFile};

/// What came out.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Extended {
    /// What is trusted now.
    pub(super) trust: TrustFile,
    /// Number of sets that are proven and were not trusted before.
    pub(super) added: usize,
    /// The set whose hand-off this node lacks, where that kept a set from being proven; the last of
    /// them, if there are several.
    pub(super) missing_handoff: Option<u64>,
}

/// Extends what is known by what the node proves; without anything known, the node's word for the
/// first set stands in. `ask` gives the sets from one on.
pub(super) async fn extend(
    known: Option<TrustFile>,
    ask: impl AsyncFn(u64) -> Result<AuthoritySets, ChainError>,
) -> Result<Extended, Failure> {
    let on_first_use = known.is_none();
    let oldest = known.as_ref().and_then(|trust| trust.authority_sets.first());
    let mut page = ask(oldest.map_or(0, |set| set.set_id)).await?;
    let trust = match known {
        Some(known) => known,
        None => first_use(&page)?,
    };
    let mut walk = Walk::new(trust);
    while let Some(next) = walk.take(&page)? {
        page = ask(next).await?;
    }
    if on_first_use { Ok(walk.into_extended()) } else { walk.into_extended_beyond() }
}

/// Trust in the first set a node lists.
fn first_use(page: &AuthoritySets) -> Result<TrustFile, Failure> {
    let first = page.sets.first().ok_or_else(|| {
        Failure::failed("the node knows no authority set").hint("ask another node with --node")
    })?;
    let trust = TrustFile {
        network: page.network.clone(),
        genesis_hash: page.genesis_hash,
        authority_sets: vec![first.set.clone()],
        checkpoints: Vec::new(),
    };
    trust.validate().map_err(|error| {
        Failure::failed(format!("the node's authority sets cannot be trusted: {error}"))
            .hint("ask another node, and tell this node's operator")
    })?;
    Ok(trust)
}

/// From set to set, in their order.
struct Walk {
    trust: GrowingTrust,
    added: usize,
    /// The set whose hand-off this node lacks, so that it is unknown with which block this set or
    /// one after it took over.
    lacking: Option<u64>,
    unproven: Option<Unproven>,
}

/// A set that is not proven.
#[derive(Clone, Copy)]
struct Unproven {
    set_id: u64,
    /// The set whose hand-off is missing for that: this one or one before it.
    missing_handoff: u64,
}

impl Walk {
    const fn new(trust: TrustFile) -> Self {
        Self { trust: GrowingTrust::new(trust), added: 0, lacking: None, unproven: None }
    }

    /// Checks a page and says from which set on to ask next.
    fn take(&mut self, page: &AuthoritySets) -> Result<Option<u64>, Failure> {
        self.check_chain(page)?;
        if self.trust.trust().authority_sets.is_empty() {
            return Ok(None);
        }
        for listed in &page.sets {
            if let Some(missing_handoff) = self.prove(listed)? {
                let set_id = listed.set.set_id;
                self.unproven = Some(Unproven { set_id, missing_handoff });
                return Ok(self.trusted_after(set_id));
            }
        }
        Ok(page.next_set)
    }

    fn check_chain(&self, page: &AuthoritySets) -> Result<(), Failure> {
        let expected = self.trust.trust().genesis_hash;
        if page.genesis_hash == expected {
            return Ok(());
        }
        Err(Failure::failed(format!(
            "the node is of the chain {}, the trust file of {}",
            to_hex(page.genesis_hash),
            to_hex(expected)
        ))
        .hint("give the trust file of this chain with --from, or another node with --node"))
    }

    /// Has a set trusted, or says which set's hand-off is missing for that.
    fn prove(&mut self, listed: &ListedSet) -> Result<Option<u64>, Failure> {
        let set_id = listed.set.set_id;
        let is_trusted = self.trusts(set_id);
        let Some(before) = set_id.checked_sub(1).filter(|before| self.trusts(*before)) else {
            return Ok((!is_trusted).then_some(set_id));
        };
        let Some(handoff) = &listed.handoff else {
            self.lacking = Some(set_id);
            return Ok((!is_trusted).then_some(set_id));
        };
        // Else a node could go on for ever with hand-offs that prove other sets.
        if handoff.proof.set_id != before {
            let from = handoff.proof.set_id;
            return Err(contradiction(&format!(
                "the hand-off to set {set_id} is from set {from}, expected {before}"
            )));
        }
        match self.trust.add(handoff) {
            Ok(is_new) => {
                self.added += usize::from(is_new);
                self.lacking = None;
                Ok(None)
            }
            // Only what is not trusted yet needs a proof.
            Err(HandoffError::Ambiguous { .. }) if is_trusted => Ok(None),
            Err(HandoffError::Ambiguous { .. }) if self.lacking.is_some() => Ok(self.lacking),
            Err(error) => Err(not_proven(&error)),
        }
    }

    fn trusts(&self, set_id: u64) -> bool {
        self.trust.trust().authority_set(set_id).is_some()
    }

    fn trusted_after(&self, set_id: u64) -> Option<u64> {
        let mut sets = self.trust.trust().authority_sets.iter().map(|set| set.set_id);
        sets.find(|trusted| *trusted > set_id)
    }

    fn into_extended(self) -> Extended {
        Extended {
            trust: self.trust.into_trust(),
            added: self.added,
            missing_handoff: self.unproven.map(|unproven| unproven.missing_handoff),
        }
    }

    /// A failure if the node knows later sets than those trusted, and proves none.
    fn into_extended_beyond(self) -> Result<Extended, Failure> {
        let newest = self.trust.trust().authority_sets.last().map(|set| set.set_id);
        match self.unproven {
            Some(Unproven { set_id, missing_handoff })
                if self.added == 0 && Some(set_id) > newest =>
            {
                Err(Failure::failed(format!(
                    "set {missing_handoff} has no hand-off at this node, so no set could be added"
                ))
                .hint(
                    "ask another node with --node; if none has it, get a newer trust file from \
                     another source, such as the consortium",
                ))
            }
            _ => Ok(self.into_extended()),
        }
    }
}

fn not_proven(error: &HandoffError) -> Failure {
    match error {
        // Nothing is wrong with such a hand-off: what tells it from a replay lies before the sets
        // that are trusted.
        HandoffError::Ambiguous { .. } => {
            Failure::failed(format!("the trust file does not reach back far enough: {error}")).hint(
                "give a trust file with an earlier set, best the one from genesis, with --from, \
                 or get a newer trust file from another source, such as the consortium",
            )
        }
        error => contradiction(&error.to_string()),
    }
}

fn contradiction(reason: &str) -> Failure {
    Failure::failed(format!("the node's authority sets do not prove each other: {reason}"))
        .hint("do not trust this node's word; ask another node, and tell the consortium")
}
