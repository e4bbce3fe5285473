//! Roles, constraints and policies, as files that people write and as a chain has them.
//!
//! Everything here is a function of a file and of what a chain has: reading and checking a file,
//! comparing it with the chain, working out what it would lead to, and the calls that propose it.

mod catalogue;
mod check;
mod conditions;
mod consortium;
mod diff;
mod file;
mod graph;
mod simulate;
mod tables;
#[cfg(test)]
pub(crate) mod tests;
mod values;
mod write;

pub use catalogue::{CATALOGUE, CONSTITUTION, Level, PermissionInfo, permission_info};
pub use consortium::Consortium;
pub use diff::{Change, Effect};
pub use file::{Item, ParsedFile, PolicyFile, Problem};
pub use graph::{to_dot, to_svg};
pub use simulate::{Access, Conflict, Shift, Simulation, by_account, simulate};
pub use write::{constraint_body, constraint_toml, policy_body, policy_toml, role_body, role_toml};

use critical_chains_policy::{Amount, Kind, Name, Presence, Risk};
use values::{Moment, Text};

/// Reads a value as policy files have it; the error says what was expected.
macro_rules! readers {
    ($($(#[$doc:meta])* $name:ident -> $kind:ty),+ $(,)?) => {
        $($(#[$doc])*
        pub fn $name(text: &str) -> Result<$kind, String> {
            <$kind as Text>::read(text).ok_or_else(|| format!("expected {}", <$kind>::EXPECTED))
        })+
    };
}

readers! {
    /// A name of a role, permission, constraint or label.
    read_name -> Name,
    /// A kind of institution.
    read_kind -> Kind,
    /// An amount of money.
    read_amount -> Amount,
    /// A level of assurance.
    read_assurance -> critical_chains_policy::Assurance,
    /// Evidence of presence.
    read_presence -> Presence,
    /// What attestations say.
    read_risk -> Risk,
}

/// A moment, in milliseconds since the Unix epoch.
pub fn read_moment(text: &str) -> Result<u64, String> {
    Moment::read(text)
        .map(|moment| moment.0)
        .ok_or_else(|| format!("expected {}", Moment::EXPECTED))
}

/// A kind of institution as policy files write it.
pub fn kind_text(kind: Kind) -> String {
    kind.write()
}
