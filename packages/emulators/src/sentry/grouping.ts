import type { SentException } from "./exception.ts";

/**
 * What makes errors one issue when they bring no fingerprint: by stack trace if they have one, else by type and value of the
 * exceptions, else by message (docs: Issue Grouping). In texts, parts that differ each time are left out of account.
 */
export function groupingOf(errors: readonly SentException[], title: string): string {
  if (errors.length === 0) return withoutVariables(title);
  return errors
    .map((error) => {
      const stack = stackOf(error);
      return stack === ""
        ? `${error.type ?? ""}: ${withoutVariables(error.value ?? "")}`
        : `${error.type ?? ""}\n${stack}`;
    })
    .join("\n");
}

/** The frames of the application itself, or all when none is said to be. */
function stackOf({ stacktrace }: SentException): string {
  const frames = stacktrace?.frames ?? [];
  const own = frames.filter(({ in_app }) => in_app === true);
  return (own.length > 0 ? own : frames)
    .map((frame) => `${frame.module ?? frame.filename ?? ""} ${frame.function ?? ""}`.trim())
    .filter((line) => line !== "")
    .join("\n");
}

function withoutVariables(text: string): string {
  return text
    .replace(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, "<uuid>")
    .replace(/\b0x[0-9a-f]+\b/gi, "<hex>")
    .replace(/\b\d+(\.\d+)?\b/g, "<number>");
}
