// The language server: started, stopped and started again, one thing after the other.
import { type LanguageStatusItem, LanguageStatusSeverity, type LogOutputChannel, commands, l10n, languages, window, workspace } from "vscode";
import { LanguageClient, State } from "vscode-languageclient/node";
import { explain } from "./messages";
import { type Program, find } from "./program";

const DOCUMENTS = [{ language: "markdown", scheme: "file" }];

export class Server {
  private client: LanguageClient | undefined;
  /** What is under way; whatever is asked for next comes after it. */
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly output: LogOutputChannel,
    private readonly status: LanguageStatusItem,
  ) {}

  /** Starts the server, after stopping the one that runs. */
  restart(): Promise<void> {
    return this.next(async () => {
      await this.end();
      await this.start();
    });
  }

  stop(): Promise<void> {
    return this.next(() => this.end());
  }

  private next(step: () => Promise<void>): Promise<void> {
    this.last = this.last
      .then(step)
      .catch((error: unknown) => this.fail(l10n.t("pmlint could not be started: {0}", String(error))));
    return this.last;
  }

  private async end(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    try {
      await client?.dispose();
    } catch (error) {
      // One that has crashed cannot be asked to stop, which is no reason not to start another.
      this.output.warn(String(error));
    }
  }

  private async start(): Promise<void> {
    this.show(State.Starting);
    const found = await find(workspace.getConfiguration("pmlint").get("path", "pmlint"));
    if ("problem" in found) {
      this.fail(explain(found.problem));
      return;
    }
    const client = this.made(found.program);
    this.client = client;
    client.onDidChangeState(({ newState }) => {
      // What an earlier one still goes through is of no interest.
      if (client === this.client) {
        this.show(newState, client.initializeResult?.serverInfo?.version);
      }
    });
    await client.start();
  }

  private made({ command, shell }: Program): LanguageClient {
    const lang = workspace.getConfiguration("pmlint").get("lang", "auto");
    const run = { command, args: ["lsp", "--lang", lang], options: { shell } };
    this.output.info(`${command} ${run.args.join(" ")}`);
    return new LanguageClient("pmlint", "pmlint", run, {
      documentSelector: DOCUMENTS,
      outputChannel: this.output,
    });
  }

  private show(state: State, version = ""): void {
    const busy = state === State.Starting;
    const running = state === State.Running;
    const text = running ? version : busy ? l10n.t("starting") : l10n.t("stopped");
    this.status.text = `pmlint ${text}`.trimEnd();
    this.status.busy = busy;
    this.status.severity = busy || running ? LanguageStatusSeverity.Information : LanguageStatusSeverity.Error;
    this.status.detail = undefined;
  }

  /** Says that there is no server, where it can be read later as well. */
  private fail(message: string): void {
    this.output.error(message);
    this.show(State.Stopped);
    this.status.detail = message;
    const setting = l10n.t("Open the Setting");
    const output = l10n.t("Show the Output");
    // Nobody waits for the answer: the user may leave the message where it is.
    void window.showErrorMessage(message, setting, output).then(async (chosen) => {
      if (chosen === setting) {
        await commands.executeCommand("workbench.action.openSettings", "pmlint.path");
      } else if (chosen === output) {
        this.output.show();
      }
    });
  }
}

/** Where Markdown documents show how it is. */
export function statusItem(): LanguageStatusItem {
  const status = languages.createLanguageStatusItem("pmlint", DOCUMENTS);
  status.name = "pmlint";
  status.command = { command: "pmlint.restart", title: l10n.t("Restart") };
  return status;
}
