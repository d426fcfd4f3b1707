import { FTPClient, workerdDialer } from "@isoftp/adapter-workerd";

type Connection = Awaited<ReturnType<ReturnType<typeof workerdDialer>["dial"]>>;
type Target = Parameters<ReturnType<typeof workerdDialer>["dial"]>[0];

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const bytes = (words: string): Uint8Array => new TextEncoder().encode(words);

/** What a step came to, in words that a test can compare. */
async function outcome(step: Promise<unknown>): Promise<string> {
	let timer: ReturnType<typeof setTimeout> | null = null;
	const pending = new Promise<string>((resolve) => {
		timer = setTimeout(() => resolve("pending"), 5_000);
	});
	const settled = step.then(
		(value) => (value instanceof Uint8Array ? JSON.stringify(text(value)) : "done"),
		(error: Error & { code?: unknown }) => `${error.name} ${error.code}`,
	);
	try {
		return await Promise.race([settled, pending]);
	} finally {
		clearTimeout(timer);
	}
}

/** Makes a client, with options as plain JavaScript gives them. */
export async function construct(host: string, options: object): Promise<string> {
	return new FTPClient(host, options).closed ? "closed" : "not closed";
}

export async function dial(target: Target, options: { verifyOtherName?: boolean } = {}): Promise<string> {
	const connection = await workerdDialer(options).dial(target, new AbortController().signal);
	connection.close();
	return connection.remoteAddress;
}

/** Aborts while the dial is under way, or before it. Answers with what was thrown, and how many turns it took to come. */
export async function dialAndAbort(target: Target, when: "before" | "during"): Promise<unknown> {
	const controller = new AbortController();
	const reason = { why: "a test" };
	if (when === "before") controller.abort(reason);
	const dialling = workerdDialer().dial(target, controller.signal);
	if (when === "during") controller.abort(reason);
	try {
		(await dialling).close();
		return "connected";
	} catch (error) {
		return error;
	}
}

/** Talks a peer into TLS, then takes the steps in turn: "startTls", "write", "read", "end", "close". */
export async function steps(
	target: Target,
	names: readonly string[],
	serverName: string,
	options: { verifyOtherName?: boolean } = {},
): Promise<string[]> {
	const connection = await workerdDialer(options).dial(target, new AbortController().signal);
	try {
		await connection.write(bytes("go\r\n"));
		const answer = await connection.read();
		if (!answer || text(answer) !== "ok\r\n") throw new Error(`The peer answered ${answer && text(answer)}`);
		const results: string[] = [];
		for (const name of names) results.push(`${name}: ${await outcome(step(connection, name, serverName))}`);
		return results;
	} finally {
		connection.close();
	}
}

async function step(connection: Connection, name: string, serverName: string): Promise<unknown> {
	switch (name) {
		case "startTls":
			return connection.startTls({ serverName });
		case "write":
			return connection.write(bytes("hello"));
		case "read":
			return connection.read();
		case "end":
			return connection.end();
		case "read and close": {
			const reading = connection.read();
			connection.close();
			connection.close();
			return reading;
		}
		default:
			throw new Error(`There is no step "${name}"`);
	}
}
