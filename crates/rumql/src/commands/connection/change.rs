//! Which change does a file ask for?

use std::{collections::BTreeMap, path::Path};

use rumql_api::{
    Change, ChangeKind,
    wire::{Body, ConnectionAttributes, Field, UpdateAttributes, kinds},
};
use rumql_document::{Host, Request, RequestKind, Scalar, Value};
use rumql_hir::Catalogs;
use rumql_lint::{Input, check};
use rumql_project::{Naming, Overrides, Project, Source};
use rumql_source::Severity;
use serde::de::DeserializeOwned;

use crate::{
    api::Stop,
    args::{OutputFormat, WriteArgs},
    exit::Exit,
    report::{Reporter, Shelf},
    session::Session,
};

/// The connection that a file describes.
pub(super) fn create(args: &WriteArgs, session: &mut Session) -> Result<Change, Stop> {
    let source = read(args, session)?;
    let requests = source.document.requests.iter();
    let wanted = |request: &&Request| {
        let id = request.connection.id.as_ref().map(|id| id.text.as_str());
        args.id.is_none() || args.id.as_deref() == id
    };
    let found: Vec<&Request> = requests
        .filter(|request| matches!(request.kind, RequestKind::Connection | RequestKind::CreateConnection))
        .filter(wanted)
        .collect();
    let request = match found.as_slice() {
        [request] => *request,
        [] => return Err(session.stop(&format!("{}: no such connection is described there", source.path))),
        _ => return Err(session.stop(&format!("{}: several connections; name one with --id", source.path))),
    };
    let kind = match request.kind {
        RequestKind::CreateConnection => {
            let (id, attributes) = body::<ConnectionAttributes>(&source, session)?;
            ChangeKind::Create(id, attributes)
        }
        _ => described(request)
            .map_err(|missing| session.stop(&format!("{}: the connection lacks `{missing}`", source.path)))?,
    };
    Ok(Change { entity: args.entity.entity(), kind })
}

/// The update that a file describes.
pub(super) fn update(args: &WriteArgs, session: &mut Session) -> Result<Change, Stop> {
    let source = read(args, session)?;
    let is_update =
        source.document.requests.iter().any(|request| request.kind == RequestKind::UpdateConnection);
    if !is_update {
        let why = "not the body of an update: it has fields_to_add, fields_to_update or fields_to_delete";
        return Err(session.stop(&format!("{}: {why}", source.path)));
    }
    let (id, attributes) = body::<UpdateAttributes>(&source, session)?;
    let id = args.id.clone().or(id);
    let id = id.ok_or_else(|| session.stop(&format!("{}: `data.id` names no connection", source.path)))?;
    Ok(Change { entity: args.entity.entity(), kind: ChangeKind::Update(id, attributes) })
}

/// Reads and checks the file; one with an error goes no further.
fn read(args: &WriteArgs, session: &mut Session) -> Result<Source, Stop> {
    let naming = Naming { entity: Some(args.entity.entity()), fallback: None, expected: true };
    let source = match args.file.as_os_str() == "-" {
        true => Source::from_reader(session.stdin(), "<stdin>.json", naming),
        false => Source::read(&args.file, naming),
    };
    let source = source.map_err(|error| session.stop(&error.to_string()))?;
    let mut project = Project::new(&args.api.mapping).map_err(|error| session.stop(&error.to_string()))?;
    let path = Path::new(&source.path);
    let config = project.config(path).map_err(|error| session.stop(&error.to_string()))?;
    let settings = config.settings(&Overrides::default(), path);
    let settings = settings.map_err(|unknown| session.stop(&unknown.to_string()))?;
    let snapshot = project.mapping(path).map_err(|error| session.stop(&error.to_string()))?;
    let mut findings = check(&Input {
        path: &source.path,
        text: &source.text,
        document: &source.document,
        catalogs: Catalogs { snapshot: snapshot.as_deref() },
        now: args.api.now.unwrap_or(session.now),
        settings: &settings,
    });
    findings.retain(|finding| finding.diagnostic.severity > Severity::Info);
    if !findings.is_empty() {
        let mut reporter = Reporter::new(OutputFormat::Text, true);
        reporter.add(&Shelf::new([&source]), 0, &findings, session);
    }
    if findings.iter().any(|finding| finding.diagnostic.severity == Severity::Error) {
        session.error("nothing was sent: mend what is wrong first");
        return Err(Exit::Findings);
    }
    Ok(source)
}

/// The body of a request, as the file has it.
fn body<A: DeserializeOwned>(source: &Source, session: &mut Session) -> Result<(Option<String>, A), Stop> {
    if source.document.host != Host::Json {
        return Err(session.stop(&format!("{}: the body of a request is JSON", source.path)));
    }
    let read = serde_json::from_str::<Body<A>>(source.text.trim_start_matches('\u{feff}'));
    let failed = |why: &str, session: &mut Session| session.stop(&format!("{}: {why}", source.path));
    let body = read.map_err(|error| failed(&error.to_string(), session))?;
    if body.data.kind != kinds::CONNECTION {
        return Err(failed("`data.type` is not connection_id", session));
    }
    let attributes = body.data.attributes.ok_or_else(|| failed("`data.attributes` is missing", session))?;
    Ok((body.data.id, attributes))
}

/// A connection of a connection file.
///
/// # Errors
/// The key that is missing.
fn described(request: &Request) -> Result<ChangeKind, &'static str> {
    let connection = &request.connection;
    let needed = |scalar: &Option<Scalar>, key| scalar.as_ref().map(|scalar| scalar.text.clone()).ok_or(key);
    let given = |scalar: &Option<Scalar>| scalar.as_ref().map(|scalar| scalar.text.clone());
    let field = |field: &rumql_document::Field| -> Result<Field, &'static str> {
        let groups: Vec<String> = field.groups.iter().map(|group| group.text.clone()).collect();
        Ok(Field {
            id: needed(&field.id, "fields.id")?,
            source_name: needed(&field.source_name, "fields.source_name")?,
            kind: needed(&field.kind, "fields.type")?,
            display_name: given(&field.display_name),
            description: given(&field.description),
            groups: (!groups.is_empty()).then_some(groups),
        })
    };
    let attributes = ConnectionAttributes {
        kind: needed(&connection.source, "type")?,
        join_type: needed(&connection.join_type, "join_type")?,
        join_attribute: needed(&connection.join_attribute, "join_attribute")?,
        fields: Some(connection.fields.iter().map(field).collect::<Result<_, _>>()?),
        metadata: metadata(request.keys.as_ref()),
    };
    Ok(ChangeKind::Create(given(&connection.id), attributes))
}

/// Every text of `metadata`.
fn metadata(keys: Option<&Value>) -> Option<BTreeMap<String, String>> {
    let texts = keys?.get("metadata")?.entries().iter();
    Some(
        texts
            .filter_map(|entry| Some((entry.key.text.clone(), entry.value.as_scalar()?.text.clone())))
            .collect(),
    )
}
