interface Place<T> {
	readonly entry: T;
	before: Place<T> | undefined;
	behind: Place<T> | undefined;
}

/**
 * A line in the order of numbers: who comes again stands where he stood before. It is linked, since an array or a `Set` from which the first
 * is taken ten thousand times costs the square of that.
 */
export class Line<T extends { readonly number: number }> implements Iterable<T> {
	readonly #places = new Map<T, Place<T>>();
	#first: Place<T> | undefined;
	#last: Place<T> | undefined;

	get first(): T | undefined {
		return this.#first?.entry;
	}

	get size(): number {
		return this.#places.size;
	}

	has(entry: T): boolean {
		return this.#places.has(entry);
	}

	add(entry: T): void {
		let behind: Place<T> | undefined;
		// Nearly all are new, and come last; the others come nearly first.
		if (this.#last && this.#last.entry.number > entry.number) {
			behind = this.#first;
			while (behind && behind.entry.number < entry.number) behind = behind.behind;
		}
		const before = behind ? behind.before : this.#last;
		const place: Place<T> = { entry, before, behind };
		if (before) before.behind = place;
		else this.#first = place;
		if (behind) behind.before = place;
		else this.#last = place;
		this.#places.set(entry, place);
	}

	delete(entry: T): void {
		const place = this.#places.get(entry);
		if (!place) return;
		const { before, behind } = place;
		if (before) before.behind = behind;
		else this.#first = behind;
		if (behind) behind.before = before;
		else this.#last = before;
		this.#places.delete(entry);
	}

	/** Those in line, of whom the one that was given last may be sent away before the next is asked for. */
	*[Symbol.iterator](): Generator<T, void, undefined> {
		for (let place = this.#first; place; place = place.behind) yield place.entry;
	}
}
