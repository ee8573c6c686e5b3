import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { z } from "zod";
import type { Properties } from "../../../src/providers/server/types.ts";
import { crons } from "../../../src/providers/vercel/crons.ts";
import { VendorError } from "../../../src/vendors/http/errors.ts";
import type { Http } from "../../../src/vendors/http/manage.ts";

const exchange = z.object({ method: z.string(), path: z.string(), request: z.unknown(), response: z.unknown() });

/** What the official provider sent to switch a project's crons on, and what Vercel answered. */
const recorded = readFileSync(new URL("../../fixtures/recorded/vercel-provider.jsonl", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line.includes("/crons?"))
  .map((line) => exchange.parse(JSON.parse(line)))[0];

/** Vercel with one project, answering in the recorded form. */
function vercel(disabledAt: number | null = null) {
  const calls: { method: string; path: string; body: unknown }[] = [];
  const answer = { ...z.record(z.string(), z.unknown()).parse(recorded?.response), crons: { disabledAt } };
  const isKnown = (path: string) => path.includes("/prj_1");
  const http: Http = {
    ask: async ({ method, path, body, schema }) => {
      calls.push({ method, path, body });
      if (!isKnown(path))
        throw new VendorError("Vercel", "Vercel does not know what this names (404).", { status: 404 });
      return { value: schema.parse(answer), headers: new Headers() };
    },
    find: async ({ path, schema }) => (isKnown(path) ? schema.parse(answer) : null),
    remove: async (path) => void calls.push({ method: "DELETE", path, body: undefined }),
  };
  return { calls, switches: crons(http) };
}

const stated: Properties = { team: "team_1", projectId: "prj_1", body: { enabled: true } };
const off: Properties = { ...stated, body: { enabled: false } };
const nothingUnknown: ReadonlySet<string> = new Set();

it("switches the crons by the one recorded call", async () => {
  const { calls, switches } = vercel();
  const { id, outputs } = await switches.create(stated);
  expect([id, outputs]).toEqual(["prj_1", stated]);
  expect(calls).toEqual([{ method: "PATCH", path: recorded?.path.replace(/^\//, ""), body: recorded?.request }]);
  await switches.update(id, { inputs: stated, outputs }, off);
  expect(calls.at(-1)?.body).toEqual({ enabled: false });
});

it("names a team by its id or by its name in addresses", async () => {
  const { calls, switches } = vercel();
  await switches.create({ ...stated, team: "acme" });
  expect(calls[0]?.path).toBe("v1/projects/prj_1/crons?slug=acme");
});

it("shows that somebody has switched them off, and nothing else", async () => {
  const { switches } = vercel(5);
  const live = await switches.read("prj_1", { inputs: stated, outputs: stated });
  expect(live).toEqual({ id: "prj_1", inputs: off, outputs: off });
  const stored = { inputs: live?.inputs ?? {}, outputs: live?.outputs ?? {} };
  expect((await switches.diff("prj_1", stored, stated, nothingUnknown)).detailed).toEqual({ "body.enabled": "update" });
});

it("is read where its project was not known yet when it was taken over", async () => {
  const { switches } = vercel();
  const { projectId: _, ...without } = stated;
  const live = await switches.read("prj_1", { inputs: without, outputs: without });
  expect(live).toEqual({ id: "prj_1", inputs: stated, outputs: stated });
});

it("is another switch in another project or team", async () => {
  const { switches } = vercel();
  const news = { ...stated, team: "team_2", projectId: "prj_2" };
  const { detailed } = await switches.diff("prj_1", { inputs: stated, outputs: stated }, news, nothingUnknown);
  expect(detailed).toEqual({ team: "update-replace", projectId: "update-replace" });
});

it("is imported by team and project, and gone with its project", async () => {
  const { switches } = vercel(null);
  expect(await switches.read("team_1/prj_1", undefined)).toMatchObject({ id: "prj_1", inputs: stated });
  expect(await switches.read("team_1/prj_9", undefined)).toBeNull();
  await expect(switches.read("prj_1", undefined)).rejects.toThrow("not of the form team/project");
});

it("leaves the crons as they are when it goes", async () => {
  const { calls, switches } = vercel();
  await switches.delete("prj_1", stated);
  expect(calls).toEqual([]);
});

it("refuses what it does not know, before anything is asked", () => {
  const { calls, switches } = vercel();
  const { failures } = switches.check(
    { team: "", projectId: "prj_1", body: { enabled: true }, paused: true },
    undefined,
    nothingUnknown,
  );
  expect(failures.map(({ property }) => property)).toEqual(["team", "paused"]);
  expect(
    switches.check({ team: "team_1", body: { enabled: true } }, undefined, new Set(["projectId"])).failures,
  ).toEqual([]);
  expect(calls).toEqual([]);
});
