// Makes TypeScript types from the bundle, and holds records against them.
// Standard input: {"bundle": FILE, "records": [RECORD, …], "folder": FOLDER}. Standard output: what was done. Fails where `tsc` finds a
// fault in strict mode, or where the program that it makes does not write the records as they were.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { fileURLToPath, pathToFileURL } from "node:url";
import { compile } from "json-schema-to-typescript";

const { bundle, records, folder } = JSON.parse(readFileSync(0, "utf8"));
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const schema = JSON.parse(readFileSync(bundle, "utf8"));
const types = await compile(structuredClone(schema), "Record", {
  // Nothing is fetched: the bundle refers to nothing outside of itself.
  $refOptions: { resolve: { external: false } },
});
writeFileSync(join(folder, "accordance.ts"), types);

// The records as literals of the type of their kind: the compiler reads each of them.
const kinds = new Map(
  Object.entries(schema.$defs).flatMap(([name, { properties }]) => (properties?.kind ? [[properties.kind.const, name]] : [])),
);
const literals = records.map((record) => `records.push(${JSON.stringify(record)} satisfies ${kinds.get(record.kind)});\n`);
writeFileSync(
  join(folder, "records.ts"),
  `import type { ${[...kinds.values()].join(", ")} } from "./accordance.js";\n` +
    `export const records: unknown[] = [];\n${literals.join("")}`,
);
// A use of the types: kinds are told apart, and what is no record is refused.
writeFileSync(
  join(folder, "use.ts"),
  `import type { Goal, Meeting, Record } from "./accordance.js";
export function name(record: Record): string | undefined {
  switch (record.kind) {
    case "goal": return record.title.en?.text;
    case "meeting": return record.contributions[0]?.status;
    case "alignment": return record.asserted.by;
    default: return record.id;
  }
}
export const numbers = (goals: Goal[]): number[] => goals.map((goal) => goal.number);
export const days = (meeting: Meeting): [string, string] => [meeting.starts_on, meeting.ends_on];
// @ts-expect-error There is no such kind.
export const minutes: Record = { kind: "minutes", schema: "v1", id: "a" };
// @ts-expect-error A goal needs a title.
export const untitled: Goal = { kind: "goal", schema: "v1", id: "a", number: 1, edition: "b", objectives_complete: "unknown" };
export const inParis: Meeting["place"] = {
  // @ts-expect-error Cities are texts.
  city: 75,
};
`,
);
writeFileSync(join(folder, "package.json"), '{"type": "module"}\n');

const tsc = fileURLToPath(new URL("bin/tsc", import.meta.resolve("typescript/package.json")));
const options = ["--strict", "--target", "es2022", "--module", "nodenext", "--exactOptionalPropertyTypes", "--outDir", join(folder, "made")];
const sources = ["accordance.ts", "records.ts", "use.ts"].map((file) => join(folder, file));
try {
  execFileSync(process.execPath, [tsc, ...options, ...sources], { stdio: "pipe" });
} catch (error) {
  console.error(String(error.stdout));
  process.exit(1);
}

writeFileSync(join(folder, "made", "package.json"), '{"type": "module"}\n');
const made = await import(pathToFileURL(join(folder, "made", "records.js")));
const written = JSON.parse(JSON.stringify(made.records));
const lost = records.filter((record, at) => !isDeepStrictEqual(record, written[at]));
if (lost.length > 0) {
  console.error(`${lost.length} records are not written as they were read, first ${JSON.stringify(lost[0])}`);
  process.exit(1);
}
console.log(records.length);
