//! Dialects: a device's own numbers and forms, and SoftHSM's.

use crate::{
    edwards::{OID, PRINTABLE, PointForm},
    plan::Plan,
    template::Template,
};
use cryptoki_sys::*;

/// A value of `CKA_EC_PARAMS` that no key has.
const NO_CURVE: &[u8] = &[0];

/// What a template is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To find objects: a value that the device would not hold matches none.
    Find,
    /// To make one: a value that the device does not know is refused.
    Make {
        /// Whether the mechanism makes Edwards keys, whatever the template says.
        edwards: bool,
    },
}

impl Plan {
    /// Whether the device's mechanisms are not those of the real module.
    pub(crate) fn renames_mechanisms(&self) -> bool {
        !self.mechanisms.is_empty() || !self.no_mechanisms.is_empty()
    }

    /// The real module's number of a mechanism that the device knows.
    pub(crate) fn real_mechanism(
        &self,
        device: CK_MECHANISM_TYPE,
    ) -> Result<CK_MECHANISM_TYPE, CK_RV> {
        if self.no_mechanisms.contains(&device) {
            return Err(CKR_MECHANISM_INVALID);
        }
        match self.mechanisms.iter().find(|(real, own)| [*real, *own].contains(&device)) {
            Some((real, own)) if *own == device => Ok(*real),
            Some(_) => Err(CKR_MECHANISM_INVALID),
            None => Ok(device),
        }
    }

    /// The device's number of a mechanism of the real module, if the device knows it.
    pub(crate) fn device_mechanism(&self, real: CK_MECHANISM_TYPE) -> Option<CK_MECHANISM_TYPE> {
        let renamed = self.mechanisms.iter().find(|(standard, _)| *standard == real);
        let device = renamed.map_or(real, |(_, own)| *own);
        (!self.no_mechanisms.contains(&device)).then_some(device)
    }

    /// Rewrites a template to what the real module understands.
    pub(crate) fn rewrite(&self, template: &mut Template, purpose: Purpose) -> Result<(), CK_RV> {
        self.rewrite_key_type(template, purpose)?;
        let makes_edwards = match purpose {
            Purpose::Find => {
                self.rewrite_sought_curve(template);
                false
            }
            Purpose::Make { edwards } => {
                let edwards = edwards || template.number(CKA_KEY_TYPE) == Some(CKK_EC_EDWARDS);
                if edwards {
                    self.rewrite_made_curve(template)?;
                }
                edwards
            }
        };
        self.rewrite_point(template, makes_edwards)
    }

    fn rewrite_key_type(&self, template: &mut Template, purpose: Purpose) -> Result<(), CK_RV> {
        let (Some(own), Some(asked)) = (self.key_type_edwards, template.number(CKA_KEY_TYPE))
        else {
            return Ok(());
        };
        if asked == own {
            template.replace(CKA_KEY_TYPE, &CKK_EC_EDWARDS.to_ne_bytes());
        } else if asked == CKK_EC_EDWARDS {
            if purpose != Purpose::Find {
                return Err(CKR_ATTRIBUTE_VALUE_INVALID);
            }
            template.replace(CKA_KEY_TYPE, &own.to_ne_bytes());
        }
        Ok(())
    }

    fn rewrite_made_curve(&self, template: &mut Template) -> Result<(), CK_RV> {
        let (Some(own), Some(asked)) = (&self.ec_params, template.value(CKA_EC_PARAMS)) else {
            return Ok(());
        };
        if asked != own.as_slice() {
            return Err(CKR_DOMAIN_PARAMS_INVALID);
        }
        template.replace(CKA_EC_PARAMS, OID);
        Ok(())
    }

    /// SoftHSM holds the OID for a public key and the name for the private one that it made with
    /// it: what the device writes in one form is all that has this type of key.
    fn rewrite_sought_curve(&self, template: &mut Template) {
        let (Some(own), Some(asked)) = (&self.ec_params, template.value(CKA_EC_PARAMS)) else {
            return;
        };
        if asked == own.as_slice() {
            template.substitute(CKA_EC_PARAMS, CKA_KEY_TYPE, &CKK_EC_EDWARDS.to_ne_bytes());
        } else if [OID, PRINTABLE].contains(&asked) {
            template.replace(CKA_EC_PARAMS, NO_CURVE);
        }
    }

    fn rewrite_point(&self, template: &mut Template, makes_edwards: bool) -> Result<(), CK_RV> {
        let (Some(own), Some(asked)) = (self.ec_point, template.value(CKA_EC_POINT)) else {
            return Ok(());
        };
        if let Some(real) = own.rewrite(asked, PointForm::OctetString) {
            template.replace(CKA_EC_POINT, &real);
        } else if makes_edwards {
            return Err(CKR_ATTRIBUTE_VALUE_INVALID);
        } else if let Some(foreign) = PointForm::OctetString.rewrite(asked, own) {
            template.replace(CKA_EC_POINT, &foreign);
        }
        Ok(())
    }

    /// Whether an Edwards key's attribute is read in another form than the real module's.
    pub(crate) fn changes(&self, attribute: CK_ATTRIBUTE_TYPE) -> bool {
        match attribute {
            CKA_KEY_TYPE => self.key_type_edwards.is_some(),
            CKA_EC_PARAMS => self.ec_params.is_some(),
            CKA_EC_POINT => self.ec_point.is_some(),
            CKA_KEY_GEN_MECHANISM => !self.mechanisms.is_empty(),
            _ => false,
        }
    }

    /// An Edwards key's value as the device would give it.
    pub(crate) fn device_value(&self, attribute: CK_ATTRIBUTE_TYPE, real: &[u8]) -> Vec<u8> {
        let device = match attribute {
            CKA_KEY_TYPE => self.key_type_edwards.map(|own| own.to_ne_bytes().to_vec()),
            CKA_EC_PARAMS => self.ec_params.clone(),
            CKA_EC_POINT => self.ec_point.and_then(|own| PointForm::OctetString.rewrite(real, own)),
            CKA_KEY_GEN_MECHANISM => real
                .try_into()
                .ok()
                .and_then(|number| self.device_mechanism(CK_ULONG::from_ne_bytes(number)))
                .map(|own| own.to_ne_bytes().to_vec()),
            _ => None,
        };
        device.unwrap_or_else(|| real.to_vec())
    }
}
