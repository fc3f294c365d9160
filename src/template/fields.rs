//! Reading `[[metadata]]`: what the fields of the metadata are called.

use super::words::{set, take_placed};
use crate::label::{Field, FieldSpec};
use crate::toml_text::{Table, Value};

/// Reads the fields; the names of one that is inherited or stands above are replaced.
pub(super) fn read(tables: Vec<Table<'_, '_>>, fields: &mut Vec<FieldSpec>) {
    for mut table in tables {
        let problems = table.problems();
        let id = table.required("id").and_then(Value::string);
        let names = take_placed(&mut table, "names");
        if names.is_none() {
            table.missing("names");
        }
        table.finish();
        let Some(id) = id else { continue };
        let Some(field) = Field::ALL.into_iter().find(|field| field.id() == id.value) else {
            problems.unknown(("field", "字段"), id, &Field::ALL.map(Field::id));
            continue;
        };
        let at = fields.iter().position(|spec| spec.field == field).unwrap_or_else(|| {
            fields.push(FieldSpec { field, names: Vec::new() });
            fields.len() - 1
        });
        if let Some(spec) = fields.get_mut(at) {
            let names = names.map(|names| names.iter().map(|one| one.value.to_owned()).collect());
            set(&mut spec.names, names);
        }
    }
}
