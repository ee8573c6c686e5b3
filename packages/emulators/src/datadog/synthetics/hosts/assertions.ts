import { compare, comparesWith } from "../assertions.ts";
import type { HostAssertion } from "../schema.ts";
import type { HostAnswer } from "./reach.ts";

/** Why a test with this assertion is stored and not run here; null when it is checked. */
export function notCheckedOfHost({ type, operator }: HostAssertion): string | null {
  const known =
    type === "certificate"
      ? operator === "isInMoreThan" || operator === "isInLessThan"
      : ["connection", "responseTime", "tlsVersion", "minTlsVersion", "recordEvery", "recordSome"].includes(type) &&
        comparesWith(operator);
  return known ? null : `'${operator}' on '${type}' is not checked by this emulator`;
}

/** What is wrong with what a host answered; null when the assertion holds. */
export function failureOfHost({ type, operator, target = "" }: HostAssertion, answer: HostAnswer): string | null {
  const wanted = String(target);
  const failed = (actual: string | number) => `${type} ${operator} ${wanted}, but is ${actual}`;
  const single = (actual: string) => (compare(operator, actual, wanted) ? null : failed(actual));
  switch (type) {
    case "connection":
      return single(answer.connection ?? "none");
    case "responseTime":
      return single(String(answer.responseTime));
    case "tlsVersion":
    case "minTlsVersion": {
      const actual = answer.certificate?.tlsVersion ?? "";
      // The least that is taken: any newer one is as good.
      if (type === "minTlsVersion") return Number(actual) >= Number(wanted) ? null : failed(actual);
      return single(actual);
    }
    case "certificate": {
      const days = answer.certificate?.days ?? 0;
      const holds = operator === "isInMoreThan" ? days > Number(wanted) : days < Number(wanted);
      return holds ? null : `the certificate ends in ${days.toFixed(1)} days, not ${operator} ${wanted}`;
    }
    default: {
      const records = answer.records ?? [];
      const held = records.filter((record) => compare(operator, record, wanted));
      const enough = type === "recordEvery" ? records.length > 0 && held.length === records.length : held.length > 0;
      return enough ? null : failed(records.join(", "));
    }
  }
}
