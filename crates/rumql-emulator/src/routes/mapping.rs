//! Which attributes does an entity have?

use rumql_api::wire::{Body, Mapping, MappingAttribute, kinds};
use rumql_catalog::Snapshot;
use rumql_source::Entity;

use super::told;
use crate::{Data, data::Profiles, emulator::State};

pub(super) fn mapping(state: &State, entity: Entity) -> Vec<u8> {
    let attributes = attributes(state.data.profiles(entity));
    told(kinds::MAPPING, "get_mappings_response", Mapping { attributes })
}

/// The attributes of the records, and those that connections bring.
fn attributes(profiles: &Profiles) -> Vec<MappingAttribute> {
    let fields = profiles.connections.iter().flat_map(|connection| connection.fields.iter().flatten());
    let brought = fields.map(|field| MappingAttribute {
        attribute: format!("@{}", field.id),
        display_name: field.display_name.clone(),
        description: field.description.clone(),
        kind: Some(field.kind.clone()),
        is_custom: Some(true),
        groups: field.groups.clone(),
    });
    profiles.mapping.iter().cloned().chain(brought).collect()
}

/// Both mappings, as the checker sees them.
pub(crate) fn snapshot(data: &Data) -> Snapshot {
    let mut all = Snapshot::default();
    for entity in [Entity::Users, Entity::Accounts] {
        let attributes = attributes(data.profiles(entity));
        let body = Body::new(kinds::MAPPING, None, Mapping { attributes });
        let text = serde_json::to_string(&body).unwrap_or_default();
        // What was just written is read.
        if let Ok(catalog) = Snapshot::parse_mapping(entity, &text) {
            all.merge(Snapshot::of(catalog));
        }
    }
    all
}
