//! An authority, and a certificate of it for `localhost`.

use std::{fs, path::Path, process::Command};

/// Of elliptic curves, since they are made at once.
const NEW_KEY: &[&str] = &["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];

/// Writes `ca.pem`, `server.pem` and `server.key`.
pub(crate) fn make(folder: &Path) {
    fs::write(folder.join("names"), "subjectAltName=DNS:localhost\n").expect("a file");
    let authority = ["-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=authority"];
    let asked = ["-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=localhost"];
    let signed = ["-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial"];
    let kept = ["-out", "server.pem", "-days", "2", "-extfile", "names"];
    openssl(folder, &[&["req", "-x509", "-days", "2"], NEW_KEY, &authority].concat());
    openssl(folder, &[&["req"], NEW_KEY, &asked].concat());
    openssl(folder, &[&["x509", "-req"], &signed[..], &kept].concat());
}

fn openssl(folder: &Path, arguments: &[&str]) {
    let said = Command::new("openssl").args(arguments).current_dir(folder).output();
    let said = said.expect("openssl runs: it comes with PostgreSQL, see scripts/setup");
    assert!(said.status.success(), "openssl: {}", String::from_utf8_lossy(&said.stderr));
}
