import pLimit from "p-limit";
import { z } from "zod";
import type { JsonObject } from "../../model/resource.ts";
import { RecentAnswer } from "../../shared/recent-answer.ts";
import { drillMark, type Observed } from "../fire-types.ts";
import { FireHttp } from "../http/act.ts";
import { readPages, sentryPage } from "../pages.ts";
import type { VendorConnections } from "../registry.ts";
import { accessTo } from "./client.ts";
import { checkInEnvelopes, intakeOf } from "./fire-events.ts";

const key = z.object({ isActive: z.boolean(), dsn: z.object({ public: z.string() }) });
const issue = z.object({ id: z.string(), status: z.string(), firstSeen: z.string(), lastSeen: z.string() });
const detector = z.object({ id: z.string(), latestGroup: z.object({ id: z.string() }).nullish() });
const integration = z.object({ id: z.string(), status: z.string() });
const member = z.object({ email: z.string(), user: z.object({ id: z.string() }).nullish() });
const workflow = z.object({ id: z.string(), enabled: z.boolean(), lastTriggered: z.string().nullish() });

export type SentryIssue = z.infer<typeof issue>;

/** Envelopes on their way at once. */
const parallel = 8;

/** A drill's calls to Sentry: events in through the DSN, monitors and issues out. */
export class SentryFire {
  readonly #http: FireHttp;
  readonly #url: string;
  readonly #org: string;
  readonly #limit = pLimit(parallel);
  /** Every monitor's newest issue, by the monitor's id. */
  readonly detectorIssues: RecentAnswer<Map<string, string | null>>;
  /** When every alert last sent something, by its id. */
  readonly triggered: RecentAnswer<Map<string, { enabled: boolean; at: Date | null }>>;
  /** Ids of integrations that work, and of members with their addresses: what an alert's actions name. */
  readonly recipients: RecentAnswer<{ integrations: Set<string>; members: Map<string, string> }>;

  /** @param ageMs so long an answer about all monitors or alerts is shared */
  constructor(connection: VendorConnections["sentry"], organization: string, ageMs = 0) {
    this.detectorIssues = new RecentAnswer(() => this.#latestIssues(), ageMs);
    this.triggered = new RecentAnswer(() => this.#lastTriggered(), ageMs);
    // For as long as a drill lasts, once is enough.
    this.recipients = new RecentAnswer(() => this.#recipients(), Number.POSITIVE_INFINITY);
    this.#url = connection.url;
    this.#org = encodeURIComponent(organization);
    this.#http = new FireHttp({
      ...accessTo(connection),
    });
  }

  /** The first active DSN of a project. @throws VendorError, or Error when it has none */
  async dsn(project: string): Promise<string> {
    const url = `${this.#url}/api/0/projects/${this.#org}/${encodeURIComponent(project)}/keys/?status=active`;
    const call = { method: "GET", url, what: "show a project's keys", scope: "project:read" } as const;
    const found = (await this.#http.json(call, z.array(key))).data.find(({ isActive }) => isActive);
    if (found === undefined) throw new Error(`Sentry project ${project} has no active DSN: nothing can report to it.`);
    return found.dsn.public;
  }

  /** Sends envelopes, a few at a time; the token of the API is not sent to the intake. */
  async send(dsn: string, envelopes: readonly string[]): Promise<void> {
    const { url, key: publicKey } = intakeOf(dsn);
    const type = "application/x-sentry-envelope";
    const headers = { authorization: "", "x-sentry-auth": `Sentry sentry_version=7, sentry_key=${publicKey}` };
    const call = { method: "POST", url, type, headers, what: "take events", scope: "an active DSN" } as const;
    await Promise.all(envelopes.map((body) => this.#limit(() => this.#http.json({ ...call, body }, z.unknown()))));
  }

  /** Tells of runs of a job as its SDK does, one after the other: a run that has ended cannot begin. */
  async runs({ project, slug, environment }: JobRuns, count: number, ended: "ok" | "error"): Promise<void> {
    const dsn = await this.dsn(project);
    for (let run = 0; run < count; run++)
      for (const one of checkInEnvelopes({ dsn, environment, now: Date.now() }, slug, ended))
        await this.send(dsn, [one]);
  }

  async #latestIssues(): Promise<Map<string, string | null>> {
    const all = await this.#pages("detectors", "alerts:read", detector);
    return new Map(all.map(({ id, latestGroup }) => [id, latestGroup?.id ?? null]));
  }

  async #lastTriggered(): Promise<Map<string, { enabled: boolean; at: Date | null }>> {
    const all = await this.#pages("workflows", "alerts:read", workflow);
    return new Map(
      all.map(({ id, enabled, lastTriggered }) => [
        id,
        { enabled, at: lastTriggered ? new Date(lastTriggered) : null },
      ]),
    );
  }

  async #recipients(): Promise<{ integrations: Set<string>; members: Map<string, string> }> {
    const [integrations, members] = await Promise.all([
      this.#pages("integrations", "org:integrations", integration),
      this.#pages("members", "member:read", member),
    ]);
    return {
      integrations: new Set(integrations.flatMap(({ id, status }) => (status === "active" ? [id] : []))),
      members: new Map(members.flatMap(({ email, user }) => (user ? [[user.id, email] as const] : []))),
    };
  }

  async issue(id: string): Promise<{ issue: SentryIssue; now: Date }> {
    const url = `${this.#url}/api/0/organizations/${this.#org}/issues/${id}/`;
    const call = { method: "GET", url, what: "show an issue", scope: "event:read" } as const;
    const { data, date } = await this.#http.json(call, issue);
    return { issue: data, now: date };
  }

  /** Issues that drills' events made, by a path such as `issuesOf` gives. */
  async drillIssues(path: string): Promise<{ issues: SentryIssue[]; now: Date }> {
    const url = `${this.#url}/api/0/organizations/${this.#org}${path}`;
    const call = { method: "GET", url, what: "list issues", scope: "event:read" } as const;
    const { data, date } = await this.#http.json(call, z.array(issue));
    return { issues: data, now: date };
  }

  async resolve(id: string): Promise<void> {
    const url = `${this.#url}/api/0/organizations/${this.#org}/issues/${id}/`;
    const call = {
      method: "PUT",
      url,
      body: resolved,
      what: "resolve an issue",
      scope: "event:write",
    } as const;
    await this.#http.json(call, z.unknown());
  }

  /** Sentry's clock. */
  async now(): Promise<Date> {
    const url = `${this.#url}/api/0/organizations/${this.#org}/`;
    const call = { method: "GET", url, what: "show the organization", scope: "org:read" } as const;
    return (await this.#http.json(call, z.unknown())).date;
  }

  async #pages<T>(list: string, scope: string, schema: z.ZodType<T>): Promise<T[]> {
    const listed = { vendor: "Sentry", what: list };
    return readPages(listed, async (cursor) => {
      const query = `?project=-1&per_page=100${cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`}`;
      const url = `${this.#url}/api/0/organizations/${this.#org}/${list}/${query}`;
      const page = await this.#http.json({ method: "GET", url, what: `list ${list}`, scope }, z.array(schema));
      return sentryPage(listed, page.data, page.link, 100);
    });
  }
}

const jobRuns = z.strictObject({
  /** Slug of the project. */
  project: z.string(),
  /** Of the cron monitor. */
  slug: z.string(),
  environment: z.string(),
  /** Runs that have to pass until a failure is over. */
  passes: z.number(),
});

export type JobRuns = z.infer<typeof jobRuns>;

/** In a journal: runs of a job that have to pass. No path of Sentry's. */
export const checkInsPath = "check-ins";

/** Ends the failure of a job that a drill told of. */
export async function passRuns(sentry: SentryFire, body: JsonObject): Promise<true> {
  const job = jobRuns.parse(body);
  await sentry.runs(job, job.passes, "ok");
  return true;
}

/** What `PUT` makes of an issue that is over. */
export const resolved: JsonObject = { status: "resolved" };

const search = (query: string): string => `/issues/?project=-1&query=${encodeURIComponent(query)}`;

/** The list of issues that the events of one token made. */
export const issuesOf = (token: string): string => search(`${drillMark}:${token}`);

/** The list of open issues that any drill's events made. */
export const openIssues: string = search(`has:${drillMark} is:unresolved`);

/** Resolves the issues of a list that are not; true when there was one. */
export async function resolveIssues(sentry: SentryFire, path: string): Promise<boolean> {
  const { issues } = await sentry.drillIssues(path);
  const open = issues.filter(({ status }) => status !== "resolved");
  for (const { id } of open) await sentry.resolve(id);
  return open.length > 0;
}

/** An open issue fires; one that was resolved, by its monitor or by hand, is over. */
export function issueState(found: SentryIssue | null, now: Date): Observed {
  if (found === null) return { state: "ok", triggeredAt: null, now };
  const state = found.status === "unresolved" ? "alert" : "ok";
  return { state, triggeredAt: new Date(found.lastSeen), now };
}
