//! The branches of a session: every script that was left for another one stays reachable.

use super::Session;
use crate::engine::Problem;
use crate::link::Link;

/// The largest number of branches that are kept.
const BRANCHES_MAX: usize = 64;

/// A line of work: what was opened, and each time the past was changed, another.
#[derive(Clone)]
pub struct Branch {
    /// Where the reader was in it.
    here: Link,
    /// What it is called: the action that it began with.
    pub label: String,
    /// The branch that it left, by index.
    pub parent: Option<u32>,
}

impl Branch {
    pub(super) fn first(here: Link) -> Branch {
        Branch { here, label: "opened".to_owned(), parent: None }
    }
}

impl Session {
    /// All branches, in order of their making.
    #[must_use]
    pub fn branches(&self) -> &[Branch] {
        &self.branches
    }

    /// The index of the branch that the reader is in.
    #[must_use]
    pub fn branch(&self) -> u32 {
        self.branch as u32
    }

    /// Goes to another branch, where the reader was in it.
    ///
    /// # Errors
    /// There is no such branch.
    pub fn switch_branch(&mut self, index: u32) -> Result<(), Problem> {
        self.keep_branch();
        let missing = || Problem::new("there is no such branch", "choose one of the list");
        let branch = self.branches.get(index as usize).ok_or_else(missing)?;
        let fresh = Session::from_link(branch.here.clone().run(Some(&self.run)));
        (self.run, self.versus, self.view) = (fresh.run, fresh.versus, fresh.view);
        (self.branch, self.seen) = (index as usize, fresh.seen);
        self.stay_in();
        Ok(())
    }

    /// Where the reader is in the present branch, which is to be left.
    ///
    /// # Errors
    /// There is no room for another branch.
    pub(super) fn leaving(&self) -> Result<Link, Problem> {
        if self.branches.len() >= BRANCHES_MAX {
            let what = format!("{BRANCHES_MAX} branches are kept already");
            return Err(Problem::new(what, "share this moment and open the link to go on"));
        }
        Ok(self.here())
    }

    /// Starts another branch where the present one is left.
    pub(super) fn branch_off(&mut self, left: Link, label: &str) {
        if let Some(branch) = self.branches.get_mut(self.branch) {
            branch.here.clone_from(&left);
        }
        let parent = Some(self.branch as u32);
        self.branch = self.branches.len();
        self.branches.push(Branch { here: left, label: label.to_owned(), parent });
    }

    /// Remembers where the reader is in the present branch.
    pub(super) fn keep_branch(&mut self) {
        let here = self.here();
        if let Some(branch) = self.branches.get_mut(self.branch) {
            branch.here = here;
        }
    }
}
