import { about, type Check, named, type Verdict } from "../../check.ts";
import type { Finding } from "../../finding.ts";
import type { ProjectKey, SentryClient } from "../client.ts";

/** Whether a Sentry project takes events at all: one look a project that alerts watch. */
export function keysCheck(
  client: SentryClient,
  organization: string,
  project: string,
  definitions: readonly string[],
): Check {
  return {
    vendor: "sentry",
    kind: "project-key",
    covers: `The DSN keys of project ${project} were`,
    look: async () => {
      const keys = await client.keys(organization, project);
      return () => judgeKeys(project, keys, definitions);
    },
  };
}

/**
 * A key that was switched off beside one that works is how keys are rotated, and no finding. A limit on a key drops events
 * before any alert sees them.
 */
export function judgeKeys(project: string, keys: readonly ProjectKey[], definitions: readonly string[]): Verdict {
  const active = keys.filter(({ isActive }) => isActive);
  const subject = (id: string | null) => ({
    ...about("sentry", "project-key", id, definitions),
    class: "disabled" as const,
  });
  if (active.length === 0) {
    const message = `The Sentry project ${project} has no active DSN key: nothing reaches ${named(definitions)}.`;
    const id = keys.length === 1 ? (keys[0]?.id ?? null) : project;
    return { findings: [{ ...subject(id), path: "isActive", expected: true, actual: false, message }] };
  }
  const findings = active.flatMap(({ id, rateLimit }): Finding[] => {
    if (rateLimit == null || rateLimit.window <= 0) return [];
    const { count, window } = rateLimit;
    const message = `A DSN key of the Sentry project ${project} takes ${count} events in ${window} s and drops the rest before ${named(definitions)} can see them.`;
    return [{ ...subject(id), path: "rateLimit", expected: null, actual: { count, window }, message }];
  });
  return { findings };
}
