//! Which attributes does an entity have?

use rumql_source::Entity;

use crate::{Attribute, Connection, Kind, builtin, nearest, snapshot::EntityLock};

/// The attributes of one entity.
#[derive(Debug, Clone, PartialEq)]
pub struct Catalog {
    entity: Entity,
    // INVARIANT: sorted by name, each name once.
    attributes: Vec<Attribute>,
    /// Those whose name ends in `.*`: each stands for whatever a customer puts below it.
    families: Vec<Attribute>,
    /// What a snapshot recorded, to be written back.
    lock: Option<EntityLock>,
}

impl Catalog {
    /// What is publicly known about the entity, read once. It is not complete: an
    /// organisation's mapping may hold more.
    pub fn builtin(entity: Entity) -> &'static Self {
        builtin::catalog(entity)
    }

    /// A name that occurs twice keeps its first attribute; if their kinds differ, the
    /// kind is [`Kind::Other`].
    pub(crate) fn new(entity: Entity, attributes: Vec<Attribute>, lock: Option<EntityLock>) -> Self {
        let (families, mut attributes): (Vec<_>, Vec<_>) =
            attributes.into_iter().partition(|attribute| attribute.name.ends_with(".*"));
        attributes.sort_by(|a, b| a.name.cmp(&b.name));
        attributes.dedup_by(|later, first| {
            let same = later.name == first.name;
            if same && later.kind != first.kind {
                first.kind = Kind::Other;
            }
            same
        });
        Self { entity, attributes, families, lock }
    }

    /// Whose attributes these are.
    pub fn entity(&self) -> Entity {
        self.entity
    }

    /// Whether an absent name is an unknown one. True of a snapshot that lists anything.
    pub fn is_complete(&self) -> bool {
        self.lock.is_some() && !self.attributes.is_empty()
    }

    /// The attribute of exactly this name; names are case-sensitive.
    pub fn get(&self, name: &str) -> Option<&Attribute> {
        let index = self.attributes.binary_search_by(|attribute| attribute.name.as_str().cmp(name)).ok()?;
        self.attributes.get(index)
    }

    /// The attribute of this name, letters in either case; an exact match goes before
    /// others.
    pub fn get_ignoring_case(&self, name: &str) -> Option<&Attribute> {
        let similar = || self.attributes.iter().find(|known| nearest::same_letters(&known.name, name));
        self.get(name).or_else(similar)
    }

    /// The attributes that Datadog's pages call `label`, letters in either case.
    pub fn labelled(&self, label: &str) -> impl Iterator<Item = &Attribute> {
        let is_called = move |name: &&str| nearest::same_letters(name, label);
        self.attributes.iter().filter(move |known| known.display_name.as_deref().filter(is_called).is_some())
    }

    /// What is known of all names below a prefix: `@view.custom_timings.*`, which holds
    /// integers, for `@view.custom_timings.hero`. An attribute of its own goes before
    /// its family, so ask [`Catalog::get`] first.
    pub fn family_of(&self, name: &str) -> Option<&Attribute> {
        self.families.iter().find(|family| {
            let prefix = family.name.strip_suffix('*');
            prefix.and_then(|prefix| name.strip_prefix(prefix)).is_some_and(|rest| !rest.is_empty())
        })
    }

    /// Up to three names that `name` may be a slip of, best first.
    pub fn nearest(&self, name: &str) -> Vec<&str> {
        nearest::nearest(self.attributes.iter().map(|attribute| attribute.name.as_str()), name, 3)
    }

    /// The name that is one letter away from `name`: close enough to doubt a name that may
    /// well exist.
    pub fn slip(&self, name: &str) -> Option<&str> {
        nearest::slip(self.attributes.iter().map(|attribute| attribute.name.as_str()), name)
    }

    /// All attributes, by name; the `.*` families are [`Catalog::families`].
    pub fn attributes(&self) -> impl Iterator<Item = &Attribute> {
        self.attributes.iter()
    }

    /// The prefixes below which a customer names the attributes.
    pub fn families(&self) -> impl Iterator<Item = &Attribute> {
        self.families.iter()
    }

    /// Whether customers choose the name, so that none of its kind can be called unknown:
    /// below a family (`@context.plan`), or a tag of an event (`team`). A bare name whose
    /// `@` form alone is an attribute (`type`) is not taken for a tag.
    pub fn is_open(&self, name: &str) -> bool {
        if self.family_of(name).is_some() {
            return true;
        }
        let is_tag = self.entity == Entity::Events && !name.is_empty() && !name.starts_with('@');
        is_tag && (self.get(name).is_some() || self.get(&format!("@{name}")).is_none())
    }

    /// The connections that a snapshot recorded. None may mean that they were not asked for.
    pub fn connections(&self) -> impl Iterator<Item = Connection<'_>> {
        self.lock.iter().flat_map(|lock| &lock.connections).filter_map(Connection::read)
    }

    pub(crate) fn lock(&self) -> Option<&EntityLock> {
        self.lock.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_exactly_or_in_either_case() {
        let users = Catalog::builtin(Entity::Users);
        assert_eq!(users.get("user_email").map(|found| found.kind), Some(Kind::String));
        assert_eq!(users.get("User_Email"), None);
        assert_eq!(
            users.get_ignoring_case("User_Email").map(|found| found.name.as_str()),
            Some("user_email")
        );
        assert_eq!(users.get("mrr"), None);
        assert!(Catalog::builtin(Entity::Accounts).get("mrr").is_some());
        assert!(!users.is_complete());
    }

    #[test]
    fn the_nearest_names() {
        let users = Catalog::builtin(Entity::Users);
        assert_eq!(users.nearest("user_emial"), ["user_email"]);
        assert_eq!(users.nearest("customer_tier"), ["@customer_tier"]);
        assert!(users.nearest(&"x".repeat(100_000)).is_empty());
        let events = Catalog::builtin(Entity::Events);
        assert_eq!(events.nearest("@view.loding_time").first(), Some(&"@view.loading_time"));
        assert_eq!(events.slip("@view.loding_time"), Some("@view.loading_time"));
        assert_eq!(events.slip("@view.load_time"), None);
    }

    #[test]
    fn customers_name_tags_and_what_is_below_a_family() {
        let events = Catalog::builtin(Entity::Events);
        for open in ["@context.plan", "@usr.plan", "@account.tier", "@feature_flags.x", "env", "host", "team"]
        {
            assert!(events.is_open(open), "{open}");
        }
        for closed in
            ["@type", "type", "@context", "@context.", "@view.loading_time", "view.loading_time", ""]
        {
            assert!(!events.is_open(closed), "{closed}");
        }
        assert!(!Catalog::builtin(Entity::Users).is_open("anything"));
    }

    #[test]
    fn a_family_tells_the_kind_of_its_members() {
        let events = Catalog::builtin(Entity::Events);
        let family = events.family_of("@view.custom_timings.hero").expect("a family");
        assert_eq!((family.name.as_str(), family.kind), ("@view.custom_timings.*", Kind::Integer));
        assert_eq!(events.family_of("@view.name"), None);
    }
}
