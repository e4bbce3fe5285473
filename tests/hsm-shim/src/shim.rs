//! What tests of other crates use: a copy of the module in a directory of its own.

use crate::plan::Plan;
use std::{
    env, fs,
    fs::File,
    io::Write,
    path::{Path, PathBuf},
    process::Command,
    sync::Mutex,
    time::{Duration, SystemTime},
};

const BUILT: &str = "libcritical_chains_hsm_shim.so";

/// Where distributions install SoftHSM's module.
const SOFTHSM: &[&str] = &[
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/usr/lib64/softhsm/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
];

/// A token of its own behind a module of its own, and the plan that says how the module
/// misbehaves.
///
/// Every method panics where something is missing or wrong: this is support for tests.
#[derive(Debug)]
pub struct Shim {
    module: PathBuf,
    plan: PathBuf,
    softhsm_conf: PathBuf,
    tokens: PathBuf,
    base: String,
    /// When the newest plan says that it was written.
    written: Mutex<SystemTime>,
}

impl Shim {
    /// Puts copies of this module and of SoftHSM into an existing directory, with an empty
    /// token store, a configuration and a plan without faults.
    pub fn new(directory: &Path) -> Self {
        let directory = std::path::absolute(directory).expect("a path");
        let tokens = directory.join("tokens");
        let softhsm = directory.join("libsofthsm2.so");
        let softhsm_conf = directory.join("softhsm2.conf");
        let module = directory.join("libshim.so");

        fs::create_dir_all(&tokens).expect("a directory for tokens");
        fs::copy(installed(), &softhsm).expect("a copy of SoftHSM");
        fs::copy(built(), &module).expect("a copy of the shim");
        let conf = format!(
            "directories.tokendir = {}\nobjectstore.backend = file\nlog.level = ERROR\nslots.removable = false\n",
            tokens.display()
        );
        fs::write(&softhsm_conf, conf).expect("a configuration of SoftHSM");

        let shim = Self {
            plan: module.with_extension("plan"),
            base: format!(
                "module = {}\nsofthsm-conf = {}\n",
                softhsm.display(),
                softhsm_conf.display()
            ),
            module,
            softhsm_conf,
            tokens,
            written: Mutex::new(SystemTime::UNIX_EPOCH),
        };
        shim.clear();
        shim
    }

    /// The module, for `--hsm-module` or `Pkcs11::new`.
    pub fn module(&self) -> &Path {
        &self.module
    }

    /// Makes these the lines of the plan, besides those that name the real module. They hold
    /// from the next call on.
    pub fn set(&self, lines: &[&str]) {
        let text = format!("{}{}\n", self.base, lines.join("\n"));
        if let Err(why) = Plan::parse(&text) {
            panic!("this is no plan: {why}");
        }

        let mut written = self.written.lock().expect("a plan is written or refused");
        // Two plans within a tick of the clock would look like one.
        *written = SystemTime::now().max(*written + Duration::from_nanos(1));
        let new = self.plan.with_extension("plan.new");
        let mut file = File::create(&new).expect("a file for the plan");
        file.write_all(text.as_bytes()).expect("room for the plan");
        file.set_modified(*written).expect("a time of the plan");
        fs::rename(&new, &self.plan).expect("the plan in its place");
    }

    /// Ends every fault and dialect.
    pub fn clear(&self) {
        self.set(&[]);
    }

    /// Makes a token in a free slot, with `softhsm2-util`. To be done before the module is
    /// initialised: one that runs does not see new tokens.
    pub fn init_token(&self, label: &str, so_pin: &str, pin: &str) {
        let output = Command::new("softhsm2-util")
            .args(["--init-token", "--free", "--label", label, "--so-pin", so_pin, "--pin", pin])
            .env("SOFTHSM2_CONF", &self.softhsm_conf)
            .output()
            .expect("softhsm2-util runs: is the package softhsm2 installed?");
        assert!(
            output.status.success(),
            "softhsm2-util made no token: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }

    /// The configuration of SoftHSM, for `SOFTHSM2_CONF` of other tools.
    pub fn softhsm_conf(&self) -> &Path {
        &self.softhsm_conf
    }

    /// The directory of SoftHSM's token files.
    pub fn tokens(&self) -> &Path {
        &self.tokens
    }
}

fn installed() -> &'static Path {
    SOFTHSM.iter().map(Path::new).find(|path| path.exists()).unwrap_or_else(|| {
        panic!("SoftHSM is in none of {SOFTHSM:?}: install the package softhsm2")
    })
}

/// The newest of this crate's shared objects near the executable.
fn built() -> PathBuf {
    let executable = env::current_exe().expect("the path of this executable");
    let beside = executable.parent().unwrap_or(Path::new("/"));
    let above = beside.parent().unwrap_or(beside);
    let places = [beside.to_owned(), above.to_owned(), beside.join("deps"), above.join("deps")];

    places
        .iter()
        .map(|place| place.join(BUILT))
        .filter_map(|path| Some((fs::metadata(&path).ok()?.modified().ok()?, path)))
        .max()
        .map(|(_, path)| path)
        .unwrap_or_else(|| {
            panic!("{BUILT} is in none of {places:?}: cargo build -p critical-chains-hsm-shim")
        })
}
