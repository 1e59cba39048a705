//! How do queries parse, good and bad?

use expect_test::{Expect, expect};

use crate::parse;

#[track_caller]
fn check(query: &str, expected: Expect) {
    let parse = parse(query);
    assert_eq!(parse.tree.print(), query);
    let errors: String = parse
        .errors
        .iter()
        .map(|error| format!("\n{:?} `{}`", error.kind, error.span.slice(query)))
        .collect();
    expected.assert_eq(&format!("{:?}{errors}", parse.tree.root()));
}

#[test]
fn correct_queries() {
    check(
        "session_count:>50 AND last_seen:<30d",
        expect!["(and (field session_count (> 50)) (field last_seen (< 30d)))"],
    );
    check(
        "(a:1 OR b:2) -c:3 NOT d:4",
        expect!["(and (group (or (field a 1) (field b 2))) (not (field c 3)) (not (field d 4)))"],
    );
    check("a:1 b:2 OR c:3 d:4", expect!["(or (and (field a 1) (field b 2)) (and (field c 3) (field d 4)))"]);
    check("a:1 && b:2 || c:3", expect!["(or (and (field a 1) (field b 2)) (field c 3))"]);
    check("", expect!["(all)"]);
    check(" * ", expect!["*"]);
    check(
        "@http.status_code:(>=200 <300)",
        expect!["(field @http.status_code (group (and (>= 200) (< 300))))"],
    );
    check(
        "f:[1 TO 5] g:{* TO -1] h:[2025-01-01T00:00:00Z TO now-7d}",
        expect!["(and (field f [1 5]) (field g {* -1]) (field h [2025-01-01T00:00:00Z now-7d}))"],
    );
    check("@user.first\\ name:\"a \\\" b\"", expect![[r#"(field @user.first\ name "a \" b")"#]]);
    check(
        "f:-5 f:>-5 -f:a-b - g:1",
        expect!["(and (field f -5) (field f (> -5)) (not (field f a-b)) (not (field g 1)))"],
    );
    check("@u:http://x?a=b&c>d", expect!["(field @u http://x?a=b&c>d)"]);
    check("first_region:OR OR x:AND", expect!["(or (field first_region OR) (field x AND))"]);
    check("foo: bar  baz: \"x\"", expect![[r#"(and (field foo bar) (field baz "x"))"#]]);
    check(
        "CIDR(@network.client.ip, 13.0.0.0/8, ::1) AND _exists_:f *:x",
        expect!["(and (cidr CIDR(@network.client.ip, 13.0.0.0/8, ::1)) (field _exists_ f) (field * x))"],
    );
    check(
        "ORDER:2 NOTE ANDROID NOT_READY:1",
        expect!["(and (field ORDER 2) NOTE ANDROID (field NOT_READY 1))"],
    );
    check(
        "f:{{env}}-x g:${y} h:<now> $var.value",
        expect!["(and (field f {{env}}-x) (field g ${y}) (field h <now>) $var.value)"],
    );
    check("f:(a OR (b AND -c))", expect!["(field f (group (or a (group (and b (not c))))))"]);
    check("NOT NOT a:1 --b:2", expect!["(and (not (not (field a 1))) (not (not (field b 2))))"]);
    check("[4 TO *] f:\"\"", expect![[r#"(and [4 *] (field f ""))"#]]);
}

#[test]
fn unbalanced() {
    check(
        "(a:1 OR b:2",
        expect![[r#"
        (group (or (field a 1) (field b 2)))
        UnclosedParen `(`"#]],
    );
    check(
        "a:1) AND b:2",
        expect![[r#"
        (and (field a 1) (field b 2))
        UnopenedParen `)`"#]],
    );
    check(
        "((a:1 ) AND (b:2",
        expect![[r#"
        (group (and (group (field a 1)) (group (field b 2))))
        UnclosedParen `(`
        UnclosedParen `(`"#]],
    );
    check(
        "(",
        expect![[r#"
        (error "(")
        UnclosedParen `(`"#]],
    );
    check(
        ")",
        expect![[r#"
        (all)
        UnopenedParen `)`"#]],
    );
    check(
        "() f:()",
        expect![[r#"
        (and (error "()") (field f (error "()")))
        EmptyGroup `()`
        EmptyGroup `()`"#]],
    );
    check(
        "a:(b [1 TO ) c]",
        expect![[r#"
        (and (field a (group (and b (error "[1 TO")))) c (error "]"))
        MalformedRange `[1 TO`
        Unexpected `]`"#]],
    );
}

#[test]
fn operators() {
    check(
        "a:1 AND",
        expect![[r#"
        (and (field a 1) (error ""))
        DanglingOperator `AND`"#]],
    );
    check(
        "OR a:1",
        expect![[r#"
        (or (error "") (field a 1))
        DanglingOperator `OR`"#]],
    );
    check(
        "a:1 OR OR b:2",
        expect![[r#"
        (or (field a 1) (error "") (field b 2))
        DanglingOperator `OR`"#]],
    );
    check(
        "a:1 AND OR b:2",
        expect![[r#"
        (or (and (field a 1) (error "")) (field b 2))
        DanglingOperator `AND`"#]],
    );
    check(
        "OR",
        expect![[r#"
        (or (error "") (error ""))
        DanglingOperator `OR`"#]],
    );
    check(
        "(a:1 AND ) OR",
        expect![[r#"
        (or (group (and (field a 1) (error ""))) (error ""))
        DanglingOperator `AND`
        DanglingOperator `OR`"#]],
    );
    check(
        "NOT",
        expect![[r#"
        (not (error ""))
        DanglingOperator `NOT`"#]],
    );
    check(
        "-",
        expect![[r#"
        (not (error ""))
        DanglingOperator `-`"#]],
    );
    check(
        "!a:1 f:!b",
        expect![[r#"
        (and (not (field a 1)) (field f (error "!b")))
        BangNegation `!`
        BangNegation `!b`"#]],
    );
}

#[test]
fn values() {
    check(
        "plan_type:",
        expect![[r#"
        (field plan_type (error ""))
        MissingValue `plan_type:`"#]],
    );
    check(
        "(a: ) AND c:d",
        expect![[r#"
        (and (group (field a (error ""))) (field c d))
        MissingValue `a:`"#]],
    );
    check(
        "a: AND b:2",
        expect![[r#"
        (and (field a (error "")) (field b 2))
        MissingValue `a:`"#]],
    );
    check(
        "a:> b:2",
        expect![[r#"
        (and (field a (error ">")) (field b 2))
        MissingValue `a:>`"#]],
    );
    check(
        ":pro a::b",
        expect![[r#"
        (and (error ":pro") (field a (error ":b")))
        MissingField `:pro`
        Unexpected `:b`"#]],
    );
    check(
        "plan_type :pro x : y",
        expect![[r#"
        (and (field plan_type pro) (field x y))
        SpaceBeforeColon `plan_type :pro`
        SpaceBeforeColon `x : y`"#]],
    );
    check(
        "session_count>50 AND b >= 2 AND c :> 3",
        expect![[r#"
        (and (error "session_count>50") (error "b >= 2") (field c (> 3)))
        OperatorBeforeColon `session_count>50`
        OperatorBeforeColon `b >= 2`
        SpaceBeforeColon `c :> 3`"#]],
    );
    check(
        "a:> 3 b:>\"5\" c:>* d:>>5",
        expect![[r#"
        (and (field a (> 3)) (field b (> "5")) (field c (> (error "*"))) (field d (> (error ">5"))))
        SpaceAfterComparison `> 3`
        QuotedComparison `>"5"`
        WildcardComparison `>*`
        ForeignComparison `>>5`"#]],
    );
    check(
        "plan = pro AND plan!=pro OR mrr:=>5 x==y",
        expect![[r#"
        (or (and (error "plan = pro") (error "plan!=pro")) (and (field mrr (error "=>5")) x==y))
        ForeignComparison `plan = pro`
        ForeignComparison `plan!=pro`
        ForeignComparison `=>5`"#]],
    );
    check(
        ">5 OR a:(>=5 <) ",
        expect![[r#"
        (or (error ">5") (field a (group (and (>= 5) (error "<")))))
        OperatorBeforeColon `>5`
        MissingValue `<`"#]],
    );
    check(
        "x:[1 to 5] y:[1,10] z:[1 TO] w:[] v:[1 TO 5 AND b:1",
        expect![[r#"
        (and (field x (error "[1 to 5]")) (field y (error "[1,10]")) (field z (error "[1 TO]")) (field w (error "[]")) (field v (error "[1 TO 5")) (field b 1))
        MalformedRange `[1 to 5]`
        MalformedRange `[1,10]`
        MalformedRange `[1 TO]`
        MalformedRange `[]`
        MalformedRange `[1 TO 5`"#]],
    );
    check(
        "name:\"Acme AND b:2",
        expect![[r#"
        (field name "Acme AND b:2)
        UnterminatedQuote `"Acme AND b:2`"#]],
    );
    check(
        "name:“Acme Co” AND x:“y",
        expect![[r#"
        (and (field name “Acme Co”) (field x (error "“y")))
        SmartQuote `“Acme Co”`
        SmartQuote `“y`"#]],
    );
    check(
        "name:Acme\\",
        expect![[r#"
        (and (field name Acme) (error "\\"))
        TrailingBackslash `\`"#]],
    );
    check(
        "name:Acme(old) n:Acme\"old\" m:a[0] o:x",
        expect![[r#"
        (and (field name Acme) (error "(old)") (field n Acme) (error "\"old\"") (field m a) (error "[0]") (field o x))
        GluedOpener `(old)`
        GluedOpener `"old"`
        GluedOpener `[0]`"#]],
    );
    check(
        "a:https://x.com/a(b) OR b:c:(d) OR e:f:\"g\" OR k:l:[1 TO 2] OR m:[1",
        expect![[r#"
            (or (and (field a https://x.com/a) (error "(b)")) (and (field b c:) (error "(d)")) (and (field e f:) (error "\"g\"")) (and (field k l:) (error "[1 TO 2]")) (field m (error "[1")))
            GluedOpener `(b)`
            GluedOpener `(d)`
            GluedOpener `"g"`
            GluedOpener `[1 TO 2]`
            MalformedRange `[1`"#]],
    );
    check(
        "a:1 // paid ) x",
        expect![[r#"
        (and (field a 1) (error "// paid ) x"))
        Comment `// paid ) x`"#]],
    );
    check(
        "a:1 # paid\nAND b:2",
        expect![[r##"
        (and (field a 1) (error "# paid") (field b 2))
        Comment `# paid`"##]],
    );
    check(
        "a:1 | sort b asc",
        expect![[r#"
        (and (field a 1) (error "| sort b asc"))
        Pipe `| sort b asc`"#]],
    );
    check(
        "a:1 ] } AND b:2",
        expect![[r#"
        (and (field a 1) (error "]") (error "}") (field b 2))
        Unexpected `]`
        Unexpected `}`"#]],
    );
    check(
        "a:1 AND ) b:",
        expect![[r#"
        (and (field a 1) (field b (error "")))
        UnopenedParen `)`
        MissingValue `b:`"#]],
    );
}
