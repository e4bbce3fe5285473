// Proves that the table is the one of the command line, and that all of it can be asked for.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { explainModuleError, explainRefusal } from "../index.js";
import table from "../table.js";

const source = new URL("../../../crates/client/errors.json", import.meta.url);

test("the table is a copy of the command line's: npm run table", () => {
  assert.deepEqual(table, JSON.parse(readFileSync(source, "utf8")));
});

test("every refusal is explained", () => {
  for (const [code, { name }] of Object.entries(table.refusals)) {
    assert.equal(explainRefusal(Number(code)).name, name);
  }
});

test("every error of a pallet is explained, however libraries write the pallet", () => {
  for (const [module, errors] of Object.entries(table)) {
    if (!/^[A-Z]/.test(module)) continue;
    for (const name of Object.keys(errors)) {
      const camelCase = module[0].toLowerCase() + module.slice(1);
      const explained = explainModuleError({ section: camelCase, name });
      assert.equal(explained.name, `${module}.${name}`);
      assert.deepEqual(explainModuleError({ pallet: module, name }), explained);
    }
  }
});
