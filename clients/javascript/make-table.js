// Copies the table of the command line: `npm run table`. A module, because not every environment
// imports JSON.

import { readFileSync, writeFileSync } from "node:fs";

const source = new URL("../../crates/client/errors.json", import.meta.url);
const json = readFileSync(source, "utf8").trim();
const text = `// A copy of crates/client/errors.json: npm run table

export default ${json};
`;
writeFileSync(new URL("table.js", import.meta.url), text);
