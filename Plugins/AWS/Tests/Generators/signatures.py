"""Writes signatures.json: requests to AWS and the signatures botocore puts on them.

Run with botocore installed:  python signatures.py > ../Vectors/signatures.json
"""
import datetime, json, sys, time
from unittest import mock
from urllib.parse import quote

from botocore import auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

KEY, SECRET, TOKEN = "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "AQoDYXdz/EXAMPLE+TOKEN=="
FORM = "application/x-www-form-urlencoded"
cases = []


def add(kind, method, url, headers=None, body=None, token=False, service=None, region=None, bucket=None, moment=1440938160):
    headers = dict(headers or {})
    credentials = Credentials(KEY, SECRET, TOKEN if token else None)
    request = AWSRequest(method=method, url=url, headers=headers, data=body.encode() if body is not None else b"")
    now = datetime.datetime.fromtimestamp(moment, datetime.timezone.utc)
    if kind == "storage2":
        path = url.split("://", 1)[1]
        path = "/" + path.split("/", 1)[1].split("?")[0] if "/" in path else "/"
        request.auth_path = f"/{bucket}{path}" if bucket else None
    signer = {
        "v4": lambda: auth.SigV4Auth(credentials, service, region),
        "s3": lambda: auth.S3SigV4Auth(credentials, "s3", region),
        "storage2": lambda: auth.HmacV1Auth(credentials),
        "query2": lambda: auth.SigV2Auth(credentials),
    }[kind]()
    case = {"id": len(cases) + 1, "kind": kind, "method": method, "url": url, "headers": headers, "body": body,
            "session": TOKEN if token else None, "service": service, "region": region, "bucket": bucket, "now": moment}
    with mock.patch.object(auth, "get_current_datetime", lambda: now), \
         mock.patch.object(auth, "formatdate", lambda *a, **k: now.strftime("%a, %d %b %Y %H:%M:%S GMT")), \
         mock.patch.object(auth.time, "gmtime", lambda *a: time.struct_time(now.timetuple())):
        if kind == "query2":
            params = {}
            for pair in (body if body is not None else url.partition("?")[2]).split("&"):
                if pair:
                    name, _, value = pair.partition("=")
                    from urllib.parse import unquote_plus
                    params[unquote_plus(name)] = unquote_plus(value)
            request.url = url.partition("?")[0]
            request.data, request.params = (params, {}) if body is not None else ({}, params)
            signer.add_auth(request)
            case["parameters"] = params
        else:
            signer.add_auth(request)
            case["signed"] = {n: v for n, v in request.headers.items() if n.lower() not in {h.lower() for h in headers}}
    cases.append(case)


MOMENTS = [1440938160, 1369353600, 951782400, 4102444799]
V4 = [
    ("GET", "https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08", {}, None, "iam", "us-east-1"),
    ("GET", "https://iam.amazonaws.com?Action=ListUsers", {}, None, "iam", "us-east-1"),
    ("GET", "https://dynamodb.eu-west-1.amazonaws.com/", {"X-Custom": "  a   b  c "}, None, "dynamodb", "eu-west-1"),
    ("POST", "https://dynamodb.eu-west-1.amazonaws.com/",
     {"Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": "DynamoDB_20120810.ListTables"}, "{}", "dynamodb", "eu-west-1"),
    ("POST", "https://sqs.us-west-2.amazonaws.com/123/queue", {"Content-Type": FORM + "; charset=utf-8"},
     "Action=SendMessage&MessageBody=%C3%BC+%2B", "sqs", "us-west-2"),
    ("GET", "https://example.amazonaws.com/a/./b/../c//d/", {}, None, "service", "us-east-1"),
    ("GET", "https://example.amazonaws.com/..", {}, None, "service", "us-east-1"),
    ("GET", "https://example.amazonaws.com/sp%20ace/%E1%88%B4/x%2Fy", {}, None, "service", "us-east-1"),
    ("GET", "https://example.amazonaws.com/-._~0129azAZ", {}, None, "service", "us-east-1"),
    ("GET", "https://example.amazonaws.com/?b=2&a=1&a=0&a&c=%20%2F", {}, None, "service", "us-east-1"),
    ("GET", "https://example.amazonaws.com/?Param1=v2&param1=v1&%E1%88%B4=bar", {}, None, "service", "us-east-1"),
    ("GET", "http://127.0.0.1:9000/path?x=1", {}, None, "es", "us-east-1"),
    ("GET", "https://example.amazonaws.com:443/", {"User-Agent": "kept out"}, None, "service", "us-east-1"),
    ("DELETE", "https://api.example.com:8443/items/7", {"Host": "other.example"}, None, "execute-api", "ap-southeast-2"),
    ("PATCH", "https://api.example.com/items/7", {"Content-Type": "application/json", "Accept": "*/*"},
     '{"name":"Zoë"}', "execute-api", "ap-southeast-2"),
    ("post", "https://lambda.us-east-2.amazonaws.com/2015-03-31/functions/f%3A1/invocations", {}, "x" * 300, "lambda", "us-east-2"),
]
for index, (method, url, headers, body, service, region) in enumerate(V4):
    for token in (False, True):
        add("v4", method, url, headers, body, token, service, region, moment=MOMENTS[index % 4])

S3 = [
    ("GET", "https://examplebucket.s3.amazonaws.com/test.txt", {"Range": "bytes=0-9"}, None, "us-east-1"),
    ("GET", "https://examplebucket.s3.amazonaws.com/?lifecycle", {}, None, "us-east-1"),
    ("GET", "https://examplebucket.s3.amazonaws.com/?max-keys=2&prefix=J", {}, None, "us-east-1"),
    ("PUT", "https://s3.eu-central-1.amazonaws.com/bucket/a//b/./c%20d", {"Content-Type": "text/plain"}, "Welcome", "eu-central-1"),
    ("PUT", "http://127.0.0.1:9000/bucket/key%2Bplus%C3%BC", {"x-amz-storage-class": "REDUCED_REDUNDANCY"}, "", "us-east-1"),
    ("DELETE", "https://bucket.s3-eu-west-1.amazonaws.com/key", {}, None, "eu-west-1"),
    ("POST", "https://bucket.s3.eu-west-1.amazonaws.com/key?uploads=", {}, None, "eu-west-1"),
]
for index, (method, url, headers, body, region) in enumerate(S3):
    for token in (False, True):
        add("s3", method, url, headers, body, token, "s3", region, moment=MOMENTS[index % 4])

STORAGE = [
    ("GET", "https://s3.amazonaws.com/bucket/key", {}, None, None),
    ("GET", "https://bucket.s3.amazonaws.com/photos/puppy.jpg", {}, None, "bucket"),
    ("PUT", "https://storage.example.com/bucket/key%20x", {"Content-Type": "image/jpeg", "Content-MD5": "4gJE4saaMU4BqNR0kLY+lw=="}, "x", None),
    ("GET", "https://s3.amazonaws.com/bucket?acl", {}, None, None),
    ("GET", "https://s3.amazonaws.com/bucket/key?versionId=a%2Bb&prefix=no&response-content-type=text%2Fplain", {}, None, None),
    ("DELETE", "https://bucket.example.com/key", {"X-Amz-Meta-B": "2", "x-amz-acl": "public-read", "x-amz-meta-a": " 1 "}, None, "bucket"),
    ("POST", "https://bucket.example.com/key?uploads", {}, None, "bucket"),
]
for index, (method, url, headers, body, bucket) in enumerate(STORAGE):
    for token in (False, True):
        add("storage2", method, url, headers, body, token, bucket=bucket, moment=MOMENTS[index % 4])

QUERY = [
    ("GET", "https://ec2.amazonaws.com/?Action=DescribeJobFlows&Version=2009-03-31", None),
    ("GET", "https://sdb.amazonaws.com?Action=Select&SelectExpression=select+*+from+%60d%60&a~b=c%2Fd", None),
    ("POST", "https://mws.example.com/Orders/2013-09-01", "Action=ListOrders&CreatedAfter=2013-01-01T00%3A00%3A00Z&x=%C3%BC"),
    ("POST", "https://sdb.amazonaws.com", "B=2&A=1&a=3&empty="),
]
for index, (method, url, body) in enumerate(QUERY):
    for token in (False, True):
        add("query2", method, url, {"Content-Type": FORM} if body else {}, body, token, service="sdb", moment=MOMENTS[index % 4])

json.dump({"about": "computed by botocore; see Generators/signatures.py", "key": KEY, "secret": SECRET, "cases": cases},
          sys.stdout, indent=1, ensure_ascii=False)
print()
