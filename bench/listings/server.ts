import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Format, listing } from "./lines.ts";

/** A server that has nothing but listings: the directory `/1000` has a thousand files. */
export interface ListingServer {
	readonly port: number;
	close(): Promise<void>;
}

async function listen(server: Server): Promise<number> {
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	return (server.address() as AddressInfo).port;
}

/** One session, command by command. */
async function serve(control: Socket, format: Format): Promise<void> {
	const say = (text: string): boolean => control.write(`${text}\r\n`);
	let data: Promise<Socket> | undefined;

	async function send(path: string): Promise<void> {
		const socket = await data;
		if (socket === undefined) return void say("425 EPSV first");
		say("150 Here it comes");
		await pipeline(Readable.from(listing(format, Number(/\d+$/.exec(path)?.[0] ?? 0))), socket);
		say("226 Done");
	}

	say("220 Listings");
	for await (const line of createInterface({ input: control })) {
		const [verb = "", ...rest] = line.split(" ");
		if (verb === "USER") say("331 Your password?");
		else if (verb === "PASS") say("230 Welcome");
		else if (verb === "FEAT") say(format === "MLSD" ? "211-Features:\r\n MLST type*;size*;modify*;\r\n211 End" : "211 None");
		else if (verb === "EPSV") {
			const listener = createServer();
			data = once(listener, "connection").then(([socket]) => {
				listener.close();
				return socket as Socket;
			});
			say(`229 Come (|||${await listen(listener)}|)`);
		} else if (verb === "LIST" || verb === "MLSD") await send(rest.join(" "));
		else say(verb === "QUIT" ? "221 Bye" : "200 Fine");
	}
}

/** Starts it on a free port. */
export async function startListingServer(format: Format): Promise<ListingServer> {
	const sessions = new Set<Socket>();
	const server = createServer((control) => {
		sessions.add(control);
		control.on("close", () => sessions.delete(control));
		// A client that is gone has no need of a reply.
		serve(control, format).catch(() => control.destroy());
	});
	const port = await listen(server);
	return {
		port,
		async close() {
			for (const session of sessions) session.destroy();
			server.close();
			await once(server, "close");
		},
	};
}
