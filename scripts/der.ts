/** The few ASN.1 types an X.509 certificate is made of, in DER (X.690): a tag, a length, and the content. */
function tagged(tag: number, ...parts: readonly Uint8Array[]): Buffer {
	const content = Buffer.concat(parts);
	return Buffer.concat([Buffer.from([tag]), length(content.length), content]);
}

/** Up to 127 in one byte; above it, the number of length bytes first. */
function length(count: number): Buffer {
	if (count < 0x80) return Buffer.from([count]);
	const bytes = bigEndian(BigInt(count));
	return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes]);
}

function bigEndian(value: bigint): Buffer {
	const hex = value.toString(16);
	return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex");
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => tagged(0x30, ...parts);
export const set = (...parts: readonly Uint8Array[]): Buffer => tagged(0x31, ...parts);
export const utf8 = (text: string): Buffer => tagged(0x0c, Buffer.from(text));
export const octets = (content: Uint8Array): Buffer => tagged(0x04, content);
export const nothing: Buffer = tagged(0x05);
export const yes: Buffer = tagged(0x01, Buffer.from([0xff]));

/** A bit string; `unused` is how many bits of its last byte do not count. */
export const bits = (content: Uint8Array, unused = 0): Buffer => tagged(0x03, Buffer.from([unused]), content);

/** A number that is not negative: a first bit of 1 would be a sign, so a zero byte goes before it. */
export function integer(value: bigint): Buffer {
	const bytes = bigEndian(value);
	return tagged(0x02, (bytes[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
}

/** `1.2.840.113549`: the first two numbers share a byte, the others are written in groups of seven bits. */
export function objectIdentifier(dotted: string): Buffer {
	const [first = 0, second = 0, ...others] = dotted.split(".").map(Number);
	const bytes = [first * 40 + second];
	for (const number of others) {
		const groups = [number & 0x7f];
		for (let rest = number >>> 7; rest > 0; rest >>>= 7) groups.unshift((rest & 0x7f) | 0x80);
		bytes.push(...groups);
	}
	return tagged(0x06, Buffer.from(bytes));
}

/** UTCTime, which RFC 5280 (4.1.2.5) asks for until 2049: `YYMMDDhhmmssZ`. */
export function utcTime(time: Date): Buffer {
	const digits = time.toISOString().replace(/[-:T]/g, "").slice(2, 14);
	return tagged(0x17, Buffer.from(`${digits}Z`));
}

/** A context-specific tag around whole elements (`[0] EXPLICIT`). */
export const explicit = (number: number, ...parts: readonly Uint8Array[]): Buffer => tagged(0xa0 | number, ...parts);
/** A context-specific tag in place of the element's own (`[2] IMPLICIT`). */
export const implicit = (number: number, content: Uint8Array): Buffer => tagged(0x80 | number, content);
