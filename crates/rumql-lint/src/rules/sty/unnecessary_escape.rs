//! `unnecessary-escape`: a backslash before a character that is ordinary there.

use rumql_source::{Applicability, Diagnostic, Edit, Fix, Span};
use rumql_syntax::{
    ast::Expr,
    token::{Token, TokenKind},
};

use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A backslash inside a bare value before one of `. , ; _ - + @ % ^ '`. Before letters, digits and in
    /// quotes, SYN029 speaks.
    ///
    /// ## Why it matters
    /// These characters are ordinary inside a value, and a value full of backslashes is hard to read. No page
    /// of RUM's lists one of them as special; the page of logs lists `-`, so a team may want the backslash.
    ///
    /// ## Example
    /// ```query all entity=events
    /// @application.name:web\-app
    ///                      ^^ info[STY003]: `\-` is just `-` inside a value
    /// ```
    /// ```query all
    /// user_email:john\.smith\@techcorp\.com
    ///                ^^ info[STY003]: `\.` is just `.` inside a value
    /// ```
    /// No finding:
    /// ```query all entity=events
    /// @application.name:web-app
    /// ```
    /// ```query all
    /// referrer:https\:\/\/techcorp.com AND discount:\-5
    /// ```
    ///
    /// ## Fix
    /// Takes the backslashes of the value out; safe, since it stays the same.
    pub(crate) static META = {
        code: "STY003", name: "unnecessary-escape", level: Info, since: "0.1.0", preset: All, query: check
    }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    if !cx.is_sound() {
        return;
    }
    let texts = cx.nodes().filter(|node| matches!(node.expr(), Expr::Text(_)));
    let escapes: Vec<Vec<Span>> = texts
        .map(|node| node.tokens().iter().flat_map(|token| escapes(cx, *token)).collect())
        .filter(|escapes: &Vec<Span>| !escapes.is_empty())
        .collect();
    let backslash = |escape: &Span| Edit::delete(Span::new(escape.start, escape.start + 1));
    let edits: Vec<Edit> = escapes.iter().flatten().map(backslash).collect();
    if edits.is_empty() || !cx.means_the_same_after(&edits) {
        return;
    }
    for escapes in escapes {
        let Some(first) = escapes.first() else { continue };
        let escape = cx.slice(*first);
        let character = escape.trim_start_matches('\\');
        let title = if escapes.len() > 1 { "take the backslashes out" } else { "take the backslash out" };
        acc.push(META.at(*first, format!("`{escape}` is just `{character}` inside a value")).fix(Fix {
            title: title.to_owned(),
            applicability: Applicability::Safe,
            edits: escapes.iter().map(backslash).collect(),
        }));
    }
}

/// The escapes of a token that could go.
fn escapes(cx: &QueryCx<'_>, token: Token) -> Vec<Span> {
    let mut escapes = Vec::new();
    if token.kind != TokenKind::Word {
        return escapes;
    }
    let mut chars = cx.slice(token.span).char_indices();
    while let Some((at, c)) = chars.next() {
        if c != '\\' {
            continue;
        }
        let Some((_, escaped)) = chars.next() else { break };
        if at > 0 && matches!(escaped, '.' | ',' | ';' | '_' | '-' | '+' | '@' | '%' | '^' | '\'') {
            escapes.push(Span::from(at..at + 1 + escaped.len_utf8()).shift(token.span.start));
        }
    }
    escapes
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_safe_fix};

    #[test]
    fn values_stay_the_same() {
        let all = Case::users().with_all_rules();
        check_safe_fix(all, r"plan_type:a\-b\.c\\d", r"plan_type:a-b.c\\d");
        check_safe_fix(all, r"plan_type:(a\-b OR x\,y)", "plan_type:(a-b OR x,y)");
        for query in [r"plan_type:\-b", r"plan_type:a\/b", r"plan_type:a\:b", r"plan_type:a\ b"] {
            check_safe_fix(all, query, query);
        }
    }
}
