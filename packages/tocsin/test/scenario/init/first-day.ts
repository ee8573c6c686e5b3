/** A copy of the project before its first day, and emulated vendors in place of the network. */
import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Command } from "commander";
import { vi } from "vitest";
import { createDatadog } from "../../../../emulators/src/datadog/app.ts";
import { createSentry } from "../../../../emulators/src/sentry/app.ts";
import { createSlack } from "../../../../emulators/src/slack/app.ts";
import { createStripe } from "../../../../emulators/src/stripe/app.ts";
import { createVercel } from "../../../../emulators/src/vercel/app.ts";
import { teamContext } from "../../../../emulators/test/team.ts";
import type { Terminal } from "../../../src/app/init/ask.ts";
import { initCommand } from "../../../src/cli/commands/init.ts";

const root = path.resolve(import.meta.dirname, "../../../../..");
const hosts = ["datadog", "sentry", "vercel", "stripe", "slack"] as const;
type Host = (typeof hosts)[number];

export const flags = [
  ...["--stack", "prod", "--vendors", "datadog,sentry,vercel,stripe", "--datadog-site", "datadoghq.eu"],
  ...[
    "--sentry-organization",
    "acme",
    "--vercel-team",
    "team_acme",
    "--slack-account",
    "acme",
    "--stripe-mode",
    "test",
  ],
  ...["--page", "#alerts,founder@example.com", "--ticket", "#alerts", "--info", "#alerts"],
  ...["--owner", "founder@example.com", "--runbooks", "https://docs.example/runbooks"],
];

/** With the two stacks that nobody has filled in. */
const nothingYet: ReadonlyMap<string, string> = new Map([
  ["Pulumi.yaml", "name: shop-alerts\nruntime: nodejs\nmain: infra\n"],
  ["package.json", '{ "name": "shop-alerts", "private": true, "type": "module" }\n'],
  ["Pulumi.staging.yaml", 'config: { "tocsin:runbooks": "<https address>" }\n'],
  ["Pulumi.prod.yaml", 'config: { "tocsin:runbooks": "<https address>" }\n'],
]);

export class FirstDay {
  readonly folder: string;
  readonly env: Record<string, string | undefined>;
  /** What a vendor answers in place of its own answer; undefined: its own. */
  readonly faults = new Map<Host, (where: string) => Response | undefined>();
  /** Calls so far, as `vendor METHOD /path`. */
  readonly calls: string[] = [];
  readonly send: (host: Host, where: string, init?: RequestInit) => Promise<Response>;

  private constructor(folder: string) {
    this.folder = folder;
    const context = teamContext();
    const { datadog, sentry, vercel, stripe, slack } = context.tokens;
    const apps = {
      datadog: createDatadog(context).app,
      sentry: createSentry(context).app,
      vercel: createVercel(context).app,
      stripe: createStripe(context).app,
      slack: createSlack(context).app,
    };
    this.send = async (host, where, init = {}) => apps[host].request(where, init);
    this.env = {
      DD_HOST: "https://datadog.example",
      DD_API_KEY: datadog.apiKey,
      DD_APP_KEY: datadog.appKey,
      SENTRY_BASE_URL: "https://sentry.example",
      SENTRY_AUTH_TOKEN: sentry.token,
      VERCEL_BASE_URL: "https://vercel.example",
      VERCEL_API_TOKEN: vercel.token,
      STRIPE_API_BASE: "https://stripe.example",
      STRIPE_API_KEY: stripe.apiKey,
      SLACK_API_BASE: "https://slack.example",
      SLACK_TOKEN: slack.token,
    };
    vi.stubGlobal("fetch", async (input: string | URL | Request, init?: RequestInit) => {
      const url = new URL(input instanceof Request ? input.url : String(input));
      const host = hosts.find((one) => url.hostname === `${one}.example`);
      if (host === undefined) throw new TypeError(`fetch failed: nobody is at ${url.hostname}`);
      const where = url.pathname + url.search;
      this.calls.push(`${host} ${init?.method ?? "GET"} ${where}`);
      return this.faults.get(host)?.(where) ?? this.send(host, where, init);
    });
  }

  /**
   * A project that has nothing yet but its packages.
   * @param project its files by path; a folder without a Pulumi.yaml is none
   */
  static async begin(project: ReadonlyMap<string, string> = nothingYet): Promise<FirstDay> {
    const folder = await mkdtemp(path.join(tmpdir(), "tocsin-init-scenario-"));
    for (const [file, text] of project) {
      await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
      await writeFile(path.join(folder, file), text);
    }
    await symlink(path.join(root, "node_modules"), path.join(folder, "node_modules"));
    return new FirstDay(folder);
  }

  /** Commits all that there is. */
  commit(): void {
    const git = (...args: string[]) => {
      const who = ["-c", "user.name=T", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"];
      execFileSync("git", [...who, ...args], { cwd: this.folder, stdio: "pipe" });
    };
    git("init", "--quiet");
    git("add", "--all");
    git("commit", "--quiet", "--message", "all");
  }

  /** Runs the command; `answers` are typed at a terminal one after the other, null: there is no terminal. */
  async init(args: readonly string[], answers: readonly string[] | null = null) {
    let output = "";
    let code = 0;
    const asked: string[] = [];
    const left = [...(answers ?? [])];
    const terminal: Terminal = {
      question: async (text) => {
        asked.push(text);
        return left.shift() ?? null;
      },
      close: () => {},
    };
    const program = new Command().exitOverride();
    initCommand(program.command("init"), {
      root: this.folder,
      env: this.env,
      terminal: () => (answers === null ? null : terminal),
      print: (text) => {
        output += text;
      },
      say: () => {},
      setExitCode: (given) => {
        code = given;
      },
    });
    await program.parseAsync(["init", ...args], { from: "user" });
    return { output, code, asked };
  }

  /** Every file of the team's, with its text. */
  async files(): Promise<Record<string, string>> {
    const all = await readdir(this.folder, { recursive: true, withFileTypes: true });
    const own = all
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(this.folder, path.join(entry.parentPath, entry.name)))
      .filter((file) => !/^(src|node_modules|\.git|\.local)\//.test(file))
      .sort();
    return Object.fromEntries(await Promise.all(own.map(async (file) => [file, await this.read(file)] as const)));
  }

  read(file: string): Promise<string> {
    return readFile(path.join(this.folder, file), "utf8");
  }

  write(file: string, text: string): Promise<void> {
    return writeFile(path.join(this.folder, file), text);
  }

  async end(): Promise<void> {
    vi.unstubAllGlobals();
    await rm(this.folder, { recursive: true, force: true });
  }
}
