/**
 * Whatever hands do to a stack, all at once: verify finds each, tells one step for all, and after that step nothing. What
 * hands have to take back themselves is followed in `scenario/verify`.
 */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Finding } from "../../../src/vendors/finding.ts";
import { remedyFor } from "../../../src/verify/remedies.ts";
import { atDatadog } from "./deeds/datadog.ts";
import { Hand } from "./deeds/hand.ts";
import { atSentry, atStripe, atVercel } from "./deeds/others.ts";
import { type RunningStack, startStack } from "./running-stack.ts";

let stack: RunningStack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack?.close());

const deeds = [...atDatadog, ...atSentry, ...atStripe, ...atVercel];

it("an update with --refresh restores what verify says that it restores", async () => {
  expect(await stack.findings()).toEqual([]);
  const hand = new Hand(stack.vendors);
  for (const { act } of deeds) await act(hand);

  const found = await stack.findings();
  // Each of them, and nothing that nobody did.
  const as = ({ class: named, kind, definition }: Finding) => `${named} ${kind} ${definition}`;
  const done = deeds.map(({ found: [named, kind, definition] }) => `${named} ${kind} ${definition}`);
  expect([...new Set(found.map(as))].sort()).toEqual([...done].sort());
  for (const one of found) expect(remedyFor(one, "local"), as(one)).toContain("`tocsin up --stack local --refresh`");

  const { code, stderr } = await stack.tocsin("up", "--stack", "local", "--refresh");
  expect([code, stderr]).toEqual([0, expect.any(String)]);
  expect(await stack.findings()).toEqual([]);
});
