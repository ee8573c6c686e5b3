/** Wrong use: the message says what to do, and no trace belongs to it. */
export class UsageError extends Error {}
