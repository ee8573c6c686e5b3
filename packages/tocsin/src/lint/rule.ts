import type { Dashboard } from "../model/dashboard.ts";
import type { Definition, Route } from "../model/definition.ts";
import type { Objective } from "../model/objective.ts";
import type { Problem } from "../model/problem.ts";
import type { Resource, ResourceKind } from "../model/resource.ts";
import type { StackConfig } from "../model/stack.ts";
import type { Live } from "./live.ts";

/** What one rule says about what it was given. */
export interface RuleProblem {
  /** Dotted path of the field to blame in the definition (`condition.recovery`); null: the definition as a whole. */
  at: string | null;
  /** Dotted path in the vendor's create body, where a body is judged. */
  path?: string;
  /** What is wrong, as a clause in lower case: it stands behind the definition's name. */
  message: string;
  /** What to do about it. */
  remedy: string;
}

/** What a rule says that sees many things at once: it names whom it means. */
export interface NamedProblem extends RuleProblem {
  definition: string | null;
  /** The route, channel or object that is meant where no single definition is; a suppression can name it. */
  subject?: string;
  /** Where it was written, if not in a definition: a route, or a key of a file. */
  in?: { route: string } | { file: string; key: string };
}

/** One stack, compiled. Of its settings only what rules look at, so that a review can judge what `tocsin compile` printed. */
export interface CompiledStack {
  config: Pick<StackConfig, "name" | "people" | "channels" | "scopes"> &
    Partial<Pick<StackConfig, "allowDrills" | "destinations">>;
  /** Whom the definitions notify; absent where only what was compiled is known. */
  routes?: readonly Route[];
  definitions: readonly Definition[];
  /** What the definitions compile to. */
  resources: readonly Resource[];
  /** What is imported verbatim: judged by rules that look at live answers, and by those that say so of resources (`verbatim`). */
  raw?: readonly Resource[];
}

/** What is known without compiling for a stack. */
export interface Written {
  definitions: readonly Definition[];
  routes: readonly Route[];
  dashboards: readonly Dashboard[];
  objectives: readonly Objective[];
  /** Names of the pages in runbooks/, without ending; null where there is no such folder. */
  runbooks: ReadonlySet<string> | null;
  /** Names of the documents that a source may name; null where the project lists none. */
  documents: ReadonlySet<string> | null;
  /** Every stack file that can be read, placeholders and all. */
  stacks: readonly StackOutline[];
}

/** The part of a stack file that must differ between stacks. */
export interface StackOutline {
  name: string;
  /** Whether drills may make its alerts fire: all but production. */
  allowDrills: boolean;
  /** Channel names by the name that routes use; placeholders left out. */
  channels: Record<string, string>;
}

/** Where a resource comes from. */
interface Origin {
  /** The definition that it carries; undefined for what several share. */
  definition: Definition | undefined;
  config: CompiledStack["config"];
}

interface Facts {
  /** Stable for good: suppressions and links name it. Its page is docs/rules/<id, with - for />.md. */
  id: `${string}/${string}`;
  /** Errors and warnings make `tocsin lint` end with 1, notices do not. */
  severity: Problem["severity"];
  /** One line, without a full stop. */
  title: string;
}

export type Rule = Facts &
  (
    | { looksAt: "definition"; check: (definition: Definition, written: Written) => RuleProblem[] }
    | {
        looksAt: "resource";
        kinds: readonly ResourceKind[];
        /** It judges what a resource does, and not how it is written: so also what is imported verbatim, as a notice. */
        verbatim?: true;
        check: (resource: Resource, of: Origin) => RuleProblem[];
      }
    | { looksAt: "written"; check: (written: Written) => NamedProblem[] }
    | { looksAt: "stack"; check: (stack: CompiledStack) => NamedProblem[] }
    | { looksAt: "live"; check: (live: Live, stack: CompiledStack) => NamedProblem[] }
    | { looksAt: "history"; check: (firesPerWeek: ReadonlyMap<string, number>) => NamedProblem[] }
  );

/** Says that a value is a rule, and keeps what kind of one it is. */
export const rule = <R extends Rule>(value: R): R => value;
