//! `unnecessary-wildcard`: two stars say no more than one.

use std::collections::HashSet;

use rumql_source::{Diagnostic, Edit, Fix, Span};
use rumql_syntax::{
    ast::{Expr, Node, NodeId},
    literal::unescape_name,
};

use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// Stars side by side: `Jo**`, `x:**`.
    ///
    /// ## Why it matters
    /// One star is any text already, so the second adds nothing but a question. In some other
    /// languages `**` means something of its own, which it does not here.
    ///
    /// ## Example
    /// ```query
    /// user_name:Jo**
    ///             ^^ warning[PRF009]: `**` says no more than `*`
    /// ```
    /// ```query entity=events
    /// @view.url_path:**
    ///                ^^ warning[PRF009]: `**` says no more than `*`
    /// ```
    /// No finding:
    /// ```query
    /// user_name:Jo*
    /// ```
    /// ```query
    /// user_name:Jo\**
    /// ```
    ///
    /// ## Fix
    /// One star; safe, since it stands for the same texts.
    pub(crate) static META = { code: "PRF009", name: "unnecessary-wildcard", level: Warning, since: "0.1.0", query: check }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    if !cx.is_sound() || !cx.text().contains("**") {
        return;
    }
    let characters: HashSet<NodeId> = cx.nodes().flat_map(without_wildcards).collect();
    for node in cx.nodes().filter(|node| !characters.contains(&node.id())) {
        let Expr::Text(text) = node.expr() else { continue };
        acc.extend(runs(text).map(|run| finding(cx, run.shift(node.span().start))));
    }
}

/// The parts of a node in which a star is a character: what is compared, and the name behind
/// `_exists_`.
fn without_wildcards(node: Node<'_>) -> impl Iterator<Item = NodeId> {
    let is_literal = match node.expr() {
        Expr::Comparison(..) | Expr::Range(_) => true,
        Expr::Field(field) => matches!(unescape_name(field.name).as_str(), "_exists_" | "_missing_"),
        _ => false,
    };
    is_literal.then(|| node.children()).into_iter().flatten().map(|child| child.id())
}

fn finding(cx: &QueryCx<'_>, run: Span) -> Diagnostic {
    META.at(run, format!("`{}` says no more than `*`", cx.slice(run)))
        .note("one star is any text")
        .fix(Fix::safe("write `*`", Edit::replace(run, "*")))
}

/// Where two or more wildcard stars stand side by side.
fn runs(text: &str) -> impl Iterator<Item = Span> + '_ {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(byte) = bytes.get(at) {
            let start = at;
            let stars = bytes.iter().skip(at).take_while(|byte| **byte == b'*').count();
            // What a backslash stands before is no wildcard; no byte of a longer character is a star.
            at += if *byte == b'\\' { 2 } else { stars.max(1) };
            if *byte == b'*' && stars > 1 {
                return Some(Span::from(start..at));
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_safe_fix};

    #[test]
    fn one_star_is_left() {
        for (from, to) in [
            ("name:**a***b**", "name:*a*b*"),
            ("-x:** AND y:(** OR a**)", "-x:* AND y:(*)"),
            ("x:\\\\** y:é**", "x:\\\\* y:é*"),
            ("**", "*"),
        ] {
            check_safe_fix(Case::events(), from, to);
        }
    }

    #[test]
    fn literal_stars_are_kept() {
        for query in ["x:\\**", "x:\"**\"", "x:a\\*\\*", "x:*?*", "x:>5**", "x:[** TO 5]", "_exists_:a**"] {
            check_safe_fix(Case::events(), query, query);
        }
    }
}
