/** What a mutation report says. Pure; the report is Stryker's JSON (mutation-testing-report-schema). */

/**
 * @typedef {object} Mutant
 * @property {string} status Killed, Timeout, Survived, NoCoverage, RuntimeError, CompileError, Ignored, Pending
 * @property {string} mutatorName
 * @property {string} [replacement]
 * @property {{ readonly start: Place, readonly end: Place }} location
 */
/** @typedef {{ readonly line: number, readonly column: number }} Place */
/** @typedef {{ readonly files: Readonly<Record<string, { readonly mutants: readonly Mutant[] }>> }} Report */

/**
 * @typedef {object} Survivor
 * @property {string} file
 * @property {string} place `line:column`
 * @property {string} range How Stryker is told to change this alone: `file:line:column-line:column`.
 * @property {string} what The kind of change and what stood there instead, in one line.
 * @property {boolean} isCovered False when no test came by.
 */

/** @typedef {{ readonly found: number, readonly total: number, readonly survivors: readonly Survivor[] }} Score */

const FOUND = new Set(['Killed', 'Timeout']);
const MISSED = new Set(['Survived', 'NoCoverage']);

/**
 * Changes that a test noticed, and those that none did. What could not run at all counts as neither.
 * @param {Report} report
 * @returns {Score}
 */
export function scoreOf(report) {
  let found = 0;
  /** @type {Survivor[]} */
  const survivors = [];
  for (const [file, { mutants }] of Object.entries(report.files)) {
    for (const mutant of mutants) {
      if (FOUND.has(mutant.status)) found += 1;
      if (MISSED.has(mutant.status)) survivors.push(survivorOf(file, mutant));
    }
  }
  return { found, total: found + survivors.length, survivors };
}

/**
 * The score after what survived has met more tests.
 * @param {Score} first
 * @param {Score} second of the survivors of the first
 * @returns {Score}
 */
export function scoreAfter(first, second) {
  const found = first.total - second.survivors.length;
  return { found, total: first.total, survivors: second.survivors };
}

/** @param {Score} score */
export function percentOf({ found, total }) {
  return total === 0 ? '—' : `${((found / total) * 100).toFixed(1)} %`;
}

/**
 * @param {string} file
 * @param {Mutant} mutant
 * @returns {Survivor}
 */
function survivorOf(file, { location: { start, end }, mutatorName, replacement, status }) {
  const instead = (replacement ?? '').replace(/\s+/g, ' ').slice(0, 80);
  return {
    file,
    place: `${start.line}:${start.column}`,
    range: `${file}:${start.line}:${start.column}-${end.line}:${end.column}`,
    what: `${mutatorName} → ${instead}`,
    isCovered: status === 'Survived',
  };
}
