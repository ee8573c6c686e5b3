import { isForTests } from "../../model/destination.ts";
import { isObject, type JsonObject, type Resource, textAt } from "../../model/resource.ts";
import type { StackConfig } from "../../model/stack.ts";
import { channelOf, isAddress } from "../../vendors/datadog/handles.ts";
import { recipientsOf } from "../../vendors/datadog/recipients.ts";
import { handleOf } from "../../vendors/destinations.ts";

import type { VerbatimAlert } from "../../vendors/verbatim-alert.ts";
import { Inexpressible } from "../draft.ts";

/** Whom a monitor or test notifies that is imported verbatim, and by what its notifications are known. */

/** The name by which an alert's notifications are titled: that of its monitor. */
export function titleOf({ kind, body }: Pick<Resource, "kind" | "body">): string {
  const options = isObject(body.options) ? body.options : {};
  const own = kind === "synthetics-test" ? textAt(options, "monitor_name") : "";
  return own || textAt(body, "name");
}

/** @throws Inexpressible where a drill would wake somebody, notify nobody, or not know what it reads */
export function notified(
  resource: Resource,
  titles: readonly string[],
  stack: StackConfig,
): Pick<VerbatimAlert, "places" | "notes" | "isAbout"> {
  const title = titleOf(resource);
  if (titles.filter((one) => one === title).length > 1)
    throw new Inexpressible(
      "another alert of the stack has the same title: a notification does not say of which it is",
    );
  const { alert, recovery, others } = placesOf(resource.body, stack);
  return {
    places: { alert, recovery },
    notes: [
      "Its title is its own and does not say DRILL: only the announcement in its channels does.",
      ...others.map((handle) => `${handle} cannot be read back: whether it arrives there is not proven.`),
      ...(recovery.length === 0
        ? ["Its message notifies nobody when it has recovered: its state alone was read."]
        : []),
    ],
    isAbout: titled(title),
  };
}

function placesOf(body: JsonObject, stack: StackConfig) {
  const { escalation_message: escalation } = isObject(body.options) ? body.options : {};
  const told = recipientsOf(textAt(body, "message"));
  const { all, depends } = recipientsOf(
    `${textAt(body, "message")} ${typeof escalation === "string" ? escalation : ""}`,
  );
  if (depends) throw new Inexpressible("a variable says whom its message notifies, which may be a pager");
  const place = (handle: string) =>
    channelOf(handle, stack.datadog.slackAccount) ?? (isAddress(handle) ? handle.slice(1) : null);
  const others = all.filter((handle) => place(handle) === null);
  const harmless = Object.values(stack.destinations).filter(isForTests).map(handleOf);
  const pager = others.find((handle) => !harmless.includes(handle));
  if (pager !== undefined)
    throw new Inexpressible(
      `its message notifies ${pager}, which may wake somebody: bind it under tocsin:destinations as one for tests to drill it`,
    );
  const read = (handles: readonly string[]) => handles.map(place).filter((one) => one !== null);
  const alert = read(told.alert);
  if (alert.length === 0)
    throw new Inexpressible("its message notifies nobody for certain whose messages can be read back");
  return { alert, recovery: read(told.recovery), others };
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/**
 * Whether a line of a notification is its title: `[Triggered on {host:web-1}] High load on web-1`. What variables and conditions of
 * a title become, nobody knows beforehand.
 * @throws Inexpressible for a title of nothing else
 */
function titled(title: string): (text: string) => boolean {
  const parts = title.trim().split(/\{\{[#^][\s\S]*?\{\{\/[^}]*\}\}|\{\{[^}]*\}\}/);
  if (!parts.some((part) => /\w{3}/.test(part)))
    throw new Inexpressible("its title is made of variables: no notification can be recognised by it");
  const states = "Triggered|Re-Triggered|Warn|Re-Warn|No data|Re-No data|Recovered";
  const line = new RegExp(
    String.raw`^(?:\[P\d\] )?\[(?:${states})(?: on \{.*\})?\] (?:\[Synthetics\] )?${parts.map(escaped).join(".*")}(?: - https?:.*)?$`,
    "m",
  );
  return (text) => line.test(text);
}
