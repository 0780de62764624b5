"""The questions that rules ask of a reading: small pure functions, found by their name.

A check is a public function of a module in this package whose first parameter is ``reading`` and whose others are
keyword-only, and that returns an Answer. Adding a function is all it takes to add a question. Checks see the reading
only: they open nothing and know no configuration.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import types
from collections.abc import Callable
from functools import cache

from herkenbaar.model import Answer

Check = Callable[..., Answer]


@cache
def checks() -> types.MappingProxyType[str, Check]:
    """Every check by its name."""
    modules = [importlib.import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__)]
    found: dict[str, Check] = {}
    for module in modules:
        for name, function in vars(module).items():
            if _is_check(name, function, module):
                found[name] = function
    return types.MappingProxyType(found)


def _is_check(name: str, value: object, module: types.ModuleType) -> bool:
    if name.startswith("_") or not inspect.isfunction(value) or value.__module__ != module.__name__:
        return False
    signature = inspect.signature(value)
    return next(iter(signature.parameters), "") == "reading" and signature.return_annotation in ("Answer", Answer)
