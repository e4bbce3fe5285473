//! What decides how an engine scores, as a model that can be named.

use crate::{Parameters, forest::Forest};
use codec::{Decode, Encode};
use sha2::{Digest, Sha256};

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
