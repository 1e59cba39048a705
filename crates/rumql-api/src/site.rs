//! Where is the API?

use std::fmt;

use url::{Host, Url};

/// One of Datadog's sites.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Site(&'static str);

/// The sites, in the order of the specification.
pub const SITES: [&str; 9] = [
    "datadoghq.com",
    "us3.datadoghq.com",
    "us5.datadoghq.com",
    "ap1.datadoghq.com",
    "ap2.datadoghq.com",
    "uk1.datadoghq.com",
    "datadoghq.eu",
    "ddog-gov.com",
    "us2.ddog-gov.com",
];

/// Where requests go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base {
    /// Scheme, host, port and folder, without a `/` behind.
    address: String,
    is_loopback: bool,
}

/// Why there is nowhere to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BaseError {
    /// `DD_SITE` is no site.
    Site(String),
    /// `--url` cannot be used.
    Url {
        /// As given, if it holds no secret.
        url: String,
        /// What is wrong, and what to do.
        why: &'static str,
    },
}

impl Site {
    /// Reads a site: `datadoghq.eu`. Letters in either case; a `https://`, an `api.` or `app.` in front and
    /// a `/` behind are what people copy along.
    ///
    /// # Errors
    /// There is no such site.
    pub fn parse(text: &str) -> Result<Self, BaseError> {
        let name = text.trim().to_ascii_lowercase();
        let name = name.strip_prefix("https://").unwrap_or(&name).trim_end_matches('/');
        let bare = ["api.", "app."].into_iter().find_map(|front| name.strip_prefix(front)).unwrap_or(name);
        let site = SITES.into_iter().find(|site| *site == bare);
        site.map(Self).ok_or_else(|| BaseError::Site(text.trim().to_owned()))
    }
}

impl Default for Site {
    /// `datadoghq.com`
    fn default() -> Self {
        let [first, ..] = SITES;
        Self(first)
    }
}

impl fmt::Display for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Base {
    /// The API of a site: `https://api.datadoghq.eu`.
    pub fn of(site: Site) -> Self {
        Self { address: format!("https://api.{site}"), is_loopback: false }
    }

    /// A gateway or an emulator: `https` anywhere, `http` on this machine alone.
    ///
    /// # Errors
    /// It is no such address.
    pub fn parse(text: &str) -> Result<Self, BaseError> {
        let refuse = |why| BaseError::Url { url: text.to_owned(), why };
        let url = Url::parse(text)
            .map_err(|_| refuse("write it like https://gateway.example or http://127.0.0.1:8080"))?;
        if !url.username().is_empty() || url.password().is_some() {
            let why = "a name or a password in it would end up in logs; leave it out";
            return Err(BaseError::Url { url: "--url".to_owned(), why });
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(refuse("leave out what stands behind `?` or `#`"));
        }
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(&url) => {}
            "http" => {
                return Err(refuse(
                    "keys would travel in the clear; use https (http is for 127.0.0.1 and localhost)",
                ));
            }
            _ => return Err(refuse("it begins with https://, or with http:// on this machine")),
        }
        let address = url.as_str().trim_end_matches('/').to_owned();
        Ok(Self { address, is_loopback: is_loopback(&url) })
    }

    /// Whether it is reached without TLS.
    #[cfg(feature = "http")]
    pub(crate) fn is_plain(&self) -> bool {
        self.address.starts_with("http://")
    }

    /// Whether it is on this machine.
    pub fn is_loopback(&self) -> bool {
        self.is_loopback
    }

    /// The address of a path that begins with `/`.
    pub fn address(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }
}

impl fmt::Display for Base {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.address)
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        None => false,
    }
}

impl fmt::Display for BaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Site(site) => {
                write!(f, "`{site}` is no site of Datadog; DD_SITE is one of {}", SITES.join(", "))
            }
            Self::Url { url, why } => write!(f, "`{url}` cannot be used as --url: {why}"),
        }
    }
}

impl std::error::Error for BaseError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_site_has_an_address() {
        for site in SITES {
            let base = Base::of(Site::parse(site).unwrap());
            assert_eq!(base.address("/x"), format!("https://api.{site}/x"));
        }
        assert_eq!(Site::parse(" https://app.datadoghq.EU/ ").unwrap().to_string(), "datadoghq.eu");
        let unknown = Site::parse("datadoghq.co").unwrap_err().to_string();
        assert!(
            unknown.starts_with("`datadoghq.co` is no site of Datadog; DD_SITE is one of datadoghq.com, us3")
        );
    }

    #[test]
    fn plain_http_stays_on_this_machine() {
        for fine in
            ["https://gw.example/datadog/", "http://127.0.0.1:81", "http://[::1]:8080", "http://localhost:1"]
        {
            let base = Base::parse(fine).unwrap();
            assert_eq!(base.address("/x"), format!("{}/x", fine.trim_end_matches('/')));
        }
        for refused in [
            "http://gw.example",
            "http://10.0.0.1",
            "http://127.0.0.1.example",
            "ftp://localhost",
            "https://a:b@gw.example",
            "https://gw.example?x=1",
            "gw.example",
            "",
        ] {
            let error = Base::parse(refused).unwrap_err().to_string();
            assert!(!error.contains("a:b"), "{error}");
        }
        assert!(Base::parse("http://localhost:1").unwrap().is_loopback());
        assert!(!Base::parse("https://gw.example").unwrap().is_loopback());
    }
}
