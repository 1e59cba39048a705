//! Does the README show what the command really prints? `UPDATE_EXPECT=1` rewrites it.

use std::{env, fs, path::Path};

use rumql_lint::Limits;
use rumql_project::Project;

use super::folder::{Folder, NOW, command};

const BEGIN: &str = "<!-- picture: begin -->\n";
const END: &str = "<!-- picture: end -->\n";

#[test]
fn the_picture_is_what_is_printed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap();
    let shown = "examples/seed/operation-3-query-event-filtered-users.json";
    let output = command(root).args(["check", shown, "--now", "2026-11-24T00:00:00Z"]).output().unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    let picture = format!("```console\n$ rumql check {shown}\n{printed}```\n");

    let readme = root.join("README.md");
    let text = fs::read_to_string(&readme).unwrap();
    let (before, rest) = text.split_once(BEGIN).expect("the picture begins");
    let (_, after) = rest.split_once(END).expect("the picture ends");
    let current = format!("{before}{BEGIN}{picture}{END}{after}");
    if env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(readme, current).unwrap();
    } else {
        assert_eq!(text, current, "run again with UPDATE_EXPECT=1");
    }
}

#[test]
fn what_is_run_without_an_account_runs() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap();
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let (_, rest) = readme.split_once("<!-- run: begin -->\n```sh\n").expect("the commands begin");
    let (commands, _) = rest.split_once("```\n<!-- run: end -->").expect("the commands end");
    let folder = Folder::empty();
    for line in commands.lines() {
        // A quoted argument is every second piece.
        let pieces = line.split('\'').enumerate();
        let args: Vec<&str> = pieces
            .flat_map(
                |(index, piece)| {
                    if index % 2 == 1 { vec![piece] } else { piece.split_whitespace().collect() }
                },
            )
            .collect();
        let run = folder.run(&[&args[1..], &["--now", NOW]].concat());
        run.ended(0);
        assert!(!run.out.trim().is_empty(), "{line}: {run:?}");
    }
}

#[test]
fn the_settings_are_read() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap();
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let (_, rest) = readme.split_once("<!-- settings: begin -->\n```toml\n").expect("the settings begin");
    let (settings, _) = rest.split_once("```\n<!-- settings: end -->").expect("the settings end");
    let (_, rest) = readme.split_once("```yaml\nsegments:\n").expect("a silenced segment");
    let (segments, _) = rest.split_once("```").expect("its end");
    let segments = format!("segments:\n{segments}");
    let folder =
        Folder::of(&[("rumql.toml", settings), ("a.rumql", "plan_type:pro\n"), ("a.yml", &segments)]);
    let run = folder.run(&["check", "--now", NOW]);
    run.ended(0).says("no findings");
    assert_eq!(run.err, "");
    let config = Project::new(&[]).unwrap().config(&folder.path("a.rumql")).unwrap();
    assert_eq!(config.limits, Limits::default(), "the README shows the defaults");
}
