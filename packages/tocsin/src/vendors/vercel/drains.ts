import type { Drain } from "./client.ts";

/** A project whose lines are read, with the environment that its lines carry; without one every environment counts. */
export interface ForwardedProject {
  id: string;
  logEnvironment?: string;
}

/** A rule of a drain by which a part of a project's lines is left out. */
export interface SampledLines {
  drain: Drain;
  /** Share of the lines that goes on, from 0 to 1. */
  rate: number;
  /** Which lines: ` of production below /api`; empty for all. */
  part: string;
}

/** The drains that forward log lines of a project. */
export const drainsOf = (drains: readonly Drain[], { id }: ForwardedProject): Drain[] =>
  drains.filter(
    ({ schemas, status, projectIds }) =>
      "log" in schemas &&
      status !== "disabled" &&
      (projectIds == null || projectIds.length === 0 || projectIds.includes(id)),
  );

/** By which rules lines of a project's environment are left out: below all, every absolute count is too low. */
export const sampledLines = (drains: readonly Drain[], project: ForwardedProject): SampledLines[] =>
  drainsOf(drains, project).flatMap((drain) =>
    (drain.sampling ?? [])
      .filter(({ rate, env }) => rate < 1 && (env == null || env === (project.logEnvironment ?? env)))
      .map(({ rate, env, requestPath }) => ({
        drain,
        rate,
        part: `${env ? ` of ${env}` : ""}${requestPath ? ` below ${requestPath}` : ""}`,
      })),
  );

/** `10 %` of a share from 0 to 1. */
export const percentText = (rate: number): string => `${Number((rate * 100).toPrecision(3))} %`;
