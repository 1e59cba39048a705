//! What is sent, how often, and what came of it?

use std::time::Duration;

use serde::de::DeserializeOwned;

use crate::{Answer, ApiError, Clock, Consent, Endpoint, Refusal, Request, Retry, Transport, TransportError};

/// Asks the API.
pub struct Executor<'a> {
    /// Who carries requests.
    pub transport: &'a dyn Transport,
    /// Who waits between attempts.
    pub clock: &'a dyn Clock,
    /// How often a read is asked again.
    pub retry: Retry,
    /// Who is told what happens.
    pub observer: &'a dyn Fn(Event<'_>),
}

/// Something that happened. None of it holds a key.
#[derive(Debug)]
pub enum Event<'a> {
    /// A request goes out.
    Sent(&'a Request),
    /// Its answer came.
    Answered {
        /// The status.
        status: u16,
        /// The size of the body, in bytes.
        bytes: usize,
    },
    /// It will be asked again.
    Waiting {
        /// After this time.
        wait: Duration,
        /// Because of this.
        because: &'a ApiError,
    },
}

/// What came of a write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is done.
    Done,
    /// It is not done.
    NotDone(ApiError),
    /// Nobody knows. It was not sent again.
    Unknown(ApiError),
}

impl Executor<'_> {
    /// Asks, and asks again where that may help.
    ///
    /// # Errors
    /// The last one's.
    pub fn read<A: DeserializeOwned>(&self, endpoint: &Endpoint<A>) -> Result<Answer<A>, ApiError> {
        let mut waits = self.retry.waits();
        let mut waited = Duration::ZERO;
        loop {
            let error = match self.send(&endpoint.request).and_then(|response| endpoint.read(&response)) {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            let Some(wait) = error.is_transient().then(|| waits.next()).flatten() else { return Err(error) };
            // What the server asks for goes before what we would choose, but never a busy loop.
            let wait = asked_wait(&error).map_or(wait, |asked| asked.max(Duration::from_secs(1)));
            if waited.saturating_add(wait) > self.retry.longest {
                return Err(error);
            }
            (self.observer)(Event::Waiting { wait, because: &error });
            self.clock.sleep(wait);
            waited += wait;
        }
    }

    /// Makes a change: sends it once, whatever happens.
    pub fn write(&self, consent: Consent) -> Outcome {
        let request = consent.change().request();
        let operation = request.operation;
        match self.send(&request) {
            Ok(response) if response.status == operation.success() => Outcome::Done,
            // A gateway may have answered another write in another way; a success is a success.
            Ok(response) if (200..300).contains(&response.status) => Outcome::Done,
            Ok(response) => {
                let refused = ApiError::Refused(Refusal::of(operation, &response));
                match response.status {
                    // Not implemented, a version of HTTP that is not spoken: nothing was looked at.
                    501 | 505 => Outcome::NotDone(refused),
                    // The server, or one between, failed on the way: before the write or after it. "See
                    // other" is an answer to what was done.
                    303 | 408 | 500.. => Outcome::Unknown(refused),
                    _ => Outcome::NotDone(refused),
                }
            }
            Err(ApiError::Transport(TransportError::Unknown(why))) => {
                Outcome::Unknown(ApiError::Transport(TransportError::Unknown(why)))
            }
            Err(error) => Outcome::NotDone(error),
        }
    }

    fn send(&self, request: &Request) -> Result<crate::Response, ApiError> {
        (self.observer)(Event::Sent(request));
        let response = self.transport.send(request).map_err(ApiError::Transport)?;
        (self.observer)(Event::Answered { status: response.status, bytes: response.body.len() });
        Ok(response)
    }
}

fn asked_wait(error: &ApiError) -> Option<Duration> {
    match error {
        ApiError::Refused(refusal) => refusal.wait,
        ApiError::Transport(_) | ApiError::Unreadable { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use std::cell::{Cell, RefCell};

    use rumql_source::Entity;

    use super::*;
    use crate::{Change, ChangeKind, Response, mapping};

    /// Answers that were thought of before, in their order.
    struct Script {
        answers: RefCell<Vec<Result<Response, TransportError>>>,
        sent: Cell<usize>,
    }

    impl Transport for Script {
        fn send(&self, _: &Request) -> Result<Response, TransportError> {
            self.sent.set(self.sent.get() + 1);
            self.answers.borrow_mut().remove(0)
        }

        fn place(&self) -> String {
            "a script".to_owned()
        }
    }

    #[derive(Default)]
    struct Waits(RefCell<Vec<u64>>);

    impl Clock for Waits {
        fn sleep(&self, wait: Duration) {
            self.0.borrow_mut().push(wait.as_secs());
        }
    }

    fn status(status: u16) -> Result<Response, TransportError> {
        Ok(Response { status, body: b"{\"errors\":[\"x\"]}".to_vec(), ..Response::default() })
    }

    fn limited(reset: &str) -> Result<Response, TransportError> {
        let headers = vec![("x-ratelimit-reset".to_owned(), reset.to_owned())];
        Ok(Response { status: 429, headers, body: Vec::new() })
    }

    fn fine() -> Result<Response, TransportError> {
        let body =
            br#"{"data":{"type":"get_mappings_response","attributes":{"attributes":null,"new":1.50}}}"#;
        Ok(Response { status: 200, body: body.to_vec(), ..Response::default() })
    }

    fn lost() -> Result<Response, TransportError> {
        Err(TransportError::Unknown("the connection broke".to_owned()))
    }

    /// What came of a read, how often it was sent, and the waits between.
    fn read(answers: Vec<Result<Response, TransportError>>) -> (Result<String, String>, usize, Vec<u64>) {
        let script = Script { answers: answers.into(), sent: Cell::new(0) };
        let clock = Waits::default();
        let executor =
            Executor { transport: &script, clock: &clock, retry: Retry::default(), observer: &|_| {} };
        let read = executor.read(&mapping(Entity::Users));
        let told = read.map(|answer| answer.raw.get().to_owned()).map_err(|error| error.to_string());
        (told, script.sent.get(), clock.0.take())
    }

    #[test]
    fn a_read_is_asked_again_where_that_may_help() {
        let (answer, sent, waits) = read(vec![status(503), lost(), limited("7"), fine()]);
        assert_eq!(answer.unwrap(), r#"{"attributes":null,"new":1.50}"#);
        assert_eq!((sent, waits.last()), (4, Some(&7)));
        let (answer, sent, _) = read(vec![status(500), status(500), status(500), status(500)]);
        assert_eq!((answer.unwrap_err().as_str(), sent), ("GetMapping was answered with 500: x", 4));
    }

    #[test]
    fn what_cannot_help_is_not_tried() {
        for code in [400, 401, 403, 404, 301] {
            assert_eq!(read(vec![status(code)]).1, 1, "{code}");
        }
        // A minute is the longest that anybody waits.
        let (answer, sent, waits) = read(vec![limited("3600")]);
        assert!(answer.is_err());
        assert_eq!((sent, waits), (1, vec![]));
        // A server that says "now" is not asked in a loop.
        let (_, _, waits) = read(vec![limited("0"), fine()]);
        assert_eq!(waits, [1]);
    }

    #[test]
    fn an_answer_that_cannot_be_read_is_told() {
        let body = |text: &str| Ok(Response { status: 200, body: text.into(), ..Response::default() });
        for broken in [
            "",
            "{\"data\":",
            "[]",
            "{\"data\":{\"type\":\"x\"}}",
            "{\"data\":{\"type\":\"x\",\"attributes\":7}}",
        ] {
            let (answer, sent, _) = read(vec![body(broken)]);
            assert!(answer.unwrap_err().contains("cannot be read"), "{broken}");
            assert_eq!(sent, 1);
        }
    }

    #[test]
    fn a_write_is_sent_once_and_what_is_not_known_is_said() {
        let write = |answer| {
            let script = Script { answers: vec![answer].into(), sent: Cell::new(0) };
            let clock = Waits::default();
            let executor =
                Executor { transport: &script, clock: &clock, retry: Retry::default(), observer: &|_| {} };
            let change = Change { entity: Entity::Users, kind: ChangeKind::Delete("crm".to_owned()) };
            let outcome = executor.write(Consent::flagged(change, true, Some("crm")).unwrap());
            assert_eq!(script.sent.get(), 1);
            outcome
        };
        assert_eq!(write(status(204)), Outcome::Done);
        for refused in [400, 403, 404, 409, 429] {
            assert!(matches!(write(status(refused)), Outcome::NotDone(_)), "{refused}");
        }
        for certain in [501, 505] {
            assert!(matches!(write(status(certain)), Outcome::NotDone(_)), "{certain}");
        }
        for unknown in [status(500), status(502), status(504), status(408), status(303), lost()] {
            assert!(matches!(write(unknown), Outcome::Unknown(_)));
        }
        let not_sent = Err(TransportError::NotSent("no such host".to_owned()));
        assert!(matches!(write(not_sent), Outcome::NotDone(_)));
    }
}
