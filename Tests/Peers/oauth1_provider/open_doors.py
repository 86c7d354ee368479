"""What needs no signature: parcels behind an API key, and exchange rates for everybody."""

from typing import Any

from loopback.messages import Answer, Refusal, Request, arrived

from .state import API_KEYS, USERS

STATES = ["announced", "in_transit", "out_for_delivery", "delivered"]

#: Units of each currency for one euro.
RATES = {"EUR": 1, "USD": 1.0842, "GBP": 0.8421, "CHF": 0.9567, "JPY": 169.35, "CZK": 25.11, "SEK": 11.342}


def parcel(number: int) -> dict[str, Any]:
    return {"code": f"PX{number:04d}", "state": STATES[number % len(STATES)], "weight_grams": 250 + 37 * number,
            "updated_at": f"2026-05-{1 + number % 28:02d}T10:{number % 60:02d}:00Z",
            "recipient": {"name": f"Recipient {number}", "city": ["Prague", "Lyon", "Porto"][number % 3]}}


PARCELS = [parcel(number) for number in range(1, 121)]


class Parcels:
    """`/keyed`: the key comes as `X-Api-Key` or as the query's `api_key`."""

    def account(self, request: Request) -> Answer:
        return Answer.of_json(USERS[self._user(request)])

    def search(self, request: Request) -> Answer:
        """A page of parcels, and where the next one is: the answer's `next` is an address or null."""
        self._user(request)
        start = request.number("after", 0, 0, len(PARCELS))
        size = request.number("limit", 25, 1, 50)
        state = request.parameter("state")
        found = [one for one in PARCELS if state in ("", one["state"])]
        more = start + size < len(found)
        filters = f"&state={state}" if state else ""
        address = f"{request.origin}/keyed/parcels?after={start + size}&limit={size}{filters}"
        return Answer.of_json({"parcels": found[start:start + size], "next": address if more else None})

    def get(self, request: Request) -> Answer:
        self._user(request)
        code = request.path.rpartition("/")[2]
        for one in PARCELS:
            if one["code"] == code:
                return Answer.of_json({"parcel": one})
        raise Refusal(404, "parcel_unknown", f"No parcel has the code '{code}'.")

    @staticmethod
    def _user(request: Request) -> str:
        user = API_KEYS.get(request.header("x-api-key") or request.parameter("api_key"))
        if user is None:
            raise Refusal(401, "key_unknown", "The API key is not known.")
        return user


class OpenDoor:
    """`/open`: no credentials at all."""

    def rates(self, request: Request) -> Answer:
        base = request.parameter("base", "EUR")
        self._known(base)
        return Answer.of_json({"base": base, "date": "2026-06-01",
                               "rates": [{"currency": name, "rate": round(rate / RATES[base], 6)}
                                         for name, rate in RATES.items() if name != base]})

    def convert(self, request: Request) -> Answer:
        source, target = request.parameter("from", "EUR"), request.parameter("to", "USD")
        self._known(source)
        self._known(target)
        try:
            amount = float(request.parameter("amount", "1"))
        except ValueError as error:
            raise Refusal(400, "bad_parameter", "'amount' must be a number.") from error
        rate = RATES[target] / RATES[source]
        return Answer.of_json({"from": source, "to": target, "amount": amount, "rate": round(rate, 6),
                               "result": round(amount * rate, 2)})

    def echo(self, request: Request) -> Answer:
        return Answer.of_json(arrived(request))

    @staticmethod
    def _known(currency: str) -> None:
        if currency not in RATES:
            raise Refusal(400, "currency_unknown", f"'{currency}' is not one of {', '.join(RATES)}.")
