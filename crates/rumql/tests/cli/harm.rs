//! Texts that would do harm: bytes that are no text, control characters, odd line ends.

use crate::folder::Folder;

#[test]
fn bytes_that_are_not_utf8_are_one_finding() {
    let folder = Folder::of(&[("a.rumql", &b"a:\xc3\xa9 \xff\xfe AND"[..]), ("b.rumql", b"a:1")]);
    let run = folder.run(&["check", "--output-format", "concise"]);
    run.ended(1).tells("2 files, 1 query: 1 error");
    assert!(run.out.starts_with("a.rumql:1:5: error[EMB006]"), "{run:#?}");
}

#[test]
fn a_byte_order_mark_has_no_column() {
    let folder = Folder::of(&[("a.rumql", "\u{feff}a:1 AND\n")]);
    let run = folder.run(&["check", "--output-format", "json"]);
    let range = &run.json()["diagnostics"][0]["range"]["start"];
    assert_eq!((&range["column"], &range["offset"]), (&5.into(), &7.into()));
}

#[test]
fn line_ends_of_either_kind_are_line_ends() {
    let folder = Folder::of(&[("a.rumql", "// x\r\na:1\r\nAND\r\n")]);
    let run = folder.run(&["check"]);
    run.ended(1).says("[ a.rumql:3:1 ]").says(" 3 │ AND\n");
    assert!(!run.out.contains('\r'), "{run:#?}");
}

#[test]
fn control_characters_never_reach_the_terminal() {
    let folder = Folder::of(&[
        ("a.yml", "segments:\n  - name: \"a\\e[2Jb\"\n    query: \"a\\e[31m:1 AND\"\n"),
        ("b.rumql", "a:\u{202e}\x1b]0;x\x07\u{9b} AND"),
    ]);
    for format in ["text", "concise"] {
        let run = folder.run(&["check", "--output-format", format]);
        run.ended(1);
        let harmful = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!run.out.contains(harmful) && !run.err.contains(harmful), "{run:#?}");
    }
}

#[cfg(unix)]
#[test]
fn names_of_files_are_no_exception() {
    let name = "a\x1b[31m.rumql";
    let folder = Folder::of(&[(name, "a:1 AND")]);
    for args in
        [&["check"][..], &["check", "--output-format", "concise"], &["fmt", "--check"], &["check", "x\x1b"]]
    {
        let run = folder.run(args);
        assert!(!run.out.contains('\x1b') && !run.err.contains('\x1b'), "{run:#?}");
    }
}

#[test]
fn colours_only_where_they_are_wanted() {
    let folder = Folder::of(&[("a.rumql", "a:1 AND")]);
    let coloured = |args: &[&str], env: &[(&str, &str)]| folder.run_with(args, "", env).out.contains("\x1b[");
    assert!(!coloured(&["check"], &[]));
    assert!(coloured(&["check", "--color", "always"], &[]));
    assert!(coloured(&["check", "--color", "always"], &[("NO_COLOR", "1")]));
    assert!(coloured(&["check"], &[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&["check"], &[("CLICOLOR_FORCE", "0")]));
    assert!(!coloured(&["check"], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(!coloured(&["check", "--color", "never"], &[("CLICOLOR_FORCE", "1")]));
    let json = folder.run(&["check", "--color", "always", "--output-format", "json"]);
    assert!(!json.out.contains('\x1b'));
}

#[test]
fn the_same_report_with_and_without_colours() {
    let folder = Folder::of(&[("a.rumql", "a:1 AND\n")]);
    let coloured = folder.run(&["check", "--color", "always"]).out;
    let mut stripped = String::new();
    for (index, part) in coloured.split("\x1b[").enumerate() {
        stripped.push_str(if index == 0 { part } else { part.split_once('m').unwrap().1 });
    }
    assert_eq!(stripped, folder.run(&["check"]).out);
}

#[test]
fn a_nest_that_is_too_deep_and_a_line_that_is_too_long_are_findings() {
    let folder = Folder::of(&[
        ("a.rumql", "(".repeat(100_000)),
        ("b.rumql", format!("{} AND", "a:1 ".repeat(50_000))),
    ]);
    let run = folder.run(&["check"]);
    run.ended(1).says("a.rumql").says("b.rumql");
    assert!(run.out.len() < 200_000, "{}", run.out.len());
}
