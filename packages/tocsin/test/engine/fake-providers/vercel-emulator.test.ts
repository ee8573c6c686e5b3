import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type Listening, listen } from "../../../../emulators/src/listen.ts";
import { createVercel } from "../../../../emulators/src/vercel/app.ts";
import { teamContext } from "../../../../emulators/test/team.ts";
import { type Stand, stand } from "./stack.ts";
import { vercelProgram } from "./vercel-program.ts";

/** The fake provider against the emulated Vercel, which keeps what it is given: changes by hand are found and fixed. */
const context = teamContext();
const { token } = context.tokens.vercel;
let server: Listening;
let stack: Stand;

beforeAll(async () => {
  const emulator = createVercel(context);
  server = await listen(emulator.app, 0);
  context.urls.set("vercel", server.url);
  stack = await stand({ VERCEL_API_TOKEN: token, VERCEL_TEAM: "acme", VERCEL_BASE_URL: server.url });
  await mkdir(join(stack.folder, "site"));
  await writeFile(join(stack.folder, "site/vercel.json"), '{"crons":[{"path":"/api/probe","schedule":"* * * * *"}]}\n');
  await writeFile(join(stack.folder, "site/probe.js"), "export default (_request, response) => response.end();\n");
});

afterAll(async () => {
  await server?.close();
  await stack?.close();
});

/** What a person does in Vercel's own interface. */
async function byHand(method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${server.url}${path}${path.includes("?") ? "&" : "?"}teamId=team_acme`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.status === 204 ? null : response.json();
}

const envs = z.object({ envs: z.array(z.object({ id: z.string(), key: z.string() })) });
const project = z.object({
  crons: z.object({ disabledAt: z.number().nullable(), definitions: z.array(z.object({ path: z.string() })) }),
});

describe("the fake provider for the Vercel plugin and the emulated Vercel", () => {
  it("agree on what was created", async () => {
    expect(await stack.up(vercelProgram("a-secret-value"))).toEqual({ create: 5 });
    expect(await stack.preview(vercelProgram("a-secret-value"))).toEqual({ same: 5 });
    expect(await stack.refresh()).toEqual({ same: 5 });
    const live = project.parse(await byHand("GET", "/v9/projects/monitoring"));
    expect(live.crons.definitions.map(({ path }) => path)).toEqual(["/api/probe"]);
  });

  it("keep the sensitive value out of the state", async () => {
    const state = await stack.state();
    expect([state.includes("CRON_SECRET"), state.includes("a-secret-value")]).toEqual([true, false]);
  });

  it("show and fix crons that a hand has switched off", async () => {
    await byHand("PATCH", "/v1/projects/monitoring/crons", { enabled: false });
    expect(await stack.refresh()).toEqual({ same: 4, update: 1 });
    expect(await stack.up(vercelProgram("a-secret-value"))).toEqual({ same: 4, update: 1 });
    expect(project.parse(await byHand("GET", "/v9/projects/monitoring")).crons.disabledAt).toBeNull();
  });

  it("create again what a hand has deleted", async () => {
    const {
      envs: [variable],
    } = envs.parse(await byHand("GET", "/v8/projects/monitoring/env"));
    await byHand("DELETE", `/v8/projects/monitoring/env/${variable?.id}`);
    expect(await stack.refresh()).toEqual({ same: 4, delete: 1 });
    expect(await stack.up(vercelProgram("a-secret-value"))).toEqual({ same: 4, create: 1 });
  });

  it("wait as long as Vercel asks for when there were too many calls", async () => {
    const path = "^/v10/projects/[^/]+/env/";
    context.faults.add({ vendor: "vercel", match: { path }, status: 429, headers: { "retry-after": "1" }, times: 1 });
    expect(await stack.refresh()).toEqual({ same: 5 });
  });

  it("leave nothing behind but the deployment that went with its project", async () => {
    await stack.destroy();
    await expect(byHand("GET", "/v9/projects/monitoring")).rejects.toThrow("404");
  });
});
