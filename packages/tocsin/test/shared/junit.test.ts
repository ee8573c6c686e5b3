import { Parser } from "htmlparser2";
import { describe, expect, it } from "vitest";
import { testSuites } from "../../src/app/alert-tests/junit.ts";
import { drillSuite } from "../../src/drill/junit.ts";
import type { Receipt } from "../../src/drill/receipt.ts";
import { type JunitSuite, junitXml } from "../../src/shared/junit.ts";

const startedAt = new Date("2026-11-29T10:00:00.500Z");
const suite = (...cases: JunitSuite["cases"]): JunitSuite => ({ name: "alerts", startedAt, cases });

/** What an element must have, and may contain, by the stricter of the two schemas (github.com/windyroad/JUnit-Schema). */
const shapes: Record<string, { attributes: string[]; children: RegExp }> = {
  testsuites: { attributes: [], children: /^(testsuite )*$/ },
  testsuite: {
    attributes: "name package id timestamp hostname tests failures errors skipped time".split(" "),
    children: /^properties (testcase )*system-out system-err $/,
  },
  properties: { attributes: [], children: /^$/ },
  testcase: { attributes: ["name", "classname", "time"], children: /^((failure|error|skipped) )?$/ },
  failure: { attributes: ["message", "type"], children: /^$/ },
  error: { attributes: ["message", "type"], children: /^$/ },
  skipped: { attributes: [], children: /^$/ },
  "system-out": { attributes: [], children: /^$/ },
  "system-err": { attributes: [], children: /^$/ },
};

/** What is wrong with a document, and its texts and attributes as a reader gets them. */
function read(xml: string): { wrong: string[]; texts: string[]; attributes: Record<string, string>[] } {
  const wrong: string[] = [];
  const texts: string[] = [];
  const attributes: Record<string, string>[] = [];
  const open: { name: string; children: string }[] = [{ name: "document", children: "" }];
  const parser = new Parser(
    {
      onopentag(name, given) {
        const parent = open.at(-1);
        if (parent !== undefined) parent.children += `${name} `;
        open.push({ name, children: "" });
        attributes.push(given);
        const expected = shapes[name]?.attributes ?? [];
        if (Object.keys(given).join() !== expected.join()) wrong.push(`${name}: ${Object.keys(given)}`);
        if (name === "testsuite" && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(given.timestamp ?? "")) wrong.push("time");
      },
      ontext: (text) => void texts.push(text),
      onclosetag(name) {
        const { children = "" } = open.pop() ?? {};
        if (!shapes[name]?.children.test(children)) wrong.push(`${name} holds: ${children}`);
      },
    },
    { xmlMode: true },
  );
  parser.end(xml);
  if (open.length !== 1) wrong.push("something is not closed");
  return { wrong, texts: texts.filter((text) => text.trim() !== ""), attributes };
}

describe("JUnit's XML", () => {
  it("is written as every CI system reads it", () => {
    expect(
      junitXml([
        suite(
          { name: "more than 50", about: "web/errors", seconds: 0, outcome: { kind: "passed" } },
          {
            name: "50",
            about: "web/errors",
            seconds: 1.5,
            outcome: { kind: "failed", message: "expected ok; got alert", text: "a.yaml:1\nexpected ok\ngot alert" },
          },
        ),
      ]),
    ).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="alerts" package="tocsin" id="0" timestamp="2026-11-29T10:00:00" hostname="localhost" tests="2" failures="1" errors="0" skipped="0" time="1.500">
    <properties/>
    <testcase name="more than 50" classname="web/errors" time="0.000"/>
    <testcase name="50" classname="web/errors" time="1.500">
      <failure message="expected ok; got alert" type="finding">a.yaml:1
expected ok
got alert</failure>
    </testcase>
    <system-out/>
    <system-err/>
  </testsuite>
</testsuites>
`);
  });

  it("holds whatever a name or a vendor's text holds", () => {
    const nasty = `<a href="x">&amp; 'b' ]]> \u0000\u001b[31m\u{1F514} \uD800 é\u0085`;
    const outcome = { kind: "error" as const, message: `${nasty}\nsecond line`, text: nasty };
    const { wrong, texts, attributes } = read(junitXml([suite({ name: nasty, about: nasty, seconds: 0, outcome })]));
    const kept = `<a href="x">&amp; 'b' ]]> \uFFFD\uFFFD[31m\u{1F514} \uFFFD é\u0085`;
    expect(wrong).toEqual([]);
    expect(texts.join("")).toBe(kept);
    expect(attributes.find((one) => "classname" in one)).toMatchObject({ name: kept.replace("\u0085", "\u0085") });
  });
});

describe("alert tests as JUnit", () => {
  it("are a suite a file, and one of what definitions lack", () => {
    const test = { definition: "web/errors", file: "test/alerts/web.test.yaml", line: 1, expected: ["9m alert"] };
    const suites = testSuites(
      {
        tests: [
          { ...test, name: "it fires", ok: true, got: ["9m alert (55)"] },
          { ...test, name: "it does not", line: 7, expected: ["no alert"], ok: false, got: [] },
        ],
        untested: [{ definition: "web/slow", lacks: ["fires", "does-not-fire"] }],
        declared: ["cron/clean-up"],
      },
      startedAt,
    );
    expect(read(junitXml(suites)).wrong).toEqual([]);
    expect(suites.map(({ name, cases }) => [name, ...cases.map(({ outcome }) => outcome)])).toEqual([
      [
        "test/alerts/web.test.yaml",
        { kind: "passed" },
        {
          kind: "failed",
          message: "expected no alert; got no transition",
          text: "test/alerts/web.test.yaml:7\nexpected no alert\ngot no transition",
        },
      ],
      [
        "every definition has tests",
        {
          kind: "failed",
          message: "no passing test in which it fires, and none in which it does not fire",
          text: "web/slow: no passing test in which it fires, and none in which it does not fire",
        },
        { kind: "skipped" },
      ],
    ]);
  });
});

describe("a drill as JUnit", () => {
  const receipt = (level: Receipt["level"], complete: boolean): Receipt => ({
    definition: "web/errors",
    level,
    reason: "no message in #alerts",
    startedAt: "2026-11-29T10:00:00.000Z",
    firedAt: null,
    deliveredAt: null,
    recoveredAt: level === "recovered" ? "2026-11-29T10:06:30.000Z" : null,
    evidence: { highest: "recovered", complete, objects: [], messages: [], injected: null, how: "real", notes: ["n"] },
  });

  it("passes what reached its highest level, fails what did not, and calls an error what could not be told", () => {
    const made = drillSuite({
      stack: "staging",
      run: "r",
      startedAt: "2026-11-29T10:00:00.000Z",
      endedAt: "2026-11-29T10:10:00.000Z",
      complete: false,
      problems: ["a monitor is still inverted"],
      receipts: [receipt("recovered", true), receipt("fired", true), receipt("fired", false)],
    });
    expect(read(junitXml([made])).wrong).toEqual([]);
    expect(made.name).toBe("drill of staging");
    expect(made.cases).toMatchObject([
      { name: "web/errors", about: "web", seconds: 390, outcome: { kind: "passed" } },
      { outcome: { kind: "failed", message: "reached fired of recovered: no message in #alerts" } },
      { outcome: { kind: "error", text: "reached fired of recovered: no message in #alerts\nn" } },
      { name: "a monitor is still inverted", outcome: { kind: "error" } },
    ]);
  });
});
