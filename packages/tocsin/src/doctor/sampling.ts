import type { Drain } from "../vendors/vercel/client.ts";
import { type Line, left, ok } from "./report.ts";

/**
 * How much of the log lines each drain lets through: below all, every absolute count is too low.
 * @param projects services by the id of their Vercel project
 */
export function samplingLines(drains: readonly Drain[], projects: ReadonlyMap<string, string>): Line[] {
  const area = "vercel";
  const logs = drains.filter(({ schemas, status }) => "log" in schemas && status !== "disabled");
  return [...projects].flatMap(([id, service]): Line[] => {
    const what = `log lines of ${service}`;
    const own = logs.filter(
      ({ projectIds }) => projectIds == null || projectIds.length === 0 || projectIds.includes(id),
    );
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
    const cut = own.flatMap(({ name, sampling }) =>
      (sampling ?? []).filter(({ rate }) => rate < 1).map((rule) => ({ name, ...rule })),
    );
    if (cut.length === 0)
      return [ok(area, what, `all of them are forwarded (${own.map(({ name }) => name).join(", ")})`)];
    return cut.map(({ name, rate, env, requestPath }): Line => {
      const part = [env ? `of ${env}` : "", requestPath ? `below ${requestPath}` : ""]
        .filter((text) => text !== "")
        .join(" ");
      return {
        ...{ area, what, verdict: "wrong" },
        found: `the drain ${name} forwards ${Number((rate * 100).toPrecision(3))} % of the lines${part === "" ? "" : ` ${part}`}`,
        remedy: `Set the sampling of the drain ${name} to 100 % in Vercel: alerts that count lines or requests of ${service} fire too late, or never.`,
      };
    });
  });
}
