import { afterAll, beforeAll } from "vitest";
import { askOnline, type OnlineAnswers } from "../../../src/app/lint/online.ts";
import type { OwnStack } from "../../../src/app/lint/stacks.ts";
import { lint, merged, type UnplacedProblem } from "../../../src/lint/lint.ts";
import type { JsonObject } from "../../../src/model/resource.ts";
import { startWorld, type World } from "../verify/world.ts";

/**
 * A local stack that is provisioned as the code says, for the scenario's file.
 * @param lives whether its app sends signals; without, every signal is one that was never seen
 */
export function ownStand({ lives }: { lives: boolean }) {
  let world: World | undefined;
  beforeAll(async () => {
    world = await startWorld({ lives });
  });
  afterAll(() => world?.close());
  const there = () => {
    if (world === undefined) throw new Error("the world is not there yet");
    return world;
  };
  return {
    world: there,
    /** The compiled stack, with the body of a definition's monitor changed. */
    changed(definition: string, changes: JsonObject): OwnStack {
      const { stack: config, definitions, resources } = there().project;
      return {
        config,
        definitions,
        resources: resources.map((one) =>
          one.definition === definition && one.kind === "monitor" ? { ...one, body: { ...one.body, ...changes } } : one,
        ),
      };
    },
    /** What `tocsin lint --online` finds beyond the offline rules. */
    async look(
      stack: OwnStack = { ...there().project, config: there().project.stack },
      rest: Partial<Parameters<typeof askOnline>[0]> = {},
    ): Promise<OnlineAnswers & { findings: UnplacedProblem[] }> {
      const answers = await askOnline({ stack, connections: there().connections, base: null, ...rest });
      const written = {
        definitions: [],
        routes: [],
        runbooks: null,
        dashboards: [],
        objectives: [],
        documents: null,
        stacks: [],
      };
      const findings = lint({ written, compiled: [], live: { answers: answers.live, stack } });
      return { ...answers, findings: merged(findings) };
    },
  };
}

/** Short, so that a vendor that never answers costs little. */
export const impatient = { timeoutMs: 1_000, deadlineMs: 5_000, tries: 2 };
