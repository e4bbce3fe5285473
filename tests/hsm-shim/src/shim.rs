//! What tests of other crates use: a copy of the module in a directory of its own.

use crate::plan::Plan;
use std::{
    env, fs,
    fs::File,
    io::Write,
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, SystemTime},
};

const BUILT: &str = "libcritical_chains_hsm_shim.so";

/// Names the module of kryoptic, to be used instead of SoftHSM.
const KRYOPTIC: &str = "HSM_SHIM_KRYOPTIC";

/// Slots of kryoptic's configuration, which come into being with it.
const KRYOPTIC_SLOTS: usize = 3;

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
    /// The copy of kryoptic, if that is used.
    kryoptic: Option<PathBuf>,
    conf: PathBuf,
    tokens: PathBuf,
    /// Tokens of kryoptic that were made.
    made: AtomicUsize,
    base: String,
    /// When the newest plan says that it was written.
    written: Mutex<SystemTime>,
}

impl Shim {
    /// Puts copies of this module and of SoftHSM into an existing directory, with an empty
    /// token store, a configuration and a plan without faults. Where `HSM_SHIM_KRYOPTIC` names the
    /// module of kryoptic, that takes the place of SoftHSM.
    pub fn new(directory: &Path) -> Self {
        let directory = std::path::absolute(directory).expect("a path");
        let tokens = directory.join("tokens");
        let module = directory.join("libshim.so");
        let kryoptic = env::var_os(KRYOPTIC).map(PathBuf::from);
        let (name, line, text) = match kryoptic {
            Some(_) => ("kryoptic", "kryoptic-conf", kryoptic_conf(&tokens)),
            None => ("softhsm2", "softhsm-conf", softhsm_conf(&tokens)),
        };
        let is_kryoptic = kryoptic.is_some();
        let installed = kryoptic.unwrap_or_else(installed);
        let real = directory.join(format!("lib{name}.so"));
        let conf = directory.join(format!("{name}.conf"));

        fs::create_dir_all(&tokens).expect("a directory for tokens");
        fs::copy(&installed, &real)
            .unwrap_or_else(|error| panic!("no copy of {}: {error}", installed.display()));
        fs::copy(built(), &module).expect("a copy of the shim");
        fs::write(&conf, text).expect("its configuration");

        let shim = Self {
            plan: module.with_extension("plan"),
            base: format!("module = {}\n{line} = {}\n", real.display(), conf.display()),
            module,
            kryoptic: is_kryoptic.then_some(real),
            conf,
            tokens,
            made: AtomicUsize::new(0),
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

    /// Makes a token in a free slot, with `softhsm2-util` or `pkcs11-tool`. To be done before the module is
    /// initialised: one that runs does not see new tokens.
    pub fn init_token(&self, label: &str, so_pin: &str, pin: &str) {
        let Some(kryoptic) = &self.kryoptic else {
            let made =
                ["--init-token", "--free", "--label", label, "--so-pin", so_pin, "--pin", pin];
            return run("softhsm2-util", "SOFTHSM2_CONF", &self.conf, &made);
        };
        let slot = (1 + self.made.fetch_add(1, Ordering::Relaxed)).to_string();
        let module = kryoptic.display().to_string();
        let tool = |more: &[&str]| {
            let common = ["--module", &module, "--slot", &slot, "--so-pin", so_pin];
            run("pkcs11-tool", "KRYOPTIC_CONF", &self.conf, &[&common, more].concat());
        };
        tool(&["--init-token", "--label", label]);
        tool(&["--login", "--login-type", "so", "--init-pin", "--new-pin", pin]);
    }

    /// The configuration of SoftHSM, for `SOFTHSM2_CONF` of other tools; or that of kryoptic.
    pub fn softhsm_conf(&self) -> &Path {
        &self.conf
    }

    /// The directory of the tokens' files.
    pub fn tokens(&self) -> &Path {
        &self.tokens
    }
}

fn run(program: &str, variable: &str, conf: &Path, arguments: &[&str]) {
    let output = Command::new(program)
        .args(arguments)
        .env(variable, conf)
        .output()
        .unwrap_or_else(|error| panic!("{program}: {error}: see scripts/setup"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} made no token: {said}");
}

fn softhsm_conf(tokens: &Path) -> String {
    format!(
        "directories.tokendir = {}\nobjectstore.backend = file\nlog.level = ERROR\nslots.removable = false\n",
        tokens.display()
    )
}

fn kryoptic_conf(tokens: &Path) -> String {
    let slot = |number| {
        let file = tokens.join(format!("{number}.sql"));
        format!("[[slots]]\nslot = {number}\ndbtype = 'sqlite'\ndbargs = '{}'\n", file.display())
    };
    (1..=KRYOPTIC_SLOTS).map(slot).collect()
}

fn installed() -> PathBuf {
    SOFTHSM.iter().map(PathBuf::from).find(|path| path.exists()).unwrap_or_else(|| {
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
