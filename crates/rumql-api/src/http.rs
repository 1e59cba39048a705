//! How do requests travel over the network?

use std::{fmt, io::Read, sync::Once, time::Duration};

use reqwest::{
    NoProxy, Proxy,
    blocking::{Client, ClientBuilder},
    header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue},
    redirect::Policy,
    tls::Version,
};
use secrecy::ExposeSecret;

use crate::{Base, Credentials, Method, Request, Response, Transport, TransportError};

/// The largest answer that is taken: 256 MiB.
const MAX_BODY: u64 = 256 * 1024 * 1024;

/// What a connection needs to be made.
#[derive(Debug, Clone)]
pub struct HttpOptions {
    /// Where the API is.
    pub base: Base,
    /// Who asks.
    pub credentials: Credentials,
    /// Through which proxies.
    pub proxies: Proxies,
    /// Certificates, in PEM, that are trusted besides the system's.
    pub roots: Vec<Vec<u8>>,
    /// The longest that a request may take, its answer included.
    pub timeout: Duration,
    /// `rumql/0.1.0`
    pub agent: String,
}

/// Proxies, as the environment names them.
#[derive(Clone, Default)]
pub struct Proxies {
    /// `HTTP_PROXY`
    pub http: Option<String>,
    /// `HTTPS_PROXY`
    pub https: Option<String>,
    /// `ALL_PROXY`
    pub all: Option<String>,
    /// `NO_PROXY`
    pub none: Option<String>,
}

/// The address of a proxy may hold a password.
impl fmt::Debug for Proxies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Proxies(..)")
    }
}

/// Why no connection can be made with these options.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HttpError {
    /// A variable holds no address of a proxy.
    Proxy(&'static str),
    /// A certificate cannot be read.
    Certificate,
    /// Something else.
    Client(String),
}

/// The API over the network. Redirects are not followed, so that no key goes to another host.
#[derive(Debug)]
pub struct Http {
    base: Base,
    client: Client,
    headers: HeaderMap,
    credentials: Credentials,
}

impl Http {
    /// Makes ready; nothing is sent.
    ///
    /// # Errors
    /// An option cannot be used.
    pub fn new(options: HttpOptions) -> Result<Self, HttpError> {
        use_ring();
        let mut builder = Client::builder()
            .user_agent(&options.agent)
            .redirect(Policy::none())
            .https_only(!options.base.is_loopback())
            .tls_version_min(Version::TLS_1_2)
            .referer(false)
            .connect_timeout(options.timeout.min(Duration::from_secs(10)))
            .timeout(options.timeout)
            // The proxies are those that were handed down, not those of the environment.
            .no_proxy();
        // What runs on this machine is reached without one.
        if !options.base.is_loopback() {
            builder = with_proxies(builder, &options.proxies)?;
        }
        for pem in &options.roots {
            let certificates =
                reqwest::Certificate::from_pem_bundle(pem).map_err(|_| HttpError::Certificate)?;
            builder = builder.tls_certs_merge(certificates);
        }
        let client = builder.build().map_err(|error| HttpError::Client(reasons(&error)))?;
        let headers = headers(&options.credentials);
        Ok(Self { base: options.base, client, headers, credentials: options.credentials })
    }

    /// A body in which no key stands, should a server send one back.
    fn masked(&self, body: Vec<u8>) -> Vec<u8> {
        match String::from_utf8(body) {
            Ok(text) if self.credentials.stand_in(&text) => self.credentials.mask(&text).into_bytes(),
            Ok(text) => text.into_bytes(),
            Err(error) => error.into_bytes(),
        }
    }

    fn failure(&self, error: &reqwest::Error) -> TransportError {
        let why = self.credentials.mask(&reasons(error));
        // Nothing is written before there is a connection.
        if error.is_connect() || error.is_builder() {
            TransportError::NotSent(format!("{} cannot be reached: {why}", self.base))
        } else if error.is_timeout() {
            TransportError::Unknown(format!("{} did not answer in time", self.base))
        } else {
            TransportError::Unknown(format!("the connection to {} broke: {why}", self.base))
        }
    }
}

impl Transport for Http {
    fn send(&self, request: &Request) -> Result<Response, TransportError> {
        let address = self.base.address(&request.path);
        let method = match request.operation.method() {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
            Method::Delete => reqwest::Method::DELETE,
        };
        let mut asked = self.client.request(method, address).headers(self.headers.clone());
        if let Some(body) = &request.body {
            asked = asked.header(CONTENT_TYPE, "application/json").body(body.clone());
        }
        let answer = asked.send().map_err(|error| self.failure(&error))?;
        let status = answer.status().as_u16();
        let text = |value: &HeaderValue| self.credentials.mask(&String::from_utf8_lossy(value.as_bytes()));
        let headers = answer.headers().iter().map(|(name, value)| (name.as_str().to_owned(), text(value)));
        let headers = headers.collect();
        let mut body = Vec::new();
        // One byte more than is taken tells what is too large from what just fits.
        let read = answer.take(MAX_BODY + 1).read_to_end(&mut body);
        if let Err(error) = read {
            let why = format!("the answer of {} broke off: {error}", self.base);
            return Err(TransportError::Unknown(why));
        }
        if body.len() as u64 > MAX_BODY {
            let why = format!("the answer of {} is larger than 256 MiB; ask for fewer records", self.base);
            return Err(TransportError::Unknown(why));
        }
        Ok(Response { status, headers, body: self.masked(body) })
    }

    fn place(&self) -> String {
        self.base.to_string()
    }
}

fn headers(credentials: &Credentials) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    for (name, secret) in credentials.headers() {
        // Visible ASCII alone is a secret here, and that may stand in a header.
        if let Ok(mut value) = HeaderValue::from_str(secret.expose_secret()) {
            value.set_sensitive(true);
            headers.insert(HeaderName::from_static(name), value);
        }
    }
    headers
}

fn with_proxies(mut builder: ClientBuilder, proxies: &Proxies) -> Result<ClientBuilder, HttpError> {
    let none = || proxies.none.as_deref().and_then(NoProxy::from_string);
    type Make = fn(&str) -> reqwest::Result<Proxy>;
    let named: [(&'static str, &Option<String>, Make); 3] = [
        ("HTTPS_PROXY", &proxies.https, |address| Proxy::https(address)),
        ("HTTP_PROXY", &proxies.http, |address| Proxy::http(address)),
        ("ALL_PROXY", &proxies.all, |address| Proxy::all(address)),
    ];
    for (name, address, make) in named {
        if let Some(address) = address {
            let proxy = make(address).map_err(|_| HttpError::Proxy(name))?;
            builder = builder.proxy(proxy.no_proxy(none()));
        }
    }
    Ok(builder)
}

/// The reasons behind an error, without the address, which may hold what the person knows already.
fn reasons(error: &reqwest::Error) -> String {
    let mut reasons: Vec<String> = Vec::new();
    let mut next = std::error::Error::source(error);
    while let Some(reason) = next {
        let told = reason.to_string();
        if !reasons.contains(&told) {
            reasons.push(told);
        }
        next = reason.source();
    }
    match reasons.is_empty() {
        true => error.to_string(),
        false => reasons.join(": "),
    }
}

/// The one implementation of TLS that the process uses.
fn use_ring() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // That another part of the process chose one before is as good.
        drop(rustls::crypto::ring::default_provider().install_default());
    });
}

impl fmt::Display for HttpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Proxy(name) => {
                write!(f, "{name} is no address of a proxy; write it like http://proxy.example:3128")
            }
            Self::Certificate => {
                f.write_str("a certificate of SSL_CERT_FILE or SSL_CERT_DIR cannot be read; it has to be PEM")
            }
            Self::Client(why) => write!(f, "no connection can be made: {why}"),
        }
    }
}

impl std::error::Error for HttpError {}
