import type { FTPClient } from "@isoftp/core";
import { equal, ok, rejects } from "../../checks/assert.ts";
import type { Case } from "../case.ts";
import type { Answer, Service } from "../visit.ts";

const stopped = { name: "FTPAbortError" };
const silent: Answer = async (_, visit) => {
	await visit.gone;
	return undefined;
};

/** A moment to stop a call at: what the server does until then, the command that is stopped when it has been sent, and the call. */
interface Moment {
	readonly name: string;
	readonly service: Service;
	/** Of the trace: the beginning of a command, or the end of what a data connection has brought. */
	readonly at?: string | "ended";
	readonly call: (client: FTPClient, signal: AbortSignal, stop: () => void) => Promise<unknown>;
	readonly isLogin?: true;
}

async function* endless(): AsyncGenerator<Uint8Array> {
	for (;;) yield new Uint8Array(65_536);
}

const login = (verb: string): Moment => ({
	name: `waiting for the reply to ${verb}`,
	service: { on: { [verb]: silent } },
	at: verb,
	call: (client, signal) => client.connect({ signal }),
	isLogin: true,
});

const moments: readonly Moment[] = [
	login("USER"),
	login("PASS"),
	login("FEAT"),
	{ name: "waiting for a reply", service: { on: { PWD: silent } }, at: "PWD", call: (client, signal) => client.pwd({ signal }) },
	{
		name: "waiting for a data port",
		service: { on: { EPSV: silent } },
		at: "EPSV",
		call: (client, signal) => client.download("f", { signal }),
	},
	{
		name: "waiting for a transfer to begin",
		service: { on: { RETR: silent } },
		at: "RETR",
		call: (client, signal) => client.download("f", { signal }),
	},
	{
		name: "in the middle of a download",
		service: {
			on: {
				async RETR(_, visit) {
					await visit.reply("150 Here it comes");
					await (await visit.data()).send("half of it");
					await visit.gone;
					return undefined;
				},
			},
		},
		call: (client, signal, stop) => client.download("f", { signal, onProgress: stop }),
	},
	{
		name: "in the middle of an upload that the server does not read",
		service: {
			on: {
				async STOR(_, visit) {
					await visit.reply("150 Send it");
					const data = await visit.data();
					await visit.gone;
					// Until the client has ended it.
					await data.received();
					return undefined;
				},
			},
		},
		call: (client, signal, stop) => client.upload("f", endless(), { signal, onProgress: stop }),
	},
	{
		name: "waiting for the last word on a download",
		service: {
			on: {
				async RETR(_, visit) {
					await visit.reply("150 Here it comes");
					const data = await visit.data();
					await data.send("all of it");
					await data.end();
					await visit.gone;
					return undefined;
				},
			},
		},
		at: "ended",
		call: (client, signal) => client.download("f", { signal }),
	},
	{
		name: "waiting for its turn",
		service: { on: { PWD: silent } },
		async call(client, signal, stop) {
			const other = new AbortController();
			const first = client.pwd({ signal: other.signal }).catch((error: unknown) => error);
			const second = client.size("f", { signal });
			queueMicrotask(stop);
			await second.catch(() => undefined);
			other.abort();
			ok(((await first) as Error).name === "FTPAbortError", "the first is stopped as well");
			return await second;
		},
	},
];

export const concurrencyCases: readonly Case[] = [
	{
		number: 79,
		title: "calls made at the same time are served one after the other, and each gets its own reply",
		async server(visit) {
			await visit.serve({
				files: { f: "hello" },
				on: {
					SIZE: async (name) => `213 ${name.length}`,
					async RNFR() {
						// Time enough for another call to get in between.
						await visit.pause(5);
						return "350 And its new name?";
					},
				},
			});
		},
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			const names = Array.from({ length: 20 }, (_, index) => "x".repeat(index + 1));
			const [sizes, , , text, , listed, place] = await Promise.all([
				Promise.all(names.map((name) => client.size(name))),
				Promise.all(names.map((name) => client.rename(name, `${name}-new`))),
				client.upload("u", "some bytes"),
				client.download("f"),
				client.download("f", { offset: 2 }),
				client.list(),
				client.pwd(),
			]);
			equal(
				sizes,
				names.map((name) => name.length),
				"sizes",
			);
			equal(new TextDecoder().decode(text), "hello", "the file");
			equal([listed, place], [[], "/"], "the rest");
			const calls = names.map((name) => client.size(name).catch((error: Error) => error.name));
			await client.close();
			for (const outcome of await Promise.all(calls))
				ok(typeof outcome === "number" || /^FTP(?:Abort|Usage)Error$/.test(outcome), String(outcome));
			await rejects(() => client.pwd(), { name: "FTPUsageError", code: "NOT_CONNECTED" }, "a call after close()");
		},
		after({ commands }) {
			for (const [at, line] of commands.entries()) {
				if (line.startsWith("RNFR ")) equal(commands[at + 1], `${line.replace("RNFR", "RNTO")}-new`, "what follows RNFR");
				if (line === "REST 2") equal(commands[at + 1], "RETR f", "what follows REST");
			}
			equal(commands.filter((line) => line.startsWith("RNFR")).length, 20, "renames");
		},
	},
	{
		number: 80,
		title: "a call is stopped at once, whatever it waits for, and leaves nothing open",
		async server(visit) {
			await visit.serve({ files: { f: "hello" }, ...moments[visit.number]?.service });
		},
		async client({ newClient }) {
			for (const { name, at, call, isLogin } of moments) {
				const controller = new AbortController();
				const stop = (): void => controller.abort(new Error("enough"));
				const client = newClient({
					pipelining: "off",
					onTrace(event) {
						const isThere =
							event.type === "command" ? at !== undefined && event.line.startsWith(at) : event.type === "ended" && at === "ended";
						if (isThere) stop();
					},
				});
				if (!isLogin) await client.connect();
				const error = await rejects(() => call(client, controller.signal, stop), stopped, name);
				equal((error.cause as Error).message, "enough", `the reason, ${name}`);
				await rejects(
					() => client.pwd({ signal: AbortSignal.abort() }),
					{ name: ["FTPAbortError", "FTPUsageError"] },
					`and then, ${name}`,
				);
				await client.close();
			}
		},
		after({ controlConnections }) {
			equal(controlConnections, moments.length, "control connections");
		},
	},
	{
		number: 80,
		title: "a connect() is stopped at once, before it dials and while the server is silent",
		async server(visit) {
			await visit.gone;
		},
		async client({ newClient }) {
			await rejects(() => newClient().connect({ signal: AbortSignal.abort() }), stopped, "stopped before");
			for (const type of ["connect", "connected"]) {
				const controller = new AbortController();
				const client = newClient({ onTrace: (event) => event.type === type && controller.abort() });
				await rejects(() => client.connect({ signal: controller.signal }), stopped, type);
			}
			const controller = new AbortController();
			const hanging = newClient({
				allowConnect() {
					controller.abort();
					return new Promise<boolean>(() => undefined);
				},
			});
			await rejects(() => hanging.connect({ signal: controller.signal }), stopped, "while allowConnect thinks");
		},
		after({ commands, controlConnections }) {
			equal(commands, [], "commands");
			ok(controlConnections <= 2, "control connections");
		},
	},
];
