"""How the property tests run: no time limits, and on a build server the same examples every time.

Pages that tests recognise are kept in a folder of the run, never in the user's cache.
"""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

settings.register_profile("here", deadline=None)
settings.register_profile("server", deadline=None, derandomize=True)
settings.load_profile("server" if os.environ.get("CI") else "here")


@pytest.fixture(scope="session", autouse=True)
def ocr_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NERKIT_OCR_CACHE", str(tmp_path_factory.mktemp("ocr-cache")))
        yield
