//! `approval propose-upgrade` and `approval apply-upgrade`: new runtimes.

use super::super::{
    connect,
    execute::{Advice, hand_over},
    files, submit,
};
use crate::{
    batch::to_hex,
    chain::calls,
    cli::{ApprovalApplyUpgradeArgs, ApprovalProposeUpgradeArgs},
    output::{Console, Exit, Failure, grouped},
};
use blake2::{Blake2b, Digest, digest::consts::U32};
use critical_chains_integrity::Hash;
use serde_json::json;
use std::path::Path;

/// Nothing is done twice here: the chain takes an authorised runtime once.
const ADVICE: Advice = Advice {
    look_first: "look at the node's runtime version before you try again",
    may_propose: false,
    is_done_once: true,
};

/// What compressed and plain code begins with.
const CODE_STARTS: [&[u8]; 2] = [b"\0asm", &[0x52, 0xbc, 0x53, 0x76, 0x46, 0xdb, 0x8e, 0x05]];

/// The hash by which the chain names calls and runtimes.
pub(super) fn blake2_256(bytes: &[u8]) -> Hash {
    Blake2b::<U32>::digest(bytes).into()
}

fn read_code(path: &Path) -> Result<Vec<u8>, Failure> {
    let code = files::read_code(path)?;
    if !CODE_STARTS.iter().any(|start| code.starts_with(start)) {
        return Err(Failure::failed(format!("{} is no runtime", path.display()))
            .hint("give the .wasm file, compact and compressed or not, that the build writes"));
    }
    Ok(code)
}

pub(super) async fn propose(
    args: ApprovalProposeUpgradeArgs,
    console: Console,
) -> Result<Exit, Failure> {
    let hash = blake2_256(&read_code(&args.code)?);
    let what = format!("authorise the runtime with the hash {}", to_hex(hash));
    submit::propose(calls::authorize_upgrade(hash), &what, (&args.node, &args.signer), console)
        .await
}

pub(super) async fn apply(
    args: ApprovalApplyUpgradeArgs,
    console: Console,
) -> Result<Exit, Failure> {
    let code = read_code(&args.code)?;
    let mut node = connect(&args.node, console).await?;
    check_authorised(node.authorised_upgrade().await?, blake2_256(&code))?;
    let extrinsic = node.bare(&calls::apply_authorized_upgrade(&code)).await?;
    let (block, _) = hand_over(&mut node, &extrinsic, ADVICE).await?;
    let hash = to_hex(blake2_256(&code));
    let text = format!(
        "The runtime with the hash {hash} is applied, in block {}; the next block runs it.",
        grouped(block)
    );
    console.result(&text, &json!({ "code_hash": hash, "block_number": block }))?;
    Ok(Exit::Ok)
}

/// The pool would only say that it does not expect this.
fn check_authorised(authorised: Option<Hash>, own: Hash) -> Result<(), Failure> {
    match authorised {
        Some(hash) if hash == own => Ok(()),
        Some(hash) => {
            let (hash, own) = (to_hex(hash), to_hex(own));
            let message = format!("the file has the hash {own}, expected {hash}");
            Err(Failure::failed(message)
                .hint("build, or get, the very code whose hash was approved"))
        }
        None => Err(Failure::failed("no upgrade is authorised").hint(
            "propose it and have it approved first: `critical-chains approval propose-upgrade`",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_one_that_others_compute() {
        // `printf abc | b2sum -l 256`
        let expected = "0xbddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319";

        assert_eq!(to_hex(blake2_256(b"abc")), expected);
    }

    #[test]
    fn what_is_no_runtime_is_not_proposed() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("runtime.wasm");
        std::fs::write(&path, b"\0asm\x01\0\0\0").unwrap();
        assert!(read_code(&path).is_ok());
        std::fs::write(&path, b"<html>").unwrap();

        let failure = read_code(&path).unwrap_err();

        assert!(failure.message.ends_with("is no runtime"), "{}", failure.message);
    }

    #[test]
    fn only_what_was_authorised_is_brought() {
        assert_eq!(check_authorised(Some([1; 32]), [1; 32]), Ok(()));
        for (authorised, message) in [
            (None, "no upgrade is authorised".to_owned()),
            (
                Some([2; 32]),
                format!("the file has the hash {}, expected {}", to_hex([1; 32]), to_hex([2; 32])),
            ),
        ] {
            assert_eq!(check_authorised(authorised, [1; 32]).unwrap_err().message, message);
        }
    }
}
