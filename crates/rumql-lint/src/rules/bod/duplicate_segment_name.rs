//! `duplicate-segment-name`: one name for two segments.

use std::collections::HashMap;

use rumql_document::{RequestKind, Scalar};
use rumql_source::Diagnostic;

use crate::{context::HostCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// Two segments of one file that have the same name.
    ///
    /// ## Why it matters
    /// A segment is asked for by its name, and a group lists its members by name. Which of the two is
    /// meant, nobody can say.
    ///
    /// ## Example
    /// ```yaml
    /// segments:
    ///   - { name: busy, query: "session_count:>50", limit: 25 }
    ///   - { name: busy, query: "session_count:>90", limit: 25 }
    ///             ^^^^ error[BOD020]: the name `busy` is taken
    /// ```
    /// No finding:
    /// ```yaml
    /// segments:
    ///   - { name: busy, query: "session_count:>50", limit: 25 }
    ///   - { name: very-busy, query: "session_count:>90", limit: 25 }
    /// ```
    ///
    /// ## Fix
    /// None: give one of them another name.
    pub(crate) static META = { code: "BOD020", name: "duplicate-segment-name", level: Error, since: "0.1.0", host: check_host }
}

fn check_host(cx: &HostCx<'_>, acc: &mut Vec<Diagnostic>) {
    let requests = cx.document.requests.iter().filter(|request| request.kind == RequestKind::Segment);
    let mut taken: HashMap<&str, &Scalar> = HashMap::new();
    for name in requests.filter_map(|request| request.name.as_ref()) {
        let first = *taken.entry(&name.text).or_insert(name);
        // An alias brings one and the same place along twice.
        if first.span != name.span {
            acc.push(
                META.at(name.span, format!("the name `{}` is taken", name.text))
                    .also(first.span, "by this segment")
                    .help("give one of them another name"),
            );
        }
    }
}
