// Installs the packed extension into a real VS Code, opens a postmortem in a browser, and has test/session run there.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { chromium } from "playwright-core";
import { browser, places, program, serve, vscode } from "./machine.mjs";

/** Only ever waited out where something is wrong. */
const DEADLINE = 240_000;
const FIXTURE = "../../fixtures/broken/postmortem.md";

let folder;
let documents;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "pmlint-vscode-"));
  documents = join(folder, "documents");
  const host = join(folder, "host");
  const machine = join(folder, "data/Machine");
  for (const it of [documents, host, machine]) {
    await mkdir(it, { recursive: true });
  }
  await copyFile(FIXTURE, join(documents, "postmortem.md"));
  await writeFile(join(machine, "settings.json"), JSON.stringify({ "pmlint.path": program() }));
  // VS Code runs tests only beside an extension under development; this one is empty.
  const empty = { name: "host", publisher: "test", version: "0.0.0", engines: { vscode: "*" } };
  await writeFile(join(host, "package.json"), JSON.stringify(empty));
  const install = [vscode(), ...places(folder), "--install-extension", resolve("pmlint.vsix")];
  await promisify(execFile)(process.execPath, install);
});

after(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

/** Opens the documents in VS Code, and waits until the session has ended. */
async function session(report) {
  const server = await serve(folder, { PMLINT_SESSION_REPORT: report });
  // Whoever runs tests may be root, and then Chromium has no sandbox.
  const shown = await chromium.launch({ executablePath: browser(), args: ["--no-sandbox"] });
  try {
    const page = await shown.newPage({ locale: "en-US" });
    // Nothing here is for anybody else to know of.
    await page.route(({ hostname }) => hostname !== "127.0.0.1", (route) => route.abort());
    const said = [];
    page.on("console", (message) => said.push(message.text()));
    await page.exposeFunction("codeAutomationLog", () => {});
    const ended = new Promise((done) => page.exposeFunction("codeAutomationExit", done));
    const remote = `vscode-remote://127.0.0.1:${server.port}`;
    const payload = [
      ["extensionDevelopmentPath", `${remote}${join(folder, "host")}`],
      ["extensionTestsPath", `${remote}${resolve("dist/test/session.js")}`],
      ["skipWelcome", "true"],
    ];
    const query = new URLSearchParams({ folder: documents, payload: JSON.stringify(payload) });
    await page.goto(`http://127.0.0.1:${server.port}/?${query}`);
    const late = new Promise((_, failed) => {
      setTimeout(() => failed(new Error(`no end of the session:\n${said.slice(-40).join("\n")}`)), DEADLINE).unref();
    });
    await Promise.race([ended, late]);
    if (!existsSync(report)) {
      throw new Error(`the session ran no test:\n${said.slice(-40).join("\n")}`);
    }
    // The session has asked for a program that there is not; what was said of that stays until it is closed.
    const toast = page.locator(".notification-toast", { hasText: "no program `no-such-pmlint`" }).first();
    const told = await toast.innerText({ timeout: 10_000 }).catch(() => "nothing was said");
    return { results: JSON.parse(await readFile(report, "utf8")), told };
  } finally {
    await shown.close();
    await server.end();
  }
}

test("a session in VS Code", async (t) => {
  const { results, told } = await session(join(folder, "report.json"));
  for (const { title, error } of results) {
    await t.test(title, () => assert.equal(error, undefined, error));
  }
  assert.equal(results.length, 6, "all of the session was run");
  await t.test("whoever has no pmlint is told what to type", () => {
    assert.match(told, /pip install pmlint/);
    assert.match(told, /Open the Setting/);
  });
  await t.test("what was mended is on the disk, and nothing else has changed", async () => {
    const fixture = await readFile(FIXTURE, "utf8");
    assert.ok(fixture.includes("##故障描述"));
    const saved = await readFile(join(documents, "postmortem.md"), "utf8");
    assert.equal(saved, fixture.replace("##故障描述", "## 故障描述"));
  });
});
