//! A PostgreSQL server of its own for each test: in a folder, on a socket, without TCP.
//!
//! Every method panics where something is missing or wrong: this is support for tests.

#![allow(clippy::expect_used)]

mod certificates;

use postgres::{Client, NoTls};
use rustix::process::{Pid, Signal, kill_process};
use std::{
    env, fs,
    fs::File,
    net::TcpListener,
    os::unix::fs::{PermissionsExt, chown},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// Where Debian keeps the programs of each version.
const DEBIAN: &str = "/usr/lib/postgresql";

/// Longest wait for the server to start or to end, on a busy machine.
const DEADLINE: Duration = Duration::from_secs(60);

/// The account that owns the server: it does not run as root.
const ACCOUNT: &str = "postgres";

/// The number in the name of its socket, where it does not listen elsewhere.
const PORT: u16 = 5432;

/// The database that tests use.
const DATABASE: &str = "guard";

/// A server, which ends with this.
#[derive(Debug)]
pub struct Server {
    programs: PathBuf,
    folder: TempDir,
    process: Option<Child>,
    port: u16,
}

impl Server {
    /// Makes and starts a server, with settings as in `postgresql.conf`.
    pub fn start(settings: &[&str]) -> Self {
        let folder = TempDir::new().expect("a folder for the server");
        let mut server = Self { programs: programs(), folder, process: None, port: PORT };
        server.make(settings);
        server.restart();
        let mut client = server.connect("postgres");
        client.batch_execute(&format!("CREATE DATABASE {DATABASE}")).expect("a database");
        server
    }

    /// The same on loopback, where it speaks with TLS only.
    pub fn start_encrypted() -> Self {
        let port = TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr());
        let port = port.expect("a free port").port();
        let mut server = Self::start(&[]);
        server.stop();
        certificates::make(server.folder.path());
        give_to_server(&server.folder.path().join("server.key"));
        let rules = "local all all trust\nhostssl all all 127.0.0.1/32 trust\n";
        fs::write(server.data().join("pg_hba.conf"), rules).expect("rules of access");
        server.configure(&format!("listen_addresses = '127.0.0.1'\nport = {port}\nssl = on"));
        server.configure("ssl_cert_file = '../server.pem'\nssl_key_file = '../server.key'");
        server.port = port;
        server.restart();
        server
    }

    /// The certificate of the authority that its certificate is from.
    pub fn authority(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    /// The database, by a name that is taken for loopback.
    pub fn network_url(&self, name: &str) -> String {
        format!(
            "host={name} hostaddr=127.0.0.1 port={} user={ACCOUNT} dbname={DATABASE}",
            self.port
        )
    }

    /// The database, as libpq takes it.
    pub fn url(&self) -> String {
        self.address(DATABASE)
    }

    /// Connects with the database.
    pub fn client(&self) -> Client {
        self.connect(DATABASE)
    }

    /// Ends all connections with the database but the one that says so.
    pub fn end_connections(&self) {
        let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = $1 AND pid <> pg_backend_pid()";
        self.connect("postgres").execute(sql, &[&DATABASE]).expect("connections end");
    }

    /// Ends one connection, if it is there.
    pub fn end_connections_of(&self, process: Option<i32>) {
        let sql = "SELECT pg_terminate_backend($1)";
        self.connect("postgres").execute(sql, &[&process]).expect("the connection ends");
    }

    /// Makes a role that may do what signing takes and no more, and has to give a password.
    pub fn add_role_with_password(&self, role: &str, password: &str) {
        let file = self.data().join("pg_hba.conf");
        let rules = fs::read_to_string(&file).expect("rules of access");
        let rules = format!("local all {role} scram-sha-256\n{rules}");
        fs::write(&file, rules).expect("rules of access");
        let schema = "critical_chains_guard";
        let sql = format!(
            "CREATE ROLE {role} LOGIN PASSWORD '{password}';
            GRANT USAGE ON SCHEMA {schema} TO {role};
            GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA {schema} TO {role}"
        );
        let mut client = self.client();
        client.batch_execute(&sql).expect("a role");
        client.batch_execute("SELECT pg_reload_conf()").expect("rules that are read again");
    }

    /// Starts the server again as the replica of one that is not there.
    pub fn make_replica(&mut self) {
        self.stop();
        fs::write(self.data().join("standby.signal"), "").expect("a sign for the server");
        self.restart();
    }

    /// Ends the server as a power failure would, but for what the disk forgets.
    pub fn kill(&mut self) {
        let Some(mut process) = self.process.take() else { return };
        // Immediate shutdown, as the manual calls it: the processes of its connections end as well.
        signal(&process, Signal::QUIT);
        process.wait().expect("the server ends");
    }

    /// Starts the server, after it was ended if it ran.
    pub fn restart(&mut self) {
        self.stop();
        let log = File::options().create(true).append(true).open(self.log()).expect("a log");
        let mut command = self.command("postgres");
        command.arg("-D").arg(self.data());
        let errors = log.try_clone().expect("a log");
        let process = command.stdin(Stdio::null()).stdout(log).stderr(errors).spawn();
        self.process = Some(process.expect("the server starts"));
        let end = Instant::now() + DEADLINE;
        while let Err(error) = Client::connect(&self.address("postgres"), NoTls) {
            let ended = self.process.as_mut().and_then(|process| process.try_wait().ok()?);
            assert!(
                Instant::now() < end && ended.is_none(),
                "the server does not start: {error}\n{}",
                self.log_text()
            );
            sleep(Duration::from_millis(20));
        }
    }

    /// Ends the server, and its connections with it.
    pub fn stop(&mut self) {
        let Some(mut process) = self.process.take() else { return };
        // Fast shutdown, as the manual calls it.
        signal(&process, Signal::INT);
        let end = Instant::now() + DEADLINE;
        while process.try_wait().is_ok_and(|status| status.is_none()) {
            if Instant::now() > end {
                let _ = process.kill();
            }
            sleep(Duration::from_millis(10));
        }
    }

    /// What the server said.
    pub fn log_text(&self) -> String {
        fs::read_to_string(self.log()).unwrap_or_default()
    }

    fn make(&self, settings: &[&str]) {
        let everybody = fs::Permissions::from_mode(0o755);
        fs::set_permissions(self.folder.path(), everybody).expect("a folder for all");
        give_to_server(self.folder.path());
        let made = self
            .command("initdb")
            .args(["--username", ACCOUNT, "--auth", "trust", "--encoding", "UTF8", "--no-sync"])
            .args(["--locale", "C", "--pgdata"])
            .arg(self.data())
            .output()
            .expect("initdb runs");
        assert!(made.status.success(), "initdb: {}", String::from_utf8_lossy(&made.stderr));
        let socket = self.socket();
        let usual =
            format!("listen_addresses = ''\nunix_socket_directories = '{}'\n", socket.display());
        self.configure(&format!("{usual}shared_buffers = 16MB\n{}", settings.join("\n")));
    }

    /// Adds lines to its configuration, of which the last count.
    fn configure(&self, lines: &str) {
        let text = format!("{lines}\n");
        let file = File::options().append(true).open(self.data().join("postgresql.conf"));
        std::io::Write::write_all(&mut file.expect("its configuration"), text.as_bytes())
            .expect("room for its configuration");
    }

    /// A program of the server, as the account that may run it.
    fn command(&self, program: &str) -> Command {
        let program = self.programs.join(program);
        let mut command = match server_account() {
            Some((user, group)) => {
                use std::os::unix::process::CommandExt;
                let mut command = Command::new(program);
                command.uid(user).gid(group);
                command
            }
            None => Command::new(program),
        };
        command.current_dir(self.folder.path()).env_clear().env("PATH", "/usr/bin:/bin");
        command
    }

    fn connect(&self, database: &str) -> Client {
        Client::connect(&self.address(database), NoTls).expect("the server accepts connections")
    }

    fn address(&self, database: &str) -> String {
        let socket = self.socket();
        format!("host={} port={} user={ACCOUNT} dbname={database}", socket.display(), self.port)
    }

    fn socket(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("log")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Keeps a process from going on.
pub fn hang(process: &Child) {
    signal(process, Signal::STOP);
}

/// Lets a process go on.
pub fn resume(process: &Child) {
    signal(process, Signal::CONT);
}

fn signal(process: &Child, signal: Signal) {
    let id = i32::try_from(process.id()).ok().and_then(Pid::from_raw);
    if let Some(id) = id {
        // It may have ended by itself.
        let _ = kill_process(id, signal);
    }
}

/// The newest version that is installed.
fn programs() -> PathBuf {
    let versions = fs::read_dir(DEBIAN).into_iter().flatten().flatten();
    let mut found: Vec<(u32, PathBuf)> = versions
        .filter_map(|entry| {
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .filter(|(_, programs)| programs.join("initdb").exists())
        .collect();
    found.sort();
    let on_path = env::split_paths(&env::var_os("PATH").unwrap_or_default())
        .find(|folder| folder.join("initdb").exists() && folder.join("postgres").exists());
    found.pop().map(|(_, programs)| programs).or(on_path).unwrap_or_else(|| {
        panic!("PostgreSQL's server is neither in {DEBIAN} nor on the PATH: run scripts/setup")
    })
}

/// Makes the account of the server the owner of a file or folder.
fn give_to_server(path: &Path) {
    if let Some((user, group)) = server_account() {
        chown(path, Some(user), Some(group)).expect("a file of the server");
    }
}

/// Number and group of the account for the server, if this process is root's.
fn server_account() -> Option<(u32, u32)> {
    if !rustix::process::geteuid().is_root() {
        return None;
    }
    let accounts = fs::read_to_string(Path::new("/etc/passwd")).unwrap_or_default();
    let row = accounts.lines().find(|row| row.split(':').next() == Some(ACCOUNT));
    let mut numbers = row.into_iter().flat_map(|row| row.split(':').skip(2));
    let mut number = || numbers.next().and_then(|text| text.parse().ok());
    match (number(), number()) {
        (Some(user), Some(group)) => Some((user, group)),
        _ => panic!(
            "this test runs as root, and PostgreSQL does not: the account {ACCOUNT} is missing. Run scripts/setup"
        ),
    }
}
