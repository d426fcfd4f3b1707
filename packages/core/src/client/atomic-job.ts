import type { AtomicSoFar } from "../operations/atomic-upload.ts";
import type { UploadJob } from "./upload-job.ts";

/** An atomic upload over all its attempts. */
export class AtomicJob implements AtomicSoFar {
	readonly path: string;
	readonly temporary: string;
	stored: AtomicSoFar["stored"];
	isRenaming = false;
	isOnlyCopy = false;
	/** The server was asked to take the file under its temporary name. */
	isTried = false;
	readonly #upload: UploadJob;

	constructor(path: string, temporary: string, upload: UploadJob) {
		this.path = path;
		this.temporary = temporary;
		this.#upload = upload;
	}

	get position(): number | undefined {
		return this.#upload.type === "A" ? undefined : this.#upload.position;
	}

	/** Something may be there under the temporary name that nobody needs. */
	get isToBeRemoved(): boolean {
		return this.isTried && !this.isOnlyCopy;
	}
}
