import { demand } from "./demand.ts";

/** A path goes to the server as it is; only what is no path at all is stopped here. @throws FTPUsageError BAD_ARGUMENT */
export function checkPath(path: string): string {
	demand(typeof path === "string" && path !== "", "A path must be a string that is not empty");
	return path;
}

/** Options are an object, a signal is an AbortSignal. @throws FTPUsageError BAD_ARGUMENT */
export function checkOptions<T extends { readonly signal?: AbortSignal | undefined }>(options: T): T {
	demand(typeof options === "object" && options !== null, "Options must be an object");
	const { signal } = options;
	// What is only like one would never be heard of.
	const { addEventListener, removeEventListener, aborted } = signal ?? {};
	const isSignal = [addEventListener, removeEventListener].every((method) => typeof method === "function");
	demand(signal === undefined || (isSignal && typeof aborted === "boolean"), "signal must be an AbortSignal");
	return options;
}

/** @throws FTPUsageError BAD_ARGUMENT */
export function checkCount(value: number | undefined, name: string): number | undefined {
	const isCount = value === undefined || (Number.isSafeInteger(value) && value >= 0);
	demand(isCount, `${name} must be a whole number of bytes, 0 or more`);
	return value;
}

/** Like a path, but empty for the current directory. @throws FTPUsageError BAD_ARGUMENT */
export function checkDirectory(path: string): string {
	return path === "" ? path : checkPath(path);
}
