//! What decides how an engine scores, as a model that can be named.

use crate::{
    Parameters,
    forest::{Forest, MAX_ENCODED_BYTES},
};
use codec::{Decode, Encode};
use sha2::{Digest, Sha256};

/// Most bytes of an encoded model that a chain keeps: the largest forest, and what else the engine is
/// told.
pub const MAX_MODEL_BYTES: u32 = 512 * 1024;

const _: () = assert!(MAX_ENCODED_BYTES + 16 * 1024 <= MAX_MODEL_BYTES as usize);

/// Parameters, and perhaps a tree model that scores instead of rarity and outcomes.
#[derive(Clone, Debug, Default, Eq, PartialEq, Encode, Decode)]
pub struct Model {
    /// The parameters.
    pub parameters: Parameters,
    /// The trees, over the features in the order of their codes.
    pub forest: Option<Forest>,
}

impl Model {
    /// SHA-256 of the encoding: what an attestation names.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.encode()).into()
    }
}

impl From<Parameters> for Model {
    fn from(parameters: Parameters) -> Self {
        Self { parameters, forest: None }
    }
}

impl From<&Parameters> for Model {
    fn from(parameters: &Parameters) -> Self {
        parameters.clone().into()
    }
}

impl From<&Model> for Model {
    fn from(model: &Model) -> Self {
        model.clone()
    }
}
