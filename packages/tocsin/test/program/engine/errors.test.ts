import { describe, expect, it } from "vitest";
import { explain, refusedState, tidy } from "../../../src/engine/errors.ts";
import { Recorder } from "../../../src/engine/events.ts";
import { redact } from "../../../src/model/redact.ts";

const wording = { noun: "Update", stack: "staging", again: "tocsin up --stack staging", total: 3 };
const urn = (name: string) => `urn:pulumi:staging::tocsin::datadog:index/monitorJson:MonitorJson::${name}`;
const state = { type: "", urn: "", parent: "", provider: "", inputs: {}, outputs: {} };

function failedRun(): Recorder {
  const recorder = new Recorder();
  const event = { sequence: 1, timestamp: 1 };
  const metadata = {
    op: "create" as const,
    urn: urn("a"),
    type: "datadog:index/monitorJson:MonitorJson",
    provider: "",
  };
  recorder.on({ ...event, resourcePreEvent: { metadata } });
  recorder.on({ ...event, resOutputsEvent: { metadata: { ...metadata, new: { ...state, id: "1003" } } } });
  recorder.on({ ...event, resourcePreEvent: { metadata: { ...metadata, urn: urn("b") } } });
  recorder.on({ ...event, resOpFailedEvent: { metadata: { ...metadata, urn: urn("b") }, status: 0, steps: 0 } });
  recorder.on({ ...event, resourcePreEvent: { metadata: { ...metadata, urn: urn("c") } } });
  const message = `error: creating ${urn("b")}: 1 error occurred:\n\t* Datadog answered 400: key-123456 is not allowed\n    at f (x.ts:1:1)\n`;
  recorder.on({ ...event, diagnosticEvent: { urn: urn("b"), message, color: "never", severity: "error" } });
  return recorder;
}

describe("the one message of a failed run", () => {
  const error = explain(new Error("Command failed"), failedRun(), wording, ["key-123456"]);

  it("has the vendor's words under the resource's name, what was done, and how to go on", () => {
    expect(error.message).toBe(
      [
        "Update of stack staging was not completed.",
        "  b: Datadog answered 400: [secret] is not allowed",
        "Done before that: 1 created.",
        "Under way when it stopped: c.",
        "Not done: 2 of 3 resources.",
        "Run `tocsin up --stack staging` again to complete it.",
      ].join("\n"),
    );
    expect(error.exitCode).toBe(3);
  });

  it("gives the same as values", () => {
    expect(error.done.map((step) => [step.name, step.op, step.id])).toEqual([["a", "create", "1003"]]);
    expect(error.failures).toEqual([
      {
        name: "b",
        type: "datadog:index/monitorJson:MonitorJson",
        op: "create",
        message: "Datadog answered 400: [secret] is not allowed",
      },
    ]);
  });
});

it.each([
  ["began", "Updating (staging):", "The engine's report of it did not arrive, so what was changed is not known."],
  ["never began", "", "Nothing was changed."],
])("a run that was not heard and %s", (_, printed, said) => {
  const cause = new Error(`code: -2\n stderr: Command failed\n${printed}\nerror: no`);
  expect(explain(cause, new Recorder(), wording, []).message.split("\n").slice(0, 3).join("\n")).toContain(
    `Update of stack staging was not completed.\n  no\n${said}`,
  );
});

it.each([
  [
    "error: PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI sessions",
    /No place for the state is chosen: set PULUMI/,
  ],
  ["error: passphrase must be set with PULUMI_CONFIG_PASSPHRASE", /The passphrase of the state is not set: set PULUMI/],
])("says what the environment lacks, which is the user's to set: %s", (raw, said) => {
  const { message, exitCode } = explain(new Error(raw), new Recorder(), wording, []);
  expect([exitCode, message]).toEqual([2, expect.stringMatching(said)]);
  expect(message).not.toContain("again to complete it");
});

it("says what to do first where running again does not fix it", () => {
  const recorder = new Recorder();
  const message = "error: Vercel answered 400 to POST /v10/projects/prj/env: ENV_CONFLICT: A variable already exists\n";
  const diagnosticEvent = { urn: urn("a"), message, color: "never", severity: "error" as const };
  recorder.on({ sequence: 1, timestamp: 1, diagnosticEvent });
  const told = explain(new Error("Command failed"), recorder, wording, []).message.split("\n");
  expect(told[2]).toMatch(/^ {4}That variable was created outside of code: delete it at Vercel first/);
});

it("says how to go on where a resource was deleted at its vendor", () => {
  const told = (op: "update" | "create", message: string) => {
    const recorder = new Recorder();
    const event = { sequence: 1, timestamp: 1 };
    const metadata = { op, urn: urn("a"), type: "datadog:index/monitorJson:MonitorJson", provider: "" };
    recorder.on({ ...event, diagnosticEvent: { urn: urn("a"), message, color: "never", severity: "error" } });
    recorder.on({ ...event, resOpFailedEvent: { metadata, status: 0, steps: 0 } });
    return explain(new Error("Command failed"), recorder, wording, []).message.split("\n").at(-1);
  };
  const refresh =
    "a was deleted at the vendor since the last update. Run `tocsin up --stack staging --refresh`, which creates it again.";
  expect(told("update", "error: Datadog answered 404 to PUT /api/v1/monitor/1003: Monitor not found\n")).toBe(refresh);
  expect(told("update", "error: Sentry does not know what PUT /api/0/x/ names (404).\n")).toBe(refresh);
  const again = "Run `tocsin up --stack staging` again to complete it.";
  expect(told("create", "error: Datadog answered 404 to POST /api/v1/x: no such account\n")).toBe(again);
  expect(told("update", "error: Datadog answered 400 to PUT /api/v1/monitor/14044: invalid\n")).toBe(again);
});

it("says one reason of several objects once, whatever each of them was asked for", () => {
  const recorder = new Recorder();
  const fail = (name: string, message: string) =>
    recorder.on({
      sequence: 1,
      timestamp: 1,
      diagnosticEvent: { urn: urn(name), message: `error: ${message}\n`, color: "never", severity: "error" },
    });
  for (const name of ["a", "b", "c", "d", "e"])
    fail(name, `Sentry has retired this API (410) for POST /api/0/${name}/`);
  fail("f", "Sentry refused access (403) for POST /api/0/f/");
  const { message, failures } = explain(new Error("Command failed"), recorder, wording, []);
  const lines = message.split("\n");
  expect(lines.slice(1, 3)).toEqual([
    "  a, b, c and 2 more: Sentry has retired this API (410) for POST /api/0/a/",
    "  f: Sentry refused access (403) for POST /api/0/f/",
  ]);
  expect(lines[3]).toBe("Nothing was changed.");
  expect(failures).toHaveLength(6);
});

it("names the holder of a locked stack, with exit code 2", () => {
  const raw =
    "error: the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end or delete the lock file with `pulumi cancel`.\n" +
    "  file:///x/.pulumi/locks/a.json: created by ann@build-7 (pid 4711) at 2026-11-21T10:00:00Z";
  const error = explain(new Error(raw), new Recorder(), wording, []);
  expect(error.exitCode).toBe(2);
  expect(error.message).toContain("held by ann@build-7 (pid 4711) since 2026-11-21T10:00:00Z");
  expect(error.message).toContain("pulumi cancel --stack staging");
});

it("says so when the engine was killed", () => {
  const error = explain(
    new Error("Command was killed with SIGKILL (Forced termination): pulumi up"),
    new Recorder(),
    wording,
    [],
  );
  expect(error.message).toContain("The engine was killed from outside.");
  expect(error.message).toContain("Nothing was changed.");
});

it("falls back to the engine's own error line, not to its command line", () => {
  const raw =
    "Command failed with exit code 1: pulumi up --yes\nerror: no Pulumi.yaml project file found\nUpdating (staging):";
  expect(explain(new Error(raw), new Recorder(), wording, []).message).toContain(
    "\n  no Pulumi.yaml project file found\n",
  );
});

it("strips colour marks, traces and URNs", () => {
  expect(tidy("<{%fg 1%}>error: \u001b[31mboom\u001b[0m<{%reset%}>\n    at Object.<anonymous> (/x/y.js:1:2)")).toBe(
    "boom",
  );
});

it("hides a secret in the forms in which an error may quote it, and leaves short values alone", () => {
  const secret = 'a/b"c&d1';
  const text = `${secret} ${encodeURIComponent(secret)} ${JSON.stringify(secret)} abc`;
  expect(redact(text, [secret, "abc"])).toBe('[secret] [secret] "[secret]" abc');
});

describe("a state that the engine does not take", () => {
  const told = (text: string) =>
    refusedState(new Error(text), { stack: "staging", again: "tocsin up --stack staging" });

  it("has the engine's reason, and not its advice to force it", () => {
    const error = told(
      "error: 2 errors occurred:\n\t* state file contains errors: resource urn:pulumi:staging::shop::datadog:index/monitorJson:MonitorJson::a refers to unknown provider urn:x::1\n\t* importing this file could be dangerous; rerun with --force to proceed anyway\n\n",
    );
    expect(error.message).toBe(
      [
        "The state of stack staging stays as it was: the engine does not take what exists at the vendors into it (resource urn:pulumi:staging::shop::datadog:index/monitorJson:MonitorJson::a refers to unknown provider urn:x::1).",
        "Run `tocsin up --stack staging` again.",
      ].join("\n"),
    );
    expect(error).toMatchObject({ exitCode: 3 });
  });

  it("is the disk's fault where the disk takes no more", () => {
    expect(
      told("error: could not import deployment: write /state/a.json.0a1b.tmp: no space left on device").message,
    ).toBe(
      "The state /state/a.json could not be written: no space is left on the disk. Make room there first; the next run finds what was created meanwhile.",
    );
  });
});
