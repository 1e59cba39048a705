//! How do requests travel over the network?

use std::{error::Error, fmt, io::Read, sync::Once, time::Duration};

use reqwest::{
    Certificate, NoProxy, Proxy,
    blocking::{Client, ClientBuilder},
    header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue},
    redirect::Policy,
    tls::Version,
};
use secrecy::ExposeSecret;
use url::Url;

use crate::{Base, Credentials, Method, Request, Response, Transport, TransportError};

/// The largest answer that is taken: 256 MiB.
pub const MAX_BODY: u64 = 256 * 1024 * 1024;

/// Of an error so much is read; its status says the rest.
const MAX_ERROR: u64 = 64 * 1024;

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
    /// The most bytes of an answer, its compression undone: [`MAX_BODY`].
    pub most_bytes: u64,
    /// `rumql/0.1.0`
    pub agent: String,
}

/// Proxies, as the environment names them. There is none for plain http: that is spoken on this machine alone.
#[derive(Clone, Default)]
pub struct Proxies {
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
    timeout: Duration,
    most_bytes: u64,
}

impl Http {
    /// Makes ready; nothing is sent.
    ///
    /// # Errors
    /// An option cannot be used.
    pub fn new(options: HttpOptions) -> Result<Self, HttpError> {
        use_ring();
        let client = client(&options)?;
        let headers = headers(&options.credentials);
        let HttpOptions { base, credentials, timeout, most_bytes, .. } = options;
        Ok(Self { base, client, headers, credentials, timeout, most_bytes })
    }

    /// The body of an answer; of an error what there is of it, for its status is known.
    fn read(&self, answer: reqwest::blocking::Response) -> Result<Vec<u8>, TransportError> {
        let mut body = Vec::new();
        if !answer.status().is_success() {
            // That it broke off says less than the status does.
            drop(answer.take(MAX_ERROR).read_to_end(&mut body));
            return Ok(self.masked(body));
        }
        // One byte more than is taken tells what is too large from what just fits.
        answer
            .take(self.most_bytes.saturating_add(1))
            .read_to_end(&mut body)
            .map_err(|error| self.broken(&error))?;
        if body.len() as u64 > self.most_bytes {
            let most = self.most_bytes / 1024 / 1024;
            let why = format!("the answer of {} is larger than {most} MiB; ask for fewer records", self.base);
            return Err(TransportError::Unknown(why));
        }
        Ok(self.masked(body))
    }

    fn broken(&self, error: &std::io::Error) -> TransportError {
        let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<reqwest::Error>());
        if error.kind() == std::io::ErrorKind::TimedOut || inner.is_some_and(reqwest::Error::is_timeout) {
            return self.timed_out();
        }
        let why = self.credentials.mask(&innermost(error));
        TransportError::Unknown(format!("the answer of {} broke off: {why}", self.base))
    }

    fn timed_out(&self) -> TransportError {
        TransportError::Unknown(format!(
            "{} did not answer within {} s",
            self.base,
            self.timeout.as_secs_f32()
        ))
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
        let why = self.credentials.mask(&innermost(error));
        // Nothing is written before there is a connection.
        if error.is_connect() && is_certificate(error) {
            let hint = "SSL_CERT_FILE names further authorities";
            TransportError::NotSent(format!("the certificate of {} is not trusted: {why}; {hint}", self.base))
        } else if error.is_connect() || error.is_builder() {
            TransportError::NotSent(format!("{} cannot be reached: {why}", self.base))
        } else if error.is_timeout() {
            self.timed_out()
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
        // A limit of the request's own covers the body too; the client's covers each read of it.
        let mut asked =
            self.client.request(method, address).headers(self.headers.clone()).timeout(self.timeout);
        if let Some(body) = &request.body {
            asked = asked.header(CONTENT_TYPE, "application/json").body(body.clone());
        }
        let answer = asked.send().map_err(|error| self.failure(&error))?;
        let status = answer.status().as_u16();
        let text = |value: &HeaderValue| self.credentials.mask(&String::from_utf8_lossy(value.as_bytes()));
        let headers = answer.headers().iter().map(|(name, value)| (name.as_str().to_owned(), text(value)));
        let headers = headers.collect();
        let body = self.read(answer)?;
        Ok(Response { status, headers, body })
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

fn client(options: &HttpOptions) -> Result<Client, HttpError> {
    let base = &options.base;
    let build = |trusting: &dyn Fn(ClientBuilder) -> ClientBuilder| {
        let builder = Client::builder()
            .user_agent(&options.agent)
            .redirect(Policy::none())
            // What is sent again, and when, is decided by the executor alone.
            .retry(reqwest::retry::never())
            .https_only(!base.is_loopback())
            .tls_version_min(Version::TLS_1_2)
            .referer(false)
            .connect_timeout(options.timeout.min(Duration::from_secs(10)))
            .timeout(options.timeout)
            // The proxies are those that were handed down, not those of the environment.
            .no_proxy();
        // What runs on this machine is reached without one.
        let builder = if base.is_loopback() { builder } else { with_proxies(builder, &options.proxies)? };
        trusting(builder).build().map_err(|error| HttpError::Client(innermost(&error)))
    };
    if base.is_plain() {
        return build(&|builder| builder.tls_certs_only([]));
    }
    let roots = roots(&options.roots)?;
    // A small container may have no authorities of its own, and those that are given do without.
    match build(&|builder| builder.tls_certs_merge(roots.clone())) {
        Err(_) if !roots.is_empty() => build(&|builder| builder.tls_certs_only(roots.clone())),
        built => built,
    }
}

fn roots(pems: &[Vec<u8>]) -> Result<Vec<Certificate>, HttpError> {
    let mut roots = Vec::new();
    for pem in pems {
        let found = Certificate::from_pem_bundle(pem).unwrap_or_default();
        if found.is_empty() {
            return Err(HttpError::Certificate);
        }
        roots.extend(found);
    }
    Ok(roots)
}

fn with_proxies(builder: ClientBuilder, proxies: &Proxies) -> Result<ClientBuilder, HttpError> {
    let none = proxies.none.as_deref().and_then(NoProxy::from_string);
    let named = [("HTTPS_PROXY", &proxies.https), ("ALL_PROXY", &proxies.all)];
    match named.into_iter().find_map(|(name, address)| Some((name, address.as_ref()?))) {
        None => Ok(builder),
        Some((name, address)) => {
            let proxy = proxy(address.trim()).ok_or(HttpError::Proxy(name))?;
            Ok(builder.proxy(proxy.no_proxy(none)))
        }
    }
}

/// The proxy at an address, which may leave `http://` out, as other programs allow.
fn proxy(address: &str) -> Option<Proxy> {
    let address = if address.contains("://") { address.to_owned() } else { format!("http://{address}") };
    let url = Url::parse(&address).ok()?;
    let is_proxy = matches!(url.scheme(), "http" | "https") && url.has_host();
    is_proxy.then(|| Proxy::all(url).ok()).flatten()
}

/// The error at the bottom, which says what happened; those above say where in the library.
fn innermost(error: &(dyn Error + 'static)) -> String {
    causes(error).last().map(ToString::to_string).unwrap_or_default()
}

/// Whether TLS refused a certificate. Errors of input and output wrap that and do not tell their source.
fn is_certificate(error: &(dyn Error + 'static)) -> bool {
    causes(error).any(|cause| {
        let wrapped = cause.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        matches!(cause.downcast_ref(), Some(rustls::Error::InvalidCertificate(_)))
            || wrapped.is_some_and(|inner| is_certificate(inner))
    })
}

fn causes<'e>(error: &'e (dyn Error + 'static)) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&error| error.source())
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

impl Error for HttpError {}
