//! How are packages of Debian and Ubuntu installed?

use crate::{Result, machine, process};
use std::io::IsTerminal;
use std::process::Command;

/// Installs packages, or says what stands in the way.
pub(super) fn install(packages: &[&str]) -> Result<()> {
    let list = packages.join(" ");
    if machine::program("apt-get").is_none() {
        return Err(format!("this system has no apt-get, which would install {list}"));
    }
    // A stale index is worse than none, and a private mirror may be half reachable:
    // what matters is whether the installation works.
    let update = process::quiet(apt_get()?.arg("update"));
    let mut command = apt_get()?;
    command.args(["install", "--yes", "--no-install-recommends"]).args(packages);
    process::quiet(&mut command).map(drop).map_err(|error| match update {
        Ok(_) => error,
        Err(update) => format!("{update}\n{error}"),
    })
}

fn apt_get() -> Result<Command> {
    if machine::is_root() {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive");
        return Ok(command);
    }
    if machine::program("sudo").is_none() {
        return Err("installing system packages needs root or sudo".to_owned());
    }
    let mut command = Command::new("sudo");
    if !std::io::stdin().is_terminal() {
        command.arg("--non-interactive");
    }
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    Ok(command)
}
