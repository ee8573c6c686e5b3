/**
 * Matchers for tests of alerts in vitest: series go in, and the alert fires or does not, as the vendors would evaluate it. Offline.
 *
 * @example
 * import { matchers } from "tocsin/testing";
 * expect.extend(matchers);
 * expect(webApiErrors).toFireOn({ events: "0x4 11x9 0x9" }, { at: "9m", recoversAt: "15m" });
 * expect(webApiErrors).not.toFireOn({ events: "10x30" });
 */
export * from "./matchers.ts";
