//! How is a text written in a YAML block scalar?

use crate::{
    host::yaml::{
        block::{self, Chomp, Header},
        says,
    },
    scalar::{Place, quoted},
};

/// The bytes that say the new text: in the old block with as few changes as possible, else in
/// a block of the same indentation, else in quotes.
pub(super) fn encode(place: &Place<'_>, indent: Option<u32>) -> String {
    let source = place.scalar.span.slice(place.host_text);
    let Some(header) = Header::read(source, 0) else { return quoted::nearest(place.new) };
    let indent = indent.and_then(|indent| usize::try_from(indent).ok()).filter(|indent| *indent > 0);
    let in_block = indent.filter(|_| is_block_text(place.new)).and_then(|indent| {
        let follows = Follows::after(place.host_text, place.scalar.span.end as usize);
        let writer = BlockWriter { header, indent, line_break: line_break(source), source, follows };
        let spliced = place.spliced(|text| writer.lines(text));
        spliced
            .filter(|it| writer.reads(it, place.new))
            .or_else(|| writer.whole(place.new, header.folded))
            .or_else(|| writer.whole(place.new, false))
    });
    in_block.unwrap_or_else(|| in_quotes(source, &header, place.new))
}

/// Whether a block can hold the text at all, without a written indentation.
fn is_block_text(text: &str) -> bool {
    let lines = text.trim_end_matches('\n');
    let is_content = |line: &str| line.is_empty() || !line.trim_matches([' ', '\t']).is_empty();
    !lines.is_empty()
        && text.chars().all(|c| c == '\n' || quoted::is_printable(c))
        && lines.split('\n').all(is_content)
}

fn line_break(source: &str) -> &'static str {
    if source.contains("\r\n") { "\r\n" } else { "\n" }
}

/// The whole scalar in quotes; a comment on its first line and the break after its last stay.
fn in_quotes(source: &str, header: &Header, new: &str) -> String {
    let mut quoted = quoted::nearest(new);
    quoted.push_str(header.comment(source).trim_end());
    let content = source.trim_end_matches(['\r', '\n']);
    let tail = source.get(content.len()..).unwrap_or_default();
    quoted.push_str(tail.get(..block::break_len(tail.as_bytes(), 0)).unwrap_or_default());
    quoted
}

/// What stands in the file right after the scalar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Follows {
    /// The break that ends the scalar's last line.
    Break,
    /// A line without content, which a block that keeps its breaks would swallow.
    EmptyLine,
    Other,
}

impl Follows {
    fn after(text: &str, end: usize) -> Self {
        let rest = text.get(end..).unwrap_or_default();
        if rest.starts_with(['\r', '\n']) && !text.get(..end).unwrap_or_default().ends_with(['\r', '\n']) {
            return Self::Break;
        }
        let line = rest.trim_start_matches(' ');
        if line.starts_with(['\r', '\n']) { Self::EmptyLine } else { Self::Other }
    }
}

struct BlockWriter<'a> {
    header: Header,
    indent: usize,
    line_break: &'static str,
    source: &'a str,
    follows: Follows,
}

impl BlockWriter<'_> {
    /// A part of a text, its line breaks as breaks and indentation.
    fn lines(&self, text: &str) -> String {
        text.replace('\n', &format!("{}{}", self.line_break, " ".repeat(self.indent)))
    }

    /// The whole block anew.
    fn whole(&self, new: &str, folded: bool) -> Option<String> {
        let body = new.trim_end_matches('\n');
        let breaks = new.len() - body.len();
        let mut source = self.header_line(breaks, folded);
        let lines = if folded { body.replace('\n', "\n\n") } else { body.to_owned() };
        for line in lines.split('\n') {
            source.push_str(self.line_break);
            if !line.is_empty() {
                source.extend(std::iter::repeat_n(' ', self.indent));
                source.push_str(line);
            }
        }
        let ended = self.source.ends_with(['\r', '\n']);
        let stays = usize::from(ended && self.header.chomp != Chomp::Strip);
        // What follows a stripped block is its own line break.
        let wanted = if breaks == 0 { stays } else { breaks.max(stays) };
        source.extend(std::iter::repeat_n(self.line_break, wanted));
        self.reads(&source, new).then_some(source)
    }

    fn header_line(&self, breaks: usize, folded: bool) -> String {
        let digit = self.header.digit.map(|digit| digit.to_string()).unwrap_or_default();
        let chomp = match (breaks, self.header.chomp) {
            (0, _) => "-",
            (_, Chomp::Keep) => "+",
            (1, _) => "",
            _ => "+",
        };
        let style = if folded { '>' } else { '|' };
        format!("{style}{digit}{chomp}{}", self.header.comment(self.source))
    }

    /// Whether the block `source` says `text`, with what follows it in the file.
    fn reads(&self, source: &str, text: &str) -> bool {
        let Some(header) = Header::read(source, 0) else { return false };
        if header.chomp == Chomp::Keep && header.chomp != self.header.chomp && self.follows != Follows::Other
        {
            return false;
        }
        // What follows must stay on a line of its own.
        let is_line = |source: &str| source.ends_with(['\r', '\n']);
        if is_line(self.source) && !is_line(source) {
            return false;
        }
        let ended = match self.follows {
            Follows::Break if header.chomp == Chomp::Clip => format!("{source}{}", self.line_break),
            _ => source.to_owned(),
        };
        let source = ended.as_str();
        if header.digit.is_none() && block::detect(source, header.body, source.len()) != Some(self.indent) {
            return false;
        }
        let block = block::decode(source, &header, Some(self.indent), source.len());
        let rest = source.get(block.span.end as usize..).unwrap_or_default();
        let is_whole = rest.is_empty()
            || (header.chomp == Chomp::Strip && rest.chars().all(|c| matches!(c, '\r' | '\n')));
        is_whole && block.decoded.text == text && self.parser_agrees(source, &header, text)
    }

    /// The parser's word, where the block can be put below a key at the left margin.
    fn parser_agrees(&self, source: &str, header: &Header, text: &str) -> bool {
        let body = source.get(header.body..).unwrap_or_default();
        let style = if header.folded { '>' } else { '|' };
        let chomp = match header.chomp {
            Chomp::Strip => "-",
            Chomp::Clip => "",
            Chomp::Keep => "+",
        };
        match header.digit {
            Some(_) if self.indent > 9 => true,
            Some(_) => says(&format!("k: {style}{}{chomp}\n{body}", self.indent), text),
            None => says(&format!("k: {style}{chomp}\n{body}"), text),
        }
    }
}
