import type { Input } from "@pulumi/pulumi";
import type { StackConfig } from "../model/stack.ts";

type Reference = Input<string> | Input<number>;

/** The settings with references in place of the plain text that a stack file has. */
interface References {
  sentry?: Partial<Omit<NonNullable<StackConfig["sentry"]>, "slackIntegration" | "projects">> & {
    slackIntegration?: Reference;
    projects?: Record<string, { slug?: string; errorMonitor?: Reference; issueStreamMonitor?: Reference }>;
  };
  vercel?: Partial<Omit<NonNullable<StackConfig["vercel"]>, "projects">> & {
    projects?: Record<
      string,
      {
        id?: Input<string>;
        name?: string;
        logEnvironment?: "production" | "preview";
        url?: Input<string>;
      }
    >;
  };
  people?: Record<string, { mail?: Input<string>; sentryUser?: Reference }>;
}

/**
 * Settings of a stack, as in `Pulumi.<stack>.yaml`. What only refers to something may be an output of another resource: ids and
 * addresses of projects, monitors, integrations and people. What shapes a query, tag, name or scope is a plain value.
 */
export type AlertsSettings = References & {
  [Section in Exclude<keyof StackConfig, keyof References | "name" | "shard">]?: Part<StackConfig[Section]>;
};

/** Any part of a section: the stack file has the rest. */
type Part<T> = T extends readonly unknown[] ? Readonly<T> : T extends object ? { [Key in keyof T]?: Part<T[Key]> } : T;
