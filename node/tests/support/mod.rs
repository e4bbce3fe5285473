//! A development chain in a folder of its own: its node, and the commands on its database.

mod anchoring;

use assert_cmd::Command as Program;
use serde_json::{Value, json};
use std::{
    fs::{self, File},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};
use tempfile::TempDir;

const BINARY: &str = env!("CARGO_BIN_EXE_critical-chains-node");

/// Longest wait for anything a node does in a few seconds, on a busy machine.
const DEADLINE: Duration = Duration::from_secs(180);

/// A folder for a chain.
pub(crate) struct Chain {
    folder: TempDir,
}

/// What a command said.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Said {
    pub(crate) fn success(self) -> Self {
        assert_eq!(self.code, Some(0), "{self:?}");
        self
    }
}

impl Chain {
    pub(crate) fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    /// A file of the test, beside those of the node.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Where the node keeps what belongs to this chain.
    pub(crate) fn data(&self, name: &str) -> PathBuf {
        self.folder.path().join("chains/critical-chains-dev").join(name)
    }

    /// Runs a command on the database to its end.
    pub(crate) fn run(&self, command: &str, arguments: &[&str]) -> Said {
        self.run_answering("", command, arguments)
    }

    /// The same, for a command that asks.
    pub(crate) fn run_answering(&self, answer: &str, command: &str, arguments: &[&str]) -> Said {
        let output = Program::new(BINARY)
            .args([command, "--chain", "dev", "--base-path", text(self.folder.path())])
            .args(arguments)
            .timeout(DEADLINE)
            .write_stdin(answer)
            .output()
            .unwrap();
        Said {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Starts a node and waits until it answers.
    pub(crate) fn start(&self, arguments: &[&str]) -> Node {
        let rpc_port = free_port();
        let log_path = self.file("node.log");
        let log = File::options().create(true).append(true).open(&log_path).unwrap();
        let process = Command::new(BINARY)
            .args(arguments)
            .args(["--base-path", text(self.folder.path())])
            .args(["--rpc-port", &rpc_port.to_string()])
            .args(["--listen-addr", "/ip4/127.0.0.1/tcp/0", "--no-mdns", "--no-prometheus"])
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut node = Node { process, rpc_port, log: log_path };
        node.wait_until_it_answers();
        node
    }
}

/// A running node.
pub(crate) struct Node {
    process: Child,
    rpc_port: u16,
    log: PathBuf,
}

impl Node {
    /// Stops it in good order, as an operator does.
    pub(crate) fn stop(mut self) {
        // The shell's own command: not every system has a program of that name.
        let kill = format!("kill -TERM {}", self.process.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
        let status = wait_for("the node to stop", || self.process.try_wait().unwrap());
        assert!(status.success(), "{status}\n{}", self.log());
    }

    /// Result of a JSON-RPC method.
    pub(crate) fn call(&self, method: &str, params: Value) -> Value {
        self.try_call(method, params).unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    fn try_call(&self, method: &str, params: Value) -> Result<Value, String> {
        let request = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
        let mut answer: Value = ureq::post(&format!("http://127.0.0.1:{}", self.rpc_port))
            .config()
            .timeout_global(Some(DEADLINE))
            .build()
            .send_json(&request)
            .and_then(|mut response| response.body_mut().read_json())
            .map_err(|error| error.to_string())?;
        match answer.get("error") {
            Some(error) => Err(error.to_string()),
            None => Ok(answer["result"].take()),
        }
    }

    /// Number of the best block.
    pub(crate) fn best(&self) -> u64 {
        number(&self.call("chain_getHeader", json!([])))
    }

    /// Number of the last final block.
    pub(crate) fn finalised(&self) -> u64 {
        let hash = self.call("chain_getFinalizedHead", json!([]));
        number(&self.call("chain_getHeader", json!([hash])))
    }

    /// The calendar as the archive has it, now or when it had another size.
    pub(crate) fn checkpoint(&self, size: Option<u64>) -> Value {
        self.call("integrity_checkpoint", json!([size]))
    }

    fn wait_until_it_answers(&mut self) {
        wait_for("the node to answer", || {
            if let Some(status) = self.process.try_wait().unwrap() {
                panic!("the node ended with {status}\n{}", self.log());
            }
            self.try_call("system_health", json!([])).ok()
        });
    }

    fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap()
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Asks until there is an answer.
pub(crate) fn wait_for<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    while start.elapsed() < DEADLINE {
        if let Some(answer) = ask() {
            return answer;
        }
        sleep(Duration::from_millis(100));
    }
    panic!("waited {DEADLINE:?} in vain for {what}");
}

/// A path of ours as an argument.
pub(crate) fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn number(header: &Value) -> u64 {
    let digits = header["number"].as_str().unwrap().trim_start_matches("0x");
    u64::from_str_radix(digits, 16).unwrap()
}
