/**
 * A mute may last so many days. Datadog sets no longest: an end in 70 years is taken. But its Monitor Quality page calls a mute
 * forgotten after 60 days, so `tocsin mute` takes none that is longer, verify accepts none, and lint reports those of others.
 */
export const longestMuteDays = 60;

/** A mute that `tocsin mute` made and that is in force. */
export interface ActiveMute {
  /** Its id at the vendor. */
  id: string;
  definition: string;
  reason: string;
  /** ISO 8601; null where the vendor does not say. */
  since: string | null;
  /** ISO 8601; null for one whose end somebody took away. */
  until: string | null;
}

/** The mutes of one stack's alerts. Errors: see `VendorHttp.get` and `FireHttp.json`. */
export interface Mutes {
  /** Those in force, by definition. */
  active(): Promise<ActiveMute[]>;
  /**
   * Silences an alert from now until `until`. Sent once: should the answer be lost, `active` tells what became of it.
   * @returns its id, and its end as the vendor has it, ISO 8601
   */
  mute(definition: string, until: Date, reason: string): Promise<{ id: string; until: string }>;
  /** Ends a mute; one that has ended meanwhile is no error. */
  end(mute: ActiveMute): Promise<void>;
}
