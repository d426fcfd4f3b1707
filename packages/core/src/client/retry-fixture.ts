// For tests only: a client that tries again, and servers that give it reason to.
import type { TraceEvent } from "../protocol/effect.ts";
import type { DataFault, MemoryServerOptions } from "../testing/server/options.ts";
import type { ServerSession } from "../testing/server/session.ts";
import type { FTPClientOptions } from "./options.ts";
import type { Retry } from "./retry.ts";
import { type Fixture, type FixtureOptions, fixture } from "./test-fixture.ts";

export const retry: Retry = { attempts: 3, backoff: 1_000 };

/** What became of a call, so that it can be looked at later. */
export const outcome = (call: Promise<unknown>): Promise<unknown> => call.catch((error: unknown) => error);

export interface Retrying extends Fixture {
	/** What the client tells of its attempts. */
	readonly retried: Extract<TraceEvent, { type: "retry" }>[];
	/** How often the server has got a command. */
	count(verb: string): number;
	/** The server ends all its sessions, as when it is restarted, and the client hears of it. */
	restart(): Promise<void>;
}

export async function retrying(options: FixtureOptions = {}): Promise<Retrying> {
	const retried: Extract<TraceEvent, { type: "retry" }>[] = [];
	const onTrace = (event: TraceEvent): void => {
		if (event.type === "retry") retried.push(event);
		options.client?.onTrace?.(event);
	};
	const all = await fixture({ ...options, client: { retry, ...options.client, onTrace } });
	const { server, clock } = all;
	const count = (verb: string): number => server.commands.filter((line) => line.split(" ")[0] === verb).length;
	const restart = async (): Promise<void> => {
		for (const session of server.sessions) session.connection.close();
		await clock.advance(0);
	};
	return { ...all, retried, count, restart };
}

/** A server on which transfers go wrong one after the other in these ways, and then no more; the client tries again at once. */
export async function cutting(
	faults: readonly (DataFault | undefined)[],
	server: MemoryServerOptions = {},
	client: FTPClientOptions = {},
): Promise<Fixture> {
	const left = [...faults];
	const quirks = { ...server.quirks, onTransfer: () => left.shift() };
	return await fixture({ server: { ...server, quirks }, client: { retry: { backoff: 0 }, ...client } });
}

/** The connection is lost behind so many bytes, and the session with it. */
export const gone = (after: number): DataFault => ({ after, how: "gone" });

type OnCommand = NonNullable<MemoryServerOptions["onCommand"]>;

/** Does something else in place of a command, the first times that it comes. */
export function spoilt(verb: string, times: number, instead: (session: ServerSession) => string[]): OnCommand {
	let left = times;
	return (command, _, session) => {
		if (command !== verb || left === 0) return undefined;
		left -= 1;
		return instead(session);
	};
}

/** The server hangs up without having done anything. */
export function hangUp(session: ServerSession): string[] {
	session.connection.close();
	return [];
}

/** Whether a command comes for the first time. */
export function firstTime(verb: string): (command: string) => boolean {
	let isOver = false;
	return (command) => {
		if (command !== verb || isOver) return false;
		isOver = true;
		return true;
	};
}
