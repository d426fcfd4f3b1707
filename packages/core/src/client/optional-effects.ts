import { FTPAbortError } from "../errors/index.ts";
import type { Input } from "../protocol/input.ts";
import type { Connection } from "./dialer.ts";
import type { DriverOptions, EffectOf, Line } from "./driver.ts";

/** What only the options `active` and `onChallenge` lead to. */
export type OptionalEffect = EffectOf<"listen" | "consult">;

/** Carries out such an effect; handed in, so that who has no use for it does not carry it. */
export async function carryOut(
	effect: OptionalEffect,
	options: DriverOptions,
	line: Line,
	control: Connection | undefined,
): Promise<Input | undefined> {
	const { channel } = effect;
	if (effect.type === "listen") {
		// Both are there: `settingsOf` has asked for the one, and the operation has a session.
		if (!control || !options.dialer.listen) return undefined;
		line.listener = await options.dialer.listen({ control, ports: effect.ports }, line.dialling.signal);
		const { host, port } = line.listener;
		return { type: "listening", channel, host, port };
	}
	try {
		// Whether it is a string is looked at where it is encoded.
		return { type: "answered", channel, answer: (await options.onChallenge?.(effect.question)) as string };
	} catch (cause) {
		throw new FTPAbortError("onChallenge failed", { cause });
	}
}
