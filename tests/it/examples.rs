//! Are the examples what the README says they are?

use std::{fs, path::Path};

use expect_test::expect;
use rumql_document::{Host, Options, read};
use rumql_hir::Catalogs;
use rumql_lint::{Input, Settings, check, testing::NOW};
use rumql_project::entity_in_name;
use rumql_source::{Entity, LineIndex, Severity};

/// The findings in a folder without a mapping, a line each, graver ones first.
fn findings(folder: &str) -> Vec<(Severity, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join(folder);
    let mut found = Vec::new();
    for entry in fs::read_dir(root).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let Some(host) = Host::of(&name) else { continue };
        let text = fs::read_to_string(&path).unwrap();
        let entity = entity_in_name(&path).unwrap_or(Entity::Users);
        let document = read(&text, host, &Options { entity: Some(entity), expected: true });
        assert!(!document.queries.is_empty() || !document.requests.is_empty(), "{name} is not read");
        let input = Input {
            path: "example",
            text: &text,
            document: &document,
            catalogs: Catalogs::default(),
            now: NOW.parse().unwrap(),
            settings: &Settings::default(),
        };
        let index = LineIndex::new(&text);
        found.extend(check(&input).into_iter().map(|finding| {
            let diagnostic = finding.diagnostic;
            let line = index.position(diagnostic.span.start).line;
            (diagnostic.severity, format!("{name}:{line} {} {}", diagnostic.code, diagnostic.message))
        }));
    }
    found.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    found
}

fn of(severity: Severity, found: &[(Severity, String)]) -> String {
    let lines = found.iter().filter(|(found, _)| *found == severity).map(|(_, line)| line.as_str());
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_seed_has_its_real_mistakes_and_no_other_error() {
    let found = findings("examples/seed");
    expect![[r#"
        workflow-1-segment.yml:3 TIM012 profile filter and event window cannot overlap
        workflow-1-step-3.json:8 SYN022 `<30_days_ago>` is not filled in
        workflow-1-step-3.json:9 SYN022 `<now>` is not filled in
        workflow-2-step-3.accounts.json:5 BOD004 `limit` is missing in the attributes of a facet request
        workflow-2-step-4.accounts.json:6 CON002 `join_type` is missing in the attributes of a new connection
        workflow-3-step-1.json:8 SYN022 `<7_days_ago>` is not filled in
        workflow-3-step-1.json:9 SYN022 `<now>` is not filled in
        workflow-3-step-2.json:5 BOD004 `limit` is missing in the attributes of a facet request
        workflow-3-step-3.json:5 BOD004 `limit` is missing in the attributes of a facet request"#]]
    .assert_eq(&of(Severity::Error, &found));
    // Each a mistake as well: durations are stored in nanoseconds, and 3000 of them are 3 µs; events of
    // October 2025 are gone; who came after Christmas 2024 was of late once, and is no more; no message
    // is just `payment`; without a limit the API cuts the answer where it likes.
    expect![[r#"
        combined-event-filter.events.rumql:1 TYP013 `@error.message` is rarely just `payment`
        operation-3-query-event-filtered-users.json:6 TIM006 `3000` is 3 µs: `@view.loading_time` is stored in nanoseconds
        operation-3-query-event-filtered-users.json:8 TIM009 the window begins at 2025-10-10T12:41:16Z, and events are kept for 30 days
        request-enterprise-customers.json:5 BOD011 no `limit` says how many rows are wanted
        request-power-users.users.rumql:1 TIM010 `1735000000` stays at 2024-12-24T00:26:40Z as time goes on
        workflow-1-step-3.json:5 BOD011 no `limit` says how many rows are wanted
        workflow-2-step-2.json:5 BOD011 no `limit` says how many rows are wanted
        workflow-3-step-1.json:5 BOD011 no `limit` says how many rows are wanted
        workflow-3-step-1.json:6 TIM006 `3000` is 3 µs: `@view.loading_time` is stored in nanoseconds"#]].assert_eq(&of(Severity::Warning, &found));
    expect![[r#"
        advanced-combining-devices.users.rumql:1 LOG015 these are values of one attribute
        advanced-combining-plans.accounts.rumql:1 LOG015 these are values of one attribute"#]]
    .assert_eq(&of(Severity::Info, &found));
}
