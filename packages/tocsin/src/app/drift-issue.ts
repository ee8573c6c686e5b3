/** Keeps one issue a stack about its drift: opened when there is some, brought up to date, closed when there is none. */

import { createColors } from "picocolors";
import { z } from "zod";
import { githubUrl } from "../project/github-url.ts";
import { fenced } from "../review/escape.ts";
import { limitedText } from "../shared/limited-text.ts";
import { UsageError } from "../shared/usage-error.ts";
import { VendorError, VendorUnreachable } from "../vendors/http/errors.ts";
import { type Limits, VendorHttp } from "../vendors/http/read.ts";
import { numberedPages } from "../vendors/pages.ts";
import { cleanCause, withoutSecrets } from "../vendors/secrets.ts";
import { render } from "../verify/render.ts";
import type { Report } from "../verify/report.ts";

/** The label tells our issues: only who may triage can set it, while anybody can write a first line. */
const label = "tocsin-drift";
const markerOf = (stack: string) => `<!-- tocsin drift ${stack} -->`;

/** GitHub takes 65,536 characters. */
const longestBody = 60_000;
const perPage = 100;

interface Target {
  /** Base of the REST interface, without a trailing slash. */
  url: string;
  /** `owner/name`. */
  repository: string;
  token: string;
  /** The page of the run that found it; null outside of a workflow. */
  run: string | null;
}

/**
 * Out of a workflow's environment: where the issue belongs.
 * @throws UsageError naming everything that is missing
 */
export function issueTarget(env: Record<string, string | undefined>): Target {
  const { GITHUB_TOKEN: token, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: id } = env;
  if (!token || !repository || !/^[\w.-]+\/[\w.-]+$/.test(repository)) {
    throw new UsageError("--issue needs GITHUB_TOKEN (with `issues: write`) and GITHUB_REPOSITORY (owner/name).");
  }
  const server = env.GITHUB_SERVER_URL ?? "https://github.com";
  return {
    url: githubUrl(env),
    repository,
    token,
    run: id ? `${server}/${repository}/actions/runs/${id}` : null,
  };
}

const issue = z.object({ number: z.number(), body: z.string().nullable(), html_url: z.string() });

/**
 * Says in the stack's issue what a complete report found. What runs behind broken glass counts here, so that it is not
 * forgotten. An incomplete report says nothing about what it could not see, and touches nothing.
 * @returns one sentence about what was done
 * @throws VendorError when GitHub cannot be read or written
 */
export async function keepIssue(target: Target, report: Report, limits: Limits = {}): Promise<string> {
  if (!report.complete) return "The issue is left as it is: not everything could be looked at.";
  const github = new GitHub(target, limits);
  const found = await github.find(markerOf(report.stack));
  if (report.findings.length === 0 && report.breakGlass.length === 0) {
    if (found === null) return "No issue is open, and none is needed.";
    await github.send("POST", `/issues/${found.number}/comments`, { body: `Clean since ${report.checkedAt}.` });
    await github.send("PATCH", `/issues/${found.number}`, { state: "closed", state_reason: "completed" });
    return `Closed ${found.html_url}`;
  }
  const text = { title: titleOf(report), body: bodyOf(report, target.run) };
  if (found === null) return `Opened ${(await github.send("POST", "/issues", { ...text, labels: [label] })).html_url}`;
  return `Brought up to date ${(await github.send("PATCH", `/issues/${found.number}`, text)).html_url}`;
}

function titleOf({ stack, findings, breakGlass }: Report): string {
  if (findings.length === 0) return `${stack}: ${breakGlass.length} running under a break-glass override`;
  return `${stack}: drift, ${findings.length} finding${findings.length === 1 ? "" : "s"}`;
}

/** The report as verify prints it, in a block where nothing is markup and nobody is mentioned. */
function bodyOf(report: Report, run: string | null): string {
  const whole = render(report, createColors(false)).trimEnd();
  const lines = whole.split("\n");
  let shown = whole;
  while (shown.length > longestBody) {
    lines.splice(Math.floor(lines.length * 0.8));
    shown = `${lines.join("\n")}\n... ${whole.split("\n").length - lines.length} more lines: see the run`;
  }
  return [
    markerOf(report.stack),
    `\`tocsin verify --stack ${report.stack}\` at ${report.checkedAt}${run === null ? "" : ` ([run](${run}))`}:`,
    "",
    fenced(shown, "text"),
    "",
    "This issue is brought up to date by each run, and closed by the first one that is clean.",
  ].join("\n");
}

class GitHub {
  readonly #target: Target;
  readonly #http: VendorHttp;

  constructor(target: Target, limits: Limits) {
    this.#target = target;
    const { url, token } = target;
    const headers = { authorization: `Bearer ${token}`, accept: "application/vnd.github+json", "user-agent": "tocsin" };
    this.#http = new VendorHttp({ vendor: "GitHub", url, headers, credential: "GITHUB_TOKEN", ...limits });
  }

  /** The oldest open issue of ours that begins with a marker. */
  async find(marker: string): Promise<z.infer<typeof issue> | null> {
    const query = `state=open&labels=${label}&sort=created&direction=asc&per_page=${perPage}`;
    const all = await numberedPages({ vendor: "GitHub", what: "issues" }, perPage, async (page) => {
      const path = `/repos/${this.#target.repository}/issues?${query}&page=${page + 1}`;
      return (await this.#http.get({ path, what: "issues", scope: "issues: write", schema: z.array(issue) })).data;
    });
    return all.find(({ body }) => body?.startsWith(marker)) ?? null;
  }

  /** One write, never repeated: the next run sees what has become of it. */
  async send(method: "POST" | "PATCH", path: string, body: object): Promise<{ html_url: string }> {
    const { url, repository, token } = this.#target;
    const what = `${method} ${path}`;
    let response: Response;
    let text: string;
    try {
      response = await fetch(`${url}/repos/${repository}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          accept: "application/vnd.github+json",
          "user-agent": "tocsin",
          "content-type": "application/json",
        },
        body: withoutSecrets(JSON.stringify(body)),
        redirect: "error",
        signal: AbortSignal.timeout(20_000),
      });
      text = withoutSecrets(await limitedText(response));
    } catch (cause) {
      throw new VendorUnreachable("GitHub", `GitHub could not be reached for ${what}.`, { cause: cleanCause(cause) });
    }
    if (!response.ok) {
      const hint = [401, 403].includes(response.status) ? ": GITHUB_TOKEN needs `issues: write`" : "";
      throw new VendorError("GitHub", `GitHub answered ${response.status} to ${what}${hint}.`);
    }
    const parsed = z.object({ html_url: z.string() }).safeParse(jsonOf(text));
    if (!parsed.success) throw new VendorError("GitHub", `GitHub answered ${what} in an unexpected shape.`);
    return parsed.data;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
