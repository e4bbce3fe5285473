//! What the token remembers of the guard that was used with it.

use super::session::Connection;
use crate::{error::DeviceError, guard::Tally};
use codec::{DecodeAll, Encode};
use cryptoki::object::{Attribute, AttributeType, ObjectClass, ObjectHandle};

/// The label of the object that holds it, before the beginning of the genesis hash.
const LABEL: &str = "critical-chains:guard:";

/// Bytes of the genesis hash in the label: tokens serve few chains.
const GENESIS_BYTES: usize = 8;

impl Connection {
    /// The tally of the guard that was used last for a chain.
    pub(crate) fn tally(&self, genesis: &[u8; 32]) -> Result<Option<Tally>, DeviceError> {
        let mut newest: Option<Tally> = None;
        for object in self.tallies(genesis)? {
            for attribute in self.session().get_attributes(object, &[AttributeType::Value])? {
                let Attribute::Value(value) = attribute else { continue };
                let Ok(tally) = Tally::decode_all(&mut &*value) else { continue };
                if newest.is_none_or(|known| tally.openings > known.openings) {
                    newest = Some(tally);
                }
            }
        }
        Ok(newest)
    }

    /// Has the token remember a tally instead of those before.
    pub(crate) fn set_tally(&self, genesis: &[u8; 32], tally: &Tally) -> Result<(), DeviceError> {
        let before = self.tallies(genesis)?;
        self.session().create_object(&[
            Attribute::Class(ObjectClass::DATA),
            Attribute::Token(true),
            Attribute::Private(true),
            Attribute::Label(label(genesis)),
            Attribute::Value(tally.encode()),
        ])?;
        // The new one first: whatever happens in between, one of them is there.
        for object in before {
            self.session().destroy_object(object)?;
        }
        Ok(())
    }

    fn tallies(&self, genesis: &[u8; 32]) -> Result<Vec<ObjectHandle>, DeviceError> {
        let template = [Attribute::Class(ObjectClass::DATA), Attribute::Label(label(genesis))];
        Ok(self.session().find_objects(&template)?)
    }
}

fn label(genesis: &[u8; 32]) -> Vec<u8> {
    let (beginning, _) = genesis.split_at(GENESIS_BYTES);
    format!("{LABEL}{}", hex::encode(beginning)).into_bytes()
}
