//! A server that answers byte by byte as it is told, also what no server should.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
};

/// What is done with one connection once a request is there.
#[derive(Clone)]
pub(super) enum Reply {
    /// These bytes, then the end.
    Bytes(Vec<u8>),
    /// These bytes, then the next request on the same connection.
    Keep(Vec<u8>),
    /// These bytes, then others again and again until nobody reads.
    Endless(Vec<u8>),
    /// These bytes, then one byte every 20 ms.
    Drip(Vec<u8>),
    /// Nothing, for this long.
    Silence(Duration),
    /// The end, without a byte.
    Hangup,
}

pub(super) struct Server {
    pub(super) port: u16,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Does the same with every request.
    pub(super) fn start(reply: Reply) -> Self {
        Self::script(vec![reply])
    }

    /// Does one thing after the other, the last for ever.
    pub(super) fn script(replies: Vec<Reply>) -> Self {
        Self::listen(replies, |stream| Some(Box::new(stream)))
    }

    /// Speaks TLS with a certificate for `name`, which is given back as PEM.
    pub(super) fn with_tls(name: &str, reply: Reply) -> (Self, String) {
        let made = rcgen::generate_simple_self_signed([name.to_owned()]).unwrap();
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config =
            ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let config =
            config.with_no_client_auth().with_single_cert(vec![made.cert.der().clone()], key).unwrap();
        let config = Arc::new(config);
        let secure = move |stream| {
            let connection = ServerConnection::new(config.clone()).ok()?;
            Some(Box::new(StreamOwned::new(connection, stream)) as Box<dyn Stream>)
        };
        (Self::listen(vec![reply], secure), made.cert.pem())
    }

    fn listen(
        replies: Vec<Reply>,
        wrap: impl Fn(TcpStream) -> Option<Box<dyn Stream>> + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let kept = requests.clone();
        thread::spawn(move || {
            let mut replies = replies;
            for stream in listener.incoming() {
                if let Some(stream) = stream.ok().and_then(&wrap) {
                    serve(stream, &mut replies, &kept);
                }
            }
        });
        Self { port, requests }
    }

    pub(super) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The requests that arrived, head and body, letters as they came.
    pub(super) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

pub(super) trait Stream: Read + Write {}

impl<T: Read + Write> Stream for T {}

fn serve(mut stream: Box<dyn Stream>, replies: &mut Vec<Reply>, kept: &Mutex<Vec<String>>) {
    while let Some(request) = request(&mut stream) {
        kept.lock().unwrap().push(request);
        let reply = if replies.len() > 1 { replies.remove(0) } else { replies[0].clone() };
        if let Reply::Keep(bytes) = &reply {
            let _ = stream.write_all(bytes).and_then(|()| stream.flush());
            continue;
        }
        // The other side may have had enough at any time.
        let _ = answer(&mut stream, &reply);
        return;
    }
}

fn answer(stream: &mut Box<dyn Stream>, reply: &Reply) -> std::io::Result<()> {
    match reply {
        Reply::Bytes(bytes) | Reply::Keep(bytes) => stream.write_all(bytes)?,
        Reply::Endless(bytes) => {
            stream.write_all(bytes)?;
            loop {
                stream.write_all(&[b'x'; 65_536])?;
            }
        }
        Reply::Drip(bytes) => {
            stream.write_all(bytes)?;
            loop {
                thread::sleep(Duration::from_millis(20));
                stream.write_all(b" ")?;
                stream.flush()?;
            }
        }
        Reply::Silence(time) => thread::sleep(*time),
        Reply::Hangup => {}
    }
    stream.flush()
}

fn request(stream: &mut Box<dyn Stream>) -> Option<String> {
    let mut bytes = Vec::new();
    let mut one = [0];
    while !bytes.ends_with(b"\r\n\r\n") {
        if stream.read(&mut one).ok()? == 0 {
            return None;
        }
        bytes.push(one[0]);
    }
    let head = String::from_utf8(bytes).unwrap();
    let length =
        head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    stream.read_exact(&mut body).ok()?;
    Some(head + &String::from_utf8(body).unwrap())
}

/// An answer with its length.
pub(super) fn whole(status: &str, headers: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\n{headers}\r\n{body}", body.len()).into_bytes()
}
