// What a session needs of the machine: a VS Code, a browser to show it in, the program.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { createInterface } from "node:readline";

const BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

function needed(path, remedy) {
  if (path === undefined || !existsSync(path)) {
    throw new Error(`${path ?? "nothing"} is there to run; ${remedy}`);
  }
  return path;
}

/** The main file of the server of VS Code, which `.ci/tools` installs from npm. */
export function vscode() {
  const tools = process.env.PMLINT_TOOLS ?? "../../target/tools";
  const main = resolve(tools, "code-server/package/lib/vscode/out/server-main.js");
  return needed(main, "run `.ci/tools target/tools` in the folder of the project");
}

export function browser() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const found = BROWSERS.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync);
  return needed(found, `install one of ${BROWSERS.join(", ")}`);
}

export function program() {
  const path = resolve(process.env.PMLINT ?? "../../target/debug/pmlint");
  return needed(path, "run `cargo build`, or name the program in the variable PMLINT");
}

/** Starts the server of VS Code; resolves to its port and a way to end it. */
export async function serve(folder, environment) {
  const server = spawn(
    process.execPath,
    [vscode(), ...places(folder), "--host", "127.0.0.1", "--port", "0", "--without-connection-token", "--telemetry-level", "off"],
    // Without a gallery it looks for no updates of extensions.
    { env: { ...process.env, EXTENSIONS_GALLERY: "{}", ...environment }, stdio: ["ignore", "pipe", "pipe"] },
  );
  const said = [];
  const ended = new Promise((done) => server.once("exit", done));
  const port = await new Promise((listening, failed) => {
    for (const stream of [server.stdout, server.stderr]) {
      createInterface(stream).on("line", (line) => {
        said.push(line);
        const found = line.match(/listening on (\d+)/);
        if (found) {
          listening(Number(found[1]));
        }
      });
    }
    ended.then((code) => failed(new Error(`VS Code ended with ${code}:\n${said.join("\n")}`)));
  });
  const end = async () => {
    server.kill();
    await ended;
  };
  return { port, end };
}

/** Where the server of VS Code keeps what it keeps. */
export function places(folder) {
  return ["--accept-server-license-terms", "--server-data-dir", folder, "--extensions-dir", join(folder, "extensions")];
}
