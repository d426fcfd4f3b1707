import { FTPTimeoutError } from "../errors/index.ts";
import type { Command } from "./command.ts";
import type { Patience } from "./deadlines.ts";
import { encode, next, type Operation, send } from "./operation.ts";

const TRANSFERS = new Set(["RETR", "STOR", "APPE", "STOU", "LIST", "MLSD", "NLST"]);

/**
 * Brings a session back in step after an operation was given up: takes in every reply the server still owes. Its data connection
 * is closed already, and to that all known servers answer with one 426 or 226 of their own accord. Only one that stays silent
 * gets ABOR (RFC 959, 4.1.3), because servers disagree on how many replies that has. Silence after that ends the session.
 */
export function* recover(owed: () => readonly Command[]): Operation<void> {
	let patience: Patience = "grace";
	for (let first = owed()[0]; first !== undefined; first = owed()[0]) {
		try {
			yield* next(`the reply to ${first.shown}, which was given up`, patience);
		} catch (error) {
			if (!(error instanceof FTPTimeoutError) || patience !== "grace") throw error;
			patience = "reply";
			if (TRANSFERS.has(first.verb)) yield* send(yield* encode("ABOR"));
		}
	}
}
