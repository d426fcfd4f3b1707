import { FTPReplyError } from "../errors/index.ts";
import { messageOf } from "../errors/message-of.ts";
import { Attempt } from "./attempt.ts";
import type { Clock } from "./clock.ts";
import { abortError } from "./driver.ts";
import { explained } from "./explained.ts";
import type { Settings } from "./options.ts";
import { planOf, type RetryPlan } from "./retry.ts";
import type { Call } from "./session-keeper.ts";
import { tellOf } from "./trace.ts";
import { isWorthRetrying } from "./worth-retrying.ts";

/** Less than this is no progress: a server that gives a byte each time could hold a call for ever. */
const PROGRESS = 65_536;

/** How a call is to be tried again; `undefined` where it is not. @throws FTPUsageError BAD_ARGUMENT */
export function retryOf(settings: Pick<Settings, "retry">, { retry }: Pick<Call, "retry">): RetryPlan | undefined {
	return retry === undefined ? settings.retry : planOf(retry);
}

/**
 * Makes attempts at a call until one succeeds, or it cannot be tried again. Whoever calls this in front of another one that would do
 * the same hands that one a call with `retry: false`.
 * @param once one attempt
 * @param closing ends the wait between two attempts, as `call.signal` does
 */
export async function withRetries<T>(
	settings: Settings,
	call: Call,
	once: (attempt: Attempt) => Promise<T>,
	closing?: AbortSignal,
): Promise<T> {
	const plan = retryOf(settings, call);
	let failures = 0;
	let achieved = call.moved?.() ?? 0;
	for (let number = 1; ; number += 1) {
		const attempt = new Attempt(number, plan, settings);
		if (number > 1) call.onAttempt?.(number);
		try {
			return await once(attempt);
		} catch (error) {
			if (!plan || (attempt.whyNot === undefined && !isWorthRetrying(error))) throw error;
			const moved = call.moved?.() ?? 0;
			if (moved - achieved >= PROGRESS) {
				achieved = moved;
				failures = 0;
			}
			failures += 1;
			const whyNot = attempt.whyNot ?? unrepeatable(error, call, attempt) ?? call.whyNot?.(error);
			if (whyNot !== undefined) throw explained(error, `It was not tried again: ${whyNot}.`);
			if (failures >= plan.attempts || number >= plan.most) throw number > 1 ? explained(error, `Tried ${number} times.`) : error;
			const delay = plan.delay(failures);
			tellOf({ type: "retry", attempt: number + 1, delay, reason: messageOf(error) }, settings.onTrace);
			await wait(settings.clock, delay, [call.signal, closing]);
		}
	}
}

function unrepeatable(error: unknown, { repeat = "any" }: Call, { isBegun }: Attempt): string | undefined {
	if (!isBegun || repeat === "any") return undefined;
	if (repeat === "never") return "it cannot be begun a second time";
	return error instanceof FTPReplyError ? undefined : "the server may have done it";
}

/** Time between two attempts, which the caller may end. @throws FTPAbortError */
async function wait(clock: Clock, delay: number, signals: readonly (AbortSignal | undefined)[]): Promise<void> {
	let stop = (): void => {};
	let cancel = (): void => {};
	try {
		await new Promise<void>((resolve, reject) => {
			stop = () => {
				const stopped = signals.find((signal) => signal?.aborted);
				if (stopped) reject(abortError(stopped.reason));
			};
			stop();
			for (const signal of signals) signal?.addEventListener("abort", stop);
			cancel = clock.after(delay, resolve);
		});
	} finally {
		cancel();
		for (const signal of signals) signal?.removeEventListener("abort", stop);
	}
}
