import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { connectTo } from "../../../src/app/connect.ts";
import { inboxesFor, plansFor } from "../../../src/app/drill.ts";
import { accountsOf } from "../../../src/app/local/accounts.ts";
import { localClock, localPollMs, probeGap } from "../../../src/app/local/clock.ts";
import { controlCall, localEnvironment, readVendors, type Vendors } from "../../../src/app/local/files.ts";
import { Journal, journalPath } from "../../../src/drill/journal.ts";
import type { DrillReport, Receipt } from "../../../src/drill/receipt.ts";
import { drill } from "../../../src/drill/run.ts";
import { newRun } from "../../../src/drill/session.ts";
import { declaredCrons } from "../../../src/model/crons.ts";
import type { Definition } from "../../../src/model/definition.ts";
import type { Objective } from "../../../src/model/objective.ts";
import type { Project } from "../../../src/model/project.ts";
import { type RawInput, rawSchema } from "../../../src/model/raw.ts";
import type { JsonObject, Resource, VendorName } from "../../../src/model/resource.ts";
import { loadProject } from "../../../src/project/project.ts";
import { compile } from "../../../src/vendors/compile.ts";
import type { Connections } from "../../../src/vendors/connections.ts";
import { jsonObject } from "../../../src/vendors/json.ts";
import { compileRaw } from "../../../src/vendors/raw.ts";
import { createdIn, filledBody, uploadFiles } from "../verify/provision.ts";
import { callBy, createPath, doorTo } from "../verify/rest.ts";
import "../cli/tocsin.ts";

export const root = new URL("../../../../..", import.meta.url).pathname;

/** Changes a compiled resource before it is provisioned, and so both what the code says and what is live. */
export type Change = (resource: Resource) => Resource;

/** How a drill is followed, and ended before its time. */
interface Watched {
  abort: AbortController;
  progress: Parameters<typeof drill>[0]["progress"];
}

/** A project with a part of its alerts: whatever else is emulated has to be made, evaluated and fed all the time. */
function partOf(project: Project, only: readonly string[] | undefined): Project {
  if (only === undefined) return project;
  return {
    ...project,
    // They are counted from alerts, and may not have theirs here.
    objectives: [],
    definitions: project.definitions.filter(({ id }) => only.includes(id)),
    resources: project.resources.filter(({ definition }) => definition === null || only.includes(definition)),
  };
}

/**
 * The emulated vendors as a process of their own, with everything live that the local stack's code asks for, made by plain
 * REST calls: what a drill finds after `up`.
 */
export class Stand {
  readonly directory: string;
  readonly project: Project;
  readonly vendors: Vendors;
  readonly connections: Connections;
  readonly #child: ChildProcess;
  /** What each resource's creation was answered, by resource name. */
  readonly #answers = new Map<string, JsonObject>();

  private constructor(
    directory: string,
    project: Project,
    { vendors, connections }: { vendors: Vendors; connections: Connections },
    child: ChildProcess,
  ) {
    this.directory = directory;
    this.project = project;
    this.vendors = vendors;
    this.connections = connections;
    this.#child = child;
  }

  static async start(
    change: Change = (resource) => resource,
    edit: (definition: Definition) => Definition = (definition) => definition,
    added: {
      raw?: readonly RawInput[];
      definitions?: readonly Definition[];
      objectives?: readonly Objective[];
      /** Those of the team's alerts that it has; all of them unless named. */
      only?: readonly string[];
    } = {},
  ): Promise<Stand> {
    const directory = await mkdtemp(path.join(tmpdir(), "drill-"));
    const { raw = [], definitions = [] } = added;
    const loaded = partOf(await loadProject(root, "local"), added.only);
    const objectives = [...loaded.objectives, ...(added.objectives ?? [])];
    const verbatim = raw.flatMap((one) => compileRaw(rawSchema.parse(one), loaded.stack));
    // Crons bring the probe's deployment with them, which is compiled from files.
    const parts = loaded.definitions.filter(({ signal }) => signal.kind !== "crons");
    const others = { dashboards: [], objectives, sqlProbes: loaded.sqlProbes };
    const own = compile([...parts, ...definitions], loaded.routes, loaded.stack, [], others).filter((one) =>
      [...definitions, ...(added.objectives ?? [])].some(({ id }) => id === one.definition),
    );
    const resources = [...[...loaded.resources, ...own].map(change), ...verbatim];
    const project = {
      ...loaded,
      objectives,
      resources,
      definitions: [...loaded.definitions.map(edit), ...definitions],
    };
    const accounts = path.join(directory, "accounts.json");
    const held = await accountsOf(root, loaded);
    // What is measured and logged of added definitions their tests say themselves; hosts and what answers are simply there.
    const { hosts, names, checks } = (await accountsOf(root, { ...loaded, definitions: [...definitions] })).app;
    await writeFile(
      accounts,
      JSON.stringify({ ...held, app: { ...held.app, hosts, names, checks: [...held.app.checks, ...checks] } }),
    );
    const child = spawn(
      process.execPath,
      ["packages/emulators/dist/main.mjs", "--accounts", accounts, "--dir", directory],
      {
        cwd: root,
        stdio: ["ignore", "ignore", "pipe"],
      },
    );
    let errors = "";
    child.stderr?.on("data", (text) => {
      errors += text;
    });
    if (process.env.DEBUG_STAND) child.stderr?.pipe(process.stderr);
    for (;;) {
      if (child.exitCode !== null) throw new Error(`the emulated vendors ended: ${errors}`);
      const vendors = await readVendors(directory).catch(() => null);
      if (vendors === null) {
        await delay(50);
        continue;
      }
      const connections = await connectTo(root, "local", [], { TOCSIN_LOCAL_DIR: directory });
      const stand = new Stand(directory, project, { vendors, connections }, child);
      await stand.#provision();
      return stand;
    }
  }

  async close(): Promise<void> {
    const gone = once(this.#child, "exit");
    this.#child.kill("SIGTERM");
    await gone;
    await rm(this.directory, { recursive: true, force: true });
  }

  /** Drills in this process, with the clock turned as the command turns it. */
  async drill(
    ids: readonly string[],
    { abort = new AbortController(), progress = () => {} }: Partial<Watched> = {},
  ): Promise<DrillReport> {
    const { project, connections, vendors } = this;
    const run = newRun();
    const journal = new Journal(journalPath(this.directory, "local"), run);
    const clock = localClock(vendors, probeGap(project.definitions));
    try {
      return await drill({
        stack: project.stack,
        sqlProbes: project.sqlProbes,
        routes: project.routes,
        resources: project.resources,
        plans: plansFor({ project, clock }, ids).plans,
        connections,
        inboxes: inboxesFor(project, connections),
        run,
        journal,
        pollMs: localPollMs,
        clock,
        abort: abort.signal,
        progress,
        finished: () => {},
      });
    } finally {
      journal.close();
      await clock.reset();
    }
  }

  /** A drill that is interrupted when its signal has been sent. */
  async interrupted(id: string): Promise<Receipt | undefined> {
    const abort = new AbortController();
    const progress = (_: string, __: string, doing: string) => {
      if (doing === "waiting for the alert") abort.abort();
    };
    return (await this.drill([id], { abort, progress })).receipts[0];
  }

  async receipt(id: string): Promise<Receipt> {
    const [receipt] = (await this.drill([id])).receipts;
    if (receipt === undefined) throw new Error(`no receipt of ${id}`);
    return receipt;
  }

  /** The answer to a resource's creation, and its id. */
  made(name: string): { id: string; answer: JsonObject } {
    const answer = this.#answers.get(name);
    if (answer === undefined) throw new Error(`the local stack has no ${name}`);
    return { id: String(answer.public_id ?? answer.id ?? answer.name), answer };
  }

  /** One call as a person makes it; anything but 2xx ends the scenario. */
  call(vendor: VendorName, method: string, path: string, body?: JsonObject): Promise<JsonObject> {
    return callBy(doorTo(vendor, this.vendors), { asForm: vendor === "stripe", method, path, body });
  }

  /** A call of Slack's Web API by the bot. */
  async slack(method: string, parameters: Record<string, string> = {}): Promise<JsonObject> {
    const { url, token } = this.connections.slack ?? { url: "", token: "" };
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/x-www-form-urlencoded" };
    const body = new URLSearchParams(parameters).toString();
    const answer = jsonObject.parse(
      await (await fetch(`${url}/api/${method}`, { method: "POST", headers, body })).json(),
    );
    if (answer.ok !== true) throw new Error(`${method} answered ${JSON.stringify(answer)}`);
    return answer;
  }

  async control(method: string, path: string, body?: JsonObject): Promise<void> {
    const response = await controlCall(this.vendors, method, path, body === undefined ? {} : { body });
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
  }

  /** What the control app tells. */
  async told(path: string): Promise<unknown> {
    const answer: unknown = await (await controlCall(this.vendors, "GET", path)).json();
    return answer;
  }

  /** Lets so many emulated seconds pass. */
  async pass(seconds: number): Promise<void> {
    const now = async () => {
      return Date.parse(z.object({ now: z.string() }).parse(await this.told("/clock")).now);
    };
    const until = (await now()) + seconds * 1000;
    await this.control("PUT", "/clock", { rate: 600 });
    while ((await now()) < until) await delay(50);
    await this.control("PUT", "/clock", { rate: 1 });
  }

  /** Creates every resource, those first that others refer to; then the services are deployed. */
  async #provision(): Promise<void> {
    const { resources, stack, definitions } = this.project;
    let pending = [...resources];
    while (pending.length > 0) {
      const ready = pending.filter(({ refs }) => refs.every((ref) => this.#answers.has(ref.resource)));
      if (ready.length === 0) throw new Error("these resources wait for each other");
      await Promise.all(ready.map((resource) => this.#create(resource)));
      pending = pending.filter((resource) => !ready.includes(resource));
    }
    for (const [service, { id }] of Object.entries(stack.vercel.projects)) {
      const data = JSON.stringify({ crons: declaredCrons(definitions).get(service) ?? [] });
      const body = { project: id, target: "production", files: [{ file: "vercel.json", data }] };
      await this.call("vercel", "POST", "/v13/deployments?teamId=team_acme", body);
    }
    // The first evaluations, and the first lines of the crons.
    await this.pass(600);
  }

  async #create(resource: Resource): Promise<void> {
    // Real ones: the probe that is deployed here runs.
    const secrets = localEnvironment(this.vendors, ["ADMIN_TOKEN"]);
    if (resource.kind === "deployment") await uploadFiles(this.vendors.vercel, resource);
    const body = filledBody(resource, (name) => secrets[`TOCSIN_SECRET_${name}`] ?? "", this.#answers);
    const { method, path } = createPath(resource);
    const answer = await this.call(resource.vendor, method, path, body);
    if (resource.kind === "project") {
      // The engine's plugin states this right after it has made a project.
      const settings = { autoExposeSystemEnvs: false };
      await this.call("vercel", "PATCH", `/v9/projects/${answer.id}?teamId=team_acme`, settings);
    }
    this.#answers.set(resource.name, createdIn(answer));
  }
}
