//! One node process.

use crate::{binary, wait_for};
use anyhow::{Context, Result, anyhow};
use serde_json::{Value, json};
use sp_crypto_hashing::twox_128;
use std::{
    fs::{self, File},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

/// How a node is started.
#[derive(Clone, Debug, Default)]
pub struct NodeOptions {
    /// Arguments beyond those every node of a test has.
    pub arguments: Vec<String>,
}

/// A running (or killed) node with its own folder and ports.
pub struct Node {
    name: String,
    folder: PathBuf,
    arguments: Vec<String>,
    rpc_port: u16,
    metrics_port: u16,
    process: Option<Child>,
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

impl Node {
    /// Starts a node that keeps its data in `folder`, and waits until it answers.
    pub fn start(name: &str, folder: &Path, options: NodeOptions) -> Result<Node> {
        let (rpc_port, metrics_port) = (free_port()?, free_port()?);
        let mut arguments = vec![
            "--rpc-port".into(),
            rpc_port.to_string(),
            "--port".into(),
            free_port()?.to_string(),
            "--prometheus-port".into(),
            metrics_port.to_string(),
            "--no-mdns".into(),
            "--name".into(),
            name.into(),
        ];
        arguments.extend(options.arguments);
        fs::create_dir_all(folder)?;
        let (name, folder) = (name.into(), folder.into());
        let mut node = Node { name, folder, arguments, rpc_port, metrics_port, process: None };
        node.restart()?;
        Ok(node)
    }

    /// Starts the process again with the same folder, ports and arguments.
    pub fn restart(&mut self) -> Result<()> {
        let log = File::options().create(true).append(true).open(self.log())?;
        let process = Command::new(binary("critical-chains-node")?)
            .args(&self.arguments)
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .with_context(|| format!("cannot start node {}", self.name))?;
        self.process = Some(process);
        // An end is an answer too: there is nothing to wait for after it.
        let started = wait_for(&format!("node {} to answer", self.name), || {
            if let Some(process) = &mut self.process
                && let Some(status) = process.try_wait()?
            {
                let error = anyhow!("node {} ended with {status}", self.name);
                return Ok(Some(Err(error)));
            }
            self.call("system_health", json!([])).map(|_| Some(Ok(())))
        });
        started.flatten().with_context(|| self.log_tail())
    }

    /// Ends the process at once, as a power cut would (SIGKILL).
    pub fn kill(&mut self) -> Result<()> {
        if let Some(mut process) = self.process.take() {
            process.kill()?;
            process.wait()?;
        }
        Ok(())
    }

    /// Whether the process still runs.
    pub fn is_running(&mut self) -> Result<bool> {
        Ok(match &mut self.process {
            Some(process) => process.try_wait()?.is_none(),
            None => false,
        })
    }

    /// The number of its process, if it was started.
    pub fn process_id(&self) -> Option<u32> {
        self.process.as_ref().map(Child::id)
    }

    /// The node's log.
    pub fn log(&self) -> PathBuf {
        self.folder.join("node.log")
    }

    /// The last lines of the node's log.
    pub fn log_tail(&self) -> String {
        let log = fs::read_to_string(self.log()).unwrap_or_default();
        let lines: Vec<_> = log.lines().collect();
        lines[lines.len().saturating_sub(30)..].join("\n")
    }

    /// Where Prometheus would ask.
    pub(crate) fn metrics_port(&self) -> u16 {
        self.metrics_port
    }

    /// WebSocket address.
    pub fn url(&self) -> String {
        format!("ws://127.0.0.1:{}", self.rpc_port)
    }

    /// Calls a JSON-RPC method; an error answer is an error.
    pub fn call(&self, method: &str, parameters: Value) -> Result<Value> {
        let request = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": parameters });
        let mut answer: Value = ureq::post(&format!("http://127.0.0.1:{}", self.rpc_port))
            .config()
            .timeout_global(Some(Duration::from_secs(20)))
            .build()
            .send_json(&request)?
            .body_mut()
            .read_json()?;
        match answer.get("error") {
            Some(error) => Err(anyhow!("{method}: {error}")),
            None => Ok(answer["result"].take()),
        }
    }

    /// Number of the last finalised block.
    pub fn finalised(&self) -> Result<u64> {
        let hash = self.call("chain_getFinalizedHead", json!([]))?;
        let header = self.call("chain_getHeader", json!([hash]))?;
        let number = header["number"].as_str().ok_or_else(|| anyhow!("header without number"))?;
        Ok(u64::from_str_radix(number.trim_start_matches("0x"), 16)?)
    }

    /// How many institutions hold a validator's seat, as of the best block.
    pub fn seats(&self) -> Result<usize> {
        let seats = [twox_128(b"Institutions"), twox_128(b"Seats")].concat();
        let prefix = format!("0x{}", hex::encode(seats));
        let keys = self.call("state_getKeysPaged", json!([prefix, 100]))?;
        keys.as_array().map(Vec::len).ok_or_else(|| anyhow!("keys that are no list"))
    }

    /// Size of the node's archived calendar: the last block it can make receipts for.
    pub fn archived(&self) -> Result<u64> {
        self.call("integrity_checkpoint", json!([]))?["size"]
            .as_u64()
            .ok_or_else(|| anyhow!("checkpoint without size"))
    }

    /// Waits until the node has finalised a block of this number.
    pub fn wait_finalised(&self, number: u64) -> Result<u64> {
        wait_for(&format!("node {} to finalise block {number}", self.name), || {
            Ok(Some(self.finalised()?).filter(|finalised| *finalised >= number))
        })
        .with_context(|| self.log_tail())
    }

    /// Waits until the node's archive holds a block of this number.
    pub fn wait_archived(&self, number: u64) -> Result<u64> {
        wait_for(&format!("node {} to archive block {number}", self.name), || {
            Ok(Some(self.archived()?).filter(|size| *size >= number))
        })
        .with_context(|| self.log_tail())
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.kill();
    }
}
