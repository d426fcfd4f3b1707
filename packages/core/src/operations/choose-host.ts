import { FTPReplyError } from "../errors/index.ts";
import { encode, type Operation, sessionFacts } from "../protocol/operation.ts";
import { isSuccess } from "../protocol/reply.ts";
import { ask } from "./exchange.ts";

/**
 * Names the virtual host that is meant (HOST, RFC 7151), before USER. Whatever refuses it ends the login, also a server that does not
 * know the command (500, 502): it would lead to another host, whose owner would be told the name and the password.
 *
 * With explicit TLS it goes before AUTH, so that the server shows the right certificate, and then once more through TLS, because on
 * the way the first may have been changed. ProFTPD takes the second like the first; from a server whose mind is made up with the
 * certificate 503, "bad sequence", is taken for consent.
 */
export function* chooseHost(name: string): Operation<void> {
	const { secured, options } = yield* sessionFacts();
	const command = yield* encode("HOST", name.includes(":") ? `[${name}]` : name);
	const reply = yield* ask(command);
	const isSettled = reply.code === 503 && secured && options.secure === true;
	if (!isSuccess(reply) && !isSettled) throw new FTPReplyError(command.shown, reply);
}
