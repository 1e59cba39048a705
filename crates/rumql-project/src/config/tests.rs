//! Is a configuration read, refused and applied as it says?

use jiff::civil::date;
use rumql_lint::{Demand, Level};
use rumql_source::Severity;

use super::*;

#[track_caller]
fn refused(text: &str) -> String {
    let wrong = Config::parse(text).map(|_| ()).map_err(|wrong| wrong.at(Path::new("rumql.toml"), text));
    wrong.unwrap_err().to_string()
}

#[track_caller]
fn parsed(text: &str) -> Config {
    Config::parse(text).map_err(|wrong| wrong.message).unwrap()
}

const WHOLE: &str = r#"
entity = "accounts"
preset = "strict"
select = ["REF", "STY"]
segment-name = "^[a-z_]+$"
locked = ["REF002"]

[rules]
unknown-attribute = "warning"
STY = "off"

[limits]
window-days = 60
columns = 5

[[ignore]]
path = "segments/*.json"
rules = ["TIM005"]
segment = "gone"
until = 2027-03-01
reason = "the test data begins in 1970"

[[policy]]
require = "@env"
entity = "events"

[[policy]]
forbid = "*email*"
path = "segments/"
message = "no mail addresses,\n  please"
level = "error"
"#;

#[test]
fn every_key_is_read() {
    let config = parsed(WHOLE);
    assert_eq!(config.entity, Some(Entity::Accounts));
    assert_eq!(config.choices.preset, Some(Preset::Strict));
    assert_eq!(config.choices.select, ["REF", "STY"]);
    assert!(config.choices.levels.contains(&("STY".into(), Level::Off)));
    assert!(config.choices.levels.contains(&("unknown-attribute".into(), Level::On(Severity::Warning))));
    assert_eq!((config.limits.window_days, config.limits.columns, config.limits.rows), (60, 5, 1000));
    assert_eq!(config.locked, ["REF002"]);
    assert_eq!(config.segment_name.unwrap().as_str(), "^[a-z_]+$");
    let [entry] = config.ignored.as_slice() else { panic!("{:?}", config.ignored) };
    assert_eq!(entry.ignored.until, Some(date(2027, 3, 1)));
    let [env, email] = config.policies.as_slice() else { panic!("{:?}", config.policies) };
    assert_eq!((env.policy.demand, env.policy.entity), (Demand::Require, Some(Entity::Events)));
    assert_eq!(email.policy.message.as_deref(), Some("no mail addresses, please"));
    assert_eq!(email.policy.severity, Some(Severity::Error));
    assert_eq!(parsed("ignore = [\"REF001\"]\n").choices.ignore, ["REF001"]);
}

#[test]
fn tables_concern_the_files_that_they_name() {
    let config = Config { folder: canonical(Path::new(".")), ..parsed(WHOLE) };
    let settings = |file: &str| config.settings(&Overrides::default(), Path::new(file)).unwrap();
    let of_json = settings("segments/a.json");
    assert_eq!((of_json.ignored.len(), of_json.policies.len()), (1, 2));
    let of_yaml = settings("./segments/a.yml");
    assert_eq!((of_yaml.ignored.len(), of_yaml.policies.len()), (0, 2));
    let elsewhere = settings("a.json");
    assert_eq!((elsewhere.ignored.len(), elsewhere.policies.len()), (0, 1));
}

#[test]
fn an_unknown_key_is_told_with_its_place_and_the_nearest() {
    let message = refused("entity = \"users\"\nselct = [\"REF\"]\n");
    assert_eq!(message, "rumql.toml:2:1: unknown key `selct`; did you mean `select`?");
    assert!(
        refused("[colours]\nx = 1\n").starts_with("rumql.toml:1:2: unknown key `colours`; the keys are `")
    );
    assert_eq!(
        refused("[limits]\ncolums = 5\n"),
        "rumql.toml:2:1: unknown key `colums`; did you mean `columns`?"
    );
    assert_eq!(
        refused("[[ignore]]\npath = \"a\"\nrule = [\"REF\"]\n"),
        "rumql.toml:3:1: unknown key `rule`; did you mean `rules`?"
    );
    assert!(refused("[[policy]]\nforbit = \"x\"\n").ends_with("did you mean `forbid`?"));
    assert_eq!(
        refused("[rules]\nREF01 = \"off\"\n"),
        "rumql.toml:2:1: no rule is called `REF01`; did you mean `REF001`?"
    );
}

#[test]
fn a_wrong_value_is_told_with_its_place() {
    for (text, message) in [
        ("entity = \"user\"", "1:10: `user` is no entity; write `users`, `accounts` or `events`"),
        ("select = 5", "1:10: `select` is a list of texts, `[\"…\"]`"),
        ("preset = \"stict\"", "1:10: `stict` is no preset; did you mean `strict`?"),
        ("[rules]\nREF = \"warn\"", "2:7: `warn` is no level; write `off`, `info`, `warning`, `error`"),
        ("[rules]\nREF = 1", "2:7: the level of a rule is one of `off`, `info`, `warning`, `error`"),
        ("[rules]\nEMB006 = \"info\"", "2:1: `EMB006` is told in any case, as an error"),
        ("[limits]\ncolumns = 0", "2:11: `columns` is a whole number from 1"),
        ("[limits]\nrows = 2.5", "2:8: `rows` is a whole number from 1"),
        ("[limits]\nrows = 99999999999", "2:8: `rows` is a whole number from 1"),
        ("limits = 5", "1:10: `limits` is a table, `[limits]`"),
        ("policy = 5", "1:10: `policy` is a list of tables, `[[policy]]`"),
        ("[[policy]]\nlevel = \"info\"", "1:1: a policy has one of `require` and `forbid`"),
        (
            "[[policy]]\nforbid = \"a\"\nlevel = \"off\"",
            "3:9: `off` is no level of a policy; write `info`, `warning`, `error`",
        ),
        ("[[ignore]]\nrules = [\"REF\"]", "1:1: `path` is missing: which files are meant?"),
        ("[[ignore]]\npath = \"a\"", "1:1: `rules` is missing: which rules are passed over?"),
        ("[[ignore]]\npath = \"a\"\nrules = [\"EMB006\"]", "3:10: `EMB006` cannot be passed over"),
        (
            "locked = [\"REF\"]\n[[ignore]]\npath = \"a\"\nrules = [\"REF001\"]",
            "4:10: `REF001` is locked, so it cannot be passed over",
        ),
        (
            "[[ignore]]\npath = \"a\"\nrules = [\"REF\"]\nuntil = \"soon\"",
            "4:9: `until` is a day, `until = 2027-03-01`",
        ),
        (
            "[[ignore]]\npath = \"../a\"\nrules = [\"REF\"]",
            "2:8: the path is one below the folder of `rumql.toml`, as `segments/*.json`",
        ),
    ] {
        assert_eq!(refused(text), format!("rumql.toml:{message}"), "{text}");
    }
    assert!(refused("select = [\"REF\", \"banana\"]\n").starts_with("rumql.toml:1:18: no rule is called"));
    assert!(refused("select = [\n").starts_with("rumql.toml:"));
    assert!(refused("segment-name = \"(\"").starts_with("rumql.toml:1:16: `segment-name` is no regular"));
}

#[test]
fn the_command_line_replaces_select_and_adds_to_ignore() {
    let code = |name| rumql_lint::rule(name).unwrap().code;
    let config = parsed("select = [\"REF\"]\nignore = [\"REF001\"]\n");
    let settings = |overrides: &Overrides| config.settings(overrides, Path::new("x.rumql")).unwrap();
    let own = settings(&Overrides::default());
    assert!(!own.enables(code("SYN001")) && !own.enables(code("REF001")));
    let overrides = Overrides {
        select: vec!["SYN".into(), "REF".into()],
        ignore: vec!["SYN001".into()],
        ..Overrides::default()
    };
    let both = settings(&overrides);
    assert!(!both.enables(code("SYN001")) && !both.enables(code("REF001")));
    assert!(both.enables(code("SYN002")));
}

#[test]
fn an_entry_whose_last_day_is_over_is_told_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(CONFIG_NAME);
    std::fs::write(&path, "\n[[ignore]]\npath = \"a\"\nrules = [\"REF\"]\nuntil = 2026-11-01\n").unwrap();
    let config = Config::read(&path, Path::new("rumql.toml")).unwrap();
    assert!(config.expired(date(2026, 11, 1)).is_empty());
    assert_eq!(
        config.expired(date(2026, 11, 2)),
        ["rumql.toml:2:1: this snooze ended on 2026-11-01; what it hid is shown again"]
    );
}
