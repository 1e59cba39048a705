//! What do the texts become when their fixes are made?

use jiff::Timestamp;
use rumql_hir::Pending;
use rumql_lint::{Fixing, check_alone, fix, fixes_between, harm};
use rumql_source::{Edit, apply_edits};

use crate::{
    bug::contained,
    commands::check::corpora::{Corpus, Loaded, Role, Verdict, check},
};

/// How often fixes that only a look across files offers are made: one may bring about another.
const ROUNDS: usize = 10;

/// Makes the fixes, each text by itself first, then what is wrong between them, and tells what is
/// left. Nothing is written.
pub(super) fn mend(files: &mut [Loaded<'_>], corpora: &[Corpus], fixing: Fixing, now: Timestamp) -> Verdict {
    let mut failures = Vec::new();
    for corpus in corpora {
        let pending = corpus.pending(files);
        for index in &corpus.members {
            let Some(file) = files.get_mut(*index) else { continue };
            if let Err(bug) = contained(|| alone(file, &pending, fixing, now)) {
                failures.push(file.failed(&bug));
            }
        }
    }
    let mut verdict = together(files, corpora, fixing, now);
    failures.append(&mut verdict.failures);
    Verdict { failures, ..verdict }
}

/// Makes the fixes of one text.
fn alone(file: &mut Loaded<'_>, pending: &Pending, fixing: Fixing, now: Timestamp) {
    // Nothing is mended in a text that is not what the bytes say.
    if file.source.not_utf8.is_some() || file.role == Role::Other {
        return;
    }
    let lint = |text: &str| {
        let document = file.source.reread(text);
        check_alone(&file.ask(text, &document, now), pending).findings()
    };
    let fixed = fix(&file.source.text, fixing, lint);
    if fixed.text != file.source.text {
        file.mended = Some(file.source.with_text(fixed.text));
        file.applied = fixed.applied;
    }
}

/// Makes the fixes of what is wrong between texts, as long as that does no harm to any of them.
fn together(files: &mut [Loaded<'_>], corpora: &[Corpus], fixing: Fixing, now: Timestamp) -> Verdict {
    let mut verdict = check(files, corpora, now);
    for _ in 0..ROUNDS {
        let before: Vec<Step> = files
            .iter_mut()
            .zip(&verdict.findings)
            .enumerate()
            .filter_map(|(index, (file, findings))| {
                step(index, file, &fixes_between(findings.as_deref()?, fixing))
            })
            .collect();
        if before.is_empty() {
            break;
        }
        let after = check(files, corpora, now);
        if total_harm(&after) > total_harm(&verdict) {
            before.into_iter().for_each(|step| step.undo(files));
            break;
        }
        verdict = after;
    }
    verdict
}

/// What a text was before a round.
struct Step {
    index: usize,
    mended: Option<rumql_project::Source>,
    applied: usize,
}

/// Makes fixes in a text; `None` if there are none to make.
fn step(index: usize, file: &mut Loaded<'_>, fixes: &[rumql_source::Fix]) -> Option<Step> {
    if fixes.is_empty() || file.source.not_utf8.is_some() || file.role == Role::Other {
        return None;
    }
    let edits: Vec<Edit> = fixes.iter().flat_map(|fix| fix.edits.iter().cloned()).collect();
    let text = apply_edits(&file.current().text, &edits).filter(|text| *text != file.current().text)?;
    let mended = file.mended.replace(file.source.with_text(text));
    let step = Step { index, mended, applied: file.applied };
    file.applied += fixes.len();
    Some(step)
}

impl Step {
    fn undo(self, files: &mut [Loaded<'_>]) {
        if let Some(file) = files.get_mut(self.index) {
            file.mended = self.mended;
            file.applied = self.applied;
        }
    }
}

/// How bad all texts are together.
fn total_harm(verdict: &Verdict) -> (usize, usize) {
    let harms = verdict.findings.iter().flatten().map(|findings| harm(findings));
    harms.fold((0, 0), |sum, (unread, errors)| (sum.0 + unread, sum.1 + errors))
}
