import type { StackConfig } from "../model/stack.ts";
import { Inexpressible } from "./draft.ts";

/** The service that answers at an address, and the path there. @throws Inexpressible */
export function placeOf(url: string, stack: StackConfig): { service: string; path: string } {
  const known = [
    ...Object.entries(stack.hosts),
    ...Object.entries(stack.vercel.projects).map(([service, project]): [string, string] => [service, project.url]),
  ].map(([service, address]): [string, string] => [service, address.replace(/\/$/, "")]);
  const found = known.find(([, address]) => url === address || url.startsWith(`${address}/`));
  if (found === undefined) {
    const host = /^https?:\/\/[^/?#]+/.exec(url)?.[0] ?? url;
    throw new Inexpressible(
      `its address ${host} is of none of the stack's services: name the service under tocsin:hosts of the stack file, and import it again`,
    );
  }
  return { service: found[0], path: url.slice(found[1].length) || "/" };
}
