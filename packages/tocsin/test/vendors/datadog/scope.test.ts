import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseScope as emulatedScope } from "../../../../emulators/src/datadog/downtimes/match.ts";
import { inScope as emulatedInScope } from "../../../../emulators/src/datadog/evaluate/tags.ts";
import { type Answer, inScope, knownTags, parseScope } from "../../../src/vendors/datadog/scope.ts";

const tags = ["env:staging", "service:tips", "team:core", "team:web", "host:db-1"];
const query =
  "avg(last_5m):avg:cpu{region:eu,!zone:eu-b,az:a* AND tier IN (gold,silver)} by {disk} / avg:mem{(kind:x OR kind:y) AND NOT size:l*} > 5";

function asked(scope: string): Answer {
  const parsed = parseScope(scope);
  if (parsed === null) throw new Error(`no scope: ${scope}`);
  return inScope(parsed, knownTags(tags, query));
}

const silencing = [
  "*",
  "env:staging",
  "ENV:Staging",
  "env:staging,service:tips",
  "env:staging AND service:tips",
  "env:staging service:tips",
  "env:staging OR env:qa",
  "env:qa OR env:staging",
  "(env:qa OR env:staging) AND service:tips",
  "env:(staging OR qa)",
  "env IN (staging, qa)",
  "env in (qa,staging)",
  "env NOT IN (prod,qa)",
  "NOT env:prod",
  "-env:prod",
  "!env:prod",
  "NOT (env:prod OR env:qa)",
  "env:stag*",
  "env:*",
  "host:db-*",
  "team:core AND team:web",
  "region:eu",
  "region:e*",
  "NOT zone:eu-b",
  "-zone:eu-b",
  "NOT tier:bronze",
  "tier IN (gold,silver,bronze)",
  "kind:x OR kind:y",
  "NOT size:large",
  "env:staging OR colour:red",
  "az:*",
  "service",
];

const sparing = [
  "env:prod",
  "env:staging AND service:web",
  "env:staging,service:web",
  "env:prod OR env:qa",
  "(env:prod OR env:qa) AND service:tips",
  "env:(prod OR qa)",
  "env IN (prod, qa)",
  "env NOT IN (staging)",
  "NOT env:staging",
  "-env:staging",
  "!env:staging",
  "NOT (env:prod OR env:staging)",
  "NOT env IN (staging, qa)",
  "env:prod*",
  "env:*prod",
  "host:web-*",
  "NOT host:db-*",
  "team:billing",
  "region:us",
  "region:us OR region:ap",
  "zone:eu-b",
  "zone:eu-b AND env:staging",
  "tier:bronze",
  "tier IN (bronze,none)",
  "kind:z",
  "size:large",
  "az:b1",
  "colour:red AND env:prod",
  "NOT *",
  "NOT region:eu",
  "env:staging AND NOT service:tips",
];

const open = [
  "colour:red",
  "tier:gold",
  "NOT tier:gold",
  "kind:x",
  "disk:sda1",
  "NOT disk:sda1",
  "az:a1",
  "colour:red AND env:staging",
  "colour",
];

describe("the scope of a downtime", () => {
  it.each(silencing)("silences: %s", (scope) => expect(asked(scope)).toBe("yes"));
  it.each(sparing)("spares: %s", (scope) => expect(asked(scope)).toBe("no"));
  it.each(open)("depends on the data: %s", (scope) => expect(asked(scope)).toBe("perhaps"));
  it.each(["", "env:a AND", "(env:a", "env:a)", "env IN", "env IN ()", ":x", "NOT", "env:a OR"])(
    "is none: %s",
    (text) => expect(parseScope(text)).toBeNull(),
  );

  it("is decided as the emulated Datadog decides it, where all its keys are known", () => {
    const atom = fc.constantFrom(
      "env:a",
      "env:b",
      "env:*",
      "service:w*",
      "service:web",
      "env IN (a,b)",
      "host NOT IN (h1)",
      "*",
    );
    const scope = fc.letrec<{ any: string }>((tie) => ({
      any: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        atom,
        fc
          .tuple(tie("any"), fc.constantFrom(" AND ", ",", " OR "), tie("any"))
          .map(([a, word, b]) => `(${a}${word}${b})`),
        tie("any").map((inner) => `NOT (${inner})`),
        atom.map((one) => `!${one}`),
      ),
    })).any;
    const value = fc.constantFrom("a", "b", "c", "web", "worker", "h1");
    fc.assert(
      fc.property(scope, value, value, value, (text, env, service, host) => {
        const own = [`env:${env}`, `service:${service}`, `host:${host}`];
        const parsed = parseScope(text);
        const answer = parsed === null ? null : inScope(parsed, knownTags(own, ""));
        expect(answer).toBe(emulatedInScope(emulatedScope(text), own) ? "yes" : "no");
      }),
      { numRuns: 500 },
    );
  });
});
