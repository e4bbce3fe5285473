// Refusals and errors of a Critical Chains node, as sentences.
//
// The table is the one of the command line. What libraries make of errors differs; `explainError`
// knows the forms of @polkadot/api, Dedot and polkadot-api.

import table from "./table.js";

/** Names of pallets as libraries write them: "authorisation" is "Authorisation". */
const MODULES = new Map(
  Object.keys(table)
    .filter((name) => /^[A-Z]/.test(name))
    .map((name) => [name.toLowerCase(), name]),
);

/** What `sp_runtime` says of an extrinsic that is refused, as a node passes it on. */
const POOL_WORDS = [
  [/outdated/i, "Stale"],
  [/valid in the future|will be valid/i, "Future"],
  [/ancient birth block/i, "Expired"],
  [/bad signature/i, "BadSignature"],
  [/call is not expected/i, "NotExpected"],
  [/exhaust/i, "ExhaustsResources"],
  [/temporarily banned/i, "Banned"],
  [/already imported/i, "AlreadyImported"],
  [/priority is too low/i, "Outranked"],
  [/immediately dropped/i, "PoolFull"],
];

/** What the same is called where it comes with a type. */
const POOL_TYPES = {
  Stale: "Stale",
  Future: "Future",
  AncientBirthBlock: "Expired",
  BadProof: "BadSignature",
  Call: "NotExpected",
  ExhaustsResources: "ExhaustsResources",
};

/** Deepest nesting of an error that is looked into: no library goes further. */
const MAX_DEPTH = 6;

const entry = (group, key) =>
  Object.hasOwn(group ?? {}, key) ? group[key] : undefined;

/** Explains the number in `InvalidTransaction::Custom`, with which the pool refuses extrinsics. */
export function explainRefusal(code) {
  const found = entry(table.refusals, String(code));
  return found && { ...found };
}

/** Explains an error of a pallet. */
export function explainModuleError({ section, pallet, name }) {
  const module = MODULES.get(String(section ?? pallet ?? "").toLowerCase());
  const found = module && entry(table[module], name);
  return found && { name: `${module}.${name}`, ...found };
}

function named(group, name) {
  const found = entry(table[group], name);
  return found && { name, ...found };
}

function explainText(text) {
  const custom = /Custom error: (\d+)/.exec(text);
  if (custom) return explainRefusal(custom[1]);
  const words = POOL_WORDS.find(([words]) => words.test(text));
  if (words) return named("pool", words[1]);
  const module = /\b([A-Za-z]+)(?:\.|::)([A-Z][A-Za-z]+)\b/.exec(text);
  return module
    ? explainModuleError({ section: module[1], name: module[2] })
    : undefined;
}

/** `{ type, value }`, as Dedot and polkadot-api write variants. */
function explainVariant({ type, value }) {
  if (type === "Custom") return explainRefusal(value);
  if (typeof value?.type === "string" && MODULES.has(type.toLowerCase())) {
    return explainModuleError({ section: type, name: value.type });
  }
  return (
    named("pool", entry(POOL_TYPES, type)) ??
    (value === undefined ? named("dispatch", type) : undefined)
  );
}

/** A `DispatchError` of @polkadot/api, which brings the registry that knows its names. */
function explainCodec(error) {
  if (error.isModule) {
    const { section, name } = error.registry.findMetaError(error.asModule);
    return explainModuleError({ section, name });
  }
  return named("dispatch", error.type);
}

function explain(error, depth) {
  if (typeof error === "string") return explainText(error);
  if (error === null || typeof error !== "object" || depth > MAX_DEPTH) return undefined;
  if (typeof error.registry?.findMetaError === "function") return explainCodec(error);
  const { name, pallet, section, type } = error;
  const own =
    (typeof (section ?? pallet) === "string" && typeof name === "string"
      ? explainModuleError({ section, pallet, name })
      : undefined) ?? (typeof type === "string" ? explainVariant(error) : undefined);
  if (own) return own;
  for (const part of [error.data, error.message, error.error, error.err, error.value, error.cause]) {
    const found = part === undefined ? undefined : explain(part, depth + 1);
    if (found) return found;
  }
  return undefined;
}

/**
 * Explains what a library threw when an extrinsic was submitted, or the `DispatchError` of one that
 * failed in a block. Gives nothing for what this chain has no words for: then show the original.
 */
export function explainError(error) {
  return explain(error, 0);
}
