/**
 * Where an interrupted run finds what was done already: lines of text, in the order in which they were added. `fileJournal()` of adapter-node keeps one
 * in a file.
 */
export interface Journal {
	/** All lines so far. One that was being added when its process was killed may be missing or cut. */
	read(): AsyncIterable<string> | Iterable<string>;
	/** Resolves when the line would survive the end of the process. */
	append(line: string): Promise<void>;
	/** Forgets everything: the run is complete. */
	clear(): Promise<void>;
}
