import { encode, type Operation, sessionFacts } from "../protocol/operation.ts";
import { ask } from "./exchange.ts";
import { askForUtf8 } from "./negotiate.ts";

export interface Introduction {
	/** What the client calls itself (CLNT). */
	readonly clientName?: string | undefined;
	/** In which language the server is to write its replies (LANG, RFC 2640, 4): "en-US". */
	readonly language?: string | undefined;
}

/**
 * What a client may say of itself when it has logged in, where FEAT offers that. A refusal is no error: neither changes what a server
 * does, only what it writes. After CLNT, UTF-8 is asked for again: there are servers that grant it only to those who have a name.
 */
export function* introduce({ clientName, language }: Introduction): Operation<void> {
	const { features } = yield* sessionFacts();
	if (clientName !== undefined && features.has("CLNT")) {
		yield* ask(yield* encode("CLNT", clientName));
		yield* askForUtf8();
	}
	if (language !== undefined && features.has("LANG")) yield* ask(yield* encode("LANG", language));
}
