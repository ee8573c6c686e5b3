import { z } from "zod";
import type { Section } from "./vendors.ts";

const callSchema = z.object({
  vendor: z.string(),
  method: z.string(),
  path: z.string(),
  request: z.unknown(),
  status: z.int(),
});

/** What the emulated vendor has received, oldest first, as its control app tells. Only JSON bodies are kept there. */
export async function arrived(section: Section, vendor: string): Promise<z.output<typeof callSchema>[]> {
  const { url, token } = section("control");
  const answer = await fetch(`${url}/requests?vendor=${vendor}`, { headers: { authorization: `Bearer ${token}` } });
  return z.array(callSchema).parse(await answer.json());
}

/** The body of the last call of that kind. */
export async function lastBody(section: Section, vendor: string, method: string, path: string): Promise<unknown> {
  const calls = await arrived(section, vendor);
  const call = calls.findLast((one) => one.method === method && one.path === path);
  if (call === undefined) throw new Error(`${vendor} has not received ${method} ${path}`);
  return call.request;
}
