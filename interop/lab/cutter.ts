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

export async function startCutter(server: LabServer): Promise<Cutter> {
	const pairs = new Set<Pair>();
	const armed: Cut[] = [];
	let carried = 0;
	const perform = ({ how, all }: Pick<Cut, "how" | "all">, pair: Pair): void => {
		for (const { client, upstream } of all ? pairs : [pair]) {
			for (const socket of [client, upstream]) {
				if (how === "reset") socket.resetAndDestroy();
				else socket.destroySoon();
			}
		}
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
			for (const pair of pairs) perform({ how: "reset" }, pair);
		},
		carried: async () => carried,
	};
}
