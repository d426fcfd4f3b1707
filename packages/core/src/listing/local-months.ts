/** Marks above and below letters are left off: some servers do, and upper case loses them. */
const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/**
 * How the months begin in the languages that servers have been seen to speak, from January on: English, German, French, Italian,
 * Spanish, Portuguese, Catalan, Romanian, Dutch, Danish, Norwegian, Swedish, Finnish, Estonian, Lithuanian, Hungarian, Polish, Czech,
 * Slovak, Slovenian, Turkish, Greek, Russian, Ukrainian, Bulgarian and Chinese. Croatian is missing: its `lis` and `lip` are other months
 * than those of Poles and Czechs.
 */
const BEGINNINGS = [
	"jan ian jaan gen ene tammi led sty oca saus янв яну січ ιαν 一月",
	"feb fev veeb helmi úno lut şub vas фев лют φεβ 二月",
	"mar mrz mrt maa bře kov мар бер μαρ 三月",
	"apr avr abr huhti dub kwi nis bal апр кві απρ 四月",
	"may mai maj mag mei touko kvě geg май мая тра μαι 五月",
	"jun juin giu kesä čen červen cze haz iun juun birž июн юни чер ιουν 六月",
	"jul jui lug hein čec červenec lip tem iul juul liep июл юли лип ιουλ 七月",
	"aug aoû ago elo srp sie ağu rugp авг сер αυγ 八月",
	"sep set szep syys zář wrz eyl rugs сен сеп вер σεπ 九月",
	"oct okt ott out loka říj paź eki spal окт жов οκτ 十月",
	"nov noi marras lis kas lapk ноя ное лис νοε 十一月",
	"dec dez dic des dets joulu pro gru ara дек гру δεκ 十二月",
];
const LONGEST = 8;
const SHORTEST = 2;

let months: Map<string, number> | undefined;

function allMonths(): Map<string, number> {
	return new Map(BEGINNINGS.flatMap((words, at) => words.split(" ").map((word) => [plain(word), at + 1] as const)));
}

/**
 * The number of a month in any of many languages, from 1; zero for any other word. The longest beginning counts: `juin` is June though
 * `jui` is July, as old French systems have it, and the Finnish `marras` is no `mar`.
 */
export function localMonthNumber(word: string): number {
	months ??= allMonths();
	const letters = plain(word.slice(0, 2 * LONGEST));
	for (let length = Math.min(LONGEST, letters.length); length >= SHORTEST; length--) {
		const month = months.get(letters.slice(0, length));
		if (month !== undefined) return month;
	}
	return 0;
}
