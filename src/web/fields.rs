//! The names of a form's fields, as serde knows them.

use serde::de::value::Error;
use serde::de::{DeserializeOwned, Deserializer, Error as _, Visitor};
use std::cell::Cell;

/// Returns the names of a struct's fields; nothing for another type.
pub fn of<T: DeserializeOwned>() -> &'static [&'static str] {
    let names = Cell::new(&[][..]);
    // It always fails: there is nothing to read, only somebody who notes what would be read.
    let _ = T::deserialize(Listener(&names));
    names.get()
}

struct Listener<'a>(&'a Cell<&'static [&'static str]>);

impl<'de> Deserializer<'de> for Listener<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(Error::custom("nothing to read"))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.0.set(fields);
        self.deserialize_any(visitor)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_fields_of_a_form_are_known_by_their_names() {
        #[derive(serde::Deserialize)]
        #[allow(dead_code, reason = "only its names are asked for")]
        struct Choice {
            uid_validity: u32,
            #[serde(rename = "uid")]
            uids: Vec<u32>,
        }
        assert_eq!(super::of::<Choice>(), ["uid_validity", "uid"]);
        assert_eq!(super::of::<String>(), [""; 0]);
    }
}
