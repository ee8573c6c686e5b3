import { describe, expect, test } from "vitest";
import { digestOf } from "../../src/gate/digest.ts";
import { ConfigurationError } from "../../src/model/problem.ts";
import { compile } from "../../src/vendors/compile.ts";
import { definition, everybody, stack } from "../support/definitions.ts";

describe("one thing that would be made twice", () => {
  const problemsOf = (make: () => unknown) => {
    try {
      make();
    } catch (error) {
      if (error instanceof ConfigurationError) return error.problems;
      throw error;
    }
    return [];
  };

  test("a resource under the earlier name of another", () => {
    const renamed = definition({ id: "shop/b", aliases: ["shop/a"] });
    expect(problemsOf(() => compile([definition({ id: "shop/a" }), renamed], [everybody], stack))).toMatchObject([
      {
        rule: "stack/duplicate-name",
        definition: "shop/b",
        message: "the resource shop/a/monitor is made twice: by shop/a (shop/a/monitor) and by shop/b (shop/b/monitor)",
      },
    ]);
  });

  test("one channel under two names", () => {
    const route = { ...everybody, slack: ["alerts", "ops"] };
    const bound = { ...stack, channels: { alerts: "#one", ops: "#one" } };
    expect(problemsOf(() => compile([definition()], [route], bound))).toMatchObject([
      {
        rule: "stack/duplicate-name",
        file: "Pulumi.staging.yaml",
        message: "the Slack channel #one is made twice: by shared/slack-channel/alerts and by shared/slack-channel/ops",
      },
    ]);
  });
});

test("the digest is about the route that an alert compiles into", () => {
  const one = definition();
  const [first, last] = [everybody, { ...everybody, mail: [] }];
  const monitor = (...routes: (typeof everybody)[]) =>
    compile([one], routes, stack).find(({ kind }) => kind === "monitor")?.body.message;
  expect(monitor(first, last)).toBe(monitor(last));
  expect(monitor(first, last)).not.toBe(monitor(first));
  expect(digestOf(one, [first, last])).toBe(digestOf(one, [last]));
  expect(digestOf(one, [first, last])).not.toBe(digestOf(one, [first]));
});
