//! `stream`: an institution's ordered sequences of batches.

use super::{
    connect,
    execute::{STREAMS, execute},
    signer,
};
use crate::{
    batch::to_hex,
    chain::{Call, Chain, Node, Signer, Stream},
    cli::{StreamCloseArgs, StreamCommand, StreamListArgs, StreamOpenArgs},
    output::{Console, Exit, Failure, grouped},
};
use critical_chains_lei::Lei;
use serde_json::json;

pub(super) async fn run(command: StreamCommand, console: Console) -> Result<Exit, Failure> {
    match command {
        StreamCommand::Open(args) => open(args, console).await,
        StreamCommand::Close(args) => close(args, console).await,
        StreamCommand::List(args) => list(args, console).await,
    }
}

async fn open(args: StreamOpenArgs, console: Console) -> Result<Exit, Failure> {
    let signer = signer(&args.signer)?;
    let mut node = connect(&args.node, console).await?;
    let institution = institution(&mut node, &signer).await?;
    let (block, opened) = execute(&mut node, &Call::OpenStream, &signer, STREAMS).await?;
    let number = opened.ok_or_else(|| {
        Failure::failed("the chain does not say which stream it opened").hint(STREAMS.look_first)
    })?;
    let text = format!("Stream {institution}/{number} is open, in block {}.", grouped(block));
    let document = json!({
        "stream": format!("{institution}/{number}"),
        "institution": institution,
        "number": number,
        "block_number": block,
    });
    console.result(&text, &document)?;
    Ok(Exit::Ok)
}

async fn close(args: StreamCloseArgs, console: Console) -> Result<Exit, Failure> {
    let signer = signer(&args.signer)?;
    let mut node = connect(&args.node, console).await?;
    let institution = institution(&mut node, &signer).await?;
    let call = Call::CloseStream(args.number);
    let (block, _) = execute(&mut node, &call, &signer, STREAMS).await?;
    let number = args.number;
    let text = format!("Stream {institution}/{number} is closed, in block {}.", grouped(block));
    let document = json!({
        "stream": format!("{institution}/{number}"),
        "institution": institution,
        "number": number,
        "block_number": block,
    });
    console.result(&text, &document)?;
    Ok(Exit::Ok)
}

async fn list(args: StreamListArgs, console: Console) -> Result<Exit, Failure> {
    let asked = args
        .institution
        .as_deref()
        .map(|text| {
            text.parse::<Lei>().map_err(|error| {
                Failure::usage(format!("{text:?} is not an LEI: {error}"))
                    .hint("an LEI has 20 characters, the last two being check digits")
            })
        })
        .transpose()?;
    let signer = if asked.is_none() { Some(signer(&args.signer)?) } else { None };
    let mut node = connect(&args.node, console).await?;
    let institution = match (asked, &signer) {
        (Some(institution), _) => institution,
        (None, Some(signer)) => institution(&mut node, signer).await?,
        (None, None) => return Err(Failure::usage("give --institution or a key")),
    };
    let streams = node.streams(&institution).await?;
    let mut text = match streams.len() {
        0 => format!("{institution} has no streams."),
        1 => format!("{institution} has one stream.\n"),
        count => format!("{institution} has {} streams.\n", grouped(count as u64)),
    };
    let mut documents = Vec::with_capacity(streams.len());
    for (number, stream) in streams.iter().enumerate() {
        let status = match stream {
            Stream { frozen: true, .. } => "frozen",
            Stream { open: true, .. } => "open",
            _ => "closed",
        };
        let sequence = stream.head.sequence;
        text.push_str(&format!("  {number}: {status}, {} batches\n", grouped(sequence)));
        documents.push(json!({
            "number": number,
            "status": status,
            "sequence": sequence,
            "anchor_hash": (sequence > 0).then(|| to_hex(stream.head.anchor)),
        }));
    }
    console.result(&text, &json!({ "institution": institution, "streams": documents }))?;
    Ok(Exit::Ok)
}

async fn institution(node: &mut Node, signer: &Signer) -> Result<Lei, Failure> {
    let member = node.member(&signer.account()).await?;
    member.map(|member| member.institution).ok_or_else(|| {
        Failure::failed("the account belongs to no institution of this chain")
            .hint("use an enrolled account with --signer or --signer-file")
    })
}
