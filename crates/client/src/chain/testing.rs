//! What scripted chains of tests have in common.

/// The part of a [`Chain`](super::Chain) whose batches and members nobody asks for.
macro_rules! without_batches {
    () => {
        fn genesis_hash(&self) -> critical_chains_integrity::Hash {
            [0; 32]
        }

        async fn member(
            &mut self,
            _: &$crate::chain::AccountId,
        ) -> Result<Option<$crate::chain::Member>, $crate::chain::ChainError> {
            Err($crate::chain::ChainError::Absent)
        }

        async fn snapshot(
            &mut self,
            _: $crate::chain::At,
            _: &$crate::chain::AccountId,
            _: &critical_chains_integrity::anchor::StreamId,
        ) -> Result<$crate::chain::Snapshot, $crate::chain::ChainError> {
            Err($crate::chain::ChainError::Absent)
        }

        async fn stream_count(
            &mut self,
            _: $crate::chain::At,
            _: &critical_chains_lei::Lei,
        ) -> Result<u32, $crate::chain::ChainError> {
            Err($crate::chain::ChainError::Absent)
        }

        async fn anchor(
            &mut self,
            _: &critical_chains_integrity::Hash,
        ) -> Result<Option<$crate::batch::Included>, $crate::chain::ChainError> {
            Err($crate::chain::ChainError::Absent)
        }

        async fn anchor_at(
            &mut self,
            _: &critical_chains_integrity::anchor::StreamId,
            _: u64,
        ) -> Result<Option<critical_chains_integrity::Hash>, $crate::chain::ChainError> {
            Err($crate::chain::ChainError::Absent)
        }

        async fn sign(
            &mut self,
            _: &$crate::chain::Call,
            _: &$crate::chain::Signer,
        ) -> Result<$crate::batch::SignedExtrinsic, $crate::chain::ChainError> {
            Ok($crate::batch::SignedExtrinsic { bytes: Vec::new(), nonce: 0, expires: 64 })
        }
    };
}

pub(crate) use without_batches;
