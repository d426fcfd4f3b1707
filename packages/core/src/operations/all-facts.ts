import { encode, finalReply, type Operation, send, sessionFacts } from "../protocol/operation.ts";

/** How many facts are asked for. RFC 3659 has nine, and no server is known to have twenty. */
const MOST_FACTS = 50;

/**
 * Asks once a session for everything that the server can tell of a name (OPTS MLST, RFC 3659, 7.9): in FEAT only the facts with a "*" come
 * of themselves, and pyftpdlib keeps owner and mode back. Whoever asks next is answered after it, so its reply is not waited
 * for where the server is known to take two commands at a time; a refusal changes nothing.
 *
 * With TLS on data connections it is waited for: pyftpdlib would still be busy with it while the handshake behind MLSD has begun, reset
 * the data connection for that, say 150 and wait for another one.
 */
export function* askForAllFacts(): Operation<void> {
	const facts = yield* sessionFacts();
	const { pipelining, profile } = facts.options;
	const offered = (facts.features.get("MLST") ?? "").split(";", MOST_FACTS).map((fact) => fact.trim());
	const names = offered.filter((fact) => /^[\w.-]{1,40}\*?$/.test(fact));
	if (facts.hasAllFacts) return;
	facts.hasAllFacts = true;
	if (names.every((name) => name.endsWith("*"))) return;
	const command = yield* encode("OPTS", "MLST", names.map((name) => `${name.replace("*", "")};`).join(""));
	yield* send(command);
	if (pipelining === "off" || profile.isLockStep !== false || facts.privateData) yield* finalReply(command);
}
