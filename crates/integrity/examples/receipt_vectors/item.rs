//! CBOR as a tree, so that receipts can be written in ways their encoder never would.

use minicbor::{Decoder, data::Type};

/// A CBOR item.
#[derive(Clone)]
pub(crate) enum Item {
    Uint(u64),
    Bytes(Vec<u8>),
    Array(Vec<Item>),
    Map(Vec<(Item, Item)>),
    /// Written as it is, whatever it is.
    Raw(Vec<u8>),
}

impl Item {
    /// Reads what the encoder of receipts wrote.
    pub(crate) fn parse(bytes: &[u8]) -> Self {
        Self::read(&mut Decoder::new(bytes))
    }

    fn read(input: &mut Decoder<'_>) -> Self {
        match input.datatype().unwrap() {
            Type::Bytes => Self::Bytes(input.bytes().unwrap().to_vec()),
            Type::Array => {
                let len = input.array().unwrap().unwrap();
                Self::Array((0..len).map(|_| Self::read(input)).collect())
            }
            Type::Map => {
                let len = input.map().unwrap().unwrap();
                Self::Map((0..len).map(|_| (Self::read(input), Self::read(input))).collect())
            }
            _ => Self::Uint(input.u64().unwrap()),
        }
    }

    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        match self {
            Self::Uint(value) => head(0, *value),
            Self::Bytes(bytes) => [head(2, bytes.len() as u64), bytes.clone()].concat(),
            Self::Array(items) => {
                let items = items.iter().map(Self::to_bytes);
                [head(4, items.len() as u64)].into_iter().chain(items).collect::<Vec<_>>().concat()
            }
            Self::Map(entries) => {
                let mut out = head(5, entries.len() as u64);
                for (key, value) in entries {
                    out.extend(key.to_bytes());
                    out.extend(value.to_bytes());
                }
                out
            }
            Self::Raw(bytes) => bytes.clone(),
        }
    }

    /// The item at the end of this path of keys and indices.
    pub(crate) fn at(&mut self, path: &[u64]) -> &mut Self {
        let Some((step, rest)) = path.split_first() else { return self };
        match self {
            Self::Array(items) => items[*step as usize].at(rest),
            Self::Map(entries) => {
                let is_it = |key: &Self| matches!(key, Self::Uint(key) if key == step);
                entries.iter_mut().find(|(key, _)| is_it(key)).unwrap().1.at(rest)
            }
            _ => panic!("nothing below a leaf"),
        }
    }

    pub(crate) fn entries(&mut self) -> &mut Vec<(Self, Self)> {
        match self {
            Self::Map(entries) => entries,
            _ => panic!("not a map"),
        }
    }

    pub(crate) fn items(&mut self) -> &mut Vec<Self> {
        match self {
            Self::Array(items) => items,
            _ => panic!("not an array"),
        }
    }

    /// Takes a field out of a map.
    pub(crate) fn remove(&mut self, key: u64) {
        self.entries().retain(|(name, _)| !matches!(name, Self::Uint(name) if *name == key));
    }
}

/// The shortest head of a major type and a value or length.
pub(crate) fn head(major: u8, value: u64) -> Vec<u8> {
    let width = match value {
        0..=0x17 => 0,
        0x18..=0xff => 1,
        0x100..=0xffff => 2,
        0x1_0000..=0xffff_ffff => 4,
        _ => 8,
    };
    wide_head(major, value, width)
}

/// A head with this many bytes for its value.
pub(crate) fn wide_head(major: u8, value: u64, width: usize) -> Vec<u8> {
    let info = match width {
        0 => return vec![major << 5 | value as u8],
        1 => 24,
        2 => 25,
        4 => 26,
        _ => 27,
    };
    [&[major << 5 | info], &value.to_be_bytes()[8 - width..]].concat()
}
