/** Before anything is changed: whether every vendor that the run writes to lets itself be read. */
import type { Resource } from "../model/resource.ts";
import { clientsFor } from "../vendors/clients.ts";
import type { Connections } from "../vendors/connections.ts";
import { VendorError, VendorRefused, VendorRetired, VendorUnreachable } from "../vendors/http/errors.ts";
import type { Limits } from "../vendors/http/read.ts";
import { groupBy, type LiveList } from "../vendors/live.ts";
import { readings } from "../verify/lists.ts";

/** A run that was not begun, because a vendor would have stopped it in the middle. */
class VendorsNotReady extends Error {
  /** 2: only credentials are wrong, which is for the user to fix; 3: a vendor is not as it was. */
  readonly exitCode: 2 | 3;

  constructor(message: string, exitCode: 2 | 3) {
    super(message);
    this.name = "VendorsNotReady";
    this.exitCode = exitCode;
  }
}

/** A short look: the run itself is the patient one. */
const limits: Limits = { tries: 3, timeoutMs: 10_000, deadlineMs: 30_000 };

/**
 * Reads the lists in which the run's objects are, all at once. A vendor that is down, refuses the credential or has retired
 * an interface is told once, however many objects need it. What only a list's content can say (a project that is not there
 * yet, a field of another shape) is left to the run.
 * @param again the command to repeat
 * @throws VendorsNotReady, with nothing changed
 */
export async function vendorsAnswer(
  connections: Connections,
  resources: readonly Resource[],
  again: string,
): Promise<void> {
  const lists = readings(resources, clientsFor(connections, limits), { everything: false }).flatMap(
    ({ lists: own }) => own ?? [],
  );
  const failures = (await Promise.all(lists.map(failureOf))).flatMap((failure) => failure ?? []);
  if (failures.length === 0) return;
  const lines = [...groupBy(failures, ({ vendor }) => vendor).values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const count = resources.filter(({ vendor }) => vendor === first.list).length;
    return [`  ${first.message} ${count} of the ${resources.length} resources of this stack are there.`];
  });
  const refusedOnly = failures.every(({ refused }) => refused);
  throw new VendorsNotReady(
    [
      "Not begun: a vendor would stop this run in the middle.",
      ...lines,
      `Nothing was changed. Run \`${again}\` again once this is fixed.`,
    ].join("\n"),
    refusedOnly ? 2 : 3,
  );
}

interface Failure {
  vendor: string;
  list: LiveList["vendor"];
  message: string;
  refused: boolean;
}

async function failureOf(list: LiveList): Promise<Failure | null> {
  try {
    await list.read();
    return null;
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    const refused = error instanceof VendorRefused;
    if (!refused && !(error instanceof VendorRetired) && !(error instanceof VendorUnreachable)) return null;
    return { vendor: error.vendor, list: list.vendor, message: error.message, refused };
  }
}
