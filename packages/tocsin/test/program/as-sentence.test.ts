import pulumi from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { asSentence } from "../../src/pulumi/own-run.ts";
import { UsageError } from "../../src/shared/usage-error.ts";

const withStack = <E extends Error>(error: E, ...frames: string[]): E => {
  error.stack = [`${error.name}: ${error.message}`, ...frames.map((frame) => `    at ${frame}`)].join("\n");
  return error;
};

it("says what the user did wrong as the engine's own sentence", () => {
  const told = asSentence(new UsageError("There is no stack file Pulumi.qa.yaml."));
  expect(pulumi.RunError.isInstance(told)).toBe(true);
  expect(told).toMatchObject({ message: "There is no stack file Pulumi.qa.yaml." });
});

it("keeps no frame that Node cannot colour, and all others", () => {
  const told = asSentence(
    withStack(
      new TypeError("x is not a function"),
      "f (/app/node_modules/@pulumi/pulumi/resource.js:637:33)",
      "new C (/app/node_modules/@pulumi/resource.ts:1598:33)",
      "D (C:\\app\\node_modules\\@pulumi\\resource.ts:1:2)",
      "/app/index.ts:3:1",
    ),
  );
  expect(told instanceof Error && told.stack).toBe(
    "TypeError: x is not a function\n    at f (/app/node_modules/@pulumi/pulumi/resource.js:637:33)\n    at /app/index.ts:3:1",
  );
});

it("leaves alone what is no error", () => {
  expect(asSentence("stopped")).toBe("stopped");
});
