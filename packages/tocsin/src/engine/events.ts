/** Turns the engine's event stream into plain values: what happened to which resource, and what went wrong. */
import type pulumi from "@pulumi/pulumi";

type EngineEvent = pulumi.automation.EngineEvent;
type Metadata = NonNullable<EngineEvent["resourcePreEvent"]>["metadata"];

/** The engine's operations, with the replacement's single steps folded into one. */
export type Op = "same" | "create" | "update" | "replace" | "delete" | "read" | "refresh" | "import";

/** What a run did, or in a preview would do, to one resource. */
export interface Step {
  op: Op;
  urn: string;
  /** Type token, e.g. `datadog:index/monitorJson:MonitorJson`. */
  type: string;
  /** Logical name: `Resource.name`. */
  name: string;
  /** The vendor's id; null while it does not exist. */
  id: string | null;
  /** Paths of properties that differ, in the SDK's names. Never values: those may be secret. */
  changed: string[];
}

/** A resource that the vendor, or its plugin, refused; `name` is null for a failure of the run as a whole. */
export interface Failure {
  name: string | null;
  type: string | null;
  /** What was done to it; null where the engine does not say. */
  op: Op | null;
  message: string;
}

/** Called as a run goes on: `done` counts finished resources of those seen so far; `planned`: only looked at, by a preview. */
export type Progress = (state: { done: number; step: Step; planned: boolean }) => void;

const foldedOps: Readonly<Record<string, Op | null>> = {
  same: "same",
  create: "create",
  update: "update",
  delete: "delete",
  read: "read",
  refresh: "refresh",
  import: "import",
  replace: "replace",
  "create-replacement": "replace",
  "import-replacement": "replace",
  "read-replacement": "replace",
  // The old object of a replacement goes in a step of its own, which `replace` already tells.
  "delete-replaced": null,
  discard: null,
  "discard-replaced": null,
  "remove-pending-replace": null,
};

/** Last part of a URN (`urn:pulumi:stack::project::type::name`). */
export function nameOf(urn: string): string {
  const parts = urn.split("::");
  return parts.slice(3).join("::");
}

/** The engine's own bookkeeping: the stack, the provider processes and a component are no resources at a vendor. */
function isOurs(type: string): boolean {
  return !type.startsWith("pulumi:") && type !== "tocsin:index:Alerts";
}

/** Resources of our plugin hold the vendor's body in one property: its name says nothing to people. */
const shown = (type: string, path: string): string => (type.startsWith("tocsin:") ? path.replace(/^body\./, "") : path);

function toStep(metadata: Metadata): Step | null {
  const op = foldedOps[metadata.op];
  if (op === undefined || op === null || !isOurs(metadata.type)) return null;
  const id = metadata.new?.id || metadata.old?.id || null;
  const changed = Object.keys(metadata.detailedDiff ?? {}).map((path) => shown(metadata.type, path));
  return {
    op,
    urn: metadata.urn,
    type: metadata.type,
    name: nameOf(metadata.urn),
    id,
    changed: (changed.length > 0 ? changed : [...(metadata.diffs ?? [])]).sort(),
  };
}

/** Collects one run. Feed every event to `on`; read the rest when the run has ended. */
export class Recorder {
  private readonly byUrn = new Map<string, Step>();
  private readonly refreshed = new Map<string, Step>();
  private readonly started = new Map<string, string>();
  private readonly failed: (Failure & { urn: string | undefined })[] = [];
  private readonly failedOps = new Map<string, Op | null>();
  private readonly progress: Progress | undefined;
  /** How much of the run's report arrived: the engine closes it with a summary, and without one a part of it may be missing. */
  heard: "nothing" | "a part" | "all" = "nothing";

  constructor(progress?: Progress) {
    this.progress = progress;
  }

  on(event: EngineEvent): void {
    if (this.heard !== "all") this.heard = event.summaryEvent ? "all" : "a part";
    if (event.resourcePreEvent) this.begin(event.resourcePreEvent.metadata);
    if (event.resOutputsEvent) this.end(event.resOutputsEvent.metadata, event.resOutputsEvent.planning === true);
    if (event.resOpFailedEvent) {
      const { urn, op } = event.resOpFailedEvent.metadata;
      this.started.delete(urn);
      this.failedOps.set(urn, foldedOps[op] ?? null);
    }
    const diagnostic = event.diagnosticEvent;
    if (diagnostic?.severity === "error") this.fail(diagnostic.urn, diagnostic.message);
  }

  /** Finished resources, sorted by name. With a refresh in the same run, its finding wins over an unchanged plan. */
  get steps(): Step[] {
    const all = new Map(this.byUrn);
    for (const [urn, step] of this.refreshed) {
      const planned = all.get(urn);
      if (planned === undefined) all.set(urn, step);
    }
    return [...all.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** What a refresh found changed at the vendor, sorted by name. */
  get drifted(): Step[] {
    return [...this.refreshed.values()].filter(
      (step) => step.op !== "same" && step.changed.length + Number(step.op === "delete") > 0,
    );
  }

  get failures(): readonly Failure[] {
    // The engine says what failed before or after it says why.
    return this.failed.map(({ urn, ...failure }) => ({ ...failure, op: this.failedOps.get(urn ?? "") ?? null }));
  }

  /** Resources that were begun and neither ended nor failed: what a kill of the engine leaves unknown. */
  get unfinished(): string[] {
    return [...this.started.values()].sort();
  }

  private begin(metadata: Metadata): void {
    if (isOurs(metadata.type) && metadata.op !== "same" && metadata.op !== "refresh") {
      this.started.set(metadata.urn, nameOf(metadata.urn));
    }
  }

  private end(metadata: Metadata, planned: boolean): void {
    this.started.delete(metadata.urn);
    const step = toStep(metadata);
    if (step === null) return;
    (step.op === "refresh" ? this.refreshed : this.byUrn).set(step.urn, step);
    this.progress?.({ done: this.byUrn.size, step, planned });
  }

  private fail(urn: string | undefined, text: string): void {
    const message = text.trim();
    const own = urn !== undefined && urn !== "" && isOurs(urn.split("::")[2] ?? "pulumi:");
    // The stack repeats that "an update failed" for what a resource has said better already.
    if (!own && (message === "update failed" || message === "preview failed" || message === "")) return;
    const type = own ? (urn.split("::")[2] ?? null) : null;
    this.failed.push({ urn, name: own ? nameOf(urn) : null, type, op: null, message });
  }
}
