/**
 * An alert that a team could have: what it is, its signal, its condition, what else its definition says, and tests of it: the
 * values of its series (`{ runs: "1 0x3" }`), and all that it does of them (`2m alert, 5m ok`; empty: nothing).
 */
export type Row = readonly [what: string, signal: object, condition: object, more?: object, tests?: readonly Case[]];

export type Case = readonly [series: Readonly<Record<string, string>>, does: string];
