/** The evaluator against the emulated Sentry, for jobs that tell of their runs: when so many in a row have failed, and passed. */
import { expect, it } from "vitest";
import { random } from "../../../../emulators/test/evaluate/random.ts";
import { createWorld } from "../../../../emulators/test/world.ts";
import { evaluate } from "../../../src/evaluate/evaluate.ts";
import { compile } from "../../../src/vendors/compile.ts";
import { checkInEnvelopes } from "../../../src/vendors/sentry/fire-events.ts";
import { definition, everybody, stack } from "../../support/definitions.ts";

const job = (failures: number, recoverAfter: number) =>
  definition({
    signal: { kind: "check-ins", project: "web", slug: "nightly", schedule: { crontab: "0 3 1 1 *" }, margin: 900 },
    condition: { kind: "consecutive-failures", failures, recoverAfter },
  });

it.each([
  [1, 1],
  [2, 1],
  [3, 2],
  [1, 4],
])("agree on %i failures in a row, and %i that pass", async (failures, recoverAfter) => {
  const own = job(failures, recoverAfter);
  const world = createWorld();
  const detector = compile([own], [everybody], stack).find(({ kind }) => kind === "detector");
  const [project] = world.sentry.store.projects;
  if (detector === undefined || project === undefined) throw new Error("nothing to watch");
  const made = await world.call("sentry", "POST", `/organizations/acme/projects/${project.slug}/detectors/`, {
    ...detector.body,
    projectId: project.slug,
  });
  expect(made.status).toBe(201);
  const draw = random(`${failures} ${recoverAfter}`);
  const points: { at: number; value: number }[] = [];
  const vendor: string[] = [];
  for (let run = 0; run < 200; run++) {
    // Before the first run that passes Sentry takes fewer failures for enough.
    const passed = run === 0 || draw() < 0.5;
    const at = world.context.now().getTime();
    const facts = { dsn: "https://key@sentry.example/1", environment: "staging", now: Date.now() };
    for (const body of checkInEnvelopes(facts, "nightly", passed ? "ok" : "error")) {
      const path = `/api/${project.id}/envelope/?sentry_key=${project.key.public}`;
      expect((await world.sentry.app.request(path, { method: "POST", body })).status).toBe(200);
    }
    points.push({ at, value: passed ? 1 : 0 });
    const isFailing = [...world.sentry.store.issues.values()].some(({ status }) => status === "unresolved");
    vendor.push(isFailing ? "alert" : "ok");
    await world.context.clock.advance(60);
  }
  const range = { from: points[0]?.at ?? 0, to: points.at(-1)?.at ?? 0 };
  const transitions = evaluate(own, { series: { runs: [{ tags: {}, points }] } }, range);
  const ours = points.map(({ at }) => transitions.filter((one) => one.at <= at).at(-1)?.to ?? "ok");
  expect(ours).toEqual(vendor);
  expect(transitions.length).toBeGreaterThan(5);
});
