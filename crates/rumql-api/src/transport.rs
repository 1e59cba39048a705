//! Who carries a request to the API and its answer back?

use std::fmt;

use crate::Operation;

/// A request, ready to be sent: without keys, and without the host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// What is asked.
    pub operation: Operation,
    /// The path, percent-encoded.
    pub path: String,
    /// The body, JSON; of a GET or DELETE, none.
    pub body: Option<Vec<u8>>,
}

/// An answer, as it came.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// The headers, names in small letters.
    pub headers: Vec<(String, String)>,
    /// The body, uncompressed.
    pub body: Vec<u8>,
}

impl Response {
    /// The first header of this name, in small letters.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Why no answer came. Its words hold no key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TransportError {
    /// The request certainly did not reach the API.
    NotSent(String),
    /// It may have.
    Unknown(String),
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotSent(why) | Self::Unknown(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for TransportError {}

/// Whatever carries requests: the network, or an API in the same process.
pub trait Transport {
    /// Sends a request, once, and waits for its answer.
    ///
    /// # Errors
    /// No answer came.
    fn send(&self, request: &Request) -> Result<Response, TransportError>;

    /// Where requests go, for people: `https://api.datadoghq.com`.
    fn place(&self) -> String;
}
