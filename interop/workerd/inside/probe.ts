import { FTPClient, workerdDialer } from "@isoftp/adapter-workerd";
import { pattern } from "../../checks/bytes.ts";

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

/** Keeps all that a peer sends: some pieces that it has to be asked for one by one, then the rest. */
export async function keepAll(target: Target, pieces: number): Promise<unknown> {
	const connection = await workerdDialer().dial(target, new AbortController().signal);
	try {
		const kept: Uint8Array[] = [];
		for (let asked = 0; ; ) {
			if (asked++ <= pieces) await connection.write(bytes("."));
			if (!(await connection.read())) break;
			const piece = connection.keep?.();
			if (!piece) throw new Error("This connection gives nothing away");
			kept.push(piece);
		}
		const byteCount = kept.reduce((sum, { length }) => sum + length, 0);
		const expected = pattern(byteCount);
		let at = 0;
		const isPattern = kept.every((piece) => piece.every((byte) => byte === expected[at++]));
		return { byteCount, isPattern, isWasteful: kept.some(({ length, buffer }) => buffer.byteLength > 2 * length) };
	} finally {
		connection.close();
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

/** Asks the peer to change to TLS, does it, and says something. */
async function upgrade(connection: Connection, { serverName }: Target): Promise<void> {
	await connection.write(bytes("go\n"));
	await connection.read();
	await connection.startTls({ serverName });
	await connection.write(bytes("hello"));
}

/** What a control connection's handshake fails with, by itself, and once the same dialer has seen this name's certificate accepted. */
export async function causes(good: Target, bad: Target): Promise<readonly unknown[]> {
	const dialer = workerdDialer();
	const cause = async (): Promise<unknown> => {
		const connection = await dialer.dial(bad, new AbortController().signal);
		try {
			await upgrade(connection, bad);
			return await connection.read();
		} catch (error) {
			return ((error as Error).cause as Error | undefined)?.name;
		} finally {
			connection.close();
		}
	};
	const first = await cause();
	const accepted = await dialer.dial(good, new AbortController().signal);
	await upgrade(accepted, good);
	await accepted.read();
	accepted.close();
	return [first, await cause()];
}
