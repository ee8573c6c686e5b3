import { z } from "zod";
import type { Definition } from "../model/definition.ts";
import type { Resource } from "../model/resource.ts";
import type { SqlProbe } from "../model/sql-probe.ts";
import type { StackConfig } from "../model/stack.ts";
import type { Connections } from "../vendors/connections.ts";
import { VendorAbsent, VendorError, VendorRefused, VendorRetired } from "../vendors/http/errors.ts";
import type { VendorHttp } from "../vendors/http/read.ts";
import { vendors } from "../vendors/index.ts";
import type { Scope } from "../vendors/vendor.ts";
import { VercelClient } from "../vendors/vercel/client.ts";
import { cronRuns } from "../vendors/vercel/cron-runs.ts";
import type { Line } from "./report.ts";

/** A look, not a siege: whoever waits for the doctor wants to be told that a vendor is away. */
const limits = { tries: 2, timeoutMs: 10_000, deadlineMs: 25_000 };

/** Seconds by which a clock may differ: tokens are good for minutes, and Datadog takes points up to 10 minutes ahead. */
const clockLimit = 60;

export interface Patient {
  stack: StackConfig;
  definitions: readonly Definition[];
  resources: readonly Resource[];
  sqlProbes: readonly SqlProbe[];
  connections: Connections;
  now: () => Date;
  /** Whether the vendors' clock is the real one. */
  realTime: boolean;
}

/** Asks every vendor that is connected what our commands will ask of it. */
export async function vendorLines(patient: Patient): Promise<Line[]> {
  const { connections, stack, definitions, now } = patient;
  const parts = vendors.map(async (vendor): Promise<Line[]> => {
    const connection = connections[vendor.name];
    if (!connection) return [];
    const client = vendor.client(connection, limits);
    const own = client instanceof VercelClient ? vercelLines(client, definitions, stack) : [];
    const scopes = vendor.scopes(stack, now()).map((scope) => scopeLine(vendor.name, client.http, scope));
    const lines = [...(await own), ...(await Promise.all(scopes))];
    return [...lines, ...clockLines(vendor.name, client.http, patient)];
  });
  return (await Promise.all(parts)).flat();
}

async function scopeLine(area: string, http: VendorHttp, scope: Scope): Promise<Line> {
  const what = `${scope.scope} (${scope.needs})`;
  try {
    await http.get({
      ...scope.ask,
      what: "what a doctor looks at",
      scope: scope.scope,
      schema: scope.schema ?? z.unknown(),
    });
    return { area, what, verdict: "ok", found: "it may be read", remedy: null };
  } catch (error) {
    return failed(area, what, scope.scope, error);
  }
}

/** What a failed question says. A refusal is a credential to mend, everything else could not be told. */
function failed(area: string, what: string, scope: string, error: unknown): Line {
  if (!(error instanceof VendorError)) throw error;
  const found = error.message;
  if (error instanceof VendorRefused)
    return { area, what, verdict: "wrong", found, remedy: `Give the credential of ${area} the permission ${scope}.` };
  if (error instanceof VendorRetired)
    return { area, what, verdict: "wrong", found, remedy: "Update Tocsin: the vendor has moved this interface." };
  if (error instanceof VendorAbsent)
    return {
      area,
      what,
      verdict: "wrong",
      found,
      remedy: "Correct the name in the stack file: nothing is there under it.",
    };
  return { area, what, verdict: "unknown", found, remedy: "Look again when the vendor answers." };
}

function clockLines(area: string, http: VendorHttp, { realTime, now }: Patient): Line[] {
  if (!realTime || http.vendorTime === null) return [];
  const off = Math.round((now().getTime() - http.vendorTime.getTime()) / 1000);
  const found = `this machine's clock is ${Math.abs(off)} s ${off >= 0 ? "ahead of" : "behind"} the vendor's`;
  if (Math.abs(off) <= clockLimit) return [{ area, what: "clock", verdict: "ok", found, remedy: null }];
  const remedy = "Set this machine's clock (NTP): signals that it sends would carry a wrong time.";
  return [{ area, what: "clock", verdict: "wrong", found, remedy }];
}

async function vercelLines(
  client: VercelClient,
  definitions: readonly Definition[],
  stack: StackConfig,
): Promise<Line[]> {
  const [team, projects] = await Promise.all([planLine(client, definitions, stack), projectLines(client, stack)]);
  return [...projects, ...team];
}

async function projectLines(client: VercelClient, stack: StackConfig): Promise<Line[]> {
  const scope = "read access to the team's projects";
  try {
    const ids = new Map((await client.projects()).map(({ id, name }) => [id, name]));
    return Object.entries(stack.vercel.projects).map(([service, { id, name }]): Line => {
      const live = ids.get(id);
      const what = `project of ${service}`;
      if (live === name) return { area: "vercel", what, verdict: "ok", found: `${name} (${id})`, remedy: null };
      const found = live === undefined ? `the token sees no project ${id}` : `${id} is called ${live}, not ${name}`;
      const remedy = `Correct tocsin:vercel.projects.${service} in Pulumi.${stack.name}.yaml, or give the token that team.`;
      return { area: "vercel", what, verdict: "wrong", found, remedy };
    });
  } catch (error) {
    return [failed("vercel", "projects", scope, error)];
  }
}

/** Vercel runs a cron of the Hobby plan once a day at most. */
async function planLine(client: VercelClient, definitions: readonly Definition[], stack: StackConfig): Promise<Line[]> {
  const day = 86_400_000;
  const from = new Date(Math.floor(Date.now() / day) * day);
  const often = definitions.flatMap(({ signal }) =>
    signal.kind === "crons" && signal.runBy === undefined
      ? signal.crons
          .filter(({ schedule }) => cronRuns(schedule, from, new Date(from.getTime() + 7 * day)) > 7)
          .map(({ path }) => path)
      : [],
  );
  if (often.length === 0) return [];
  const what = "plan";
  try {
    const plan = await client.plan(stack.vercel.team);
    const needed = `${often.join(", ")} run more than once a day`;
    if (plan === null)
      return [
        {
          area: "vercel",
          what,
          verdict: "unknown",
          found: `it is not listed, and ${needed}`,
          remedy: "Look it up in the team's settings: it must be Pro or Enterprise.",
        },
      ];
    if (plan !== "hobby") return [{ area: "vercel", what, verdict: "ok", found: plan, remedy: null }];
    return [
      {
        area: "vercel",
        what,
        verdict: "wrong",
        found: `hobby, and ${needed}`,
        remedy: "Move the team to Pro: Hobby runs a cron once a day.",
      },
    ];
  } catch (error) {
    return [failed("vercel", what, "read access to the team", error)];
  }
}
