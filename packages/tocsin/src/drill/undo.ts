import { platformPath } from "../vendors/emulated/fire.ts";
import type { Restore } from "../vendors/fire-types.ts";
import { monitorsPath } from "../vendors/vercel/client.ts";
import { putBack } from "./fire-datadog.ts";
import { connected, type Mender } from "./mender.ts";

/**
 * Sends the request that undoes a change. True when there was something to undo.
 * @throws Error when its vendor cannot be asked, or does not take it
 */
export async function undo({ vendor, method, path, body }: Restore, run: string, mender: Mender): Promise<boolean> {
  if (vendor === "datadog" && method === "PUT") return putBack(connected(mender.datadog), path, body, run);
  if (vendor === "vercel" && method === "PATCH" && path.startsWith(`${monitorsPath}/`))
    return connected(mender.vercel).putBackMonitor(path, body, run);
  if (vendor === "vercel" && method === "PATCH") {
    await connected(mender.vercel).patch(path, body);
    return true;
  }
  if (vendor === "vercel" && method === "DELETE") return (await connected(mender.vercel).removeDeployments(path)) > 0;
  if (vendor === "stripe" && method === "POST") return connected(mender.stripe).putBack(path, body, run);
  if (vendor === "supabase" && method === "DELETE") return (await connected(mender.supabase).remove(path)) > 0;
  if (vendor === "emulated" && method === "DELETE") return connected(mender.emulated).remove(path);
  if (vendor === "emulated" && method === "PATCH" && path === platformPath) {
    await connected(mender.emulated).changePlatform(body);
    return true;
  }
  throw new Error(`nothing is known about undoing ${method} at ${vendor}`);
}
