/** One thing going wrong on the local stack, as it does for real: somebody mutes an alert in Datadog and forgets it. */
import { z } from "zod";
import { FireHttp } from "../../vendors/http/act.ts";
import type { Vendors } from "./files.ts";

const made = z.object({ data: z.object({ id: z.string() }) });

/** Mutes the alerts of a definition without end, through Datadog's own interface; the result puts it back. */
export async function muteByHand(vendors: Vendors, definition: string, stack: string): Promise<() => Promise<void>> {
  const { url, apiKey, appKey } = vendors.datadog;
  const headers = { "dd-api-key": apiKey, "dd-application-key": appKey };
  const http = new FireHttp({ vendor: "The emulated Datadog", headers, credential: "the keys in vendors.json" });
  const call = async (method: "POST" | "DELETE", path: string, body?: object): Promise<unknown> => {
    const one = { method, url: `${url}${path}`, what: `answer ${method} ${path}`, scope: "any" };
    return (await http.json(body === undefined ? one : { ...one, body }, z.unknown())).data;
  };
  const attributes = {
    scope: "*",
    monitor_identifier: { monitor_tags: [`tocsin-id:${definition}`, `env:${stack}`] },
    message: "too noisy tonight",
  };
  const { id } = made.parse(await call("POST", "/api/v2/downtime", { data: { type: "downtime", attributes } })).data;
  return async () => void (await call("DELETE", `/api/v2/downtime/${id}`));
}
