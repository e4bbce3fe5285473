//! Help texts of inherited options, where those of Substrate speak of other networks.

use clap::{Arg, Command};

/// Puts our own words in place, for the command and all below it.
pub(crate) fn describe(command: Command) -> Command {
    command.mut_args(describe_option).mut_subcommands(describe_subcommand)
}

fn describe_subcommand(command: Command) -> Command {
    let describe = |option: Arg| match option.get_id().as_str() {
        "dev" => {
            let text = "The development chain, as --chain dev";
            option.help(text).long_help(text)
        }
        _ => describe_option(option),
    };
    command.mut_args(describe).mut_subcommands(describe_subcommand)
}

fn describe_option(option: Arg) -> Arg {
    let (short, long) = match option.get_id().as_str() {
        // They have no effect any more.
        id if id.starts_with("execution") => return option.hide(true),
        "chain" => (
            "The chain: dev, local, or the path of a chain specification",
            "The chain: dev (one validator), local (four institutions with a validator each), or \
             the path of a chain specification as export-chain-spec writes it.",
        ),
        "dev" => (
            "Run a development chain of one validator that keeps nothing",
            "Run a development chain of one validator that keeps nothing.\n\n\
             Sets --chain dev, --alice, --force-authoring, --rpc-cors all and --tmp, unless told \
             otherwise. With --base-path the chain is kept.",
        ),
        "no_telemetry" => (
            "Do not send telemetry, even if the chain specification names a server",
            "Do not send telemetry, even if the chain specification names a server. Ours name none.",
        ),
        "telemetry_endpoints" => (
            "Send telemetry to this server; none is sent otherwise",
            "Send telemetry to this server; none is sent otherwise. May be given several times, as \
             'URL VERBOSITY' with a verbosity from 0 to 9, for example 'wss://example.org/submit 0'.",
        ),
        "state_pruning" => (
            "Which states to keep: archive, archive-canonical or a number of blocks",
            "Which states to keep. A database keeps the mode it was made with.\n\n\
             - archive: those of all blocks.\n\n\
             - archive-canonical: those of all final blocks.\n\n\
             - NUMBER: those of the last NUMBER final blocks. The integrity archive then cannot be \
             rebuilt, and a node that stands still for longer than NUMBER blocks of finality \
             cannot continue it.\n\n\
             [default: archive-canonical]",
        ),
        "tx_ban_seconds" => (
            "How long the pool refuses an extrinsic unseen once it was not valid",
            "How long the pool refuses an extrinsic unseen once it was not valid, for instance \
             because its institution had used up its quota.\n\n\
             [default: 60, with --dev 0]",
        ),
        _ => return option,
    };
    option.help(short).long_help(long)
}
