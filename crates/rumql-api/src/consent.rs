//! Who said that this may be changed?

use std::fmt;

use rumql_source::Entity;

use crate::{
    Operation, Request,
    endpoint::json,
    wire::{Body, ConnectionAttributes, Data, UpdateAttributes, kinds},
};

/// A change to the connections of an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Whose connections.
    pub entity: Entity,
    /// What changes.
    pub kind: ChangeKind,
}

/// What changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeKind {
    /// A connection is created; the server may choose its id.
    Create(Option<String>, ConnectionAttributes),
    /// Fields of a connection are added, changed, removed.
    Update(String, UpdateAttributes),
    /// A connection and all its fields go.
    Delete(String),
}

/// A change that a person agreed to. It is used up by the call that sends it, so it is sent once at most.
#[derive(Debug)]
pub struct Consent(Change);

/// Why a change is not sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Withheld {
    /// A person said no.
    Declined,
    /// The id that was typed, or given with `--confirm`, is another one.
    WrongId {
        /// The id of the connection.
        id: String,
    },
    /// `--yes`, or `--confirm`, was not given.
    NotConfirmed {
        /// What to give.
        flags: String,
    },
}

impl Change {
    /// What would be sent.
    pub fn request(&self) -> Request {
        let entity = self.entity.as_str();
        let (operation, path, body) = match &self.kind {
            ChangeKind::Create(id, attributes) => {
                let operation = Operation::CreateConnection;
                let body = json(&Body::new(kinds::CONNECTION, id.clone(), attributes));
                (operation, operation.path(&[entity]), Some(body))
            }
            ChangeKind::Update(id, attributes) => {
                let operation = Operation::UpdateConnection;
                let data = Data {
                    kind: kinds::CONNECTION.to_owned(),
                    id: Some(id.clone()),
                    attributes: Some(attributes),
                };
                (operation, operation.path(&[entity]), Some(json(&Body { data })))
            }
            ChangeKind::Delete(id) => {
                let operation = Operation::DeleteConnection;
                (operation, operation.path(&[entity, id]), None)
            }
        };
        Request { operation, path, body }
    }

    /// The flags that agree to it.
    fn flags(&self) -> String {
        match &self.kind {
            ChangeKind::Delete(id) => format!("--yes --confirm {id}"),
            ChangeKind::Create(..) | ChangeKind::Update(..) => "--yes".to_owned(),
        }
    }
}

impl Consent {
    /// From what a person typed when asked: `y` or `yes`; to remove a connection, its id.
    ///
    /// # Errors
    /// It was something else.
    pub fn typed(change: Change, typed: &str) -> Result<Self, Withheld> {
        let typed = typed.trim();
        match &change.kind {
            ChangeKind::Delete(id) if typed == id => Ok(Self(change)),
            ChangeKind::Delete(_) if typed.is_empty() => Err(Withheld::Declined),
            ChangeKind::Delete(id) => Err(Withheld::WrongId { id: id.clone() }),
            _ if typed.eq_ignore_ascii_case("y") || typed.eq_ignore_ascii_case("yes") => Ok(Self(change)),
            _ => Err(Withheld::Declined),
        }
    }

    /// From the command line: `--yes`; to remove a connection, also `--confirm` with its id.
    ///
    /// # Errors
    /// They were not given, or the id is another one.
    pub fn flagged(change: Change, yes: bool, confirm: Option<&str>) -> Result<Self, Withheld> {
        match (&change.kind, confirm) {
            _ if !yes => Err(Withheld::NotConfirmed { flags: change.flags() }),
            (ChangeKind::Delete(id), Some(given)) if given == id => Ok(Self(change)),
            (ChangeKind::Delete(id), Some(_)) => Err(Withheld::WrongId { id: id.clone() }),
            (ChangeKind::Delete(_), None) => Err(Withheld::NotConfirmed { flags: change.flags() }),
            _ => Ok(Self(change)),
        }
    }

    pub(crate) fn change(self) -> Change {
        self.0
    }
}

impl fmt::Display for Withheld {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Declined => f.write_str("nothing was sent"),
            Self::WrongId { id } => {
                write!(f, "nothing was sent: that is not the id of the connection, `{id}`")
            }
            Self::NotConfirmed { flags } => write!(
                f,
                "nothing was sent: it needs a yes, and there is no terminal to ask at; give {flags} if you mean it"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delete() -> Change {
        Change { entity: Entity::Users, kind: ChangeKind::Delete("crm".to_owned()) }
    }

    fn create() -> Change {
        let kind = ChangeKind::Create(Some("crm".to_owned()), ConnectionAttributes::default());
        Change { entity: Entity::Users, kind }
    }

    #[test]
    fn a_yes_creates_and_the_id_deletes() {
        for yes in ["y", "Yes\n", "YES"] {
            assert!(Consent::typed(create(), yes).is_ok());
            assert!(Consent::typed(delete(), yes).is_err(), "a yes deletes nothing");
        }
        for no in ["", "n", "no", "crm", "yess"] {
            assert_eq!(Consent::typed(create(), no).unwrap_err(), Withheld::Declined);
        }
        assert!(Consent::typed(delete(), "crm\n").is_ok());
        assert_eq!(Consent::typed(delete(), "CRM").unwrap_err(), Withheld::WrongId { id: "crm".to_owned() });
        assert_eq!(Consent::typed(delete(), "\n").unwrap_err(), Withheld::Declined);
    }

    #[test]
    fn flags_for_scripts() {
        assert!(Consent::flagged(create(), true, None).is_ok());
        assert!(Consent::flagged(create(), false, None).is_err());
        assert!(Consent::flagged(delete(), true, Some("crm")).is_ok());
        for (yes, confirm) in [(false, None), (true, None), (false, Some("crm")), (true, Some("crn"))] {
            assert!(Consent::flagged(delete(), yes, confirm).is_err());
        }
        let asked = Consent::flagged(delete(), true, None).unwrap_err().to_string();
        assert!(asked.ends_with("give --yes --confirm crm if you mean it"), "{asked}");
    }
}
