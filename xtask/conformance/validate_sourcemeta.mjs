// Gives the verdicts of the command of @sourcemeta/jsonschema, which is asked by files of tests: each claims that its instance is
// valid, and what fails is not. Standard input and output as in validate_ajv.mjs.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const command = fileURLToPath(new URL("npm/cli.js", import.meta.resolve("@sourcemeta/jsonschema/package.json")));

const requests = [];
for await (const line of createInterface({ input: process.stdin })) requests.push(JSON.parse(line));
const { schemas, formats, scratch } = requests.shift();

rmSync(scratch, { recursive: true, force: true });
mkdirSync(join(scratch, "schemas"), { recursive: true });
for (const file of schemas) cpSync(file, join(scratch, "schemas", basename(file)));

const bySchema = new Map();
requests.forEach(({ schema }, at) => {
  if (!bySchema.has(schema)) bySchema.set(schema, []);
  bySchema.get(schema).push(at);
});

const verdicts = new Array(requests.length).fill("no verdict");
for (const [schema, places] of bySchema) {
  const tests = places.map((at) => ({ description: String(at), data: requests[at].data, valid: true }));
  const file = join(scratch, "tests.json");
  writeFileSync(file, JSON.stringify({ target: schema, tests }));
  for (const { name, status } of run(file)) verdicts[Number(name)] = status === "passed";
}
for (const verdict of verdicts) console.log(JSON.stringify(verdict));

function run(file) {
  const options = ["--json", "--resolve", join(scratch, "schemas"), ...(formats ? ["--format-assertion"] : [])];
  let output;
  try {
    output = execFileSync(process.execPath, [command, "test", file, ...options], { maxBuffer: 2 ** 30, stdio: "pipe" });
  } catch (error) {
    // Status 2 says that some tests fail, which is what is asked for.
    if (error.status !== 2) throw error;
    output = error.stdout;
  }
  return JSON.parse(output).results.tests;
}
