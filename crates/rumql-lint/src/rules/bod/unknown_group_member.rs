//! `unknown-group-member`: a group of segments that are not all there.

use std::collections::BTreeSet;

use rumql_document::{RequestKind, Scalar};
use rumql_source::{Diagnostic, Fix};

use crate::{context::CorpusCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A group that names a segment which is in none of the files that are checked together.
    ///
    /// ## Why it matters
    /// The segment was renamed or deleted, or its name is misspelt. What the group promises, that its
    /// segments exclude each other or leave nobody out, is no longer checked for it.
    ///
    /// A group of which no segment at all is among the files is passed over: they are elsewhere.
    ///
    /// ## Example
    /// ```yaml
    /// segments:
    ///   - { name: new, query: "first_seen:>7d", limit: 25 }
    ///   - { name: gone, query: "last_seen:<90d", limit: 25 }
    /// groups:
    ///   - { name: lifecycle, segments: [new, actve, gone] }
    ///                                        ^^^^^ error[BOD021]: no segment is called `actve`
    /// ```
    /// No finding:
    /// ```yaml
    /// segments:
    ///   - { name: new, query: "first_seen:>7d", limit: 25 }
    ///   - { name: gone, query: "last_seen:<90d", limit: 25 }
    /// groups:
    ///   - { name: lifecycle, segments: [new, gone] }
    /// ```
    ///
    /// ## Fix
    /// The name of a segment that is a slip of the pen away and not yet in the group; unsafe.
    pub(crate) static META = { code: "BOD021", name: "unknown-group-member", level: Error, since: "0.1.0", corpus: check_corpus }
}

fn check_corpus(cx: &CorpusCx<'_>, acc: &mut Vec<(usize, Diagnostic)>) {
    if cx.files.iter().all(|file| file.input.document.groups.is_empty()) {
        return;
    }
    let segments: BTreeSet<&str> = cx
        .files
        .iter()
        .flat_map(|file| {
            let requests = file.input.document.requests.iter();
            let segments = requests.filter(|request| request.kind == RequestKind::Segment);
            segments.filter_map(|request| Some(request.name.as_ref()?.text.as_str()))
        })
        .collect();
    for (index, file) in cx.files.iter().enumerate() {
        for group in &file.input.document.groups {
            let is_known = |member: &&Scalar| segments.contains(member.text.as_str());
            if !group.segments.iter().any(|member| is_known(&member)) {
                continue;
            }
            for member in group.segments.iter().filter(|member| !is_known(member)) {
                acc.push((index, finding(file.input.text, member, &group.segments, &segments)));
            }
        }
    }
}

fn finding(text: &str, member: &Scalar, members: &[Scalar], segments: &BTreeSet<&str>) -> Diagnostic {
    let diagnostic = META.at(member.span, format!("no segment is called `{}`", member.text));
    let is_free = |name: &&&str| members.iter().all(|member| member.text != **name);
    match nearest(&member.text, segments.iter().filter(is_free).copied()) {
        Some(name) => diagnostic.fix(Fix::guess(format!("write `{name}`"), member.encode(text, name))),
        None => diagnostic.help("name a segment that there is, or take it out of the group"),
    }
}

/// The name that is a slip of the pen away.
fn nearest<'a>(written: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    // The distance is dear for long names, and for many.
    const LONG: usize = 64;
    const MANY: usize = 1_000;
    let most = (written.chars().count() / 4).min(2);
    let may_be_near = |name: &&str| name.len() <= LONG && name.len().abs_diff(written.len()) <= 2 * most;
    let near = names
        .take(MANY)
        .filter(may_be_near)
        .map(|name| (strsim::damerau_levenshtein(written, name), name))
        .filter(|(distance, _)| *distance <= most);
    near.min().map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use rumql_hir::Catalogs;

    use crate::{
        Input, Settings, check_all,
        testing::{Case, NOW, check_fix},
    };

    #[test]
    fn segments_may_stand_in_another_file() {
        let texts = [
            "segments: [{name: new, query: 'user_id:*', limit: 5}]\n",
            "segments: [{name: old, query: 'user_name:*', limit: 5}]\ngroups: [{name: all, segments: [new, old, odd]}]\n",
            "groups: [{name: elsewhere, segments: [a, b]}]\n",
        ];
        let documents = texts.map(|text| Case::yaml().read(text));
        let settings = Settings::default();
        let inputs: Vec<Input<'_>> = texts
            .iter()
            .zip(&documents)
            .map(|(text, document)| Input {
                path: "test",
                text,
                document,
                catalogs: Catalogs::default(),
                now: NOW.parse().unwrap(),
                settings: &settings,
            })
            .collect();
        let found: Vec<Vec<String>> = check_all(&inputs)
            .iter()
            .map(|findings| findings.iter().map(|finding| finding.diagnostic.message.clone()).collect())
            .collect();
        assert_eq!(found, [vec![], vec!["no segment is called `odd`".to_owned()], vec![]]);
    }

    #[test]
    fn writes_the_name_that_was_meant() {
        let file = |member: &str| {
            format!(
                "segments:\n- {{name: at-risk, query: 'user_id:*', limit: 5}}\n- {{name: gone, query: 'user_id:*', limit: 5}}\n\
                 groups:\n- {{name: g, segments: [gone, {member}]}}\n"
            )
        };
        check_fix(Case::yaml(), &file("at-rsik"), &file("at-risk"));
        check_fix(Case::yaml(), &file("gon"), &file("gon"));
    }
}
