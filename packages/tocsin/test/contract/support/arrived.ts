import { z } from "zod";
import type { Section } from "./vendors.ts";

const callSchema = z.object({
  vendor: z.string(),
  method: z.string(),
  path: z.string(),
  request: z.unknown(),
  status: z.int(),
});

/** Calls the control app of the emulators. */
export function control(section: Section, method: string, path: string, body?: object): Promise<Response> {
  const { url, token } = section("control");
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  return fetch(`${url}${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
}

/** What the emulated vendor has received, oldest first, as its control app tells. Only JSON bodies are kept there. */
export async function arrived(section: Section, vendor: string): Promise<z.output<typeof callSchema>[]> {
  const answer = await control(section, "GET", `/requests?vendor=${vendor}`);
  return z.array(callSchema).parse(await answer.json());
}

/** What the log of requests shows in place of a secret value. */
export const hidden = "[secret]";

/** The body of the last call of that kind. */
export async function lastBody(section: Section, vendor: string, method: string, path: string): Promise<unknown> {
  const calls = await arrived(section, vendor);
  const call = calls.findLast((one) => one.method === method && one.path === path);
  if (call === undefined) throw new Error(`${vendor} has not received ${method} ${path}`);
  return call.request;
}
