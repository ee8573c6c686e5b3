import { readFileSync } from "node:fs";
import { z } from "zod";
import type { JsonObject } from "../../src/model/resource.ts";

const line = z.object({ method: z.string(), path: z.string(), request: z.record(z.string(), z.json()) });

type File = "datadog-plugin" | "vercel-provider" | "sentry-provider";

/** All recorded request bodies of an official client to this method and path (query left out), oldest first. */
export function recordedRequests(file: File, method: string, path: string): JsonObject[] {
  const lines = readFileSync(new URL(`../fixtures/recorded/${file}.jsonl`, import.meta.url), "utf8")
    .trim()
    .split("\n");
  return lines.flatMap((text) => {
    const entry = line.safeParse(JSON.parse(text));
    const fits = entry.success && entry.data.method === method && entry.data.path.split("?")[0] === path;
    return fits ? [entry.data.request] : [];
  });
}

/** The first of them. */
export function recordedRequest(file: File, method: string, path: string): JsonObject {
  const [first] = recordedRequests(file, method, path);
  if (first === undefined) throw new Error(`${file}.jsonl has no ${method} ${path}`);
  return first;
}
