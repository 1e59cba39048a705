//! `rumql facet users|accounts ATTRIBUTE`: which values are there, and how often?

use rumql_api::{Cleared, FacetQuery, Waiver, facet, wire::Facet};
use rumql_project::Project;
use unicode_width::UnicodeWidthStr;

use crate::{
    api::{Api, Stop, dry_run, pretty},
    args::{AnswerFormat, FacetArgs},
    exit::Exit,
    report::guard::clean,
    session::Session,
};

/// The longest bar, in columns.
const BAR: usize = 30;

/// The longest value that is shown, in bytes.
const VALUE: usize = 60;

pub(crate) fn run(args: &FacetArgs, session: &mut Session) -> Exit {
    match ask(args, session) {
        Ok(exit) | Err(exit) => exit,
    }
}

fn ask(args: &FacetArgs, session: &mut Session) -> Result<Exit, Stop> {
    let (now, entity) = (args.api.now.unwrap_or(session.now), args.entity.entity());
    let mut project = Project::new(&args.api.mapping).map_err(|error| session.stop(&error.to_string()))?;
    let api = Api::open(&args.api, now, session)?;
    let gate = api.gate(&args.api, &args.sending, entity, &mut project, session)?;
    let draft = |text: &String| Cleared::waived(text, entity, &Waiver::by_force());
    let mut asked = FacetQuery {
        attribute: args.attribute.clone(),
        limit: args.limit,
        query: args.query.as_ref().map(draft),
        term: args.term.clone(),
    };
    let body = facet(entity, &asked).request.body.unwrap_or_default();
    let found = gate.check(&pretty(&body), entity, session)?;
    if let Some(query) = &mut asked.query {
        *query = gate.clear(query.text(), entity, &found, session)?;
    }
    let endpoint = facet(entity, &asked);
    if args.api.dry_run {
        return Ok(dry_run(&endpoint.request, &args.api, session));
    }
    let answer = api.read(&endpoint, session)?;
    match args.output {
        AnswerFormat::Json => session.out.text(format!("{}\n", answer.raw.get())),
        AnswerFormat::Table => session.out.text(ranked(&answer.value)),
    }
    let shown = answer.value.result.values.as_ref().map_or(0, Vec::len);
    if shown == 0 && answer.value.result.range.is_none() {
        session.note("no record has a value");
    } else if shown as i64 == args.limit {
        session.note(&format!("the {shown} most frequent values; raise --limit for more"));
    }
    Ok(Exit::Clean)
}

/// The values with bars, and their shares of what is listed.
fn ranked(facet: &Facet) -> String {
    let values = facet.result.values.as_deref().unwrap_or_default();
    let rows: Vec<(String, i64)> =
        values.iter().map(|value| (clean(&value.text(), VALUE), value.count)).collect();
    let width = rows.iter().map(|(value, _)| value.width()).max().unwrap_or(0);
    let digits = rows.iter().map(|(_, count)| count.to_string().len()).max().unwrap_or(0);
    let all: i64 = rows.iter().map(|(_, count)| *count).sum();
    let most = rows.iter().map(|(_, count)| *count).max().unwrap_or(0).max(1);
    let mut out = String::new();
    for (value, count) in &rows {
        let pad = " ".repeat(width - value.width());
        let bar = "█".repeat((count.max(&0) * BAR as i64 / most) as usize);
        let share = 100.0 * *count as f64 / all.max(1) as f64;
        out.push_str(&format!("{value}{pad}  {count:>digits$}  {share:>5.1} %  {bar}\n"));
    }
    if let Some(range) = &facet.result.range {
        let bound = |bound: &Option<Box<serde_json::value::RawValue>>| {
            bound.as_ref().map_or("?".to_owned(), |raw| clean(raw.get(), VALUE))
        };
        out.push_str(&format!("from {} to {}\n", bound(&range.min), bound(&range.max)));
    }
    out
}
