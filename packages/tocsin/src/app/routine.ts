/** Runs a routine on a stack's live vendors and prints it. */

import { addressFault } from "../model/address.ts";
import type { Project } from "../model/project.ts";
import { redact } from "../model/redact.ts";
import type { VendorName } from "../model/resource.ts";
import { secretNames } from "../model/secrets.ts";
import { runName } from "../model/stack.ts";
import { drillDirectory, localDirectory, onEmulators } from "../project/emulated.ts";
import { NoAnswer } from "../routines/checks/health.ts";
import { type Passed, renderRoutine, slackText } from "../routines/render.ts";
import { routineExitCode } from "../routines/report.ts";
import { type Routine, runRoutine } from "../routines/run.ts";
import { colorsFor } from "../shared/colors.ts";
import { jsonText } from "../shared/json-text.ts";
import { UsageError } from "../shared/usage-error.ts";
import { clientsFor } from "../vendors/clients.ts";
import type { Connections } from "../vendors/connections.ts";
import { send } from "../vendors/http/send.ts";
import type { AppCalls } from "../vendors/routine-check.ts";
import { postToSlack } from "../vendors/slack/post.ts";
import { statusPagesOf } from "../vendors/status-pages.ts";
import { connectTo } from "./connect.ts";
import { drillTimes } from "./last-drill.ts";
import { clockAhead, localEnvironment, readVendors } from "./local/files.ts";
import { vendorsOf } from "./verify-stack.ts";

/**
 * Looks, prints, posts, and sets the exit code.
 * @param routine a function of the connections where its checks ask vendors for more than `Sources` have
 * @param channel the Slack channel to post to, with its `#`; null for none
 * @throws UsageError for credentials that are missing
 */
export async function runAndPrint(
  root: string,
  project: Project,
  routine: Routine | ((connections: Connections) => Routine),
  { json, channel, ok = "each" }: { json: boolean; channel: string | null; ok?: Passed },
): Promise<void> {
  const stack = project.stack.name;
  const connections = await connectTo(root, stack, askedBy(root, project), process.env, "one");
  const { slack } = connections;
  if (channel !== null && slack === undefined)
    throw new UsageError(
      "Set SLACK_TOKEN in the environment: a bot's token with the scope chat:write posts the report.",
    );
  const vendors = onEmulators(root, stack) ? await readVendors(localDirectory(root, process.env)) : null;
  const app =
    vendors === null
      ? appCalls(process.env, null)
      : appCalls(localEnvironment(vendors, secretNames(project.resources)), vendors.app.url);
  const ahead = vendors === null ? 0 : await clockAhead(localDirectory(root, process.env));
  const report = await runRoutine(
    typeof routine === "function" ? routine(connections) : routine,
    {
      stack: project.stack,
      definitions: project.definitions,
      sqlProbes: project.sqlProbes,
      resources: project.resources,
      drills: await drillTimes(drillDirectory(root, stack), runName(project.stack)),
      ...clientsFor(connections, {}),
      app,
      statusPages: statusPagesOf(connections, {
        stack: project.stack,
        used: new Set(project.resources.map(({ vendor }) => vendor)),
      }),
    },
    // On the emulated vendors their clock: what fires, fires by it.
    () => new Date(Date.now() + ahead),
  );
  process.stdout.write(json ? jsonText(report) : renderRoutine(report, colorsFor(process.stdout), ok));
  if (channel !== null && slack !== undefined) await postToSlack(slack, channel, slackText(report));
  process.exitCode = routineExitCode(report);
}

/** Where a stack has resources, and Vercel too where it says that the services are there: what was deployed explains alerts of others. */
const askedBy = (root: string, project: Project): Set<VendorName> =>
  new Set([
    ...vendorsOf(root, project),
    ...((project.stack.scope.vercel?.projects ?? []).length > 0 ? (["vercel"] as const) : []),
  ]);

/** Bytes of an answer that are read: a readiness report is short, and whatever answers instead may not be. */
const most = 1_000_000;

/**
 * Calls of the services themselves. On the local stack, `app` takes the place of every service's host.
 * @param env where secrets of headers are: `TOCSIN_SECRET_<NAME>`
 */
export function appCalls(env: Readonly<Record<string, string | undefined>>, app: string | null): AppCalls {
  return async ({ url, method, headers, timeoutMs }) => {
    const secrets: string[] = [];
    const sent = Object.entries(headers).map(([name, value]): [string, string] => {
      if (typeof value === "string") return [name, value];
      const secret = env[`TOCSIN_SECRET_${value.secret}`];
      if (secret === undefined || secret === "")
        throw new UsageError(`Set TOCSIN_SECRET_${value.secret} in the environment: ${url} is called with it.`);
      secrets.push(secret);
      return [name, `${value.prefix}${secret}`];
    });
    const { pathname, search, hostname } = new URL(url);
    const target = app === null ? url : `${app}${pathname}${search}`;
    const fault = addressFault(new URL(target).origin);
    if (fault !== null) throw new UsageError(`The address of a service, ${new URL(target).origin}, ${fault}.`);
    const asked: [string, string][] = app === null ? sent : [...sent, ["x-forwarded-host", hostname]];
    const call = { vendor: "The service", method, url: target, headers: Object.fromEntries(asked) };
    const outcome = await send(call, { timeoutMs, tries: 1, longestWaitMs: 0, most });
    // A service that fails (5xx) has answered, too: what it says of itself is what is asked for.
    const answer = outcome.kind === "late" ? null : outcome.answer;
    if (answer !== null) return { status: answer.status, body: redact(answer.text, secrets) };
    const { problem, cause } = outcome.kind === "failed" ? outcome : { problem: "no time is left", cause: undefined };
    throw new NoAnswer(problem, { cause });
  };
}
