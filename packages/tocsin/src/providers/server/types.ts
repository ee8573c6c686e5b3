/**
 * What a provider plugin implements; the server in this folder speaks the engine's gRPC protocol for it. Nothing here
 * knows a vendor. Property values are plain JSON: the server takes secrets and unknowns out before a handler sees them and
 * wraps secrets again in what goes back. An unknown element of an array is null, so that the others keep their places.
 * Files (assets and archives) stay in the engine's own form; `asset()` in wire.ts tells them apart.
 */
export type Value = string | number | boolean | null | Value[] | { [key: string]: Value };
export type Properties = { [key: string]: Value };

/** A reason why inputs are refused; `property` is a path such as `conditionGroup.conditions[0].type`. */
export interface CheckFailure {
  property: string;
  reason: string;
}

export type PropertyDiffKind = "add" | "add-replace" | "delete" | "delete-replace" | "update" | "update-replace";

export interface DiffResult {
  /** Paths that differ, with how. Empty: no change. */
  detailed: Record<string, PropertyDiffKind>;
  /** Always false for what guards production: a delete before the create leaves a gap with nobody watching. */
  deleteBeforeReplace?: boolean;
}

/** What a vendor holds: `inputs` are the live values as a program would have stated them, `outputs` the whole state. */
export interface Live {
  id: string;
  inputs: Properties;
  outputs: Properties;
}

/** One resource type of a plugin. Every method may throw an `Error`; its message reaches the user as it is. */
export interface ResourceHandler {
  /** Validates and completes inputs. Values that are not known yet are absent from `inputs` and listed in `unknown`. */
  check(
    inputs: Properties,
    olds: Properties | undefined,
    unknown: ReadonlySet<string>,
  ): {
    inputs: Properties;
    failures: CheckFailure[];
  };
  /**
   * Compares the stored state (`outputs` of the last operation or read) and its inputs with new inputs. May read the
   * vendor, never write: some official plugins look at the plan's neighbours here.
   */
  diff(
    id: string,
    olds: { inputs: Properties; outputs: Properties },
    news: Properties,
    unknown: ReadonlySet<string>,
  ): DiffResult | Promise<DiffResult>;
  /** Never called in a preview. May throw `PartlyCreated` (errors.ts) when the object exists but is not finished. */
  create(inputs: Properties): Promise<{ id: string; outputs: Properties }>;
  /** Null when the vendor says that the object is gone. `olds` is absent on import. */
  read(id: string, olds: { inputs: Properties; outputs: Properties } | undefined): Promise<Live | null>;
  /** Never called in a preview. Returns the new outputs. */
  update(id: string, olds: { inputs: Properties; outputs: Properties }, news: Properties): Promise<Properties>;
  delete(id: string, outputs: Properties): Promise<void>;
  /**
   * Properties that are always secret, in inputs and outputs alike, whatever the program said: names, or dotted paths with `*`
   * for the elements of an array (`body.dataSources.*.headers`).
   */
  readonly secretOutputs?: readonly string[];
  /**
   * Outputs that only the vendor can tell. A preview of a create shows the inputs and these as unknown; a preview of an
   * update shows their old values.
   */
  readonly computedOutputs?: readonly string[];
}

export type InvokeHandler = (args: Properties) => Promise<Properties>;

/** What a plugin has for one vendor. */
export type PluginPart = Omit<Plugin, "name" | "version">;

export interface Plugin {
  name: string;
  version: string;
  /** By type token, e.g. `tocsin:stripe:WebhookEndpoint`. */
  resources: Readonly<Record<string, ResourceHandler>>;
  invokes?: Readonly<Record<string, InvokeHandler>>;
  /** Provider configuration, already merged with the environment by the plugin itself. Throws to refuse. */
  configure?(config: Properties): void | Promise<void>;
  /** Texts, such as an API token, that must never stand in an error message. */
  secretValues?(): readonly string[];
  /** The user has asked the engine to stop: end waits between retries; calls under way may finish. */
  cancel?(): void;
}
