/**
 * The ways in which a network may cut bytes: whole, one by one, and in two at every place. A parser must give the same for all.
 */
export function* everySplit(bytes: Uint8Array): Generator<readonly Uint8Array[]> {
	yield [bytes];
	yield Array.from(bytes, (_, at) => bytes.subarray(at, at + 1));
	for (let at = 1; at < bytes.length; at++) yield [bytes.subarray(0, at), bytes.subarray(at)];
}
