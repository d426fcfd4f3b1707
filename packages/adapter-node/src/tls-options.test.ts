import { FTPUsageError } from "@isoftp/core";
import { afterEach, expect, test } from "vitest";
import { NodeConnection } from "./connection.ts";
import { nodeDialer } from "./dialer.ts";
import { certificates, closeAll, kept, never, target, tlsServer } from "./test-support/sockets.ts";
import { SecureContexts } from "./tls-options.ts";

afterEach(closeAll);

test("a context is built once for each protocol version, and shared", () => {
	const contexts = new SecureContexts({ ca: certificates.ca });
	expect(contexts.for()).toBe(contexts.for(null));
	expect(contexts.for("TLSv1.2")).toBe(contexts.for("TLSv1.2"));
	expect(contexts.for("TLSv1.2")).not.toBe(contexts.for("TLSv1.3"));
	expect(contexts.for("TLSv1.3")).not.toBe(contexts.for());
	// Not a version, whatever a peer might say: all that is offered otherwise.
	expect(contexts.for("SSLv3")).toBe(contexts.for());
});

test("options are read when the first context is built, and never again", async () => {
	let reads = 0;
	const tls = {
		get ca() {
			reads += 1;
			return certificates.ca;
		},
	};
	const dialer = nodeDialer({ tls });
	const port = await tlsServer((socket) => socket.resume());
	const seen: number[] = [];
	for (let count = 0; count < 3; count++) {
		expect(await kept(dialer.dial(target(port), never))).toBeInstanceOf(NodeConnection);
		seen.push(reads);
	}
	expect(new Set(seen).size).toBe(1);
});

test("a context that cannot be built is the caller's fault, each time", () => {
	const contexts = new SecureContexts({ cert: "no certificate" });
	for (let attempt = 0; attempt < 2; attempt++) expect(() => contexts.for()).toThrow(FTPUsageError);
});
