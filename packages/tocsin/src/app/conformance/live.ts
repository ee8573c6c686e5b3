/** Compares what is live with what an emulator answers for the same resource: nothing is created at the account. */
import { differencesOf } from "../../conformance/compare.ts";
import { formOf, textsIn, wordsOf } from "../../conformance/form.ts";
import { type ConformanceKind, isStory, type Mark } from "../../conformance/kind.ts";
import { conformanceKinds } from "../../conformance/kinds.ts";
import type { ComparedCall, ConformanceRecord } from "../../conformance/record.ts";
import {
  isObject,
  type Json,
  type JsonObject,
  type Resource,
  type ResourceKind,
  valueAt,
  vendorTitle,
} from "../../model/resource.ts";
import type { StackConfig } from "../../model/stack.ts";
import { VendorAnsweredWrong, VendorError } from "../../vendors/http/errors.ts";
import { jsonObject } from "../../vendors/json.ts";
import { kinds } from "../../vendors/kinds.ts";
import { homeOf } from "./compare.ts";
import type { Asked, Target } from "./target.ts";
import { idIn, itemsIn } from "./walk.ts";

interface ComparingLive {
  account: Target;
  emulator: Target;
  stack: StackConfig;
  resources: readonly Resource[];
  mark: Mark;
  say: (what: string) => void;
}

/** One live resource of each kind that needs no other and holds no secret. */
export async function compareLive(comparing: ComparingLive): Promise<ConformanceRecord> {
  const record: ConformanceRecord = { version: 1, kinds: [], notCompared: [] };
  for (const kind of conformanceKinds) {
    if (isStory(kind)) continue;
    const own = comparing.resources.filter((one) => one.kind === kind.kind && standsAlone(one));
    if (own.length === 0 || !comparing.account.vendors.has(kind.vendor)) continue;
    comparing.say(`${kind.vendor} ${kind.kind}`);
    try {
      const compared = await compareKind(comparing, kind, own);
      if (compared === null) record.notCompared.push(`${kind.vendor} ${kind.kind}: none of the stack is live.`);
      else record.kinds.push(...compared);
    } catch (error) {
      if (!(error instanceof VendorError)) throw error;
      record.notCompared.push(`${kind.vendor} ${kind.kind}: ${error.message}`);
    }
  }
  return record;
}

const standsAlone = ({ refs, body }: Resource): boolean =>
  refs.length === 0 && !JSON.stringify(body).includes("secret:");

/** What has happened to a resource, and what hangs on it, differs from account to account. */
const happened =
  /\.(?:overall_state|state|status|matching_downtimes|lastTriggered|latestGroup|openIssues|workflowIds|latestDeployments|targets|crons)(?:\.|$)/;

async function compareKind(
  { account, emulator, stack, mark }: ComparingLive,
  kind: ConformanceKind,
  own: readonly Resource[],
): Promise<ComparedCall[] | null> {
  const home = homeOf(stack);
  const find = async (target: Target, resource: Resource) => {
    const path = kind.list(home);
    const listed = await target.ask(kind.vendor, { method: "GET", path });
    refuseUnlisted(kind, path, listed);
    const item = itemsIn(listed.body, kind.items).find(
      (one) => titleOf(resource.kind, one) === kinds[resource.kind].title(resource.body),
    );
    const id = item === undefined ? null : idIn(item, kind.id.replace(/^(?:data\.0|data|created|rule)\./, ""));
    if (item === undefined || id === null) return null;
    const read = await target.ask(kind.vendor, { method: "GET", path: kind.read(id, home) });
    return { id, list: { status: listed.status, body: item }, read };
  };
  for (const resource of own) {
    const there = await find(account, resource);
    if (there === null) continue;
    const { method, path } = kind.create(mark, 1, home);
    await emulator.ask(kind.vendor, { method, path, body: sentFor(resource) });
    const here = await find(emulator, resource);
    if (here === null) continue;
    const ids = [here.id, there.id];
    const sent = new Set(textsIn(resource.body));
    const words = wordsOf([here.list, here.read], ids);
    const hide = new Set(textsIn(stack));
    const formed = ({ status, body: answered }: Asked) => ({
      status,
      body: formOf(answered, { sent, words, hide, ids }),
    });
    return (["list", "read"] as const).map((call) => {
      const vendor = formed(there[call]);
      const differences = differencesOf(formed(here[call]), vendor).filter((one) => !happened.test(one.path));
      // The team's own texts are its data, also those that were sent.
      return {
        vendor: kind.vendor,
        kind: kind.kind,
        call,
        differences: differences.map(bare),
        answer: { status: vendor.status, body: null },
      };
    });
  }
  return null;
}

/** An answer that is no list does not say that nothing is live. @throws VendorAnsweredWrong */
function refuseUnlisted({ vendor: name, kind, items }: ConformanceKind, path: string, { status, body }: Asked): void {
  const vendor = vendorTitle(name);
  if (status !== 200) {
    throw new VendorAnsweredWrong(vendor, `${vendor} answered ${status} when asked for each ${kind} (${path}).`);
  }
  const list = items === "" ? body : valueAt(body, items);
  if (Array.isArray(list)) return;
  const field = items === "" ? "the answer itself" : `field ${items}`;
  const message = `${vendor} answered each ${kind} in an unexpected shape: ${field}: it is no list.`;
  throw new VendorAnsweredWrong(vendor, message);
}

/** What created the resource at the account: the engine's plugin states more of a project than its code. */
function sentFor({ kind, body }: Resource): JsonObject {
  if (kind === "downtime") return { data: { type: "downtime", attributes: body } };
  return kind === "project" ? { ...defaultsOf(kind), ...body } : body;
}

/** What a resource has where its body says nothing. */
const defaultsOf = (kind: ResourceKind): JsonObject =>
  Object.fromEntries(kinds[kind].quirks.flatMap((one) => (one.rule === "default" ? [[one.path, one.value]] : [])));

/** Without the values of the team's own fields. */
const bare = ({
  path,
  emulator,
  vendor,
}: ComparedCall["differences"][number]): ComparedCall["differences"][number] => ({
  path,
  ...(emulator === undefined ? {} : { emulator: typed(emulator) }),
  ...(vendor === undefined ? {} : { vendor: typed(vendor) }),
});

/** An object's members may be named by the team: the keys of tags, of variables. */
function typed(value: Json): Json {
  if (Array.isArray(value)) return "<list>";
  if (isObject(value)) return "<object>";
  return typeof value === "string" && !value.startsWith("<") ? "<text>" : value;
}

function titleOf(kind: ResourceKind, item: Json): string {
  const body = jsonObject.safeParse(kind === "downtime" ? jsonObject.safeParse(item).data?.attributes : item);
  return body.success ? kinds[kind].title(body.data) : "";
}
