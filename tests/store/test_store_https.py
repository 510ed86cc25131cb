"""Certificates are checked, and nobody is led from a safe place to an unsafe one."""

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from fixtures.model_server import ModelServer, redirect
from fixtures.small_store import SmallStore

from edge_agent.errors import ModelError
from edge_agent.store.publisher import Source


@pytest.fixture
def safe_store(certificate: Path, tmp_path: Path) -> Iterator[SmallStore]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = ModelServer(context)
    yield SmallStore(tmp_path / "safe", server)
    server.close()


def test_an_unknown_certificate_is_refused_at_once(safe_store: SmallStore):
    with pytest.raises(ModelError, match="certificate is not trusted"):
        safe_store.pull()
    assert safe_store.server.ranges == []
    assert safe_store.notes.reasons == []


def test_a_known_one_is_trusted_and_no_redirect_leads_away(
    safe_store: SmallStore, certificate: Path, model_server: ModelServer, monkeypatch
):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    model_server.files["m.zip"] = safe_store.archive
    safe_store.server.faults = [redirect(f"{model_server.url}/m.zip")]
    with pytest.raises(ModelError, match="is not followed"):
        safe_store.pull()
    assert safe_store.pull()
    assert safe_store.is_whole()
    model_server.faults = [redirect(safe_store.source().location)]
    source = Source(name="m", location=f"{model_server.url}/m.zip", checksum=None)
    assert safe_store.pull(source, again=True)
