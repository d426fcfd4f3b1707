import type { Socket } from "node:net";
import type { Cut, Rough } from "../checks/rough.ts";
import type { LabServer } from "./lab.ts";
import { type LabProxy, portsOf, startProxy } from "./proxy.ts";

/** A proxy in front of a server that cuts connections when it is told to, and counts what data connections carry. */
export interface Cutter extends Rough, Pick<LabProxy, "host" | "stop"> {}

interface Pair {
	readonly kind: Cut["kind"];
	readonly client: Socket;
	readonly upstream: Socket;
	carried: number;
}

/** A reset throws away what has not been read yet. A client on a busy machine must have come as far as its line has. */
const READING_MILLISECONDS = 250;

export async function startCutter(server: LabServer): Promise<Cutter> {
	const pairs = new Set<Pair>();
	const armed: Cut[] = [];
	let carried = 0;
	const reset = ({ client, upstream }: Pair): void => {
		for (const socket of [client, upstream]) socket.resetAndDestroy();
	};
	const perform = ({ how, all }: Cut, pair: Pair): void => {
		const struck = all ? [...pairs] : [pair];
		for (const { client, upstream } of struck) {
			if (how === "end") for (const socket of [client, upstream]) socket.destroySoon();
			else
				for (const [from, to] of [
					[client, upstream],
					[upstream, client],
				] as const)
					from.unpipe(to).pause();
		}
		if (how === "reset") setTimeout(() => struck.forEach(reset), READING_MILLISECONDS);
	};
	const carry = (pair: Pair, count: number): void => {
		pair.carried += count;
		if (pair.kind === "data") carried += count;
		const at = armed.findIndex(({ kind, after }) => kind === pair.kind && after <= pair.carried);
		const [cut] = at < 0 ? [] : armed.splice(at, 1);
		if (cut) perform(cut, pair);
	};
	const proxy = await startProxy({
		host: "127.0.0.2",
		ports: portsOf(server),
		target: "127.0.0.1",
		onConnection(port, client, upstream) {
			const pair: Pair = { kind: port === server.port ? "control" : "data", client, upstream, carried: 0 };
			pairs.add(pair);
			for (const socket of [client, upstream]) socket.on("data", (chunk: Buffer) => carry(pair, chunk.length));
			client.once("close", () => pairs.delete(pair));
		},
	});
	return {
		host: proxy.host,
		stop: () => proxy.stop(),
		async cut(cut) {
			armed.push(cut);
		},
		async cutAll() {
			for (const pair of pairs) reset(pair);
		},
		carried: async () => carried,
	};
}
