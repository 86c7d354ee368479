// `replace` with regular expressions, against Node's own.
import { expected, write } from './table.mjs';

const lines = [
    ['2024-01-31', '(\\d+)-(\\d+)-(\\d+)', '', '$3.$2.$1'], ['a1b22c333', '\\d+', 'g', '#'], ['a1b22c333', '\\d+', '', '#'],
    ['aaa', 'a*?', 'g', 'x'], ['aaa', 'a*', 'g', 'x'], ['abc', '(?:)', 'g', '-'], ['Hello', 'L', 'gi', 'r'], ['one two', '\\b', 'g', '|'],
    ['one two', '\\B', 'g', '|'], ['foo.bar', '\\.', 'g', '-'], ['x=1;y=2', '(\\w)=(\\d)', 'g', '$2=$1'], ['cost', 'cost', '', '$$5'],
    ['abc', 'b', '', '[$&]'], ['abc', 'b', '', '[$`|$\']'], ['abc', '(b)', '', '$1$2$01$10$0'], ['aXbX', 'x', 'gi', '$<n>'],
    ['John Smith', '(?<first>\\w+) (?<last>\\w+)', '', '$<last>, $<first>$<none>'], ['aa bb', '(\\w)\\1', 'g', '<$1>'],
    ['abab', '(?<p>ab)\\k<p>', '', 'x'], ['price: 10 USD', '\\d+(?= USD)', '', '20'], ['10 EUR 20 USD', '\\d+(?! USD)\\b', 'g', 'x'],
    ['$10 €20', '(?<=€)\\d+', 'g', 'x'], ['$10 €20', '(?<!€)\\b\\d+', 'g', 'x'], ['abcdef', '(?<=(\\w)(\\w))c', '', '[$1$2]'],
    ['line1\nline2', '^', 'gm', '> '], ['line1\nline2', '$', 'gm', ';'], ['line1\nline2\n', '$', 'g', ';'], ['a\nb', 'a.b', '', 'x'],
    ['a\nb', 'a.b', 's', 'x'], ['a\u2028b', 'a.b', '', 'x'], ['a\u0085b', 'a.b', '', 'x'], ['tab\there', '\\t', 'g', ' '],
    ['١٢٣ 123', '\\d', 'g', 'x'], ['naïve café', '\\w+', 'g', 'x'], ['a\u00a0b\ufeffc', '\\s', 'g', '_'], ['abc', '[^b]', 'g', 'x'],
    ['a-z', '[a\\-z]', 'g', 'x'], ['a]b', '[\\]]', 'g', 'x'], ['a]b', ']', 'g', 'x'], ['a}b{', '[{}]', 'g', 'x'], ['a{b', '{', 'g', 'x'],
    ['x{2}', 'x{2}', '', 'y'], ['xx', 'x{2}', '', 'y'], ['xxxxx', 'x{2,3}', 'g', 'y'], ['xxxxx', 'x{2,3}?', 'g', 'y'], ['xxx', 'x{2,}', 'g', 'y'],
    ['abc', '[]', 'g', 'x'], ['abc', '[^]', 'g', 'x'], ['aXbxc', 'x', 'g', '.'], ['ß ẞ ss', 'ß', 'gi', 'x'], ['ſ s S', 's', 'gi', 'x'],
    ['ΣσςΑ', 'σ', 'gi', 'x'], ['Żółw ŻÓŁW', 'żółw', 'gi', 'x'], ['a👋b', '.', 'g', 'x'], ['a👋b', '.', 'gu', 'x'], ['a👋b', '[👋]', 'gu', 'x'],
    ['👋👋', '👋{2}', 'u', 'x'], ['\u{1F44B}', '\\u{1F44B}', 'u', 'x'], ['Aé1_', '\\p{L}', 'gu', 'x'], ['Aé1_', '\\P{L}', 'gu', 'x'],
    ['aBc', '\\p{Lu}', 'gu', 'x'], ['5€ 6$', '\\p{Sc}', 'gu', 'x'], ['aaa', 'a', 'y', 'b'], ['baa', 'a', 'gy', 'b'], ['aab', 'a', 'gy', 'b'],
    ['foofoobar', '(foo)+', '', '$1'], ['zaacbbbcac', '(z)((a+)?(b+)?(c))*', '', '[$1|$2|$3|$4|$5]'], ['abc', '((a)|(ab))((c)|(bc))', '', '$1,$2,$3,$4,$5,$6'],
    ['aaba', '(a*)*', '', '<$1>'], ['b', '(a*)*', '', '<$1>'], ['baaac', '(?=(a+))', '', '<$1>'], ['baaabac', '(?=(a+))a*b\\1', '', '<$&>'],
    ['baaabaac', '(.*?)a(?!(a+)b\\2c)\\2(.*)', '', '<$1|$2|$3>'], ['abcd', '(?:ab|cd)\\d?', 'g', 'x'], ['aBcD', '[a-z]', 'g', 'x'],
    ['aBcD', '[a-z]', 'gi', 'x'], ['a_b', '[\\w-]', 'g', 'x'], ['\\d', '\\\\d', '', 'x'], ['a/b', '\\/', 'g', '-'], ['a/b/c', '/', 'g', '-'],
    ['0x1F', '\\x31', '', 'x'], ['A', '\\u0041', '', 'x'], ['a\bb', '[\\b]', '', 'x'], ['a0b', '\\60', '', 'x'], ['k<n>', '\\k<n>', '', 'x'],
    ['2001:db8::1', '[0-9a-f]+', 'g', 'h'], ['<p>a</p><p>b</p>', '<p>(.*?)</p>', 'g', '$1 '], ['<p>a</p><p>b</p>', '<[^>]+>', 'g', ''],
    ['  trim  ', '^\\s+|\\s+$', 'g', ''], ['camelCaseText', '([A-Z])', 'g', '_$1'], ['a,b;c', '[,;]', 'g', '|'], ['aaaa', '(a{1,2}){2}', '', '<$1>'],
    ['abcabc', '(?<x>a)(?<y>b)', 'g', '$<y>$<x>'], ['user@example.com', '^(.+)@(.+)$', '', '$2 / $1'], ['(555) 123-4567', '\\D', 'g', ''],
    ['x', 'x', '', '$'], ['x', 'x', '', '$a$1'], ['x', 'x', 'd', 'y'], ['aé', '[à-ÿ]', 'g', 'x'], ['aÉ', '[à-ÿ]', 'gi', 'x'], ['ab', 'a|ab', '', 'x'],
    ['ac', '(a|b|c)*', '', '<$1>'], ['abc', '(?:(a)|(b)|(c))+', '', '<$1$2$3>'], ['', '^$', '', 'empty'], ['\r\n\n', '\\r?\\n', 'g', '|'],
    ['aaa bbb', '(?<=a)a', 'g', 'x'], ['12345678', '(?<=\\d)(?=(\\d{3})+$)', 'g', ','], ['1234', '\\B(?=(\\d{3})+(?!\\d))', 'g', ','],
    ['abc', '(?<=^a)b', '', 'x'], ['abcabc', '(?<=\\1(a))b', '', 'x'], ['ab', '(?<=(?:a|(x))b)$', '', '<$1>'], ['tést', '\\b', 'g', '|'],
    ['0123', '[^0-2]', '', 'x'], ['a.b', '[.]', '', 'x'], ['ab', '[a-]', 'g', 'x'], ['a-b', '[\\w-b]', 'g', 'x'], ['\u{10000}', '^[^x]$', 'u', 'y'],
    ['\u{10000}', '^[^x]$', '', 'y'], ['K k \u212a', 'k', 'gi', 'x'],
];
const cases = lines.map(([text, source, flags, replacement]) => ({
    function: 'replace',
    arguments: [text, `/${source}/${flags}`, replacement],
    expected: expected(text.replace(new RegExp(source, flags), replacement)),
}));
// What is no regular expression in Node is a DataError that says so.
const broken = ['(', ')', '[a', '*', 'a**', '(?<n>a', 'x{2,1}', '(?<n>a)(?<n>b)', '[b-a]', '(?z)', '\\', '(?<1>a)', 'a{1}{2}', '(?<=a)*'];
for (const source of broken) {
    try {
        new RegExp(source);
        throw new Error(`Node takes ${source}`);
    } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
    }
    cases.push({
        function: 'replace',
        arguments: ['a', `/${source}/`, 'b'],
        expected: { error: { type: 'DataError', message: 'replace: argument 2 is no regular expression' } },
    });
}
for (const [source, flags] of [['\\p{Nope}', 'u'], ['{', 'u'], ['\\q', 'u'], ['\\1', 'u'], ['a', 'gg']]) {
    try {
        new RegExp(source, flags);
        throw new Error(`Node takes ${source}`);
    } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
    }
    cases.push({
        function: 'replace',
        arguments: ['a', `/${source}/${flags}`, 'b'],
        expected: { error: { type: 'DataError', message: 'replace: argument 2 is no regular expression' } },
    });
}
write('regular-expressions.json', 'What Node 20 gives for text.replace(new RegExp(source, flags), replacement) (Generators/regular-expressions.mjs)', cases);
