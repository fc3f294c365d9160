// A session with the extension as it is installed: a postmortem is opened, mended and saved.
import assert from "node:assert/strict";
import { type CodeAction, CodeActionKind, ConfigurationTarget, type Diagnostic, type Hover, type InlayHint, type MarkdownString, Range, type TextDocument, Uri, commands, languages, window, workspace } from "vscode";

const WRONG = "##故障描述";
const RIGHT = "## 故障描述";

let document: TextDocument;

function rule(diagnostic: Diagnostic): string {
  const { code } = diagnostic;
  return String(typeof code === "object" ? code.value : code);
}

function found(): Diagnostic[] {
  return languages.getDiagnostics(document.uri).filter(({ source }) => source === "pmlint");
}

/** Waits until what is found is as it should be. */
async function until(is: (found: Diagnostic[]) => boolean): Promise<Diagnostic[]> {
  return new Promise((done) => {
    const look = () => {
      if (is(found())) {
        listener.dispose();
        done(found());
      }
    };
    const listener = languages.onDidChangeDiagnostics(look);
    look();
  });
}

const has = (id: string) => (all: Diagnostic[]) => all.some((it) => rule(it) === id);
const lacks = (id: string) => (all: Diagnostic[]) => all.length > 0 && !has(id)(all);
const none = (all: Diagnostic[]) => all.length === 0;

async function fixes(): Promise<CodeAction[]> {
  const [diagnostic] = found().filter((it) => rule(it) === "not-a-heading");
  assert.ok(diagnostic);
  const kind = CodeActionKind.QuickFix.value;
  const offered = await commands.executeCommand<CodeAction[]>(
    "vscode.executeCodeActionProvider",
    document.uri,
    diagnostic.range,
    kind,
  );
  return offered.filter(({ isPreferred }) => isPreferred);
}

async function configure(key: string, value: string | undefined): Promise<void> {
  await workspace.getConfiguration("pmlint").update(key, value, ConfigurationTarget.Global);
}

suite("pmlint in VS Code", () => {
  suiteSetup(async () => {
    const [folder] = workspace.workspaceFolders ?? [];
    assert.ok(folder);
    document = await workspace.openTextDocument(Uri.joinPath(folder.uri, "postmortem.md"));
    await window.showTextDocument(document);
  });

  test("shows what is wrong, in a folder that nobody trusts yet", async () => {
    assert.equal(workspace.isTrusted, false);
    const all = await until(has("not-a-heading"));
    const diagnostic = all.find((it) => rule(it) === "not-a-heading");
    assert.equal(document.getText(diagnostic?.range), WRONG);
    assert.ok(all.some(({ relatedInformation }) => relatedInformation?.length), "none names another place");
  });

  test("explains a metric, and counts the time since the beginning", async () => {
    const metric = document.positionAt(document.getText().indexOf("故障感知时间"));
    const hovers = await commands.executeCommand<Hover[]>("vscode.executeHoverProvider", document.uri, metric);
    const shown = hovers.flatMap(({ contents }) => contents as MarkdownString[]).map(({ value }) => value);
    assert.match(shown.join("\n"), /故障感知时间/);
    const all = new Range(0, 0, document.lineCount, 0);
    const hints = await commands.executeCommand<InlayHint[]>("vscode.executeInlayHintProvider", document.uri, all);
    const labels = hints.map(({ label }) => (typeof label === "string" ? label : label[0]?.value)?.trim());
    assert.ok(labels.includes("T+0m"), labels.join());
  });

  test("speaks the language that is set", async () => {
    const spoken = (pattern: RegExp) => (all: Diagnostic[]) => all.some(({ message }) => pattern.test(message));
    await until(spoken(/is not a heading/));
    await configure("lang", "zh");
    await until(spoken(/不是标题/));
    await configure("lang", undefined);
    await until(spoken(/is not a heading/));
  });

  test("starts again when it is told to", async () => {
    await commands.executeCommand("pmlint.restart");
    await until(has("not-a-heading"));
  });

  test("says so where there is no program, and starts once there is one", async () => {
    const path = workspace.getConfiguration("pmlint").get<string>("path");
    await configure("path", "no-such-pmlint");
    await until(none);
    await configure("path", path);
    await until(has("not-a-heading"));
  });

  test("mends a heading, which ends the finding before anything is saved", async () => {
    const [fix, ...others] = await fixes();
    assert.deepEqual(others, []);
    assert.ok(fix?.edit);
    const before = document.getText();
    assert.ok(await workspace.applyEdit(fix.edit));
    await until(lacks("not-a-heading"));
    assert.ok(document.isDirty);
    assert.equal(document.getText(), before.replace(WRONG, RIGHT));
    assert.ok(await document.save());
  });
});
