//! Connections: is what they join there, and do the queries get what they ask for?

pub(crate) mod conflicting_update;
pub(crate) mod deleted_connection_in_use;
pub(crate) mod deleted_field_in_use;
pub(crate) mod duplicate_field_id;
pub(crate) mod field_id_format;
pub(crate) mod join_attribute_unknown;
pub(crate) mod missing_connection_key;
pub(crate) mod rename_loses_history;
pub(crate) mod shadows_builtin;
pub(crate) mod source_column_reused;
pub(crate) mod type_change_breaks;
pub(crate) mod undocumented_field;
pub(crate) mod unknown_field_type;
pub(crate) mod unused_custom_field;
pub(crate) mod weak_join_key;

use rumql_catalog::Catalog;
use rumql_source::Entity;

use crate::{
    context::{CorpusCx, RequestCx},
    corpus::owners,
};

/// Whether something in the text is still to be filled in, about which SYN022 speaks.
fn has_hole(text: &str) -> bool {
    text.contains(['$', '<', '{'])
}

/// The catalogs of those whose the connection of a request may be.
fn catalogs<'a>(cx: &RequestCx<'a>) -> impl Iterator<Item = &'a Catalog> {
    let catalogs = cx.input.catalogs;
    owners(cx.request.entity).iter().map(move |entity| catalogs.of(*entity))
}

/// Whether the mapping of an entity lists the attribute, or no mapping could tell.
fn may_exist(cx: &CorpusCx<'_>, entity: Entity, attribute: &str) -> bool {
    let catalog = cx.files.first().map(|file| file.input.catalogs.of(entity));
    catalog.is_none_or(|catalog| !catalog.is_complete() || catalog.get(attribute).is_some())
}
