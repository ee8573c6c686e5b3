import { isObject, type JsonObject } from "../../model/resource.ts";
import { type Deeds, type DrillPart, needed } from "../firing.ts";
import { deploymentsOf } from "../vercel/fire.ts";
import { type EmulatedFire, eventsOf, faultOf, platformPath } from "./fire.ts";

declare module "../registry.ts" {
  interface DrillClients {
    emulated: EmulatedFire;
  }
}

export const emulatedDrill: DrillPart<EmulatedFire> = {
  undo(emulated, { method, path, body }) {
    if (method === "DELETE") return emulated.remove(path);
    return method === "PATCH" && path === platformPath ? emulated.changePlatform(body).then(() => true) : null;
  },
  leftovers(emulated, { pairs, clients }) {
    // Made at emulated vendors only.
    const projects = [...pairs.keys()].map(({ parent }) => parent.projectId).filter((id) => typeof id === "string");
    return [
      { what: "trouble of the emulated vendors", putBack: () => emulated.removeAll() },
      ...[...new Set(projects)].map((project) => ({
        what: `deployments of ${project} that a drill made`,
        putBack: async () => (await needed(clients.vercel, "Vercel").removeDeployments(deploymentsOf(project))) > 0,
      })),
    ];
  },
};

/** Trouble that only happens: nobody can make it at a real vendor. */
export const emulatedDeeds: Deeds<"stripe-events" | "supabase-platform" | "answers"> = {
  "stripe-events": async (drill, { token }, { at: _, ...events }) => {
    const emulated = needed(drill.emulated, "the local stack");
    const what = `${events.count} events at Stripe`;
    return {
      undo: { vendor: "emulated", what, method: "DELETE", path: eventsOf(token), body: {} },
      act: () => emulated.addEvents(token, events),
    };
  },
  "supabase-platform": async (drill, _, { state }) => {
    const emulated = needed(drill.emulated, "the local stack");
    const body = before(await emulated.platform(), state);
    return {
      undo: { vendor: "emulated", what: "the platform of Supabase", method: "PATCH", path: platformPath, body },
      act: () => emulated.changePlatform(state),
    };
  },
  answers: async (drill, { token }, { vendor, path }) => {
    const emulated = needed(drill.emulated, "the local stack");
    const what = `calls of ${path} that fail`;
    return {
      undo: { vendor: "emulated", what, method: "DELETE", path: faultOf(token), body: {} },
      act: () => emulated.addFault(token, { vendor, match: { path }, status: 503 }),
    };
  },
};

/** Of what is there, the members that a change names, at any depth. */
function before(there: JsonObject, change: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(change).map(([name, value]) => {
      const now = there[name];
      return [name, isObject(value) && isObject(now) ? before(now, value) : (now ?? null)];
    }),
  );
}
