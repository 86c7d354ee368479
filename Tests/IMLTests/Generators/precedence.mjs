// Operators of every rank together, as Node evaluates them; whole numbers and halves, so that doubles are exact.
import { expected, write } from './table.mjs';

const sources = [
    '1 + 2 * 3', '(1 + 2) * 3', '10 - 4 - 3', '2 * 3 % 4', '20 / 2 / 5', '7 % 4 * 2', '1 - -1', '-2 * -3', '-(2 + 3)',
    '1 + 2 < 4', '4 > 1 + 2', '1 < 2 == true', '1 + 1 == 2 && 2 + 2 == 4', '1 == 2 || 3 == 3', '1 && 0 || 2',
    '0 || 1 && 0', '!0 && !0', '!1 == false', '!(1 == 2)', '1 != 2 && 2 !== 3', '5 - 3 > 1 && 1', '2 <= 2', '2 >= 3',
    '1 < 2 && 2 < 3 && 3 < 4', '1 > 2 || 2 > 3 || 3 > 2', '10 % 4 + 1', '2 + 10 % 4', '1.5 + 1.5', '.5 + .25',
    '3 - 1 + 2', '8 / 4 * 2', '8 / (4 * 2)', "'a' + 'b' + 'c'", "'a' + 1 + 2", "1 + 2 + 'a'", "'a' + (1 + 2)",
    "'' || 'x'", "'x' && ''", 'null || undefined', "'1' == 1 && '2' == 2", '1 == 1 == 1', '3 > 2 > 1', "'b' > 'a'",
    "'10' < '9'", '10 < 9', "'10' < 9", 'true + true', 'true + 1', "'5' * '2'", "'6' / 2", "'7' - 2", "'7' % 4",
    '1e3 + 1', '12 * (3 - (1 + 1))', '!!1', '!!0', '- -3', '2 * -3', '6 / -2', '100 - 50 / 5 * 2 + 1',
    "if0 || 'fallback'",
];
globalThis.if0 = 0;
const cases = sources.map((source) => ({
    template: `{{${source}}}`,
    context: { if0: 0 },
    expected: expected((0, eval)(source)),
}));
write('precedence.json', 'Node 20: eval of the same source', cases);
