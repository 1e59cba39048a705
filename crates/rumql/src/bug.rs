//! What happens if rumql itself is wrong?
//!
//! A panic ends the work on one file, never that on the others, and is told as what it is.

use std::{
    cell::RefCell,
    fmt,
    panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind, set_hook},
};

thread_local! {
    static LAST: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// A panic that was caught.
#[derive(Debug)]
pub(crate) struct Bug(String);

/// From here on a panic prints nothing: whoever catches it tells it.
pub(crate) fn keep_panics() {
    set_hook(Box::new(|info: &PanicHookInfo<'_>| {
        let place = info.location().map(|at| format!(" at {}:{}", at.file(), at.line())).unwrap_or_default();
        let message = info.payload_as_str().unwrap_or("a panic");
        LAST.with(|last| *last.borrow_mut() = Some(format!("{message}{place}")));
    }));
}

/// Runs `work`; a panic in it becomes a [`Bug`].
pub(crate) fn contained<T>(work: impl FnOnce() -> T) -> Result<T, Bug> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| {
        let message = LAST.with(|last| last.borrow_mut().take());
        Bug(message.unwrap_or_else(|| "a panic".to_owned()))
    })
}

impl fmt::Display for Bug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "this is a bug in rumql, please report it: {}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_value() {
        assert_eq!(contained(|| 1).unwrap(), 1);
        let bug = contained(|| panic!("at the disco")).unwrap_err();
        assert!(bug.to_string().starts_with("this is a bug in rumql, please report it: "), "{bug}");
    }
}
