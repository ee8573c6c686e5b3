/** SIGKILL of everything while the probe is deployed: the next up completes it, and one project with one deployment is there. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { controlCall } from "../../../src/app/local/files.ts";
import { loadProject } from "../../../src/project/project.ts";
import { pointsOf } from "../../support/kill-points.ts";
import { probePart, root } from "./part.ts";
import { type RunningStack, startStack } from "./running-stack.ts";
import { killAll, until } from "./world.ts";

const project = "tocsin-probe-local";
/** Milliseconds for which the call is held: it reaches the vendor after the kill. */
const heldMs = 3_000;

let stack: RunningStack;
beforeAll(async () => {
  stack = await startStack(probePart);
});
afterAll(() => stack?.close());

const control = async (method: string, where: string, body?: object) => {
  const answer = await controlCall(stack.vendors, method, where, body === undefined ? {} : { body });
  return answer.status === 204 ? null : answer.json();
};

async function vercel(method: string, where: string): Promise<unknown> {
  const { url, token, team } = stack.vendors.vercel;
  const separator = where.includes("?") ? "&" : "?";
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`${url}${where}${separator}teamId=${team}`, { method, headers });
  if (!answer.ok) throw new Error(`${method} ${where}: ${answer.status} ${await answer.text()}`);
  return answer.status === 204 ? null : answer.json();
}

/** The call at which everything is killed. */
interface Held {
  method: string;
  path: string;
  /** Whether Vercel lacks the files, which it has of deployments before: they are uploaded, and the deployment is sent again. */
  lacksFiles?: true;
}

const deployments = { method: "POST", path: "^/v12/now/deployments$" };

const points: Record<string, Held> = {
  "while the project is created": { method: "POST", path: "^/v\\d+/projects$" },
  "while a variable is written": { method: "POST", path: "/env$" },
  "while Vercel is asked which files it lacks": deployments,
  "while a file is uploaded": { method: "POST", path: "^/v2/now/files$", lacksFiles: true },
  "while the deployment is created": { ...deployments, lacksFiles: true },
  "while the crons are switched": { method: "PATCH", path: "/crons$" },
};

const waiting = z.array(z.object({ name: z.string().optional() }));

/** Waits until the call is held; a fault that has been used up is in the list no more. */
async function holdAt({ method, path, lacksFiles }: Held): Promise<() => Promise<void>> {
  if (lacksFiles) {
    const { resources } = await loadProject(root, "local");
    const deployment = resources.find(({ kind }) => kind === "deployment");
    const missing = z.array(z.object({ sha: z.string() })).parse(deployment?.body.files);
    const error = { code: "missing_files", message: "Missing files", missing: missing.map(({ sha }) => sha) };
    await control("POST", "/faults", { vendor: "vercel", match: deployments, times: 1, status: 400, body: { error } });
  }
  await control("POST", "/faults", {
    ...{ vendor: "vercel", match: { method, path }, times: 1 },
    ...{ delayMs: heldMs, name: "held" },
  });
  const isHeld = async () => !waiting.parse(await control("GET", "/faults")).some(({ name }) => name === "held");
  return () => until(isHeld, `${method} ${path} was held`);
}

it("as many points as the list of all has", () => {
  expect(Object.keys(points)).toHaveLength(pointsOf("deployment of the probe"));
});

it.each(Object.entries(points))(
  "killed %s: the next up completes it, and nothing is left or there twice",
  async (_, held) => {
    await vercel("DELETE", `/v9/projects/${project}`);
    const isHeld = await holdAt(held);
    const child = stack.begin("up", "--stack", "local", "--refresh");
    await isHeld();
    await killAll(stack.directory, child);

    // Begins at once: what is on its way arrives meanwhile.
    const { code, stderr } = await stack.tocsin("up", "--stack", "local", "--refresh");
    expect(code, stderr).toBe(0);
    expect(await stack.findings()).toEqual([]);
    const all = z.object({ projects: z.array(z.object({ name: z.string(), id: z.string() })) });
    const own = all.parse(await vercel("GET", "/v10/projects")).projects.filter(({ name }) => name === project);
    expect(own).toHaveLength(1);
    const served = z.object({ deployments: z.array(z.object({ uid: z.string() })) });
    const list = served.parse(await vercel("GET", `/v6/deployments?projectId=${own[0]?.id}`));
    expect(list.deployments).toHaveLength(1);
    const preview = await stack.tocsin("preview", "--stack", "local", "--refresh", "--expect-no-changes");
    expect(preview.code, preview.stdout).toBe(0);
  },
);
