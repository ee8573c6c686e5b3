/** What depends on the account, asked of what has really come: names, series, transactions, and how much of the logs is forwarded. */

import { named, type ProjectFacts } from "../vendors/check.ts";
import { clientsFor } from "../vendors/clients.ts";
import { type DoctorLine, type Look, left, ok, unread, wrong } from "../vendors/doctor-line.ts";
import { VendorError, VendorRefused } from "../vendors/http/errors.ts";
import { vendors } from "../vendors/index.ts";
import { type NeverSeen, neverSeenText } from "../vendors/never-seen.ts";
import type { Patient } from "./vendors.ts";

/** A look, not a siege. */
const limits = { tries: 2, timeoutMs: 10_000, deadlineMs: 25_000 };

/** Looks at what every vendor has been sent; a vendor that does not answer is a line, too. */
export async function accountLines(patient: Patient): Promise<DoctorLine[]> {
  const { connections, stack, definitions, resources, sqlProbes } = patient;
  const facts: ProjectFacts = { config: stack, definitions, sqlProbes };
  const clients = clientsFor(connections, limits);
  const lines = vendors.flatMap((vendor) => {
    const { name: area, doctor, unseen } = vendor;
    const client = clients[area];
    if (client === undefined) return [];
    const looks: Look[] = [...(doctor?.arrivals?.(client, facts, resources) ?? [])];
    if (unseen) {
      const { names, find } = unseen;
      looks.push({ what: names, ask: async () => seenLines(area, names, await find(client, stack, definitions)) });
    }
    return looks.map((look) => linesOf(look.area ?? area, look));
  });
  return (await Promise.all(lines)).flat();
}

async function linesOf(area: string, { what, ask }: Look): Promise<DoctorLine[]> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    if (error instanceof VendorRefused)
      return [left(area, what, error.message, "Look again with a credential that may read it.", error.ofVendor)];
    return [unread(area, what, error.message, "Look again when the vendor answers.", error.ofVendor)];
  }
}

/** Names that definitions look for and nothing has sent. */
function seenLines(area: string, what: string, unseen: readonly NeverSeen[]): DoctorLine[] {
  if (unseen.length === 0) return [ok(area, what, "each has been seen, or its source is silent")];
  return unseen.map(
    (one): DoctorLine =>
      wrong(
        area,
        `${one.watched.text} (${named(one.watched.definitions)})`,
        neverSeenText(one),
        `Spell ${one.watched.text} as the app does: ${named(one.watched.definitions)} would not fire.`,
      ),
  );
}
