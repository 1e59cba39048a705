//! What does a snapshot record of a connection?

use serde_json::Value;

/// A connection as the API listed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connection<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its fields; `None` if the list does not tell them.
    pub fields: Option<Vec<ConnectionField<'a>>>,
}

/// A field of a connection as the API listed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConnectionField<'a> {
    /// Its id: a query asks for `@` and this.
    pub id: &'a str,
    /// The column that it reads.
    pub source_name: Option<&'a str>,
    /// Its type as the API writes it.
    pub type_name: Option<&'a str>,
}

impl<'a> Connection<'a> {
    /// Reads one entry of ListConnections' answer; `None` without an id.
    pub(crate) fn read(entry: &'a Value) -> Option<Self> {
        let fields = entry.get("fields").and_then(Value::as_array);
        let fields = fields.map(|fields| fields.iter().filter_map(ConnectionField::read).collect());
        Some(Self { id: text(entry, "id")?, fields })
    }

    /// The field of this id, if the list tells it.
    pub fn field(&self, id: &str) -> Option<&ConnectionField<'a>> {
        self.fields.iter().flatten().find(|field| field.id == id)
    }
}

impl<'a> ConnectionField<'a> {
    fn read(entry: &'a Value) -> Option<Self> {
        Some(Self {
            id: text(entry, "id")?,
            source_name: text(entry, "source_name"),
            type_name: text(entry, "type"),
        })
    }
}

fn text<'a>(entry: &'a Value, key: &str) -> Option<&'a str> {
    entry.get(key)?.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_of_the_answer() {
        let entry = serde_json::json!({
            "id": "crm", "type": "ref_table", "join": {"attribute": "user_email", "type": "email"},
            "fields": [{"id": "tier", "source_name": "plan", "type": "string"}, {"source_name": "x"}],
        });
        let read = Connection::read(&entry).unwrap();
        assert_eq!(read.id, "crm");
        assert_eq!(read.fields.as_ref().map(Vec::len), Some(1));
        assert_eq!(read.field("tier").and_then(|field| field.source_name), Some("plan"));
        assert_eq!(read.field("plan"), None);
    }

    #[test]
    fn what_is_not_told_is_not_known() {
        assert_eq!(Connection::read(&serde_json::json!({"fields": []})), None);
        let bare = serde_json::json!({"id": "crm"});
        assert_eq!(Connection::read(&bare).unwrap().fields, None);
    }
}
