import { describe, expect, it } from "vitest";
import {
  interruptedChanges,
  interruptedCreations,
  knownIds,
  knownUrns,
  parseState,
  settled,
  withoutTwice,
} from "../../../src/engine/interrupted.ts";

const urn = (name: string) => `urn:pulumi:local::tocsin::datadog:index/monitorJson:MonitorJson::${name}`;
const resource = (name: string, more: object = {}) => ({
  urn: urn(name),
  type: "datadog:index/monitorJson:MonitorJson",
  inputs: { monitor: name },
  ...more,
});

const exported = JSON.stringify({
  version: 3,
  deployment: {
    manifest: { version: "v3.259.0" },
    secrets_providers: { type: "passphrase" },
    resources: [resource("made", { id: "1", outputs: { monitor: "made" } })],
    pending_operations: [
      { type: "creating", resource: resource("exists", { dependencies: [urn("made")] }) },
      { type: "creating", resource: resource("does-not") },
      { type: "updating", resource: resource("made", { id: "1" }) },
      { type: "deleting", resource: resource("made", { id: "1" }) },
      { type: "deleting", resource: resource("deleted", { id: "3" }) },
    ],
  },
});

describe("a state that a killed run left", () => {
  it("tells which operations are open and what it knows", () => {
    const state = parseState(exported);
    expect(interruptedCreations(state)).toEqual(["exists", "does-not"]);
    expect(interruptedChanges(state)).toEqual(["made"]);
    expect([...knownIds(state)]).toEqual([["made", "1"]]);
    expect(knownUrns(state, ["made", "exists", "stranger"])).toEqual([urn("made")]);
  });

  it("takes in what exists, with all that the engine noted of it, reads again what was changed, and forgets the rest", () => {
    const { state, urns } = settled(parseState(exported), new Map([["exists", "2"]]));
    expect(urns).toEqual([urn("exists"), urn("made")]);
    expect(state).toMatchObject({
      version: 3,
      deployment: { manifest: { version: "v3.259.0" }, pending_operations: [] },
    });
    expect(state.deployment?.resources?.map(({ id }) => id)).toEqual(["1", "2"]);
    expect(state.deployment?.resources?.[1]).toMatchObject({
      outputs: { monitor: "exists" },
      dependencies: [urn("made")],
    });
  });
});

it.each([{ version: 3 }, { version: 3, deployment: null }, { version: 3, deployment: { resources: null } }])(
  "a state without anything in it (%j) has nothing open",
  (empty) => {
    const state = parseState(JSON.stringify(empty));
    expect([...interruptedCreations(state), ...interruptedChanges(state)]).toEqual([]);
    expect(knownIds(state).size).toBe(0);
  },
);

it("leaves out what another state holds too, and nothing that only has its name", () => {
  const state = parseState(exported);
  const elsewhere = (id: string) => [{ urn: urn("made").replace(":local:", ":other:"), id }];
  expect(withoutTwice(state, elsewhere("1")).deployment).toMatchObject({
    resources: [],
    manifest: { version: "v3.259.0" },
  });
  expect(withoutTwice(state, elsewhere("2"))).toBe(state);
});

it("refuses what is no state", () => {
  expect(() => parseState('{"deployment":{"resources":[{"id":1}]}}')).toThrow();
  expect(() => parseState("not json")).toThrow();
});
