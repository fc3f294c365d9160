// Finds the program, and finds out beforehand whether it can be what it is started for.
import { execFile } from "node:child_process";
import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, delimiter, extname, isAbsolute, join } from "node:path";

const IS_WINDOWS = process.platform === "win32";

/** How to start the program. */
export interface Program {
  command: string;
  /** Whether only a shell can start it, as the launchers that npm writes on Windows. */
  shell: boolean;
}

/** Why there is no program to start. */
export type Problem =
  | { kind: "missing"; setting: string }
  | { kind: "relative"; setting: string }
  | { kind: "broken"; path: string; said: string }
  | { kind: "old"; path: string };

export type Found = { program: Program } | { problem: Problem };

/** The program that a setting names. */
export async function find(setting: string): Promise<Found> {
  const named = setting.trim() || "pmlint";
  const expanded = named.replace(/^~(?=[/\\])/, homedir());
  let path: string | undefined;
  if (isAbsolute(expanded)) {
    path = await runnable([expanded]);
  } else if (basename(expanded) === expanded) {
    path = await runnable(onPath(expanded));
  } else {
    // It would depend on the folder that is open, and that may be somebody else's.
    return { problem: { kind: "relative", setting: named } };
  }
  if (path === undefined) {
    return { problem: { kind: "missing", setting: named } };
  }
  const shell = IS_WINDOWS && /^\.(cmd|bat)$/i.test(extname(path));
  const program = { command: shell ? `"${path}"` : path, shell };
  return (await tried(program, path)) ?? { program };
}

/**
 * Where a name may be in PATH. Windows itself would also look into the working directory, which is the
 * folder that is open; so would an empty or relative entry.
 */
function onPath(name: string): string[] {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((it) => isAbsolute(it));
  return folders.map((folder) => join(folder, name));
}

/** The first of some paths that is a file and can be run. */
async function runnable(paths: string[]): Promise<string | undefined> {
  const endings = IS_WINDOWS ? ["", ".exe", ".cmd", ".bat"] : [""];
  for (const path of paths.flatMap((it) => endings.map((ending) => it + ending))) {
    try {
      await access(path, constants.X_OK);
      // On Windows everything that exists counts as something to run.
      const isNamed = !IS_WINDOWS || /^\.(exe|cmd|bat)$/i.test(extname(path));
      if (isNamed && (await stat(path)).isFile()) {
        return path;
      }
    } catch {
      // The next one may be there.
    }
  }
  return undefined;
}

/** What is wrong with a program: it does not run, or knows no language server. */
async function tried(program: Program, path: string): Promise<{ problem: Problem } | undefined> {
  const run = (...words: string[]) =>
    new Promise<string | undefined>((resolve) => {
      execFile(program.command, words, { shell: program.shell, cwd: homedir() }, (error, _, stderr) =>
        resolve(error ? stderr.trim() || error.message : undefined),
      );
    });
  const said = await run("--version");
  if (said !== undefined) {
    return { problem: { kind: "broken", path, said } };
  }
  return (await run("lsp", "--help")) === undefined ? undefined : { problem: { kind: "old", path } };
}
