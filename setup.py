"""The compiled parts: plain C, called through ctypes (docs/adr/0009). All else: pyproject.toml."""

from pathlib import Path

from setuptools import Extension, setup


def kernel(package: str) -> Extension:
    """The library `_kernel` of a package, made of all that its folder `native` holds."""
    native = Path("src", *package.split("."), "native")
    return Extension(
        f"{package}._kernel",
        sources=sorted(map(str, native.glob("*.c"))),
        depends=sorted(map(str, native.glob("*.h"))),
        extra_compile_args=["-O3", "-std=gnu11", "-fvisibility=hidden"],
    )


setup(ext_modules=[kernel("kinkeeper.linkage.engine"), kernel("kinkeeper.ledger")])
