import type { Connection, Listener, ListenOptions } from "../client/dialer.ts";
import {
	ask,
	type ContractCase,
	check,
	contractCase,
	failure,
	isError,
	type Lab,
	later,
	same,
	tell,
} from "./dialer-contract-steps.ts";

/** A case for dialers that listen; of the others it demands that they do not even seem to. */
function listenCase(name: string, steps: (lab: Lab) => Promise<void>): ContractCase {
	return contractCase(name, async (lab) => {
		const { capabilities, listen } = lab.context.dialer;
		if (capabilities.listen) {
			check(listen !== undefined, "A dialer that can listen must have listen()");
			await steps(lab);
		} else same(listen, undefined, "listen() of a dialer that says it cannot");
	});
}

/** Ports of the dialer's own, for active mode: the peer connects. */
export const listenCases: readonly ContractCase[] = [
	listenCase("a port of its own, to which the peer connects, in the clear and with TLS", async (lab) => {
		for (const secure of [false, true]) {
			const control = await (secure ? lab.secure(undefined, "control") : lab.dial(lab.context.peer, { purpose: "control" }));
			const listener = await listen(lab, { control });
			same(await call(lab, listener), "OK", "A call of the peer's");
			const data = await lab.keep(listener.accept());
			check(data.remoteAddress === control.remoteAddress, "The other side must be the peer");
			if (secure) {
				same(await ask(data, "TLS"), "OK", "The answer to TLS");
				await data.startTls({ serverName: lab.context.peer.host, resume: control });
			}
			const size = 500_000;
			await tell(data, "ECHO");
			const [count] = await Promise.all([countTo(data, size), send(data, size)]);
			same(count, size, "The bytes that came back");
			same(await call(lab, listener), "REFUSED", "A second call: the port is for one connection");
		}
	}),

	listenCase("a connection that is there before accept() is not lost", async (lab) => {
		const listener = await listen(lab, { control: await lab.dial(lab.context.peer) });
		same(await call(lab, listener), "OK", "A call of the peer's");
		await later(50);
		check(Number(await ask(await lab.keep(listener.accept()), "ID")) > 0, "The peer must answer on it");
	}),

	listenCase("only the control connection's peer is let in, and the wait for it goes on", async (lab) => {
		const { stranger } = lab.context;
		check(stranger !== undefined, "A dialer that listens needs a stranger to be tested with");
		const listener = await listen(lab, { control: await lab.dial(lab.context.peer) });
		const accepting = lab.keep(listener.accept());
		await ask(await lab.dial(stranger), `CALL ${listener.host} ${listener.port}`);
		same(await Promise.race([accepting, later(100)]), "later", "A stranger's connection");
		same(await call(lab, listener), "OK", "A call of the peer's");
		await ask(await accepting, "ID");
	}),

	listenCase("aborting closes the port and ends the wait with the reason; a connection that was taken stays", async (lab) => {
		const control = await lab.dial(lab.context.peer);
		for (const isTaken of [false, true]) {
			const abort = new AbortController();
			const listener = await listen(lab, { control }, abort.signal);
			const reason = new Error("not wanted");
			if (isTaken) {
				await call(lab, listener);
				const data = await lab.keep(listener.accept());
				abort.abort(reason);
				check(Number(await ask(data, "ID")) > 0, "A connection that was taken must stay");
			} else {
				const accepting = failure(listener.accept(), "accept()");
				abort.abort(reason);
				same(await accepting, reason, "The rejection");
				same(await call(lab, listener), "REFUSED", "A call to a port that was closed");
				same(await failure(listen(lab, { control }, abort.signal), "listen() after that"), reason, "The rejection");
			}
		}
	}),

	listenCase("aborting while the port is being opened leaves none open", async (lab) => {
		const control = await lab.dial(lab.context.peer);
		const first = new AbortController();
		const { port } = await listen(lab, { control }, first.signal);
		first.abort();
		await later(50);
		const ports = [port, port] as const;
		const abort = new AbortController();
		const reason = new Error("not wanted");
		const opening = failure(listen(lab, { control, ports }, abort.signal), "listen()");
		abort.abort(reason);
		same(await opening, reason, "The rejection");
		await later(50);
		same((await listen(lab, { control, ports })).port, port, "The port, which must be free");
	}),

	listenCase("a range of ports: what is taken is not to be had, what was closed is", async (lab) => {
		const control = await lab.dial(lab.context.peer);
		const abort = new AbortController();
		const { port } = await listen(lab, { control }, abort.signal);
		const ports = [port, port] as const;
		isError(
			await failure(listen(lab, { control, ports }), "listen()"),
			"FTPNetworkError",
			"CONNECT_FAILED",
			"A port that is taken",
		);
		abort.abort();
		await later(50);
		const again = new AbortController();
		same((await listen(lab, { control, ports }, again.signal)).port, port, "The port");
		again.abort();
	}),
];

async function listen(lab: Lab, options: ListenOptions, signal: AbortSignal = lab.over): Promise<Listener> {
	const listener = await lab.context.dialer.listen?.(options, signal);
	check(listener !== undefined, "listen() must give a listener");
	return listener;
}

/** Has the peer connect to a port, and tells what came of it. */
function call(lab: Lab, { host, port }: Listener): Promise<string> {
	return lab.inquire(`CALL ${host} ${port}`);
}

async function send(connection: Connection, size: number): Promise<void> {
	await connection.write(new Uint8Array(size));
	await connection.end();
}

async function countTo(connection: Connection, size: number): Promise<number> {
	let count = 0;
	for (let bytes = await connection.read(); bytes && count <= size; bytes = await connection.read()) count += bytes.length;
	return count;
}
