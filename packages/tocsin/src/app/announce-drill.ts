import { placesOfPlan } from "../drill/live-stack.ts";
import type { Plan } from "../drill/plan.ts";
import type { Project } from "../model/project.ts";
import type { Connections } from "../vendors/connections.ts";
import { postToSlack, SlackNotPosted } from "../vendors/slack/post.ts";

/**
 * Posts a text in every channel in which these alerts arrive.
 * @returns why it was not posted, a sentence a channel: a drill goes on without, as each of its titles says what it is
 */
export async function announceDrill(
  { slack }: Pick<Connections, "slack">,
  { routes, stack }: Project,
  plans: readonly Plan[],
  text: string,
): Promise<string[]> {
  if (slack === undefined) return [];
  const places = new Set(plans.flatMap((plan) => placesOfPlan(plan, routes, stack).places));
  const outcomes = [...places].filter((place) => place.startsWith("#")).map((channel) => post(slack, channel, text));
  return (await Promise.all(outcomes)).filter((reason) => reason !== null);
}

async function post(slack: NonNullable<Connections["slack"]>, channel: string, text: string): Promise<string | null> {
  try {
    await postToSlack(slack, channel, text);
    return null;
  } catch (error) {
    if (error instanceof SlackNotPosted) return error.message;
    throw error;
  }
}
