//! How is the emulator reached over HTTP?

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{DefaultBodyLimit, State},
    http::{HeaderName, HeaderValue, Method, StatusCode, Uri},
    response::Response,
};

use crate::Emulator;

/// The largest request that is taken: 64 MiB.
const MAX_BODY: usize = 64 * 1024 * 1024;

/// Answers on a port of this machine alone until the process is told to stop; port 0 is a free one.
/// `ready` is told the address once it listens. Keys are neither asked for nor looked at.
///
/// # Errors
/// The port cannot be used.
pub fn serve(emulator: Emulator, port: u16, ready: impl FnOnce(SocketAddr)) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        ready(listener.local_addr()?);
        let router = Router::new()
            .fallback(answer)
            .layer(DefaultBodyLimit::max(MAX_BODY))
            .with_state(Arc::new(emulator));
        let stopped = async {
            // Without a signal to wait for, the process is ended from outside.
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        axum::serve(listener, router).with_graceful_shutdown(stopped).await
    })
}

/// Evaluating takes a moment, and a fault may sleep: neither may hold up other requests.
async fn answer(State(emulator): State<Arc<Emulator>>, method: Method, uri: Uri, body: Bytes) -> Response {
    let asked = move || emulator.answer(method.as_str(), uri.path(), &body);
    let Ok(answer) = tokio::task::spawn_blocking(asked).await else {
        return plain(StatusCode::INTERNAL_SERVER_ERROR, Body::from("the emulator failed"));
    };
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = plain(status, Body::from(answer.body));
    for (name, value) in answer.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

fn plain(status: StatusCode, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response
}
