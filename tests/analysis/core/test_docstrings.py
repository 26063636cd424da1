import doctest
import importlib
import pkgutil

import pytest

from analysis import core

MODULES = [module.name for module in pkgutil.iter_modules(core.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_the_docstrings_run(name):
    failed, _ = doctest.testmod(importlib.import_module(f"analysis.core.{name}"))
    assert not failed
