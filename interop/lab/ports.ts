import { randomInt } from "node:crypto";
import { createServer, type Server } from "node:net";

/**
 * Ports for one server: one for control, the rest for passive data connections. The size allows for hundreds of transfers: a
 * port that was just used stays in TIME_WAIT for a minute, and several sessions draw from the same range.
 */
const BLOCK = 64;
/** Below what Linux hands out by itself to outgoing connections (32768 and up), which would take ports from under a server. */
const FIRST = 20_000;
const LAST = 32_000;
const LOOPBACK = "127.0.0.1";

export interface PortBlock {
	readonly control: number;
	readonly passive: { readonly first: number; readonly last: number };
	/** Lets others have the block. Safe twice. */
	release(): void;
}

function listen(port: number): Promise<Server | undefined> {
	return new Promise((resolve) => {
		const server = createServer((socket) => socket.destroy());
		server.once("error", () => resolve(undefined));
		server.listen({ port, host: LOOPBACK, exclusive: true }, () => resolve(server.unref()));
	});
}

async function isFree(port: number): Promise<boolean> {
	const server = await listen(port);
	if (server === undefined) return false;
	await new Promise((resolve) => server.close(resolve));
	return true;
}

/** Takes the block that starts at `base`, if no other process has it and nobody uses a port of it. */
async function claim(base: number): Promise<PortBlock | undefined> {
	// The block's first port is never used by a server. Listening on it marks the block as taken, for all processes of the
	// machine, and the mark goes away with this process however it ends.
	const mark = await listen(base);
	if (mark === undefined) return undefined;
	for (let port = base + 1; port < base + BLOCK; port++) {
		if (!(await isFree(port))) {
			mark.close();
			return undefined;
		}
	}
	return {
		control: base + 1,
		passive: { first: base + 2, last: base + BLOCK - 1 },
		release: () => mark.close(),
	};
}

/** Finds free ports for one server. Blocks never overlap, not even between processes. */
export async function claimPorts(): Promise<PortBlock> {
	const blocks = Math.floor((LAST - FIRST) / BLOCK);
	const start = randomInt(blocks);
	for (let n = 0; n < blocks; n++) {
		const block = await claim(FIRST + ((start + n) % blocks) * BLOCK);
		if (block !== undefined) return block;
	}
	throw new Error(`No ${BLOCK} free ports in a row between ${FIRST} and ${LAST}`);
}
