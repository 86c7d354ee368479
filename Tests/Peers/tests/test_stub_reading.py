"""What the stub learns from specs: tolerant JSON, expressions, the answers they hope for, input for them."""

import json
import unittest

from stub_service import answers, tolerant
from stub_service.bundles import Component, merged
from stub_service.expressions import Literal, Member, Name, Operation, Parser, alone, expressions
from stub_service.inputs import fields, input_of


def component(*requests: dict, interface=(), samples=None, kind="module", parameters=()) -> Component:
    return Component("app", kind, "name", "action", None, list(requests), list(parameters), list(interface), samples)


def body(*requests: dict, index: int = 0, more: bool = False, **about):
    """The JSON that is answered to a request of a component."""
    return json.loads(answers.answer(component(*requests, **about), index, more).body)


class TolerantTests(unittest.TestCase):
    def test_what_published_bundles_hold(self):
        text = ('\ufeff{ // one, }\n "a": "x // no comment, ]", /* two */ "b": [1, 2, // three ]\n ],'
                ' "c": "raw\n\tline",\n}')
        self.assertEqual(tolerant.parse(text), {"a": "x // no comment, ]", "b": [1, 2], "c": "raw\n\tline"})

    def test_empty_and_only_comments(self):
        self.assertIsNone(tolerant.parse(" \n"))
        self.assertIsNone(tolerant.parse("// nothing\n"))

    def test_what_is_broken_stays_so(self):
        for text in ('{"a" 1}', '{"a": 1', "[1 2]"):
            with self.assertRaises(ValueError):
                tolerant.parse(text)


class ExpressionTests(unittest.TestCase):
    def test_members_indices_and_odd_names(self):
        self.assertEqual(alone("{{body.data[].`odd name`['key']}}"),
                         Member(Member(Member(Member(Name("body"), "data"), None), "odd name"), "key"))
        self.assertEqual(alone("{{headers.content-type}}"), Member(Name("headers"), "content-type"))

    def test_operators_bind_as_the_language_says(self):
        tree = Parser("!a && b == 'x' || 1 + 2 * 3 > 4").whole()
        self.assertEqual(tree, Operation("||", [
            Operation("&&", [Operation("!", [Name("a")]), Operation("==", [Name("b"), Literal("x")])]),
            Operation(">", [Operation("+", [Literal(1), Operation("*", [Literal(2), Literal(3)])]), Literal(4)])]))

    def test_braces_inside_of_texts_do_not_end_a_template(self):
        self.assertEqual(alone("{{ifempty(a; '}}')}}"), Operation("ifempty", [Name("a"), Literal("}}")]))

    def test_text_beside_an_expression_is_not_alone(self):
        self.assertIsNone(alone("a {{b}}"))
        self.assertIsNone(alone("{{a}}{{b}}"))
        self.assertEqual(expressions("a {{b}} {{c}}"), [Name("b"), Name("c")])

    def test_mistakes_are_left_out(self):
        self.assertEqual(expressions("{{a ' ' b}} {{(}} {{c}}"), [Name("c")])


class AnswerTests(unittest.TestCase):
    def test_every_path_that_is_read_is_there(self):
        made = body({"url": "/x", "response": {"iterate": "{{body.data.list}}", "output": {
            "id": "{{item.id}}", "name": "{{item.person.name}}", "more": "{{body.more[2].deep}}"}}})
        self.assertEqual(made["data"]["list"][1]["person"], {"name": "name"})
        self.assertEqual([one["id"] for one in made["data"]["list"]], ["id-1", "id-2"])
        self.assertEqual(made["more"][0]["deep"], "deep")

    def test_interface_gives_types_and_samples_give_values(self):
        interface = [{"name": "count", "type": "number"}, {"name": "on", "type": "boolean"},
                     {"name": "tags", "type": "array", "spec": {"type": "text"}},
                     {"name": "who", "type": "collection", "spec": [{"name": "email", "type": "email"}]}]
        made = body({"url": "/x", "response": {"output": "{{body.data}}"}}, interface=interface, samples={"count": 41})
        self.assertEqual(made["data"], {"count": 41, "on": True, "tags": ["tags", "tags"],
                                        "who": {"email": "ada@example.com"}})

    def test_renamed_output_takes_the_outputs_types(self):
        made = body({"url": "/x", "response": {"output": {"createdAt": "{{body.created}}"}}},
                    interface=[{"name": "createdAt", "type": "date"}])
        self.assertRegex(made["created"], r"^\d{4}-\d\d-\d\dT")

    def test_functions_tell_what_they_take(self):
        made = body({"url": "/x", "response": {"output": {
            "first": "{{first(body.a).x}}", "urls": "{{join(map(body.b, 'url', 'kind', 'big,small'), ',')}}",
            "when": "{{parseDate(body.c)}}", "day": "{{parseDate(body.g, 'DD/MM/YYYY')}}",
            "half": "{{body.d / 2}}", "text": "{{get(parseJSON(body.e), 'f')}}"}}})
        self.assertEqual(made["a"][0], {"x": "x"})
        self.assertEqual(made["b"][0], {"url": "https://files.example.com/file.png", "kind": "big"})
        self.assertRegex(made["c"], r"^\d{4}-")
        self.assertEqual((made["d"], made["g"]), (7, "04/03/2026"))
        self.assertEqual(json.loads(made["e"]), {"f": "f"})

    def test_the_answer_is_valid(self):
        made = body({"url": "/x", "response": {"valid": "{{body.success && !body.fault && body.state == 'good'}}"}})
        self.assertEqual((made["success"], made["state"], "fault" in made), ("success", "good", False))

    def test_the_status_is_the_one_that_is_wanted(self):
        created = answers.answer(component({"url": "/x", "response": {"valid": "{{statusCode === 201}}"}}), 0, False)
        self.assertEqual(created.status, 201)

    def test_a_job_is_done_at_once_also_where_a_later_request_judges(self):
        start = {"url": "/jobs", "response": {"temp": {"id": "{{body.id}}", "on": "{{body.on}}"}}}
        job = {"url": "/jobs/{{temp.id}}", "response": {"temp": {"state": "{{body.state}}"}},
               "repeat": {"condition": "{{temp.on && temp.state != 'done' && temp.state != 'lost'}}"}}
        judge = {"response": {"valid": "{{temp.state == 'done' || temp.state == 'lost'}}", "output": "{{temp.state}}"}}
        made = body(start, job, judge, index=1)
        self.assertEqual(made["state"], "done")

    def test_the_first_page_leads_on_and_the_next_does_not(self):
        listing = {"iterate": "{{body.data}}"}
        for condition, reads in (("{{body.more}}", "more"), ("{{body.cursor != null}}", "cursor")):
            request = {"url": "/x", "pagination": {"condition": condition}, "response": listing}
            self.assertTrue(body(request, more=True)[reads])
            self.assertNotIn(reads, body(request))
        full = {"url": "/x", "pagination": {"condition": "{{length(body.data) == 100}}"}, "response": listing}
        self.assertEqual((len(body(full, more=True)["data"]), len(body(full)["data"])), (100, 2))
        counted = {"url": "/x", "pagination": {"condition": "{{body.page < body.pages}}"}, "response": listing}
        self.assertLess(body(counted, more=True)["page"], body(counted, more=True)["pages"])
        self.assertGreaterEqual(body(counted)["page"], body(counted)["pages"])

    def test_the_next_pages_address_is_one_of_the_request(self):
        request = {"url": "/x", "pagination": {"url": "{{body.next}}", "condition": "{{body.next}}"}}
        pages = [json.loads(answers.answer(component(request), 0, more, "https://a.example/x?from=1").body)
                 for more in (True, False)]
        self.assertEqual(pages, [{"next": "https://a.example/x?from=2"}, {}])

    def test_a_header_leads_on(self):
        request = {"url": "/x", "pagination": {"condition": "{{ifempty(headers.`x-next`, headers.`X-Next`)}}"}}
        self.assertIn("x-next", dict(answers.answer(component(request), 0, True).headers))
        self.assertNotIn("x-next", dict(answers.answer(component(request), 0, False).headers))

    def test_what_the_apps_own_functions_read_is_there(self):
        code = """function fieldsOf(table, doc = {}) {
            const schema = doc.definitions[table];
            for (const key in schema.properties) { const one = schema.properties[key]; use(one?.title, one['kind']); }
            return schema.lists.map(x => x).concat(doc.names.split(','), doc.others[0].deep, Object.keys(doc.bag)); }"""
        asked = component({"url": "/x", "response": {"iterate": "{{fieldsOf(parameters.table, body)}}"}}, kind="rpc")
        asked.functions["fieldsOf"] = code
        made = json.loads(answers.answer(asked, 0, False).body)
        self.assertEqual(made["definitions"]["text"], {"properties": {"one": {"title": "title", "kind": "kind"}},
                                                       "lists": ["lists", "lists"]})
        self.assertEqual((made["names"], made["others"][0], made["bag"]), ("names", {"deep": "deep"}, {"one": "one"}))

    def test_other_types_of_answers(self):
        made = {kind: answers.answer(component({"url": "/x", "response": {"type": kind, "output": {
            "a": "{{body.a}}"}}}), 0, False) for kind in ("xml", "urlencoded", "text", "binary")}
        self.assertIn(b"<answer><a>a</a></answer>", made["xml"].body)
        self.assertEqual(made["urlencoded"].body, b"a=a")
        self.assertEqual(dict(made["text"].headers)["Content-Type"], "text/plain; charset=utf-8")
        self.assertTrue(made["binary"].body.startswith(b"\x89PNG"))

    def test_the_type_may_depend_on_the_status(self):
        request = {"url": "/x", "response": {"type": {"200-299": "binary", "*": "json"}}}
        self.assertTrue(answers.answer(component(request), 0, False).body.startswith(b"\x89PNG"))

    def test_base_is_merged_under(self):
        self.assertEqual(merged({"a": {"b": 1, "c": 2}, "d": 3}, {"a": {"b": 4}}), {"a": {"b": 4, "c": 2}, "d": 3})


class InputTests(unittest.TestCase):
    def test_defaults_options_and_nested_parameters(self):
        made = fields([
            {"name": "kind", "type": "select", "options": [
                {"value": "a", "nested": [{"name": "inner", "type": "text"}]}, {"value": "b"}]},
            {"name": "many", "type": "select", "multiple": True, "options": ["x", "y"]},
            {"name": "far", "type": "select", "options": "rpc://list"},
            {"name": "size", "type": "integer", "default": 5},
            {"name": "on", "type": "boolean", "nested": [{"name": "why", "type": "text"}]},
            {"name": "note", "type": "banner"}, "rpc://more"])
        self.assertEqual(made, {"kind": "a", "inner": "inner", "many": ["x"], "far": "option-1", "size": 5, "on": True,
                                "why": "why"})

    def test_limits_are_kept(self):
        made = fields([{"name": "age", "type": "uinteger", "validate": {"min": 18}},
                       {"name": "part", "type": "number", "validate": {"max": 1}},
                       {"name": "code", "type": "text", "validate": {"min": 10, "max": 12}},
                       {"name": "state", "type": "text", "validate": {"enum": ["open"]}},
                       {"name": "pair", "type": "array", "validate": {"minItems": 2}, "spec": {"type": "number"}},
                       {"name": "limit", "type": "integer", "default": 10}])
        self.assertEqual(made, {"age": 18, "part": 1, "code": "codexxxxxx", "state": "open", "pair": [3, 3],
                                "limit": 150})

    def test_text_that_is_parsed_as_json_is_json(self):
        asked = component({"url": "/x", "body": {"a": "{{if(parameters.on, parseJSON(parameters.tools), ignore)}}"}},
                          parameters=[{"name": "on", "type": "boolean"}, {"name": "tools", "type": "text"}])
        self.assertEqual(input_of(asked), {"on": True, "tools": '{"key": "value"}'})

    def test_a_default_out_of_its_limits_is_moved_into_them(self):
        self.assertEqual(fields([{"name": "a", "type": "number", "default": 0, "validate": {"min": 1}}]), {"a": 1})

    def test_an_rpc_gets_what_its_requests_read(self):
        asked = component({"url": "/x/{{parameters.table}}", "qs": {"q": "{{lower(parameters.words)}}"}}, kind="rpc",
                          parameters=[{"name": "words", "type": "text"}])
        self.assertEqual(input_of(asked), {"words": "words", "table": "text"})
