import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const source = (path: string): string => fileURLToPath(new URL(`../../packages/${path}`, import.meta.url));

/** The packages by name, from their sources: a test of the built files would test the last build. */
const alias: Record<string, string> = {
	"@isoftp/core/protocol": source("core/src/protocol/index.ts"),
	"@isoftp/core/glob": source("core/src/glob/index.ts"),
	"@isoftp/core/testing": source("core/src/testing/index.ts"),
	"@isoftp/core": source("core/src/index.ts"),
	"@isoftp/adapter-workerd": source("adapter-workerd/src/index.ts"),
};

/** One ES module for workerd, made of `script` and what answers the harness's calls (`inside/serve.ts`). */
export async function bundle(script: string): Promise<string> {
	const serve = fileURLToPath(new URL("inside/serve.ts", import.meta.url));
	const result = await build({
		stdin: {
			contents: `import * as script from ${JSON.stringify(script)};
import { serve } from ${JSON.stringify(serve)};
export default serve(script);`,
			resolveDir: fileURLToPath(new URL(".", import.meta.url)),
			loader: "ts",
		},
		bundle: true,
		write: false,
		format: "esm",
		target: "es2023",
		conditions: ["workerd", "worker", "browser"],
		external: ["cloudflare:*"],
		sourcemap: "inline",
		alias,
		logLevel: "silent",
	});
	const [file] = result.outputFiles;
	if (!file) throw new Error(`esbuild made nothing of ${script}`);
	return file.text;
}
