import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ofShard } from "../../src/app/verify-stack.ts";
import type { Project } from "../../src/model/project.ts";
import { runName } from "../../src/model/stack.ts";
import { loadProject } from "../../src/project/project.ts";
import { isFirst } from "../../src/project/shard.ts";
import { loadStack, refuseWhole, shardsOf } from "../../src/project/stack-file.ts";
import type { Finding } from "../../src/vendors/finding.ts";
import type { Report } from "../../src/verify/report.ts";

const root = path.resolve(import.meta.dirname, "../../../..");
let project: string;
let services: string[];

beforeEach(async () => {
  project = await mkdtemp(path.join(tmpdir(), "tocsin-shards-"));
  for (const entry of ["alerts", "synthetics", "node_modules", "Pulumi.yaml", "package.json"])
    await symlink(path.join(root, entry), path.join(project, entry));
  const settings = (await readFile(path.join(root, "Pulumi.local.yaml"), "utf8")).replace(/^encryptionsalt.*$/m, "");
  await writeFile(path.join(project, "Pulumi.staging.yaml"), settings);
  services = [...new Set((await loadProject(project, "staging")).definitions.map(({ service }) => service))].sort();
});
afterEach(() => rm(project, { recursive: true, force: true }));

const shardFile = (name: string, own: readonly string[], of = "staging") =>
  writeFile(
    path.join(project, `Pulumi.${name}.yaml`),
    `config:\n  datadog:validate: "false"\n  tocsin:shard: { of: ${of}, services: [${own.join(", ")}] }\n`,
  );
const namesOf = ({ resources }: Project) => resources.map(({ name }) => name).sort();

/** Every service in a shard of its own, but for those that one variable ties together. */
async function split(): Promise<Project[]> {
  const [first = "", ...rest] = services;
  await shardFile("staging-a", [first]);
  await shardFile("staging-b", rest);
  return Promise.all(["staging-a", "staging-b"].map((name) => loadProject(project, name)));
}

describe("shards of a stack", () => {
  it("have all of its objects between them, each once, with what is shared in one of them", async () => {
    const whole = await loadProject(project, "staging");
    const parts = await split();
    expect(parts.flatMap(namesOf).sort()).toEqual(namesOf(whole));
    expect(parts.every(({ resources }) => resources.length > 0)).toBe(true);
    expect(parts.flatMap(({ written }) => written.map(({ id }) => id)).sort()).toEqual(
      whole.written.map(({ id }) => id).sort(),
    );
  });

  it("carry the stack's name in their objects, and one of their own in the engine", async () => {
    const [a] = await split();
    expect([a?.stack.name, a && runName(a.stack)]).toEqual(["staging", "staging-a"]);
    expect(loadStack(project, "staging-a").sentry).toEqual(loadStack(project, "staging").sentry);
  });

  it("keep the stack from being run as a whole, and it alone", async () => {
    expect(() => refuseWhole(project, loadStack(project, "staging"))).not.toThrow();
    await split();
    expect(() => refuseWhole(project, loadStack(project, "staging"))).toThrow(/--stack staging-a, --stack staging-b/);
    expect(() => refuseWhole(project, loadStack(project, "staging-b"))).not.toThrow();
    expect(shardsOf(project, "staging").map(({ name }) => name)).toEqual(["staging-a", "staging-b"]);
  });

  it("are refused when a service is in none, in two, or is none", async () => {
    const [first = "", second = ""] = services;
    await shardFile("staging-a", [first, second]);
    await shardFile("staging-b", [second, "bakery"]);
    const refused = loadProject(project, "staging-a");
    await expect(refused).rejects.toMatchObject({ exitCode: 2 });
    await expect(refused).rejects.toThrow(new RegExp(`${second} is in staging-a and in staging-b`));
    await expect(refused).rejects.toThrow(/is in no shard.*staging-b names bakery, which no definition has/);
  });

  it("are refused when the stack is a shard itself, or what they say is no shard", async () => {
    await split();
    await shardFile("staging-c", services, "staging-a");
    expect(() => loadStack(project, "staging-c")).toThrow(/names staging-a, which is a shard itself/);
    await writeFile(path.join(project, "Pulumi.staging-d.yaml"), "config: { 'tocsin:shard': web }\n");
    expect(() => loadStack(project, "staging-d")).toThrow(/tocsin:shard is wrong.*\{of: STACK, services/);
  });

  it("do not loosen the gate of their stack", async () => {
    for (const setting of ["tocsin:allowDrills: true", "tocsin:gate: null"]) {
      const shard = "config:\n  tocsin:shard: { of: staging, services: [tips] }\n";
      await writeFile(path.join(project, "Pulumi.staging-tips.yaml"), `${shard}  ${setting}\n`);
      expect(() => loadStack(project, "staging-tips")).toThrow(
        /sets tocsin:(allowDrills|gate): it is set in Pulumi.staging.yaml only/,
      );
    }
    await rm(path.join(project, "Pulumi.staging-tips.yaml"));
  });

  it("leave to each other what verify finds of theirs; one tells what is nobody's, and all what was not read", async () => {
    const [a, b] = await split();
    if (a?.whole === undefined || b?.stack.shard === undefined || a.stack.shard === undefined)
      throw new Error("no shards");
    const shards = shardsOf(project, "staging");
    expect([isFirst(a.stack.shard, a.whole, shards), isFirst(b.stack.shard, a.whole, shards)]).toEqual([true, false]);
    const nothing = {
      vendor: "datadog",
      kind: null,
      vendorId: null,
      path: null,
      expected: null,
      actual: null,
      message: "",
    };
    const find = (named: Finding["class"], definition: string | null): Finding => ({
      ...nothing,
      class: named,
      definition,
    });
    const own = b.definitions[0]?.id ?? "";
    const findings = [
      find("changed", own),
      find("changed", a.definitions[0]?.id ?? ""),
      find("unmanaged", null),
      find("unmanaged", "once/was-here"),
      find("unreadable", null),
    ];
    const lists = { accepted: [], mutes: [], pending: [], breakGlass: [], notChecked: [] };
    const counts = { resources: 2, calls: {}, signalCalls: {}, singleCalls: {} };
    const report: Report = {
      stack: "staging",
      checkedAt: "2026-11-21T00:00:00.000Z",
      complete: false,
      findings,
      ...lists,
      ...counts,
    };
    const idsOf = ({ definitions }: Project) => new Set(definitions.map(({ id }) => id as string));
    const seen = (own: Project, others: Project, first: boolean) =>
      ofShard(report, { own: idsOf(own), others: idsOf(others) }, first).findings.map(({ class: named }) => named);
    expect(seen(b, a, false)).toEqual(["changed", "unreadable"]);
    expect(seen(a, b, true)).toEqual(["changed", "unmanaged", "unmanaged", "unreadable"]);
  });
});
