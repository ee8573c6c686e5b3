import type { Resource } from "../model/resource.ts";
import type { Check, ProjectFacts, StackFacts, Verdict } from "./check.ts";
import type { Clients } from "./clients.ts";
import { vendors } from "./index.ts";
import { slackChecks, slackNotChecked } from "./slack/checks.ts";
import { drillRowsChecks, drillRowsNotChecked } from "./supabase/checks.ts";

/** Every question to the vendors beside the lists, for what the stack has. Sends nothing. */
export function checksFor(clients: Clients, facts: ProjectFacts, resources: readonly Resource[]): Check[] {
  const { slack, supabase } = clients;
  const used = new Set(resources.map(({ vendor }) => vendor));
  return [
    ...vendors.flatMap(({ name, checks }) => {
      const client = clients[name];
      return client && used.has(name) ? (checks?.(client, facts, resources) ?? []) : [];
    }),
    ...(slack ? slackChecks(slack, facts, resources) : []),
    ...(supabase ? drillRowsChecks(supabase, facts) : []),
  ];
}

/** What the lists alone tell beside differences. Pure. */
export const judgeLists = (known: StackFacts): Verdict[] => vendors.flatMap(({ judge }) => judge?.(known) ?? []);

/** What the stack is not set up to check: told, so that nobody takes it for clean. */
export const notChecked = (clients: Clients, facts: ProjectFacts, resources: readonly Resource[]): string[] =>
  [
    clients.slack === undefined ? slackNotChecked(facts, resources) : null,
    clients.supabase === undefined ? drillRowsNotChecked(facts) : null,
  ].filter((one) => one !== null);
