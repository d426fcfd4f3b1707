import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import type { Report } from "./main-job.ts";

/** The worker of this example, running in workerd on this machine. */
export interface Workerd {
	mainJob(options: { port: number; secure: boolean; name: string; content: Uint8Array }): Promise<Report>;
	stop(): Promise<void>;
}

/** @param ca the authority that the Worker is to trust, in PEM */
export async function startWorkerd(bindings: Record<string, string>, ca: string): Promise<Workerd> {
	const { outputFiles } = await build({
		entryPoints: [fileURLToPath(new URL("worker.ts", import.meta.url))],
		bundle: true,
		format: "esm",
		target: "es2023",
		external: ["cloudflare:*"],
		write: false,
	});
	const miniflare = new Miniflare({
		modules: [{ type: "ESModule", path: "worker.mjs", contents: outputFiles[0]?.text ?? "" }],
		compatibilityDate: "2026-06-01",
		bindings,
		// A Worker in production trusts the public authorities, and cannot be told to trust another.
		outboundService: {
			network: { allow: ["public", "private"], tlsOptions: { trustBrowserCas: false, trustedCertificates: [ca] } },
		},
	});
	await miniflare.ready;
	return {
		async mainJob({ port, secure, name, content }) {
			const url = `http://worker.test/?port=${port}&secure=${secure ? "yes" : "no"}&name=${encodeURIComponent(name)}`;
			const response = await miniflare.dispatchFetch(url, { method: "POST", body: content });
			if (!response.ok) throw new Error(`The Worker failed: ${await response.text()}`);
			return (await response.json()) as Report;
		},
		stop: () => miniflare.dispose(),
	};
}
