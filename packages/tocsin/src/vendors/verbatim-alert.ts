import type { Definition } from "../model/definition.ts";

/** An alert whose query is text, read as the signal that says the same, so that a drill can send what that signal counts. */
export interface Reading {
  /** What its query says, under its own id; where no signal says it, as it stands. */
  definition: Definition;
  /** Why its query says nothing that a signal could send, so that it is inverted: a phrase. Null: its signal is sent. */
  unread: string | null;
}

/**
 * An alert that is imported verbatim, read so far that a drill can make it fire and know its notifications. The words of its
 * definition are placeholders, and its route is none of the project's.
 */
export interface VerbatimAlert extends Reading {
  /** Places that its own message notifies when it fires, and when it has recovered. */
  places: { alert: readonly string[]; recovery: readonly string[] };
  /** What a receipt has to tell of it. */
  notes: readonly string[];
  /** Whether a notification is its own: it has no line of ours, so its title tells. */
  isAbout(text: string): boolean;
}

/** One that a drill leaves alone, with the reason as a phrase. */
export interface LeftAlone {
  id: string;
  reason: string;
}
