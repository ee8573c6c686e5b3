/**
 * The project as a team has it, or a part of it, copied so that definitions can be edited, with two stacks: the local one, which
 * takes staging's place because its clock can be turned, and prod beside it on the same emulated accounts, gated, with a state of
 * its own.
 */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { localSigningKey } from "../../../src/app/evidence-key.ts";
import { localEnvironment, localFiles, readVendors, type Vendors } from "../../../src/app/local/files.ts";
import { generateKeys, publicText } from "../../../src/gate/keys.ts";
import { declaredCrons } from "../../../src/model/crons.ts";
import { loadProject } from "../../../src/project/project.ts";
import { typed } from "../../support/typed.ts";
import { addChannel } from "./add-channel.ts";
import { root, writeProject } from "./part.ts";

export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

export interface GatedWorld {
  /** Where the emulated vendors and the local stack are. */
  directory: string;
  /** Where commands are typed. */
  project: string;
  vendors: Vendors;
  /** What is set in the shell. */
  environment: Record<string, string>;
  tocsin(args: readonly string[], env?: Record<string, string>): Promise<Ended>;
  close(): Promise<void>;
}

/** Starts the vendors and the local stack; call `close` in `afterAll`. `alerts`: files of `alerts/`; all unless named. */
export async function startGatedWorld(alerts?: readonly string[]): Promise<GatedWorld> {
  const directory = await mkdtemp(path.join(tmpdir(), "tocsin-gate-"));
  const project = await mkdtemp(path.join(tmpdir(), "tocsin-gated-"));
  const own = {
    PULUMI_BACKEND_URL: `file://${path.join(project, "state")}?metadata=skip`,
    PULUMI_CONFIG_PASSPHRASE: "a passphrase of its own",
    // Here the fake providers take the official plugins' place, which this machine may not be able to fetch.
    PULUMI_HOME: localFiles(directory).home,
    TOCSIN_LOCAL_DIR: directory,
    NO_COLOR: "1",
    CI: "1",
  };
  const tocsin = (args: readonly string[], env: Record<string, string> = {}) =>
    run(process.execPath, [...typed, ...args], project, { ...own, ...env });
  const close = async () => {
    await tocsin(["local", "down"]);
    await rm(directory, { recursive: true, force: true });
    await rm(project, { recursive: true, force: true });
  };
  try {
    await writeProject(project, alerts);
    await mkdir(path.join(project, "state"));
    await mkdir(directory, { recursive: true });
    await writeFile(path.join(directory, "evidence.key"), generateKeys().privateKey, { mode: 0o600 });
    const up = await tocsin(["local", "up"]);
    const vendors = await readVendors(directory);
    if (up.code !== 0 || vendors === null) throw new Error(`the local stack is not up: ${up.stderr}`);
    await addChannel(directory, vendors, "alerts");
    await writeProd(project, directory, vendors);
    const { slack } = vendors;
    const bot: Record<string, string> =
      slack === undefined ? {} : { SLACK_TOKEN: slack.token ?? "", SLACK_API_BASE: slack.url };
    const environment = { ...localEnvironment(vendors, ["ADMIN_TOKEN"]), ...bot, ...own };
    return {
      directory,
      project,
      vendors,
      environment,
      tocsin: (args, env) => tocsin(args, { ...environment, ...env }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const monitorList = z.array(
  z.object({ id: z.number(), name: z.string(), type: z.string(), tags: z.array(z.string()) }),
);

/** The monitors of an environment, as Datadog lists them; those that belong to a synthetic test left out. */
export async function monitorsOf({ vendors }: GatedWorld, env: string): Promise<z.output<typeof monitorList>> {
  const { url, apiKey, appKey } = vendors.datadog;
  const headers = { "dd-api-key": apiKey, "dd-application-key": appKey };
  const answer = await fetch(`${url}/api/v1/monitor?monitor_tags=env:${env}`, { headers });
  return monitorList.parse(await answer.json()).filter(({ type }) => type !== "synthetics alert");
}

/** Runs a program to its end. */
export function run(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Record<string, string>,
): Promise<Ended> {
  return new Promise((resolve) => {
    const options = { cwd, env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 };
    execFile(command, args, options, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr }),
    );
  });
}

/** Prod's stack file: projects of its own at Vercel, which belong to one stack each, and the gate with the local stack's key. */
async function writeProd(project: string, directory: string, vendors: Vendors): Promise<void> {
  const [web, tips] = [await deployed(vendors, "cliply-web"), await deployed(vendors, "tips")];
  const publicKey = publicText(await localSigningKey(directory));
  const settings = (await readFile(path.join(root, "Pulumi.local.yaml"), "utf8"))
    .replace(/^encryptionsalt.*$/m, "")
    .replace(
      "tocsin:allowDrills: true",
      `tocsin:allowDrills: false\n  tocsin:gate: { publicKey: ${publicKey}, from: local }`,
    )
    .replace("environment: local", "environment: production")
    .replace("#alerts-local", "#alerts")
    .replaceAll("env:local", "env:prod")
    .replace("tocsin-probe-local", "tocsin-probe-prod")
    .replace("prj_cliplyweb", web)
    .replace("prj_tips", tips);
  await writeFile(path.join(project, "Pulumi.prod.yaml"), settings);
}

/** A project at Vercel with a production deployment, as the service's own pipeline makes it. */
async function deployed(vendors: Vendors, service: string): Promise<string> {
  const { url, token, team } = vendors.vercel;
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const post = async (where: string, body: object) => {
    const init = { method: "POST", headers, body: JSON.stringify(body) };
    return z.object({ id: z.string() }).parse(await (await fetch(`${url}${where}?teamId=${team}`, init)).json()).id;
  };
  const id = await post("/v11/projects", { name: `${service}-prod` });
  const crons = declaredCrons((await loadProject(root, "local")).definitions).get(service) ?? [];
  const files = [{ file: "vercel.json", data: JSON.stringify({ crons }) }];
  await post("/v13/deployments", { project: id, target: "production", files });
  return id;
}
