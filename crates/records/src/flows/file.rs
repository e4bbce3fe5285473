//! A file of flows with all that belongs to it.

use super::{Content, FlowError, FlowReader, NodeLabels, OpenError, Profile, open};
use critical_chains_flows::PseudonymKey;
use std::path::Path;

/// A file gives no flows.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// It cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The profile, its header or its labels are wrong.
    #[error(transparent)]
    Flow(#[from] FlowError),
}

/// Opens a file of flows; of an archive, the first file that the profile fits by its name.
///
/// Where labels are by party, their file is taken from the same archive, or from the same folder if
/// the file of flows is no archive. If it is not there, flows have no labels.
pub fn open_flows(
    path: &Path,
    profile: Profile,
    key: PseudonymKey,
) -> Result<FlowReader<Content>, FileError> {
    let labels = match profile.node_label_member() {
        Some(member) => node_labels(path, member, &profile)?,
        None => None,
    };
    let reader = FlowReader::new(open(path, &profile.member)?, profile, key)?;
    Ok(match labels {
        Some(labels) => reader.with_node_labels(labels),
        None => reader,
    })
}

fn node_labels(
    path: &Path,
    member: &str,
    profile: &Profile,
) -> Result<Option<NodeLabels>, FileError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let is_archive = [".zip", ".tgz", ".tar.gz"].iter().any(|end| name.ends_with(end));
    let content = if is_archive {
        match open(path, member) {
            Err(OpenError::NotInArchive { .. }) => return Ok(None),
            content => content?,
        }
    } else {
        let beside = path.with_file_name(member);
        if !beside.exists() {
            return Ok(None);
        }
        open(&beside, member)?
    };
    Ok(Some(NodeLabels::read(content, profile)?))
}
