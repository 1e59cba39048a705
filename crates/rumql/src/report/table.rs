//! How are rows laid out for a person?

use comfy_table::{ContentArrangement, Table, presets};

use crate::session::Session;

/// Rows under a header, as wide as the terminal; without one, as wide as they are. The cells are clean already.
pub(crate) fn table<R>(header: Vec<String>, rows: R, session: &Session) -> String
where
    R: Iterator<Item = Vec<String>>,
{
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    if let Some(width) = session.out.width() {
        table.set_width(width).set_content_arrangement(ContentArrangement::Dynamic);
    }
    table.set_header(header).add_rows(rows);
    let lines: Vec<String> = table.lines().map(|line| line.trim_end().to_owned()).collect();
    format!("{}\n", lines.join("\n"))
}
