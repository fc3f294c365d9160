// Which program a setting names, and what is wrong where it names none that can be used.
import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { find } from "../dist/test/program.js";
import { program } from "./machine.mjs";

const skip = process.platform === "win32" && "the programs of this test are shell scripts";

let folder;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "pmlint-program-"));
});

after(() => rm(folder, { recursive: true, force: true }));

beforeEach(() => {
  process.env.PATH = join(folder, "bin");
});

/** Writes a program that runs a line of shell. */
async function script(path, line) {
  const file = join(folder, path);
  await mkdir(join(file, ".."), { recursive: true });
  await writeFile(file, `#!/bin/sh\n${line}\n`);
  await chmod(file, 0o755);
  return file;
}

test("an absolute path is taken as it is", async () => {
  assert.deepEqual(await find(program()), { program: { command: program(), shell: false } });
});

test("a name is looked up in PATH, also where none is set", { skip }, async () => {
  const command = await script("bin/pmlint", "exit 0");
  const found = { program: { command, shell: false } };
  assert.deepEqual(await find("pmlint"), found);
  assert.deepEqual(await find(" "), found);
});

test("what cannot be run is passed over", { skip }, async () => {
  await mkdir(join(folder, "first/linter"), { recursive: true });
  await mkdir(join(folder, "second"), { recursive: true });
  await writeFile(join(folder, "second/linter"), "text");
  const command = await script("third/linter", "exit 0");
  process.env.PATH = ["first", "second", "third"].map((it) => join(folder, it)).join(delimiter);
  assert.deepEqual(await find("linter"), { program: { command, shell: false } });
});

test("a program of the folder that is open is never run", { skip }, async () => {
  await script("open/theirs", "exit 0");
  const before = process.cwd();
  process.chdir(join(folder, "open"));
  try {
    process.env.PATH = ["", ".", join(folder, "bin")].join(delimiter);
    assert.deepEqual(await find("theirs"), { problem: { kind: "missing", setting: "theirs" } });
    for (const setting of ["./theirs", "../open/theirs"]) {
      assert.deepEqual(await find(setting), { problem: { kind: "relative", setting } });
    }
  } finally {
    process.chdir(before);
  }
});

test("what is missing is named", async () => {
  const setting = join(folder, "gone");
  assert.deepEqual(await find(setting), { problem: { kind: "missing", setting } });
});

test("a program that fails is told from one that is too old", { skip }, async () => {
  const broken = await script("broken", "echo no such library >&2; exit 127");
  const problem = { kind: "broken", path: broken, said: "no such library" };
  assert.deepEqual(await find(broken), { problem });
  const old = await script("old", 'test "$1" = --version');
  assert.deepEqual(await find(old), { problem: { kind: "old", path: old } });
});
