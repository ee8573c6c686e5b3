/** Keeps one issue a stack about its drift: opened when there is some, brought up to date, closed when there is none. */

import { createColors } from "picocolors";
import { z } from "zod";
import { fenced } from "../review/escape.ts";
import { plural } from "../shared/amounts.ts";
import { UsageError } from "../shared/usage-error.ts";
import { numberedPages } from "../vendors/pages.ts";
import { render } from "../verify/render.ts";
import type { Report } from "../verify/report.ts";
import { GitHub, type GitHubPatience, type Repository, repositoryFrom } from "./github.ts";

/** The label tells our issues: only who may triage can set it, while anybody can write a first line. */
const label = "tocsin-drift";
const markerOf = (stack: string) => `<!-- tocsin drift ${stack} -->`;

/** GitHub takes 65,536 characters. */
const longestBody = 60_000;
const perPage = 100;

interface Target extends Repository {
  /** The page of the run that found it; null outside of a workflow. */
  run: string | null;
}

/**
 * Out of a workflow's environment: where the issue belongs.
 * @throws UsageError naming everything that is missing
 */
export function issueTarget(env: Record<string, string | undefined>): Target {
  const { GITHUB_RUN_ID: id } = env;
  const target = repositoryFrom(env);
  if (target === null) {
    throw new UsageError("--issue needs GITHUB_TOKEN (with `issues: write`) and GITHUB_REPOSITORY (owner/name).");
  }
  const { repository } = target;
  const server = env.GITHUB_SERVER_URL ?? "https://github.com";
  return {
    ...target,
    run: id ? `${server}/${repository}/actions/runs/${id}` : null,
  };
}

const page = z.object({ html_url: z.string() });
const issue = z.object({ number: z.number(), body: z.string().nullable(), html_url: z.string() });

/**
 * Says in the stack's issue what a complete report found. What runs behind broken glass counts here, so that it is not
 * forgotten. An incomplete report says nothing about what it could not see, and touches nothing.
 * @returns one sentence about what was done
 * @throws VendorError when GitHub cannot be read or written
 */
export async function keepIssue(target: Target, report: Report, patience: GitHubPatience = {}): Promise<string> {
  if (!report.complete) return "The issue is left as it is: not everything could be looked at.";
  const github = new GitHub({ ...target, right: "issues: write" }, patience);
  const found = await openIssue(github, markerOf(report.stack));
  if (report.findings.length === 0 && report.breakGlass.length === 0) {
    if (found === null) return "No issue is open, and none is needed.";
    await github.write("POST", `/issues/${found.number}/comments`, page, { body: `Clean since ${report.checkedAt}.` });
    await github.write("PATCH", `/issues/${found.number}`, page, { state: "closed", state_reason: "completed" });
    return `Closed ${found.html_url}`;
  }
  const text = { title: titleOf(report), body: bodyOf(report, target.run) };
  if (found === null) {
    return `Opened ${(await github.write("POST", "/issues", page, { ...text, labels: [label] })).html_url}`;
  }
  return `Brought up to date ${(await github.write("PATCH", `/issues/${found.number}`, page, text)).html_url}`;
}

function titleOf({ stack, findings, breakGlass }: Report): string {
  if (findings.length === 0) return `${stack}: ${breakGlass.length} running under a break-glass override`;
  return `${stack}: drift, ${plural(findings.length, "finding")}`;
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

/** The oldest open issue of ours that begins with a marker. */
async function openIssue(github: GitHub, marker: string): Promise<z.infer<typeof issue> | null> {
  const query = `state=open&labels=${label}&sort=created&direction=asc&per_page=${perPage}`;
  const all = await numberedPages({ vendor: "GitHub", what: "issues" }, perPage, (page) =>
    github.get(`/issues?${query}&page=${page + 1}`, z.array(issue)),
  );
  return all.find(({ body }) => body?.startsWith(marker)) ?? null;
}
