/** What a person does who follows the remedy of a finding, by the words of the remedy. */
import { z } from "zod";
import type { VendorName } from "../../../src/model/resource.ts";
import type { Finding } from "../../../src/vendors/finding.ts";
import { jsonObject } from "../../../src/vendors/json.ts";
import { remedyFor } from "../../../src/verify/remedies.ts";
import { callDestinations } from "./rest.ts";
import type { World } from "./world.ts";

type Deed = (world: World, finding: Finding) => Promise<unknown>;

const organization = "/api/0/organizations/acme";

/** Where each kind is deleted by hand. */
const places: Record<string, (id: string) => [vendor: VendorName, path: string]> = {
  monitor: (id) => ["datadog", `/api/v1/monitor/${id}?force=true`],
  dashboard: (id) => ["datadog", `/api/v1/dashboard/${id}`],
  slo: (id) => ["datadog", `/api/v1/slo/${id}`],
  "logs-pipeline": (id) => ["datadog", `/api/v1/logs/config/pipelines/${id}`],
  "global-variable": (id) => ["datadog", `/api/v1/synthetics/variables/${id}`],
  detector: (id) => ["sentry", `${organization}/detectors/${id}/`],
  workflow: (id) => ["sentry", `${organization}/workflows/${id}/`],
  "webhook-endpoint": (id) => ["stripe", `/v1/webhook_endpoints/${id}`],
};

const remove: Deed = async (world, { kind, vendorId }) => {
  const id = vendorId ?? "";
  if (kind === "synthetics-test")
    return world.call("datadog", "POST", "/api/v1/synthetics/tests/delete", { public_ids: [id] });
  if (kind === "environment-variable") return removeVariable(world, id);
  if (kind === "event-destination") return callDestinations(world.connections, "DELETE", `/${id}`);
  const place = places[kind ?? ""];
  if (place === undefined) throw new Error(`nobody knows how to delete a ${kind}`);
  const [vendor, path] = place(id);
  return world.call(vendor, "DELETE", path);
};

/** A finding does not say whose it is: whoever deletes it finds it in one of the projects. */
async function removeVariable(world: World, id: string): Promise<unknown> {
  const { projects } = z
    .object({ projects: z.array(z.looseObject({ id: z.string() })) })
    .parse(await world.call("vercel", "GET", "/v10/projects?teamId=team_acme"));
  for (const project of projects) {
    const { envs } = await world.call("vercel", "GET", `/v10/projects/${project.id}/env?teamId=team_acme`);
    if (
      z
        .array(z.looseObject({ id: z.string() }))
        .parse(envs)
        .every((one) => one.id !== id)
    )
      continue;
    return world.call("vercel", "DELETE", `/v9/projects/${project.id}/env/${id}?teamId=team_acme`);
  }
  throw new Error(`no project has the variable ${id}`);
}

const endMute: Deed = async (world, { vendorId, message, path }) => {
  if (path === "downtime") {
    const [, id] = /[Dd]owntime ([\w-]{36})/.exec(message) ?? [];
    return world.call("datadog", "DELETE", `/api/v2/downtime/${id}`);
  }
  const [, ofTest] = /^The monitor (\d+) of the synthetic test/.exec(message) ?? [];
  const monitor = `/api/v1/monitor/${ofTest ?? vendorId}`;
  const { options } = await world.call("datadog", "GET", monitor);
  return world.call("datadog", "PUT", monitor, { options: { ...jsonObject.parse(options), silenced: {} } });
};

const deploy: Deed = async (world, { message, definition }) => {
  const projects = Object.entries(world.project.stack.vercel.projects);
  const service = definition?.split("/")[0];
  const [, project] =
    projects.find(([name]) => name === service) ?? projects.find(([name]) => message.includes(` of ${name}`)) ?? [];
  world.context.faults.clear();
  return world.deploy(project?.id ?? "");
};

const slack =
  (method: string, more: Record<string, string> = {}): Deed =>
  async (world) => {
    const channel = (await world.channel("alerts-local")) || (await world.channel("old-alerts"));
    return world.call("slack", "POST", `/api/conversations.${method}`, { channel, ...more });
  };

/** What an emulated vendor was made to answer, it answers no more: somebody has set it right in the vendor's page. */
const setRight: Deed = async (world) => world.context.faults.clear();

const follows: readonly [remedy: RegExp, deed: Deed][] = [
  [/^Delete the copy at the vendor/, remove],
  [/^Import it with `tocsin import`, or delete it at the vendor\.$/, remove],
  [/^Delete it at the vendor, or accept it/, remove],
  [/^If its definition was just removed, .* otherwise delete it at the vendor/, remove],
  [/^End the mute at the vendor/, endMute],
  [
    /^Publish the monitor at Datadog/,
    (world, { vendorId }) => world.call("datadog", "PUT", `/api/v1/monitor/${vendorId}`, { draft_status: "published" }),
  ],
  [
    /^Take it out at Datadog/,
    (world, { vendorId }) => world.call("datadog", "PUT", `/api/v1/monitor/${vendorId}`, { restricted_roles: [] }),
  ],
  [
    /^Change the test's own monitor back at Datadog/,
    async (world, { message, path, expected }) => {
      const [, monitor] = /^The monitor (\d+) of/.exec(message) ?? [];
      return world.call("datadog", "PUT", `/api/v1/monitor/${monitor}`, { [path?.split(".")[1] ?? ""]: expected });
    },
  ],
  [
    /^Unarchive the issue in Sentry/,
    async (world, { vendorId }) => {
      const issue = await world.issueOf(vendorId ?? "");
      return world.call("sentry", "PUT", `${organization}/issues/${issue}/`, { status: "unresolved" });
    },
  ],
  [
    /^Switch the DSN key on, or take its limit off/,
    async (world) => {
      const key = `/api/0/projects/acme/worker/keys/${await world.keyOf("worker")}/`;
      return world.call("sentry", "PUT", key, { isActive: true, rateLimit: null });
    },
  ],
  [
    /^Switch the error monitor on in Sentry/,
    (world, { vendorId }) =>
      world.call("sentry", "PUT", `${organization}/detectors/${vendorId}/`, {
        ...{ name: "Error Monitor", type: "error", enabled: true },
      }),
  ],
  [/^An update does not change crons: .* and deploy it/, deploy],
  [/^Declare the cron in the service's definition, or take it out of its vercel\.json and deploy/, deploy],
  [/^Deploy the project to production again/, deploy],
  [
    /^Set the sampling of the drain to 100 % in Vercel/,
    (world, { vendorId }) =>
      world.call("vercel", "PATCH", `/v1/drains/${vendorId}?teamId=team_acme`, {
        sampling: [{ type: "head_sampling", rate: 1 }],
      }),
  ],
  [/^Rename the channel in Slack back and invite the bot/, slack("rename", { name: "alerts-local" })],
  [/^Unarchive the channel in Slack/, slack("unarchive")],
  [/^Invite the bot into the channel/, slack("join")],
  [/^Invite them to the Sentry organisation again/, async (world) => world.accountsAgain()],
  [/^Switch the integration on again in Sentry's settings/, setRight],
  [/^Repair the channel, handle or integration/, setRight],
];

/**
 * What this stack has no engine or no drill for: other tests follow it (`engine/local/remedies`, `probe-restored`,
 * `scenario/drill/kill`). The last three ask somebody to find out what no command and no call can fix.
 */
const elsewhere =
  /^(?:Run `tocsin (?:up|drill)|Unless a drill of this stack runs elsewhere|If the change is wanted|Find out who switched it off|Install the integration|Delete the test at Datadog|Find out why the signal|Update Tocsin|Make the vendor)/;

/** The probe is deployed by an update, and a message that was redirected is restored by one, its handle included. */
const byUpdate = ({ definition, kind }: Finding) => definition === "probe/crons" || kind === "handle";

/** Follows the remedy of each finding. @returns those that only an update, a drill's cleanup or somebody's search can fix */
export async function followRemedies(world: World, findings: readonly Finding[]): Promise<Finding[]> {
  const left: Finding[] = [];
  const done = new Set<string>();
  for (const finding of findings) {
    const remedy = remedyFor(finding, "local");
    const [, deed] = follows.find(([words]) => words.test(remedy)) ?? [];
    const once = `${remedy} ${/downtime [\w-]{36}/.exec(finding.message)?.[0] ?? finding.vendorId}`;
    if (elsewhere.test(remedy) || byUpdate(finding)) left.push(finding);
    else if (deed === undefined) throw new Error(`nobody has followed: ${remedy}`);
    else if (!done.has(once)) await deed(world, finding);
    done.add(once);
  }
  return left;
}
