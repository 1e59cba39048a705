//! What should a suite file say?
//!
//! A suite is Markdown: a heading is a case, prose its reason, a `query`, `yaml` or `json` fence
//! the text that goes in, and the fences after it are what comes out, each named by its view.

use rumql_lint::testing::Case;

use crate::views::{VIEWS, case_of, view};

/// The file with each view as it really is. A view without a text before it is an error.
pub fn regenerate(markdown: &str) -> Result<String, String> {
    let mut out = String::with_capacity(markdown.len());
    let mut input: Option<(Case, String)> = None;
    let mut lines = markdown.lines();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        let Some(info) = line.strip_prefix("```") else {
            if line.starts_with('#') {
                input = None;
            }
            continue;
        };
        let body: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        let body = body.join("\n");
        if VIEWS.contains(&info) {
            let (case, text) = input.as_ref().ok_or(format!("`{info}` has no text before it"))?;
            out.push_str(&view(info, *case, text).unwrap_or_default());
        } else {
            let case = case_of(info).ok_or(format!("unknown fence `{info}`"))?;
            out.push_str(&body);
            out.push('\n');
            let is_plain = info.starts_with("query");
            input = Some((case, if is_plain { body } else { body + "\n" }));
        }
        out.push_str("```\n");
    }
    Ok(out)
}
