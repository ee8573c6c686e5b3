/** An alert that a team could have: what it is, its signal, its condition, and what else its definition says. */
export type Row = readonly [what: string, signal: object, condition: object, more?: object];
