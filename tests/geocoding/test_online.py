"""The online geocoder against a server on this computer that answers in the service's format."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from geopy.geocoders import BANFrance

from cga_desktop.domain.errors import ServiceUnavailable
from cga_desktop.domain.places import Place, Precision
from cga_desktop.domain.ports import OnlinePlaceFinder
from cga_desktop.geocoding import careful_adapter
from cga_desktop.geocoding.geoplateforme import Geoplateforme
from cga_desktop.geocoding.online import BanOnline, service_address

HOUSE = {
    "type": "Feature",
    "geometry": {"type": "Point", "coordinates": [2.490611, 48.904687]},
    "properties": {
        "label": "12 Avenue de Verdun 93140 Bondy",
        "score": 0.9703654545454545,
        "housenumber": "12",
        "id": "93010_9380_00012",
        "banId": "0b3e9d0e-0f7a-4c3a-8f39-000000000000",
        "name": "12 Avenue de Verdun",
        "postcode": "93140",
        "citycode": "93010",
        "x": 662658.1,
        "y": 6867308.2,
        "city": "Bondy",
        "context": "93, Seine-Saint-Denis, Île-de-France",
        "type": "housenumber",
        "importance": 0.67402,
        "street": "Avenue de Verdun",
        "_type": "address",
    },
}
STREET = {
    "type": "Feature",
    "geometry": {"type": "Point", "coordinates": [2.4905, 48.9046]},
    "properties": {
        "label": "Avenue de Verdun 93140 Bondy",
        "score": 0.61,
        "name": "Avenue de Verdun",
        "postcode": "93140",
        "citycode": "93010",
        "city": "Bondy",
        "type": "street",
    },
}
TOWN = {
    "type": "Feature",
    "geometry": {"type": "Point", "coordinates": [2.4811, 48.9023]},
    "properties": {
        "label": "Bondy",
        "score": 0.96,
        "name": "Bondy",
        "postcode": "93140",
        "citycode": "93010",
        "city": "Bondy",
        "type": "municipality",
    },
}
OFFLINE_GOES_ON = "La recherche hors ligne continue de fonctionner, et rien n’a changé."


@dataclass
class Service:
    """What the server answers, and what it was asked."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    slowly: Callable[[BaseHTTPRequestHandler], None] | None = None
    asked: list[tuple[str, dict[str, list[str]], str]] = field(default_factory=list)
    address: str = ""

    def answers(self, *features: object) -> "Service":
        collection = {"type": "FeatureCollection", "features": features, "query": "…"}
        self.body = json.dumps(collection).encode()
        self.headers = {"Content-Type": "application/json; charset=utf-8"}
        return self

    def refuses(self, status: int, **headers: str) -> "Service":
        self.status, self.headers = status, headers
        return self


@pytest.fixture
def service() -> Iterator[Service]:
    service = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            agent = self.headers.get("User-Agent", "")
            service.asked.append((parts.path, parse_qs(parts.query), agent))
            if service.slowly:
                service.slowly(self)
                return
            self.send_response(service.status)
            for name, value in service.headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("Content-Length", str(len(service.body)))
            self.end_headers()
            self.wfile.write(service.body)

        def log_message(self, *_words: object) -> None:
            """Keep the tests' output quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    service.address = f"127.0.0.1:{server.server_port}/geocodage"
    yield service
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def online(service: Service) -> BanOnline:
    return BanOnline(service.address, scheme="http", timeout=5)


def sentence(online: BanOnline) -> str:
    with pytest.raises(ServiceUnavailable) as refused:
        online.search("12 avenue de Verdun, Bondy")
    assert OFFLINE_GOES_ON in str(refused.value)
    return str(refused.value)


def test_an_address_is_found_as_a_place(service, online: OnlinePlaceFinder):
    service.answers(HOUSE, STREET)
    house, street = online.search("12 avenue de Verdun, Bondy")
    assert house == Place(
        label="12 Avenue de Verdun, 93140 Bondy",
        lat=48.904687,
        lon=2.490611,
        precision=Precision.NUMBER,
        score=0.9704,
        radius_m=10.0,
        citycode="93010",
        explanation="Trouvé en ligne par la Géoplateforme, au numéro",
    )
    assert (street.precision, street.label) == (
        Precision.STREET,
        "Avenue de Verdun, 93140 Bondy",
    )


@pytest.mark.parametrize(
    ("kind", "precision"),
    [
        ("housenumber", Precision.NUMBER),
        ("street", Precision.STREET),
        ("locality", Precision.PLACE),
        ("municipality", Precision.MUNICIPALITY),
    ],
)
def test_each_kind_of_answer_has_its_precision(service, online, kind, precision):
    service.answers(HOUSE | {"properties": HOUSE["properties"] | {"type": kind}})
    (place,) = online.search("verdun")
    assert place.precision is precision


def test_a_town_is_labelled_once(service, online):
    service.answers(TOWN)
    assert online.search("Bondy")[0].label == "93140 Bondy"


def test_what_is_asked_is_the_text_the_limit_and_the_commune_and_the_program_says_its_name(
    service, online
):
    service.answers(HOUSE)
    online.search("12 av. de Verdun & Cie", limit=3, code="93010")
    ((path, query, agent),) = service.asked
    assert path == "/geocodage/search"
    assert query == {
        "q": ["12 av. de Verdun & Cie"],
        "limit": ["3"],
        "citycode": ["93010"],
        "autocomplete": ["0"],
    }
    assert agent.startswith("CGA-Terrain/")


def test_a_position_is_reversed(service, online):
    service.answers(HOUSE, STREET)
    (place,) = online.reverse(48.9047, 2.4906)
    assert place.label == "12 Avenue de Verdun, 93140 Bondy"
    ((path, query, _agent),) = service.asked
    assert path == "/geocodage/reverse"
    assert (float(query["lat"][0]), float(query["lon"][0])) == (48.9047, 2.4906)


def test_nothing_is_asked_before_somebody_asks(service, online):
    service.answers(HOUSE)
    assert service.asked == []
    assert online.search("   ") == []
    assert service.asked == []


def test_no_answer_is_an_empty_list(service, online):
    service.answers()
    assert online.search("xyzzy") == []
    assert online.reverse(0.0, 0.0) == []


def test_a_text_the_service_finds_strange_has_no_answer(service, online):
    service.refuses(400)
    assert online.search("a") == []


def test_an_endless_text_is_cut_to_what_the_service_accepts(service, online):
    service.answers(HOUSE)
    online.search("x" * 10_000)
    assert len(service.asked[0][1]["q"][0]) == 200


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        ({"Retry_After": "5"}, "Réessayez dans 5 secondes"),
        ({"Retry_After": "1"}, "Réessayez dans 1 seconde."),
        ({}, "Réessayez dans un instant"),
        ({"Retry_After": "soon"}, "Réessayez dans un instant"),
    ],
)
def test_a_busy_service_says_when_to_come_back(service, online, headers, words):
    service.refuses(429, **headers)
    said = sentence(online)
    assert "très sollicité" in said
    assert words in said


@pytest.mark.parametrize("status", [503, 504])
def test_an_overloaded_service_takes_too_long(service, online, status):
    service.refuses(status)
    assert "trop de temps" in sentence(online)


@pytest.mark.parametrize("status", [403, 500, 502])
def test_a_service_that_refuses_is_said_so(service, online, status):
    service.refuses(status)
    assert "refusé" in sentence(online)


def test_a_silent_service_is_given_up(service):
    waiting = threading.Event()
    service.slowly = lambda _handler: waiting.wait(20)
    try:
        assert "trop de temps" in sentence(BanOnline(service.address, "http", timeout=0.2))
    finally:
        waiting.set()


def test_a_dripping_service_is_given_up_even_though_something_always_comes(service):
    stopped = threading.Event()

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            while not stopped.wait(0.05):
                handler.wfile.write(b" ")
        except OSError:
            return

    service.slowly = drip
    began = time.monotonic()
    try:
        assert "trop de temps" in sentence(BanOnline(service.address, "http", timeout=0.4))
    finally:
        stopped.set()
    assert time.monotonic() - began < 60  # it came back at all: without a deadline it never would


def test_an_endless_answer_is_cut(service, online, monkeypatch):
    monkeypatch.setattr(careful_adapter, "MAX_BYTES", 1_000)
    service.answers(HOUSE, *[STREET] * 50)
    assert "illisible" in sentence(online)


@pytest.mark.parametrize(
    "body",
    [
        json.dumps({"type": "FeatureCollection", "features": [HOUSE]}).encode()[:-40],
        b"",
        b"\xff\xfe\x00",
        b"[]",
        b"null",
        b"42",
        b'{"features": 7}',
    ],
)
def test_a_truncated_or_strange_answer_is_said_to_be_unreadable(service, online, body):
    service.body = body
    assert "illisible" in sentence(online)


@pytest.mark.parametrize(
    "change",
    [
        {"properties": {}},
        {"properties": {"label": "x"}},
        {"properties": {"label": "x", "name": "x", "type": "unheard of"}},
        {"properties": {"label": "x", "name": "x", "type": ["street"]}},
        {"properties": {"label": "x", "name": "x", "type": "street", "score": "high"}},
        {"properties": []},
        {"geometry": None},
        {"geometry": {"coordinates": []}},
        {"geometry": {"coordinates": [float("nan"), 48.9]}},
        {"geometry": {"coordinates": ["a", "b"]}},
        {"geometry": {"coordinates": [200.0, 48.9]}},
    ],
)
def test_a_feature_that_is_no_place_is_left_out(service, online, change):
    service.answers(HOUSE | change, STREET)
    assert [place.precision for place in online.search("verdun")] == [Precision.STREET]


@pytest.mark.parametrize("status", [200, 302, 511])
def test_a_captive_portal_is_recognised_and_not_followed(service, online, status):
    service.body = b"<!DOCTYPE html><html><title>Bienvenue sur le Wi-Fi</title></html>"
    service.refuses(status, Location=f"http://{service.address}/login", Content_Type="text/html")
    assert "navigateur" in sentence(online)
    assert len(service.asked) == 1


def test_a_computer_without_a_network_is_said_so(service, online):
    unused = BanOnline("127.0.0.1:9/geocodage", scheme="http", timeout=2)
    assert "pas joignable" in sentence(unused)


def test_the_real_service_is_refused_by_the_tests_and_said_to_be_unreachable(refused_connections):
    assert "pas joignable" in sentence(BanOnline())
    assert refused_connections == [service_address()["domain"].partition("/")[0]]
    refused_connections.clear()


def test_it_is_geopys_own_geocoder_at_the_present_address():
    geocoder = Geoplateforme(service_address()["domain"], service_address()["scheme"], 5).geocoder
    assert isinstance(geocoder, BANFrance)
    assert geocoder.geocode_api == "https://data.geopf.fr/geocodage/search"
    assert geocoder.reverse_api == "https://data.geopf.fr/geocodage/reverse"
