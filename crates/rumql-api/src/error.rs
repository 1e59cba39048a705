//! What did the API say instead of an answer?

use std::{fmt, time::Duration};

use serde::Deserialize;
use serde_json::Value;

use crate::{Operation, Response, TransportError};

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApiError {
    /// None came.
    Transport(TransportError),
    /// It says what is wrong.
    Refused(Refusal),
    /// It says that all is well, and cannot be read.
    Unreadable {
        /// What was asked.
        operation: Operation,
        /// The status.
        status: u16,
        /// What is wrong with it.
        why: String,
    },
}

/// An answer with another status than that of success.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What was asked.
    pub operation: Operation,
    /// The status.
    pub status: u16,
    /// The server's words, without control characters, cut where they are long.
    pub messages: Vec<String>,
    /// How long it asks to wait.
    pub wait: Option<Duration>,
    /// Where it points to instead.
    pub location: Option<String>,
}

/// How many messages are kept, and how many characters of each.
const MAX_MESSAGES: usize = 5;
const MAX_MESSAGE: usize = 500;

/// More of an answer is not looked at for what is wrong.
const MAX_ERROR_BODY: usize = 64 * 1024;

impl ApiError {
    pub(crate) fn unreadable(operation: Operation, response: &Response, why: &str) -> Self {
        Self::Unreadable { operation, status: response.status, why: cleaned(why) }
    }

    /// Whether a read may be asked again.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Transport(_) => true,
            Self::Refused(refusal) => matches!(refusal.status, 429 | 500 | 502 | 503 | 504),
            Self::Unreadable { .. } => false,
        }
    }

    /// What to do about it.
    pub fn next_step(&self) -> String {
        match self {
            Self::Transport(_) => {
                "check the network, the proxy (HTTPS_PROXY) and that DD_SITE is your site; --demo works without either".into()
            }
            Self::Refused(refusal) => refusal.next_step(),
            Self::Unreadable { .. } => {
                "the answer is not what the API's specification says; try again, and check --url and the proxy".into()
            }
        }
    }
}

impl Refusal {
    /// Reads an answer that is no success. Three shapes of errors are in use, whatever the content type
    /// says: texts, objects with a title, and objects with a title and details.
    pub(crate) fn of(operation: Operation, response: &Response) -> Self {
        let seconds = ["x-ratelimit-reset", "retry-after"]
            .into_iter()
            .filter_map(|name| response.header(name))
            .find_map(|value| value.trim().parse::<u64>().ok());
        let location = (300..400).contains(&response.status).then(|| response.header("location")).flatten();
        Self {
            operation,
            status: response.status,
            messages: messages(&response.body),
            wait: seconds.map(Duration::from_secs),
            location: location.map(cleaned),
        }
    }

    fn next_step(&self) -> String {
        let fixed = match self.status {
            300..400 => return self.redirected(),
            400 | 422 => "`rumql check` tells what is wrong with a query, `--dry-run` what would be sent",
            401 => {
                "the keys are not accepted: check DD_API_KEY and DD_APP_KEY, and that DD_SITE is the site that they were made on"
            }
            403 => {
                "the keys may not do that: check that they are of this site (DD_SITE), and that their owner may use Product Analytics audiences"
            }
            404 if matches!(self.operation, Operation::UpdateConnection | Operation::DeleteConnection) => {
                "`rumql connection list` shows the connections that there are"
            }
            404 => {
                "the entity is users or accounts; the API is in preview, and your organisation may not have it"
            }
            409 => "change the connection that there is with `rumql connection update`, or choose another id",
            413 => "the query is too large; split it, or ask with fewer values",
            429 => return self.limited(),
            500.. => "the server failed; try again later, and see Datadog's status page",
            _ => "`--dry-run` shows what would be sent",
        };
        fixed.to_owned()
    }

    fn redirected(&self) -> String {
        match &self.location {
            Some(location) => {
                format!(
                    "it points to {location}; keys are not sent on: if that is right, set DD_SITE or --url to it"
                )
            }
            None => "keys are not sent on; check DD_SITE or --url".to_owned(),
        }
    }

    fn limited(&self) -> String {
        match self.wait {
            Some(wait) => {
                format!("there are too many requests; try again in {} s, and ask less often", wait.as_secs())
            }
            None => "there are too many requests; try again later, and ask less often".to_owned(),
        }
    }
}

fn messages(body: &[u8]) -> Vec<String> {
    #[derive(Deserialize)]
    struct Errors {
        errors: Vec<Value>,
    }
    let body = body.get(..MAX_ERROR_BODY).unwrap_or(body);
    let found: Vec<String> = match serde_json::from_slice::<Errors>(body) {
        Ok(Errors { errors }) => errors.iter().map(message).collect(),
        Err(_) => vec![plain(&String::from_utf8_lossy(body))],
    };
    found.iter().map(|text| cleaned(text)).filter(|text| !text.is_empty()).take(MAX_MESSAGES).collect()
}

/// `"Not Found"`, `{"title": "Not Found", "detail": "no such thing"}`
fn message(error: &Value) -> String {
    let said = |key| error.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
    match (error.as_str(), said("title"), said("detail")) {
        (Some(text), ..) => text.to_owned(),
        (None, Some(title), Some(detail)) => format!("{title}: {detail}"),
        (None, Some(text), None) | (None, None, Some(text)) => text.to_owned(),
        (None, None, None) => error.to_string(),
    }
}

/// What stands in a page: of HTML, its title.
fn plain(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    if !lower.contains("<html") && !lower.contains("<!doctype") {
        return text.to_owned();
    }
    let title = lower.find("<title>").zip(lower.find("</title>"));
    let title = title.and_then(|(start, end)| text.get(start + "<title>".len()..end));
    title.unwrap_or("a web page").to_owned()
}

/// One line without control characters, cut where it is long.
fn cleaned(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    let line = words.collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MAX_MESSAGE) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport(error) => error.fmt(f),
            Self::Refused(refusal) => refusal.fmt(f),
            Self::Unreadable { operation, status, why } => {
                write!(
                    f,
                    "{} was answered with {status}, and the answer cannot be read: {why}",
                    operation.id()
                )
            }
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} was answered with {}", self.operation.id(), self.status)?;
        match self.messages.is_empty() {
            true => Ok(()),
            false => write!(f, ": {}", self.messages.join("; ")),
        }
    }
}

impl std::error::Error for ApiError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(status: u16, headers: &[(&str, &str)], body: &str) -> Refusal {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Refusal::of(Operation::QueryUsers, &Response { status, headers, body: body.into() })
    }

    #[track_caller]
    fn says(body: &str, expected: &str) {
        let shown = refusal(400, &[], body).to_string();
        assert_eq!(shown, format!("QueryUsers was answered with 400{expected}"), "{body}");
    }

    #[test]
    fn the_shapes_of_errors_that_servers_send() {
        says(r#"{"errors":["Application Not Found not found"]}"#, ": Application Not Found not found");
        says(
            r#"{"errors":[{"status":"404","title":"Not Found","detail":"no such filter"}]}"#,
            ": Not Found: no such filter",
        );
        says(r#"{"errors":[{"title":"Forbidden"}]}"#, ": Forbidden");
        says(r#"{"errors":[{"title":"Generic Error","detail":"x"},"y"]}"#, ": Generic Error: x; y");
        says(r#"{"errors":[{"code":7}]}"#, r#": {"code":7}"#);
        says("<html><head><title>502 Bad Gateway</title></head>…", ": 502 Bad Gateway");
        says("upstream \u{1b}[31mfailed\r\n", ": upstream [31mfailed");
        says(r#"{"errors":[]}"#, "");
        says("", "");
        says(&"x".repeat(9_000), &format!(": {}…", "x".repeat(500)));
    }

    #[test]
    fn how_long_to_wait_and_where_to_go() {
        assert_eq!(
            refusal(429, &[("x-ratelimit-reset", "7"), ("retry-after", "9")], "").wait,
            Some(Duration::from_secs(7))
        );
        assert_eq!(refusal(429, &[("retry-after", "9")], "").wait, Some(Duration::from_secs(9)));
        assert_eq!(refusal(429, &[("x-ratelimit-reset", "soon")], "").wait, None);
        let moved = refusal(307, &[("location", "https://evil.example/x")], "");
        assert!(moved.next_step().starts_with("it points to https://evil.example/x; keys are not sent on"));
    }

    #[test]
    fn each_status_has_a_way_out() {
        for status in 100..600 {
            let error = ApiError::Refused(refusal(status, &[], ""));
            assert!(!error.next_step().is_empty() && !error.next_step().ends_with('.'), "{status}");
        }
    }
}
