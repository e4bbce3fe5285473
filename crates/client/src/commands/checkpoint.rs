//! `checkpoint`: the calendar's size and root, as a note to publish.

use super::connect;
use crate::{
    batch::to_hex,
    cli::CheckpointArgs,
    output::{Console, Exit, Failure},
};
use serde_json::json;

pub(super) async fn run(args: CheckpointArgs, console: Console) -> Result<Exit, Failure> {
    let node = connect(&args.node, console).await?;
    let (checkpoint, note) = node.integrity().checkpoint_note().await?;
    if console.is_json() {
        let document = json!({
            "origin": checkpoint.origin,
            "size": checkpoint.size,
            "root": to_hex(checkpoint.root),
            "note": note,
        });
        console.result("", &document)?;
    } else {
        console.raw(note.as_bytes())?;
    }
    Ok(Exit::Ok)
}
