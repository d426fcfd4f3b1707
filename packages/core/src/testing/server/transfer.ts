import type { Connection } from "../../client/dialer.ts";
import { FTPError, FTPNetworkError } from "../../errors/index.ts";
import type { Listener } from "../server-host.ts";
import { asRefusal, Refusal } from "./command.ts";
import type { ControlLine } from "./control-lines.ts";
import { DataBroken, DataStream } from "./data-stream.ts";
import { within } from "./deadline.ts";
import type { ServerSession } from "./session.ts";

/** What a transfer command wants done once the data connection is there. */
export interface Job {
	readonly command: string;
	readonly path: string;
	/** The text of the 150 reply. */
	readonly opening: string;
	/** The text of the 226 reply; "Transfer complete" unless told. */
	readonly closing?: string;
	move(data: DataStream): Promise<void>;
}

/** Runs one transfer command. `prepare` checks everything that can be refused before a data connection is needed. */
export async function transfer(session: ServerSession, prepare: () => Job): Promise<void> {
	const listener = session.takePassive();
	try {
		const job = prepare();
		if (listener === undefined) {
			throw new Refusal(425, "Use EPSV or PASV first");
		}
		if (session.settings.requireTls && session.protection === "C") {
			throw new Refusal(521, "Data connections must be protected here");
		}
		await session.send(await run(session, job, listener));
	} finally {
		listener?.close();
		session.restartAt = 0;
	}
}

/** All but the final reply, which it returns; none if it was sent already. */
async function run(session: ServerSession, job: Job, listener: Listener): Promise<string[]> {
	const aborted = new AbortController();
	let data: Connection | undefined;
	const stopWatching = session.lines.watch((line) => {
		if (line === undefined || (isAbort(line) && !session.settings.quirks.ignoreAbort)) {
			aborted.abort();
			listener.close();
			data?.close();
		}
	});
	try {
		data = await accept(session, listener);
		if (session.settings.quirks.preliminaryReply !== false) {
			await session.reply(150, job.opening);
		}
		await protect(session, data);
		const fault = session.settings.quirks.onTransfer?.({ command: job.command, path: job.path });
		return await moveAll(session, job, new DataStream(data, session, aborted.signal, fault));
	} catch (error) {
		if (aborted.signal.aborted) {
			return ["426 Transfer aborted"];
		}
		if (error instanceof DataBroken) {
			return [error.reply];
		}
		throw error;
	} finally {
		stopWatching();
		data?.close();
	}
}

async function moveAll(session: ServerSession, job: Job, data: DataStream): Promise<string[]> {
	const final = `226 ${job.closing ?? "Transfer complete"}`;
	if (session.settings.quirks.finalReplyFirst) {
		await session.send([final]);
	}
	try {
		await job.move(data);
	} catch (error) {
		if (session.settings.quirks.finalReplyFirst && (error instanceof DataBroken || asRefusal(error))) {
			return [];
		}
		throw error;
	}
	return session.settings.quirks.finalReplyFirst ? [] : [final];
}

async function accept(session: ServerSession, listener: Listener): Promise<Connection> {
	const { clock, timeouts } = session.settings;
	try {
		return await within(clock, timeouts.data, listener.accept(), () => listener.close());
	} catch (error) {
		throw error instanceof FTPNetworkError ? new Refusal(425, "No data connection was made") : error;
	}
}

/** TLS on the data connection, after PROT P: only now, after the transfer command (RFC 4217, 9). */
async function protect(session: ServerSession, data: Connection): Promise<void> {
	const { host, connection, settings } = session;
	if (session.protection === "C") {
		return;
	}
	try {
		await within(settings.clock, settings.timeouts.data, host.startTls?.(data) ?? Promise.resolve(), () => data.close());
	} catch (error) {
		throw error instanceof FTPError ? new Refusal(425, "Unable to build data connection: TLS handshake failed") : error;
	}
	const resumed = host.resumption?.(data, connection) ?? "none";
	if (settings.quirks.requireSessionReuse === "vsftpd" && resumed === "none") {
		throw new Refusal(522, "SSL connection failed: session reuse required");
	}
	if (settings.quirks.requireSessionReuse === "proftpd" && resumed !== "control") {
		throw new Refusal(425, "Unable to build data connection: Operation not permitted");
	}
}

function isAbort(line: ControlLine): boolean {
	return line !== "too long" && /^ABOR\s*$/i.test(String.fromCharCode(...line.bytes.subarray(0, 8)));
}
