//! Which diagnostics are there? One family a folder, one diagnostic a file.

pub(crate) mod bod;
pub(crate) mod con;
pub(crate) mod emb;
pub(crate) mod log;
pub(crate) mod prf;
pub(crate) mod r#ref;
pub(crate) mod sty;
pub(crate) mod sup;
pub(crate) mod syn;
pub(crate) mod tim;
pub(crate) mod typ;
