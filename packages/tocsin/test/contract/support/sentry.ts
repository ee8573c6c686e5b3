import { z } from "zod";
import type { Json, Resource } from "../../../src/model/resource.ts";
import { compiledResources, filled, type Known } from "./compiled.ts";
import type { Section } from "./vendors.ts";

/** An answer of the emulated Sentry; the body is null when there is none. */
export interface Answer {
  status: number;
  body: unknown;
}

/** Calls the emulated Sentry with its token. `path` is below `/api/0`. */
export async function callSentry(section: Section, method: string, path: string, body?: unknown): Promise<Answer> {
  const { url, token } = section("sentry");
  const answer = await fetch(`${url}/api/0${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === "" ? null : JSON.parse(text) };
}

/** Where a compiled object is created, and where it is then read, changed and deleted. Both end in a slash. */
export function pathsOf({ kind, parent }: Resource): { create: string; objects: string } {
  const organization = `/organizations/${parent.organization}`;
  if (kind === "detector") {
    return { create: `${organization}/projects/${parent.project}/detectors/`, objects: `${organization}/detectors/` };
  }
  return { create: `${organization}/workflows/`, objects: `${organization}/workflows/` };
}

const created = z.object({ id: z.string() });

/** Creates every compiled monitor and alert, in order; `seen` gets each with what was sent and answered. */
export async function createAll(
  section: Section,
  seen: (resource: Resource, sent: Json, answer: Answer) => void,
): Promise<{ resource: Resource; sent: Json; id: string }[]> {
  const known: Known = new Map();
  const all: { resource: Resource; sent: Json; id: string }[] = [];
  for (const resource of await compiledResources("detector", "workflow")) {
    const sent = filled(resource, known);
    const answer = await callSentry(section, "POST", pathsOf(resource).create, sent);
    seen(resource, sent, answer);
    const { id } = created.parse(answer.body);
    known.set(`${resource.name}.id`, id);
    all.push({ resource, sent, id });
  }
  return all;
}
