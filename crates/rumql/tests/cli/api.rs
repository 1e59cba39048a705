//! What does the command send, what does it make of the answers, and when does it send nothing?

use super::{
    folder::{Folder, NOW, Run},
    server::{Server, answer, hits},
};

const KEYS: [(&str, &str); 2] = [("DD_API_KEY", "canary-api"), ("DD_APP_KEY", "canary-app")];

/// A mapping, so that none is fetched.
const LOCK: &str = r#"{"version":1,"entities":{"users":{"attributes":[
    {"attribute":"user_id","type":"string"},{"attribute":"score","type":"number"},
    {"attribute":"last_seen","type":"timestamp"},{"attribute":"@tier","type":"string"}]}}}"#;

fn project() -> Folder {
    Folder::of(&[("mapping.lock.json", LOCK)])
}

/// Runs against a server, with keys that must not be seen again.
#[track_caller]
fn ask(folder: &Folder, server: &Server, args: &[&str]) -> Run {
    let args = [args, &["--url", &server.url, "--now", NOW, "--verbose"]].concat();
    let run = folder.run_with(&args, "", &KEYS);
    assert!(!run.out.contains("canary") && !run.err.contains("canary"), "{run:#?}");
    run
}

fn demo(args: &[&str]) -> Run {
    Folder::empty().run(&[args, &["--demo", "--now", NOW]].concat())
}

#[test]
fn a_first_query_without_an_account() {
    let run = demo(&["query", "users", "session_count:>50 AND last_seen:<30d", "--limit", "3"]);
    run.ended(0).says("user_email").says("days ago)").tells("3 of ");
    let run = demo(&["query", "users", "first_country_code:US", "--count"]);
    assert!(run.ended(0).out.trim().parse::<u32>().unwrap() > 100);
}

#[test]
fn every_format() {
    let query = |format: &str| {
        let select = ["--select", "user_id,session_count", "--sort", "session_count:desc", "--limit", "2"];
        demo(&[&["query", "users", "session_count:>50", "--output", format][..], &select].concat())
    };
    let json = query("json").ended(0).json();
    let keys: Vec<&String> = json.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["version", "total", "hits"]);
    assert_eq!((json["version"].as_i64(), json["hits"].as_array().unwrap().len()), (Some(1), 2));
    assert!(json["hits"][0]["session_count"].as_i64() >= json["hits"][1]["session_count"].as_i64());
    let lines = query("jsonl");
    assert_eq!(lines.out.lines().filter(|line| line.starts_with("{\"user_id\":")).count(), 2);
    assert!(query("csv").out.starts_with("user_id,session_count\n"));
    assert!(query("tsv").out.starts_with("user_id\tsession_count\n"));
    assert!(query("table").out.starts_with(" user_id  session_count\n"));
}

#[test]
fn each_workflow_of_the_seed_runs_without_an_account() {
    demo(&[
        "query",
        "users",
        "session_count:>50 AND last_seen:<30d",
        "--select",
        "user_id,user_email,session_count,last_seen",
        "--sort",
        "session_count:desc",
        "--limit",
        "100",
    ])
    .ended(0);
    demo(&["facet", "users", "first_country_code", "--where", "session_count:>50 AND last_seen:<30d"])
        .ended(0)
        .says(" %  █");
    demo(&["query", "users", "session_count:>50", "--events", "@type:error", "--within", "30d"])
        .ended(0)
        .says("user_id");
    demo(&["mapping", "show", "accounts"]).ended(0).says("plan_type");
    demo(&[
        "query",
        "accounts",
        "plan_type:enterprise",
        "--sort",
        "mrr:desc",
        "--select",
        "account_id,account_name,user_count,mrr",
    ])
    .ended(0);
    demo(&["facet", "accounts", "user_count", "--where", "plan_type:enterprise"]).ended(0);
    demo(&[
        "query",
        "users",
        "*",
        "--events",
        "@view.loading_time:>3s",
        "--within",
        "7d",
        "--select",
        "user_id,avg_loading_time",
    ])
    .ended(0);
    demo(&["facet", "users", "first_device_type", "--where", "avg_loading_time:>3000"])
        .ended(0)
        .says("Desktop");
    demo(&["connection", "list", "users"]).ended(0).says("crm-integration").says("@customer_tier (string)");
}

#[test]
fn what_is_wrong_is_not_sent() {
    let (folder, server) = (project(), Server::of(&[]));
    let run = ask(&folder, &server, &["query", "users", "scor:>5"]);
    run.ended(1).tells("error[REF001]").tells("nothing was sent: mend what is wrong first");
    ask(&folder, &server, &["query", "users", "score:>"]).ended(1);
    ask(&folder, &server, &["query", "users", "score:>5", "--select", "nobody"]).ended(1).tells("BOD");
    ask(&folder, &server, &["facet", "users", "score", "--where", "tier:x"]).ended(1);
    ask(&folder, &server, &["query", "accounts", "*", "--events", "@type:error", "--within", "7d"])
        .ended(2)
        .tells("accounts have no event query");
    ask(&folder, &server, &["query", "users", "*", "--events", "@type:error"])
        .ended(2)
        .tells("say when the events happened");
    ask(&folder, &server, &["query", "users", "score:5", "--dry-run"])
        .ended(0)
        .says("DD-API-KEY: ***")
        .says("\"query\": \"score:5\"");
    assert_eq!(server.asked().len(), 0);
}

#[test]
fn what_is_sent_and_what_comes_back() {
    let answer = hits(
        1,
        r#"{"user_id":"7","score":9007199254740993.250,"last_seen":"2026-11-20T00:00:00.000Z","new":[1,2]}"#,
    );
    let (folder, server) = (project(), Server::of(&[&answer, &answer, &answer]));
    let run = ask(&folder, &server, &["query", "users", "score:>5   last_seen:<30d", "--output", "json"]);
    // Neither a digit nor a key that is not known is lost.
    run.ended(0).says(r#""score":9007199254740993.250"#).says(r#""new":[1,2]"#);
    let asked = &server.asked()[0];
    assert!(asked.head.starts_with("POST /api/v2/product-analytics/users/query HTTP/1.1"));
    assert!(
        asked.head.contains("dd-api-key: canary-api\r\n")
            && asked.head.contains("dd-application-key: canary-app\r\n")
    );
    // In the canonical spelling.
    assert!(asked.body.contains(r#""query":"score:>5 last_seen:<30d""#), "{}", asked.body);
    ask(&folder, &server, &["query", "users", "score:>5   last_seen:<30d", "--absolute-times"])
        .ended(0)
        .says("2026-11-20 00:00 (4 days ago)");
    assert!(server.asked()[1].body.contains(r#""query":"score:>5 last_seen:<1792886400""#));
    ask(&folder, &server, &["query", "users", "scor:>5   x", "--force"])
        .ended(0)
        .tells("sent as it is, by --force");
    assert!(server.asked()[2].body.contains(r#""query":"scor:>5   x""#));
}

#[test]
fn without_a_lock_the_mapping_is_fetched_in_the_same_run() {
    let mapping = answer(
        200,
        "",
        r#"{"data":{"type":"get_mappings_response","attributes":{"attributes":[{"attribute":"a","type":"string"}]}}}"#,
    );
    let server = Server::of(&[&mapping, &hits(0, ""), &mapping]);
    ask(&Folder::empty(), &server, &["query", "users", "a:1"]).ended(0).tells("nobody matches");
    ask(&Folder::empty(), &server, &["query", "users", "b:1"]).ended(1).tells("REF001");
    assert_eq!(server.asked().len(), 3);
}

#[test]
fn errors_say_what_to_do() {
    let check = |status: u16, headers: &str, body: &str, code: i32, parts: &[&str]| {
        let server = Server::of(&[&answer(status, headers, body)]);
        let run = ask(&project(), &server, &["query", "users", "score:5"]);
        run.ended(code);
        for part in parts {
            run.tells(part);
        }
        assert_eq!(server.asked().len(), 1);
    };
    check(
        403,
        "content-type: text/plain\r\n",
        r#"{"errors":[{"title":"Forbidden"}]}"#,
        3,
        &["403: Forbidden", "DD_SITE"],
    );
    check(401, "", r#"{"errors":["Unauthorized"]}"#, 3, &["401: Unauthorized", "the keys are not accepted"]);
    check(
        400,
        "",
        r#"{"errors":[{"title":"Bad Request","detail":"x canary-api y"}]}"#,
        3,
        &["400: Bad Request: x *** y"],
    );
    check(404, "", "", 3, &["404", "in preview"]);
    check(
        429,
        "x-ratelimit-reset: 3600\r\n",
        r#"{"errors":["slow down"]}"#,
        3,
        &["429: slow down", "try again in 3600 s"],
    );
    check(200, "", "{\"data\":", 3, &["cannot be read"]);
    check(200, "", "<html>", 3, &["cannot be read"]);
}

#[test]
fn a_read_is_asked_again_and_a_broken_answer_is_told() {
    let server = Server::of(&[
        &answer(429, "x-ratelimit-reset: 1\r\n", ""),
        &answer(503, "retry-after: 1\r\n", "down"),
        "HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{\"data\":",
        &hits(1, r#"{"user_id":"7"}"#),
    ]);
    let run = ask(&project(), &server, &["query", "users", "score:5"]);
    run.ended(0).says("user_id").tells("asking again in 1 s").tells("503: down");
    assert_eq!(server.asked().len(), 4);
}

#[test]
fn keys_do_not_follow_a_redirect() {
    let other = Server::of(&[&hits(0, "")]);
    let server = Server::of(&[&answer(307, &format!("location: {}/x\r\n", other.url), "")]);
    let run = ask(&project(), &server, &["query", "users", "score:5"]);
    run.ended(3).tells("keys are not sent on");
    assert_eq!((server.asked().len(), other.asked().len()), (1, 0));
}

#[test]
fn keys_go_nowhere_in_the_clear() {
    let folder = project();
    for (url, part) in [
        ("http://gw.example", "keys would travel in the clear"),
        ("https://a:secret@gw.example", "leave it out"),
        ("x", "cannot be used as --url"),
    ] {
        let run = folder.run_with(&["query", "users", "score:5", "--url", url], "", &KEYS);
        run.ended(2).tells(part);
        assert!(!run.err.contains("secret"));
    }
    folder
        .run_with(&["query", "users", "score:5"], "", &[KEYS[0], KEYS[1], ("DD_SITE", "datadog.com")])
        .ended(2)
        .tells("DD_SITE is one of datadoghq.com");
    folder.run(&["query", "users", "score:5"]).ended(2).tells("DD_API_KEY and DD_APP_KEY are not set");
    folder
        .run_with(&["query", "users", "score:5"], "", &[("DD_API_KEY", "a b"), KEYS[1]])
        .ended(2)
        .tells("DD_API_KEY holds blanks");
}

#[test]
fn a_proxy_is_gone_through_for_other_hosts() {
    let proxy =
        Server::of(&[&answer(502, "", ""), &answer(502, "", ""), &answer(502, "", ""), &answer(502, "", "")]);
    let env = [KEYS[0], KEYS[1], ("HTTPS_PROXY", proxy.url.as_str()), ("DD_SITE", "datadoghq.eu")];
    let run = project().run_with(&["query", "users", "score:5"], "", &env);
    run.ended(3).tells("cannot be reached");
    let asked = proxy.asked();
    assert!(asked.iter().all(|asked| asked.head.starts_with("CONNECT api.datadoghq.eu:443 ")), "{asked:?}");
    assert!(asked.iter().all(|asked| !asked.head.contains("canary")), "{asked:?}");
    assert!(!asked.is_empty());
    // What is on this machine is reached without one.
    let server = Server::of(&[&hits(0, "")]);
    let env = [KEYS[0], KEYS[1], ("HTTP_PROXY", proxy.url.as_str())];
    project().run_with(&["query", "users", "score:5", "--url", &server.url], "", &env).ended(0);
    assert_eq!((server.asked().len(), proxy.asked().len()), (1, asked.len()));
}

#[test]
fn a_segment_of_the_project_is_asked_as_it_is_written() {
    let segments = "segments:\n\
        - name: at-risk\n  entity: users\n  query: score:>50 AND last_seen:<30d\n  select: [user_id, score]\n  sort: { field: score, order: desc }\n  limit: 7\n\
        - name: hit\n  entity: users\n  query: score:>5\n  events: { query: \"@type:error\", within: 7d }\n  select: [user_id]\n  limit: 9\n\
        - name: wrong\n  entity: users\n  query: scor:>5\n  limit: 5\n";
    let folder = Folder::of(&[("mapping.lock.json", LOCK), ("a/segments.yml", segments)]);
    let server = Server::of(&[&hits(0, ""), &hits(0, "")]);
    ask(&folder, &server, &["query", "users", "--segment", "at-risk"]).ended(0);
    ask(&folder, &server, &["query", "users", "--segment", "hit"]).ended(0);
    let asked = server.asked();
    assert!(
        asked[0].body.contains(
            r#""limit":7,"select_columns":["user_id","score"],"sort":{"field":"score","order":"DESC"}"#
        ),
        "{asked:?}"
    );
    assert!(asked[1].head.contains("event_filtered_query"));
    assert!(
        asked[1].body.contains(
            r#""event_query":{"query":"@type:error","time_frame":{"start":1794873600,"end":1795478400}}"#
        ),
        "{asked:?}"
    );
    ask(&folder, &server, &["query", "users", "--segment", "wrong"]).ended(1).tells("a/segments.yml:16:10");
    ask(&folder, &server, &["query", "users", "--segment", "at-rsk"])
        .ended(2)
        .tells("did you mean `at-risk`?");
    ask(&folder, &server, &["query", "accounts", "--segment", "hit"]).ended(2).tells("it asks for users");
    assert_eq!(server.asked().len(), 2);
}

#[test]
fn a_pulled_mapping_is_whole_and_read_again() {
    let folder = Folder::empty();
    let pull =
        ["mapping", "pull", "--demo", "--now", NOW, "--with-values", "first_browser_name,@customer_tier"];
    folder.run(&pull).ended(0).tells("29 attributes of users, 13 of accounts");
    let first = folder.read("mapping.lock.json");
    folder.run(&pull).ended(0);
    assert_eq!(folder.read("mapping.lock.json"), first);
    folder.run(&["check", "-q", "first_browser_name:Chrom"]).tells("").says("TYP");
    folder.run(&["check", "-q", "@customer_tier:enterprise"]).ended(0).says("no findings");
    folder
        .run(&["mapping", "pull", "--demo", "--with-values", "nobody"])
        .ended(2)
        .tells("nothing was written");
}

#[test]
fn data_of_ones_own_are_asked() {
    let folder =
        Folder::of(&[("data/users.jsonl", "{\"user_id\":1,\"zip\":\"007\"}\n"), ("bad/users.jsonl", "[]\n")]);
    folder
        .run(&["query", "users", "zip:007", "--data", "data", "--output", "csv"])
        .ended(0)
        .says("user_id,zip\n1,007\n");
    folder
        .run(&["query", "users", "zip:007", "--data", "bad"])
        .ended(2)
        .tells("bad: users.jsonl:1: each line is one object");
    folder.run(&["query", "users", "zip:007", "--data", "none"]).ended(2).tells("it is no folder");
}

const CRM: &str = "connections:\n- entity: users\n  id: crm\n  type: ref_table\n  join_type: user_id\n  join_attribute: user_id\n  fields:\n  - {id: level, source_name: plan, type: string}\n  metadata: {table: customers, owner: ops}\n";

#[test]
fn nothing_is_changed_without_a_yes() {
    let folder = Folder::of(&[("mapping.lock.json", LOCK), ("crm.yml", CRM)]);
    let server = Server::of(&[]);
    let create = ["connection", "create", "users", "crm.yml"];
    ask(&folder, &server, &create)
        .ended(2)
        .tells("+ @level (string), from the column `plan`")
        .tells("nothing was sent: it needs a yes");
    ask(&folder, &server, &[&create[..], &["--read-only", "--yes"]].concat())
        .ended(2)
        .tells("--read-only refuses changes");
    ask(&folder, &server, &[&create[..], &["--dry-run", "--yes"]].concat())
        .ended(0)
        .says("\"owner\": \"ops\"")
        .tells("nothing was sent");
    assert_eq!(server.asked().len(), 0);
}

#[test]
fn a_change_is_sent_once_whatever_comes_of_it() {
    let folder = Folder::of(&[("mapping.lock.json", LOCK), ("crm.yml", CRM)]);
    let create = |answer: &str| {
        let server = Server::of(&[answer, &self::answer(201, "", "")]);
        let run = ask(&folder, &server, &["connection", "create", "users", "crm.yml", "--yes"]);
        assert_eq!(server.asked().len(), 1, "{run:#?}");
        assert!(server.asked()[0].body.contains(r#""metadata":{"owner":"ops","table":"customers"}"#));
        run
    };
    create(&answer(201, "", "")).ended(0).tells("done");
    create(&answer(409, "", r#"{"errors":["exists"]}"#))
        .ended(3)
        .tells("409: exists")
        .tells("rumql connection update");
    create(&answer(429, "x-ratelimit-reset: 1\r\n", "")).ended(3);
    create(&answer(500, "", "")).ended(4).tells("is not known, and it was not sent again");
    create("").ended(4).tells("is not known");
    create("HTTP/1.1 2").ended(4);
}

#[test]
fn before_a_deletion_every_place_that_loses_something_is_told() {
    let connections = r#"{"data":{"type":"list_connections_response","attributes":{"connections":[{"id":"crm","type":"ref_table","fields":[{"id":"tier","source_name":"plan","type":"string"}]}]}}}"#;
    let listed = answer(200, "", connections);
    let segments =
        "segments:\n- name: a\n  query: \"@tier:gold\"\n  select: [user_id, '@tier']\n  limit: 5\n";
    let folder = Folder::of(&[("mapping.lock.json", LOCK), ("s/a.yml", segments)]);
    let server = Server::of(&[&listed, &listed, &listed, &answer(204, "", ""), &listed]);
    let delete =
        |more: &[&str]| ask(&folder, &server, &[&["connection", "delete", "users", "crm"], more].concat());
    delete(&[])
        .ended(2)
        .tells("1 field will be lost: @tier")
        .tells("s/a.yml:3:11: @tier")
        .tells("s/a.yml:4:21: @tier")
        .tells("--yes --confirm crm");
    delete(&["--yes", "--confirm", "crn"]).ended(2).tells("not the id");
    delete(&["--yes", "--confirm", "crm"]).ended(0).tells("deleted");
    let asked = server.asked();
    assert_eq!(asked.iter().filter(|asked| asked.head.starts_with("DELETE ")).count(), 1);
    assert!(asked[3].head.starts_with("DELETE /api/v2/product-analytics/users/mapping/connection/crm HTTP"));
    ask(&folder, &server, &["connection", "delete", "users", "other", "--yes", "--confirm", "other"])
        .ended(2)
        .tells("there are: crm");
}

#[test]
fn everything_is_fetched_in_parts_that_are_proved() {
    let ids = |run: &Run| {
        let ids: Vec<String> = run.out.lines().skip(1).map(str::to_owned).collect();
        let mut sorted = ids.clone();
        sorted.sort();
        sorted.dedup();
        assert_eq!(sorted.len(), ids.len(), "a record came twice");
        sorted
    };
    let all = |query: &[&str], limit: &str| {
        let more = ["--select", "user_id", "--output", "csv", "--limit", limit];
        demo(&[&["query", "users"], query, &more].concat())
    };
    for query in [
        &["*"][..],
        &["first_country_code:US OR session_count:<5"],
        &["session_count:>1 AND -@nps_score:*"],
        &["*", "--events", "@type:error", "--within", "30d"],
    ] {
        let whole = all(query, "10000");
        let parted = all(&[query, &["--all"]].concat(), "1200");
        assert_eq!(ids(parted.ended(0)), ids(whole.ended(0)), "{query:?}");
        assert!(ids(&whole).len() > 1_200, "{query:?} needs no parts");
    }
    // A column that was not asked for is not shown, though the query was parted by it.
    let json = demo(&[
        "query",
        "users",
        "*",
        "--all",
        "--select",
        "user_name",
        "--output",
        "json",
        "--limit",
        "900",
    ]);
    let answer = json.ended(0).json();
    assert_eq!((answer["total"].as_i64(), answer["hits"].as_array().unwrap().len()), (Some(5_000), 5_000));
    assert_eq!(answer["hits"][0].as_object().unwrap().len(), 1);
}

#[test]
fn what_cannot_be_parted_is_told() {
    let lines: String = (0..50).map(|id| format!("{{\"user_id\":\"{id}\",\"zip\":\"1\"}}\n")).collect();
    let folder = Folder::of(&[("data/users.jsonl", lines)]);
    let ask = ["query", "users", "zip:1", "--data", "data", "--all", "--output", "csv", "--limit"];
    // Fifty ids are as many values as a query is parted by.
    folder.run(&[&ask[..], &["49"]].concat()).ended(0);
    let lines: String = (0..9).map(|id| format!("{{\"user_id\":\"{id}\"}}\n")).collect();
    let lock = "{\"version\":1,\"entities\":{\"users\":{\"attributes\":[{\"attribute\":\"user_id\",\"type\":\"list\"}]}}}";
    let folder = Folder::of(&[("data/users.jsonl", lines), ("data/mapping.lock.json", lock.to_owned())]);
    let run = folder.run(&["query", "users", "*", "--data", "data", "--all", "--limit", "5"]);
    run.ended(2).tells("nothing is known to part them by; raise --limit");
}
