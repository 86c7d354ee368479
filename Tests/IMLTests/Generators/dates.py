"""Functions on dates, against Python's datetime, zoneinfo, calendar and email.utils."""
import calendar, email.utils, json, pathlib
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

cases = []
UTC = timezone.utc


def coded(moment):
    moment = moment.astimezone(UTC)
    return {"$date": moment.strftime("%Y-%m-%dT%H:%M:%S.") + "%03dZ" % (moment.microsecond // 1000)}


def add(function, arguments, value, zone=None, now=None, how=None):
    case = {"function": function, "arguments": arguments, "expected": {"value": value}}
    if zone:
        case["context"] = {"environment": {"timezone": zone}}
    if now:
        case["now"] = coded(now)
    if how:
        case["how"] = how
    cases.append(case)


def fail(function, arguments, message, how):
    cases.append({"function": function, "arguments": arguments, "how": how,
                  "expected": {"error": {"type": "DataError", "message": message}}})


# Texts that look like dates: ISO 8601 read by Python, with a zone where the text has none.
iso = [
    "2024-01-31", "20240131", "2024-01-31T12:34:56Z", "2024-01-31T12:34:56.789Z", "2024-01-31T12:34", "2024-01-31 12:34",
    "2024-01-31 12:34:56", "2024-01-31T12:34:56+02:00", "2024-01-31T12:34:56-0330", "2024-01-31T12:34:56+02", "20240131T123456Z",
    "20240131T1234", "2024-W05-3", "2024W053", "2024-W05", "2024-01-31T12:34:56.123456Z", "2024-01-31T12:34:56,5Z", "2024-01-31T12Z",
    "2024-02-29", "1969-12-31T23:59:59.999Z", "2100-02-28", "2020-W53-7", "2024-01-31T00:00:00+14:00", "2024-01-31T23:59:59-12:00",
]
for text in iso:
    for zone in ["UTC", "America/New_York"]:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=ZoneInfo(zone))
        add("parseDate", [text], coded(moment), zone)
for text in ["Wed, 31 Jan 2024 12:34:56 +0200", "Wed, 31 Jan 2024 12:34:56 GMT", "31 Jan 2024 12:34 -0500", "31 Jan 24 12:34:56 EST",
             "Fri, 1 Mar 2024 00:00:00 PDT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT",
             "Wed, 31 Jan 2024 12:34:56 +0000 (UTC)"]:
    add("parseDate", [text], coded(email.utils.parsedate_to_datetime(text)))
for text, pattern in [("Sun Nov  6 08:49:37 1994", "%a %b %d %H:%M:%S %Y"), ("January 31, 2024", "%B %d, %Y"),
                      ("31 January 2024", "%d %B %Y"), ("Jan 31, 2024 10:05 PM", "%b %d, %Y %I:%M %p"),
                      ("Jan 31, 2024, 12:05 am", "%b %d, %Y, %I:%M %p"), ("2024/01/31", "%Y/%m/%d"),
                      ("2024/01/31 08:09", "%Y/%m/%d %H:%M"), ("2024-031", "%Y-%j"), ("2024-366", "%Y-%j"), ("2024-02", "%Y-%m"),
                      ("31-Jan-2024", "%d-%b-%Y"), ("Wed Jan 31 2024 12:34:56 GMT+0100", "%a %b %d %Y %H:%M:%S GMT%z"),
                      ("2024-01-31 12:34:56 +0200", "%Y-%m-%d %H:%M:%S %z"), ("2024-01-31 12:34:56 UTC", "%Y-%m-%d %H:%M:%S UTC")]:
    moment = datetime.strptime(text, pattern)
    add("parseDate", [text], coded(moment if moment.tzinfo else moment.replace(tzinfo=UTC)))
for number in [0, 1706704496, 1706704496789, -86400, 1706704496.5]:
    seconds = number / 1000 if abs(number) >= 1e11 else number
    add("parseDate", [number], coded(datetime.fromtimestamp(seconds, UTC)))
add("parseDate", ["1706704496"], coded(datetime.fromtimestamp(1706704496, UTC)))
add("parseDate", ["1706704496789"], coded(datetime.fromtimestamp(1706704496.789, UTC)))
for text in ["hello", "01/02/2024", "1.2.2024", "2024-13-01", "2024-02-30", "2023-02-29", "2024-01-31T25:00", "2024-01-31T12:60", "2024",
             "12:30", "2024-01-31T", "2024-01-31x", "2024-W54-1", "2023-W53-1", "2024-367", "31 Foo 2024", "2024-1-1", "20241", "2024-01-31T1:2",
             "32 Jan 2024", "Jan 2024", "2024-01-31T12:00:00+25:00"]:
    fail("parseDate", [text], "parseDate: argument 1 has to be a date", "No such date, or one that can be read in two ways (iml.md)")

# Formats, each token against strftime or the calendar.
def ordinal(day):
    return "%d%s" % (day, "th" if 11 <= day % 100 <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th"))


def offset(moment, colon):
    minutes = int(moment.utcoffset().total_seconds() // 60)
    sign, minutes = ("-", -minutes) if minutes < 0 else ("+", minutes)
    return "%s%02d%s%02d" % (sign, minutes // 60, colon, minutes % 60)


tokens = {
    "YYYY": lambda d: "%04d" % d.year, "YY": lambda d: "%02d" % (d.year % 100), "MMMM": lambda d: calendar.month_name[d.month],
    "MMM": lambda d: calendar.month_abbr[d.month], "MM": lambda d: "%02d" % d.month, "M": lambda d: str(d.month),
    "DD": lambda d: "%02d" % d.day, "D": lambda d: str(d.day), "Do": lambda d: ordinal(d.day),
    "dddd": lambda d: calendar.day_name[d.weekday()], "ddd": lambda d: calendar.day_abbr[d.weekday()],
    "d": lambda d: str(d.isoweekday() % 7), "E": lambda d: str(d.isoweekday()), "HH": lambda d: "%02d" % d.hour,
    "H": lambda d: str(d.hour), "hh": lambda d: "%02d" % ((d.hour + 11) % 12 + 1), "h": lambda d: str((d.hour + 11) % 12 + 1),
    "mm": lambda d: "%02d" % d.minute, "m": lambda d: str(d.minute), "ss": lambda d: "%02d" % d.second, "s": lambda d: str(d.second),
    "SSS": lambda d: "%03d" % (d.microsecond // 1000), "A": lambda d: "AM" if d.hour < 12 else "PM",
    "a": lambda d: "am" if d.hour < 12 else "pm", "Z": lambda d: offset(d, ":"), "ZZ": lambda d: offset(d, ""),
    "X": lambda d: str(int(d.timestamp() // 1)), "x": lambda d: str(round(d.timestamp() * 1000)),
    "DDDD": lambda d: "%03d" % d.timetuple().tm_yday, "DDD": lambda d: str(d.timetuple().tm_yday), "GGGG": lambda d: str(d.isocalendar()[0]),
    "WW": lambda d: "%02d" % d.isocalendar()[1], "Q": lambda d: str((d.month + 2) // 3),
}
moments = [
    datetime(2024, 1, 31, 0, 5, 9, 7000, UTC), datetime(2024, 7, 4, 12, 0, 0, 0, UTC), datetime(1999, 12, 31, 23, 59, 59, 999000, UTC),
    datetime(2023, 3, 12, 18, 30, 0, 450000, UTC),
]
for index, moment in enumerate(moments):
    for name, token in tokens.items():
        zone = ["UTC", "Europe/Prague", "America/St_Johns", "Asia/Kolkata"][index]
        add("formatDate", [coded(moment), name, zone], token(moment.astimezone(ZoneInfo(zone))))
layouts = [
    ("MM/DD/YYYY", ["MM", "/", "DD", "/", "YYYY"]), ("YYYY-MM-DD hh:mm A", ["YYYY", "-", "MM", "-", "DD", " ", "hh", ":", "mm", " ", "A"]),
    ("dddd, MMMM Do [at] h:mm a", ["dddd", ", ", "MMMM", " ", "Do", " at ", "h", ":", "mm", " ", "a"]),
    ("", ["YYYY", "-", "MM", "-", "DD", "T", "HH", ":", "mm", ":", "ss", ".", "SSS", "Z"]),
    ("YYYYMMDDHHmmss", ["YYYY", "MM", "DD", "HH", "mm", "ss"]), ("D.M.YY", ["D", ".", "M", ".", "YY"]),
]
for pattern, pieces in layouts:
    for zone in ["Europe/Prague", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "+05:30"]:
        for moment in moments[:2]:
            place = timezone(timedelta(hours=5, minutes=30)) if zone == "+05:30" else ZoneInfo(zone)
            local = moment.astimezone(place)
            add("formatDate", [coded(moment), pattern, zone], "".join(tokens[p](local) if p in tokens else p for p in pieces))
add("formatDate", [coded(moments[0]), "[YYYY] YYYY \\Y\\M"], "YYYY 2024 YM", how="moment.js: brackets and backslashes keep letters")
add("formatDate", [coded(moments[0]), "[Today is] dddd [[]x"], "Today is Wednesday [" + tokens["x"](moments[0]), how="moment.js: brackets")
add("formatDate", ["2024-01-31", "DD.MM.YYYY"], "31.01.2024", how="iml.md: text that looks like a date is accepted")
# Zones over the years: what a clock shows.
for zone in ["Europe/Prague", "America/New_York", "Asia/Tokyo", "Africa/Casablanca", "Australia/Sydney", "America/Sao_Paulo", "Pacific/Apia",
             "Europe/London", "Asia/Tehran", "Pacific/Chatham", "Antarctica/Troll"]:
    for moment in [datetime(1950, 6, 1, 12, tzinfo=UTC), datetime(1985, 4, 28, 1, tzinfo=UTC), datetime(2011, 12, 30, 10, tzinfo=UTC),
                   datetime(2024, 3, 31, 0, 59, 59, tzinfo=UTC), datetime(2024, 3, 31, 1, tzinfo=UTC), datetime(2024, 10, 27, 1, tzinfo=UTC),
                   datetime(2024, 11, 3, 6, tzinfo=UTC), datetime(2060, 7, 1, tzinfo=UTC)]:
        # Morocco's clocks follow decrees: what they will show decades from now changes with the time zone database.
        if zone == "Africa/Casablanca" and moment.year > 2024: continue
        local = moment.astimezone(ZoneInfo(zone))
        add("formatDate", [coded(moment), "YYYY-MM-DD HH:mm:ss ZZ", zone], local.strftime("%Y-%m-%d %H:%M:%S ") + offset(local, ""))

# Formats read back.
parsed = [
    ("28.12.2016 16:03", "DD.MM.YYYY HH:mm", "%d.%m.%Y %H:%M"), ("12/28/16", "MM/DD/YY", "%m/%d/%y"),
    ("2016-12-28 04:03 pm", "YYYY-MM-DD hh:mm a", "%Y-%m-%d %I:%M %p"), ("20161228160306", "YYYYMMDDHHmmss", "%Y%m%d%H%M%S"),
    ("December 28, 2016", "MMMM D, YYYY", "%B %d, %Y"), ("Wed 28 dec 2016", "ddd DD MMM YYYY", "%a %d %b %Y"), ("1/2/2016", "D/M/YYYY", "%d/%m/%Y"),
    ("2016-12-28T16:03:06.250", "YYYY-MM-DDTHH:mm:ss.SSS", "%Y-%m-%dT%H:%M:%S.%f"), ("2016-12-28 16:03 +02:00", "YYYY-MM-DD HH:mm Z", "%Y-%m-%d %H:%M %z"),
    ("2016-12-28 16:03 -0330", "YYYY-MM-DD HH:mm ZZ", "%Y-%m-%d %H:%M %z"), ("2016 363", "YYYY DDDD", "%Y %j"), ("12:00 AM 1-1-2016", "h:mm A D-M-YYYY", "%I:%M %p %d-%m-%Y"),
    ("12:00 PM 1-1-2016", "h:mm A D-M-YYYY", "%I:%M %p %d-%m-%Y"), ("70-01-02", "YY-MM-DD", "%y-%m-%d"),
]
for text, pattern, python in parsed:
    for zone in [None, "Europe/Prague", "Asia/Kolkata"]:
        moment = datetime.strptime(text, python)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=ZoneInfo(zone or "UTC"))
        add("parseDate", [text, pattern] + ([zone] if zone else []), coded(moment))
add("parseDate", ["1482940980", "X"], coded(datetime.fromtimestamp(1482940980, UTC)))
add("parseDate", [1482940980, "X"], coded(datetime.fromtimestamp(1482940980, UTC)))
add("parseDate", ["1482940980.25", "X"], coded(datetime.fromtimestamp(1482940980.25, UTC)))
add("parseDate", ["1482940980250", "x"], coded(datetime.fromtimestamp(1482940980.25, UTC)))
now = datetime(2024, 5, 17, 9, 30, tzinfo=UTC)
add("parseDate", ["16:03", "HH:mm"], coded(datetime(2024, 5, 17, 16, 3, tzinfo=UTC)), now=now, how="moment.js: larger units are of now")
add("parseDate", ["28.12.", "DD.MM."], coded(datetime(2024, 12, 28, tzinfo=UTC)), now=now, how="moment.js: larger units are of now")
add("parseDate", ["2016", "YYYY"], coded(datetime(2016, 1, 1, tzinfo=UTC)), now=now, how="moment.js: smaller units are at their start")
for text, pattern in [("2016-12-28", "DD.MM.YYYY"), ("31.02.2016", "DD.MM.YYYY"), ("28.12.2016x", "DD.MM.YYYY"), ("13:00 pm 1-1-2016", "hh:mm a D-M-YYYY"),
                      ("Thu 28 Dec 2016", "ddd DD MMM YYYY"), ("28.13.2016", "DD.MM.YYYY")]:
    fail("parseDate", [text, pattern], "parseDate: argument 1 has to be a date in the format " + pattern, "The text is not in the format, or names no date")
fail("parseDate", ["2016-12-28", "YYYY-MM-DD", "Mars/Olympus"], "parseDate: argument 3 has to be a time zone", "There is no such zone")
fail("formatDate", ["2016-12-28", "YYYY", "Europe/Atlantis"], "formatDate: argument 3 has to be a time zone", "There is no such zone")
fail("formatDate", [True], "formatDate: argument 1 has to be a date", "iml.md: a wrong type is a DataError")

# Clock times that come twice or never: the first one, and as if clocks had not changed (fold=0 does both).
for zone, texts in {"Europe/Prague": ["2024-03-31 02:30", "2024-10-27 02:30", "2024-03-31 01:59", "2024-03-31 03:00", "2024-10-27 03:00"],
                    "America/New_York": ["2024-03-10 02:30", "2024-11-03 01:30"], "Australia/Lord_Howe": ["2024-04-07 01:45", "2024-10-06 02:15"],
                    "Pacific/Apia": ["2011-12-30 12:00"], "America/Santiago": ["2024-09-08 00:30"]}.items():
    for text in texts:
        moment = datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo(zone))
        add("parseDate", [text, "YYYY-MM-DD HH:mm", zone], coded(moment))

# Adding: time by its length, days and months on the calendar of the zone.
base = datetime(2024, 1, 31, 12, 30, 45, 678000, UTC)
for function, unit, values in [("addSeconds", "seconds", [0, 1, -90, 86400, 0.5]), ("addMinutes", "minutes", [1, -61, 1.5]), ("addHours", "hours", [1, -25, 0.25])]:
    for value in values:
        add(function, [coded(base), value], coded(base + timedelta(**{unit: value})))


def shifted(moment, months):
    count = moment.year * 12 + moment.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return moment.replace(year=year, month=month, day=min(moment.day, calendar.monthrange(year, month)[1]))


def local(zone, *parts):
    return datetime(*parts, tzinfo=ZoneInfo(zone))


for value in [0, 1, -1, 29, 366, -31]:
    add("addDays", [coded(base), value], coded(base + timedelta(days=value)))
for value in [1, 13, -1, -2, 12, 37, 0, -11]:
    add("addMonths", [coded(base), value], coded(shifted(base, value)))
for value in [1, -1, 4, 100]:
    add("addYears", [coded(datetime(2024, 2, 29, tzinfo=UTC)), value], coded(shifted(datetime(2024, 2, 29, tzinfo=UTC), 12 * value)))
for zone, start in {"Europe/Prague": (2024, 3, 30, 12), "America/New_York": (2024, 11, 2, 1, 30), "Australia/Sydney": (2024, 4, 6, 2, 30)}.items():
    moment = local(zone, *start)
    for value in [1, 2, -1]:
        add("addDays", [coded(moment), value], coded(moment + timedelta(days=value)), zone)
    add("addMonths", [coded(moment), 6], coded(shifted(moment, 6)), zone)
    add("addHours", [coded(moment), 24], coded(moment.astimezone(UTC) + timedelta(hours=24)), zone)
add("addDays", ["2024-02-28", "1"], coded(datetime(2024, 2, 29, tzinfo=UTC)))

# Setting parts: beyond their range they lead on.
for function, part, values in [("setSecond", "second", [0, 59, 60, -1]), ("setMinute", "minute", [0, 59, 75, -5]), ("setHour", "hour", [0, 23, 24, -1])]:
    for value in values:
        step = {part + "s": value}
        add(function, [coded(base), value], coded(base.replace(**{part: 0}) + timedelta(**step)))
for value in [1, 31, 32, 0, -1]:
    add("setDate", [coded(base), value], coded(base.replace(day=1) + timedelta(days=value - 1)))
sunday = base - timedelta(days=base.isoweekday() % 7)
for value in [1, 2, 7, 8, 0]:
    add("setDay", [coded(base), value], coded(sunday + timedelta(days=value - 1)))
for index, name in enumerate(["Sunday", "monday", "Tue", "WEDNESDAY", "Thu", "friday", "Saturday"]):
    add("setDay", [coded(base), name], coded(sunday + timedelta(days=index)))
for value in [1, 2, 12, 13, 0, -11]:
    add("setMonth", [coded(base), value], coded(shifted(base, value - 1)))
for index, name in enumerate(["January", "feb", "MARCH", "Apr"]):
    add("setMonth", [coded(base), name], coded(shifted(base, index)))
for value in [2023, 1970, 2096]:
    add("setYear", [coded(datetime(2024, 2, 29, 5, tzinfo=UTC)), value], coded(shifted(datetime(2024, 2, 29, 5, tzinfo=UTC), 12 * (value - 2024))))
add("setHour", [coded(local("Europe/Prague", 2024, 7, 1, 15)), 0], coded(local("Europe/Prague", 2024, 7, 1, 0)), "Europe/Prague")
add("setHour", [coded(local("Europe/Prague", 2024, 3, 31, 12)), 2], coded(local("Europe/Prague", 2024, 3, 31, 2)), "Europe/Prague")
fail("setDay", ["2024-01-31", "Foo"], "setDay: argument 2 has to be a number or an English name", "No such weekday")
fail("addDays", ["2024-01-31", "x"], "addDays: argument 2 has to be a number", "iml.md: a wrong type is a DataError")
fail("addDays", ["2024-01-31", 1e12], "addDays: the result is not between the years", "JavaScript's Date has no such day")

# Differences.
one, other = datetime(2024, 3, 10, 5, 6, 7, tzinfo=UTC), datetime(2023, 1, 1, 23, tzinfo=UTC)
distance = one - other
sizes = {"milliseconds": 0.001, "seconds": 1, "minutes": 60, "hours": 3600, "days": 86400, "weeks": 604800}
for unit, size in sizes.items():
    value = int(distance / timedelta(seconds=size))
    add("dateDifference", [coded(one), coded(other), unit], value)
    add("dateDifference", [coded(other), coded(one), unit], -value)
add("dateDifference", [coded(one), coded(other)], int(distance / timedelta(milliseconds=1)))


def months(start, end):
    count = (end.year - start.year) * 12 + end.month - start.month
    return count if shifted(start, count) <= end else count - 1


for start, end in [((2023, 1, 31), (2023, 2, 28)), ((2023, 1, 15), (2023, 2, 14)), ((2020, 2, 29), (2024, 2, 28)), ((2020, 2, 29), (2024, 2, 29)),
                   ((2023, 12, 31), (2024, 1, 1)), ((2000, 1, 1), (2024, 7, 1))]:
    early, late = datetime(*start, tzinfo=UTC), datetime(*end, tzinfo=UTC)
    add("dateDifference", [coded(late), coded(early), "months"], months(early, late))
    add("dateDifference", [coded(early), coded(late), "months"], -months(early, late))
    add("dateDifference", [coded(late), coded(early), "quarters"], months(early, late) // 3)
    add("dateDifference", [coded(late), coded(early), "years"], months(early, late) // 12)
early, late = local("Europe/Prague", 2024, 3, 30, 12), local("Europe/Prague", 2024, 3, 31, 12)
add("dateDifference", [coded(late), coded(early), "days"], (late - early).days, "Europe/Prague")
add("dateDifference", [coded(late), coded(early), "hours"], int((late.astimezone(UTC) - early.astimezone(UTC)) / timedelta(hours=1)), "Europe/Prague")
seconds = int(distance.total_seconds())
for unit, value in {"D": seconds // 86400, "H": seconds // 3600, "m": seconds // 60, "s": seconds, "RH": seconds % 86400 // 3600,
                    "Rm": seconds % 3600 // 60, "Rs": seconds % 60}.items():
    add("dateDiff", [coded(one), coded(other), unit], value)
    add("dateDiff", [coded(other), coded(one), unit], -value)
fail("dateDiff", ["2024-01-02", "2024-01-01", "X"], "dateDiff: argument 3 has to be D, H, m, s, RH, Rm or Rs", "iml.md names the units")
fail("dateDifference", ["2024-01-02", "2024-01-01", "fortnights"], "dateDifference: argument 3 has to be a unit", "moment.js has no such unit")
for name, arguments in [("parseDate", [None]), ("formatDate", [None, "YYYY"]), ("addDays", [None, 1]), ("addMonths", ["2024-01-01", None]),
                        ("setYear", [None, 1]), ("dateDifference", [None, "2024-01-01", "days"]), ("dateDiff", ["2024-01-01", None, "D"]),
                        ("parseDate", [{"$undefined": True}]), ("parseDate", [""]), ("formatDate", [""])]:
    add(name, arguments, None, how="iml.md: missing or null input gives null; an empty text is nothing")

how = "Python 3's datetime, zoneinfo, calendar and email.utils (Generators/dates.py)"
lines = ",\n".join("    " + json.dumps(case, ensure_ascii=False) for case in cases)
path = pathlib.Path(__file__).parent.parent / "Cases" / "dates.json"
path.write_text('{\n  "how": %s,\n  "cases": [\n%s\n  ]\n}\n' % (json.dumps(how), lines))
print("dates.json:", len(cases))
