import { columnFacts } from "./columns.ts";
import { finished } from "./draft.ts";
import type { Entry } from "./entry.ts";
import { pattern } from "./scan.ts";

const NAME = "([A-Z@#$][A-Z\\d@#$]{0,7})";
/** A batch job, a started task or a user's session: `JOB01906`, and `J0012345` where five digits are too few. */
const JOB_ID = "((?:JOB|STC|TSU)\\d{5}|[JST]\\d{7})";

const STATUS = "(INPUT|ACTIVE|OUTPUT)";
/** How it has ended, or why it does not begin: `RC=0000`, `ABEND=522`, `(JCL error)`, `-HELD-`. */
const RESULT = "(?:_+([!-/:-~][ -~]{0,40}?))??";
const SPOOL_FILES = "(\\d{1,5})_[Ss]pool_[Ff]iles?";

/** JESINTERFACELEVEL 1 tells neither the owner nor the class nor the result. */
const job: RegExp = /* @__PURE__ */ pattern(
	() => `^_*${NAME}_+${JOB_ID}_+(?:(\\S{1,8})_+)?${STATUS}(?:_+(?!${SPOOL_FILES})([!-~]{1,8}))?${RESULT}(?:_+${SPOOL_FILES})?_*$`,
);
/**
 * Number, step, step of the procedure, class, DD name and a count of bytes or, in JES3, of records: only the heading tells which.
 */
const spoolFile: RegExp = /* @__PURE__ */ pattern(
	() => `^_{4,}(\\d{3})_+${NAME}_+(?:(${NAME}|N/A)_+)?([A-Z\\d])_+${NAME}_+(\\d{1,12})_*$`,
);
/** Headings, what is told of a job that runs, and the number of spool files. */
const nothing: RegExp = /* @__PURE__ */ pattern(
	() => `^_*(?:(?:JOBNAME_+JOBID|ID_+STEPNAME|STEPNAME_+\\S+_+PROCNAME|CPUTIME_+\\S+_+ELAPSED)_[^]*|-{8}_*|${SPOOL_FILES}_*)$`,
);

/**
 * What z/OS lists after SITE FILETYPE=JES: jobs (`ANNAJ    JOB01906 ANNA     OUTPUT A        RC=0000 3 spool files`), and with the
 * id of one as the path its spool files (`         001 JES2              H JESMSGLG      1206`). A job's name here is its id, which
 * is what RETR takes for all of its output; a spool file's is its number, which RETR takes after the id and a dot: `JOB01906.1`.
 */
export function parseJesLine(line: string): Entry | "nothing" | undefined {
	const match = job.exec(line);
	if (match !== null) {
		const [, jobName, name = "", owner, status, , jobClass, result, files] = match;
		const facts = columnFacts("jobname status class result files", [jobName, status, jobClass, result, files]);
		return finished({ name, type: "file", owner, facts, raw: line }, "");
	}
	const spool = spoolFile.exec(line);
	if (spool === null) return nothing.test(line) ? "nothing" : undefined;
	const [, name = "", step, procedureStep, , spoolClass, ddName, count] = spool;
	const facts = columnFacts("stepname procstep c ddname count", [step, procedureStep, spoolClass, ddName, count]);
	return { name, type: "file", facts, raw: line };
}
