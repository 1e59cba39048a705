//! What goes over the wire, and what becomes of it there?

use std::time::{Duration, Instant};

use rumql_source::Entity;

use super::wire_server::{Reply, Server, whole};
use crate::{
    Base, Change, ChangeKind, Clock, Consent, Credentials, Endpoint, Executor, Http, HttpError, HttpOptions,
    Outcome, Proxies, Request, Response, Retry, Transport, TransportError, list_connections,
    wire::Connections,
};

const CANARY: &str = "CANARY";

const FOUND: &str = r#"{"data":{"type":"list_connections_response","attributes":{"connections":[]}}}"#;

struct Never;

impl Clock for Never {
    fn sleep(&self, wait: Duration) {
        panic!("a write waits for nothing, and not {wait:?}");
    }
}

fn options(url: &str) -> HttpOptions {
    let text = |text: &str| Some(text.to_owned());
    HttpOptions {
        base: Base::parse(url).unwrap(),
        credentials: Credentials::new(text(CANARY), text("CANARY-app"), None).unwrap(),
        proxies: Proxies::default(),
        roots: Vec::new(),
        timeout: Duration::from_secs(5),
        most_bytes: 1 << 20,
        agent: "rumql/0".to_owned(),
    }
}

fn connections() -> Endpoint<Connections> {
    list_connections(Entity::Users)
}

fn delete() -> Change {
    Change { entity: Entity::Users, kind: ChangeKind::Delete("crm".to_owned()) }
}

fn ask(options: HttpOptions, request: &Request) -> Result<Response, TransportError> {
    let outcome = Http::new(options).unwrap().send(request);
    let shown = format!("{outcome:?}");
    assert!(!shown.contains(CANARY), "{shown}");
    outcome
}

/// Sends one read. No key may be in what comes of it.
fn send(options: HttpOptions) -> Result<Response, TransportError> {
    ask(options, &connections().request)
}

/// Sends one change.
fn write(options: HttpOptions) -> Outcome {
    let http = Http::new(options).unwrap();
    let executor = Executor { transport: &http, clock: &Never, retry: Retry::default(), observer: &|_| {} };
    executor.write(Consent::flagged(delete(), true, Some("crm")).unwrap())
}

#[track_caller]
fn unknown(error: &TransportError) -> &str {
    match error {
        TransportError::Unknown(why) => why,
        TransportError::NotSent(why) => panic!("certainly not sent: {why}"),
    }
}

#[track_caller]
fn not_sent(error: &TransportError) -> &str {
    match error {
        TransportError::NotSent(why) => why,
        TransportError::Unknown(why) => panic!("not known: {why}"),
    }
}

#[test]
fn a_request_arrives_whole_with_its_keys() {
    let server = Server::start(Reply::Bytes(whole("200 OK", "x-ratelimit-remaining: 9\r\n", FOUND)));
    let response = send(options(&format!("{}/gateway/", server.url()))).unwrap();
    assert_eq!((response.status, response.header("x-ratelimit-remaining")), (200, Some("9")));
    assert!(connections().read(&response).unwrap().value.connections.is_empty());
    let [request] = server.requests().try_into().unwrap();
    let mut lines: Vec<&str> = request.trim_end().lines().collect();
    assert_eq!(lines.remove(0), "GET /gateway/api/v2/product-analytics/users/mapping/connections HTTP/1.1");
    lines.sort_unstable();
    let host = format!("host: 127.0.0.1:{}", server.port);
    let expected = [
        "accept-encoding: gzip",
        "accept: application/json",
        "dd-api-key: CANARY",
        "dd-application-key: CANARY-app",
        &host,
        "user-agent: rumql/0",
    ];
    assert_eq!(lines, expected);
    let bearer = Credentials::new(None, None, Some(CANARY.to_owned())).unwrap();
    send(HttpOptions { credentials: bearer, ..options(&server.url()) }).unwrap();
    let request = server.requests().pop().unwrap();
    assert!(request.contains("authorization: Bearer CANARY\r\n") && !request.contains("dd-"), "{request}");
}

#[test]
fn a_redirect_is_an_error_and_no_key_goes_along() {
    let other = Server::start(Reply::Bytes(whole("200 OK", "", FOUND)));
    for status in ["301 x", "302 x", "303 x", "307 x", "308 x"] {
        let location = format!("location: http://localhost:{}/x\r\n", other.port);
        let server = Server::start(Reply::Bytes(whole(status, &location, "")));
        let error = connections().read(&send(options(&server.url())).unwrap()).unwrap_err();
        assert!(error.next_step().contains("keys are not sent on"), "{error}");
        assert!(!matches!(write(options(&server.url())), Outcome::Done));
        assert_eq!(server.requests().len(), 2);
    }
    assert_eq!(other.requests(), [""; 0]);
}

#[test]
fn an_answer_that_breaks_off_is_no_answer() {
    let cut = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"data\":".to_vec();
    for reply in [
        Reply::Bytes(cut),
        Reply::Bytes(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n".to_vec()),
        Reply::Bytes(b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 3\r\n\r\nabc".to_vec()),
        Reply::Bytes(b"SSH-2.0-OpenSSH_9.9\r\n".to_vec()),
        Reply::Hangup,
    ] {
        let server = Server::start(reply);
        let error = send(options(&server.url())).unwrap_err();
        assert!(unknown(&error).contains("broke"), "{error}");
        assert!(matches!(write(options(&server.url())), Outcome::Unknown(_)));
        assert_eq!(server.requests().len(), 2);
    }
}

#[test]
fn an_answer_without_end_is_cut() {
    let head = |status: &str| format!("HTTP/1.1 {status}\r\nconnection: close\r\n\r\n").into_bytes();
    let server = Server::start(Reply::Endless(head("200 OK")));
    let error = send(options(&server.url())).unwrap_err();
    assert!(unknown(&error).contains("is larger than 1 MiB"), "{error}");
    // Of an error the status is enough.
    let server = Server::start(Reply::Endless(head("500 x")));
    let response = send(options(&server.url())).unwrap();
    assert_eq!((response.status, response.body.len()), (500, 65_536));
    let server = Server::start(Reply::Bytes(b"HTTP/1.1 403 x\r\ncontent-length: 9\r\n\r\nno".to_vec()));
    let error = connections().read(&send(options(&server.url())).unwrap()).unwrap_err();
    assert_eq!(error.to_string(), "ListConnections was answered with 403: no");
}

#[test]
fn compression_is_undone_and_its_result_is_counted() {
    let packed = |body: &[u8]| {
        let head =
            format!("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\n\r\n", body.len());
        Reply::Bytes([head.as_bytes(), body].concat())
    };
    let server = Server::start(packed(include_bytes!("../../tests/fixtures/query-response.gz")));
    let response = send(options(&server.url())).unwrap();
    assert!(String::from_utf8(response.body).unwrap().contains("query_response"));
    // Three kilobytes that stand for three megabytes.
    let server = Server::start(packed(include_bytes!("../../tests/fixtures/zeros.gz")));
    assert!(unknown(&send(options(&server.url())).unwrap_err()).contains("is larger than 1 MiB"));
}

#[test]
fn no_server_holds_a_call_longer_than_allowed() {
    let short = |url: &str| HttpOptions { timeout: Duration::from_millis(300), ..options(url) };
    let head = b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n".to_vec();
    for reply in
        [Reply::Silence(Duration::from_secs(3)), Reply::Drip(head), Reply::Drip(b"HTTP/1.1".to_vec())]
    {
        let server = Server::start(reply);
        #[expect(clippy::disallowed_methods, reason = "the time of a real call is measured")]
        let start = Instant::now();
        let error = send(short(&server.url())).unwrap_err();
        assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
        assert!(unknown(&error).ends_with("did not answer within 0.3 s"), "{error}");
    }
    let server = Server::start(Reply::Silence(Duration::from_secs(3)));
    assert!(matches!(write(short(&server.url())), Outcome::Unknown(_)));
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn a_connection_that_is_refused_sent_nothing() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let url = format!("http://127.0.0.1:{free}");
    let error = send(options(&url)).unwrap_err();
    assert!(not_sent(&error).to_lowercase().contains("refused"), "{error}");
    assert!(matches!(write(options(&url)), Outcome::NotDone(_)));
}

#[test]
fn a_kept_connection_that_ends_early_does_not_send_a_change_twice() {
    let kept = Reply::Keep(whole("200 OK", "", FOUND));
    let server = Server::script(vec![kept.clone(), Reply::Hangup, kept]);
    let http = Http::new(options(&server.url())).unwrap();
    http.send(&connections().request).unwrap();
    unknown(&http.send(&delete().request()).unwrap_err());
    assert_eq!(server.requests().iter().filter(|request| request.starts_with("DELETE")).count(), 1);
}

#[test]
fn a_server_that_says_a_key_back_is_not_quoted() {
    let body = format!(r#"{{"errors":["invalid key {CANARY} with {CANARY}-app"]}}"#);
    let headers = format!("x-ratelimit-name: {CANARY}\r\n");
    let server = Server::start(Reply::Bytes(whole("403 x", &headers, &body)));
    let response = send(options(&server.url())).unwrap();
    let shown = format!("{:?} {}", response.headers, String::from_utf8_lossy(&response.body));
    assert!(!shown.contains(CANARY), "{shown}");
    let error = connections().read(&response).unwrap_err();
    assert!(error.to_string().ends_with("invalid key *** with ***"), "{error}");
}

#[test]
fn a_certificate_that_nobody_vouches_for_stops_the_request() {
    let (server, pem) = Server::with_tls("localhost", Reply::Bytes(whole("200 OK", "", FOUND)));
    let url = format!("https://localhost:{}", server.port);
    let error = send(options(&url)).unwrap_err();
    assert!(not_sent(&error).starts_with(&format!("the certificate of {url} is not trusted: ")), "{error}");
    // One for another name.
    let other = format!("https://127.0.0.1:{}", server.port);
    let error = send(HttpOptions { roots: vec![pem.into_bytes()], ..options(&other) }).unwrap_err();
    assert!(not_sent(&error).contains("is not trusted"), "{error}");
    assert_eq!(server.requests(), [""; 0]);
}

#[test]
fn an_authority_that_is_given_is_trusted() {
    let (server, pem) = Server::with_tls("localhost", Reply::Bytes(whole("200 OK", "", FOUND)));
    // No request to this machine goes through a proxy, and nobody answers at this one.
    let proxies = Proxies { https: Some("http://127.0.0.1:1".into()), ..Proxies::default() };
    let url = format!("https://localhost:{}", server.port);
    let trusted = HttpOptions { roots: vec![pem.into_bytes()], proxies, ..options(&url) };
    assert_eq!(send(trusted).unwrap().status, 200);
    assert!(server.requests()[0].contains(CANARY));
}

/// Runs two of these tests again, where nothing is to be had from the system and proxies are named
/// that nobody answers at.
#[test]
fn the_environment_decides_nothing() {
    let proxies = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"];
    let output = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["over_http::a_request_arrives_whole", "over_http::an_authority_that_is_given"])
        .envs(proxies.map(|name| (name, "http://127.0.0.1:1")))
        .envs([("SSL_CERT_FILE", "/dev/null"), ("SSL_CERT_DIR", "/nonexistent")])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("2 passed"), "{said}");
}

#[test]
fn a_proxy_is_asked_for_other_hosts_and_gets_no_key() {
    let proxy = Server::start(Reply::Bytes(whole("407 x", "", "")));
    let address = format!("http://user:{CANARY}@127.0.0.1:{}", proxy.port);
    let other = "https://api.rumql.invalid";
    let proxied = |url: &str, https: Option<&str>, all: Option<&str>, none: &str| HttpOptions {
        proxies: Proxies {
            https: https.map(str::to_owned),
            all: all.map(str::to_owned),
            none: Some(none.to_owned()),
        },
        ..options(url)
    };
    for both in
        [proxied(other, Some(&address), None, ""), proxied(other, None, Some(&address), "example.com")]
    {
        assert!(!format!("{both:?}").contains(CANARY));
        not_sent(&send(both).unwrap_err());
    }
    let requests = proxy.requests();
    assert_eq!(requests.len(), 2);
    for request in requests {
        assert!(request.starts_with("CONNECT api.rumql.invalid:443 HTTP/1.1\r\n"), "{request}");
        assert!(!request.to_lowercase().contains("dd-api-key"), "{request}");
    }
    // Hosts that are excepted, and this machine, are asked directly.
    send(proxied(other, Some(&address), None, "rumql.invalid")).unwrap_err();
    let server = Server::start(Reply::Bytes(whole("200 OK", "", FOUND)));
    send(proxied(&server.url(), Some(&address), Some(&address), "")).unwrap();
    assert_eq!(proxy.requests().len(), 2);
}

#[test]
fn a_setting_that_cannot_be_read_is_told_without_its_secret() {
    let refused = |options| {
        let error: HttpError = Http::new(options).unwrap_err();
        let told = error.to_string();
        assert!(!told.contains(CANARY), "{told}");
        told
    };
    let of_a_site = || options("https://api.datadoghq.com");
    let proxies = |address: &str| Proxies { https: Some(address.to_owned()), ..Proxies::default() };
    for bad in ["http://user:CANARY@", "socks5://user:CANARY@proxy:1", "http://"] {
        let said = refused(HttpOptions { proxies: proxies(bad), ..of_a_site() });
        assert!(said.starts_with("HTTPS_PROXY is no address of a proxy"), "{said}");
    }
    for bad in ["", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
        let said = refused(HttpOptions { roots: vec![bad.into()], ..of_a_site() });
        assert!(said.contains("certificate"), "{said}");
    }
}
