//! Which parties are anomalous, where labels are by party and stand in a file of their own.

use super::{
    FlowCause, FlowError, Profile, columns::Fault, profile::Ends, rows::Rows, value::field,
};
use std::{collections::HashSet, io::Read};

/// Most parties whose labels are held.
const MAX_NODES: usize = 1 << 24;

/// The parties of a file that are anomalous.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct NodeLabels {
    anomalous: HashSet<Vec<u8>>,
}

impl NodeLabels {
    /// Reads the file whose name is [`Profile::node_label_member`], uncompressed.
    pub fn read(content: impl Read, profile: &Profile) -> Result<Self, FlowError> {
        let mut rows = Rows::new(content, true, profile.delimiter)?;
        let mut labels = Self::default();
        let at_start = |cause: FlowCause| Fault::from(cause).in_row(0);
        let Some(columns) = &profile.node_labels else {
            let why = "it has no node_labels".to_owned();
            return Err(at_start(FlowCause::InvalidProfile(why)));
        };
        let header = rows.header().map_err(at_start)?;
        let find = |name: &String| {
            header
                .iter()
                .position(|column| column.trim_ascii() == name.as_bytes())
                .ok_or_else(|| at_start(FlowCause::ColumnNotFound { column: name.clone() }))
        };
        let (node, label) = (find(&columns.node)?, find(&columns.label.column)?);
        let expected = node.max(label).saturating_add(1);
        while let Some((row, record)) = rows.next()? {
            let wrong = |cause: FlowCause| Fault::from(cause).in_row(row);
            if record.len() < expected {
                let found = record.len();
                return Err(wrong(FlowCause::TooFewColumns { found, expected }));
            }
            if columns.label.is_anomalous(field(record, label)) == Some(true) {
                labels.anomalous.insert(field(record, node).trim_ascii().to_vec());
            }
            if labels.anomalous.len() > MAX_NODES {
                return Err(wrong(FlowCause::Unreadable(format!("more than {MAX_NODES} labels"))));
            }
        }
        Ok(labels)
    }

    /// How many parties are anomalous.
    pub fn len(&self) -> usize {
        self.anomalous.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.anomalous.is_empty()
    }

    pub(super) fn is_anomalous(&self, source: &[u8], destination: &[u8], ends: Ends) -> bool {
        let is = |party: &[u8]| self.anomalous.contains(party);
        match ends {
            Ends::Both => is(source) && is(destination),
            Ends::Any => is(source) || is(destination),
        }
    }
}
