import { z } from "zod";
import { addressFault } from "../model/address.ts";
import type { Definition } from "../model/definition.ts";
import type { Resource, ResourceKind, VendorName } from "../model/resource.ts";
import type { SignalKind } from "../model/signal.ts";
import type { StackConfig } from "../model/stack.ts";
import type { States } from "./alert-state.ts";
import type { Check, ProjectFacts, StackFacts, Verdict } from "./check.ts";
import type { CompileContext } from "./context.ts";
import type { DoctorLine, Look } from "./doctor-line.ts";
import type { Environment } from "./environment.ts";
import type { OwnMonitor, VendorDrill } from "./firing.ts";
import type { HistoryPlan } from "./history-types.ts";
import type { Ask, Limits } from "./http/read.ts";
import type { Kind, ListOptions, LiveList, LiveObject } from "./live.ts";
import type { Managed } from "./managed.ts";
import type { Mutes } from "./mutes.ts";
import type { NeverSeen } from "./never-seen.ts";
import type { DrillClients, VendorClients, VendorConnections } from "./registry.ts";
import type { Check as RoutineCheck } from "./routine-check.ts";
import type { Carrier } from "./silence.ts";
import type { Read, Readable } from "./value-now.ts";

/**
 * How calls of a vendor are made.
 * @public
 */
export interface Access {
  /** The vendor's name as people write it. */
  vendor: string;
  /** Base URL without a trailing slash. */
  url: string;
  /** Sent with every call; holds the credential and appears in no message. */
  headers: Record<string, string>;
  /** Environment variables that hold the credential, for messages. */
  credential: string;
}

/** One question that a credential must be allowed to ask, and what needs it. */
export interface Scope {
  /** As the vendor's settings name it. */
  scope: string;
  /** Which of our commands asks it. */
  needs: string;
  ask: Pick<Ask<unknown>, "path" | "question">;
  /** What the answer must look like, where a 200 alone says nothing. */
  schema?: z.ZodType<unknown>;
}

type DrillClientOf<Name extends VendorName> = Name extends keyof DrillClients ? DrillClients[Name] : never;

/** All that the tool knows of one vendor; `vendors/index.ts` has the list of them, and nothing else names one. */
export interface Vendor<Name extends VendorName = VendorName> {
  /** As settings and output have it: `datadog`. */
  name: Name;
  /** Variables without which it cannot be read; those with a default are not named. */
  credentials: readonly string[];
  /** Variables that the engine's plugins read as well: credentials and addresses. */
  variables: readonly string[];
  /** The connection as `.local/vendors.json` has it; null where there is no emulator of this vendor. */
  emulated: z.ZodType<VendorConnections[Name]> | null;
  /** The connection that a run's environment gives, whose credentials are known to be set. @throws ConnectionsIncomplete */
  connect(environment: Environment): VendorConnections[Name];
  /** How every call is made. */
  access(connection: VendorConnections[Name]): Access;
  /** Sends nothing before its first question. */
  client(connection: VendorConnections[Name], limits: Limits): VendorClients[Name];
  /** The lists that check `resources`, none of them read yet. */
  lists(client: VendorClients[Name], resources: Resource[], options: ListOptions): LiveList[];
  /**
   * Questions beside the lists, for what the stack has: what silences, who is notified, whether signals come; absent where
   * there are none. Sends nothing.
   */
  checks?(client: VendorClients[Name], facts: ProjectFacts, resources: readonly Resource[]): Check[];
  /** What the lists alone tell beside differences; absent where they tell nothing more. Pure. */
  judge?(known: StackFacts): Verdict;
  /**
   * Slack channels, with their `#`, to which the messages of its resources go; absent where none goes to Slack. `live`: what is
   * live of it, where a channel counts only if the vendor knows a way to it. Pure.
   */
  slackChannels?(
    resources: readonly Resource[],
    stack: StackConfig,
    live?: readonly LiveObject[],
  ): { channel: string; definition: string }[];
  /** How drills act here; absent where they do not. */
  drill?: VendorDrill<VendorConnections[Name], DrillClientOf<Name>, VendorClients[Name]>;
  /** Monitors of its own for what another vendor watches; absent where it has none. */
  ownMonitors?: OwnMonitor;
  /** What `doctor` looks at beside scopes and clocks; absent where there is nothing. */
  doctor?: {
    /** The account, as the stack file and the definitions need it. */
    account?(
      client: VendorClients[Name],
      definitions: readonly Definition[],
      stack: StackConfig,
    ): Promise<DoctorLine[]>;
    /** What depends on the account, asked of what has come. Sends nothing yet. */
    arrivals?(client: VendorClients[Name], facts: ProjectFacts, resources: readonly Resource[]): Look[];
  };
  /** What routines can look at here; `routines/` says which do and in which order. */
  routine?: readonly RoutineCheck[];
  /** Its public status page; absent where it has none. */
  statusPage?: {
    /** The vendor's name as people write it. */
    vendor: string;
    /** The page of the account at an address, without a trailing slash; null for an address that no page is known of. Pure. */
    of(url: string): string | null;
  };
  /** Mutes of a stack's alerts; absent where no mute ends by itself. Sends nothing before its first question. */
  mutes?(connection: VendorConnections[Name], stack: string): Mutes;
  /** What it says of its alerts now; absent where it has none that fire. */
  states?: States<VendorClients[Name]>;
  /**
   * What resources have measured for so many seconds, [milliseconds, value], by their query; of several groups the highest.
   * Absent where nothing can be drawn.
   */
  plots?(
    client: VendorClients[Name],
    resources: readonly Resource[],
    seconds: number,
  ): Promise<Map<string, [number, number][]>>;
  /** What alerts watch and has not come for so many days; absent where a vendor does not tell. Throws VendorError. */
  stopped?(
    client: VendorClients[Name],
    facts: Pick<ProjectFacts, "config" | "definitions">,
    resources: readonly Resource[],
    days: number,
  ): Promise<Carrier[]>;
  /** What an alert watches, as it is now; absent where it cannot be read. */
  valueNow?(client: VendorClients[Name], readable: Readable): Promise<Read | null>;
  /** What can be asked about a definition's past; absent where nothing can. Sends nothing, and makes no client, before it is asked. */
  history?(definition: Definition, stack: StackConfig, client: () => VendorClients[Name]): HistoryPlan;
  /** Finds names that only drills have sent; absent where a vendor keeps nothing that tells. */
  unseen?: {
    /** What is looked for, for people: `paths of requests`. */
    names: string;
    /** @throws VendorError */
    find(client: VendorClients[Name], config: StackConfig, definitions: readonly Definition[]): Promise<NeverSeen[]>;
  };
  /** Kinds of signals that another vendor watches, and for which it stores something as well. */
  besides?: readonly SignalKind[];
  /** A definition, whose signal it watches or stands in `besides`, as the resources that this vendor stores for it. Pure. */
  compile(context: CompileContext, definition: Definition): Resource[];
  kinds: { readonly [K in ResourceKind]?: Kind };
  /** The section of a stack's settings that is called as the vendor, where the model does not have it; a stack may leave it out. */
  settings?: z.ZodType;
  /** What our plugin needs to manage kinds by their JSON bodies; absent where a plugin manages them in its own way. */
  managed?: {
    /** What the credential must allow, for messages: `checks: write`. */
    scopes: string;
    kinds: readonly Managed[];
  };
  /** The smallest reads that show each permission. What may be written is seen by the first `up`. */
  scopes(stack: StackConfig, now: Date): Scope[];
  /** What marks on its resources call the environment of a stack. */
  environment(stack: StackConfig): string;
  /** Environments that a resource names, whoever made it; empty where it names none. */
  environmentsOf(live: LiveObject): readonly string[];
}

/** An address to which credentials may go, in a file that somebody may have edited. */
export const connectionUrl = z.string().refine((text) => addressFault(text) === null);

/** The environment that a resource's own mark names. */
export const markedEnvironment = ({ identity }: LiveObject): string[] =>
  identity?.environment == null ? [] : [identity.environment];
