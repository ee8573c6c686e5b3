import type { Resource, VendorName } from "../model/resource.ts";
import type { Check, ProjectFacts, StackFacts, Verdict } from "./check.ts";
import type { Clients } from "./clients.ts";
import { vendors } from "./index.ts";
import { neverSeenCheck } from "./never-seen.ts";
import { slackChecks, slackNotChecked } from "./slack/checks.ts";
import { drillRowsChecks, drillRowsNotChecked } from "./supabase/checks.ts";

/** Every question beside the lists of the vendors in use, for what the stack has. Sends nothing. */
export function checksFor(
  used: readonly VendorName[],
  clients: Clients,
  facts: ProjectFacts,
  resources: readonly Resource[],
): Check[] {
  const { slack, supabase } = clients;
  return [
    ...vendors.flatMap(({ name, checks, unseen }) => {
      const client = clients[name];
      if (!client || !used.includes(name)) return [];
      const find = unseen && (() => unseen.find(client, facts.config, facts.definitions));
      return [
        ...(checks?.(client, facts, resources) ?? []),
        ...(find ? [neverSeenCheck(name, unseen.names, resources, find)] : []),
      ];
    }),
    ...(slack ? slackChecks(slack, facts, resources) : []),
    ...(supabase ? drillRowsChecks(supabase, facts) : []),
  ];
}

/** What the lists of the vendors in use tell beside differences. Pure. */
export const judgeLists = (used: readonly VendorName[], known: StackFacts): Verdict[] =>
  vendors.flatMap(({ name, judge }) => (used.includes(name) ? (judge?.(known) ?? []) : []));

/** What the stack is not set up to check: told, so that nobody takes it for clean. */
export const notChecked = (clients: Clients, facts: ProjectFacts, resources: readonly Resource[]): string[] =>
  [
    clients.slack === undefined ? slackNotChecked(facts, resources) : null,
    clients.supabase === undefined ? drillRowsNotChecked(facts) : null,
  ].filter((one) => one !== null);
