"""Arithmetic and the functions on numbers, by Python's decimal, math and statistics."""
import json
import math
import os
import statistics
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, Decimal, getcontext
from fractions import Fraction

getcontext().prec = 400
cases = []


class Exact(float):
    """A number that is written with all its digits."""

    def __new__(cls, text):
        return super().__new__(cls, float(text))

    def __init__(self, text):
        self.text = text

    def __repr__(self):
        return self.text


def number(value):
    """A decimal as JSON writes it, with every digit."""
    if value is None:
        return None
    text = format(value.normalize(), "f")
    return int(text) if "." not in text else Exact(text)


def add(function, arguments, value):
    cases.append({"function": function, "arguments": arguments, "expected": {"value": value}})


def operate(sign, one, other, value):
    template = "{{a %s b}}" % sign
    cases.append({"template": template, "context": {"a": one, "b": other}, "expected": {"value": value}})


def lit(text):
    return number(Decimal(text))


PAIRS = [
    ("0.1", "0.2"), ("1.1", "2.2"), ("1", "3"), ("10", "4"), ("-7", "2"), ("7", "-2"), ("0.3", "0.1"), ("5", "0"),
    ("123456789012345678901234567890", "1"), ("9007199254740993", "2"), ("1.005", "100"), ("4.35", "100"),
    ("-0.5", "0.25"), ("1000000", "0.000001"), ("0.1", "0.3"), ("2", "0.7"), ("123456789012345678901234567890", "97"),
    ("100000000000000000000000000", "8"), ("-98765432109876543210", "7"), ("99999999999", "99999999999"), ("2.5", "2.5"),
]
for left, right in PAIRS:
    a, b = Decimal(left), Decimal(right)
    operate("+", lit(left), lit(right), number(a + b))
    operate("-", lit(left), lit(right), number(a - b))
    operate("*", lit(left), lit(right), number(a * b))
    operate("++", lit(left), lit(right), number(a + b))
    operate("++", left, right, number(a + b))
    if b == 0:
        operate("/", lit(left), lit(right), None)
        operate("%", lit(left), lit(right), None)
        continue
    quotient = a / b
    ends = -quotient.normalize().as_tuple().exponent <= 18
    operate("/", lit(left), lit(right), number(quotient) if ends else Exact(repr(float(Fraction(a) / Fraction(b)))))
    operate("%", lit(left), lit(right), number(a % b))

# iml.md: null with a value gives the value; a non-number gives null.
for one, other, value in [(None, 5, 5), (5, None, 5), (None, None, None), (None, "a", "a"), ("a", None, "a"), (True, 1, 2)]:
    operate("+", one, other, value)
for one, other, value in [(None, 5, 5), (5, None, 5), (None, None, None), ("a", 1, None), ("1", "2", 3), ([1], 1, None)]:
    operate("++", one, other, value)
for sign in "-*/%":
    operate(sign, "a", 2, None)
    operate(sign, 2, {"x": 1}, None)
    operate(sign, None, 2, None)
    operate(sign, [1], 2, None)


def half_up(value, digits):
    """JavaScript's Math.round: a half towards positive infinity."""
    scaled = value.scaleb(digits)
    return (scaled + Decimal("0.5")).to_integral_value(ROUND_FLOOR).scaleb(-digits)


ROUNDED = ["2.5", "-2.5", "0.5", "-0.5", "1.005", "2.675", "-1.235", "123.456", "1e20", "0", "-0.4", "7", "0.049"]
for text in ROUNDED:
    value = Decimal(text)
    for digits in (None, 0, 1, 2, -1):
        arguments = [lit(text)] + ([] if digits is None else [digits])
        d = digits or 0
        add("round", arguments, number(half_up(value, d)))
        if digits in (None, 2):
            add("floor", arguments, number(value.scaleb(d).to_integral_value(ROUND_FLOOR).scaleb(-d)))
            add("ceil", arguments, number(value.scaleb(d).to_integral_value(ROUND_CEILING).scaleb(-d)))
            add("trunc", arguments, number(value.scaleb(d).to_integral_value(ROUND_DOWN).scaleb(-d)))
    add("abs", [lit(text)], number(abs(value)))

LISTS = [["1", "2", "3", "4"], ["5"], ["0.1", "0.2", "0.3"], ["-1", "10", "3.5"], ["2", "2", "2"], ["7", "1", "9", "3", "5"]]
for texts in LISTS:
    values = [Decimal(t) for t in texts]
    listed = [lit(t) for t in texts]
    for arguments in (listed, [listed], [listed + ["x", None]]):
        add("min", arguments, number(min(values)))
        add("max", arguments, number(max(values)))
        add("sum", arguments, number(sum(values)))
        mean = statistics.mean(values)
        ends = -mean.normalize().as_tuple().exponent <= 18
        add("average", arguments, number(mean) if ends else Exact(repr(float(mean))))
        add("median", arguments, number(statistics.median(values)))
        add("stdevP", arguments, Exact(repr(math.sqrt(float(statistics.pvariance(values))))))
        sample = math.sqrt(float(statistics.variance(values))) if len(values) > 1 else None
        add("stdevS", arguments, None if sample is None else Exact(repr(sample)))
for name in ("min", "max", "average", "median", "stdevS", "stdevP"):
    add(name, [[]], None)
    add(name, [None], None)
add("sum", [[]], 0)
add("sum", [None], None)
add("sum", [["1", "2.5", "x"]], Exact("3.5"))

FORMATTED = [("1234567.891", 2), ("1234.5", 0), ("0.5", 0), ("-1234.565", 2), ("999.999", 2), ("0", 2), ("12", 3),
             ("1000000", 0), ("-0.001", 2), ("123456789012345678901.5", 1), ("0.004", 2)]
for text, decimals in FORMATTED:
    value = Decimal(text).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    if value == 0:
        value = abs(value)
    english = format(value, ",.%df" % decimals)
    add("formatNumber", [lit(text), decimals], english.translate(str.maketrans(",.", ".,")))
    add("formatNumber", [lit(text), decimals, ".", ","], english)
    add("formatNumber", [lit(text), decimals, ".", ""], english.replace(",", ""))
add("formatNumber", [None, 2], None)

PARSED = [("1234.56", ".", "1234.56"), ("1,234.56", ".", "1234.56"), ("1.234,56", ",", "1234.56"), ("1 234,5", ",", "1234.5"),
          ("-7", ".", "-7"), ("+7", ".", "7"), (" 12 ", ".", "12"), (".5", ".", "0.5"), ("5.", ".", "5"), ("1e3", ".", "1000"),
          ("0,10", ",", "0.1"), ("1'000'000", ".", "1000000")]
for text, separator, value in PARSED:
    add("parseNumber", [text, separator], number(Decimal(value)))
    if separator == ".":
        add("parseNumber", [text], number(Decimal(value)))
add("parseNumber", [5], 5)
add("parseNumber", [None], None)
add("abs", [None], None)
add("round", [None], None)
add("round", ["2.5"], 3)

for name, arguments, what in [
    ("round", ["x"], 'argument 1 has to be a number, not a text: "x"'),
    ("abs", [[1]], "argument 1 has to be a number, not an array: [1]"),
    ("floor", [{"a": 1}], 'argument 1 has to be a number, not a collection: {"a":1}'),
    ("formatNumber", [True, 1], "argument 1 has to be a number, not a boolean: true"),
    ("parseNumber", ["abc"], "argument 1 has to be a number with the decimal separator `.`"),
]:
    message = "%s: %s" % (name, what)
    expected = {"error": {"type": "DataError", "message": message}}
    cases.append({"function": name, "arguments": arguments, "expected": expected})


def encoded(value):
    """JSON with every digit of exact numbers."""
    if isinstance(value, Exact):
        return value.text
    if isinstance(value, dict):
        return "{%s}" % ", ".join("%s: %s" % (json.dumps(k), encoded(v)) for k, v in value.items())
    if isinstance(value, list):
        return "[%s]" % ", ".join(map(encoded, value))
    return json.dumps(value, ensure_ascii=False)


how = ("Python: decimal with 400 digits, statistics.mean/median/variance/pvariance, math.sqrt, the float nearest "
       "to a fraction where a quotient has no end; null and errors as iml.md says")
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Cases", "arithmetic.json")
with open(path, "w", encoding="utf-8") as file:
    lines = ",\n".join("    " + encoded(case) for case in cases)
    file.write('{\n  "how": %s,\n  "cases": [\n%s\n  ]\n}\n' % (json.dumps(how), lines))
print("arithmetic.json:", len(cases))
