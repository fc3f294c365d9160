// Builds the extension into one file, with the licences of what that file is made of beside it.
import { build } from "esbuild";
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

const LICENCE = /^licen[cs]e/i;

/** The folders of the packages that a bundle has parts of. */
function packages(metafile) {
  const folders = Object.keys(metafile.inputs).map(
    (input) => input.match(/^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0],
  );
  return [...new Set(folders)].filter(Boolean).sort();
}

async function licence(folder) {
  const { name, version } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const file = (await readdir(folder)).find((it) => LICENCE.test(it));
  if (file === undefined) {
    throw new Error(`${folder} has no licence to go with the extension`);
  }
  return `${name} ${version}\n\n${(await readFile(join(folder, file), "utf8")).trim()}\n`;
}

await rm("dist", { recursive: true, force: true });
await mkdir("dist");
const shared = { bundle: true, platform: "node", target: "node20", format: "cjs", external: ["vscode"] };
const { metafile } = await build({
  ...shared,
  entryPoints: ["src/extension.ts"],
  outfile: "dist/extension.js",
  minify: true,
  metafile: true,
});
const licences = await Promise.all(packages(metafile).map(licence));
await writeFile("dist/THIRD-PARTY.txt", licences.join(`\n${"-".repeat(72)}\n\n`));
await build({
  ...shared,
  entryPoints: { session: "test/session/index.ts", program: "src/program.ts" },
  outdir: "dist/test",
  // It finds its own parts while it runs.
  external: [...shared.external, "mocha"],
});
for (const name of ["LICENSE-MIT", "LICENSE-APACHE"]) {
  await copyFile(join("../..", name), name);
}
