// Validates meetings against their published schema with Ajv: node main.mjs SCHEMA INPUT FINDINGS
//
// A line of FINDINGS is `schema,record` for each record that is refused.

import { createReadStream, createWriteStream, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const [schema, input, findings] = process.argv.slice(2);
// The keywords of this project's own (`x-…`) say nothing about validity.
const ajv = new Ajv2020({ strict: false });
addFormats(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(schema, "utf8")));
const out = createWriteStream(findings);
for await (const line of createInterface({ input: createReadStream(input), crlfDelay: Infinity })) {
  const record = JSON.parse(line);
  if (!validate(record)) out.write(`schema,${record.id}\n`);
}
out.end();
