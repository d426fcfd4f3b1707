import { defineConfig } from "tsup";

export default defineConfig({
	entry: {
		index: "src/index.ts",
		"testing/index": "src/testing/index.ts",
	},
	format: ["esm", "cjs"],
	target: "node20",
	platform: "node",
	splitting: true,
	dts: true,
	sourcemap: true,
	clean: true,
	// The `node:` prefix stays: Deno knows built-in modules only by it.
	removeNodeProtocol: false,
	external: [/^@isoftp\/core(\/|$)/],
});
