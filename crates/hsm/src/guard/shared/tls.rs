//! Encryption on the way to the database.

use super::error::SharedGuardError;
use rustls::{
    ClientConfig, RootCertStore,
    crypto::ring,
    pki_types::{CertificateDer, pem::PemObject},
};
use std::{path::Path, sync::Arc};
use tokio_postgres_rustls::MakeRustlsConnect;

/// Encrypts, and believes the authorities in a file and no others.
pub(super) fn connector(ca_file: &Path) -> Result<MakeRustlsConnect, SharedGuardError> {
    let fail = |error: &dyn std::fmt::Display| SharedGuardError::AuthorityUnusable {
        path: ca_file.to_owned(),
        reason: error.to_string(),
    };
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(ca_file).map_err(|error| fail(&error))? {
        let certificate = certificate.map_err(|error| fail(&error))?;
        roots.add(certificate).map_err(|error| fail(&error))?;
    }
    if roots.is_empty() {
        return Err(fail(&"no certificate is in it"));
    }
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| fail(&error))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}
