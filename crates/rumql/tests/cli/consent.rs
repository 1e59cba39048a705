//! Who is asked at a terminal, and what counts as a yes?

use std::{
    io::{Read, Write},
    sync::mpsc,
    thread,
    time::Duration,
};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use super::{
    folder::Folder,
    server::{Server, answer},
};

const CRM: &str = "connections:\n- entity: users\n  id: crm\n  type: ref_table\n  join_type: user_id\n  join_attribute: user_id\n  fields:\n  - {id: level, source_name: plan, type: string}\n";

const LISTED: &str = r#"{"data":{"type":"list_connections_response","attributes":{"connections":[{"id":"crm","type":"ref_table","fields":[]}]}}}"#;

/// Runs at a terminal of its own, and types a line once it is asked. What was shown, and the exit code.
fn at_a_terminal(folder: &Folder, args: &[&str], question: &str, typed: &str) -> (String, u32) {
    let pair = native_pty_system().openpty(PtySize { rows: 40, cols: 200, ..PtySize::default() }).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_rumql"));
    command.cwd(folder.path("."));
    command.args(args);
    for (name, value) in [("DD_API_KEY", "canary-api"), ("DD_APP_KEY", "canary-app"), ("NO_COLOR", "1")] {
        command.env(name, value);
    }
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().unwrap();
    let (send, receive) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = [0; 4096];
        while let Ok(read @ 1..) = reader.read(&mut bytes) {
            if send.send(bytes[..read].to_vec()).is_err() {
                return;
            }
        }
    });
    let mut shown = String::new();
    let mut writer = pair.master.take_writer().unwrap();
    let mut is_typed = false;
    while let Ok(bytes) = receive.recv_timeout(Duration::from_secs(60)) {
        shown.push_str(&String::from_utf8_lossy(&bytes));
        if !is_typed && shown.contains(question) {
            is_typed = true;
            writer.write_all(typed.as_bytes()).unwrap();
        }
    }
    assert!(is_typed, "nobody was asked `{question}`: {shown}");
    assert!(!shown.contains("canary"), "{shown}");
    (shown, child.wait().unwrap().exit_code())
}

#[test]
fn a_creation_wants_a_yes() {
    let folder = Folder::of(&[("crm.yml", CRM)]);
    for (typed, code, sent) in
        [("y\n", 0, 1), ("YES\n", 0, 1), ("n\n", 2, 0), ("\n", 2, 0), ("crm\n", 2, 0), ("\u{4}", 2, 0)]
    {
        let server = Server::of(&[&answer(201, "", "")]);
        let args = ["connection", "create", "users", "crm.yml", "--url", &server.url];
        let (shown, exit) = at_a_terminal(&folder, &args, "[y/N]", typed);
        assert!(shown.contains("Create the connection `crm` of users"), "{shown}");
        assert_eq!((exit, server.asked().len()), (code, sent), "{typed:?}: {shown}");
    }
}

#[test]
fn a_deletion_wants_the_id() {
    let folder = Folder::empty();
    for (typed, code, sent) in [("crm\n", 0, 1), ("y\n", 2, 0), ("CRM\n", 2, 0), ("\n", 2, 0)] {
        let server = Server::of(&[&answer(200, "", LISTED), &answer(204, "", "")]);
        let args = ["connection", "delete", "users", "crm", "--url", &server.url];
        let (shown, exit) = at_a_terminal(&folder, &args, "Type `crm` to delete it:", typed);
        assert!(shown.contains("cannot be undone"), "{shown}");
        let deleted = server.asked().iter().filter(|asked| asked.head.starts_with("DELETE")).count();
        assert_eq!((exit, deleted), (code, sent), "{typed:?}: {shown}");
    }
}
