import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { Command } from "commander";
import { afterEach, beforeEach, expect, it } from "vitest";
import { verifyCommand } from "../../../src/cli/commands/verify.ts";
import { UsageError } from "../../../src/shared/usage-error.ts";
import { dayFromNow } from "../../support/days.ts";
import { printed } from "../../support/printed.ts";
import { ownWorld } from "./by-hand.ts";

const world = ownWorld();
let root: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), "tocsin-verify-"));
  await mkdir(path.join(root, ".local"));
});
afterEach(() => rm(root, { recursive: true }));

const writeVendors = (content: unknown) =>
  writeFile(path.join(root, ".local", "vendors.json"), JSON.stringify(content));

/** Runs the command as the entry point does; its own errors go on to whoever runs it. */
async function run(argv: string[], env: Record<string, string> = {}) {
  const outcome = { text: "", code: 0 };
  const program = new Command("tocsin").exitOverride();
  verifyCommand(program.command("verify"), {
    root,
    env,
    load: async () => world().project,
    print: (text) => {
      outcome.text += text;
    },
    setExitCode: (code) => {
      outcome.code = code;
    },
  });
  await program.parseAsync(["node", "tocsin", "verify", ...argv]);
  return outcome;
}

it("answers 0 and clean, 1 and the finding, 3 and what was not checked", async () => {
  await world().startDatabase();
  await writeVendors(world().connections);
  const clean = await run(["--stack", "local"]);
  expect(clean.code).toBe(0);
  expect(clean.text).toMatch(
    /^No drift: \d+ resources match the code\. \(local, 35 calls, \d+ for signals, 7 for dashboards\)\n$/m,
  );
  expect(clean.text).toContain("too new to tell");

  const { id, resource } = world().one("monitor");
  await world().call("datadog", "DELETE", `/api/v1/monitor/${id}`);
  const found = await run(["--stack", "local", "--report"]);
  expect(found.code).toBe(1);
  expect(await readFile(path.join(root, ".local", "reports", "local.html"), "utf8")).toContain("1 finding</strong>");
  expect(found.text).toContain(`missing (1)\n  ${resource.definition}`);
  expect(found.text).toContain("tocsin up --stack local --refresh");

  const { slack: _slack, ...withoutSlack } = world().connections;
  await writeVendors(withoutSlack);
  const told = printed("verify", (await run(["--stack", "local", "--json"])).text);
  expect([told.complete, told.notChecked.length]).toEqual([true, 1]);
  expect(told.notChecked[0]).toContain("SLACK_TOKEN");

  await writeFile(
    path.join(root, "exceptions.yaml"),
    `- { id: missing, at: ${resource.definition}, until: ${dayFromNow(30)}, reason: it comes back with the next release }`,
  );
  await writeVendors(world().connections);
  expect((await run(["--stack", "local"])).code).toBe(0);
  await writeFile(path.join(root, "exceptions.yaml"), "- { id: everything }");
  await expect(run(["--stack", "local"])).rejects.toThrow("exceptions.yaml cannot be used");
  await rm(path.join(root, "exceptions.yaml"));

  await writeVendors({ ...world().connections, stripe: { ...world().connections.stripe, apiKey: "sk_test_wrong" } });
  const incomplete = await run(["--stack", "local", "--json"]);
  expect(incomplete.code).toBe(3);
  const parsed = printed("verify", incomplete.text);
  expect(parsed.findings.map((finding) => finding.class).toSorted()).toEqual(["missing", "unreadable"]);
  // One key is refused, whatever number of lists it was to read.
  expect(parsed.findings.find((finding) => finding.class === "unreadable")?.message).toMatch(/Not checked \(2\): /);
  expect(incomplete.text).not.toContain("sk_test_wrong");
});

it("reads another stack's credentials from the environment, and names all that are missing", async () => {
  const refused = run(["--stack", "staging"], { DD_API_KEY: "k" });
  await expect(refused).rejects.toThrow(UsageError);
  await expect(refused).rejects.toThrow("DD_APP_KEY, SENTRY_AUTH_TOKEN, VERCEL_API_TOKEN, STRIPE_API_KEY");
});

it("says how to start the local stack when it is not there", async () => {
  await expect(run(["--stack", "local"])).rejects.toThrow("tocsin local up");
  await writeFile(path.join(root, ".local", "vendors.json"), '{"datadog": ');
  await expect(run(["--stack", "local"])).rejects.toThrow(UsageError);
});
