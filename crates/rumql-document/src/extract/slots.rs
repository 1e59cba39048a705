//! Where does the value of a key go?

use rumql_source::Entity;

use crate::{
    Connection, Expectation, Group, Located, Moment, Scalar, Value, ValueKind, Window,
    extract::walk::Walk,
    shape::{Key, Kind, Slot},
};

impl Walk<'_> {
    pub(super) fn text(&mut self, key: &'static Key, value: &Value) {
        match &value.kind {
            ValueKind::String(scalar) => {
                self.other_string(scalar);
                self.store_text(key.slot, scalar);
            }
            _ => {
                self.wrong_type(key.name, value, Expectation::String);
                self.free(value);
            }
        }
    }

    pub(super) fn entity(&mut self, key: &'static Key, value: &Value) {
        match value.as_scalar() {
            Some(scalar) if matches!(Entity::parse(&scalar.text), Some(Entity::Users | Entity::Accounts)) => {
                self.other_string(scalar);
            }
            _ => self.wrong_type(key.name, value, Expectation::Entity),
        }
    }

    pub(super) fn flag(&mut self, key: &'static Key, value: &Value) {
        let ValueKind::Bool(flag) = value.kind else {
            return self.wrong_type(key.name, value, Expectation::Boolean);
        };
        let flag = Some(Located { value: flag, span: value.span });
        match key.slot {
            Slot::RowCount => self.change(|request| request.row_count = flag),
            Slot::GroupExclusive => self.group(|group| group.exclusive = flag),
            Slot::GroupExhaustive => self.group(|group| group.exhaustive = flag),
            _ => {}
        }
    }

    pub(super) fn texts(&mut self, key: &'static Key, value: &Value) {
        let ValueKind::Seq(items) = &value.kind else {
            self.wrong_type(key.name, value, Expectation::Strings);
            return self.free(value);
        };
        for item in items {
            match &item.kind {
                ValueKind::String(scalar) => {
                    self.other_string(scalar);
                    self.store_item(key.slot, scalar);
                }
                ValueKind::Alias => {}
                _ => self.wrong_type(key.name, item, Expectation::String),
            }
        }
    }

    pub(super) fn moment(&mut self, key: &'static Key, value: &Value) {
        let moment = match &value.kind {
            ValueKind::Number(number) => Moment::Number(number.clone()),
            ValueKind::String(scalar) => {
                self.other_string(scalar);
                // A placeholder has a rule of its own.
                let is_hole = scalar.text.contains(['<', '$', '{']);
                if matches!(key.kind, Kind::Seconds) && !is_hole {
                    self.wrong_type(key.name, value, Expectation::Seconds);
                }
                Moment::Text(scalar.clone())
            }
            _ => return self.wrong_type(key.name, value, Expectation::Moment),
        };
        let moment = Some(Located { value: moment, span: value.span });
        self.change(|request| {
            let Some(window) = &mut request.window else { return };
            match key.slot {
                Slot::Start => window.start = moment,
                _ => window.end = moment,
            }
        });
    }

    pub(super) fn limit(&mut self, value: &Value) {
        self.free(value);
        self.change(|request| request.limit = Some(value.clone()));
    }

    pub(super) fn tests(&mut self, value: &Value) {
        self.change(|request| request.tests = Some(value.clone()));
    }

    /// Takes the strings of a value whose meaning is not known. Hosts bound the depth.
    pub(super) fn free(&mut self, value: &Value) {
        match &value.kind {
            ValueKind::String(scalar) => self.other_string(scalar),
            ValueKind::Seq(items) => items.iter().for_each(|item| self.free(item)),
            ValueKind::Map(entries) => entries.iter().for_each(|entry| self.free(&entry.value)),
            ValueKind::Null | ValueKind::Bool(_) | ValueKind::Number(_) | ValueKind::Alias => {}
        }
    }

    pub(super) fn open_window(&mut self, slot: Slot, value: &Value) {
        if slot == Slot::Window {
            let span = value.span;
            self.change(|request| {
                request.window = Some(Window { span, start: None, end: None, within: None })
            });
        }
    }

    pub(super) fn connection(&mut self, change: impl FnOnce(&mut Connection)) {
        self.change(|request| change(&mut request.connection));
    }

    fn change(&mut self, change: impl FnOnce(&mut crate::Request)) {
        if let Some(request) = &mut self.request {
            change(request);
        }
    }

    fn group(&mut self, change: impl FnOnce(&mut Group)) {
        if let Some(group) = self.document.groups.last_mut() {
            change(group);
        }
    }

    fn other_string(&mut self, scalar: &Scalar) {
        let scalar = scalar.clone();
        self.change(|request| request.other_strings.push(scalar));
    }

    fn store_text(&mut self, slot: Slot, scalar: &Scalar) {
        let text = Some(scalar.clone());
        if slot == Slot::GroupName {
            return self.group(|group| group.name = text);
        }
        self.change(|request| match slot {
            Slot::Name => request.name = text,
            Slot::Description => request.description = text,
            Slot::SortField => request.sort_field = text,
            Slot::SortOrder => request.sort_order = text,
            Slot::Facet => request.facet = text,
            Slot::SearchTerm => request.search_term = text,
            Slot::Within => {
                if let Some(window) = &mut request.window {
                    window.within = text;
                }
            }
            _ => store_in_connection(&mut request.connection, slot, text),
        });
    }

    fn store_item(&mut self, slot: Slot, scalar: &Scalar) {
        let text = scalar.clone();
        if slot == Slot::GroupSegments {
            return self.group(|group| group.segments.push(text));
        }
        self.change(|request| match slot {
            Slot::Columns => request.columns.push(text),
            Slot::Deletes => request.connection.deletes.push(text),
            Slot::FieldGroups => {
                if let Some(field) = request.connection.fields.last_mut() {
                    field.groups.push(text);
                }
            }
            _ => {}
        });
    }
}

fn store_in_connection(connection: &mut Connection, slot: Slot, text: Option<Scalar>) {
    match slot {
        Slot::ConnectionId => connection.id = text,
        Slot::ConnectionSource => connection.source = text,
        Slot::JoinType => connection.join_type = text,
        Slot::JoinAttribute => connection.join_attribute = text,
        Slot::Table => connection.table = text,
        Slot::UpdateField | Slot::UpdateId => {
            let Some(update) = connection.updates.last_mut() else { return };
            match slot {
                Slot::UpdateField => update.field = text,
                _ => update.id = text,
            }
        }
        _ => {
            let Some(field) = connection.fields.last_mut() else { return };
            match slot {
                Slot::FieldId => field.id = text,
                Slot::FieldSource => field.source_name = text,
                Slot::FieldKind => field.kind = text,
                Slot::FieldDisplayName => field.display_name = text,
                Slot::FieldDescription => field.description = text,
                _ => {}
            }
        }
    }
}
