//! Which calls does the API take?

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// One of the ten operations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operation {
    /// Users that a query matches.
    QueryUsers,
    /// Accounts that a query matches.
    QueryAccounts,
    /// Users that a query matches and of which events tell.
    QueryEventFilteredUsers,
    /// Values of an attribute of users, and how many have them.
    GetUserFacetInfo,
    /// The same of accounts.
    GetAccountFacetInfo,
    /// The attributes of an entity.
    GetMapping,
    /// The connections of an entity.
    ListConnections,
    /// Creates a connection.
    CreateConnection,
    /// Adds, changes and removes fields of a connection.
    UpdateConnection,
    /// Removes a connection.
    DeleteConnection,
}

/// An HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// GET
    Get,
    /// POST
    Post,
    /// PUT
    Put,
    /// DELETE
    Delete,
}

/// What a path asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// The operation.
    pub operation: Operation,
    /// What stands in the path for `{entity}` and `{id}`, decoded, in this order.
    pub parameters: Vec<String>,
}

/// Why a path asks for nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RouteError {
    /// No operation has this path.
    NoPath,
    /// An operation has this path, with another method.
    NoMethod,
}

const ROOT: &str = "/api/v2/product-analytics/";

/// What may stand in a segment of a path as it is (RFC 3986, unreserved).
const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

impl Operation {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::QueryUsers,
        Self::QueryAccounts,
        Self::QueryEventFilteredUsers,
        Self::GetUserFacetInfo,
        Self::GetAccountFacetInfo,
        Self::GetMapping,
        Self::ListConnections,
        Self::CreateConnection,
        Self::UpdateConnection,
        Self::DeleteConnection,
    ];

    /// The method, the path below the root, the status of success.
    fn row(self) -> (Method, &'static str, u16) {
        match self {
            Self::QueryUsers => (Method::Post, "users/query", 200),
            Self::QueryAccounts => (Method::Post, "accounts/query", 200),
            Self::QueryEventFilteredUsers => (Method::Post, "users/event_filtered_query", 200),
            Self::GetUserFacetInfo => (Method::Post, "users/facet_info", 200),
            Self::GetAccountFacetInfo => (Method::Post, "accounts/facet_info", 200),
            Self::GetMapping => (Method::Get, "{entity}/mapping", 200),
            Self::ListConnections => (Method::Get, "{entity}/mapping/connections", 200),
            Self::CreateConnection => (Method::Post, "{entity}/mapping/connection", 201),
            Self::UpdateConnection => (Method::Put, "{entity}/mapping/connection", 200),
            Self::DeleteConnection => (Method::Delete, "{entity}/mapping/connection/{id}", 204),
        }
    }

    /// The `operationId` of the specification.
    pub fn id(self) -> &'static str {
        match self {
            Self::QueryUsers => "QueryUsers",
            Self::QueryAccounts => "QueryAccounts",
            Self::QueryEventFilteredUsers => "QueryEventFilteredUsers",
            Self::GetUserFacetInfo => "GetUserFacetInfo",
            Self::GetAccountFacetInfo => "GetAccountFacetInfo",
            Self::GetMapping => "GetMapping",
            Self::ListConnections => "ListConnections",
            Self::CreateConnection => "CreateConnection",
            Self::UpdateConnection => "UpdateConnection",
            Self::DeleteConnection => "DeleteConnection",
        }
    }

    /// How it is asked.
    pub fn method(self) -> Method {
        self.row().0
    }

    /// The status that says it is done.
    pub fn success(self) -> u16 {
        self.row().2
    }

    /// Whether it changes something. A read may be asked again, a write may not.
    pub fn is_write(self) -> bool {
        matches!(self, Self::CreateConnection | Self::UpdateConnection | Self::DeleteConnection)
    }

    /// The path with its parameters filled in, each percent-encoded; what is not given stays empty.
    pub fn path(self, parameters: &[&str]) -> String {
        let mut parameters = parameters.iter();
        let segment = |segment: &str| match segment.starts_with('{') {
            true => parameters.next().map(|value| encoded(value)).unwrap_or_default(),
            false => segment.to_owned(),
        };
        let segments: Vec<String> = self.row().1.split('/').map(segment).collect();
        format!("{ROOT}{}", segments.join("/"))
    }

    /// The operation of a method and a path without a query string.
    ///
    /// # Errors
    /// There is none.
    pub fn route(method: &str, path: &str) -> Result<Route, RouteError> {
        let below = path.strip_prefix(ROOT).ok_or(RouteError::NoPath)?;
        let mut error = RouteError::NoPath;
        for operation in Self::ALL {
            let (own, template, _) = operation.row();
            let Some(parameters) = fitted(template, below) else { continue };
            if own.as_str() == method {
                return Ok(Route { operation, parameters });
            }
            error = RouteError::NoMethod;
        }
        Err(error)
    }
}

impl Method {
    /// As it stands in a request.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

/// A segment of `.` or `..` would be resolved away on the way.
fn encoded(value: &str) -> String {
    match value {
        "." | ".." => value.replace('.', "%2E"),
        _ => utf8_percent_encode(value, KEPT).to_string(),
    }
}

/// The parameters of a path that fits a template.
fn fitted(template: &str, path: &str) -> Option<Vec<String>> {
    let (mut wanted, mut given) = (template.split('/'), path.split('/'));
    let mut parameters = Vec::new();
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return Some(parameters),
            (Some(wanted), Some(given)) if wanted.starts_with('{') && !given.is_empty() => {
                parameters.push(percent_decode_str(given).decode_utf8().ok()?.into_owned());
            }
            (Some(wanted), Some(given)) if wanted == given => {}
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_reads_back() {
        for operation in Operation::ALL {
            let given = ["users", "a/b c+d%é?.."];
            let path = operation.path(&given);
            assert!(path.is_ascii() && !path.contains(['?', ' ', '{']), "{path}");
            let route = Operation::route(operation.method().as_str(), &path).unwrap();
            assert_eq!(route.operation, operation);
            assert!(given.iter().zip(&route.parameters).all(|(given, read)| given == read), "{path}");
        }
        assert_eq!(
            Operation::DeleteConnection.path(&["users", ".."]),
            "/api/v2/product-analytics/users/mapping/connection/%2E%2E"
        );
    }

    #[test]
    fn what_is_no_operation() {
        let route = |method: &str, path: &str| Operation::route(method, path).unwrap_err();
        assert_eq!(route("GET", "/api/v2/product-analytics/users/query"), RouteError::NoMethod);
        assert_eq!(
            route("POST", "/api/v2/product-analytics/users/mapping/connections"),
            RouteError::NoMethod
        );
        assert_eq!(route("POST", "/api/v2/product-analytics/users/queries"), RouteError::NoPath);
        assert_eq!(
            route("DELETE", "/api/v2/product-analytics/users/mapping/connection/"),
            RouteError::NoPath
        );
        assert_eq!(route("GET", "/api/v1/users/query"), RouteError::NoPath);
    }
}
