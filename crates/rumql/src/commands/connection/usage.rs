//! Which places of the project ask for an attribute?

use std::path::PathBuf;

use rumql_project::{Naming, Project, Source, discover};
use rumql_source::Span;
use rumql_syntax::{ast::Expr, literal::unescape_name, parse};

use crate::{api::Stop, report::place, session::Session};

/// `segments/a.yml:3:12: @customer_tier`, for each place below this folder that asks for one of `names`.
pub(super) fn places(names: &[String], session: &mut Session) -> Result<Vec<String>, Stop> {
    let mut project = Project::new(&[]).map_err(|error| session.stop(&error.to_string()))?;
    let mut places = Vec::new();
    for file in discover(&[PathBuf::from(".")]).files {
        let fallback = project.config(&file.path).ok().and_then(|config| config.entity);
        let naming = Naming { entity: None, fallback, expected: file.expected };
        match Source::read(&file.path, naming) {
            Ok(source) => places.extend(in_source(&source, names)),
            // What cannot be read may ask for it: that has to be known before anything is deleted.
            Err(error) => session.note(&error.to_string()),
        }
    }
    Ok(places)
}

fn in_source(source: &Source, names: &[String]) -> Vec<String> {
    let is_asked = |name: &str| names.iter().any(|known| known == name);
    let mut found: Vec<(Span, String)> = Vec::new();
    for query in &source.document.queries {
        let parsed = parse(&query.scalar.text);
        for node in parsed.tree.nodes() {
            if let Expr::Field(field) = node.expr() {
                let name = unescape_name(field.name);
                if is_asked(&name) {
                    found.push((query.scalar.map.to_host(field.name_span), name));
                }
            }
        }
    }
    for request in &source.document.requests {
        let scalars = request.columns.iter().chain(&request.sort_field).chain(&request.facet);
        let own = scalars.filter(|scalar| is_asked(&scalar.text));
        found.extend(own.map(|scalar| (scalar.span, scalar.text.clone())));
    }
    found.sort_by_key(|(span, _)| *span);
    found.iter().map(|(span, name)| format!("{}: {name}", place(source, span.start))).collect()
}
