//! Proves that the graph shows roles, inheritance and constraints.

use super::consortium;
use crate::policy::{to_dot, to_svg};
use insta::assert_snapshot;

#[test]
fn the_graph_shows_roles_inheritance_and_constraints() {
    assert_snapshot!(to_dot(&consortium()));
}

#[test]
fn the_drawing_is_made_from_the_graph() {
    let svg = to_svg(&to_dot(&consortium())).unwrap();

    assert!(svg.starts_with("<?xml") && svg.trim_end().ends_with("</svg>"));
    for name in ["auditor", "operator", "representative", "chief", "audit-operation"] {
        assert!(svg.contains(name), "{name}");
    }
}

#[test]
fn what_is_no_graph_is_told_so() {
    assert!(to_svg("digraph {").is_err());
}
