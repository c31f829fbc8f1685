// Gives Ajv's verdicts. Standard input: a line that sets up, then a request a line; standard output: a verdict a line.
// See ../src/conformance/request.rs for the form of both.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

let ajv;

function setUp({ schemas, formats }) {
  // In strict mode, which is Ajv's own choice, what it does not know in a schema is an error. So are doubtful types here.
  ajv = new Ajv2020({ strictTypes: true, allErrors: true, validateFormats: formats });
  addFormats(ajv, ["date"]);
  ajv.addVocabulary(["x-identifies", "x-refers-to", "x-form"]);
  for (const file of schemas) ajv.addSchema(JSON.parse(readFileSync(file, "utf8")));
}

function verdict({ schema, data }) {
  try {
    return ajv.getSchema(schema)(data);
  } catch (error) {
    return String(error);
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  if (ajv === undefined) setUp(request);
  else console.log(JSON.stringify(verdict(request)));
}
