/** One thing going wrong on the local stack, as it does for real: somebody mutes an alert in Datadog and forgets it. */
import { z } from "zod";
import type { Vendors } from "./files.ts";

const made = z.object({ data: z.object({ id: z.string() }) });

/** Mutes the alerts of a definition without end, through Datadog's own interface; the result puts it back. */
export async function muteByHand(vendors: Vendors, definition: string, stack: string): Promise<() => Promise<void>> {
  const { url, apiKey, appKey } = vendors.datadog;
  const call = async (method: string, path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { "dd-api-key": apiKey, "dd-application-key": appKey, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`The emulated Datadog answered ${answer.status} to ${method} ${path}.`);
    return answer.status === 204 ? null : answer.json();
  };
  const attributes = {
    scope: "*",
    monitor_identifier: { monitor_tags: [`tocsin-id:${definition}`, `env:${stack}`] },
    message: "too noisy tonight",
  };
  const { id } = made.parse(await call("POST", "/api/v2/downtime", { data: { type: "downtime", attributes } })).data;
  return async () => void (await call("DELETE", `/api/v2/downtime/${id}`));
}
