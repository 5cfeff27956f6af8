//! Structs and words that are read: one list of fields makes the reader, the JSON Schema and the
//! visit.

/// A struct that is read key by key: every key is checked even where another is wrong,
/// and keys that are not fields are reported. The fields are the one list of keys: the
/// reader, the JSON Schema and the search for texts and days are all made from it.
macro_rules! record {
    ($(#[$meta:meta])* $vis:vis struct $name:ident {
        $($(#[doc = $doc:literal])* $field_vis:vis $field:ident: $ty:ty $(as $written:ident)?,)*
    }) => {
        $(#[$meta])*
        $vis struct $name { $($(#[doc = $doc])* $field_vis $field: $ty,)* }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let mut properties = serde_json::Map::new();
                let mut required: Vec<&str> = Vec::new();
                $(
                    let mut schema = generator.subschema_for::<$ty>();
                    let words = concat!($($doc),*).trim();
                    schema.insert("description".into(), words.into());
                    properties.insert(stringify!($field).into(), schema.to_value());
                    if <$ty as $crate::source::Read>::absent().is_none() {
                        required.push(stringify!($field));
                    }
                )*
                schemars::json_schema!({
                    "type": "object",
                    "properties": properties,
                    "required": required,
                })
            }
        }

        impl $crate::source::Read for $name {
            fn read(
                node: &$crate::source::Node,
                reader: &mut $crate::source::Reader,
            ) -> Option<Self> {
                let entries = reader.map(node)?;
                $(let $field = reader.field::<$ty>(entries, stringify!($field));)*
                reader.unknown(entries, &[$(stringify!($field)),*]);
                Some(Self { $($field: $field?,)* })
            }
        }

        impl $crate::source::Texts for $name {
            fn leaves(
                &self,
                at: &$crate::diagnostics::Pointer,
                visit: $crate::source::VisitLeaf<'_>,
            ) {
                $(self.$field.leaves(&at.key(stringify!($field)), &mut |at, leaf| {
                    visit(at, leaf $(.written($crate::source::Written::$written))?);
                });)*
            }
        }
    };
}

/// An enum that is written as one of a few words. With `default`, a missing key means that
/// one; with `slug`, a word that is none of them has a name of its own.
macro_rules! tokens {
    ($(#[$meta:meta])* $vis:vis enum $name:ident
        $(default $default:ident)? $(slug $slug:literal)? {
        $($(#[$variant_meta:meta])* $variant:ident = $token:literal,)*
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $name { $($(#[$variant_meta])* $variant,)* }

        impl $name {
            /// Every value, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word that stands for it in files.
            pub fn token(self) -> &'static str {
                match self { $(Self::$variant => $token,)* }
            }
        }

        impl $crate::source::Read for $name {
            fn read(
                node: &$crate::source::Node,
                reader: &mut $crate::source::Reader,
            ) -> Option<Self> {
                let words = Self::ALL.iter().map(|it| format!("`{}`", it.token()));
                let words = words.collect::<Vec<_>>().join(", ");
                match &node.value {
                    $crate::source::Value::Text(text) => match text.as_str() {
                        $($token => Some(Self::$variant),)*
                        _ => reader.refuse(
                            $crate::diagnostics::Diagnostic::error(
                                [$($slug,)? "unknown-word"][0],
                                "this word is not one of those allowed here",
                            )
                            .hint(format!("write one of {words}")),
                        ),
                    },
                    _ => reader.wrong_type("a string", node),
                }
            }

            $(fn absent() -> Option<Self> {
                Some(Self::$default)
            })?
        }

        impl $crate::source::Texts for $name {
            fn leaves(
                &self,
                _: &$crate::diagnostics::Pointer,
                _: $crate::source::VisitLeaf<'_>,
            ) {}
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.token())
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "enum": [$($token),*] })
            }
        }
    };
}

pub(crate) use {record, tokens};
