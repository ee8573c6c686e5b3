import { z } from "zod";
import { type AppEmulator, createMonitoredApp } from "../../../../emulators/src/app/app.ts";
import { EmulatedClock } from "../../../../emulators/src/clock.ts";
import type { LocalContext, VendorEmulator, VendorFactory } from "../../../../emulators/src/context.ts";
import { createDatadog } from "../../../../emulators/src/datadog/app.ts";
import { historyMs, replayHistory } from "../../../../emulators/src/history.ts";
import { type Listening, listen } from "../../../../emulators/src/listen.ts";
import { createSentry } from "../../../../emulators/src/sentry/app.ts";
import { createSlack } from "../../../../emulators/src/slack/app.ts";
import { createStripe } from "../../../../emulators/src/stripe/app.ts";
import { createSupabase } from "../../../../emulators/src/supabase/app.ts";
import type { VendorName as EmulatedName } from "../../../../emulators/src/vendor-name.ts";
import { createVercel } from "../../../../emulators/src/vercel/app.ts";
import { onlyDatabase, teamContext } from "../../../../emulators/test/team.ts";
import { declaredCrons } from "../../../src/model/crons.ts";
import type { Exception } from "../../../src/model/exceptions.ts";
import type { Project } from "../../../src/model/project.ts";
import type { Json, JsonObject, Resource, VendorName } from "../../../src/model/resource.ts";
import type { Signal } from "../../../src/model/signal.ts";
import { loadProject } from "../../../src/project/project.ts";
import type { Finding } from "../../../src/vendors/finding.ts";
import { TextMemory } from "../../../src/vendors/memory.ts";
import type { Report } from "../../../src/verify/report.ts";
import { verify } from "../../../src/verify/verify.ts";
import { healthyProbe } from "../../support/probe-metrics.ts";
import { createdIn, filledBody, uploadFiles } from "./provision.ts";
import { callBy, createPath, doorTo, sentBody } from "./rest.ts";

const factories: VendorFactory[] = [createSlack, createDatadog, createSentry, createVercel, createStripe];
const root = new URL("../../../../..", import.meta.url).pathname;

let ofLocal: Promise<Project> | undefined;
/** The local stack's code: read once, whatever number of worlds a file starts. */
const loaded = (): Promise<Project> => {
  ofLocal ??= loadProject(root, "local");
  return ofLocal;
};

/** The secret that every `secret:NAME` was provisioned as: it must show up nowhere. */
const plantedSecret = "planted-secret-value";

/**
 * The emulated vendors on ports of their own, with everything that the local stack's code asks for already live, made by
 * plain REST calls. A scenario changes something by hand and looks at what `verify` says.
 *
 * @param lives whether the monitored app is there too, with the day that it has had; without it no signal is sent
 * @param project what is live in place of the local stack's code
 */
export async function startWorld({
  lives = false,
  project,
}: {
  lives?: boolean;
  project?: Project;
} = {}): Promise<World> {
  const context = teamContext(new EmulatedClock(lives ? { offsetMs: -historyMs } : {}));
  const teams = project?.resources.flatMap(({ kind, parent }) => (kind === "on-call-routing" ? [parent.team] : []));
  context.accounts.datadog.teams.push(...(teams ?? []).map(String));
  const servers = new Map<EmulatedName, Listening>();
  const vendors: VendorEmulator[] = [];
  for (const create of factories) vendors.push(await create(context));
  const app = lives ? createMonitoredApp(context) : null;
  for (const vendor of app === null ? vendors : [...vendors, app]) {
    const server = await listen(vendor.app);
    servers.set(vendor.name, server);
    context.urls.set(vendor.name, server.url);
  }
  if (lives) await replayHistory(context, [...vendors, ...(app === null ? [] : [app]), healthyProbe(context)]);
  const world = new World(context, servers, vendors, project ?? (await loaded()), app);
  await world.provision();
  return world;
}

/** Every credential of the connections, of whatever vendor. */
const secretsIn = ({ datadog, supabase, ...others }: World["connections"]): string[] => [
  ...[
    datadog.apiKey,
    datadog.appKey,
    others.stripe.apiKey,
    others.sentry.token,
    others.vercel.token,
    others.slack.token,
  ],
  ...Object.values(supabase ?? {}).map(({ key }) => key),
];

export class World {
  readonly context;
  /** The monitored app, where it lives. */
  readonly app: AppEmulator | null;
  project: Project;
  readonly resources: readonly Resource[];
  readonly #servers: Map<EmulatedName, Listening>;
  readonly #vendors: readonly VendorEmulator[];
  #closeDatabase = async (): Promise<void> => {};
  /** What each resource's creation was answered, by resource name. */
  readonly #answers = new Map<string, JsonObject>();

  constructor(
    context: LocalContext,
    servers: Map<EmulatedName, Listening>,
    vendors: readonly VendorEmulator[],
    project: Project,
    app: AppEmulator | null,
  ) {
    this.#vendors = vendors;
    this.app = app;
    this.context = context;
    this.project = project;
    this.resources = project.resources;
    this.#servers = servers;
  }

  get connections() {
    const url = (vendor: EmulatedName) => this.#servers.get(vendor)?.url ?? "";
    const { datadog, sentry, vercel, stripe, slack, supabase } = this.context.tokens;
    return {
      ...(this.#servers.has("supabase") ? { supabase: { "": { url: url("supabase"), key: supabase.key } } } : {}),
      datadog: { url: url("datadog"), ...datadog },
      sentry: { url: url("sentry"), ...sentry },
      vercel: { url: url("vercel"), ...vercel, team: "team_acme" },
      stripe: { url: url("stripe"), ...stripe },
      slack: { url: url("slack"), ...slack },
    };
  }

  /** Creates every resource, those first that others refer to. */
  async provision(): Promise<void> {
    let pending = [...this.resources];
    while (pending.length > 0) {
      const ready = pending.filter(({ refs }) => refs.every((ref) => this.#answers.has(ref.resource)));
      if (ready.length === 0)
        throw new Error(`these wait for each other: ${pending.map(({ name }) => name).join(", ")}`);
      for (const resource of ready) await this.#create(resource);
      pending = pending.filter((resource) => !ready.includes(resource));
    }
    // The team deploys its services afterwards, so that they carry their new variables.
    if (!this.resources.some(({ vendor }) => vendor === "vercel")) return;
    for (const { id } of Object.values(this.project.stack.vercel.projects)) await this.deploy(id);
  }

  /** One definition says another signal, as if somebody had edited it; what is live stays as it is. */
  edit(definition: string, change: (signal: Signal) => object): void {
    const definitions = this.project.definitions.map((one) =>
      one.id === definition ? { ...one, signal: Object.assign({}, one.signal, change(one.signal)) } : one,
    );
    this.project = { ...this.project, definitions };
  }

  /** A production deployment of a service, with the crons that are declared for it or those given. */
  async deploy(projectId: string, crons?: JsonObject[]): Promise<void> {
    const { definitions, stack } = this.project;
    const [service = ""] = Object.entries(stack.vercel.projects).find(([, { id }]) => id === projectId) ?? [];
    const declared = declaredCrons(definitions).get(service) ?? [];
    const data = JSON.stringify({ crons: crons ?? declared });
    const body = { project: projectId, target: "production", files: [{ file: "vercel.json", data }] };
    await this.call("vercel", "POST", "/v13/deployments?teamId=team_acme", body);
  }

  async #create(resource: Resource): Promise<void> {
    // The crons' secret is the app's own, or each of its crons would answer 401.
    const { cronSecret } = this.context.tokens.app;
    const secret = (name: string) => (name.endsWith("CRON_SECRET") ? cronSecret : plantedSecret);
    if (resource.kind === "deployment") await uploadFiles(this.connections.vercel, resource);
    const body = filledBody(resource, secret, this.#answers);
    const { method, path } = createPath(resource);
    const answer = await this.call(resource.vendor, method, path, sentBody(resource, body));
    if (resource.kind === "project") {
      // The engine's plugin states this right after it has made a project.
      const settings = { autoExposeSystemEnvs: false };
      await this.call("vercel", "PATCH", `/v9/projects/${answer.id}?teamId=team_acme`, settings);
    }
    this.#answers.set(resource.name, createdIn(answer));
  }

  /** One call as a person or another tool makes it; anything but 2xx ends the scenario. */
  call(vendor: VendorName | "slack", method: string, path: string, body?: Json): Promise<JsonObject> {
    // Straight to the app: most of what a world costs were its sockets.
    const app = this.#vendors.find(({ name }) => name === vendor)?.app;
    const door = { ...doorTo(vendor, this.connections), answer: app && ((request: Request) => app.fetch(request)) };
    return callBy(door, { asForm: vendor === "stripe", method, path, body });
  }

  /** A call of an emulated vendor's control. */
  async control(vendor: EmulatedName, method: string, path: string, body: Json): Promise<void> {
    const headers = { "content-type": "application/json" };
    const init = { method, headers, body: JSON.stringify(body) };
    const answer = await this.#vendors.find(({ name }) => name === vendor)?.control?.request(path, init);
    if (!answer?.ok) throw new Error(`control ${method} ${path} of ${vendor}: ${answer?.status ?? "it has none"}`);
  }

  /** The first resource of a kind, and what its creation was answered. */
  one(kind: Resource["kind"]): { resource: Resource; answer: JsonObject; id: string } {
    const resource = this.resources.find((candidate) => candidate.kind === kind);
    const answer = this.#answers.get(resource?.name ?? "");
    if (resource === undefined || answer === undefined) throw new Error(`the local stack has no ${kind}`);
    return { resource, answer, id: this.idOf(resource) };
  }

  /** The resource of a kind that a definition has, as `one`. */
  of(definition: string, kind: Resource["kind"]): { resource: Resource; answer: JsonObject; id: string } {
    const resource = this.resources.find((each) => each.kind === kind && each.definition === definition);
    const answer = this.#answers.get(resource?.name ?? "");
    if (resource === undefined || answer === undefined) throw new Error(`the local stack has no ${kind} ${definition}`);
    return { resource, answer, id: this.idOf(resource) };
  }

  /** The vendor's id of a resource that was provisioned. */
  idOf({ name }: Resource): string {
    const answer = this.#answers.get(name);
    return String(answer?.public_id ?? answer?.id ?? answer?.name);
  }

  /** Id of the DSN key of a Sentry project. */
  async keyOf(project: string): Promise<string> {
    const [key] = await this.#sentryList(`/api/0/projects/acme/${project}/keys/`);
    return key?.id ?? "";
  }

  /** Id of the issue that a Sentry monitor raised last. */
  async issueOf(detector: string): Promise<string> {
    const { latestGroup } = await this.call("sentry", "GET", `/api/0/organizations/acme/detectors/${detector}/`);
    return z.object({ id: z.string() }).parse(latestGroup).id;
  }

  async #sentryList(path: string) {
    const { url, token } = this.connections.sentry;
    const response = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
    return z.array(z.object({ id: z.string() })).parse(await response.json());
  }

  /** Id of a Slack channel. */
  async channel(name: string): Promise<string> {
    const { channels } = await this.call("slack", "GET", "/api/conversations.list");
    const found = z.array(z.object({ id: z.string(), name: z.string() })).parse(channels);
    return found.find((one) => one.name === name)?.id ?? "";
  }

  /** Ids of the newest production deployment of a project and of the one before. */
  async deploymentsOf(projectId: string): Promise<{ newest: string; older: string }> {
    const query = `teamId=team_acme&projectId=${projectId}&target=production`;
    const { deployments } = await this.call("vercel", "GET", `/v6/deployments?${query}`);
    const [newest, older] = z.array(z.object({ uid: z.string() })).parse(deployments);
    return { newest: newest?.uid ?? "", older: older?.uid ?? "" };
  }

  /** Whoever and whatever the accounts name, and is gone, is there again, as somebody brings it back by the vendor's page. */
  accountsAgain(): void {
    for (const vendor of this.#vendors) vendor.accountsChanged?.();
  }

  /** Lets minutes pass for all vendors, with all that they do by themselves. */
  async pass(minutes: number): Promise<void> {
    await this.context.clock.advance(minutes * 60);
  }

  async verify(limits = {}, exceptions: Exception[] = [], memory = new TextMemory()): Promise<Report> {
    const { resources, connections } = this;
    const { stack: config, definitions, sqlProbes } = this.project;
    const project = { config, definitions, sqlProbes };
    const now = () => new Date();
    const report = await verify({ resources, stack: "local", project, exceptions, connections, now, limits, memory });
    const text = JSON.stringify(report);
    for (const secret of [plantedSecret, this.context.tokens.app.cronSecret, ...secretsIn(connections)]) {
      if (text.includes(secret)) throw new Error("the report holds a secret");
    }
    return report;
  }

  /** The only finding there is, without its message. */
  async onlyFinding(): Promise<Omit<Finding, "message">> {
    const { findings } = await this.verify();
    const [finding] = findings;
    if (finding === undefined || findings.length > 1) {
      throw new Error(`not one finding but ${findings.length}: ${JSON.stringify(findings, null, 1)}`);
    }
    const { message: _message, ...rest } = finding;
    return rest;
  }

  /** Adds the monitored database, which takes seconds to start; until then verify has no connection to it. */
  async startDatabase() {
    const supabase = createSupabase(this.context);
    const { database } = onlyDatabase(supabase);
    await database.catalog();
    this.#servers.set("supabase", await listen(supabase.app));
    this.#closeDatabase = async () => database.close();
    return database;
  }

  async stop(vendor: EmulatedName): Promise<void> {
    await this.#servers.get(vendor)?.close();
  }

  async close(): Promise<void> {
    await Promise.allSettled([...this.#servers.values()].map((server) => server.close()));
    await this.#closeDatabase();
  }
}
