import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { Site } from "./site.ts";

/** Opens the control connection of a server and waits for its 220. */
function greeted(site: Site, patience: number): Promise<boolean> {
	return new Promise((resolve) => {
		const target = { host: "127.0.0.1", port: site.ports.control };
		const socket: Socket =
			site.traits.tls === "implicit" ? connectTls({ ...target, ca: site.ca.pem, servername: "localhost" }) : connect(target);
		let received = "";
		const finish = (answer: boolean): void => {
			socket.destroy();
			resolve(answer);
		};
		socket.setTimeout(patience, () => finish(false));
		socket.on("error", () => finish(false));
		socket.on("close", () => finish(false));
		socket.on("data", (bytes) => {
			received += bytes.toString("latin1");
			if (/^220[ -]/m.test(received)) finish(true);
		});
	});
}

/** Waits until the server greets, for as long as `isRunning` and at most `patience` milliseconds. */
export async function untilGreeted(site: Site, patience: number, isRunning: () => boolean): Promise<boolean> {
	const end = Date.now() + patience;
	while (Date.now() < end && isRunning()) {
		if (await greeted(site, Math.max(1, end - Date.now()))) return true;
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
	return false;
}
