// Equality, order and truth of every kind of value, as Node has them.
import { coded, expected, write } from './table.mjs';

const date = (iso) => new Date(iso);
const values = [
    undefined, null, true, false, 0, 1, -1, 1.5, '', '0', '1', '1.50', ' 1 ', 'a', 'B', 'true', '0x10', [], [1], ['a'],
    date('2024-01-31T00:00:00.000Z'),
];
const isObject = (value) => value !== null && typeof value === 'object';
const isDate = (value) => value instanceof Date;

const cases = [];
values.forEach((a, i) => values.slice(i).forEach((b) => {
    // Objects have no identity in the language, and dates against text compare by time: those are in other tables.
    if (isObject(a) && isObject(b)) return;
    if (isDate(a) || isDate(b)) { if (typeof a === 'string' || typeof b === 'string') return; }
    const context = { a: coded(a), b: coded(b) };
    // eslint-disable-next-line eqeqeq
    cases.push({ template: '{{a = b}}', context, expected: expected(a == b) });
}));

const ordered = [undefined, null, true, false, 0, 2, -1, '10', '9', 'a', 'Z', ''];
for (const a of ordered) {
    for (const b of ordered) {
        const context = { a: coded(a), b: coded(b) };
        cases.push({ template: '{{a < b}}', context, expected: expected(a < b) });
        if (typeof a === typeof b) cases.push({ template: '{{a >= b}}', context, expected: expected(a >= b) });
    }
}
for (const [a, b] of [[1, 2], ['a', 'b'], [2, 2], [null, 0], ['b', 'ab'], ['\u{1F600}', '\uFB00']]) {
    for (const [sign, compute] of [['>', (x, y) => x > y], ['<=', (x, y) => x <= y]]) {
        cases.push({ template: `{{a ${sign} b}}`, context: { a, b }, expected: expected(compute(a, b)) });
    }
}
for (const [one, other] of [['2024-01-31T00:00:00.000Z', '2024-01-31T01:00:00.000Z'], ['2024-01-31T00:00:00.000Z', '2024-01-31T00:00:00.000Z']]) {
    const [a, b] = [date(one), date(other)];
    const context = { a: coded(a), b: coded(b) };
    cases.push({ template: '{{a = b}}', context, expected: expected(a.getTime() === b.getTime()) });
    cases.push({ template: '{{a != b}}', context, expected: expected(a.getTime() !== b.getTime()) });
    cases.push({ template: '{{a < b}}', context, expected: expected(a < b) });
    cases.push({ template: '{{a >= b}}', context, expected: expected(a >= b) });
    cases.push({ template: '{{a - b}}', context, expected: expected(a - b) });
}
for (const a of [...values, {}, { x: 1 }, [[]]]) {
    const context = { a: coded(a) };
    cases.push({ template: '{{!a}}', context, expected: expected(!a) });
    cases.push({ template: "{{if(a, 'yes', 'no')}}", context, expected: expected(a ? 'yes' : 'no') });
    cases.push({ template: "{{a & 'next'}}", context, expected: expected(a && 'next') });
    cases.push({ template: "{{a || 'next'}}", context, expected: expected(a || 'next') });
}
write('comparison.json', "Node 20: a == b, a < b, a >= b, !a, a && b, a || b; dates by getTime()", cases);
