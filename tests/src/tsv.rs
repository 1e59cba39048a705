//! How are the tables in `corpus/` read?

/// The rows below the heading, cell by cell. Blanks are part of a cell.
pub fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table.lines().skip(1).filter(|line| !line.is_empty()).map(|line| line.split('\t').collect())
}

/// The query of a row: where its id ends in `e`, `\t` and `\n` stand for a tab and a line end.
pub fn query(id: &str, cell: &str) -> String {
    if id.ends_with('e') { cell.replace("\\t", "\t").replace("\\n", "\n") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_marked_rows_are_escaped() {
        assert_eq!(rows("id\tquery\nx1\t \n").collect::<Vec<_>>(), [["x1", " "]]);
        assert_eq!(query("x1e", r"a\tb"), "a\tb");
        assert_eq!(query("x1", r"a\tb"), r"a\tb");
    }
}
