/**
 * A connection's name. Every data connection gets a number of its own, so that a late fact about a dead one can never be
 * mistaken for news of the living one.
 */
export type Channel = "control" | `data${number}`;
