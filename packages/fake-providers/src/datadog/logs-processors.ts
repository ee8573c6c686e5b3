import type { Properties, Value } from "tocsin/internal/provider";
import { isObject } from "../shared/values.ts";

/** A member of a processor: its name in the SDK, its name on the wire, and what it is when nobody says. */
interface Member {
  sdk: string;
  wire: string;
  /** Sent and shown when the program does not name it; undefined: left out then. */
  initial?: Value;
}

interface ProcessorKind {
  sdk: string;
  wire: string;
  members: readonly Member[];
}

const NAME: Member = { sdk: "name", wire: "name", initial: "" };
const ENABLED: Member = { sdk: "isEnabled", wire: "is_enabled", initial: false };
const SOURCES: Member = { sdk: "sources", wire: "sources" };
const TARGET: Member = { sdk: "target", wire: "target" };

/** The processors that the fake provider knows, one row each: SDK key, wire type, members. Source: upstream 4.19.0. */
const KINDS: readonly ProcessorKind[] = [
  {
    sdk: "grokParser",
    wire: "grok-parser",
    members: [
      NAME,
      ENABLED,
      { sdk: "source", wire: "source" },
      { sdk: "samples", wire: "samples" },
      { sdk: "grok", wire: "grok" },
    ],
  },
  {
    sdk: "attributeRemapper",
    wire: "attribute-remapper",
    members: [
      NAME,
      ENABLED,
      SOURCES,
      { sdk: "sourceType", wire: "source_type" },
      TARGET,
      { sdk: "targetType", wire: "target_type" },
      { sdk: "targetFormat", wire: "target_format" },
      { sdk: "preserveSource", wire: "preserve_source", initial: false },
      { sdk: "overrideOnConflict", wire: "override_on_conflict", initial: false },
    ],
  },
  {
    sdk: "arithmeticProcessor",
    wire: "arithmetic-processor",
    members: [
      NAME,
      ENABLED,
      { sdk: "expression", wire: "expression" },
      TARGET,
      { sdk: "isReplaceMissing", wire: "is_replace_missing", initial: false },
    ],
  },
  {
    sdk: "urlParser",
    wire: "url-parser",
    members: [
      NAME,
      ENABLED,
      SOURCES,
      TARGET,
      { sdk: "normalizeEndingSlashes", wire: "normalize_ending_slashes", initial: false },
    ],
  },
  { sdk: "dateRemapper", wire: "date-remapper", members: [NAME, ENABLED, SOURCES] },
  { sdk: "messageRemapper", wire: "message-remapper", members: [NAME, ENABLED, SOURCES] },
  { sdk: "serviceRemapper", wire: "service-remapper", members: [NAME, ENABLED, SOURCES] },
  { sdk: "statusRemapper", wire: "status-remapper", members: [NAME, ENABLED, SOURCES] },
];

/** Rules of a grok parser have their own two members. */
const GROK: readonly Member[] = [
  { sdk: "supportRules", wire: "support_rules", initial: "" },
  { sdk: "matchRules", wire: "match_rules" },
];

/** The arguments by which a program names a processor. */
const KNOWN_PROCESSORS: readonly string[] = KINDS.map((kind) => kind.sdk);

/** Why a processor is refused, or undefined. A processor is an object with one member, whose name is its kind. */
export function processorProblem(processor: Value): string | undefined {
  const entries = isObject(processor) ? Object.entries(processor) : [];
  const [first] = entries;
  if (first === undefined || entries.length !== 1) return "must have exactly one member, the kind of the processor";
  const [key, value] = first;
  const kind = KINDS.find(({ sdk }) => sdk === key);
  if (kind === undefined) return `the local fake provider does not know "${key}", only ${KNOWN_PROCESSORS.join(", ")}`;
  const strange = Object.keys(isObject(value) ? value : {}).filter(
    (name) => !kind.members.some(({ sdk }) => sdk === name),
  );
  if (strange.length > 0) return `${key} has no member ${strange.join(", ")}`;
  const missing = kind.members.filter(
    ({ sdk, initial }) => initial === undefined && !OPTIONAL.includes(sdk) && !(isObject(value) && sdk in value),
  );
  return missing.length > 0 ? `${key} lacks ${missing.map(({ sdk }) => sdk).join(", ")}` : undefined;
}

const OPTIONAL = ["samples", "targetFormat"];

/** A processor with every default stated. */
export function completeProcessor(processor: Value): Value {
  if (!isObject(processor)) return processor;
  return Object.fromEntries(
    Object.entries(processor).map(([key, value]) => {
      const kind = KINDS.find(({ sdk }) => sdk === key);
      if (kind === undefined || !isObject(value)) return [key, value];
      const initials = kind.members.flatMap(({ sdk, initial }) =>
        initial === undefined ? [] : [[sdk, initial] as const],
      );
      return [key, { ...Object.fromEntries(initials), ...value }];
    }),
  );
}

/** A complete processor as Datadog takes it. */
export function toWire(processor: Value): Properties {
  const [entry] = isObject(processor) ? Object.entries(processor) : [];
  const kind = KINDS.find(({ sdk }) => sdk === entry?.[0]);
  if (entry === undefined || kind === undefined)
    throw new Error("A log processor of an unknown kind got past the check.");
  const wire = renamed(entry[1], kind.members, "sdk", "wire");
  return {
    ...wire,
    ...(kind.sdk === "grokParser" ? { grok: renamed(wire.grok, GROK, "sdk", "wire") } : {}),
    type: kind.wire,
  };
}

/** A processor of Datadog's answer as a program would state it. Throws on a kind that the fake provider does not know. */
export function fromWire(processor: Value): Properties {
  const type = isObject(processor) ? processor.type : undefined;
  const kind = KINDS.find(({ wire }) => wire === type);
  if (kind === undefined) throw new Error(`The local fake provider does not know the log processor "${String(type)}".`);
  const sdk = renamed(processor, kind.members, "wire", "sdk");
  const complete = completeProcessor({
    [kind.sdk]: { ...sdk, ...(kind.sdk === "grokParser" ? { grok: renamed(sdk.grok, GROK, "wire", "sdk") } : {}) },
  });
  return isObject(complete) ? complete : {};
}

function renamed(
  value: Value | undefined,
  members: readonly Member[],
  from: "sdk" | "wire",
  to: "sdk" | "wire",
): Properties {
  const result: Properties = {};
  for (const member of members) {
    const found = isObject(value) ? value[member[from]] : undefined;
    if (found !== undefined && found !== null) result[member[to]] = found;
  }
  return result;
}
