// Run as `node comparison.mjs` and so on in this directory; the Python one as `python3 arithmetic.py`.
// Writes tables of cases: one case a line, so that a change of one shows as one.
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const directory = join(dirname(fileURLToPath(import.meta.url)), '..', 'Cases');

export function write(name, how, cases) {
    const lines = cases.map((one) => '    ' + JSON.stringify(one));
    writeFileSync(join(directory, name), `{\n  "how": ${JSON.stringify(how)},\n  "cases": [\n${lines.join(',\n')}\n  ]\n}\n`);
    console.log(`${name}: ${cases.length}`);
}

/** A JavaScript value as the tables write it. */
export function coded(value) {
    if (value === undefined) return { $undefined: true };
    // Foundation, which reads the tables, counts years before 1582 by the Julian calendar and knows four digits.
    if (value instanceof Date) {
        const year = value.getUTCFullYear();
        return { $date: year < 1583 || year > 9999 ? value.getTime() : value.toISOString() };
    }
    if (Array.isArray(value)) return value.map(coded);
    if (value !== null && typeof value === 'object') {
        return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, coded(inner)]));
    }
    return value;
}

/** What a case expects when JavaScript gives this. */
export function expected(value) {
    return value === undefined ? { undefined: true } : { value: coded(value) };
}
