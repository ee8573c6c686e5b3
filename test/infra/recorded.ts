import { readFileSync } from "node:fs";
import { z } from "zod";
import type { JsonObject } from "../../src/model/resource.ts";

const line = z.object({ method: z.string(), path: z.string(), request: z.record(z.string(), z.json()) });

/** First recorded request body of an official client to this method and path (query left out). */
export function recordedRequest(
  file: "datadog-plugin" | "vercel-provider" | "sentry-provider",
  method: string,
  path: string,
): JsonObject {
  const lines = readFileSync(new URL(`../fixtures/recorded/${file}.jsonl`, import.meta.url), "utf8")
    .trim()
    .split("\n");
  for (const text of lines) {
    const entry = line.safeParse(JSON.parse(text));
    if (entry.success && entry.data.method === method && entry.data.path.split("?")[0] === path)
      return entry.data.request;
  }
  throw new Error(`${file}.jsonl has no ${method} ${path}`);
}
