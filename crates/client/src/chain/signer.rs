//! The key that acts for an institution.

use super::AccountId;
use std::{fmt, fs, io, path::Path, str::FromStr};
use subxt_signer::{SecretUri, sr25519::Keypair};

/// A key pair of an account. Its secret is never printed.
#[derive(Clone)]
pub struct Signer(Keypair);

/// Why there is no key. The secret itself is in no message.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SignerError {
    /// The text is no secret URI.
    #[error("the key given is not a secret phrase, seed or derivation such as //Alice")]
    Malformed,
    /// The file cannot be read.
    #[error("cannot read the key file {path}: {reason}")]
    Unreadable {
        /// The file.
        path: String,
        /// What the system says.
        reason: io::ErrorKind,
    },
    /// Others can read the file.
    #[error("others can read the key file {path} (mode {mode:03o})")]
    Exposed {
        /// The file.
        path: String,
        /// Its permissions.
        mode: u32,
    },
    /// Neither key nor file was given.
    #[error("no key to sign with")]
    Missing,
}

impl SignerError {
    /// What to do about it.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Malformed => {
                "give twelve or more words, 0x and 64 hexadecimal digits, or //Name on a \
                 development chain"
            }
            Self::Unreadable { .. } => "check the path given with --signer-file",
            Self::Exposed { .. } => "chmod 600 the file: whoever reads it can sign",
            Self::Missing => "give --signer-file FILE, --signer URI, or set CRITICAL_CHAINS_SIGNER",
        }
    }
}

impl Signer {
    /// A key from its secret URI: a phrase, a seed or a derivation such as `//Alice`.
    pub fn from_uri(uri: &str) -> Result<Self, SignerError> {
        let uri = SecretUri::from_str(uri.trim()).map_err(|_| SignerError::Malformed)?;
        Keypair::from_uri(&uri).map(Self).map_err(|_| SignerError::Malformed)
    }

    /// A key from a file that holds its secret URI and that only its owner can read.
    pub fn from_file(path: &Path) -> Result<Self, SignerError> {
        let shown = path.display().to_string();
        let unreadable = |error: io::Error| SignerError::Unreadable {
            path: shown.clone(),
            reason: error.kind(),
        };
        if let Some(mode) = exposed_mode(path).map_err(unreadable)? {
            return Err(SignerError::Exposed { path: shown, mode });
        }
        Self::from_uri(&fs::read_to_string(path).map_err(unreadable)?)
    }

    /// The account of the key.
    pub fn account(&self) -> AccountId {
        self.0.public_key().0
    }

    /// Signs bytes.
    pub(crate) fn sign(&self, bytes: &[u8]) -> [u8; 64] {
        self.0.sign(bytes).0
    }
}

/// The permissions of a file that others than its owner can read, where files have some.
pub(crate) fn exposed_mode(path: &Path) -> io::Result<Option<u32>> {
    let metadata = fs::metadata(path)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = metadata.permissions().mode() & 0o777;
        Ok((mode & 0o077 != 0).then_some(mode))
    }
    #[cfg(not(unix))]
    {
        let _ = metadata;
        Ok(None)
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signer({})", hex::encode(self.account()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The development account every Substrate tool derives from `//Alice`.
    const ALICE: &str = "d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";

    #[test]
    fn derives_the_accounts_others_derive() {
        let signer = Signer::from_uri("//Alice\n").unwrap();

        assert_eq!(hex::encode(signer.account()), ALICE);
        assert_eq!(format!("{signer:?}"), format!("Signer({ALICE})"));
    }

    #[test]
    fn refuses_what_is_no_key_without_repeating_it() {
        let error = Signer::from_uri("correct horse battery staple").unwrap_err();

        assert_eq!(error, SignerError::Malformed);
        assert!(!error.to_string().contains("horse"));
    }

    #[cfg(unix)]
    #[test]
    fn refuses_a_file_that_others_can_read() {
        use std::os::unix::fs::PermissionsExt;
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("key");
        fs::write(&path, "//Alice").unwrap();

        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(Signer::from_file(&path), Err(SignerError::Exposed { mode: 0o644, .. })));

        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        assert_eq!(hex::encode(Signer::from_file(&path).unwrap().account()), ALICE);
    }
}
