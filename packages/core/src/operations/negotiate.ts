import type { SessionFacts } from "../protocol/facts.ts";
import { parseFeatures } from "../protocol/features.ts";
import { encode, type Operation, sessionFacts } from "../protocol/operation.ts";
import { isSuccess, type Reply } from "../protocol/reply.ts";
import { ask, simple } from "./exchange.ts";

/**
 * Asks what the server can do (FEAT, RFC 2389). Not knowing FEAT is no error. Called after TLS and login, because anybody could
 * have answered before TLS, and some servers say less before the login.
 */
export function* learnFeatures(): Operation<void> {
	const facts = yield* sessionFacts();
	keepFeatures(facts, yield* ask(yield* encode("FEAT")));
}

/** What the answer to FEAT says. Who offers UTF8 there need not be watched for it. */
export function keepFeatures(facts: SessionFacts, reply: Reply): void {
	facts.features = isSuccess(reply) ? parseFeatures(reply) : new Map();
	if (facts.features.has("UTF8")) facts.options.profile.isUTF8 = true;
}

/** Asks for UTF-8 file names (RFC 2640 has it as the default; many servers want to be told). A refusal is no error. */
export function* askForUtf8(): Operation<void> {
	const facts = yield* sessionFacts();
	if (facts.options.codec.label === "utf-8" && facts.features.has("UTF8")) yield* ask(yield* encode("OPTS", "UTF8", "ON"));
}

/** What is settled once a session: features, file names in UTF-8, and TYPE I, bytes as they are (RFC 959, 3.1.1.3). */
export function* negotiate(): Operation<void> {
	yield* learnFeatures();
	yield* askForUtf8();
	yield* simple("TYPE", "I");
}
