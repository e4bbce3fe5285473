//! Loading: where this module lies, and the real one that it stands before.

use cryptoki_sys::*;
use libloading::os::unix::{Library, RTLD_LOCAL, RTLD_NOW, Symbol};
use std::{
    ffi::{CStr, CString, OsStr},
    fs::File,
    os::{fd::AsRawFd, unix::ffi::OsStrExt},
    path::{Path, PathBuf},
    ptr,
};

/// The file that this code was loaded from.
pub(crate) fn own_path() -> Option<PathBuf> {
    static HERE: u8 = 0;
    // SAFETY: all zero is a value of this structure of pointers.
    let mut found: libc::Dl_info = unsafe { std::mem::zeroed() };
    // SAFETY: any address may be asked for; `found` outlives the call.
    let known = unsafe { libc::dladdr((&raw const HERE).cast(), &mut found) };
    if known == 0 || found.dli_fname.is_null() {
        return None;
    }
    // SAFETY: the linker's own string, which stays for as long as this code is loaded.
    let name = unsafe { CStr::from_ptr(found.dli_fname) };
    std::path::absolute(OsStr::from_bytes(name.to_bytes())).ok()
}

/// Loads the real module, for as long as the process lives: its threads and handlers of exit
/// may not lose their code.
pub(crate) fn load(path: &Path) -> Result<&'static CK_FUNCTION_LIST, String> {
    type GetFunctionList = unsafe extern "C" fn(*mut *mut CK_FUNCTION_LIST) -> CK_RV;
    let cannot = |why: &dyn std::fmt::Display| format!("cannot load {}: {why}", path.display());

    // SAFETY: whoever wrote the plan vouches for what the module does when it is loaded.
    let library = unsafe { Library::open(Some(path), RTLD_NOW | RTLD_LOCAL) }
        .map_err(|error| cannot(&error))?;
    // SAFETY: PKCS#11 gives the symbol of this name this type.
    let get_function_list: Symbol<GetFunctionList> =
        unsafe { library.get(b"C_GetFunctionList\0") }.map_err(|error| cannot(&error))?;

    let mut list = ptr::null_mut();
    // SAFETY: `list` outlives the call, and the library is loaded.
    let code = unsafe { get_function_list(&mut list) };
    if code != CKR_OK || list.is_null() {
        return Err(cannot(&format!("C_GetFunctionList gave {code:#x}")));
    }
    std::mem::forget(library);
    // SAFETY: not null, and a module's list lives as long as the module, which is never unloaded.
    Ok(unsafe { &*list })
}

/// Calls the real `C_Initialize` or `C_Finalize`, alone among all copies of this module in the
/// process.
///
/// SoftHSM reads `SOFTHSM2_CONF` in `C_Initialize`, and its copies share OpenSSL's engines, which
/// both functions touch. Copies of this module share no statics: a lock on the executable's file
/// is what they have in common.
pub(crate) fn alone<T>(conf: Option<(&CStr, &Path)>, run: impl FnOnce() -> T) -> T {
    let executable = File::open("/proc/self/exe").ok();
    if let Some(file) = &executable {
        // SAFETY: the descriptor is open. The lock goes when the file is closed.
        unsafe { libc::flock(file.as_raw_fd(), libc::LOCK_EX) };
    }
    if let Some((variable, path)) = conf
        && let Ok(path) = CString::new(path.as_os_str().as_bytes())
    {
        // SAFETY: both strings end with a nul. Under the lock no other copy writes the
        // environment, and glibc keeps what it held before for those who still read it.
        unsafe { libc::setenv(variable.as_ptr(), path.as_ptr(), 1) };
    }
    run()
}
