import type { VendorName } from "../model/resource.ts";
import type { StackConfig } from "../model/stack.ts";
import type { Connections } from "./connections.ts";
import { vendors } from "./index.ts";
import type { StatusPage } from "./status-page.ts";

/** What of a stack says whose pages matter to it. */
interface Of {
  stack: Pick<StackConfig, "supabase" | "vercel">;
  /** Vendors at which the stack has resources. */
  used: ReadonlySet<VendorName>;
}

/**
 * The public status pages of a stack's vendors, and of Supabase where it has databases there. A vendor at an address of one's own
 * (self-hosted, a gateway) has none that is known. Pure.
 */
export function statusPagesOf(connections: Connections, { stack, used }: Of): StatusPage[] {
  const { statusPages: instead } = connections;
  const at = (vendor: string, name: string, url: string | null): StatusPage[] => {
    if (instead !== undefined) return [{ vendor, ...instead, url: `${instead.url}/${name}` }];
    return url === null ? [] : [{ vendor, url }];
  };
  const pages = vendors.flatMap(({ name, statusPage }) => {
    const connection = connections[name];
    const concerned = used.has(name) || (name === "vercel" && Object.keys(stack.vercel.projects).length > 0);
    if (!concerned || connection === undefined || statusPage === undefined) return [];
    return at(statusPage.vendor, name, statusPage.of(connection.url));
  });
  const hasDatabases = Object.keys(stack.supabase).length > 0;
  return [...pages, ...(hasDatabases ? at("Supabase", "supabase", "https://status.supabase.com") : [])];
}
