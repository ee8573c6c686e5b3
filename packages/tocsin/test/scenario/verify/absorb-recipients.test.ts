import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { beforeAll, expect, it } from "vitest";
import { absorbing } from "./absorbing.ts";
import { ownWorld } from "./by-hand.ts";

const world = ownWorld();
const { root, run, edits } = absorbing(world);

/** A second channel, which the stack file knows and no route names. */
beforeAll(async () => {
  const file = path.join(root(), "Pulumi.local.yaml");
  const text = await readFile(file, "utf8");
  await writeFile(file, text.replace(/^( *)alerts: "#alerts-local"$/m, '$&\n$1operations: "#operations-local"'));
});

/** The alerts of the route `alerts-channel`. */
const alerts = () => world().project.definitions.filter(({ route }) => route === "alerts-channel");

/** Lets an alert notify another channel, as a hand does it in Datadog. */
async function redirect(definition: string, to = "@slack-acme-operations-local"): Promise<void> {
  const { id, answer } = world().of(definition, "monitor");
  const message = String(answer.message).replaceAll(/@slack-acme-\S+-local/g, to);
  await world().call("datadog", "PUT", `/api/v1/monitor/${id}`, { message });
}

const absorbed = (text: string) => text.slice(text.search(/^(not )?absorbed \(/m));

it("says whose the recipients are where only one of a route's alerts notifies others, and what to do", async () => {
  await redirect("database/table-size");
  const { text, code } = await run(["--absorb"]);
  expect(absorbed(text)).toMatchInlineSnapshot(`
    "not absorbed (1)
      database/table-size: datadog monitor message: the route alerts-channel would have to be slack ["operations"], and billing/cancellations, tips/avatar-cleanups, tips/billing-not-completed, tips/cleanup-keys-not-completed, tips/cleanup-photos-not-completed and 4 more notify by it as before: give this alert a route of its own, or change them all

    Nothing was absorbed.
    "
  `);
  expect(code).toBe(1);
  expect(edits()).toEqual([]);
});

it("says that a recipient has no name in the stack file", async () => {
  await redirect("database/table-size", "@slack-acme-unheard-of-local");
  const { text } = await run(["--absorb"]);
  expect(absorbed(text)).toMatchInlineSnapshot(`
    "not absorbed (1)
      database/table-size: datadog monitor message: it notifies @slack-acme-unheard-of-local, and no route of the project does: give that a name in the stack file (tocsin:people, tocsin:channels or tocsin:destinations), then absorb again

    Nothing was absorbed.
    "
  `);
});

it("writes the recipients into the route where all of its alerts notify them", async () => {
  for (const { id } of alerts()) await redirect(id);
  const { text } = await run(["--absorb"]);
  expect(absorbed(text)).toMatchInlineSnapshot(`
    "absorbed (1)
      route alerts-channel slack: ["alerts"] is now ["operations"]  (alerts/routes.ts:4)

    Every stack takes the changed definitions. Look at them, then run \`tocsin up --stack local --refresh\`.
    "
  `);
  expect(edits()).toMatchInlineSnapshot(`
    [
      "-export const alertsChannel = route({ name: "alerts-channel", slack: ["alerts"] });",
      "+export const alertsChannel = route({ name: "alerts-channel", slack: ["operations"] });",
    ]
  `);
  const after = JSON.parse((await run(["--json"])).text);
  expect(after.findings.filter((one: { class: string }) => one.class === "changed")).toEqual([]);
});
