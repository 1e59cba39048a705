//! Of what does a query ask?

use std::fmt;

/// What a query selects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Entity {
    /// User profiles.
    Users,
    /// Account profiles.
    Accounts,
    /// RUM events, in the event query beside a users query.
    Events,
}

/// Which dialect a query is written in: bare profile names, or `@` event attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Profile {
    /// A query of users or accounts.
    Audience,
    /// A query of events.
    Event,
}

impl Entity {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Users, Self::Accounts, Self::Events];

    /// The word in file names, segment files and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Users => "users",
            Self::Accounts => "accounts",
            Self::Events => "events",
        }
    }

    /// Reads [`Entity::as_str`]'s words.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|entity| entity.as_str() == word)
    }

    /// The dialect its queries are written in.
    pub fn profile(self) -> Profile {
        match self {
            Self::Users | Self::Accounts => Profile::Audience,
            Self::Events => Profile::Event,
        }
    }
}

impl fmt::Display for Entity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
