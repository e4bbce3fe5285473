//! How many subscriptions are served at a time.

use jsonrpsee::core::server::ConnectionId;
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// Most subscriptions at a time, all connections together. Each reads the archive after every
/// block that has a proof.
pub(super) const MAX_SUBSCRIPTIONS: usize = 256;

/// Most subscriptions of one connection, so that no one takes all there are. One is enough for the
/// anchors of all streams; a few more are for different starting points.
pub(super) const MAX_SUBSCRIPTIONS_PER_CONNECTION: usize = 16;

/// Subscriptions that are served now, by connection.
///
/// The server numbers the connections to each of its addresses by itself, so two of them may share
/// a number, and then their limit too.
#[derive(Default)]
pub(super) struct Subscribers(Mutex<HashMap<ConnectionId, usize>>);

/// Why a subscription is not admitted.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Full {
    /// The connection has all it may have.
    Connection,
    /// The node serves all it can.
    Node,
}

impl Subscribers {
    /// Admits a subscription, which counts until the answer is dropped.
    pub(super) fn admit(&self, connection: ConnectionId) -> Result<Admission<'_>, Full> {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let of_connection = taken.get(&connection).copied().unwrap_or_default();
        if of_connection >= MAX_SUBSCRIPTIONS_PER_CONNECTION {
            return Err(Full::Connection);
        }
        if taken.values().sum::<usize>() >= MAX_SUBSCRIPTIONS {
            return Err(Full::Node);
        }
        taken.insert(connection, of_connection.saturating_add(1));
        Ok(Admission { subscribers: self, connection })
    }

    fn leave(&self, connection: ConnectionId) {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(of_connection) = taken.get_mut(&connection) {
            *of_connection = of_connection.saturating_sub(1);
        }
        taken.retain(|_, of_connection| *of_connection > 0);
    }
}

/// A subscription that counts.
#[must_use]
pub(super) struct Admission<'a> {
    subscribers: &'a Subscribers,
    connection: ConnectionId,
}

impl Drop for Admission<'_> {
    fn drop(&mut self) {
        self.subscribers.leave(self.connection);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(subscribers: &Subscribers, connection: usize) -> Vec<Admission<'_>> {
        std::iter::from_fn(|| subscribers.admit(ConnectionId(connection)).ok()).collect()
    }

    #[test]
    fn no_connection_takes_them_all() {
        let subscribers = Subscribers::default();

        let of_first = fill(&subscribers, 1);

        assert_eq!(of_first.len(), MAX_SUBSCRIPTIONS_PER_CONNECTION);
        assert_eq!(subscribers.admit(ConnectionId(1)).err(), Some(Full::Connection));
        assert!(subscribers.admit(ConnectionId(2)).is_ok());
    }

    #[test]
    fn connections_together_take_no_more_than_there_are() {
        let subscribers = Subscribers::default();

        let all: Vec<_> = (0..100).flat_map(|connection| fill(&subscribers, connection)).collect();

        assert_eq!(all.len(), MAX_SUBSCRIPTIONS);
        assert_eq!(subscribers.admit(ConnectionId(100)).err(), Some(Full::Node));
    }

    #[test]
    fn subscription_that_ended_makes_room() {
        let subscribers = Subscribers::default();
        let mut of_first = fill(&subscribers, 1);

        drop(of_first.pop());

        assert!(subscribers.admit(ConnectionId(1)).is_ok());
        drop(of_first);
        assert!(subscribers.0.lock().unwrap().is_empty());
    }
}
