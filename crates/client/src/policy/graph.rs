//! The roles as a graph: who inherits from whom, and which roles must not come together.

use super::Consortium;
use critical_chains_policy::{Role, RoleName, Separation, Steward};
use layout::{backends::svg::SVGWriter, gv};

/// The graph in the language of Graphviz.
///
/// An arrow leads from a role to one whose permissions it has too. A dashed line is a constraint.
pub fn to_dot(chain: &Consortium) -> String {
    let mut text =
        String::from("digraph roles {\n  rankdir = TB;\n  node [shape = box, fontsize = 12];\n");
    for (name, role) in chain.roles.iter() {
        let (label, colour) = (label(name, role), colour(role));
        text.push_str(&format!("  \"{name}\" [label = \"{label}\", color = \"{colour}\"];\n"));
    }
    for (name, role) in chain.roles.iter() {
        for junior in &role.inherits {
            text.push_str(&format!("  \"{name}\" -> \"{junior}\";\n"));
        }
    }
    for (name, constraint) in &chain.constraints {
        let kind = match constraint.separation {
            Separation::Static => "never held",
            Separation::Dynamic => "never active",
        };
        let most = constraint.at_most;
        for pair in constraint.roles.windows(2) {
            if let [one, other] = pair {
                text.push_str(&format!(
                    "  \"{one}\" -> \"{other}\" [label = \"{name}: {kind} together (at most \
                     {most})\", style = dashed, arrowhead = none];\n"
                ));
            }
        }
    }
    text.push_str("}\n");
    text
}

/// Name, what it carries, and what is special about it, one to a line.
fn label(name: &RoleName, role: &Role) -> String {
    let mut lines = vec![name.to_string()];
    let steward = match role.steward {
        Steward::Institution => "granted by institutions",
        Steward::Consortium => "granted by the consortium",
    };
    lines.push(format!("({steward})"));
    for (is_so, word) in [(role.essential, "(essential)"), (role.emergency, "(for emergencies)")] {
        if is_so {
            lines.push(word.to_owned());
        }
    }
    lines.extend(role.permissions.iter().map(ToString::to_string));
    lines.join("\\n")
}

fn colour(role: &Role) -> &'static str {
    match (role.emergency, role.essential) {
        (true, _) => "red",
        (false, true) => "blue",
        (false, false) => "black",
    }
}

/// A graph in the language of Graphviz as a drawing.
pub fn to_svg(dot: &str) -> Result<String, String> {
    let graph = gv::DotParser::new(dot).process()?;
    let mut builder = gv::GraphBuilder::new();
    builder.visit_graph(&graph);
    let mut drawing = SVGWriter::new();
    builder.get().do_it(false, false, false, &mut drawing);
    Ok(drawing.finalize())
}
