//! Namespace declarations in scope.

use super::grammar::is_unprefixed_name;
use crate::error::{Cause, excerpt};

const XML_PREFIX: &str = "xml";
const XML_NAMESPACE: &str = "http://www.w3.org/XML/1998/namespace";
const XMLNS_PREFIX: &str = "xmlns";
const XMLNS_NAMESPACE: &str = "http://www.w3.org/2000/xmlns/";

/// A declaration's place in [`Namespaces`], valid while its element is open.
pub(crate) type Binding = usize;

struct Declaration {
    /// Empty for the default namespace.
    prefix: String,
    /// Empty where the default namespace is undeclared.
    namespace: String,
}

/// The declarations of all open elements.
pub(super) struct Namespaces {
    declarations: Vec<Declaration>,
    /// Number of declarations before each open element.
    scopes: Vec<usize>,
}

/// The prefix that an attribute of this name declares: empty for the default namespace.
///
/// `xmlns:` declares nothing: it is no valid name.
pub(super) fn declared_prefix(attribute: &str) -> Option<&str> {
    match attribute.strip_prefix(XMLNS_PREFIX)? {
        "" => Some(""),
        rest => rest.strip_prefix(':').filter(|prefix| !prefix.is_empty()),
    }
}

impl Namespaces {
    pub(super) fn new() -> Self {
        let xml =
            Declaration { prefix: XML_PREFIX.to_owned(), namespace: XML_NAMESPACE.to_owned() };
        Self { declarations: vec![xml], scopes: Vec::new() }
    }

    /// Declarations in scope, the built-in one apart.
    pub(super) fn len(&self) -> usize {
        self.declarations.len().saturating_sub(1)
    }

    pub(super) fn depth(&self) -> usize {
        self.scopes.len()
    }

    pub(super) fn enter(&mut self) {
        self.scopes.push(self.declarations.len());
    }

    pub(super) fn leave(&mut self) {
        if let Some(before) = self.scopes.pop() {
            self.declarations.truncate(before);
        }
    }

    /// Adds a declaration to the element entered last.
    pub(super) fn declare(&mut self, prefix: &str, namespace: String) -> Result<(), Cause> {
        let is_default = prefix.is_empty();
        let allowed = (is_default || (is_unprefixed_name(prefix) && !namespace.is_empty()))
            && prefix != XMLNS_PREFIX
            && namespace != XMLNS_NAMESPACE
            && (prefix == XML_PREFIX) == (namespace == XML_NAMESPACE);
        if !allowed {
            let name = if is_default {
                XMLNS_PREFIX.to_owned()
            } else {
                format!("{XMLNS_PREFIX}:{}", excerpt(prefix))
            };
            return Err(Cause::InvalidNamespaceDeclaration { name });
        }
        self.declarations.push(Declaration { prefix: prefix.to_owned(), namespace });
        Ok(())
    }

    /// The namespace of an element's name; `None` if it has none.
    pub(super) fn resolve_element(&self, prefix: Option<&str>) -> Result<Option<Binding>, Cause> {
        match prefix {
            Some(prefix) => self.resolve_prefix(prefix).map(Some),
            None => Ok(self.find("")),
        }
    }

    /// The namespace of an attribute's name; the default namespace does not apply to attributes.
    pub(super) fn resolve_attribute(&self, prefix: Option<&str>) -> Result<Option<Binding>, Cause> {
        prefix.map(|prefix| self.resolve_prefix(prefix)).transpose()
    }

    /// The namespace, empty for none.
    pub(super) fn name_of(&self, binding: Option<Binding>) -> &str {
        binding
            .and_then(|binding| self.declarations.get(binding))
            .map_or("", |declaration| &declaration.namespace)
    }

    fn resolve_prefix(&self, prefix: &str) -> Result<Binding, Cause> {
        self.find(prefix).ok_or_else(|| Cause::UndeclaredPrefix { prefix: excerpt(prefix) })
    }

    fn find(&self, prefix: &str) -> Option<Binding> {
        self.declarations.iter().rposition(|declaration| declaration.prefix == prefix)
    }
}
