import { nameFor, type VendorName, vendorNames } from "create-tocsin";
import { z } from "zod";
import { type Recipients, type RouteName, recipientsOf, vendorNameSchema } from "../../init/answers.ts";
import { GitFailed, git } from "../review/git.ts";
import type { Asking } from "./ask.ts";

/** The questions of a first day, one function each. Null: not answered, and told by `Asking.settle`. */

const stackName = /^[a-z][a-z0-9-]*$/;

export const stackQuestion = (asking: Asking) =>
  asking.ask({
    flag: "stack",
    text: "Name of the stack (environment), such as staging or prod",
    fallback: null,
    read: (text) =>
      stackName.test(text) ? text : { wrong: "a stack is named in lower case letters, digits and hyphens" },
  });

const listOf = (text: string): string[] =>
  text
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");

/** By the variables that hold a vendor's credential. */
const credentials: Record<VendorName, string> = {
  datadog: "DD_API_KEY",
  sentry: "SENTRY_AUTH_TOKEN",
  vercel: "VERCEL_API_TOKEN",
  stripe: "STRIPE_API_KEY",
  supabase: "SUPABASE_URL",
};

export const vendorsQuestion = (asking: Asking, env: Record<string, string | undefined>) =>
  asking.ask({
    flag: "vendors",
    text: `Vendors in use (${vendorNames.join(", ")})`,
    fallback: vendorNames.filter((vendor) => env[credentials[vendor]]).join(",") || null,
    read: (text): VendorName[] | { wrong: string } => {
      const parsed = z.array(vendorNameSchema).min(1).safeParse(listOf(text));
      return parsed.success ? [...new Set(parsed.data)] : { wrong: `use some of ${vendorNames.join(", ")}` };
    },
  });

const word = (text: string, wrong: string) => (/^[\w.-]+$/.test(text) ? text : { wrong });

export const siteQuestion = (asking: Asking, env: Record<string, string | undefined>) =>
  asking.ask({
    flag: "datadog-site",
    text: "Datadog's site, such as datadoghq.eu",
    fallback: env.DD_SITE ?? "datadoghq.com",
    read: (text) => word(text, "a site is a host name, such as datadoghq.eu"),
  });

export const accountQuestion = (asking: Asking, found: string | null) =>
  asking.ask({
    flag: "slack-account",
    text: "Name of the account in Datadog's Slack integration",
    fallback: found,
    read: (text) => word(text, "it is the name that Datadog's Slack integration shows"),
  });

export const organizationQuestion = (asking: Asking, env: Record<string, string | undefined>) =>
  asking.ask({
    flag: "sentry-organization",
    text: "Slug of the Sentry organization",
    fallback: env.SENTRY_ORG ?? null,
    read: (text) => word(text, "it is the part of the address after /organizations/"),
  });

export const environmentQuestion = (asking: Asking, stack: string) =>
  asking.ask({
    flag: "sentry-environment",
    text: "Name of this environment in Sentry",
    fallback: stack === "prod" ? "production" : stack,
    read: (text) => word(text, "it is the name that events carry"),
  });

export const projectsQuestion = (asking: Asking, found: readonly string[] | null) =>
  asking.ask({
    flag: "sentry-projects",
    text: "Sentry projects, by slug, or NAME=SLUG where definitions call them otherwise",
    fallback: found?.join(",") ?? null,
    read: (text) => listOf(text),
  });

export const teamQuestion = (asking: Asking, env: Record<string, string | undefined>) =>
  asking.ask({
    flag: "vercel-team",
    text: "Vercel team, by id or slug",
    fallback: env.VERCEL_TEAM || null,
    read: (text) => word(text, "it begins with team_, or is the part of the address after vercel.com/"),
  });

/** A key says itself whether it moves money. */
export const modeQuestion = (asking: Asking, env: Record<string, string | undefined>) => {
  const held = /^(?:sk|rk)_(test|live)_/.exec(env.STRIPE_API_KEY ?? "")?.[1] ?? null;
  return asking.ask({
    flag: "stripe-mode",
    text: "Stripe mode (test or live)",
    fallback: held,
    read: (text) => {
      if (text !== "test" && text !== "live") return { wrong: "it is test or live" };
      return held === null || held === text ? text : { wrong: `STRIPE_API_KEY is a key of ${held} mode, not ${text}` };
    },
  });
};

export const supabaseQuestion = (asking: Asking) =>
  asking.ask({
    flag: "supabase-ref",
    text: "Reference of the Supabase project",
    fallback: null,
    read: (text) => word(text, "it is the part of the project's address before .supabase.co"),
  });

export const servicesQuestion = (asking: Asking, found: readonly string[] | null) =>
  asking.ask({
    flag: "services",
    text: "Services, by the name of their Vercel project where they have one",
    fallback: found?.join(",") ?? null,
    read: (text) => {
      const names = listOf(text);
      if (names.length === 0) return { wrong: "name at least one service" };
      const twice = names.find((name, at) => names.findIndex((other) => nameFor(other) === nameFor(name)) !== at);
      return twice === undefined ? names : { wrong: `${twice} is named twice` };
    },
  });

const routeTexts: Record<RouteName, string> = {
  page: "Who is woken: #channels, addresses, @pager handles",
  ticket: "Who gets tickets",
  info: "Who is informed",
};

export const routeQuestion = (asking: Asking, severity: RouteName, fallback: string | null) =>
  asking.ask({
    flag: severity,
    text: routeTexts[severity],
    fallback,
    read: (text): Recipients | { wrong: string } => {
      const found = recipientsOf(text);
      if ("wrong" in found) return found;
      const none = found.mail.length + found.slack.length + found.pager.length === 0;
      return none ? { wrong: "name at least one" } : found;
    },
  });

/** Of a name that routes use. */
export const channelQuestion = (asking: Asking, name: string) =>
  asking.ask({
    flag: `channel ${name}`,
    text: `Slack channel that is "${name}" in this stack (--channel ${name}=#channel)`,
    fallback: null,
    read: (text) => (/^#[a-z0-9][a-z0-9_-]*$/.test(text) ? text : { wrong: `"${text}" is no #channel` }),
  });

/** Of a name that routes and owners use. */
export const personQuestion = (asking: Asking, name: string) =>
  asking.ask({
    flag: `person ${name}`,
    text: `Address of "${name}" in this stack (--person ${name}=address)`,
    fallback: null,
    read: (text) => (z.email().safeParse(text).success ? text : { wrong: `"${text}" is no address` }),
  });

export const ownerQuestion = (asking: Asking, found: string | null) =>
  asking.ask({
    flag: "owner",
    text: "Address of who looks after the alerts",
    fallback: found,
    read: (text) => (z.email().safeParse(text).success ? text : { wrong: `"${text}" is no address` }),
  });

export const runbooksQuestion = async (asking: Asking, root: string) =>
  asking.ask({
    flag: "runbooks",
    text: "Address under which runbooks can be read",
    fallback: await published(root),
    read: (text) =>
      z.url({ protocol: /^https?$/ }).safeParse(text).success
        ? text.replace(/\/+$/, "")
        : { wrong: `"${text}" is no https address` },
  });

/** Where a repository at GitHub shows its pages; null for any other. */
async function published(root: string): Promise<string | null> {
  try {
    const remote = await git(root, "remote", "get-url", "origin");
    const name = /github\.com[/:]([\w.-]+\/[\w.-]+?)(?:\.git)?$/.exec(remote)?.[1];
    return name === undefined ? null : `https://github.com/${name}/blob/main/runbooks`;
  } catch (error) {
    if (error instanceof GitFailed) return null;
    throw error;
  }
}

/** `web=https://...` as pairs by service. @returns a phrase for what is none */
export function pairsOf(values: readonly string[], value: RegExp): Map<string, string> | { wrong: string } {
  const pairs = new Map<string, string>();
  for (const one of values) {
    const [, name, rest] = /^([^=]+)=(.+)$/.exec(one) ?? [];
    if (name === undefined || rest === undefined || !value.test(rest))
      return { wrong: `"${one}" is not of the form SERVICE=VALUE` };
    pairs.set(nameFor(name), rest);
  }
  return pairs;
}
