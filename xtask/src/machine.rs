//! What is the machine that we run on, and what does it have?

use crate::process;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The path of a program that the shell would find.
pub(crate) fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| is_executable(file))
}

/// The first of several programs that the shell would find.
pub(crate) fn first_program(names: &[&str]) -> Option<PathBuf> {
    names.iter().find_map(|name| program(name))
}

/// The program that an environment variable names, if it is one.
pub(crate) fn program_in_variable(variable: &str) -> Option<PathBuf> {
    let value = PathBuf::from(std::env::var_os(variable)?);
    is_executable(&value).then_some(value)
}

/// Whether we may do everything: some programs refuse to be sandboxed then.
pub(crate) fn is_root() -> bool {
    process::answer(Command::new("id").arg("-u")).is_ok_and(|uid| uid.trim() == "0")
}

/// The processor and its cores, as the bench names the machine.
pub(crate) fn name() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let cpuinfo = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let system = format!("{} {}", std::env::consts::OS, std::env::consts::ARCH);
    let model = cpu_model(&cpuinfo).unwrap_or(&system);
    format!("{model}, {cores} {}", if cores == 1 { "core" } else { "cores" })
}

fn cpu_model(cpuinfo: &str) -> Option<&str> {
    let line = cpuinfo.lines().find(|line| line.starts_with("model name"))?;
    line.split_once(':').map(|(_, model)| model.trim())
}

#[cfg(unix)]
fn is_executable(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata().is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(file: &Path) -> bool {
    file.is_file()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_processor_is_named_as_the_kernel_names_it() {
        let text = "processor\t: 0\nmodel name\t: Sample CPU @ 2.00GHz\nmodel name\t: other\n";
        assert_eq!(cpu_model(text), Some("Sample CPU @ 2.00GHz"));
        assert_eq!(cpu_model("processor\t: 0\n"), None);
    }

    #[test]
    fn programs_are_found_on_the_path() {
        assert!(program("sh").is_some());
        assert!(first_program(&["no-such-program", "sh"]).is_some());
        assert!(program("no-such-program").is_none());
    }
}
