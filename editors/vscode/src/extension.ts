// pmlint for VS Code: starts `pmlint lsp` for Markdown documents. All that is known of postmortems is in there.
import { type ExtensionContext, commands, window, workspace } from "vscode";
import { Server, statusItem } from "./server";

let server: Server | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const output = window.createOutputChannel("pmlint", { log: true });
  const status = statusItem();
  const started = new Server(output, status);
  server = started;
  context.subscriptions.push(
    output,
    status,
    commands.registerCommand("pmlint.restart", () => started.restart()),
    commands.registerCommand("pmlint.showOutput", () => output.show()),
    workspace.onDidChangeConfiguration(async (event) => {
      if (["pmlint.path", "pmlint.lang"].some((setting) => event.affectsConfiguration(setting))) {
        await started.restart();
      }
    }),
  );
  await started.restart();
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
