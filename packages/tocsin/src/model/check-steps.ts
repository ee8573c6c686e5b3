import { type Fault, fault } from "./fault.ts";
import type { OfKind } from "./signals/kinds.ts";

/** Values that a step uses and no step before it keeps: Datadog would send the braces. */
export function unkept(steps: OfKind<"multistep-check">["steps"]): Fault[] {
  return steps.flatMap(({ path, headers, query, body }, i) => {
    const known = [...steps.slice(0, i).flatMap(({ keep }) => Object.keys(keep)), ...(body?.secrets ?? [])];
    const texts = [path, ...Object.values({ ...headers, ...query }), body?.text].filter(
      (one) => typeof one === "string",
    );
    const used = texts.flatMap((text) =>
      [...text.matchAll(/\{\{\s*([A-Z][A-Z0-9_]*)\s*\}\}/g)].map(([, name = ""]) => name),
    );
    return [...new Set(used)]
      .filter((name) => !known.includes(name))
      .map((name) => {
        const message = `step ${i + 1} uses {{ ${name} }}, which no step before it keeps`;
        const remedy = `Write ${name} under keep of an earlier step, or name one that is kept${known.length === 0 ? "" : `: ${known.join(", ")}`}.`;
        return fault("model/step-value", `signal.steps.${i}`, message, remedy);
      });
  });
}
