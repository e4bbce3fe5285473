//! Every call that the metadata names, made from the smallest value of each of its arguments.

use critical_chains_runtime::RuntimeCall;
use polkadot_sdk::sp_core::{Decode, Encode};
use scale_info::{
    MetaType, PortableRegistry, Registry, TypeDef, TypeDefPrimitive, form::PortableForm,
};

/// A call with the names of its pallet and of itself.
pub(crate) struct NamedCall {
    pub(crate) pallet: String,
    pub(crate) name: String,
    pub(crate) call: RuntimeCall,
}

/// Every call of every pallet.
pub(crate) fn every_call() -> Vec<NamedCall> {
    let mut registry = Registry::new();
    let root = registry.register_type(&MetaType::new::<RuntimeCall>()).id;
    let registry = PortableRegistry::from(registry);
    let mut calls = Vec::new();
    for pallet in variants(&registry, root) {
        let inner = pallet.fields[0].ty.id;
        for variant in variants(&registry, inner) {
            let mut bytes = vec![pallet.index, variant.index];
            for field in &variant.fields {
                smallest(&registry, field.ty.id, &mut bytes);
            }
            let call = RuntimeCall::decode(&mut &bytes[..])
                .unwrap_or_else(|error| panic!("{}.{}: {error}", pallet.name, variant.name));
            assert_eq!(call.encode(), bytes);
            calls.push(NamedCall { pallet: pallet.name.clone(), name: variant.name.clone(), call });
        }
    }
    calls
}

fn variants(registry: &PortableRegistry, id: u32) -> Vec<scale_info::Variant<PortableForm>> {
    match &registry.resolve(id).unwrap().type_def {
        TypeDef::Variant(variants) => variants.variants.clone(),
        other => panic!("no variants: {other:?}"),
    }
}

/// Appends the encoding of the smallest value of a type.
fn smallest(registry: &PortableRegistry, id: u32, bytes: &mut Vec<u8>) {
    let ty = registry.resolve(id).unwrap();
    if ty.path.ident().as_deref() == Some("Lei") {
        // Decoding checks the check digits.
        bytes.extend(b"CCDEV0ALPHABANK00022");
        return;
    }
    match &ty.type_def {
        TypeDef::Composite(composite) => {
            composite.fields.iter().for_each(|field| smallest(registry, field.ty.id, bytes));
        }
        TypeDef::Variant(variants) => {
            let first = variants.variants.iter().min_by_key(|variant| variant.index).unwrap();
            bytes.push(first.index);
            first.fields.iter().for_each(|field| smallest(registry, field.ty.id, bytes));
        }
        TypeDef::Sequence(_) | TypeDef::Compact(_) | TypeDef::BitSequence(_) => bytes.push(0),
        TypeDef::Array(array) => {
            (0..array.len).for_each(|_| smallest(registry, array.type_param.id, bytes));
        }
        TypeDef::Tuple(tuple) => {
            tuple.fields.iter().for_each(|field| smallest(registry, field.id, bytes));
        }
        TypeDef::Primitive(primitive) => bytes.extend(vec![0; width(primitive)]),
    }
}

fn width(primitive: &TypeDefPrimitive) -> usize {
    match primitive {
        TypeDefPrimitive::Bool
        | TypeDefPrimitive::U8
        | TypeDefPrimitive::I8
        | TypeDefPrimitive::Str => 1,
        TypeDefPrimitive::U16 | TypeDefPrimitive::I16 => 2,
        TypeDefPrimitive::Char | TypeDefPrimitive::U32 | TypeDefPrimitive::I32 => 4,
        TypeDefPrimitive::U64 | TypeDefPrimitive::I64 => 8,
        TypeDefPrimitive::U128 | TypeDefPrimitive::I128 => 16,
        TypeDefPrimitive::U256 | TypeDefPrimitive::I256 => 32,
    }
}
