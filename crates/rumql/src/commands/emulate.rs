//! `rumql emulate`: the API on this machine, over sample data.

use rumql_emulator::{Emulator, Options, serve};

use crate::{api::sample_data, args::EmulateArgs, exit::Exit, session::Session};

pub(crate) fn run(args: &EmulateArgs, session: &mut Session) -> Exit {
    let now = args.now.unwrap_or(session.now);
    let data = match sample_data(args.data.as_deref(), now) {
        Ok(data) => data,
        Err(why) => return session.stop(&why),
    };
    let options = Options { now, faults: args.fault.clone(), numeric_ranges: args.numeric_ranges };
    let emulator = Emulator::new(data, options);
    // One line, so that a script can wait for it and read it.
    let ready = |address| {
        session.out.text(format!("http://{address}\n"));
        session.aside("");
    };
    match serve(emulator, args.port, ready) {
        Ok(()) => Exit::Clean,
        Err(error) => {
            session.stop(&format!("port {} cannot be used: {error}; --port 0 takes a free one", args.port))
        }
    }
}
