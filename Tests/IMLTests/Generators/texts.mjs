// The text of values within a text, as Node's String() has it where the language follows it.
import { coded, write } from './table.mjs';

const text = (value) => {
    if (value === null || value === undefined) return '';
    if (value instanceof Date) return value.toISOString();
    if (Array.isArray(value)) return value.map(text).join(',');
    if (typeof value === 'object') return JSON.stringify(value);
    return String(value);
};
const values = [
    undefined, null, true, false, 0, 1, -1, 1.5, 100, 1e21, 1e-7, 123456789012, 0.1, -0.25, 'text', '', 'ünïcödé 👋',
    [], [1, 2], ['a', null, 'b'], [[1, 2], [3]], {}, { a: 1, b: [1, 'x'] }, [{ a: 1 }], new Date('2024-02-29T12:34:56.789Z'),
    new Date('1969-12-31T23:59:59.999Z'), new Date('0001-01-01T00:00:00.000Z'), new Date(8.64e15), [new Date(0)],
    { 'k"ey': 'li\nne\\' }, [true, false], 1e300, 5e-324, 4.35, 1234567.125,
];
const cases = values.flatMap((value) => {
    const context = { v: coded(value) };
    return [
        { template: '<{{v}}>', context, expected: { value: `<${text(value)}>` } },
        { template: "{{'' v ''}}", context, expected: { value: text(value) } },
    ];
});
for (const [a, b] of [['x', 1], [1, 'x'], ['x', true], ['x', 1.5], ['x', [1, 2]], ['x', new Date(0)], ['a', 'b']]) {
    cases.push({ template: '{{a + b}}', context: { a: coded(a), b: coded(b) }, expected: { value: text(a) + text(b) } });
}
cases.push({ template: 'a{{1}}b{{2}}c', expected: { value: 'a1b2c' } });
cases.push({ template: '{{1}}{{2}}', expected: { value: '12' } });
cases.push({ template: ' {{1}}', expected: { value: ' 1' } });
cases.push({ template: 'no expression', expected: { value: 'no expression' } });
cases.push({ template: '', expected: { value: '' } });
write('texts.json', 'Node 20: String(), toISOString(), JSON.stringify(), arrays joined by a comma; null and undefined empty', cases);
