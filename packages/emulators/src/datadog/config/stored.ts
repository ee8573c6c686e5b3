/** A JSON object as the API takes and gives it. */
export type Json = Record<string, unknown>;

/** An object that is kept as it was sent, with what the server adds kept apart. */
export interface Stored {
  id: string;
  body: Json;
  createdAt: Date;
  modifiedAt: Date;
}
