"""The building tools are scripts in a folder, not a package: their tests look there."""

import sys

from tests.conftest import PROJECT

sys.path.insert(0, str(PROJECT / "build_spec"))
