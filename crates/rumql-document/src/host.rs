//! How is a file written, and what does it say?

mod json;
mod plain;
mod sink;
pub(crate) mod yaml;

use rumql_source::Span;

use crate::{Comment, Value};

pub(crate) use crate::host::{json::decode as decode_json, plain::read as read_plain};

/// The format around a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Host {
    /// One query and nothing else: `*.rumql`.
    Plain,
    /// `*.yml`, `*.yaml`.
    Yaml,
    /// `*.json`, `*.jsonc`; comments are allowed in both.
    Json,
}

impl Host {
    /// Its name in messages.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Plain => "text",
            Self::Yaml => "YAML",
            Self::Json => "JSON",
        }
    }

    /// The format of a file by its name; letters in either case.
    pub fn of(path: &str) -> Option<Self> {
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
        let (_, extension) = name.rsplit_once('.')?;
        match extension.to_ascii_lowercase().as_str() {
            "rumql" => Some(Self::Plain),
            "yml" | "yaml" => Some(Self::Yaml),
            "json" | "jsonc" => Some(Self::Json),
            _ => None,
        }
    }
}

/// A file as values: what its host's parser makes of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    /// One value for JSON, one a document for YAML; none for an empty file.
    pub roots: Vec<Value>,
    /// The comments, in the order of the file.
    pub comments: Vec<Comment>,
    /// Where and why the file could not be read; `roots` is empty then, or what is left of it.
    pub unreadable: Option<Unreadable>,
    /// The texts that YAML refuses and that were read as plain texts all the same.
    pub masks: Vec<Mask>,
}

/// Why a file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// Where the parser stopped.
    pub span: Span,
    /// What it said.
    pub message: String,
}

/// A value that YAML refuses, such as `@type:error`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mask {
    /// The bytes of the value on its line.
    pub span: Span,
    /// Why YAML refuses it.
    pub reason: &'static str,
}

/// The longest text that is read: spans are `u32`.
const MAX_LEN: usize = (u32::MAX / 4) as usize;

/// What a YAML or JSON file says. A plain one is one text.
pub fn parse(text: &str, host: Host) -> Tree {
    if text.len() > MAX_LEN {
        let message = "the file is larger than 1 GiB".to_owned();
        return Tree { unreadable: Some(Unreadable { span: Span::at(0), message }), ..Tree::default() };
    }
    match host {
        Host::Plain => plain::parse(text),
        Host::Yaml => yaml::parse(text),
        Host::Json => json::parse(text),
    }
}
