import { type DoctorLine, left, ok, wrong } from "../doctor-line.ts";
import type { Drain } from "./client.ts";
import { drainsOf, type ForwardedProject, percentText, sampledLines } from "./drains.ts";

/** How much of the log lines of each service the drains let through. */
export function samplingLines(drains: readonly Drain[], projects: ReadonlyMap<string, ForwardedProject>): DoctorLine[] {
  const area = "vercel";
  return [...projects].flatMap(([service, project]): DoctorLine[] => {
    const what = `log lines of ${service}`;
    const own = drainsOf(drains, project);
    if (own.length === 0) {
      return [
        left(
          area,
          what,
          "no drain that the token sees forwards them",
          "Look in the team's settings (Drains) whether an integration forwards all of them.",
        ),
      ];
    }
    const cut = sampledLines(drains, project);
    if (cut.length === 0)
      return [ok(area, what, `all of them are forwarded (${own.map(({ name }) => name).join(", ")})`)];
    return cut.map(({ drain: { name }, rate, part }): DoctorLine => {
      return wrong(
        area,
        what,
        `the drain ${name} forwards ${percentText(rate)} of the lines${part}`,
        `Set the sampling of the drain ${name} to 100 % in Vercel: alerts that count lines or requests of ${service} fire too late, or never.`,
      );
    });
  });
}
