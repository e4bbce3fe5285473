//! Templates of our own, made from those of a caller.

use cryptoki_sys::*;
use std::slice;

/// A copy of a caller's template whose values can be replaced.
///
/// Values that are not replaced stay the caller's: a template lives no longer than the call.
pub(crate) struct Template {
    attributes: Vec<CK_ATTRIBUTE>,
    /// What replaced values point to.
    replaced: Vec<Box<[u8]>>,
}

impl Template {
    /// Copies a template.
    ///
    /// # Safety
    /// `attributes` points to `count` attributes, and each of them to its value, for as long as
    /// the copy lives.
    pub(crate) unsafe fn copy(attributes: CK_ATTRIBUTE_PTR, count: CK_ULONG) -> Self {
        let attributes = if attributes.is_null() {
            Vec::new()
        } else {
            // SAFETY: the caller vouches for it.
            unsafe { slice::from_raw_parts(attributes, count as usize) }.to_vec()
        };
        Self { attributes, replaced: Vec::new() }
    }

    /// The value of an attribute, where the template has one.
    pub(crate) fn value(&self, of: CK_ATTRIBUTE_TYPE) -> Option<&[u8]> {
        let found = self.attributes.iter().find(|attribute| attribute.type_ == of)?;
        if found.pValue.is_null() {
            return None;
        }
        // SAFETY: not null, and a value of this length by the contract of `copy`, or our own.
        Some(unsafe { slice::from_raw_parts(found.pValue.cast(), found.ulValueLen as usize) })
    }

    /// The value of an attribute that is a number.
    pub(crate) fn number(&self, of: CK_ATTRIBUTE_TYPE) -> Option<CK_ULONG> {
        self.value(of)?.try_into().ok().map(CK_ULONG::from_ne_bytes)
    }

    /// Gives an attribute of the template another value.
    pub(crate) fn replace(&mut self, of: CK_ATTRIBUTE_TYPE, value: &[u8]) {
        self.substitute(of, of, value);
    }

    /// Puts another attribute in the place of one.
    pub(crate) fn substitute(
        &mut self,
        of: CK_ATTRIBUTE_TYPE,
        by: CK_ATTRIBUTE_TYPE,
        value: &[u8],
    ) {
        let mut value: Box<[u8]> = value.into();
        for attribute in self.attributes.iter_mut().filter(|attribute| attribute.type_ == of) {
            attribute.type_ = by;
            attribute.pValue = value.as_mut_ptr().cast();
            attribute.ulValueLen = value.len() as CK_ULONG;
        }
        self.replaced.push(value);
    }

    /// Where the attributes are, for a call.
    pub(crate) fn pointer(&mut self) -> CK_ATTRIBUTE_PTR {
        self.attributes.as_mut_ptr()
    }

    /// How many there are.
    pub(crate) fn count(&self) -> CK_ULONG {
        self.attributes.len() as CK_ULONG
    }
}
