//! What does a command work with: the moment, and where words go.

use std::{
    collections::HashSet,
    fmt::Display,
    io::{self, BufWriter, IsTerminal, Read, Write},
};

use anstyle::{AnsiColor, Style};
use jiff::Timestamp;

use crate::{
    exit::Exit,
    report::guard::clean,
    terminal::{Color, Environment, is_coloured},
};

/// The longest message, in bytes.
const MAX_MESSAGE: usize = 4096;

/// The moment and the streams of one run.
pub(crate) struct Session {
    /// The moment that relative times count from, unless `--now` gives another.
    pub(crate) now: Timestamp,
    /// Standard output, for results.
    pub(crate) out: Output,
    err: Output,
    told: HashSet<String>,
}

/// A stream for text. A reader that hangs up, as `head` does, is no error.
pub(crate) struct Output {
    stream: Box<dyn Write>,
    /// Whether colours are wanted.
    pub(crate) colour: bool,
    /// Whether a person looks at it directly.
    pub(crate) is_terminal: bool,
    failure: Option<io::Error>,
}

impl Output {
    fn new(stream: Box<dyn Write>, color: Color, environment: Environment, is_terminal: bool) -> Self {
        Self { stream, colour: is_coloured(color, environment, is_terminal), is_terminal, failure: None }
    }

    /// How many columns the terminal has; `None` where there is none.
    pub(crate) fn width(&self) -> Option<u16> {
        let size = self.is_terminal.then(terminal_size::terminal_size).flatten();
        size.map(|(width, _)| width.0.max(20))
    }

    /// Writes bytes as they are.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        if self.failure.is_none() {
            self.failure = self.stream.write_all(bytes).err();
        }
    }

    /// Writes a text as it is.
    pub(crate) fn text(&mut self, text: impl Display) {
        self.bytes(text.to_string().as_bytes());
    }

    fn flush(&mut self) {
        if self.failure.is_none() {
            self.failure = self.stream.flush().err();
        }
    }

    /// What went wrong, other than a reader that has seen enough.
    fn failure(&self) -> Option<&io::Error> {
        self.failure.as_ref().filter(|failure| failure.kind() != io::ErrorKind::BrokenPipe)
    }
}

impl Session {
    /// The process's streams.
    pub(crate) fn new(now: Timestamp, color: Color, environment: Environment) -> Self {
        let (out, err) = (io::stdout(), io::stderr());
        let (out_is_terminal, err_is_terminal) = (out.is_terminal(), err.is_terminal());
        Self {
            now,
            out: Output::new(Box::new(BufWriter::new(out)), color, environment, out_is_terminal),
            err: Output::new(Box::new(err), color, environment, err_is_terminal),
            told: HashSet::new(),
        }
    }

    /// Standard input, to its end.
    pub(crate) fn stdin(&self) -> impl Read {
        io::stdin()
    }

    /// Tells what went wrong, and what to do. The same words are told once.
    pub(crate) fn error(&mut self, message: &str) {
        self.tell("error", AnsiColor::Red.on_default().bold(), message);
    }

    /// Tells why a command cannot go on, and with what it ends.
    pub(crate) fn stop(&mut self, message: &str) -> Exit {
        self.error(message);
        Exit::Failed
    }

    /// Tells what to do.
    pub(crate) fn help(&mut self, message: &str) {
        self.tell("help", AnsiColor::Green.on_default().bold(), message);
    }

    /// Tells what is good to know.
    pub(crate) fn note(&mut self, message: &str) {
        self.tell("note", AnsiColor::Cyan.on_default().bold(), message);
    }

    fn tell(&mut self, kind: &str, style: Style, message: &str) {
        let message = clean(message, MAX_MESSAGE);
        if self.told.insert(format!("{kind}{message}")) {
            let kind = painted(kind, style, self.err.colour);
            self.aside(format!("{kind}: {message}\n"));
        }
    }

    /// Shows how far long work is, on one line that is written over; only to a person who looks.
    pub(crate) fn progress(&mut self, text: &str) {
        if self.err.is_terminal {
            let text = clean(text, 78);
            self.err.text(format!("\r{text:<78}\r{text}"));
            self.err.flush();
        }
    }

    /// Whether a person can be asked: both sides are a terminal.
    pub(crate) fn can_ask(&self) -> bool {
        self.err.is_terminal && io::stdin().is_terminal()
    }

    /// Asks a person for a line.
    pub(crate) fn ask(&mut self, question: &str) -> String {
        let question = clean(question, MAX_MESSAGE);
        self.aside(format!("{question} "));
        self.err.flush();
        let mut line = String::new();
        // A terminal that cannot be read says nothing, which is no yes.
        drop(io::stdin().read_line(&mut line));
        line
    }

    /// Writes to standard error as it is, after what was written to standard output.
    pub(crate) fn aside(&mut self, text: impl Display) {
        self.out.flush();
        self.err.text(text);
    }

    /// Whether standard error is coloured.
    pub(crate) fn aside_colour(&self) -> bool {
        self.err.colour
    }

    /// Writes what is left; a result that cannot be written is a failure.
    pub(crate) fn finish(mut self, exit: Exit) -> Exit {
        self.out.flush();
        let Some(failure) = self.out.failure() else { return exit };
        let message = format!("cannot write the results: {failure}");
        self.error(&message);
        Exit::Failed
    }
}

/// The text in a style, if colours are wanted.
pub(crate) fn painted(text: &str, style: Style, colour: bool) -> String {
    if colour { format!("{style}{text}{style:#}") } else { text.to_owned() }
}
