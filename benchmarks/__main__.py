"""``python -m benchmarks [NAME...]``: every figure, or those named. A benchmark is a module here with a ``main``."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from types import ModuleType

from benchmarks import __path__


def modules(names: list[str]) -> list[ModuleType]:
    """The benchmarks called ``names``, or all of them."""
    known = sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))
    unknown = sorted(set(names) - set(known))
    if unknown:
        raise SystemExit(f"no benchmark is called {', '.join(unknown)}; known: {', '.join(known)}")
    found = (importlib.import_module(f"benchmarks.{name}") for name in names or known)
    return [module for module in found if hasattr(module, "main")]


def main() -> None:
    """Run them one after the other, each under the first line of its documentation."""
    for module in modules(sys.argv[1:]):
        heading = (module.__doc__ or module.__name__).split("\n", 1)[0]
        print(f"\n== {module.__name__.removeprefix('benchmarks.')}: {heading}\n", flush=True)
        module.main()


if __name__ == "__main__":
    main()
