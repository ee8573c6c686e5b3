import { type CaseTransition, lineOf, tells, transitionText } from "../evaluate/case.ts";
import type { Definition } from "../model/definition.ts";
import { type AlertSeries, type CaseOptions, timeOf, transitionsOn } from "./series.ts";

export type { AlertSeries, CaseOptions, TaggedSeries, Values } from "./series.ts";

/** When something has to happen, as well as how the case runs. */
export interface FireOptions extends CaseOptions {
  /** When it has to fire first: `9m`. */
  at?: string;
  /** When it has to be OK again after that: `15m`. */
  recoversAt?: string;
}

/** What `expect(alert)` can say once the matchers are known: `expect.extend(matchers)`. */
export interface AlertMatchers<R = unknown> {
  /**
   * The alert fires, and somebody is notified: for lost data too, where the definition says so.
   * @example expect(diskFull).toFireOn("70x10 95x10", { at: "14m" })
   * @example expect(diskFull).not.toFireOn("70x30")
   */
  toFireOn(series: AlertSeries, options?: FireOptions): R;
  /** The alert is at its warning threshold at some time, and never fires. */
  toWarnOn(series: AlertSeries, options?: CaseOptions): R;
  /** The alert fires, and is OK when the series ends. */
  toRecoverOn(series: AlertSeries, options?: CaseOptions): R;
  /** All that the alert does, in order: `["9m alert", "15m ok"]`, with the group where there are several. */
  toTransitionOn(series: AlertSeries, expected: readonly string[], options?: CaseOptions): R;
}

declare module "vitest" {
  // biome-ignore lint/suspicious/noExplicitAny: vitest declares it so, and a declaration that is added must be the same.
  interface Matchers<T = any> extends AlertMatchers<T> {}
}

interface Matched {
  pass: boolean;
  message: () => string;
}

type Judge = (definition: Definition, transitions: readonly CaseTransition[]) => { pass: boolean; expected: string };

function matched(alert: unknown, series: AlertSeries, options: CaseOptions, judge: Judge): Matched {
  const { definition, transitions } = transitionsOn(alert, series, options);
  const { pass, expected } = judge(definition, transitions);
  const came = transitions.length === 0 ? "no transition" : transitions.map(transitionText).join(", ");
  const message = () => `${definition.id}: expected ${pass ? `not ${expected}` : expected}\n  got: ${came}`;
  return { pass, message };
}

/** Give these to vitest: `expect.extend(matchers)`. */
export const matchers = {
  toFireOn(alert: unknown, series: AlertSeries, options: FireOptions = {}): Matched {
    return matched(alert, series, options, (definition, transitions) => {
      const fired = transitions.findIndex(({ state }) => tells(definition, state));
      const recovered = transitions.slice(fired + 1).find(({ state }) => state === "ok");
      const at = options.at === undefined ? null : timeOf(options.at);
      const until = options.recoversAt === undefined ? null : timeOf(options.recoversAt);
      return {
        pass:
          fired >= 0 && (at === null || transitions[fired]?.at === at) && (until === null || recovered?.at === until),
        expected: [
          "to fire",
          ...(options.at ? [`at ${options.at}`] : []),
          ...(until === null ? [] : [`and to recover at ${options.recoversAt}`]),
        ].join(" "),
      };
    });
  },
  toWarnOn(alert: unknown, series: AlertSeries, options: CaseOptions = {}): Matched {
    return matched(alert, series, options, (definition, transitions) => ({
      pass:
        transitions.some(({ state }) => state === "warn") &&
        transitions.every(({ state }) => !tells(definition, state)),
      expected: "to warn, and never to fire",
    }));
  },
  toRecoverOn(alert: unknown, series: AlertSeries, options: CaseOptions = {}): Matched {
    return matched(alert, series, options, (definition, transitions) => {
      const last = new Map(transitions.map(({ group, state }) => [group, state]));
      return {
        pass:
          transitions.some(({ state }) => tells(definition, state)) &&
          [...last.values()].every((state) => state === "ok"),
        expected: "to fire, and to be OK at the end",
      };
    });
  },
  toTransitionOn(alert: unknown, series: AlertSeries, expected: readonly string[], options: CaseOptions = {}): Matched {
    return matched(alert, series, options, (_, transitions) => ({
      pass: transitions.map(lineOf).join("\n") === expected.join("\n"),
      expected: expected.length === 0 ? "no transition" : expected.join(", "),
    }));
  },
};
