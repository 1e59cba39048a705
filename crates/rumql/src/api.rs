//! Whom does a command ask: the API, a gateway, or sample data?

mod folder;
mod gate;
mod network;

use std::{path::Path, time::Duration};

use jiff::Timestamp;
use rumql_api::{
    Answer, ApiError, Base, Clock, Credentials, Endpoint, Event, Executor, Http, HttpOptions, MAX_BODY,
    Request, Retry, Site, Transport,
};
use rumql_catalog::Snapshot;
use rumql_emulator::{Data, Emulator, Options, load};
use rumql_project::{Overrides, Project};
use rumql_source::Entity;
use serde::de::DeserializeOwned;

pub(crate) use self::{gate::Gate, network::Network};
use crate::{
    api::folder::Disk,
    args::{ApiArgs, SendingArgs},
    exit::Exit,
    session::Session,
};

/// The name of a request in reports, and where its configuration and mapping are looked for.
const REQUEST: &str = "request.json";

/// Whoever answers.
pub(crate) struct Api {
    transport: Box<dyn Transport>,
    /// Whether it is sample data, whose mapping is its own.
    pub(crate) is_sample: bool,
    retry: Retry,
    verbose: bool,
}

/// What a command ends with that cannot go on; told already.
pub(crate) type Stop = Exit;

struct Wall;

impl Clock for Wall {
    fn sleep(&self, wait: Duration) {
        std::thread::sleep(wait);
    }
}

impl Api {
    /// Makes ready what the arguments name; nothing is sent.
    pub(crate) fn open(args: &ApiArgs, now: Timestamp, session: &mut Session) -> Result<Self, Stop> {
        let is_sample = args.demo || args.data.is_some();
        let transport = match sample(args, now) {
            Some(emulator) => emulator.map(|emulator| Box::new(emulator) as Box<dyn Transport>),
            None => http(args, &network::read()).map(|http| Box::new(http) as Box<dyn Transport>),
        };
        let transport = transport.map_err(|why| session.stop(&why))?;
        Ok(Self { transport, is_sample, retry: Retry::default(), verbose: args.verbose })
    }

    /// Asks, and tells what goes wrong.
    pub(crate) fn read<A: DeserializeOwned>(
        &self,
        endpoint: &Endpoint<A>,
        session: &mut Session,
    ) -> Result<Answer<A>, Stop> {
        self.with(session, |executor| executor.read(endpoint)).map_err(|error| failed(&error, session))
    }

    /// Works with an executor that tells what happens.
    pub(crate) fn with<R>(&self, session: &mut Session, work: impl FnOnce(&Executor<'_>) -> R) -> R {
        let told = std::cell::RefCell::new(session);
        let observer = |event: Event<'_>| {
            let Ok(mut session) = told.try_borrow_mut() else { return };
            match event {
                Event::Sent(request) if self.verbose => session.note(&sent(request, &self.transport.place())),
                Event::Answered { status, bytes } if self.verbose => {
                    session.note(&format!("answered with {status}, {bytes} bytes"));
                }
                Event::Waiting { wait, because } => {
                    session.note(&format!("{because}; asking again in {:.0} s", wait.as_secs_f64()));
                }
                Event::Sent(_) | Event::Answered { .. } => {}
            }
        };
        let clock = Wall;
        let transport = &*self.transport;
        work(&Executor { transport, clock: &clock, retry: self.retry, observer: &observer })
    }

    /// The mapping that a request is checked against: a given one, that of the sample data, the nearest
    /// `mapping.lock.json`, or else the API's own, fetched now.
    pub(crate) fn mapping(
        &self,
        args: &ApiArgs,
        entity: Entity,
        project: &mut Project,
        session: &mut Session,
    ) -> Result<Option<Snapshot>, Stop> {
        if !args.mapping.is_empty() || !self.is_sample {
            let nearest = project.mapping(Path::new(REQUEST));
            let nearest = nearest.map_err(|error| session.stop(&error.to_string()))?;
            if let Some(snapshot) = nearest.filter(|snapshot| snapshot.catalog(entity).is_some()) {
                return Ok(Some((*snapshot).clone()));
            }
        }
        // A dry run sends nothing, not even that.
        if args.dry_run && !self.is_sample {
            return Ok(None);
        }
        let answer = self.read(&rumql_api::mapping(entity), session)?;
        let body = format!(r#"{{"data":{{"attributes":{}}}}}"#, answer.raw.get());
        let catalog = Snapshot::parse_mapping(entity, &body);
        let catalog =
            catalog.map_err(|error| session.stop(&format!("the fetched mapping cannot be used: {error}")))?;
        Ok(Some(Snapshot::of(catalog)))
    }
}

impl Api {
    /// What requests about an entity are checked against: its mapping, and the settings of this folder.
    pub(crate) fn gate(
        &self,
        args: &ApiArgs,
        sending: &SendingArgs,
        entity: Entity,
        project: &mut Project,
        session: &mut Session,
    ) -> Result<Gate, Stop> {
        let snapshot = self.mapping(args, entity, project, session)?;
        let here = Path::new(REQUEST);
        let config = project.config(here).map_err(|error| session.stop(&error.to_string()))?;
        let settings = config.settings(&Overrides::default(), here);
        let settings = settings.map_err(|unknown| session.stop(&unknown.to_string()))?;
        let now = args.now.unwrap_or(session.now);
        let SendingArgs { force, absolute_times } = *sending;
        Ok(Gate { snapshot, settings, now, force, absolute_times })
    }
}

/// Tells why there is no answer, and what to do.
pub(crate) fn failed(error: &ApiError, session: &mut Session) -> Stop {
    session.error(&error.to_string());
    session.help(&error.next_step());
    Exit::Api
}

fn sent(request: &Request, place: &str) -> String {
    let bytes = request.body.as_ref().map_or(0, Vec::len);
    format!("{} {} to {place}, {bytes} bytes", request.operation.method().as_str(), request.path)
}

/// The data of a folder; without one, the shop.
pub(crate) fn sample_data(folder: Option<&Path>, now: Timestamp) -> Result<Data, String> {
    match folder {
        Some(folder) => load(&Disk(folder), None).map_err(|error| format!("{}: {error}", folder.display())),
        None => Ok(Data::shop(now)),
    }
}

/// The emulator over the shop or a folder; `None` if neither was asked for.
fn sample(args: &ApiArgs, now: Timestamp) -> Option<Result<Emulator, String>> {
    if !args.demo && args.data.is_none() {
        return None;
    }
    let data = sample_data(args.data.as_deref(), now);
    let options = Options { now, faults: Vec::new(), numeric_ranges: false };
    Some(data.map(|data| Emulator::new(data, options)))
}

fn http(args: &ApiArgs, network: &Network) -> Result<Http, String> {
    let base = base(args, network)?;
    let credentials = network.credentials();
    let credentials = match credentials {
        // An emulator on this machine asks for none.
        Err(_) if base.is_loopback() => Credentials::nobody(),
        // A dry run shows where the keys would stand, and needs none.
        Err(_) if args.dry_run => Credentials::nobody(),
        credentials => credentials.map_err(|error| error.to_string())?,
    };
    let options = HttpOptions {
        base,
        credentials,
        proxies: network.proxies.clone(),
        roots: network.roots()?,
        timeout: Duration::from_secs(args.timeout),
        most_bytes: MAX_BODY,
        agent: concat!("rumql/", env!("CARGO_PKG_VERSION")).to_owned(),
    };
    Http::new(options).map_err(|error| error.to_string())
}

fn base(args: &ApiArgs, network: &Network) -> Result<Base, String> {
    let base = match (&args.url, &network.site) {
        (Some(url), _) => Base::parse(url),
        (None, Some(site)) => Site::parse(site).map(Base::of),
        (None, None) => Ok(Base::of(Site::default())),
    };
    base.map_err(|error| error.to_string())
}

/// The request as it would be sent, with keys masked.
pub(crate) fn dry_run(request: &Request, args: &ApiArgs, session: &mut Session) -> Exit {
    let address = match (args.demo || args.data.is_some(), base(args, &network::read())) {
        (true, _) => request.path.clone(),
        (false, Ok(base)) => base.address(&request.path),
        (false, Err(why)) => return session.stop(&why),
    };
    let method = request.operation.method().as_str();
    let mut text = format!("{method} {address}\nAccept: application/json\n");
    if !(args.demo || args.data.is_some()) {
        let keys = network::read().credentials();
        let masked =
            keys.as_ref().map_or(&[("DD-API-KEY", "***"), ("DD-APPLICATION-KEY", "***")][..], |keys| {
                keys.masked_headers()
            });
        masked.iter().for_each(|(name, value)| text.push_str(&format!("{name}: {value}\n")));
    }
    if let Some(body) = &request.body {
        text.push_str(&format!("Content-Type: application/json\n\n{}\n", pretty(body)));
    }
    session.out.text(text);
    session.note("nothing was sent: this is a dry run");
    Exit::Clean
}

/// JSON over several lines; numbers keep their digits, for nothing but requests of ours come here.
pub(crate) fn pretty(body: &[u8]) -> String {
    let value: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
    serde_json::to_string_pretty(&value).unwrap_or_default()
}
