import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const OLDEST_GLIBC = 2.38;

/** How the fuzzer is started here: a program and its first arguments; or why it cannot be. */
export function fuzzer(): { readonly command: readonly [string, ...string[]] } | { readonly reason: string } {
	let cli: string;
	try {
		const require = createRequire(import.meta.url);
		cli = join(dirname(require.resolve("@jazzer.js/core/package.json")), "dist/cli.js");
	} catch {
		return { reason: "@jazzer.js/core is not installed: it is an optional dependency of fuzz/package.json." };
	}
	const [loader, ...options] = process.env.ISOFTP_FUZZ_LOADER?.split(" ") ?? [];
	if (loader) return { command: [loader, ...options, process.execPath, cli] };
	const glibc = glibcVersion();
	if (process.platform !== "linux" || (glibc !== undefined && isAtLeast(glibc, OLDEST_GLIBC)))
		return { command: [process.execPath, cli] };
	return {
		reason:
			`The fuzzer's native part needs glibc ${OLDEST_GLIBC} or newer; this machine has ${glibc ?? "another C library"}. ` +
			"Run it in a container of a newer system, or name a newer loader in ISOFTP_FUZZ_LOADER, see fuzz/README.md.",
	};
}

function glibcVersion(): string | undefined {
	const { header } = process.report.getReport() as { readonly header: { readonly glibcVersionRuntime?: string } };
	return header.glibcVersionRuntime;
}

function isAtLeast(version: string, oldest: number): boolean {
	const [major = 0, minor = 0] = version.split(".").map(Number);
	const [wantedMajor = 0, wantedMinor = 0] = String(oldest).split(".").map(Number);
	return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}
