import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { dashboardSchema } from "../../src/model/dashboard.ts";
import { definitionSchema, routeSchema } from "../../src/model/definition.ts";
import * as language from "../../src/model/language.ts";
import { maintenanceSchema } from "../../src/model/maintenance.ts";
import { objectiveSchema } from "../../src/model/objective.ts";
import { onCallSchema } from "../../src/model/on-call.ts";
import { logFilterSchema, signalSchema } from "../../src/model/signal.ts";
import { issueFilter } from "../../src/model/signals/issue-filter.ts";
import { signalKinds } from "../../src/model/signals/kinds.ts";
import { loadDefinitions } from "../../src/project/definitions.ts";
import { loadStack } from "../../src/project/stack-file.ts";
import { compile } from "../../src/vendors/compile.ts";

const root = join(import.meta.dirname, "../../../..");
const page = readFileSync(join(root, "docs/reference/definitions.md"), "utf8");
const project = mkdtempSync(join(tmpdir(), "tocsin-docs-"));
afterAll(() => rmSync(project, { recursive: true, force: true }));

/** The text below a heading that begins so, up to the next one of any rank. */
function section(heading: string): string {
  const found = page.split(/^#+ /m).find((part) => part.startsWith(heading));
  if (found === undefined) throw new Error(`docs/reference/definitions.md has no heading "${heading}"`);
  return found;
}

/** Names in the first column of the tables of a section. */
const documented = (heading: string) =>
  [...section(heading).matchAll(/^\| (`[^|]+`) \|/gm)].flatMap(([, cell = ""]) =>
    [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name),
  );

test("the example loads and compiles to what its text promises", async () => {
  const example = /```ts\n(.+?)```/s.exec(page)?.[1] ?? "";
  const source = example;
  mkdirSync(join(project, "alerts"));
  writeFileSync(join(project, "alerts", "example.ts"), source);
  const { definitions, routes, problems } = await loadDefinitions(project);
  expect(problems).toEqual([]);
  const resources = compile(definitions, routes, loadStack(root, "local"));
  expect(resources.map(({ kind, definition }) => [kind, definition])).toEqual([
    ["slack-channel", null],
    ["monitor", "web-api/upload-errors"],
  ]);
});

test("the example of a maintenance window loads beside the first, and compiles to one downtime", async () => {
  const window = [...page.matchAll(/```ts\n(.+?)```/gs)]
    .map(([, text = ""]) => text)
    .find((text) => text.includes("maintenance({"));
  writeFileSync(join(project, "alerts", "window.ts"), window ?? "");
  const { definitions, routes, maintenances, problems } = await loadDefinitions(project);
  expect(problems).toEqual([]);
  const beside = { dashboards: [], objectives: [], maintenances };
  const resources = compile(definitions, routes, loadStack(root, "local"), [], beside);
  expect(resources.flatMap(({ kind, name }) => (kind === "downtime" ? [name] : []))).toEqual([
    "maintenance/database-upgrades/downtime",
  ]);
});

test("the example of an on-call definition loads beside the first, and compiles to a policy and its rules", async () => {
  const example = [...page.matchAll(/```ts\n(.+?)```/gs)]
    .map(([, text = ""]) => text)
    .find((text) => text.includes("onCall({"));
  writeFileSync(join(project, "alerts", "duty.ts"), example ?? "");
  const { definitions, routes, onCalls, problems } = await loadDefinitions(project);
  expect(problems).toEqual([]);
  const local = loadStack(root, "local");
  const person = { mail: "a@example.com", sentryUser: "1", datadogUser: "u" };
  const stack = {
    ...local,
    people: { ...local.people, founder: person, second: person },
    destinations: { duty: { kind: "datadog-on-call" as const, team: "cliply", id: "t", test: true } },
  };
  const resources = compile(definitions, routes, stack, [], { dashboards: [], objectives: [], onCalls });
  expect(resources.flatMap(({ kind, name }) => (kind.startsWith("on-call") ? [name] : []))).toEqual([
    "on-call/duty/on-call-policy",
    "on-call/duty/on-call-routing",
  ]);
});

test("every field of an alert, a route, a dashboard, an objective, a maintenance window, an on-call definition and a log filter is told, and none that there is not", () => {
  expect(documented("Fields of an alert").toSorted()).toEqual(Object.keys(definitionSchema.shape).toSorted());
  expect(documented("Fields of a route").toSorted()).toEqual(Object.keys(routeSchema.shape).toSorted());
  expect(documented("Fields of a dashboard").toSorted()).toEqual(Object.keys(dashboardSchema.shape).toSorted());
  expect(documented("Fields of an objective").toSorted()).toEqual(Object.keys(objectiveSchema.shape).toSorted());
  expect(documented("Fields of a maintenance window").toSorted()).toEqual(
    Object.keys(maintenanceSchema.shape).toSorted(),
  );
  expect(documented("Fields of an on-call definition").toSorted()).toEqual(Object.keys(onCallSchema.shape).toSorted());
  expect(documented("Filters of `sentryIssues`").toSorted()).toEqual(Object.keys(issueFilter.shape).toSorted());
  expect(documented("Filters of logs").toSorted()).toEqual(Object.keys(logFilterSchema.shape).toSorted());
});

/** The words of the language that write a signal of a kind. */
const wordsOf = (kind: string): string[] =>
  Object.entries<unknown>(language).flatMap(([name, word]) => {
    if (typeof word !== "function") return [];
    try {
      const said: unknown = word({});
      return typeof said === "object" && said !== null && "kind" in said && said.kind === kind ? [name] : [];
    } catch {
      // It asks for more than nothing, and writes what another word can write.
      return [];
    }
  });

test.each(signalSchema.options.map((option) => [option.shape.kind.value, option] as const))(
  "every field of the signal %s is told, and the condition that fits it",
  (kind, option) => {
    const [word, ...more] = wordsOf(kind).filter((one) => page.includes(`### \`${one}\` (\`${kind}\`)`));
    expect([typeof word, more]).toEqual(["string", []]);
    const heading = `\`${word}\` (\`${kind}\`)`;
    const fields = Object.keys(option.shape).filter((name) => name !== "kind");
    expect(documented(heading).toSorted()).toEqual(fields.toSorted());
    const fits: readonly string[] = [signalKinds[kind].condition].flat();
    const conditions = fits.map((one) => one.replace("-", " ")).join(" or ");
    expect(section(heading).replace(/\s+/g, " ").toLowerCase()).toContain(`condition: ${conditions}`);
  },
);
